"""Mappings: what a file's columns mean, as data.

Owns the shape of a mapping file (docs/imports.md explains it) and its checks. Refuses to read reports: it says what a
column means, not what a row holds.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from commandcenter.models.category import Category, Publication
from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue

Order = Literal["year-first", "day-first", "month-first"]
"""How a file writes its dates; one way for the whole file."""


class BadMapping(Failure):
    """A mapping file that is none."""

    code = "bad_mapping"
    template = "{path} is no mapping of columns: {what}. Compare it with docs/imports.md or draft one with: {command}."


def known_zone(name: str) -> str:
    """Return the name of a time zone.

    Raises:
        ValueError: If it is none.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; one looks like Asia/Jakarta") from error
    return name


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TimeRule(_Part):
    """How the file writes time.

    Attributes:
        zone: IANA name; holds for every time of the file that carries no offset of its own.
        order: Of day, month and year.
        early_closing_s: A closing that lies at most so many seconds before the reporting is taken for its moment.
        about: Why this zone, for docs and ``store mapping show``.
    """

    zone: Annotated[str, AfterValidator(known_zone)]
    order: Order = "year-first"
    early_closing_s: Annotated[int, Field(ge=0)] = 0
    about: str = ""


class PlaceRule(_Part):
    """Where latitude and longitude stand, in degrees, and what becomes of a row without them or with (0, 0)."""

    lat: str
    lon: str
    missing: Literal["keep", "reject"] = "reject"


class TextRule(_Part):
    """Columns whose texts are joined; blank ones, and what a later one says again, are left out."""

    columns: tuple[str, ...]
    separator: str = "\n"


class NoteRule(_Part):
    """A note of the first timeline entry, made of a number; ``{number}`` stands for it."""

    column: str
    text: str


class CategoryRule(_Part):
    """Which category a row has.

    Attributes:
        column: The column with the type; empty: every row is of the default.
        table: Type to category code; None refuses such rows. Upper and lower case are one.
        default: Category of a type that the table lacks; None refuses such rows.
        catalogue: A shipped catalogue whose codes and names are understood as well.
    """

    column: str = ""
    table: dict[str, str | None] = {}
    default: str | None = None
    catalogue: str = ""


class Standing(_Part):
    """Our state for a status of the source, and the reason that goes into the timeline with it."""

    state: State
    note: str = ""


class StatusRule(_Part):
    """Which state a row has.

    Attributes:
        column: The column with the status; empty: every report waits.
        table: Status to state; None refuses such rows. Upper and lower case are one.
        note: Column with the source's own words on it.
    """

    column: str = ""
    table: dict[str, Standing | None] = {}
    note: str = ""


class ChannelRule(_Part):
    """How reports came: a column, and what holds where it is blank."""

    column: str = ""
    default: str


class PhotoRule(_Part):
    """Photos: a column with an address, or one that says whether there was one."""

    url: str = ""
    present: str = ""


class NewCategory(_Part):
    """A category that the import adds to the catalogue where it is absent."""

    code: str
    name_id: str
    name_en: str
    group: str
    first_response_s: int
    closing_s: int
    publication: Publication
    ppsu_sized: bool
    icon: str

    def category(self) -> Category:
        """Return it as the catalogue's value."""
        return Category(**{**self.model_dump(), "code": CategoryCode(self.code)})


