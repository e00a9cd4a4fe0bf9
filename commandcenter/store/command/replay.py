"""``store replay FILE``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from commandcenter.credential import token_of
from commandcenter.models.failure import Failure
from commandcenter.models.instant import WIB, parse_instant
from commandcenter.models.intent import IntentKind
from commandcenter.models.past import PastReport
from commandcenter.models.role import MAY_SEND
from commandcenter.setting import Settings
from commandcenter.store.command.option import Commands, ending_well, say
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.opening import chosen_mapping, mapping_named, reports_of
from commandcenter.store.intake.rhythm import DueAct, Rhythm, Span, rhythm_of
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.replay.telling import as_json, left_out_of, span_text, told
from commandcenter.store.replay.wording import Run, told_at

if TYPE_CHECKING:
    from commandcenter.store.replay.replay import Tally

LATE_S = 5.0
"""A lag from which on it is said, and said again whenever it has doubled."""

_PROGRESS_S = 0.2


class NothingToReplay(Failure):
    """A file of which no report is asked for."""

    code = "nothing_to_replay"
    template = "{path} holds no report to replay ({rejected} of its rows can't be read). Check --from and --until."


class KeyMayNotReplay(Failure):
    """A key that can't do what a replay does."""

    code = "key_may_not_replay"
    template = (
        "A replay reports and moves reports; the key {name} ({role}) may not. Make one for it with: commandcenter "
        'store key add --name "Putar ulang" --role dispatcher'
    )


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    replay = commands.add_parser(
        "replay",
        help="post a file of reports at its own rhythm, as if it happened now",
        description="Post a file to a running store at its own rhythm, with its later status changes, through the same "
        "door as everybody else. Replayed reports are marked as simulated. The key comes from COMMANDCENTER_TOKEN "
        "(officer or dispatcher); its name stands in the timelines.",
    )
    replay.add_argument("file", type=Path, metavar="FILE", help="a file that store import reads")
    replay.add_argument(
        "--store", dest="store_url", metavar="URL", default=argparse.SUPPRESS, help="address of the running store"
    )
    replay.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help="how many times faster than it happened (default 1)"
    )
    for option, name, what in (
        ("--from", "from_at", "leave out what came in before; WIB where it has no offset"),
        ("--until", "until_at", "leave out what happened then or later"),
    ):
        replay.add_argument(option, dest=name, type=_instant, metavar="TIME", help=what)
    replay.add_argument(
        "--mapping", metavar="NAME|FILE", help="a shipped mapping (store mapping list) or a mapping file"
    )
    replay.add_argument("--limit", type=_count, metavar="N", help="at most so many reports")
    replay.add_argument("--resume", type=_run_name, metavar="RUN", help="continue the run of this name where it ended")
    replay.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    replay.set_defaults(command=_replay)


def _run_name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it names no run; a run's name is printed when it begins")
    return text


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed; give a number from 0.01 to 1000000")
    return speed


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text, naive_as=WIB)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write it as 2017-02-21T04:00") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of reports")
    return int(text)


@ending_well
def _replay(options: argparse.Namespace) -> int:
    # What speaks HTTP is imported by the command that needs it, so that the others answer at once.
    from commandcenter.store.replay.door import StoreDoor
    from commandcenter.store.replay.replay import RealPace, Replay

    mapping, rhythm, rejected = _read(options)
    zone = ZoneInfo(mapping.time.zone)
    given = {"store_url": options.store_url} if getattr(options, "store_url", None) else {}
    settings = Settings(**given)
    door = StoreDoor(settings.store_url, token_of(settings))
    run = Run(options.resume or str(uuid4()), mapping.source, zone)
    replay = Replay(run, door.send, RealPace(), _progress(rhythm, zone))
    try:
        bearer = door.bearer()
        if bearer.role not in MAY_SEND[IntentKind.MOVE]:
            raise KeyMayNotReplay(name=bearer.name, role=bearer.role)
        _begin(options, rhythm, rejected, run)
        try:
            replay.go(rhythm.acts, resumed=options.resume is not None)
        except KeyboardInterrupt:
            return 130
        finally:
            _end(options, rhythm, rejected, replay.tally, run)
    finally:
        door.close()
    return 0


def _read(options: argparse.Namespace) -> tuple[ReportMapping, Rhythm, int]:
    """Read the file; return how it was read, its rhythm and how many rows can't be read."""
    asked = None if options.mapping is None else mapping_named(options.mapping)
    rejected = 0
    reports: list[PastReport] = []
    with TableFile(options.file, asked.delimiter if asked else "") as table:
        mapping = chosen_mapping(table, asked)
        for row in reports_of(table, mapping, datetime.now(UTC)):
            if isinstance(row, PastReport):
                reports.append(row)
            else:
                rejected += 1
    rhythm = rhythm_of(reports, options.speed, Span(options.from_at, options.until_at, options.limit))
    if not rhythm.acts:
        raise NothingToReplay(path=options.file, rejected=rejected)
    return mapping, rhythm, rejected


def _begin(options: argparse.Namespace, rhythm: Rhythm, rejected: int, run: Run) -> None:
    first, last = rhythm.acts[0], rhythm.acts[-1]
    say(
        f"Replaying {rhythm.reports:,} reports and {len(rhythm.acts) - rhythm.reports:,} steps of "
        f"{told_at(first.at, run.zone)} to {told_at(last.at, run.zone)} at {options.speed:g}×: {span_text(last.due_s)}."
    )
    for sentence in left_out_of(rhythm, rejected):
        say(sentence)
    say(f"Run {run.name}; if it is interrupted, add to the same command: --resume {run.name}")


def _end(options: argparse.Namespace, rhythm: Rhythm, rejected: int, tally: Tally, run: Run) -> None:
    _clear_line()
    if options.as_json:
        print(json.dumps(as_json(rhythm, rejected, tally, run.name)))
    for sentence in told(rhythm, tally, run.zone):
        say(sentence)
    if tally.decided < len(rhythm.acts):
        say(f"Continue with: --resume {run.name}")


def _progress(rhythm: Rhythm, zone: tzinfo) -> Callable[[DueAct, Tally], None]:
    """Return what tells how far the replay is: a line that is written over at a terminal, and lags anywhere."""
    to_terminal = sys.stderr.isatty()
    shown_s = 0.0
    to_say_s = LATE_S

    def show(act: DueAct, tally: Tally) -> None:
        nonlocal shown_s, to_say_s
        reached = told_at(act.at, zone)
        if tally.lag_s >= to_say_s:
            to_say_s = 2 * tally.lag_s
            _clear_line()
            say(f"{reached}: {tally.lag_s:.1f} s behind; the store takes acts more slowly than they are due.")
        if to_terminal and monotonic() - shown_s >= _PROGRESS_S:
            shown_s = monotonic()
            line = (
                f"{told_at(act.at, zone)}  {tally.decided:,} of {len(rhythm.acts):,} acts, {tally.lag_s:.1f} s behind"
            )
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return show


def _clear_line() -> None:
    """Take back the progress line, so that a sentence can stand in its place."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
