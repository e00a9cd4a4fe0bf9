"""Writing an export's file, in a process of its own: a million rows must not hold the window's interpreter.

Owns the rule that a file appears whole or not at all: it is written beside its place under another name and renamed at
the end. The other side of the line is ``exporter``.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.export.content import Export, Format, Progress
from commandcenter.views.export.csv_file import write_csv
from commandcenter.views.export.failure import (
    ExportBroken,
    ExportCancelled,
    ExportDiskFull,
    ExportFileOpen,
    ExportNotWritable,
)
from commandcenter.views.export.geojson_file import write_geojson
from commandcenter.views.export.geopackage_file import write_geopackage
from commandcenter.views.export.rows import Part, parts
from commandcenter.views.export.xlsx_file import write_xlsx

Write = Callable[[Export, Iterator[Part], Path, Progress], None]

WRITERS: Mapping[Format, Write] = MappingProxyType(
    {
        Format.CSV: write_csv,
        Format.XLSX: write_xlsx,
        Format.GEOJSON: write_geojson,
        Format.GEOPACKAGE: write_geopackage,
    }
)

STOP = "stop"
"""What is sent to have the writing end."""

_LEAST_FREE_BYTES = 1 << 20
_BESIDE = ("", "-journal", "-wal", "-shm")
"""Endings of what lies beside an unfinished file; the database formats make some of their own."""


def serve(line: Connection) -> None:
    """Write the export that comes over the line; answer with rows written, then with None or a ``Trouble``.

    The main function of the writing process. It ends without a file when ``STOP`` comes, or when the line breaks.
    """
    export: Export = line.recv()

    def progress(rows: int) -> None:
        line.send(rows)
        if line.poll():
            line.recv()
            raise ExportCancelled(file=export.target.name)

    answer: Trouble | None = None
    try:
        write_file(export, progress)
    except Failure as failure:
        answer = Trouble(failure.code, failure.template, failure.params)
    try:
        line.send(answer)
    except OSError:
        # Nobody listens any more: the window is gone.
        return


def write_file(export: Export, progress: Progress) -> None:
    """Write the file, whole or not at all; one that was there is replaced at the end.

    Raises:
        ExportCancelled: If ``progress`` raised it.
        ExportNotWritable: If the folder or the file takes no writing.
        ExportDiskFull: If there is no room.
        ExportFileOpen: If another program has the file open.
        ExportBroken: If something else went wrong.
        MirrorReadFailed: If the texts can't be read.
    """
    target = export.target
    begun = target.with_name(f".{target.stem}.{os.getpid()}.part.{export.format.value}")
    cancelled: list[Exception] = []

    def watched(rows: int) -> None:
        # What is raised below a library's own loop comes out of it as another error.
        try:
            progress(rows)
        except (Failure, OSError, EOFError) as error:
            cancelled.append(error)
            raise

    try:
        _refuse_if_open(target)
        begun.touch(exist_ok=False)
        if export.format is Format.GEOPACKAGE:
            begun.unlink()
        with closing(MirrorReader(export.mirror)) as reader:
            WRITERS[export.format](export, parts(export, reader), begun, watched)
        with begun.open("rb+") as file:
            os.fsync(file.fileno())
        _refuse_if_open(target)
        begun.replace(target)
    except Failure:
        raise
    except Exception as error:
        if cancelled:
            raise ExportCancelled(file=target.name) from error
        raise _failure_of(error, target) from error
    finally:
        for ending in _BESIDE if begun.parent.is_dir() else ():
            begun.with_name(begun.name + ending).unlink(missing_ok=True)


def _refuse_if_open(target: Path) -> None:
    # What the usual office programs leave beside a file that they have open.
    if any(target.with_name(name).exists() for name in (f".~lock.{target.name}#", f"~${target.name}")):
        raise ExportFileOpen(file=target.name)


def _failure_of(error: Exception, target: Path) -> Failure:
    if _is_full(error, target.parent):
        return ExportDiskFull(file=str(target))
    if isinstance(error, PermissionError) and target.exists() and os.access(target.parent, os.W_OK):
        return ExportFileOpen(file=target.name)
    if isinstance(error, OSError):
        return ExportNotWritable(file=str(target), reason=error.strerror or str(error))
    return ExportBroken(file=str(target), reason=f"{type(error).__name__}: {error}")


def _is_full(error: Exception, folder: Path) -> bool:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    # The database formats name no reason.
    return folder.is_dir() and shutil.disk_usage(folder).free < _LEAST_FREE_BYTES
