#!/usr/bin/env python3
"""Proves that ./run and ./test do all set-up on a machine on which nothing was done before.

    sudo packaging/prove_fresh_machine.py --cache FOLDER [--release bookworm] [--tests]

Builds bare Debian trees with debootstrap, puts a clone of this checkout's HEAD into each, and types what a new user
would type: as root, as an ordinary user, as one with sudo. Owns those scenarios and the table they end in.

Needs root, git and debootstrap here, and nothing from the project's environment. Each tree becomes the root of a mount
and process namespace of its own (``pivot_root``, because the web engine's sandbox refuses a plain chroot). Mounted in
it: ``/proc``, and an empty tmpfs on ``/dev/shm`` as on every machine. Nothing of this machine is.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
RELEASES = ("bookworm", "trixie")
USER = "dispatcher"
STEP_LIMIT_S = 3_600
SECOND_START_LIMIT_S = 3.0
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"

# Becomes the tree's init: what is mounted ends with it.
ENTER = """\
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t tmpfs -o mode=1777 tmpfs dev/shm
pivot_root . mnt
cd /
umount -l /mnt
shift
exec "$@"
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        release: Of Debian.
        account: Who typed it.
        typed: What was typed.
        expected: What should come of it.
        seconds: How long it took.
        problem: What came instead; empty if it came as expected.
    """

    release: str
    account: str
    typed: str
    expected: str
    seconds: float
    problem: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that was typed in a tree, and how it ended."""

    code: int
    output: str
    seconds: float


