"""Saved filters from and to files, off the interface thread."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from commandcenter.models.board.filter_file import (
    MAX_CHARACTERS,
    FilterFileBroken,
    SavedFilter,
    filter_of_text,
    filter_text,
)
from commandcenter.models.failure import Failure
from commandcenter.views.reading import Reading
from commandcenter.views.saved.library import Library

ENDING = ".filter.json"


class FilterFileNotRead(Failure):
    """The file of a filter can't be opened."""

    code = "filter_file_not_read"
    template = "The filter's file can't be read ({path}): {reason}. Check that it is there and that you may open it."


class FilterFileNotWritten(Failure):
    """The file of a filter can't be written."""

    code = "filter_file_not_written"
    template = "The filter's file can't be written ({path}): {reason}. Choose another folder, or make room there."


class FilterFiles(QObject):
    """Imports filters into a library and exports them out of it.

    Emits:
        imported: A filter was read and kept under this name (str).
        exported: A file was written (``Path``).

    What goes wrong comes through ``Reading.failed``, in a sentence.
    """

    imported = Signal(str)
    exported = Signal(object)

    def __init__(self, library: Library, reading: Reading, parent: QObject | None = None) -> None:
        """Use ``reading``'s threads."""
        super().__init__(parent)
        self._library = library
        self._reading = reading

    def bring(self, path: Path) -> None:
        """Import a file."""
        self._reading.ask(lambda _reader: read_filter(path), self._on_read)

    def write(self, name: str, path: Path) -> None:
        """Export one of the library's filters; whatever was in the file before stays until the new text is whole."""
        entry = self._library.entry(name)
        if entry is not None:
            saved = entry.saved
            self._reading.ask(lambda _reader: write_filter(saved, path), self.exported.emit)

    def _on_read(self, saved: SavedFilter) -> None:
        self.imported.emit(self._library.keep(saved).name)


def read_filter(path: Path) -> SavedFilter:
    """Read a filter's file; on any thread.

    Raises:
        FilterFileNotRead: If it can't be opened.
        FilterFileBroken: If it holds no filter.
        FilterFileNewer: If a later version wrote it.
    """
    try:
        # One letter takes four bytes at most; a file beyond that is none of ours, and may be endless.
        with path.open("rb") as file:
            content = file.read(4 * MAX_CHARACTERS + 1)
        return filter_of_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FilterFileBroken(reason="it is not UTF-8") from error
    except OSError as error:
        raise FilterFileNotRead(path=path, reason=error.strerror or error) from error


def write_filter(saved: SavedFilter, path: Path) -> Path:
    """Write a filter's file and return its path; on any thread.

    Raises:
        FilterFileNotWritten: If it can't be written; what was there before is still there.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(filter_text(saved), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FilterFileNotWritten(path=path, reason=error.strerror or error) from error
    return path


def file_name(name: str) -> str:
    """Return a file name for a filter's name: what no system forbids, never empty."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip(" -")
    return (kept or "filter") + ENDING
