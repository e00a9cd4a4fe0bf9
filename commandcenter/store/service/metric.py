"""What a process counts of its own work, in Prometheus' format.

Owns the names of the figures and their labels. A label is a route's pattern, a method, a status, a kind of act: never
an address, a key, a name or a path somebody asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from commandcenter.models.intent import IntentKind, IntentStatus
from commandcenter.models.notice import Channel
from commandcenter.protocol.position import Position
from commandcenter.store.notice.outbox import Outcome
from commandcenter.store.waiting import Waiting

TEXT_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

OTHER = "other"
"""The route of a request that fits none: what was asked for may hold anything."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one application. Safe on any thread."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "commandcenter_requests",
            "Requests answered, by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "commandcenter_request_seconds",
            "Time until the last byte of an answer, by route; streams are left out.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._intents = Counter(
            "commandcenter_intents", "Acts decided, by kind and result.", ("kind", "status"), registry=self._registry
        )
        self._streams = Gauge("commandcenter_streams_open", "Push streams open now.", registry=self._registry)
        Gauge(
            "commandcenter_ended_processes_cpu_seconds",
            "Processor time of processes that this one started and that have ended.",
            registry=self._registry,
        ).set_function(_processes_cpu_s)
        self._head = Gauge("commandcenter_feed_head", "Number of the feed's last position.", registry=self._registry)

        self._deliveries = Counter(
            "commandcenter_deliveries",
            "Tries to tell somebody something, by channel and outcome; of this process.",
            ("channel", "outcome"),
            registry=self._registry,
        )
        self._messages = Gauge(
            "commandcenter_messages",
            "Messages of the city that wait to be sent, and that were given up, by channel.",
            ("channel", "state"),
            registry=self._registry,
        )
        self._photos = Gauge(
            "commandcenter_photos_waiting",
            "Photos of the city that are not all there yet, or that no report names yet.",
            ("state",),
            registry=self._registry,
        )
        self._reviews = Gauge(
            "commandcenter_reviews_waiting",
            "Photos of finished work that somebody shall judge, of the city.",
            registry=self._registry,
        )

    def request_ended(self, route: str, method: str, status: int, took_s: float, *, streamed: bool) -> None:
        """Count a request; ``route`` is its pattern, or ``OTHER``; status 0: no answer began."""
        self._requests.labels(route, method if method in _METHODS else OTHER, str(status)).inc()
        if not streamed:
            self._request_seconds.labels(route).observe(took_s)

    def intent_decided(self, kind: IntentKind, status: IntentStatus) -> None:
        """Count an act."""
        self._intents.labels(kind.value, status.value).inc()

    def delivery_tried(self, channel: Channel, outcome: Outcome) -> None:
        """Count a try to tell somebody something."""
        self._deliveries.labels(channel.value, outcome.value).inc()

    @contextmanager
    def stream(self) -> Iterator[None]:
        """Count a push stream as open while the block runs."""
        self._streams.inc()
        try:
            yield
        finally:
            self._streams.dec()

    def exposition(self, head: Position | None, waiting: Waiting | None) -> bytes:
        """Return all figures as text; None: the database does not say, and what was last known is repeated."""
        if head is not None:
            self._head.set(head.n)
        if waiting is not None:
            for (channel, state), count in waiting.messages.items():
                self._messages.labels(channel, state).set(count)
            self._photos.labels("unfinished").set(waiting.photos_unfinished)
            self._photos.labels("unattached").set(waiting.photos_unattached)
            self._reviews.set(waiting.reviews_undecided)
        return generate_latest(self._registry)


def _processes_cpu_s() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system