class Machine:
    """A bare machine: a tree, entered anew for each command."""

    def __init__(self, tree: Path, environment: dict[str, str], log: Path) -> None:
        """Take a tree that was unpacked."""
        self.tree = tree
        self._environment = environment
        self._log = log

    def type(self, command: str, *, user: str = "root", folder: str = "/") -> Ended:
        """Type a command into a shell of a user; everything it prints goes to the log too."""
        home = _home(user)
        variables = {
            "HOME": home, "USER": user, "LOGNAME": user, "LANG": "C.UTF-8", "TERM": "dumb",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **self._environment,
        }  # fmt: skip
        entered = ["unshare", "--mount", "--pid", "--fork", "sh", "-c", ENTER, "enter", str(self.tree)]
        as_user = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        line = [*entered, *as_user, "sh", "-c", f"cd {shlex.quote(folder)} && {command}"]
        begun = time.monotonic()
        ended = subprocess.run(
            line, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", timeout=STEP_LIMIT_S, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - begun
        with self._log.open("a") as log:
            log.write(f"\n$ [{user}] {command}\n{ended.stdout}[{ended.returncode} after {seconds:.1f} s]\n")
        return Ended(ended.returncode, ended.stdout, seconds)


class Proof:
    """What a new user types on one release, and what comes of it."""

    def __init__(self, release: str, checkout: Path, options: argparse.Namespace, logs: Path) -> None:
        """Take what was asked for and a clean clone of the checkout; nothing happens yet."""
        self._release = release
        self._checkout = checkout
        self._options = options
        self._logs = logs
        self.rows: list[Row] = []

    def run(self) -> None:
        """Go through all three accounts, each on a machine of its own."""
        scenarios: dict[str, Callable[[Machine], None]] = {
            "root": self._as_root,
            "user": self._as_user,
            "sudo": self._as_user_with_sudo,
        }
        for account in self._options.account:
            with self._machine(account) as machine:
                scenarios[account](machine)

    def _as_root(self, machine: Machine) -> None:
        folder = self._bring_checkout(machine, "root")
        self._expect(machine, "root", folder, "./run --setup", "set up", _went_well)
        self._expect(machine, "root", folder, "./run --setup", "again: under 3 s", _added_little)
        self._picture(machine, "root", folder)
        self._tests(machine, "root", folder)

    def _as_user(self, machine: Machine) -> None:
        self._add_user(machine)
        folder = self._bring_checkout(machine, USER)
        refused = self._expect(machine, USER, folder, "./run --setup", "one line to type, exit code 1", _named_a_line)
        line = _line_to_type(refused.output)
        # `su` would ask for a password where nobody can type one: the same shell command, typed as root.
        self._expect(machine, "root", "/", f"sh -c {shlex.quote(_inside(line))}", "that line works", _went_well)
        self._expect(machine, USER, folder, "./run --setup", "set up", _went_well)
        self._expect(machine, USER, folder, "./run --setup", "again: under 3 s", _added_little)
        self._picture(machine, USER, folder)
        self._tests(machine, USER, folder)

    def _as_user_with_sudo(self, machine: Machine) -> None:
        self._add_user(machine)
        machine.type("apt-get update -qq && apt-get install -qq -y --no-install-recommends sudo && apt-get clean")
        (machine.tree / "etc/sudoers.d/dispatcher").write_text(f"{USER} ALL=(ALL) NOPASSWD: ALL\n")
        folder = self._bring_checkout(machine, USER)
        # ./test first: it must do all set-up as well.
        quick = "./test tests/unit/models/test_place.py"
        self._expect(machine, f"{USER}, sudo", folder, quick, "sets up, then checks", _went_well)
        self._expect(machine, f"{USER}, sudo", folder, "./run --setup", "again: under 3 s", _added_little)
        self._picture(machine, f"{USER}, sudo", folder)

    def _picture(self, machine: Machine, account: str, folder: str) -> None:
        typed = f"./run --screenshot ~/city.png {self._options.demo}".strip()
        self._expect(machine, account, folder, typed, "a picture with reports, no display", _was_painted)
        drawn = machine.tree / _home(_person(account)).lstrip("/") / "city.png"
        if drawn.exists():
            shutil.copy(drawn, self._logs / f"{self._release}-{account.replace(', ', '-')}.png")
        else:
            self._fail_last("no picture was saved")

    def _tests(self, machine: Machine, account: str, folder: str) -> None:
        if self._options.tests is None or _person(account) not in self._options.tests_by:
            return
        self._expect(machine, account, folder, f"./test {self._options.tests}".strip(), "all green", _went_well)

    def _expect(
        self, machine: Machine, account: str, folder: str, typed: str, expected: str, judge: Callable[[Ended], str]
    ) -> Ended:
        user = _person(account)
        ended = machine.type(typed, user=user, folder=folder)
        problem = judge(ended)
        shown = typed if len(typed) <= _TYPED_CHARACTERS else f"{typed[:_TYPED_CHARACTERS]}…"
        row = Row(self._release, account, shown, expected, ended.seconds, problem)
        self.rows.append(row)
        print(_told(row), flush=True)
        return ended

    def _fail_last(self, problem: str) -> None:
        last = self.rows[-1]
        if not last.problem:
            self.rows[-1] = Row(last.release, last.account, last.typed, last.expected, last.seconds, problem)

    def _add_user(self, machine: Machine) -> None:
        _must(machine.type(f"useradd --create-home --shell /bin/bash {USER}"), "add a user")

    def _bring_checkout(self, machine: Machine, user: str) -> str:
        """Copy the clone into a home, with the shared data beside it if that was asked for; return the folder."""
        home = _home(user)
        place = machine.tree / home.lstrip("/")
        shutil.copytree(self._checkout, place / "commandcenter", symlinks=True)
        if self._options.shared is not None:
            shutil.copytree(self._options.shared, place / "shared" / "data", symlinks=True)
        _must(machine.type(f"chown -R {user}: {home}"), "hand the checkout over")
        return f"{home}/commandcenter"

    @contextmanager
    def _machine(self, account: str) -> Iterator[Machine]:
        """Unpack a bare tree; it is removed afterwards unless it shall be kept."""
        base = bare_tree(self._release, self._options.cache, self._options.mirror)
        tree = Path(tempfile.mkdtemp(prefix=f"{self._release}-{account}-", dir=self._options.cache))
        try:
            subprocess.run(["tar", "-xf", base, "-C", tree], check=True)
            # Behind tar, which gives the folder the mode that it had when it was packed: that of a temporary one.
            tree.chmod(0o755)
            shutil.copyfile("/etc/resolv.conf", tree / "etc/resolv.conf")
            environment = {name: os.environ[name] for name in self._options.pass_environment if name in os.environ}
            if self._options.certificates is not None:
                environment |= _bring_certificates(self._options.certificates, tree)
            yield Machine(tree, environment, self._logs / f"{self._release}-{account}.log")
        finally:
            if not self._options.keep:
                # Its mounts ended with their namespaces, so that this removes the tree's own files only.
                shutil.rmtree(tree)


def bare_tree(release: str, cache: Path, mirror: str | None) -> Path:
    """Return the archive of a bare tree, built at the first call; as bare as an image: no package lists."""
    archive = cache / f"{release}.tar"
    if not archive.exists():
        with tempfile.TemporaryDirectory(prefix=f"{release}-base-", dir=cache) as folder:
            source = [] if mirror is None else [mirror]
            subprocess.run(["debootstrap", "--variant=minbase", release, folder, *source], check=True)
            for leftover in ("var/cache/apt/archives", "var/lib/apt/lists"):
                shutil.rmtree(Path(folder) / leftover)
            partial = archive.with_suffix(".partial")
            subprocess.run(["tar", "-cf", partial, "-C", folder, "."], check=True)
            partial.rename(archive)
    return archive


def _bring_certificates(folder: Path, tree: Path) -> dict[str, str]:
    """Put root certificates where Debian collects them; return what tells pip, uv and Node to use Debian's bundle."""
    place = tree / "usr/local/share/ca-certificates"
    place.mkdir(parents=True, exist_ok=True)
    for certificate in sorted(folder.glob("*.crt")):
        shutil.copy(certificate, place)
    return dict.fromkeys(("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"), BUNDLE)


# --- what may come of it --------------------------------------------------------------------------------------------

_TYPED_CHARACTERS = 60


def _went_well(ended: Ended) -> str:
    return "" if ended.code == 0 else f"exit code {ended.code}: {_last_line(ended)}"


def _added_little(ended: Ended) -> str:
    if ended.code or ended.seconds < SECOND_START_LIMIT_S:
        return _went_well(ended)
    return f"took {ended.seconds:.1f} s"


def _named_a_line(ended: Ended) -> str:
    if ended.code != 1:
        return f"exit code {ended.code}: {_last_line(ended)}"
    return "" if _line_to_type(ended.output) else f"no line to type: {_last_line(ended)}"


def _was_painted(ended: Ended) -> str:
    if ended.code:
        return f"exit code {ended.code}: {_last_line(ended)}"
    shown = json.loads(_last_line(ended))
    return "" if shown["ready"] and shown["marks"] > 0 else f"not ready: {shown}"


def _line_to_type(output: str) -> str:
    lines = [line.strip() for line in output.splitlines()]
    return next((line for line in lines if line.startswith(("su -c ", "sudo "))), "")


def _inside(line: str) -> str:
    """Return the shell command inside ``su -c '…'``."""
    return shlex.split(line)[-1] if line else "false"


def _last_line(ended: Ended) -> str:
    lines = ended.output.strip().splitlines()
    # The picture's JSON comes before whatever the engine says at its end.
    told = [line for line in lines if line.startswith('{"picture"')]
    return (told or lines or [""])[-1]


def _person(account: str) -> str:
    return account.partition(",")[0]


def _home(user: str) -> str:
    return "/root" if user == "root" else f"/home/{user}"


def _must(ended: Ended, what: str) -> None:
    if ended.code:
        raise SystemExit(f"could not {what}: {ended.output}")


# --- the table ------------------------------------------------------------------------------------------------------


def _told(row: Row) -> str:
    result = f"PROBLEM {row.problem}" if row.problem else "ok"
    return f"{row.release:<9} {row.account:<15} {row.seconds:>7.1f} s  {row.typed:<62} {row.expected}: {result}"


def page(rows: Sequence[Row], clone: Path, options: argparse.Namespace) -> str:
    """Return the table with what must be known to believe it, as Markdown."""
    commit = subprocess.run(
        ["git", "-C", str(clone), "log", "-1", "--format=%h, %cs"], capture_output=True, text=True, check=True
    ).stdout.strip()
    certificates = " The machine's own root certificates were added." if options.certificates is not None else ""
    shared = "copied beside the checkout" if options.shared is not None else "absent"
    lines = [
        "# A fresh machine",
        "",
        "Written by `packaging/prove_fresh_machine.py`; run it again rather than edit this page.",
        "",
        "Each account starts on a bare Debian of its own (debootstrap, variant minbase, no package lists), with a",
        "clone of the checkout in its home and nothing else. The tree is the root of its own mount and process",
        "namespaces; mounted in it are `/proc` and an empty tmpfs on `/dev/shm`, as on every machine, and nothing of",
        "the host. `dispatcher` is an ordinary user, so the web engine runs in its sandbox there.",
        "",
        f"Commit {commit}. Run on {datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} processors.",
        f"Real data files: {shared}.{certificates}",
        "",
        "| Debian | account | typed | expected | seconds | result |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        typed, result = f"`{row.typed}`", row.problem or "ok"
        cells = (row.release, row.account, typed, row.expected, f"{row.seconds:.1f}", result)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Prove it; return 0, or 1 if something came out otherwise than expected."""
    options = _options()
    if os.geteuid() != 0:
        print("Building and entering trees needs root.", file=sys.stderr)
        return 1
    options.cache.mkdir(parents=True, exist_ok=True)
    logs = options.cache / f"logs-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    logs.mkdir()
    print(f"logs: {logs}", flush=True)
    # One clone for all: HEAD may move on while this runs.
    clone = logs / "checkout"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{CHECKOUT}", clone], check=True)
    rows: list[Row] = []
    for release in options.release:
        proof = Proof(release, clone, options, logs)
        try:
            proof.run()
        finally:
            rows += proof.rows
    if options.page is not None:
        options.page.write_text(page(rows, clone, options))
    return 1 if any(row.problem for row in rows) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Prove that ./run and ./test set a bare Debian up by themselves.")
    parser.add_argument("--cache", type=Path, required=True, metavar="FOLDER", help="bare trees, machines and logs")
    parser.add_argument("--release", nargs="+", choices=RELEASES, default=RELEASES)
    parser.add_argument("--account", nargs="+", choices=("root", "user", "sudo"), default=("root", "user", "sudo"))
    parser.add_argument("--mirror", metavar="URL", help="where debootstrap and apt fetch, if not where they would")
    parser.add_argument("--certificates", type=Path, metavar="FOLDER", help="*.crt that this network's proxy needs")
    parser.add_argument("--pass-environment", nargs="+", default=(), metavar="NAME", help="such as HTTPS_PROXY")
    parser.add_argument("--shared", type=Path, metavar="FOLDER", help="real data files to copy beside the checkout")
    parser.add_argument("--demo", default="", metavar="WORDS", help="more to type behind ./run --screenshot")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="write the table as a page, such as docs/fresh-machine.md"
    )
    parser.add_argument("--keep", action="store_true", help="keep the machines")
    parser.add_argument(
        "--tests-by", nargs="+", choices=("root", USER), default=("root", USER), help="who types ./test"
    )
    parser.add_argument("--tests", nargs="?", const="", metavar="WORDS", help="type ./test too, and this behind it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
