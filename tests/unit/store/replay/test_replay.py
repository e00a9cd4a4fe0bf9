"""A replay keeps its rhythm and its order, whatever the store does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commandcenter.models.identity import CategoryCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import REPLAY_MARK, TransitionKind
from commandcenter.models.state import State
from commandcenter.store.intake.rhythm import rhythm_of
from commandcenter.store.replay.door import StoreSilent
from commandcenter.store.replay.replay import SILENCE_LIMIT_S, Replay, RunOfAnother
from commandcenter.store.replay.wording import NO_AGENCY, NO_PHOTO, Run

THEN = datetime(2017, 2, 20, 19, 36, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RUN = Run("latihan", "petabencana")


class MadeUpTime:
    """A clock that goes on only while somebody waits or the store takes its time."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def elapsed_s(self) -> float:
        return self.now_s

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.now_s - 100)

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


class Counter:
    """The store's side: answers every act, remembers when it came, and repeats itself as the real one does."""

    def __init__(self, time: MadeUpTime, takes_s: float = 0.0) -> None:
        self.time = time
        self.takes_s = takes_s
        self.came: list[tuple[float, Intent]] = []
        self.answers: dict[str, IntentResult] = {}
        self.decide: Callable[[Intent], IntentResult] = self._applied

    def send(self, intent: Intent) -> IntentResult:
        self.came.append((round(self.time.now_s - 100, 3), intent))
        self.time.now_s += self.takes_s
        if intent.intent_id in self.answers:
            first = self.answers[intent.intent_id]
            status = IntentStatus.REPEATED if first.status is IntentStatus.APPLIED else first.status
            return IntentResult(intent.intent_id, status, first.subject, first.number, first.version, first.code)
        self.answers[intent.intent_id] = self.decide(intent)
        return self.answers[intent.intent_id]

    def _applied(self, intent: Intent) -> IntentResult:
        if intent.kind is IntentKind.SUBMIT_REPORT:
            return IntentResult(intent.intent_id, IntentStatus.APPLIED, ReportId(len(self.answers) + 1), "JK", 1)
        assert intent.base_version is not None
        return IntentResult(intent.intent_id, IntentStatus.APPLIED, intent.subject, version=intent.base_version + 1)


def past(
    name: str, minutes: float, *steps: tuple[State | None, float], photos: tuple[PastPhoto, ...] = ()
) -> PastReport:
    """Return a report with moves at minutes; None stands for taking it on."""
    return PastReport(
        line=2,
        external_id=name,
        content_hash=name,
        created_at=THEN + timedelta(minutes=minutes),
        channel="qlue",
        category=CategoryCode("BANJIR"),
        place=LonLat(106.85, -6.25),
        description="Air setinggi lutut",
        submission_note="kedalaman 50 cm",
        photos=photos,
        steps=tuple(
            PastStep(
                TransitionKind.TAKEN_ON if state is None else TransitionKind.MOVED,
                state or State.WAITING,
                "Lurah Cakung Timur",
                "",
                THEN + timedelta(minutes=at),
            )
            for state, at in steps
        ),
    )


FILE = (
    past("a", 0, (None, 3), (State.IN_PROGRESS, 4), (State.DONE, 10)),
    past("b", 2, (State.REJECTED, 8)),
    past("c", 6),
)
ACTS = rhythm_of(FILE, 60).acts


def test_each_act_is_sent_when_it_is_due_and_says_that_time() -> None:
    time = MadeUpTime()
    store = Counter(time)
    tally = Replay(RUN, store.send, time).go(ACTS)
    assert [at_s for at_s, _ in store.came] == [0, 2, 3, 4, 6, 8, 10]
    assert [intent.acted_at for _, intent in store.came] == [NOW + timedelta(seconds=at_s) for at_s, _ in store.came]
    assert (tally.reports, tally.steps, tally.decided, tally.most_lag_s) == (3, 4, 7, 0)


def test_every_mark_says_that_it_is_a_replay_and_of_when() -> None:
    time = MadeUpTime()
    store = Counter(time)
    Replay(RUN, store.send, time).go(ACTS)
    report, begun, end = store.came[0][1], store.came[3][1], store.came[6][1]
    assert report.payload["channel"] == "qlue" + REPLAY_MARK
    assert report.payload["simulated"] is True
    assert report.payload["description"] == "Air setinggi lutut"
    assert report.payload["note"] == "kedalaman 50 cm\nPutar ulang dari 21.02.2017 02.36 WIB"
    assert begun.payload["note"] == "Putar ulang: Lurah Cakung Timur, 21.02.2017 02.40 WIB"
    assert end.payload["no_photo_reason"] == NO_PHOTO


def test_notes_of_another_citys_file_name_that_citys_zone() -> None:
    time = MadeUpTime()
    store = Counter(time)
    Replay(Run("latihan", "boston_311", ZoneInfo("America/New_York")), store.send, time).go(ACTS)
    assert str(store.came[0][1].payload["note"]).endswith("Putar ulang dari 20.02.2017 14.36 EST")
    assert store.came[3][1].payload["note"] == "Putar ulang: Lurah Cakung Timur, 20.02.2017 14.40 EST"


def test_later_acts_stand_on_the_version_that_the_replay_itself_made() -> None:
    time = MadeUpTime()
    store = Counter(time)
    Replay(RUN, store.send, time).go(ACTS)
    own = [intent for _, intent in store.came if intent.subject == ReportId(1)]
    assert [(intent.kind, intent.base_version) for intent in own] == [
        (IntentKind.TAKE_ON, 1),
        (IntentKind.MOVE, 2),
        (IntentKind.MOVE, 3),
    ]
    assert own[2].after_intent == own[1].intent_id


