"""The mirror gives reports and their moves as columns, in the order of their timelines."""

from __future__ import annotations

from random import Random

import pytest

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.category import Category, Publication
from commandcenter.models.figure.clock import clocks_of
from commandcenter.models.figure.history import History
from commandcenter.models.figure.period import both_periods
from commandcenter.models.figure.week import parse_week
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CategoryCode
from commandcenter.models.mirror.failure import RecordUnknown
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.record import Entity, Record
from commandcenter.models.state import STATES, State
from tests.unit.models.figure.plain import PlainReport, history_of
from tests.unit.models.figure.test_period import CONSTRUCTED
from tests.unit.models.mirror.record_fixture import NOW_MS, arrow, report, transition

NOW_S = NOW_MS // 1_000
HOUR_MS = 3_600_000


def fill(folder: MirrorFolder, reports: list[Record], transitions: list[Record]) -> None:
    limits_s = {int(name.split()[1]) for each in reports if (name := str(each["category"])).startswith("within ")}
    with folder.writer.snapshot() as load:
        load.append(Entity.CATEGORY, arrow(Entity.CATEGORY, [category(limit_s) for limit_s in limits_s]))
        load.append(Entity.REPORT, arrow(Entity.REPORT, reports))
        load.append(Entity.TRANSITION, arrow(Entity.TRANSITION, transitions))
        load.finish(position="e.1", current_ms=NOW_MS)


def category(closing_s: int) -> Record:
    """Return a category that allows so long for closing, and is called so."""
    made = Category(
        CategoryCode(f"within {closing_s}"), "Uji", "Test", "", 3_600, closing_s, Publication.BY_RULE, True, "ripple"
    )
    return flatten(made)


def moved(report_id: int, sequence: int, state: str, hours: int) -> Record:
    acted_ms = NOW_MS + hours * HOUR_MS + 999
    return transition(report_id, sequence, kind="moved", to_state=state, acted_ms=acted_ms)


def read(folder: MirrorFolder, before_s: int = NOW_S + 1_000_000) -> History:
    return folder.reader.history(0, before_s)


def test_columns_hold_what_the_records_say(folder: MirrorFolder) -> None:
    fill(
        folder,
        [
            report(5, area=None, agency="SDA", acknowledged_ms=NOW_MS + 1_500, simulated=True),
            report(3, state="done", area="31.02"),
        ],
        [transition(3), moved(3, 2, "done", 2), transition(5), transition(5, 2), moved(5, 10, "in_progress", 1)],
    )
    history = read(folder)
    assert history.ids.tolist() == [3, 5]
    assert history.acknowledged_s.tolist() == [NO_TIME, NOW_S + 1]
    assert history.closed.tolist() == [True, False]
    assert history.simulated.tolist() == [False, True]
    assert history.reconstructed.tolist() == [True, True]
    assert [history.areas.words[code] for code in history.areas.codes if code >= 0] == ["31.02"]
    assert [code < 0 for code in history.areas.codes] == [False, True]
    assert [history.agencies.words[code] for code in history.agencies.codes if code >= 0] == ["SDA"]
    # Taking on is no move; a move in the middle of a second counts at its beginning.
    assert [history.ids[row] for row in history.move_rows] == [3, 5]
    assert [STATES[code].value for code in history.moved_to] == ["done", "in_progress"]
    assert history.moved_s.tolist() == [NOW_S + 7_200, NOW_S + 3_600]


def test_a_timeline_is_read_by_its_sequence_whatever_its_clocks_say(folder: MirrorFolder) -> None:
    steps = [(2, "in_progress", 5), (3, "done", 9), (9, "reopened", 8), (10, "rejected", 7)]
    fill(folder, [report(1, state="rejected")], [moved(1, at, state, hours) for at, state, hours in steps])
    history = read(folder)
    assert [STATES[code].value for code in history.moved_to] == [state for _, state, _ in steps]
    clocks = clocks_of(history)
    assert ((clocks.end_s - NOW_S) // 3_600).tolist() == [9, 9]


def test_reports_from_the_limit_on_are_left_out_with_their_moves(folder: MirrorFolder) -> None:
    fill(folder, [report(1), report(2, created_ms=NOW_MS + 1_000)], [moved(1, 2, "done", 1), moved(2, 2, "done", 1)])
    history = read(folder, NOW_S + 1)
    assert (history.ids.tolist(), history.move_rows.tolist()) == ([1], [0])


def test_an_empty_mirror_has_an_empty_history(folder: MirrorFolder) -> None:
    fill(folder, [], [])
    assert len(read(folder)) == 0
    assert len(clocks_of(read(folder)).rows) == 0


def test_a_state_of_a_newer_store_is_refused_with_a_sentence(folder: MirrorFolder) -> None:
    fill(folder, [report(1)], [moved(1, 2, "teleported", 1)])
    with pytest.raises(RecordUnknown, match="teleported"):
        read(folder)


def test_what_was_closed_before_and_not_touched_since_is_left_out_and_no_figure_misses_it(folder: MirrorFolder) -> None:
    week = parse_week("2026-W47")
    reports = [*CONSTRUCTED.values(), *made_up(300, week.start_s)]
    reports.sort(key=lambda each: each.created_s)
    fill(
        folder,
        [as_record(number, each) for number, each in enumerate(reports, 1)],
        [entry for number, each in enumerate(reports, 1) for entry in entries(number, each)],
    )
    read_s = (week.before.start_s, week.end_s)
    history = folder.reader.history(*read_s)
    assert 0 < len(history) < len(reports) * 0.9
    everything = both_periods(history_of(reports), week.start_s, week.end_s)
    assert both_periods(history, week.start_s, week.end_s) == everything
    assert both_periods(folder.reader.history(0, week.end_s), week.start_s, week.end_s) == everything


def made_up(count: int, around_s: int) -> list[PlainReport]:
    """Return reports of eight weeks, some closed, some of those reopened; every instant after the one before."""
    rng = Random(47)
    reports = []
    for _ in range(count):
        at_s = around_s + rng.randrange(-50 * 86_400, 7 * 86_400)
        moves = []
        since_s = at_s
        for state in (State.ESTIMATED, State.DONE, State.REOPENED, State.REJECTED)[: rng.randrange(5)]:
            since_s += rng.randrange(1, 9 * 86_400)
            moves.append((since_s, state))
        reports.append(PlainReport(at_s, at_s + 60, moves=tuple(moves), simulated=rng.random() < 0.5))
    return reports


def as_record(number: int, plain: PlainReport) -> Record:
    last_s, state = plain.moves[-1] if plain.moves else (plain.created_s, State.WAITING)
    answered_s = plain.acknowledged_s
    return report(
        number,
        state=state.value,
        created_ms=plain.created_s * 1_000,
        updated_ms=max(last_s, answered_s or 0) * 1_000,
        acknowledged_ms=None if answered_s is None else answered_s * 1_000,
        respond_by_ms=(plain.created_s + plain.respond_within_s) * 1_000,
        close_by_ms=plain.close_by_s * 1_000,
        simulated=plain.simulated,
        reconstructed=plain.reconstructed,
        category=f"within {plain.close_within_s}",
    )


def entries(number: int, plain: PlainReport) -> list[Record]:
    return [
        transition(number, sequence, kind="moved", to_state=state.value, acted_ms=at_s * 1_000)
        for sequence, (at_s, state) in enumerate(plain.moves, 2)
    ]
