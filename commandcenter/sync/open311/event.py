"""What the engine is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commandcenter.sync.event import StopRequested, Tick
from commandcenter.sync.moment import Moment
from commandcenter.sync.open311.reading import Reading
from commandcenter.sync.open311.request import Service, ServiceRequest
from commandcenter.sync.status import FailureNote


@dataclass(frozen=True, slots=True)
class ServicesFetched:
    """The list of services."""

    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class ListingFetched:
    """A list of requests.

    Attributes:
        reading: The list.
        heard: When the answer came.
        server_ms: The server's clock as it says it; None: it does not.
    """

    reading: Reading
    heard: Moment
    server_ms: int | None = None


@dataclass(frozen=True, slots=True)
class OneFetched:
    """One request, or the word that there is none.

    Attributes:
        number: Which was asked for.
        request: None: the server says that it does not exist.
        certain: Whether the server said so in the standard's words; a bare 404 may also mean that it does not know
            such questions.
    """

    number: str
    request: ServiceRequest | None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class AskFailed:
    """There is no answer.

    Attributes:
        retry_after_s: How long the server wants to be left alone; 0: it does not say.
        refused: Whether the server takes no such question, rather than being in trouble.
    """

    failure: FailureNote
    retry_after_s: float = 0.0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """The mirror has committed.

    Attributes:
        missing: Known numbers of the scope that did not come.
        overdue: All open reports from before the horizon; of a job that names none, nothing.
    """

    missing: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotApplied:
    """The mirror did not take it; it stands where it stood."""

    failure: FailureNote


Event: TypeAlias = (
    Tick | StopRequested | ServicesFetched | ListingFetched | OneFetched | AskFailed | Applied | NotApplied
)
