"""The note of a running demo: where its store answers and which process keeps it, so that others can join.

A note whose process is gone, or whose store does not answer, is stale and means nothing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from commandcenter.demo.store import write_private

_NAME = "running.json"
_ANSWERS_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class RunningNote:
    """A demo that runs."""

    url: str
    pid: int


def running(home: Path) -> RunningNote | None:
    """Return the demo that runs in a folder, or None."""
    try:
        said = json.loads((home / _NAME).read_text("utf-8"))
        note = RunningNote(str(said["url"]), int(said["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return note if _lives(note.pid) and _answers(note.url) else None


def leave_note(home: Path, url: str) -> None:
    """Say that this process keeps a demo."""
    write_private(home / _NAME, json.dumps({"url": url, "pid": os.getpid()}))


def remove_note(home: Path) -> None:
    """Take this process's note away."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads((home / _NAME).read_text("utf-8"))["pid"] == os.getpid():
            (home / _NAME).unlink()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _answers(url: str) -> bool:
    session = requests.Session()
    session.trust_env = False
    try:
        status: int = session.get(f"{url}/readyz", timeout=_ANSWERS_WITHIN_S).status_code
        return status == 200
    except requests.RequestException:
        return False
    finally:
        session.close()
