"""The simulator's way to a store: the same requests that everybody else sends, over HTTP.

Owns connection, keys and what becomes of errors. Thread: one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import requests
import urllib3

from commandcenter.models.failure import Failure
from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, new_intent_id
from commandcenter.models.past import PastStep
from commandcenter.models.record import Entity, Record
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.state import State
from commandcenter.protocol.act import intent_to_json, result_from_json
from commandcenter.protocol.bulk import SnapshotBegin, SnapshotRows, read_frames, records_of
from commandcenter.protocol.feed import FeedPage, page_from_json
from commandcenter.protocol.position import Position
from commandcenter.simulation.actor import CITIZEN
from commandcenter.simulation.course import ESTIMATED_FOR
from commandcenter.simulation.day import Arrival
from commandcenter.simulation.picture import picture_path

_TIMEOUT_S = (3.0, 20.0)

_NAMESPACE = UUID("8a0f2b5e-6c1d-5e37-9b42-3d7f10c4a6e9")


class StoreSilent(Failure):
    """The store does not answer, or not as this version expects."""

    code = "simulated_store_silent"
    template = "The store at {url} did not answer as expected ({why}). Check the address and the token."
    retryable = True


class FeedBegunAnew(Failure):
    """The store's feed began anew, or this position is too old."""

    code = "simulated_feed_begun_anew"
    template = "The feed of the store at {url} began anew; it is loaded again."
    retryable = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a store held at one position.

    Attributes:
        clock_ms: The store's clock then.
        last_acted_ms: When each report was last acted on.
    """

    position: Position
    clock_ms: int
    reports: Sequence[Record]
    photos: Sequence[Record]
    last_acted_ms: Mapping[ReportId, int]


def arrival_id(begun_at: datetime, arrival: Arrival) -> IntentId:
    """Return the id under which a run of the simulator sends an arrival: the same one at every try.

    Args:
        begun_at: When the run began. A later run comes to the same arrivals again where this one outruns real time.
        arrival: Its key names the seed.
    """
    return IntentId(str(uuid5(_NAMESPACE, f"{to_ms(begun_at)} {arrival.key}")))


class StorePoster:
    """One simulator's way to one store."""

    def __init__(self, url: str, token: str, keys: Mapping[str, str] | None = None) -> None:
        """Make no connection yet.

        Args:
            url: The store's address, without ``/v1``.
            token: Of a desk that may follow the feed and act.
            keys: Tokens by the names of those who act; who has none acts with ``token``, in that desk's name.
        """
        self._url = url.rstrip("/")
        self._token = token
        self._keys = keys or {}
        self._session = requests.Session()
        self._session.trust_env = False
        self.has_pictures = False

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def look_for_pictures(self) -> None:
        """Find out whether the store has the drawn pictures."""
        path = picture_path("SAMPAH", 0, "before")
        response = self._ask("GET", path, self._token, ok=(200, 404))
        self.has_pictures = response.status_code == requests.codes.ok

    def snapshot(self) -> Snapshot:
        """Return everything that the store holds of reports and their photos.

        Raises:
            StoreSilent: If there is no such answer.
            BadMessage: If it is not whole.
        """
        response = self._ask("GET", "/v1/snapshot", self._token, stream=True)
        begun: SnapshotBegin | None = None
        records: dict[Entity, list[Record]] = {Entity.REPORT: [], Entity.MEDIA: []}
        last_acted_ms: dict[ReportId, int] = {}
        with response:
            for frame in self._guarded(read_frames(response.raw)):
                if isinstance(frame, SnapshotBegin):
                    begun = frame
                elif isinstance(frame, SnapshotRows) and frame.entity in records:
                    records[frame.entity] += records_of(frame)
                elif isinstance(frame, SnapshotRows) and frame.entity is Entity.TRANSITION:
                    for entry in records_of(frame):
                        report_id, acted_ms = entry["report_id"], entry["acted_ms"]
                        last_acted_ms[report_id] = max(acted_ms, last_acted_ms.get(report_id, acted_ms))
        if begun is None:
            raise StoreSilent(url=self._url, why="a snapshot without a beginning")
        return Snapshot(begun.position, begun.clock_ms, records[Entity.REPORT], records[Entity.MEDIA], last_acted_ms)

    def changes(self, after: Position) -> FeedPage:
        """Return the page behind a position.

        Raises:
            FeedBegunAnew: If the position means nothing any more.
            StoreSilent: If there is no such answer.
        """
        response = self._ask("GET", f"/v1/changes?after={after}", self._token, ok=(200, 410))
        if response.status_code == requests.codes.gone:
            raise FeedBegunAnew(url=self._url)
        return page_from_json(self._json(response))

    def report(self, arrival: Arrival, now: datetime, intent_id: IntentId) -> IntentResult:
        """Send a citizen's report.

        Args:
            arrival: What is reported.
            now: When.
            intent_id: Of this arrival, at every try: after an answer that was lost it is not taken twice.

        Raises:
            StoreSilent: If there is no answer.
        """
        payload: dict[str, object] = {
            "category": arrival.category,
            "lon": arrival.place.lon,
            "lat": arrival.place.lat,
            "address": arrival.address,
            "description": arrival.description,
            "channel": arrival.channel,
            "simulated": True,
        }
        if self.has_pictures and arrival.variant is not None:
            payload["media_url"] = picture_path(arrival.category, arrival.variant, "before")
        intent = Intent(intent_id, IntentKind.SUBMIT_REPORT, None, None, now, payload=payload)
        return self._send(intent, self._keys.get(CITIZEN, self._token))

    def act(self, report: Report, step: PastStep, picture: str | None) -> IntentResult:
        """Send what an official does to a report, under that official's name where there is a key for it.

        Args:
            report: As it stands.
            step: What is done; its time is past.
            picture: Path of a picture of the work done, in the store; None: there is none.

        Raises:
            StoreSilent: If there is no answer.
        """
        taken_on = step.kind is TransitionKind.TAKEN_ON
        intent = Intent(
            new_intent_id(),
            IntentKind.TAKE_ON if taken_on else IntentKind.MOVE,
            report.id,
            report.version,
            step.acted_at,
            payload={} if taken_on else _move(report, step, picture),
        )
        return self._send(intent, self._key_of(step.actor))

    def _key_of(self, actor: str) -> str:
        """Return the key of who acts; a section of an agency acts with the agency's."""
        return self._keys.get(actor) or self._keys.get(actor.partition(" – ")[0]) or self._token

    def _send(self, intent: Intent, token: str) -> IntentResult:
        response = self._ask("POST", "/v1/intents", token, json=intent_to_json(intent))
        return result_from_json(self._json(response))

    def _ask(
        self, method: str, path: str, token: str, ok: tuple[int, ...] = (200,), **options: Any
    ) -> requests.Response:
        try:
            response = self._session.request(
                method,
                self._url + path,
                headers={"Authorization": f"Bearer {token}"},
                timeout=_TIMEOUT_S,
                allow_redirects=False,
                **options,
            )
        except requests.RequestException as error:
            raise StoreSilent(url=self._url, why=type(error).__name__) from error
        if response.status_code not in ok:
            raise StoreSilent(url=self._url, why=f"status {response.status_code} at {path.partition('?')[0]}")
        return response

    def _json(self, response: requests.Response) -> Any:
        try:
            return response.json()
        except requests.JSONDecodeError as error:
            raise StoreSilent(url=self._url, why="what answers there is no store") from error

    def _guarded(self, frames: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from frames
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise StoreSilent(url=self._url, why=type(error).__name__) from error


_HANDED_OVER = frozenset({State.COORDINATING, State.DELEGATED})


def _move(report: Report, step: PastStep, picture: str | None) -> dict[str, object]:
    payload: dict[str, object] = {"to_state": step.to_state.value, "note": step.note}
    agency = step.agency or (report.agency if step.to_state in _HANDED_OVER else None)
    if agency is not None:
        payload["agency"] = agency
    if step.to_state is State.ESTIMATED:
        payload["estimated_ms"] = int((step.acted_at + ESTIMATED_FOR).timestamp() * 1000)
    if step.to_state is State.DONE:
        payload |= {"no_photo_reason": "simulasi"} if picture is None else {"photo_url": picture}
    return payload
