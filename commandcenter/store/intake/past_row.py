"""From a row and its mapping to a report with a past, or the reason why it is none.

Owns what a mapping's rules do to a row: the state and its one step, the closing, the place, the texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from commandcenter.models.identity import AgencyCode, CategoryCode
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import CoordinatesZero, LonLat, checked_place
from commandcenter.models.report import TransitionKind, checked_description
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.models.text import fit_text
from commandcenter.store.draft import MAX_ADDRESS_CHARS
from commandcenter.store.field import MAX_URL_CHARS
from commandcenter.store.intake.bad_row import (
    RowBeforeEpoch,
    RowClosingUnknown,
    RowIdTooLong,
    RowInFuture,
    RowPlaceUnreadable,
    RowStatusUnknown,
    RowTimesInWrongOrder,
    RowTypeUnknown,
    RowWithoutId,
)
from commandcenter.store.intake.clock_text import ClockText
from commandcenter.store.intake.mapping import ReportMapping, Standing

_MAX_CHANNEL_CHARS = 40
_MAX_AGENCY_CHARS = 60
_MAX_NOTE_CHARS = 4_000
_MAX_NUMBER = 10_000
_NO_TIME = frozenset({"null", "NULL"})
"""How exports write that there is no time yet; GeoReport Bulk does so of the closing."""

LONGEST_LIMIT = timedelta(days=3_653)
"""A due time further ahead of its report stands for "none"."""

_MAX_ID_CHARS = 200
_SHOWN_CHARS = 40

_WAITING = Standing(state=State.WAITING)


class PastRow:
    """Reads the rows of one file. Safe on any thread."""

    def __init__(self, mapping: ReportMapping, now: datetime) -> None:
        """Read by a mapping; what lies later than ``now`` is refused."""
        self._mapping = mapping
        self._now = now
        self._clock = ClockText(mapping.time.zone, mapping.time.order)
        self._states = {text.casefold(): standing for text, standing in mapping.status.table.items()}
        self._categories = mapping.category_codes
        self._early_closing = timedelta(seconds=mapping.time.early_closing_s)

    def read(self, line: int, row: Mapping[str, str]) -> PastReport:
        """Return the report of a row.

        Raises:
            Failure: If the row can't be one; says why.
        """
        mapping = self._mapping
        external_id = fit_text(row.get(mapping.id, ""))
        if not external_id:
            raise RowWithoutId(column=mapping.id)
        if len(external_id) > _MAX_ID_CHARS:
            raise RowIdTooLong(column=mapping.id, limit=_MAX_ID_CHARS)
        created_at = self._created_at(row.get(mapping.created, ""))
        agency = AgencyCode(fit_text(row.get(mapping.agency, ""))[:_MAX_AGENCY_CHARS]) or None
        standing = self._standing(row)
        step = self._step(row, standing, created_at, agency)
        notes = [self._number_note(row)] + ([standing.note] if step is None else [])
        return PastReport(
            line=line,
            external_id=external_id,
            content_hash=self._hash(row),
            created_at=created_at,
            channel=fit_text(row.get(mapping.channel.column, ""))[:_MAX_CHANNEL_CHARS] or mapping.channel.default,
            category=self._category(row),
            place=self._place(row),
            description=checked_description(_joined(row, mapping.description.columns, mapping.description.separator)),
            address=self._address(row),
            agency=agency,
            submission_note="; ".join(note for note in notes if note),
            named_area=row.get(mapping.area, "").strip(),
            photos=self._photos(row, created_at),
            steps=() if step is None else (step,),
            respond_by=self._due(mapping.respond_by, row, created_at),
            close_by=self._due(mapping.close_by, row, created_at),
        )

    def _hash(self, row: Mapping[str, str]) -> str:
        content = "\x1f".join([row.get(name, "").strip() for name in self._mapping.content])
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    def _created_at(self, text: str) -> datetime:
        column = self._mapping.created
        at = self._clock.read(column, text)
        if at > self._now:
            raise RowInFuture(column=column, text=text[:_SHOWN_CHARS])
        if at.year < 1970:
            raise RowBeforeEpoch(column=column, text=text[:_SHOWN_CHARS])
        return at

    def _standing(self, row: Mapping[str, str]) -> Standing:
        rule = self._mapping.status
        if not rule.column:
            return _WAITING
        text = row.get(rule.column, "").strip()
        standing = self._states.get(text.casefold())
        if standing is None:
            raise RowStatusUnknown(text=text[:_SHOWN_CHARS], mapping=self._mapping.name)
        return standing

    def _category(self, row: Mapping[str, str]) -> CategoryCode:
        rule = self._mapping.category
        text = row.get(rule.column, "").strip()
        default = None if rule.default is None else CategoryCode(rule.default)
        code = self._categories.get(text.casefold(), default)
        if code is None:
            raise RowTypeUnknown(text=text[:60], mapping=self._mapping.name)
        return code

    def _step(
        self, row: Mapping[str, str], standing: Standing, created_at: datetime, agency: AgencyCode | None
    ) -> PastStep | None:
        """Return the one step that a source tells of: how it stands now, and since when."""
        if standing.state is State.WAITING:
            return None
        mapping = self._mapping
        if standing.state in CLOSED_STATES:
            acted_at = self._closed_at(row, created_at)
        else:
            # The source does not say when work began: the last change is the latest that it can have been.
            updated_at = self._optional(mapping.updated, row)
            acted_at = created_at if updated_at is None else min(max(updated_at, created_at), self._now)
        words = fit_text(row.get(mapping.status.note, ""))[:_MAX_NOTE_CHARS]
        return PastStep(
            kind=TransitionKind.MOVED,
            to_state=standing.state,
            actor=agency or mapping.title,
            note="\n".join(text for text in (standing.note, words) if text),
            acted_at=acted_at,
        )

    def _closed_at(self, row: Mapping[str, str], created_at: datetime) -> datetime:
        mapping = self._mapping
        column = mapping.closed or mapping.updated
        at = self._optional(mapping.closed, row) or self._optional(mapping.updated, row)
        if at is None:
            raise RowClosingUnknown(column=column)
        if at > self._now:
            raise RowInFuture(column=column, text=row.get(column, "").strip()[:_SHOWN_CHARS])
        if at < created_at - self._early_closing:
            raise RowTimesInWrongOrder(column=column, created=mapping.created)
        return max(at, created_at)

    def _due(self, column: str, row: Mapping[str, str], created_at: datetime) -> datetime | None:
        at = self._optional(column, row)
        if at is not None and at < created_at:
            raise RowTimesInWrongOrder(column=column, created=self._mapping.created)
        # Systems write a day in the year 9999 where there is no limit.
        return None if at is not None and at - created_at > LONGEST_LIMIT else at

    def _optional(self, column: str, row: Mapping[str, str]) -> datetime | None:
        text = row.get(column, "").strip() if column else ""
        return self._clock.read(column, text) if text and text not in _NO_TIME else None

    def _place(self, row: Mapping[str, str]) -> LonLat | None:
        rule = self._mapping.place
        lat, lon = row.get(rule.lat, "").strip(), row.get(rule.lon, "").strip()
        if not lat and not lon and rule.missing == "keep":
            return None
        try:
            return checked_place(float(lon), float(lat))
        except CoordinatesZero:
            if rule.missing == "keep":
                return None
            raise
        except ValueError as error:
            raise RowPlaceUnreadable(lat_column=rule.lat, lat=lat[:20], lon_column=rule.lon, lon=lon[:20]) from error

    def _address(self, row: Mapping[str, str]) -> str | None:
        rule = self._mapping.address
        if rule is None:
            return None
        return _joined(row, rule.columns, rule.separator)[:MAX_ADDRESS_CHARS] or None

    def _number_note(self, row: Mapping[str, str]) -> str:
        rule = self._mapping.note
        if rule is None:
            return ""
        try:
            number = float(row.get(rule.column, ""))
        except ValueError:
            return ""
        return rule.text.replace("{number}", f"{number:g}") if 0 <= number < _MAX_NUMBER else ""

    def _photos(self, row: Mapping[str, str], created_at: datetime) -> tuple[PastPhoto, ...]:
        rule = self._mapping.photo
        if rule is None:
            return ()
        url = fit_text(row.get(rule.url, "")) if rule.url else ""
        if url[:8].lower().startswith(("http://", "https://")) and len(url) <= MAX_URL_CHARS:
            return (PastPhoto("before", url, created_at),)
        # A source may say that there was a photo, but not where it is.
        there = rule.present and row.get(rule.present, "").strip().lower() in {"true", "1", "yes"}
        return (PastPhoto("before", None, created_at),) if there else ()


def _joined(row: Mapping[str, str], columns: tuple[str, ...], separator: str) -> str:
    """Join texts; a title that the text behind it holds is not said twice."""
    parts = [part for part in [fit_text(row.get(name, "")) for name in columns] if part]
    folded = [part.casefold() for part in parts]
    return separator.join(
        part for at, part in enumerate(parts) if not any(folded[at] in after for after in folded[at + 1 :])
    )
