"""What every store keeps to when a report is moved, whichever database is underneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from commandcenter.models.identity import MediaId, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.models.role import Role
from commandcenter.models.state import STATES, State
from commandcenter.models.table import intents, media, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import Principal
from tests.contract.acting import entries_of, record_of, rows_of
from tests.fixture.rule import MOVES_ALLOWED
from tests.fixture.store import RunningStore, take_on

W, C, D, P, E, S, R, O = STATES  # noqa: E741 - cases below are read as a table

NOW = datetime.now(UTC)
HOUR_MS = 3_600_000


@pytest.fixture
def other_desk(store: RunningStore, central: CentralStore) -> Principal:
    """An officer's desk."""
    return central.principal(store.key(Role.OFFICER, "Kelurahan Barat"))


def submitted(central: CentralStore, desk: Principal, created_at: datetime | None = None) -> ReportId:
    """Report a flood; its limits are one hour for the first response and a day for closing."""
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    at = created_at or datetime.now(UTC)
    result = central.apply(
        Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, at, payload=payload),
        desk,
    )
    assert result.subject is not None
    return result.subject


def put_into(central: CentralStore, report_id: ReportId, state: State) -> None:
    """Set a report's state past all rules, as a file of another system may have it."""
    with writing(central.engine) as connection:
        connection.execute(reports.update().where(reports.c.id == report_id).values(state=state.value))


def whole(to_state: State, **changes: object) -> dict[str, object]:
    """Return a payload that lacks nothing that a move to this state may need."""
    payload: dict[str, object] = {
        "to_state": to_state.value,
        "note": "Sudah dicek di lapangan",
        "agency": "DSDA",
        "estimated_ms": to_ms(datetime.now(UTC) + timedelta(days=2)),
        "no_photo_reason": "Air surut sendiri",
    }
    return {name: value for name, value in (payload | changes).items() if value is not None}


def move(report_id: ReportId, to_state: State, base_version: int | None = 1, **changes: Any) -> Intent:
    """Return a fresh intent to move a report; named fields of the intent or else of its payload may differ."""
    fields: dict[str, Any] = {
        "intent_id": new_intent_id(),
        "kind": IntentKind.MOVE,
        "subject": report_id,
        "base_version": base_version,
        "acted_at": datetime.now(UTC),
    }
    own = {name: changes.pop(name) for name in ("acted_at", "after_intent") if name in changes}
    return Intent(**(fields | own), payload=whole(to_state, **changes))


def end_of(result: IntentResult) -> tuple[IntentStatus, str]:
    """Return how an act ended, for comparisons."""
    return result.status, result.code


APPLIED = (IntentStatus.APPLIED, "")


class TestTable:
    def test_every_move_is_done_or_refused_as_the_rules_say(self, central: CentralStore, desk: Principal) -> None:
        """All 64 pairs, each on a report of its own, with everything that any move may need."""
        wrong = []
        for current in STATES:
            for wanted in STATES:
                report_id = submitted(central, desk)
                put_into(central, report_id, current)
                result = central.apply(move(report_id, wanted), desk)
                state = record_of(central, report_id)["state"]
                length = len(entries_of(central, report_id))
                if wanted in MOVES_ALLOWED[current]:
                    right = (*end_of(result), result.version, state, length) == (*APPLIED, 2, wanted.value, 2)
                else:
                    refused = (IntentStatus.REFUSED, "move_not_allowed")
                    right = (*end_of(result), state, length) == (*refused, current.value, 1)
                if not right:
                    wrong.append((current.value, wanted.value, result, state))
        assert wrong == []

    def test_a_state_that_is_none_is_refused(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        for nonsense in ("selesai", "", "\x00\ud83d", 7, None, ["done"]):
            intent = replace(move(report_id, State.DONE), payload={"to_state": nonsense})
            assert end_of(central.apply(intent, desk)) == (IntentStatus.REFUSED, "move_unknown")

    def test_a_report_that_is_not_there_is_refused(self, central: CentralStore, desk: Principal) -> None:
        result = central.apply(move(ReportId(12345), State.IN_PROGRESS), desk)
        assert end_of(result) == (IntentStatus.REFUSED, "report_unknown")

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICER, Role.DISPATCHER}])
    def test_only_officers_and_dispatchers_move(
        self, store: RunningStore, central: CentralStore, desk: Principal, role: Role
    ) -> None:
        report_id = submitted(central, desk)
        result = central.apply(move(report_id, State.IN_PROGRESS), central.principal(store.key(role)))
        assert end_of(result) == (IntentStatus.REFUSED, "not_allowed")
        assert record_of(central, report_id)["state"] == "waiting"


