"""What every view of one window is given: desk, colours, clock, background reading, names.

Owns the names of categories and areas as people read them, read anew whenever the settings change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.category import Category
from commandcenter.models.identity import AreaCode
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.record import Entity
from commandcenter.models.report import Area
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import FALLBACK_ICON, Look
from commandcenter.views.reading import Newest, Reading, TextCache
from commandcenter.views.wording import category_name, level_title


class Names(QObject):
    """Categories, areas, agencies, crews and incidents by code.

    Emits:
        changed: Other names are there.
    """

    changed = Signal()

    def __init__(self, reading: Reading, parent: QObject | None = None) -> None:
        """Begin without names; ``reload`` fetches them."""
        super().__init__(parent)
        self._newest = Newest(reading, self)
        self.categories: Mapping[str, Category] = {}
        self.areas: Mapping[str, Area] = {}
        self.area_tree = AreaTree(())
        self.ranks: Mapping[str, Mapping[str, int]] = {}
        self.agencies: Mapping[str, str] = {}
        self.crews: Mapping[str, str] = {}
        self.incidents: Mapping[str, str] = {}

    def reload(self) -> None:
        """Read them from the mirror, in the background."""
        self._newest.ask(_read_names, self._on_names)

    def category(self, code: str | None) -> str:
        """Return a category's name; its code where the catalogue lacks it; empty for None."""
        return "" if code is None else category_name(self.categories.get(code), code)

    def category_icon(self, code: str | None) -> str:
        """Return the name of a category's icon."""
        category = None if code is None else self.categories.get(code)
        return category.icon if category is not None else FALLBACK_ICON

    def area(self, code: str | None) -> str:
        """Return an area's own name; its code, after the word for its level, where it is unknown; empty for None."""
        if code is None:
            return ""
        area = self.areas.get(code)
        if area is not None:
            return area.name
        level = self.area_tree.level_of(AreaCode(code))
        return f"{level_title(level)} {code}" if level else code

    def area_path(self, code: str | None) -> str:
        """Return an area's name and those above it, the smallest first: ``Palmerah, Palmerah, Jakarta Barat``.

        Areas above that the city has not loaded are left out.
        """
        above = self.area_tree.lineage(AreaCode(code or ""))[1:]
        return ", ".join([self.area(code), *(area.name for area in above)])

    def agency(self, code: str | None) -> str:
        """Return an agency's name; its code where it is unknown; empty for None."""
        return "" if code is None else self.agencies.get(code, code)

    def crew(self, code: str | None) -> str:
        """Return a crew's name; its code where it is unknown; empty for None."""
        return "" if code is None else self.crews.get(code, code)

    def incident(self, incident: int) -> str:
        """Return an incident's title; its number where it is unknown."""
        return self.incidents.get(str(incident), str(incident))

    def _on_names(self, read: _Read) -> None:
        categories, areas, (self.agencies, self.crews, self.incidents) = read
        self.categories = {category.code: category for category in categories}
        self.areas = {area.code: area for area in areas}
        self.area_tree = AreaTree(areas)
        self.ranks = {
            "categories": _ranks({code: self.category(code) for code in self.categories}),
            "areas": _ranks({area.code: area.name for area in areas}),
            "agencies": _ranks(self.agencies),
            "crews": _ranks(self.crews),
        }
        self.changed.emit()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a view is given instead of reaching for it.

    Attributes:
        desk: Board, filter, selection, acts.
        look: Theme and pictures.
        clock: The time.
        reading: Background questions to the mirror.
        texts: Texts of the reports on screen.
        names: Names of categories and areas.
    """

    desk: Desk
    look: Look
    clock: Clock
    reading: Reading
    texts: TextCache
    names: Names


def surroundings(desk: Desk, look: Look, clock: Clock, parent: QObject, reading: Reading | None = None) -> Surroundings:
    """Make what the views of a window need, keeping texts and names in step with the desk.

    ``reading`` is shared with others and ended by whoever made it; without it there is one for this window alone.
    """
    reading = Reading(desk.reader, parent) if reading is None else reading
    texts = TextCache(reading, parent)
    names = Names(reading, parent)

    def on_board_changed(_generation: object, change: ChangeSet) -> None:
        if change.replaces_all:
            texts.forget_all()
        else:
            texts.forget(change.upserts.ids)

    desk.board_changed.connect(on_board_changed)

    def on_entities_changed(changed: frozenset[Entity]) -> None:
        if not changed.isdisjoint(_NAMED):
            names.reload()

    desk.settings_changed.connect(names.reload)
    desk.entities_changed.connect(on_entities_changed)
    names.reload()
    return Surroundings(desk, look, clock, reading, texts, names)


_NAMED = frozenset({Entity.CREW, Entity.INCIDENT})
"""What has names besides the settings."""

_Read = tuple[tuple[Category, ...], tuple[Area, ...], tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]]


def _read_names(reader: MirrorReader) -> _Read:
    labels = reader.labels(Entity.AGENCY), reader.labels(Entity.CREW), reader.labels(Entity.INCIDENT)
    return reader.categories(), reader.areas(), labels


def _ranks(names: Mapping[str, str]) -> dict[str, int]:
    ordered = sorted(names, key=lambda code: (names[code].casefold(), code))
    return {code: place for place, code in enumerate(ordered)}
