"""The weekly summary from the command line: a mirror brought up to date, figures from it, files.

Owns the order: follow the store until nothing is missing, read, compute, write. Works without Qt and without a
display, so that a timer can call it. The mirror lies in a folder of its own, so that no workstation of the same
account has to be closed for it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from commandcenter.credential import principal_of, token_of
from commandcenter.models.area_tree import AreaTree
from commandcenter.models.failure import Failure
from commandcenter.models.figure.clock import disagreeing
from commandcenter.models.figure.history import in_words, selected
from commandcenter.models.figure.period import both_periods
from commandcenter.models.figure.week import Week, last_complete_week
from commandcenter.models.freshness import Phase
from commandcenter.models.identity import AreaCode
from commandcenter.models.instant import from_ms
from commandcenter.models.mirror.failure import MirrorInUse
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.report import Area
from commandcenter.setting import Settings
from commandcenter.summary.page import pdf_of
from commandcenter.summary.summary import Cut, Scope, Summary, document_of
from commandcenter.summary.table import table_of
from commandcenter.summary.wording import Wording
from commandcenter.sync.status import Status
from commandcenter.sync.transport import StoreTransport
from commandcenter.sync.worker import Sinks, SyncWorker

FORMATS: dict[str, Callable[[Summary, Wording], bytes]] = {"pdf": pdf_of, "csv": table_of}
"""What a summary can be written as; the name is also the file's ending."""

_NEAR = 5


class StoreNotFollowed(Failure):
    """The store could not be followed to its newest state."""

    code = "store_not_followed"
    template = (
        "No summary was made, because the data could not be brought up to date: {reason} Check the network, the "
        "store's address and the token, then run the command again."
    )
    retryable = True


class SummaryUnderWay(Failure):
    """Another summary holds the folder."""

    code = "summary_under_way"
    template = (
        "Another summary of this store is being made in {folder}. Wait until it is done, then run the command again."
    )
    retryable = True


class WeekNotOver(Failure):
    """The week's end is still to come."""

    code = "week_not_over"
    template = (
        "The week {week} ends on {last_day} at 24:00 WIB; by the store's clock that is still to come. The last week "
        "that is over is {complete}."
    )


class AreaUnknown(Failure):
    """No area has the code."""

    code = "summary_area_unknown"
    template = "The store knows no area {area!r}. {near}"


class AgencyUnknown(Failure):
    """No report's agency has the code."""

    code = "summary_agency_unknown"
    template = "No report of the store is with an agency {agency!r}. {near}"


