"""The desk: what all views of one window share.

Owns one board, one filter, one selection, one freshness and the acts under way, and tells everybody when one of
them changes. A view changes them only through the desk's methods and learns of it only through its signals, its
own changes included; so no view has to know another one.

Thread: the interface thread. The application hands changes over by queued signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME, ChangeSet, replacing_all
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, mask
from commandcenter.models.freshness import Freshness, Phase, Trouble
from commandcenter.models.identity import CrewCode, IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, new_intent_id
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.state import OPEN_STATES, STATES
from commandcenter.views.intake import Intake
from commandcenter.views.turns import Turns

Submit = Callable[[Intent], None]
"""Writes an intent to the outbox, on a thread of its own; ``Desk.set_pending`` follows when it is on disk."""

Dismiss = Callable[[IntentId], None]
"""Forgets the answer to an act, on a thread of its own: somebody has read it."""


AskPhoto = Callable[[str], None]
"""Fetches a photo of the store, on a thread of its own; ``Desk.take_photo`` follows."""


_PAST_BITS = 20
"""Changes of one visit to the past are fewer than two to this: its generations have numbers below zero, each visit its
own."""


class Desk(QObject):
    """Shared state of the views of one window.

    Attributes:
        turns: The line of work that brings changes and of work that follows from them.
        intake: What other threads want done to the desk; a part of that line.
        reader: Reads single reports, texts, categories and areas from the mirror.
        read_only_name: What to call a source that takes no acts; empty: it takes them.

    Emits:
        board_changed: A new generation is there (``Generation``), with the change that made it (``ChangeSet``).
        filter_changed: The filter is another one (``Filter``).
        selection_changed: Another report is chosen (``ReportId`` or None).
        settings_changed: Names or borders of categories or areas changed; read them anew.
        entities_changed: Things of these kinds changed; read them anew (``frozenset[Entity]``).
        timelines_changed: Timelines or photos of these reports changed (``frozenset[int]``).
        pending_changed: The acts under way are others (``Mapping[ReportId, tuple[Intent, ...]]``).
        trouble_arrived: An act could not be kept on this machine (``Trouble``, its report's ``ReportId`` or None).
        answer_arrived: The store answered an act (``IntentResult``).
        freshness_changed: The data's age is known anew (``Freshness``).
        user_named: The store said in whose name acts go (``str``).
        photo_arrived: A photo was fetched: its address, and a ``QImage`` or None where it could not be had.
        past_changed: Another instant is shown (int, milliseconds since 1970 UTC), or the present (None).
        reveal_requested: Bring this report into view on the map if it is not (``ReportId``).
    """

    board_changed = Signal(object, object)
    filter_changed = Signal(object)
    selection_changed = Signal(object)
    settings_changed = Signal()
    entities_changed = Signal(object)
    timelines_changed = Signal(object)
    pending_changed = Signal(object)
    trouble_arrived = Signal(object, object)
    answer_arrived = Signal(object)
    freshness_changed = Signal(object)
    user_named = Signal(str)
    photo_arrived = Signal(str, object)
    past_changed = Signal(object)
    reveal_requested = Signal(object)

    def __init__(
        self,
        reader: MirrorReader,
        submit: Submit,
        user_name: str = "",
        dismiss: Dismiss = lambda _intent: None,
        ask_photo: AskPhoto | None = None,
        read_only_name: str = "",
    ) -> None:
        """Begin with an empty board.

        Args:
            reader: Reads single reports, texts, categories and areas from the mirror.
            submit: Where acts go.
            user_name: The name acts will carry, as the store knows this token; empty until it has said so.
            dismiss: Where answers go that somebody has read.
            ask_photo: Fetches photos; None: there is no way to any.
            read_only_name: What to call a source that takes no acts; empty: it takes them.
        """
        super().__init__()
        self.turns = Turns(self)
        self.intake = Intake(self.turns, self)
        self.reader = reader
        self.read_only_name = read_only_name
        self._user_name = user_name
        self._submit = submit
        self._dismiss = dismiss
        self._ask_photo = ask_photo
        self._board = Board()
        self._past: Generation | None = None
        self._past_ms: int | None = None
        self._pasts = 0
        self._filter = Filter()
        self._selected: tuple[Generation, Filter, Mask] | None = None
        self._selection: ReportId | None = None
        self._pending: Mapping[ReportId, tuple[Intent, ...]] = {}
        self._freshness = Freshness(Phase.STARTING)

    @property
    def user_name(self) -> str:
        """The name acts carry, as the store knows this token; empty while that is unknown."""
        return self._user_name

    @property
    def generation(self) -> Generation:
        """The generation that is shown: the board's newest, or one of the past."""
        return self._board.generation if self._past is None else self._past

    @property
    def present(self) -> Generation:
        """The board's newest generation, whatever is shown."""
        return self._board.generation

    @property
    def past_ms(self) -> int | None:
        """The instant that is shown, milliseconds since 1970 UTC; None: the present."""
        return self._past_ms

    def shown_s(self, present_s: float) -> float:
        """Return the instant that is shown, which is the present one unless the past is; seconds since 1970 UTC."""
        return present_s if self._past_ms is None else self._past_ms / 1000

    @property
    def filter(self) -> Filter:
        """The filter shared by all views."""
        return self._filter

    @property
    def selected(self) -> Mask:
        """The reports of the present generation that pass the present filter; worked out once for all views."""
        generation, wanted = self.generation, self._filter
        if self._selected is None or self._selected[0] is not generation or self._selected[1] is not wanted:
            self._selected = generation, wanted, mask(generation, wanted)
        return self._selected[2]

    @property
    def selection(self) -> ReportId | None:
        """The chosen report."""
        return self._selection

    @property
    def pending(self) -> Mapping[ReportId, tuple[Intent, ...]]:
        """Acts that the store has not answered yet, by report, oldest first."""
        return self._pending

    @property
    def freshness(self) -> Freshness:
        """What is known of the data's age."""
        return self._freshness

    def take_change(self, change: ChangeSet) -> None:
        """Put a change into the board and tell the views."""
        generation = self._board.apply(change)
        if change.settings_changed:
            self.settings_changed.emit()
        if change.entities:
            self.entities_changed.emit(change.entities)
        if self._past is not None:
            return
        self.board_changed.emit(generation, change)
        if change.timelines:
            self.timelines_changed.emit(change.timelines)

    def board_of_past(self) -> Board:
        """Return an empty board for one visit to the past; whoever fills it does so on one thread at a time.

        Masks and pictures are told apart by their generation's number, so its generations have numbers of their own.
        """
        self._pasts += 1
        return Board(-(self._pasts << _PAST_BITS))

    def show_past(self, generation: Generation, change: ChangeSet, at_ms: int) -> None:
        """Show another instant of the past; the present goes on behind it.

        Args:
            generation: The board of that instant.
            change: What brought it there from the instant shown before; the first one of a visit replaces all.
            at_ms: The instant, milliseconds since 1970 UTC.
        """
        if self._past is None and not change.replaces_all:
            return
        self._past = generation
        self._past_ms = at_ms
        self.past_changed.emit(at_ms)
        self.board_changed.emit(generation, change)
        if change.timelines:
            self.timelines_changed.emit(change.timelines)

    def leave_past(self) -> None:
        """Show the present again; nothing happens if it is shown."""
        if self._past is None:
            return
        self._past = self._past_ms = None
        self.past_changed.emit(None)
        self.board_changed.emit(self.generation, replacing_all(self.generation.position))

    def set_filter(self, wanted: Filter) -> None:
        """Filter all views; nothing happens if it is the present one."""
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def select(self, report: ReportId | None, *, reveal: bool = False) -> None:
        """Choose a report, or none.

        Args:
            report: Which.
            reveal: Whether the map should fly there if the place is not in view.
        """
        if report != self._selection:
            self._selection = report
            self.selection_changed.emit(report)
        if reveal and report is not None:
            self.reveal_requested.emit(report)

    def take_on(self, report: ReportId) -> None:
        """Take a report on in this desk's name: one intent to the outbox; the screen shows it as pending.

        Nothing happens if the report is unknown, closed, taken on already or about to be, or if the past is shown.
        """
        row = self.generation.row_of(report)
        if row is not None and self._is_free(row):
            self._act(report, row, IntentKind.TAKE_ON, {})

    def send_to_crew(self, report: ReportId, crew: CrewCode, note: str = "") -> None:
        """Give a crew a job for a report and send it: one intent to the outbox, shown as pending at once.

        Nothing happens if the report is unknown or closed, if a crew is about to get it, or if the past is shown.

        Args:
            report: Which.
            crew: To whom.
            note: What the crew has to know; may be empty.
        """
        row = self.generation.row_of(report)
        if row is None or STATES[self.generation.value("states", row)] not in OPEN_STATES:
            return
        payload = {"crew": crew, "send": True} | ({"note": note} if note else {})
        self._act(report, row, IntentKind.PLAN_JOB, payload)

    def _act(self, report: ReportId, row: int, kind: IntentKind, payload: Mapping[str, object]) -> None:
        """Send an act on a report of the present, unless one of its kind waits already."""
        chain = self._pending.get(report, ())
        if self._past is not None or any(intent.kind is kind for intent in chain):
            return
        # By the store's clock: a machine whose own is wrong must not put its acts into the past.
        offset = timedelta(milliseconds=self._freshness.clock_offset_ms or 0)
        after: IntentId | None = chain[-1].intent_id if chain else None
        self._submit(
            Intent(
                intent_id=new_intent_id(),
                kind=kind,
                subject=report,
                base_version=self.generation.value("versions", row),
                after_intent=after,
                acted_at=datetime.now(UTC) + offset,
                payload=payload,
            )
        )

    def _is_free(self, row: int) -> bool:
        is_open = STATES[self.generation.value("states", row)] in OPEN_STATES
        return is_open and self.generation.value("acknowledged_s", row) == NO_TIME

    def set_pending(self, pending: Mapping[ReportId, tuple[Intent, ...]]) -> None:
        """Show other acts as under way."""
        self._pending = pending
        self.pending_changed.emit(pending)

    def add_pending(self, intent: Intent) -> None:
        """Show one more act as under way: it has just been kept."""
        if intent.subject is not None:
            chain = self._pending.get(intent.subject, ())
            if all(known.intent_id != intent.intent_id for known in chain):
                self.set_pending({**self._pending, intent.subject: (*chain, intent)})

    def take_trouble(self, trouble: Trouble, report: ReportId | None) -> None:
        """Pass on that an act could not even be kept on this machine."""
        self.trouble_arrived.emit(trouble, report)

    def take_answer(self, result: IntentResult) -> None:
        """Pass on the store's answer to an act."""
        self.answer_arrived.emit(result)

    def dismiss_answer(self, intent_id: IntentId) -> None:
        """Forget an answer for good: somebody has read it."""
        self._dismiss(intent_id)

    def ask_photo(self, url: str) -> None:
        """Have a photo fetched; ``photo_arrived`` follows."""
        if self._ask_photo is None:
            self.photo_arrived.emit(url, None)
        else:
            self._ask_photo(url)

    def take_photo(self, url: str, image: object) -> None:
        """Pass on a photo, a ``QImage``; None: it could not be had."""
        self.photo_arrived.emit(url, image)

    def set_user_name(self, name: str) -> None:
        """Carry another name."""
        if name != self._user_name:
            self._user_name = name
            self.user_named.emit(name)

    def set_freshness(self, freshness: Freshness) -> None:
        """Show another age of the data."""
        self._freshness = freshness
        self.freshness_changed.emit(freshness)