def test_what_a_move_needs_and_the_source_does_not_tell_says_just_that() -> None:
    time = MadeUpTime()
    store = Counter(time)
    photo = PastPhoto("after", "https://example.org/sesudah.jpg", THEN)
    kept = past(
        "d",
        0,
        (State.COORDINATING, 1),
        (State.ESTIMATED, 2),
        (State.IN_PROGRESS, 62),
        (State.DONE, 63),
        photos=(photo,),
    )
    Replay(RUN, store.send, time).go(rhythm_of([kept], 60).acts)
    handed, estimated, _, done = [intent for _, intent in store.came[1:]]
    assert handed.payload["agency"] == NO_AGENCY
    assert estimated.payload["estimated_ms"] == int((estimated.acted_at + timedelta(seconds=60)).timestamp() * 1000)
    assert done.payload["photo_url"] == "https://example.org/sesudah.jpg"


def test_a_slow_store_makes_it_late_but_never_out_of_order() -> None:
    time = MadeUpTime()
    store = Counter(time, takes_s=3.0)
    tally = Replay(RUN, store.send, time).go(ACTS)
    assert [at_s for at_s, _ in store.came] == [0, 3, 6, 9, 12, 15, 18]
    assert [intent.intent_id for _, intent in store.came] == [RUN.intent_id(act.past, act.step) for act in ACTS]
    assert tally.most_lag_s == pytest.approx(11)


def test_an_interrupted_run_goes_on_where_it_ended_with_the_same_acts_and_the_old_rhythm() -> None:
    time = MadeUpTime()
    store = Counter(time)
    Replay(RUN, store.send, time).go(ACTS[:4])
    time.now_s, store.came = 10_100.0, []
    tally = Replay(RUN, store.send, time).go(ACTS, resumed=True)
    assert [at_s - 10_000 for at_s, _ in store.came] == [0, 0, 0, 0, 0, 2, 4]
    assert (tally.already, tally.reports, tally.steps) == (4, 1, 2)
    assert len(store.answers) == len(ACTS)
    again = Replay(RUN, store.send, time).go(ACTS, resumed=True)
    assert (again.already, again.reports, again.steps) == (7, 0, 0)
    assert len(store.answers) == len(ACTS)


def test_another_run_or_another_source_makes_other_acts() -> None:
    ids = {
        Run(name, source).intent_id(act.past, act.step)
        for name in ("satu", "dua")
        for source in ("petabencana", "boston")
        for act in ACTS
    }
    assert len(ids) == 4 * len(ACTS)


def test_an_act_without_an_answer_is_sent_again_under_its_id() -> None:
    time = MadeUpTime()
    store = Counter(time)
    silences = iter([True, True, False, True] + [False] * 20)

    def send(intent: Intent) -> IntentResult:
        if next(silences):
            raise StoreSilent(url="x", why="y")
        return store.send(intent)

    tally = Replay(RUN, send, time).go(ACTS)
    assert (tally.reports, tally.steps) == (3, 4)
    assert [at_s for at_s, _ in store.came] == [pytest.approx(0.3), pytest.approx(2.1), 3, 4, 6, 8, 10]


def test_a_store_that_stays_silent_ends_it_after_a_minute() -> None:
    time = MadeUpTime()

    def send(_intent: Intent) -> IntentResult:
        raise StoreSilent(url="x", why="y")

    replay = Replay(RUN, send, time)
    with pytest.raises(StoreSilent):
        replay.go(ACTS)
    assert SILENCE_LIMIT_S < time.now_s - 100 < SILENCE_LIMIT_S + 5
    assert replay.tally.decided == 0


def test_what_somebody_at_a_desk_has_changed_is_left_to_them() -> None:
    time = MadeUpTime()
    store = Counter(time)
    applied = store.decide

    def decide(intent: Intent) -> IntentResult:
        if intent.kind is IntentKind.TAKE_ON:
            return IntentResult(
                intent.intent_id, IntentStatus.CONFLICT, intent.subject, version=2, code="already_taken_on"
            )
        return applied(intent)

    store.decide = decide
    tally = Replay(RUN, store.send, time).go(ACTS)
    assert (tally.left_to_people, tally.reports, tally.steps) == (3, 3, 1)


def test_a_refused_report_is_counted_and_its_steps_are_not_tried() -> None:
    time = MadeUpTime()
    store = Counter(time)
    applied = store.decide

    def decide(intent: Intent) -> IntentResult:
        if len(store.came) == 1:
            return IntentResult(intent.intent_id, IntentStatus.REFUSED, code="category_unknown")
        return applied(intent)

    store.decide = decide
    tally = Replay(RUN, store.send, time).go(ACTS)
    assert dict(tally.refused) == {"category_unknown": 1}
    assert (tally.without_report, tally.reports, tally.steps) == (3, 2, 1)


def test_a_run_that_another_key_began_ends_at_once() -> None:
    time = MadeUpTime()
    store = Counter(time)
    store.decide = lambda intent: IntentResult(intent.intent_id, IntentStatus.REFUSED, code="intent_taken")
    with pytest.raises(RunOfAnother):
        Replay(RUN, store.send, time).go(ACTS, resumed=True)
    assert len(store.came) == 1