class TestNeeds:
    @pytest.mark.parametrize(
        ("current", "wanted", "missing", "code"),
        [
            (W, R, "note", "reason_missing"),
            (P, R, "note", "reason_missing"),
            (C, W, "note", "reason_missing"),
            (P, W, "note", "reason_missing"),
            (W, C, "agency", "agency_missing"),
            (C, C, "agency", "agency_missing"),
            (P, D, "agency", "agency_missing"),
            (W, E, "estimated_ms", "estimate_missing"),
            (W, S, "no_photo_reason", "photo_missing"),
        ],
    )
    def test_a_move_without_what_it_needs_is_refused_and_with_it_done(
        self, central: CentralStore, desk: Principal, current: State, wanted: State, missing: str, code: str
    ) -> None:
        report_id = submitted(central, desk)
        put_into(central, report_id, current)
        for nothing in (None, "", "  "):
            if missing == "estimated_ms" and nothing is not None:
                continue
            lacking: dict[str, Any] = {missing: nothing}
            result = central.apply(move(report_id, wanted, **lacking), desk)
            assert end_of(result) == (IntentStatus.REFUSED, code)
            assert set(result.sentence) == {"id", "en"}
        assert record_of(central, report_id)["version"] == 1
        assert end_of(central.apply(move(report_id, wanted), desk)) == APPLIED

    @pytest.mark.parametrize("wanted", [P, W])
    def test_other_moves_need_neither_note_nor_agency_nor_date_nor_photo(
        self, central: CentralStore, desk: Principal, wanted: State
    ) -> None:
        report_id = submitted(central, desk)
        put_into(central, report_id, C)
        bare: dict[str, Any] = {"agency": None, "estimated_ms": None, "no_photo_reason": None}
        note = "Bukan wewenang kami" if wanted is W else None
        assert end_of(central.apply(move(report_id, wanted, note=note, **bare), desk)) == APPLIED

    @pytest.mark.parametrize(
        "estimated_ms",
        [0, to_ms(NOW - timedelta(hours=1)), to_ms(NOW + timedelta(days=500)), 1 << 70, "besok", True, 1.5],
        # Names that hold no time of day: two processes must collect the same tests.
        ids=["1970", "an hour ago", "in 500 days", "far beyond", "a word", "a truth", "a fraction"],
    )
    def test_an_estimate_is_a_date_to_come(self, central: CentralStore, desk: Principal, estimated_ms: object) -> None:
        result = central.apply(move(submitted(central, desk), State.ESTIMATED, estimated_ms=estimated_ms), desk)
        assert end_of(result) == (IntentStatus.REFUSED, "estimate_missing")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"note": "x" * 1_001}, "field_too_long"),
            ({"agency": "x" * 201}, "field_too_long"),
            ({"note": {"a": 1}}, "field_not_text"),
            ({"photo_url": "ftp://example.org/foto.jpg"}, "bad_media_url"),
            ({"photo_url": "/v1/media/kota/rapat.png"}, "bad_media_url"),
            ({"photo_url": "/v1/media/simulasi/../kota/rapat.png"}, "bad_media_url"),
        ],
    )
    def test_texts_are_texts_of_bounded_length(
        self, central: CentralStore, desk: Principal, changes: dict[str, Any], code: str
    ) -> None:
        result = central.apply(move(submitted(central, desk), State.DONE, **changes), desk)
        assert end_of(result) == (IntentStatus.REFUSED, code)

    @pytest.mark.parametrize("url", ["https://example.org/sesudah.jpg", "/v1/media/simulasi/JALAN-1-after.png"])
    def test_a_photo_of_the_work_done_may_come_with_the_move(
        self, central: CentralStore, desk: Principal, url: str
    ) -> None:
        report_id = submitted(central, desk)
        start = central.head()
        result = central.apply(move(report_id, State.DONE, no_photo_reason=None, photo_url=url), desk)
        assert end_of(result) == APPLIED
        with reading(central.engine) as connection:
            photo = connection.execute(select(media).where(media.c.report_id == report_id)).one()
        assert (photo.stage, photo.url, photo.moderation) == ("after", url, "pending")
        assert record_of(central, report_id)["has_photo"]
        assert (Entity.MEDIA, photo.id) in {(row.entity, row.key) for row in central.page(start, desk).rows}

    def test_a_photo_that_comes_with_the_beginning_of_work_does_not_show_its_end(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        begun = move(report_id, State.IN_PROGRESS, photo_url="https://example.org/mulai.jpg")
        assert end_of(central.apply(begun, desk)) == APPLIED
        assert [photo["stage"] for photo in rows_of(central, Entity.MEDIA)] == ["progress"]
        ended = Intent(new_intent_id(), IntentKind.MOVE, report_id, 2, datetime.now(UTC), payload={"to_state": "done"})
        assert end_of(central.apply(ended, desk)) == (IntentStatus.REFUSED, "photo_missing")

    def test_a_photo_of_before_the_reopening_does_not_show_the_new_work(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        photo = Media(MediaId(f"{report_id}-1"), report_id, "after", None, Moderation.PENDING, datetime.now(UTC))
        with writing(central.engine) as connection:
            connection.execute(media.insert().values(city="jakarta", **media_record(photo)))
        assert end_of(central.apply(move(report_id, State.DONE, no_photo_reason=None), desk)) == APPLIED
        central.apply(move(report_id, State.REOPENED, 2), desk)
        again = central.apply(move(report_id, State.DONE, 3, no_photo_reason=None), desk)
        assert end_of(again) == (IntentStatus.REFUSED, "photo_missing")


class TestEffect:
    def test_the_timeline_says_who_when_and_why(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk, datetime.now(UTC) - timedelta(hours=1))
        acted_at = datetime.now(UTC) - timedelta(minutes=5)
        note = "Saluran tersumbat"
        central.apply(move(report_id, State.COORDINATING, acted_at=acted_at, note=note), desk)
        entry = entries_of(central, report_id)[1]
        assert (entry.kind, entry.from_state, entry.to_state) == ("moved", "waiting", "coordinating")
        assert (entry.actor, entry.acted_ms, entry.note) == ("Meja 1", to_ms(acted_at), f"{note}\nKepada: DSDA")
        assert not entry.reconstructed

    def test_the_note_keeps_the_reason_for_no_photo_and_the_date_given(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        given_at = datetime.now(UTC) + timedelta(days=3)
        central.apply(move(report_id, State.ESTIMATED, agency=None, note=None, estimated_ms=to_ms(given_at)), desk)
        central.apply(move(report_id, State.DONE, 2, agency=None), desk)
        _, estimate, end = entries_of(central, report_id)
        wib = given_at + timedelta(hours=7)
        assert estimate.note == f"Perkiraan selesai: {wib:%d.%m.%Y %H.%M} WIB"
        assert end.note == "Sudah dicek di lapangan\nTanpa foto sesudah: Air surut sendiri"

    def test_a_move_out_of_waiting_is_the_first_response_and_is_recorded_once(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        central.apply(move(report_id, State.IN_PROGRESS), other_desk)
        first = record_of(central, report_id)
        assert first["acknowledged_by"] == "Kelurahan Barat"
        assert first["acknowledged_ms"] == entries_of(central, report_id)[1].acted_ms
        central.apply(move(report_id, State.DONE, 2), desk)
        later = record_of(central, report_id)
        assert (later["acknowledged_by"], later["acknowledged_ms"]) == ("Kelurahan Barat", first["acknowledged_ms"])

    def test_moving_what_a_desk_has_taken_on_leaves_that_as_it_is(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        central.apply(take_on(report_id), desk)
        assert end_of(central.apply(move(report_id, State.IN_PROGRESS, 2), other_desk)) == APPLIED
        assert record_of(central, report_id)["acknowledged_by"] == "Meja 1"

    @pytest.mark.parametrize("closed", [State.DONE, State.REJECTED])
    def test_closing_has_a_time_and_reopening_takes_it_away_and_starts_a_new_clock(
        self, central: CentralStore, desk: Principal, closed: State
    ) -> None:
        report_id = submitted(central, desk, datetime.now(UTC) - timedelta(hours=5))
        before = record_of(central, report_id)
        central.apply(move(report_id, closed), desk)
        record = record_of(central, report_id)
        assert record["closed_ms"] == entries_of(central, report_id)[1].acted_ms
        assert record["close_by_ms"] == before["close_by_ms"]
        central.apply(move(report_id, State.REOPENED, 2), desk)
        record = record_of(central, report_id)
        assert record["closed_ms"] is None
        assert record["close_by_ms"] == entries_of(central, report_id)[2].acted_ms + 24 * HOUR_MS
        assert record["respond_by_ms"] == before["respond_by_ms"]

    def test_reopening_is_no_first_response(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        put_into(central, report_id, State.DONE)
        central.apply(move(report_id, State.REOPENED), desk)
        assert record_of(central, report_id)["acknowledged_ms"] is None

    def test_who_answers_for_it_changes_with_each_handing_over_and_back(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        path = [(C, "DSDA"), (C, "DBM"), (D, "SUDIN-JB"), (P, None), (C, "DSDA"), (W, None)]
        agencies = []
        for version, (state, agency) in enumerate(path, start=1):
            assert end_of(central.apply(move(report_id, state, version, agency=agency), desk)) == APPLIED
            agencies.append(record_of(central, report_id)["agency"])
        assert agencies == ["DSDA", "DBM", "SUDIN-JB", "SUDIN-JB", "DSDA", None]

    def test_an_estimate_pauses_the_clock_of_closing_until_it_ends(
        self, central: CentralStore, desk: Principal
    ) -> None:
        """Taking it on in the meantime changes nothing of the pause."""
        now = datetime.now(UTC)
        report_id = submitted(central, desk, now - timedelta(hours=20))
        due = record_of(central, report_id)["close_by_ms"]
        central.apply(move(report_id, State.ESTIMATED, acted_at=now - timedelta(hours=10)), desk)
        assert record_of(central, report_id)["close_by_ms"] == due
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(acknowledged_ms=None))
        central.apply(take_on(report_id, 2, acted_at=now - timedelta(hours=8)), desk)
        central.apply(move(report_id, State.IN_PROGRESS, 3, acted_at=now - timedelta(hours=3)), desk)
        assert record_of(central, report_id)["close_by_ms"] == due + 7 * HOUR_MS

    def test_a_limit_at_the_end_of_the_calendar_holds_up_no_move(self, central: CentralStore, desk: Principal) -> None:
        now = datetime.now(UTC)
        report_id = submitted(central, desk, now - timedelta(hours=3))
        last_ms = to_ms(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(close_by_ms=last_ms))
        central.apply(move(report_id, State.ESTIMATED, acted_at=now - timedelta(hours=2)), desk)
        assert end_of(central.apply(move(report_id, P, 2), desk)) == APPLIED
        assert record_of(central, report_id)["close_by_ms"] == last_ms

    def test_an_estimate_given_too_late_does_not_undo_that_it_was_late(
        self, central: CentralStore, desk: Principal
    ) -> None:
        now = datetime.now(UTC)
        report_id = submitted(central, desk, now - timedelta(hours=30))
        due = record_of(central, report_id)["close_by_ms"]
        central.apply(move(report_id, State.ESTIMATED, acted_at=now - timedelta(hours=2)), desk)
        central.apply(move(report_id, State.DONE, 2), desk)
        assert record_of(central, report_id)["close_by_ms"] == due

    def test_the_time_of_a_move_lies_between_the_last_entry_and_now(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk, datetime.now(UTC) - timedelta(hours=5))
        central.apply(move(report_id, State.IN_PROGRESS, acted_at=datetime.now(UTC) - timedelta(hours=1)), desk)
        central.apply(move(report_id, State.DONE, 2, acted_at=datetime.now(UTC) - timedelta(hours=3)), desk)
        central.apply(move(report_id, State.REOPENED, 3, acted_at=datetime.now(UTC) + timedelta(days=1)), desk)
        _, progress, end, reopened = entries_of(central, report_id)
        assert end.acted_ms == progress.acted_ms
        assert reopened.acted_ms == reopened.recorded_ms

    def test_followers_see_the_report_and_its_new_entry(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        start = central.head()
        central.apply(move(report_id, State.IN_PROGRESS, agency=None), desk)
        page = central.page(start, desk)
        assert [(row.entity, row.key) for row in page.rows] == [
            (Entity.REPORT, str(report_id)),
            (Entity.TRANSITION, f"{report_id}/2"),
        ]
        assert page.rows[0].record is not None
        assert (page.rows[0].record["state"], page.rows[0].record["version"]) == ("in_progress", 2)


class TestOnce:
    def test_a_repeat_gets_the_first_result_and_adds_nothing(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        intent = move(report_id, State.IN_PROGRESS)
        central.apply(intent, desk)
        head = central.head()
        again = central.apply(intent, desk)
        assert (again.status, again.version) == (IntentStatus.REPEATED, 2)
        assert central.head() == head

    def test_a_refused_move_leaves_nothing_but_its_intent(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        head = central.head()
        central.apply(move(report_id, State.REOPENED), desk)
        assert central.head() == head
        with reading(central.engine) as connection:
            moves = select(func.count()).select_from(intents).where(intents.c.kind == "move")
            assert connection.execute(moves).scalar_one() == 1

    def test_a_move_made_on_an_older_version_conflicts_with_what_is_there(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        """Even where the move itself would not be allowed any more: that somebody was quicker is the reason."""
        report_id = submitted(central, desk)
        central.apply(move(report_id, State.DONE), other_desk)
        result = central.apply(move(report_id, State.IN_PROGRESS), desk)
        assert end_of(result) == (IntentStatus.CONFLICT, "version_changed")
        assert result.theirs is not None
        assert (result.mine, result.theirs.value, result.theirs.actor) == ("in_progress", "done", "Kelurahan Barat")
        assert record_of(central, report_id)["state"] == "done"