class FolderNotWritten(Failure):
    """A file could not be written."""

    code = "summary_not_written"
    template = "{file} could not be written ({reason}). Check the folder and the space on its disk."


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        week: Which week; None: the last one that is over.
        area: Code of an area, or of several by what their codes begin with; None: the whole city.
        agency: Code of an agency; None: all.
        formats: Keys of ``FORMATS``.
        out: Folder for the files; made if it is not there. Files of an earlier run are replaced.
        as_json: Whether to print the figures instead of the files' names.
    """

    week: Week | None = None
    area: str | None = None
    agency: str | None = None
    formats: tuple[str, ...] = tuple(FORMATS)
    out: Path = Path()
    as_json: bool = False


def run_summary(settings: Settings, order: Order) -> int:
    """Make a week's summary.

    Returns:
        0.

    Raises:
        Failure: If the store can't be followed, the week is not over, a code is unknown, or a file can't be written.
    """
    wording = Wording(settings.language)
    summary = made_summary(settings, order)
    written = [_write(order, summary, wording, form) for form in order.formats]
    if order.as_json:
        print(json.dumps(document_of(summary, wording.language), ensure_ascii=False, indent=1))
    else:
        for file in written:
            print(file)
    return 0


def made_summary(settings: Settings, order: Order) -> Summary:
    """Bring the summaries' mirror up to date and compute.

    Raises:
        Failure: As ``run_summary``, but for the files.
    """
    with _folder(settings) as folder:
        return summary_of(folder, _brought_up_to_date(settings, folder), order)


def summary_of(folder: MirrorFolder, cut: Cut, order: Order) -> Summary:
    """Compute a summary from a mirror that is up to date.

    Raises:
        Failure: If the week is not over, a code is unknown, or the mirror can't be read.
    """
    complete = last_complete_week(cut.at)
    week = order.week or complete
    if week > complete:
        raise WeekNotOver(week=week, last_day=week.last_day.isoformat(), complete=complete)
    history = folder.reader.history(week.before.start_s, week.end_s)
    scope = Scope()
    if order.area is not None:
        covered = covered_areas(folder.reader.areas(), order.area)
        history = selected(history, in_words(history.areas, frozenset(covered)))
        named = covered.get(order.area)
        scope = replace(
            scope,
            area=order.area,
            area_name="" if named is None else named.name,
            approximate=any(area.approximate for area in covered.values()),
        )
    if order.agency is not None:
        _check_agency(folder.reader.agencies(), order.agency)
        history = selected(history, in_words(history.agencies, frozenset({order.agency})))
        scope = replace(scope, agency=order.agency)
    now, before, basis = both_periods(history, week.start_s, week.end_s)
    return Summary(week, scope, now, before, basis, disagreeing(history), cut)


def covered_areas(areas: Iterable[Area], code: str) -> dict[str, Area]:
    """Return an area and all that lie in it, by code; the area itself may be a level that is not loaded.

    Raises:
        AreaUnknown: If there is none; names codes that look alike.
    """
    known = {str(area.code): area for area in areas}
    below = AreaTree(known.values()).below({AreaCode(code)})
    covered = {own: area for own, area in known.items() if area.code in below}
    if not covered:
        raise AreaUnknown(area=code, near=_near(_areas_like(known, code), "The store has no areas that look like it."))
    return covered


def _areas_like(known: Mapping[str, Area], code: str) -> list[str]:
    """Return the codes that look like a text, upper levels among them, and those of areas whose names do."""
    levels = {".".join(own.split(".")[:depth]) for own in known for depth in range(1, own.count(".") + 2)}
    by_name = {area.name.casefold(): own for own, area in known.items()}
    codes = get_close_matches(code, sorted(levels), _NEAR)
    codes += [by_name[name] for name in get_close_matches(code.casefold(), sorted(by_name), _NEAR)]
    return [f"{near} ({known[near].name})" if near in known else near for near in dict.fromkeys(codes)]


def _check_agency(known: Sequence[str], code: str) -> None:
    if code not in known:
        near = get_close_matches(code, known, _NEAR, cutoff=0.3) or known[:_NEAR]
        raise AgencyUnknown(agency=code, near=_near(near, "No report has an agency."))


def _near(codes: Sequence[str], otherwise: str) -> str:
    return f"Did you mean: {', '.join(codes)}?" if codes else otherwise


@contextmanager
def _folder(settings: Settings) -> Iterator[MirrorFolder]:
    token = token_of(settings)
    path = settings.home / "summary" / principal_of(f"{settings.store_url.rstrip('/')} {token}")
    try:
        folder = MirrorFolder.open(path)
    except MirrorInUse as in_use:
        raise SummaryUnderWay(folder=str(path)) from in_use
    try:
        yield folder
    finally:
        folder.close()


def _brought_up_to_date(settings: Settings, folder: MirrorFolder) -> Cut:
    """Follow the store until the mirror holds its newest state, then let go of it."""
    token = token_of(settings)
    heard: SimpleQueue[Status] = SimpleQueue()
    worker = SyncWorker(
        writer=folder.writer,
        outbox=folder.outbox,
        transport=StoreTransport(settings.store_url, lambda: token),
        sinks=Sinks(
            on_changes=lambda _: None, on_status=heard.put, on_answer=lambda _: None, on_pending=lambda _: None
        ),
    )
    threads = [Thread(target=worker.run, name="sync"), Thread(target=worker.listener.run, name="listener")]
    for thread in threads:
        thread.start()
    try:
        live = _wait_until_live(heard)
    finally:
        worker.stop()
        for thread in threads:
            thread.join()
    # The threads are over: the writer is ours now.
    standing = folder.writer.standing()
    if standing.position is None or standing.current_ms is None:
        raise StoreNotFollowed(reason=f"The store at {settings.store_url} sent nothing.")
    at = from_ms(standing.current_ms) + timedelta(milliseconds=live.clock_offset_ms or 0)
    return Cut(at, standing.position, version("commandcenter"), folder.reader.first_report_at())


def _wait_until_live(heard: SimpleQueue[Status]) -> Status:
    """Return the first status in which nothing is missing; the transport's own limits see to it that one comes."""
    shown = False
    try:
        while True:
            status = heard.get()
            if status.phase is Phase.LIVE and status.position == status.head:
                return status
            if status.failure is not None:
                # What follows the first sentence is advice for a workstation, which goes on by itself.
                raise StoreNotFollowed(reason=_first_sentence(status.failure.sentence()))
            if status.loaded_rows and sys.stderr.isatty():
                shown = True
                print(f"\rcommandcenter: {status.loaded_rows:,} rows loaded", end="", file=sys.stderr, flush=True)
    finally:
        if shown:
            print(file=sys.stderr)


def _first_sentence(text: str) -> str:
    """Return a text's first sentence; a full stop in brackets, where another text may be quoted, ends none."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth <= 0 and text.startswith(". ", at):
            return text[: at + 1]
    return f"{text.removesuffix('.')}."


def _write(order: Order, summary: Summary, wording: Wording, form: str) -> Path:
    """Write one file, whole or not at all; one of an earlier run is replaced."""
    file = order.out / f"{file_stem(summary)}.{form}"
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    content = FORMATS[form](summary, wording)
    try:
        order.out.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise FolderNotWritten(file=str(file), reason=error.strerror) from error
    return file


def file_stem(summary: Summary) -> str:
    """Return the name of a summary's files without ending, such as ``summary-2026-W47-31.75``."""
    codes = (code for code in (summary.scope.area, summary.scope.agency) if code is not None)
    return "-".join(["summary", str(summary.week), *(re.sub(r"[^\w.]+", "_", code) for code in codes)])
