"""A store in memory, small enough to be seen to be right, that answers over a network that fails as it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from commandcenter.models.intent import ConflictSide, Intent, IntentResult, IntentStatus
from commandcenter.models.record import FIELDS, Entity, Record, record_key
from commandcenter.protocol.bulk import (
    SnapshotBegin,
    SnapshotEnd,
    SnapshotFrame,
    encode_begin,
    encode_end,
    encode_rows,
    read_frames,
)
from commandcenter.protocol.feed import ChangeRow, FeedPage
from commandcenter.protocol.position import Position
from commandcenter.sync.failure import SnapshotNeeded, StoreError, StoreUnreachable
from tests.unit.models.mirror.record_fixture import report, transition

CLOCK_MS = 1_000


@dataclass
class ModelStore:
    """Records by key, one feed entry for each change, results by intent id.

    Attributes:
        effects: How often each intent changed something; must be once.
    """

    epoch: str = "a"
    records: dict[tuple[Entity, str], Record] = field(default_factory=dict)
    feed: list[tuple[Entity, str]] = field(default_factory=list)
    results: dict[str, IntentResult] = field(default_factory=dict)
    effects: dict[str, int] = field(default_factory=dict)

    def head(self) -> Position:
        return Position(self.epoch, len(self.feed))

    def put(self, entity: Entity, record: Record) -> None:
        key = (entity, record_key(entity, record))
        self.records[key] = record
        self.feed.append(key)

    def drop_report(self, report_id: int) -> None:
        for key, record in list(self.records.items()):
            if record.get("report_id", record.get("id")) == report_id:
                del self.records[key]
                self.feed.append(key)

    def restore(self, epoch: str, keep: int) -> None:
        """Become the store of a backup: a new epoch, the feed cut back, acts since then unknown."""
        self.epoch = epoch
        self.feed = self.feed[:keep]

    def page(self, after: Position, rows: int) -> FeedPage:
        if after.epoch != self.epoch or after.n > len(self.feed):
            raise SnapshotNeeded(url="model")
        through = min(after.n + rows, len(self.feed))
        changed = dict.fromkeys(self.feed[after.n : through])
        return FeedPage(
            after,
            Position(self.epoch, through),
            self.head(),
            CLOCK_MS,
            tuple(ChangeRow(entity, key, self.records.get((entity, key))) for entity, key in changed),
        )

    def snapshot(self) -> bytes:
        parts = [encode_begin(SnapshotBegin(self.head(), CLOCK_MS))]
        for entity in Entity:
            rows = [[r[name] for name in FIELDS[entity]] for (e, _), r in self.records.items() if e is entity]
            if rows:
                parts.append(encode_rows(entity, rows))
        parts.append(encode_end(SnapshotEnd(len(self.records))))
        return b"".join(parts)

    def apply(self, intent: Intent) -> IntentResult:
        first = self.results.get(intent.intent_id)
        if first is not None:
            return first
        result = self._apply(intent)
        self.results[intent.intent_id] = result
        return result

    def _apply(self, intent: Intent) -> IntentResult:
        key = (Entity.REPORT, str(intent.subject))
        now = self.records.get(key)
        if now is None:
            return IntentResult(intent.intent_id, IntentStatus.REFUSED, intent.subject, code="report_unknown")
        before = self.results.get(intent.after_intent or "")
        own = before is not None and before.version == now["version"]
        if now["version"] != intent.base_version and not own:
            theirs = ConflictSide("somebody", "somebody", datetime(2026, 1, 1, tzinfo=UTC))
            return IntentResult(intent.intent_id, IntentStatus.CONFLICT, intent.subject, code="x", theirs=theirs)
        self.effects[intent.intent_id] = self.effects.get(intent.intent_id, 0) + 1
        self.put(Entity.REPORT, {**now, "version": now["version"] + 1, "acknowledged_by": intent.intent_id})
        return IntentResult(intent.intent_id, IntentStatus.APPLIED, intent.subject, version=now["version"] + 1)

    def new_report(self, report_id: int, **changes: Any) -> None:
        self.put(Entity.REPORT, report(report_id, **changes))
        self.put(Entity.TRANSITION, transition(report_id))

    def all(self) -> Mapping[tuple[Entity, str], Record]:
        return self.records


@dataclass
class Network:
    """The questions to a model store; ``trouble`` says what goes wrong with the next one.

    ``lost``: the question never arrives. ``deaf``: the store did it, the answer is lost. ``cut``: a snapshot breaks
    off after ``cut_at`` bytes. Acts on ``faults`` get no answer but a fault of the store.
    """

    store: ModelStore
    page_rows: int = 3
    trouble: str = ""
    cut_at: int = 0
    faults: set[int] = field(default_factory=set)

    def fetch(self, after: Position) -> FeedPage:
        trouble = self._arrive()
        page = self.store.page(after, self.page_rows)
        self._return(trouble)
        return page

    def send(self, intent: Intent) -> IntentResult:
        trouble = self._arrive()
        if intent.subject in self.faults:
            raise StoreError(url="model", status=500, said="")
        result = self.store.apply(intent)
        self._return(trouble)
        return result

    @contextmanager
    def snapshot(self) -> Iterator[Iterator[SnapshotFrame]]:
        trouble = self._arrive()
        body = self.store.snapshot()
        if trouble:
            body = body[: self.cut_at % len(body)]
        yield read_frames(BytesIO(body))

    def _arrive(self) -> str:
        trouble, self.trouble = self.trouble, ""
        if trouble == "lost":
            raise StoreUnreachable(url="model", reason="lost")
        return trouble

    def _return(self, trouble: str) -> None:
        if trouble:
            raise StoreUnreachable(url="model", reason="answer lost")
