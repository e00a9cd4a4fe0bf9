"""A store served by a process of its own, on loopback, for as long as somebody needs it.

Owns starting it, learning its address, and stopping it by its own process id.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from commandcenter.models.failure import Failure

STOP_LIMIT_S = 10
"""How long it may take to end its connections before it is ended for it, in seconds."""


class StoreDidNotStart(Failure):
    """The process ended before it answered; its own words stand above."""

    code = "store_did_not_start"
    template = "The store did not start (exit code {exit_code}); the reason stands above."


def store_command(*words: str) -> list[str]:
    """Return a command of the store as a program and its words, run by this same interpreter."""
    return [sys.executable, "-m", "commandcenter.cli", "store", *words]


@contextmanager
def serving(database_url: str, environment: Mapping[str, str], log: IO[bytes] | None = None) -> Iterator[str]:
    """Serve a database on a port of the system's choice while the block runs; gives the URL.

    Args:
        database_url: Whose tables are there already.
        environment: Of the process, besides the database.
        log: Where its messages go; None: where this process's go.

    Raises:
        StoreDidNotStart: If it ended before it answered.
    """
    reading, writing = os.pipe()
    process = subprocess.Popen(
        store_command(
            "serve",
            *(
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--ready-file",
                f"/dev/fd/{writing}",
                "--until-input-ends",
                "--no-limits",
            ),
        ),
        env={**environment, "COMMANDCENTER_DATABASE_URL": database_url},
        pass_fds=(writing,),
        # It ends when this process does, even if that is killed.
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
    )
    os.close(writing)
    try:
        # The pipe ends without a word if the process does: nothing here has to guess how long it may take.
        with os.fdopen(reading) as stream:
            url = stream.readline().strip()
        if not url:
            raise StoreDidNotStart(exit_code=process.wait())
        yield url
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