class ReportMapping(_Part):
    """One mapping.

    Attributes:
        name: By which commands call it.
        source: First part of the identity of every report; mappings of one system share it.
        recognise: A file that has all of these columns is of this kind.
        delimiter: Of CSV; empty: the one that the first line shows.
        id: Column; with the source and the occurrence it makes the identity.
        content: Columns that make a row's content, in an order that must not change: a row of a known id that
            differs in one of them is another occurrence.
        created: When it was reported.
        updated: When it changed last.
        closed: When it was closed.
        respond_by: When the source says that a response was due.
        close_by: When the source says that closing was due.
        area: Column with the area's code, to be compared with the one that the place lies in.
        categories: New ones, or codes of the catalogue shipped for Jakarta; those that are in use here.
        about: For people.
    """

    name: str
    title: str
    source: Annotated[str, Field(min_length=1)]
    recognise: Annotated[tuple[str, ...], Field(min_length=1)]
    delimiter: str = ""
    id: str
    content: Annotated[tuple[str, ...], Field(min_length=1)]
    created: str
    updated: str = ""
    closed: str = ""
    respond_by: str = ""
    close_by: str = ""
    time: TimeRule
    place: PlaceRule
    address: TextRule | None = None
    description: TextRule
    note: NoteRule | None = None
    category: CategoryRule
    categories: tuple[NewCategory | str, ...] = ()
    status: StatusRule = StatusRule()
    agency: str = ""
    channel: ChannelRule
    photo: PhotoRule | None = None
    area: str = ""
    about: str = ""

    @cached_property
    def category_codes(self) -> dict[str, CategoryCode | None]:
        """Return the table of types, in lower case, with the names of the catalogue that it leans on."""
        known: dict[str, CategoryCode | None] = {}
        if self.category.catalogue:
            for category in _shipped(self.category.catalogue):
                for name in (category.name_en, category.name_id, category.code):
                    known[name.casefold()] = category.code
        for text, code in self.category.table.items():
            known[text.casefold()] = None if code is None else CategoryCode(code)
        return known

    def new_categories(self) -> tuple[Category, ...]:
        """Return the categories that the catalogue must have for this mapping.

        Raises:
            BadMapping: If a code stands alone that the shipped catalogue does not hold.
        """
        shipped = {category.code: category for category in _shipped("jakarta")}
        wanted = list(_shipped(self.category.catalogue)) if self.category.catalogue else []
        for entry in self.categories:
            if isinstance(entry, NewCategory):
                wanted.append(entry.category())
            elif CategoryCode(entry) in shipped:
                wanted.append(shipped[CategoryCode(entry)])
            else:
                raise BadMapping(path=self.name, what=f"categories: {entry} has no name or limits", command=DRAFT)
        return tuple(wanted)

    def categories_in_use(self) -> frozenset[CategoryCode]:
        """Return every category that a row can get."""
        codes = {code for code in self.category_codes.values() if code is not None}
        return frozenset(codes | ({CategoryCode(self.category.default)} if self.category.default else set()))

    def missing(self, columns: frozenset[str]) -> tuple[str, ...]:
        """Return the columns by which it is recognised and that a file lacks."""
        return tuple(name for name in self.recognise if name not in columns)

    def fields(self) -> list[tuple[str, str]]:
        """Return each column that is read and what it becomes."""
        fields = [(self.id, "id"), (self.created, "created"), (self.updated, "updated"), (self.closed, "closed")]
        fields += [(self.respond_by, "respond_by"), (self.close_by, "close_by")]
        fields += [(self.place.lat, "latitude"), (self.place.lon, "longitude")]
        fields += [(name, "address") for name in (self.address.columns if self.address else ())]
        fields += [(name, "description") for name in self.description.columns]
        fields += [(self.category.column, "category"), (self.status.column, "status"), (self.status.note, "note")]
        fields += [(self.note.column, "note")] if self.note else []
        fields += [(self.agency, "agency"), (self.channel.column, "channel"), (self.area, "named area")]
        if self.photo:
            fields += [(self.photo.url, "photo address"), (self.photo.present, "has a photo")]
        return [(name, field) for name, field in fields if name]


DRAFT = "commandcenter store mapping draft FILE"


def read_mapping(path: Path) -> ReportMapping:
    """Read a mapping file.

    Raises:
        BadMapping: If it is none, or what it says does not hold together.
        OSError: If it can't be read.
    """
    try:
        mapping = ReportMapping.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadMapping(
            path=path, what=f"{where}: {first['msg']}" if where else first["msg"], command=DRAFT
        ) from error
    closing = [text for text, to in mapping.status.table.items() if to is not None and to.state in CLOSED_STATES]
    if closing and not (mapping.closed or mapping.updated):
        what = f"status {closing[0]!r} closes a report, but no column says when (closed or updated)"
        raise BadMapping(path=path, what=what, command=DRAFT)
    mapping.new_categories()
    return mapping


def _shipped(city: str) -> tuple[Category, ...]:
    return tuple(read_catalogue(resource_path("catalogue", f"{city}.json")).categories)
