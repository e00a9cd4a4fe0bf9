"""The saved filters of one desk, remembered with its settings.

Owns their order, their names (no two alike) and which of them stand as tabs. What was written by a newer version is
kept as it is, unseen, so that going back and forth between versions loses nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from commandcenter.models.board.filter_file import (
    LONGEST_NAME,
    FilterFileBroken,
    FilterFileNewer,
    SavedFilter,
    filter_from_json,
    filter_to_json,
)

_log = logging.getLogger(__name__)

_KEY = "filters/saved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One saved filter, and whether it stands as a tab of the queue."""

    saved: SavedFilter
    is_tab: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.saved.name


class Library(QObject):
    """Saved filters in their order.

    Emits:
        changed: They are others, or in another order.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        """Read what the settings remember."""
        super().__init__(parent)
        self._settings = settings
        self._unread: list[object] = []
        self._entries = tuple(self._read())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The saved filters."""
        return self._entries

    def entry(self, name: str) -> Entry | None:
        """Return the one of a name, whatever its letters' case."""
        return next((entry for entry in self._entries if entry.name.casefold() == name.casefold()), None)

    def keep(self, saved: SavedFilter, *, is_tab: bool = False) -> Entry:
        """Add one at the end; where its name is taken, under that name and a number."""
        entry = Entry(replace(saved, name=self._free_name(saved.name)), is_tab)
        self._set((*self._entries, entry))
        return entry

    def put(self, name: str, saved: SavedFilter) -> None:
        """Let another filter stand under a name that is there."""
        self._set(
            tuple(
                replace(entry, saved=replace(saved, name=entry.name)) if entry.name == name else entry
                for entry in self._entries
            )
        )

    def rename(self, name: str, wanted: str) -> str:
        """Call one something else and return what it is called now; nothing happens for an empty name."""
        wanted = " ".join(wanted.split())[:LONGEST_NAME]
        if not wanted or wanted == name:
            return name
        others = tuple(entry for entry in self._entries if entry.name != name)
        new = _free(wanted, others)
        self._set(
            tuple(
                replace(entry, saved=replace(entry.saved, name=new)) if entry.name == name else entry
                for entry in self._entries
            )
        )
        return new

    def remove(self, name: str) -> None:
        """Forget one."""
        self._set(tuple(entry for entry in self._entries if entry.name != name))

    def move(self, name: str, by: int) -> None:
        """Move one up (negative) or down, as far as there is room."""
        entries = list(self._entries)
        at = next(place for place, entry in enumerate(entries) if entry.name == name)
        moved = entries.pop(at)
        entries.insert(min(max(at + by, 0), len(entries)), moved)
        self._set(tuple(entries))

    def show_as_tab(self, name: str, on: bool) -> None:
        """Let one stand as a tab, or no more."""
        self._set(tuple(replace(entry, is_tab=on) if entry.name == name else entry for entry in self._entries))

    def _free_name(self, wanted: str) -> str:
        return _free(wanted, self._entries)

    def _set(self, entries: tuple[Entry, ...]) -> None:
        if entries == self._entries:
            return
        self._entries = entries
        told: list[object] = [{"filter": filter_to_json(entry.saved), "tab": entry.is_tab} for entry in entries]
        self._settings.setValue(_KEY, json.dumps([*told, *self._unread], ensure_ascii=False))
        self._settings.sync()
        self.changed.emit()

    def _read(self) -> Iterator[Entry]:
        try:
            told: Any = json.loads(str(self._settings.value(_KEY, "[]")))
        except ValueError:
            _log.error("the remembered filters are no JSON and were passed over")
            return
        for each in told if isinstance(told, list) else []:
            try:
                kept = each if isinstance(each, dict) else {}
                yield Entry(filter_from_json(kept.get("filter")), kept.get("tab") is True)
            except (FilterFileBroken, FilterFileNewer) as failure:
                _log.warning("a remembered filter can't be shown: %s", failure)
                self._unread.append(each)


def _free(wanted: str, taken: tuple[Entry, ...]) -> str:
    names = {entry.name.casefold() for entry in taken}
    number, name = 1, wanted
    while name.casefold() in names:
        number += 1
        end = f" ({number})"
        name = wanted[: LONGEST_NAME - len(end)] + end
    return name
