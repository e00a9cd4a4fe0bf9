"""Whatever the network, the disk and the clock do, in whatever order: desktop and store come to agree.

The real engine, the real mirror and outbox on disk, and a store in memory. The machine stands where the worker
stands: it carries out the engine's jobs one at a time, but lets everything else happen between any two steps.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.schema import TABLES
from commandcenter.models.record import Entity, record_key
from commandcenter.protocol.bulk import SnapshotBegin, SnapshotRows
from commandcenter.protocol.feed import Heartbeat
from commandcenter.protocol.position import Position, parse_position
from commandcenter.sync import action, event
from commandcenter.sync.engine import SyncEngine
from commandcenter.sync.moment import Moment
from commandcenter.sync.status import note_of
from tests.sync.model_store import CLOCK_MS, ModelStore, Network
from tests.unit.models.mirror.record_fixture import NOW, photo, transition

REPORTS = st.integers(1, 5)
STEPS_TO_REST = 400


class Desktop(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp())
        self.store = ModelStore()
        self.network = Network(self.store)
        self.now_s = 1000.0
        self.epochs = 0
        self.accepted: list[Intent] = []
        self.answers: dict[str, list[IntentStatus]] = {}
        self.start()

    # The desktop's life.

    def start(self) -> None:
        self.folder = MirrorFolder.open(self.path)
        standing = self.folder.writer.standing()
        self.engine = SyncEngine(
            url="model",
            position=None if standing.position is None else parse_position(standing.position),
            current_at=None,
            text_indexed=standing.text_indexed,
            jitter=lambda: 0.0,
        )
        self.events: deque[event.Event] = deque([event.Tick()])
        self.job: action.Job | None = None
        self.stream: tuple[int, Position] | None = None
        self.late: list[event.Event] = []
        self.wait_until_s: float | None = None
        self.status: Any = None

    def handle(self, happened: event.Event) -> None:
        self.wait_until_s = None
        for told in self.engine.handle(happened, Moment(self.now_s, round(self.now_s * 1000))):
            match told:
                case action.OpenStream(generation, after):
                    assert self.stored() == str(after)
                    self.stream = (generation, after)
                    self.events.append(event.StreamOpened(generation, self.moment()))
                case action.CloseStream():
                    self.stream = None
                case action.PublishStatus(status):
                    self.status = status
                case action.WaitUntil(monotonic_s):
                    self.wait_until_s = monotonic_s
                case action.PublishPending() | action.MarkCurrent():
                    continue
                case _:
                    assert self.job is None, "two jobs at once"
                    self.job = told

    def carry_out(self) -> None:
        job, self.job = self.job, None
        match job:
            case action.TakeSnapshot():
                self.events.append(self.snapshot())
            case action.FetchPage(after):
                self.ask(lambda: event.PageFetched(self.network.fetch(after), self.moment()), event.FetchFailed)
            case action.ApplyPage(page, current_ms):
                self.ask(lambda: self.applied(page, current_ms), event.PageNotApplied)
            case action.ReadOutbox():
                self.events.append(event.OutboxRead(self.folder.outbox.pending()))
            case action.SendIntent(intent):
                pending = self.folder.outbox.pending()
                earlier = pending[: pending.index(intent)]
                assert intent.subject not in {act.subject for act in earlier}, "not the oldest on its report"
                assert intent.after_intent not in {act.intent_id for act in earlier}, "before what it builds on"
                self.ask(lambda: event.IntentAnswered(self.network.send(intent)), event.SendFailed)
            case action.KeepAnswer(result):
                if self.folder.outbox.answered(result):
                    self.answers.setdefault(result.intent_id, []).append(result.status)
                self.events.append(event.AnswerKept(result))
            case action.IndexText():
                self.events.append(event.TextIndexed(self.folder.writer.index_text(2)))

    def applied(self, page: Any, current_ms: int | None) -> event.Event:
        self.folder.writer.apply(page.rows, expected=str(page.after), through=str(page.through), current_ms=current_ms)
        return event.PageApplied(page.through)

    def ask(self, call: Any, failed: Any) -> None:
        try:
            self.events.append(call())
        except Failure as failure:
            self.events.append(failed(note_of(failure)))

    def snapshot(self) -> event.Event:
        try:
            with self.network.snapshot() as frames, self.folder.writer.snapshot() as load:
                for frame in frames:
                    if isinstance(frame, SnapshotBegin):
                        begin = frame
                    elif isinstance(frame, SnapshotRows):
                        load.append(frame.entity, frame.batch)
                    else:
                        load.finish(position=str(begin.position), current_ms=0)
        except Failure as failure:
            return event.SnapshotFailed(note_of(failure))
        return event.SnapshotTaken(begin.position, begin.clock_ms, self.moment())

    def moment(self) -> Moment:
        return Moment(self.now_s, round(self.now_s * 1000))

    def stored(self) -> str | None:
        return self.folder.reader.position()

    # What may happen.

    @initialize(rows=st.integers(1, 6), reports=st.integers(0, 4), steps=st.sampled_from([0, 60]))
    def begin(self, rows: int, reports: int, steps: int) -> None:
        self.network.page_rows = rows
        for report_id in range(1, reports + 1):
            self.store.new_report(report_id)
        for _ in range(steps):
            self.step()

    @rule()
    def step(self) -> None:
        if self.job is not None:
            self.carry_out()
        if self.events:
            self.handle(self.events.popleft())

    @rule(count=st.integers(2, 30))
    def steps(self, count: int) -> None:
        for _ in range(count):
            self.step()

    @rule(seconds=st.sampled_from([0.5, 3.0, 40.0]))
    def time_passes(self, seconds: float) -> None:
        self.now_s += seconds
        due = self.wait_until_s is not None and self.now_s >= self.wait_until_s
        if due and not self.events and self.job is None:
            self.handle(event.Tick())

    @rule(trouble=st.sampled_from(["lost", "deaf", "cut"]), cut_at=st.integers(0, 5000))
    def the_network_fails(self, trouble: str, cut_at: int) -> None:
        self.network.trouble, self.network.cut_at = trouble, cut_at

    @rule(report_id=REPORTS)
    def the_store_has_a_fault_with_acts_on(self, report_id: int) -> None:
        self.network.faults ^= {report_id}

    @rule(report_id=REPORTS, text=st.sampled_from(["banjir", "pohon", "jalan"]))
    def somebody_reports(self, report_id: int, text: str) -> None:
        if (Entity.REPORT, str(report_id)) not in self.store.records:
            self.store.new_report(report_id, description=text)

    @rule(report_id=REPORTS)
    def somebody_else_acts(self, report_id: int) -> None:
        now = self.store.records.get((Entity.REPORT, str(report_id)))
        if now is not None:
            self.store.put(Entity.REPORT, {**now, "version": now["version"] + 1})
            self.store.put(Entity.TRANSITION, transition(report_id, now["version"] + 1))
            self.store.put(Entity.MEDIA, photo(f"m-{report_id}", report_id))

    @rule(report_id=REPORTS)
    def a_report_leaves_the_scope(self, report_id: int) -> None:
        self.store.drop_report(report_id)

    @rule(report_id=REPORTS)
    def the_dispatcher_acts(self, report_id: int) -> None:
        details = self.folder.reader.details(ReportId(report_id))
        if details is None:
            return
        intent = Intent(new_intent_id(), IntentKind.TAKE_ON, ReportId(report_id), details.report.version, NOW)
        self.accepted.append(self.folder.outbox.add(intent))
        self.events.append(event.OutboxChanged())

    @rule(report_id=REPORTS, wake=st.booleans())
    def the_program_dies_just_after_an_act(self, report_id: int, wake: bool) -> None:
        self.the_dispatcher_acts(report_id)
        self.the_program_dies(wake)

    @rule(in_a_job=st.booleans())
    def the_program_dies(self, in_a_job: bool) -> None:
        """What was committed is on disk; what was only known is gone, the answer to the running job included."""
        if in_a_job and self.job is not None:
            self.carry_out()
        self.folder.close()
        self.start()

    @precondition(lambda self: self.stream is not None)
    @rule(late=st.booleans(), rows=st.integers(1, 4))
    def the_store_pushes(self, late: bool, rows: int) -> None:
        assert self.stream is not None
        generation, after = self.stream
        if after.epoch != self.store.epoch or after.n > len(self.store.feed):
            self.events.append(event.StreamEnd(generation, None))
            return
        page = self.store.page(after, rows)
        self.stream = (generation, page.through)
        (self.late if late else self.events).append(event.StreamPage(generation, page, self.moment()))

    @precondition(lambda self: self.stream is not None)
    @rule(late=st.booleans())
    def the_store_beats(self, late: bool) -> None:
        assert self.stream is not None
        beat = Heartbeat(self.store.head(), CLOCK_MS)
        (self.late if late else self.events).append(event.StreamBeat(self.stream[0], beat, self.moment()))

    @precondition(lambda self: bool(self.late))
    @rule(data=st.data())
    def something_late_arrives(self, data: st.DataObject) -> None:
        """Late, out of order, and sometimes twice."""
        happened = data.draw(st.sampled_from(self.late))
        if data.draw(st.booleans()):
            self.late.remove(happened)
        self.events.append(happened)

    @precondition(lambda self: self.stream is not None)
    @rule()
    def the_stream_breaks(self) -> None:
        assert self.stream is not None
        self.events.append(event.StreamEnd(self.stream[0], None))

    @rule(keep=st.integers(0, 10), chance=st.sampled_from(range(12)))
    def the_store_is_restored_from_a_backup(self, keep: int, chance: int) -> None:
        # Rare, because the snapshot that follows would cover up what went wrong before.
        if chance == 7:
            self.epochs += 1
            self.store.restore(f"b{self.epochs}", keep)

    # What holds.

    @invariant()
    def the_position_told_is_never_ahead_of_the_data(self) -> None:
        if self.status is not None and self.status.position is not None:
            stored = self.stored()
            assert stored is not None
            told = self.status.position
            assert told.epoch != parse_position(stored).epoch or told.n <= parse_position(stored).n

    @invariant()
    def no_act_took_effect_twice(self) -> None:
        assert all(count == 1 for count in self.store.effects.values())
        assert all(len(statuses) == 1 for statuses in self.answers.values())

    def teardown(self) -> None:
        try:
            self.network.trouble = ""
            # Acts on any report but the faulty ones get through first.
            self.come_to_rest()
            self.network.faults = set()
            self.come_to_rest()
            self.they_agree()
        finally:
            self.folder.close()
            shutil.rmtree(self.path)

    def come_to_rest(self) -> None:
        for _ in range(STEPS_TO_REST):
            if self.rest():
                break
            self.step()
            if self.job is None and not self.events:
                self.now_s = max(self.now_s, self.wait_until_s or 0.0) + 0.001
                self.handle(event.Tick())
        assert self.rest(), f"never at rest: {self.status}"

    def rest(self) -> bool:
        quiet = self.job is None and not self.events
        waiting = {act.subject for act in self.folder.outbox.pending()}
        return quiet and self.stored() == str(self.store.head()) and waiting <= self.network.faults

    def they_agree(self) -> None:
        with self.folder.reader._engine.begin() as connection:
            held = {}
            for entity, table in TABLES.items():
                for row in connection.execute(select(table)).mappings():
                    record = {str(name): value for name, value in row.items()}
                    held[entity, record_key(entity, record)] = record
        assert held == self.store.records
        board = {
            int(i): int(v) for b in self.folder.reader.board_batches(2) for i, v in zip(b.ids, b.versions, strict=True)
        }
        assert board == {r["id"]: r["version"] for (e, _), r in self.store.records.items() if e is Entity.REPORT}
        for intent in self.accepted:
            result = self.store.results[intent.intent_id]
            took_effect = self.store.effects.get(intent.intent_id, 0)
            assert took_effect == (1 if result.status is IntentStatus.APPLIED else 0)
        conflicts = {answer.intent.intent_id for answer in self.folder.outbox.open_answers()}
        turned_down = {IntentStatus.CONFLICT, IntentStatus.REFUSED}
        assert conflicts == {
            i.intent_id for i in self.accepted if self.store.results[i.intent_id].status in turned_down
        }


Desktop.TestCase.settings = settings(
    max_examples=80, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestConvergence = Desktop.TestCase
