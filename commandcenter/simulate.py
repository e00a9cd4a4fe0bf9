"""A plausible city that posts to a store: the loop around the simulation.

Owns the process's time, signals and end. What happens is the simulation's matter; this asks it what is due and sends
that, once a second. A store that does not answer is asked again; nothing is lost but the time it takes.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from commandcenter.credential import token_of
from commandcenter.models.failure import Failure
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import IntentStatus
from commandcenter.models.record import Entity
from commandcenter.protocol.feed import BadMessage, FeedPage
from commandcenter.protocol.position import Position
from commandcenter.setting import Settings
from commandcenter.simulation.city import build_city
from commandcenter.simulation.day import Arrival, Calendar, span
from commandcenter.simulation.live import LiveCity, is_own
from commandcenter.simulation.picture import draw_pictures
from commandcenter.simulation.poster import FeedBegunAnew, StorePoster, StoreSilent, arrival_id

ACTS_AT_ONCE = 40
"""Acts sent before the next look at the feed: after a long pause many are due."""

_TURN_S = 1.0
_AGAIN_AFTER_S = 5.0
_ENDLESS = timedelta(days=3_650)

log = logging.getLogger(__name__)


class KeysUnreadable(Failure):
    """The file of keys can't be used."""

    code = "simulation_keys_unreadable"
    template = "The file of keys {file} can't be read ({why}). It is a JSON object of tokens by name."


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """How to simulate.

    Attributes:
        keys: File with tokens by the names of those who act; None: all acts are this desk's.
        pictures: Media folder of the store to draw the pictures into, where it is on this machine; None: draw none.
        lived_until_ms: Up to when the store's simulated reports were seen to; None: as the store shows.
        begun_ms: From when on reports come in; None: from now.
        until_input_ends: End when standard input does: whoever started this is gone then.
    """

    seed: int
    speed: float = 1.0
    keys: Path | None = None
    pictures: Path | None = None
    lived_until_ms: int | None = None
    begun_ms: int | None = None
    until_input_ends: bool = False


def run_simulation(settings: Settings, options: SimulationOptions) -> int:
    """Post a city to a store until interrupted.

    Returns:
        0 when it was told to end.

    Raises:
        Failure: If there is no token, or the store refuses it at the beginning.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if options.until_input_ends:
        threading.Thread(target=_stop_with_input, args=(stop,), daemon=True, name="input").start()
    poster = StorePoster(settings.store_url, token_of(settings), _keys(options.keys))
    try:
        Simulation(poster, options, stop).run()
    finally:
        poster.close()
    return 0


class Simulation:
    """One run against one store."""

    def __init__(self, poster: StorePoster, options: SimulationOptions, stop: threading.Event) -> None:
        """Build the city; nothing is sent before ``run``."""
        self._poster = poster
        self._options = options
        self._stop = stop
        self._city = build_city(options.seed)
        self._calendar = Calendar(self._city, options.seed)
        self._arrivals: Iterator[Arrival] | None = None
        self._next: Arrival | None = None
        self._begun_at: datetime | None = None

    def run(self) -> None:
        """Go on until told to stop.

        Raises:
            StoreSilent: If the store does not answer at the very beginning.
        """
        if self._options.pictures is not None:
            draw_pictures(self._options.pictures)
        while not self._stop.is_set():
            try:
                self._poster.look_for_pictures()
                self._follow()
            except FeedBegunAnew:
                log.info("the feed began anew")
            except (StoreSilent, BadMessage) as failure:
                if self._begun_at is None:
                    raise
                log.warning("%s", failure)
                self._stop.wait(_AGAIN_AFTER_S)

    def _follow(self) -> None:
        snapshot = self._poster.snapshot()
        now = from_ms(snapshot.clock_ms)
        begun_at = self._begin(now)
        own = {record["id"] for record in snapshot.reports if is_own(record)}
        acts = [(report_id, acted_ms) for report_id, acted_ms in snapshot.last_acted_ms.items() if report_id in own]
        lived_ms = self._options.lived_until_ms
        if lived_ms is None:
            lived_ms = max((acted_ms for _, acted_ms in acts), default=snapshot.clock_ms)
        live = LiveCity(
            self._city,
            self._options.seed,
            lived_until=min(from_ms(lived_ms), now),
            begun_at=begun_at,
            speed=self._options.speed,
        )
        live.take_pictures(snapshot.photos)
        live.take_acts(acts)
        live.take(snapshot.reports)
        position = snapshot.position
        while not self._stop.is_set():
            position, now = self._catch_up(live, position)
            self._post_arrivals(begun_at, now)
            more = self._act(live, now)
            if not more:
                self._stop.wait(_TURN_S)

    def _begin(self, now: datetime) -> datetime:
        if self._begun_at is None:
            begun_ms = self._options.begun_ms
            self._begun_at = now if begun_ms is None else from_ms(begun_ms)
            self._arrivals = span(self._calendar, self._begun_at, self._begun_at + _ENDLESS, rain_day=date.min)
            self._next = next(self._arrivals, None)
        return self._begun_at

    def _catch_up(self, live: LiveCity, position: Position) -> tuple[Position, datetime]:
        """Learn what changed; return how far that reaches, and the store's time."""
        while True:
            page = self._poster.changes(position)
            _teach(live, page)
            position = page.through
            if page.through == page.head or self._stop.is_set():
                return position, from_ms(page.clock_ms)

    def _post_arrivals(self, begun_at: datetime, now: datetime) -> None:
        speed = self._options.speed
        reached = begun_at + (now - begun_at) * speed
        while self._arrivals is not None and self._next is not None and self._next.created_at <= reached:
            if self._stop.is_set():
                return
            at = begun_at + (self._next.created_at - begun_at) / speed
            result = self._poster.report(self._next, at, arrival_id(begun_at, self._next))
            if result.status not in (IntentStatus.APPLIED, IntentStatus.REPEATED):
                log.warning("a report was not taken: %s", result.code)
            self._next = next(self._arrivals, None)

    def _act(self, live: LiveCity, now: datetime) -> bool:
        """Do what is due; return whether there may be more."""
        due = live.due(now, ACTS_AT_ONCE)
        for report, step in due:
            if self._stop.is_set():
                return False
            result = self._poster.act(report, step, live.picture_after(report.id))
            if result.status in (IntentStatus.REFUSED, IntentStatus.CONFLICT):
                # Somebody was quicker, or it is none of ours any more: the feed says how it stands.
                log.info("an act was not taken: %s", result.code)
        return len(due) == ACTS_AT_ONCE


def _teach(live: LiveCity, page: FeedPage) -> None:
    live.take_pictures(row.record for row in page.rows if row.entity is Entity.MEDIA and row.record is not None)
    live.take_acts(
        (row.record["report_id"], row.record["acted_ms"])
        for row in page.rows
        if row.entity is Entity.TRANSITION and row.record is not None
    )
    for row in page.rows:
        if row.entity is not Entity.REPORT:
            continue
        if row.record is None:
            live.forget(ReportId(int(row.key)))
        else:
            live.take([row.record])


def _keys(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        keys = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise KeysUnreadable(file=file, why=error) from error
    if not isinstance(keys, dict):
        raise KeysUnreadable(file=file, why="no object")
    return {str(name): str(token) for name, token in keys.items()}


def _stop_with_input(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()
