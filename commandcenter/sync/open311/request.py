"""What a source says, as frozen values: requests, services, and what a question was answered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commandcenter.models.place import LonLat


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """One report as its server gives it.

    Attributes:
        number: The server's own ``service_request_id``.
        service_code: As given; may be unknown to the list of services.
        service_name: As given beside it, or "".
        is_closed: Whether ``status`` is ``closed``.
        requested_at: When it was reported, UTC.
        updated_at: When the server says that it changed last, UTC; may lie in the future; None: it does not say.
        expected_at: When the server promises to close it, UTC; None: it does not say.
        description: Plain text, without markup.
        place: Longitude and latitude; None where only an address is known, or (0, 0) was sent.
        agency: Who answers for it; None: not said.
        media_url: Address of a photo, http(s); None: there is none.
        status_notes: Free text on the status, or "".
        detailed_status: CitySDK's finer status in capitals, or "".
        simulated: Whether ``service_notice`` is the one by which a store of this program marks what never happened.
    """

    number: str
    service_code: str
    service_name: str
    is_closed: bool
    requested_at: datetime
    updated_at: datetime | None
    expected_at: datetime | None
    description: str
    address: str | None
    place: LonLat | None
    agency: str | None
    media_url: str | None
    status_notes: str = ""
    detailed_status: str = ""
    simulated: bool = False

    @property
    def chars(self) -> int:
        """How much text it holds."""
        texts = (self.number, self.service_name, self.description, self.address, self.media_url, self.status_notes)
        return sum(len(text) for text in texts if text)


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of report.

    Attributes:
        has_definition: Whether the server asks more than the general fields (``metadata``).
    """

    code: str
    name: str
    description: str
    group: str
    has_definition: bool
    active: bool = True


@dataclass(frozen=True, slots=True)
class ServiceAttribute:
    """One further field of a service.

    Attributes:
        values: Allowed values, (key, name) each; empty for free ones.
    """

    code: str
    datatype: str
    required: bool
    variable: bool
    description: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """The further fields of a service."""

    code: str
    attributes: tuple[ServiceAttribute, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """What stands for a request that has no id yet, or no longer."""

    token: str
    number: str | None


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One entry of an answer that says why there is none.

    Attributes:
        code: As the body says it; None where it does not.
    """

    code: int | None
    description: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a discovery document."""

    specification: str
    url: str
    type: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a city says about its endpoints."""

    changeset: str
    contact: str
    endpoints: tuple[Endpoint, ...]
