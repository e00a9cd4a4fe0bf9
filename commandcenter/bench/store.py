"""The store itself, measured: a real process of its own, filled with synthetic reports, asked over loopback.

``store.snapshot`` is one first load, written to a file; its bytes a row are held against the same rows as one columnar
file (Arrow IPC, zstd-3, 65,536 rows a batch). ``store.accepted`` counts reports that several clients post as fast as
they are answered. ``store.push`` is the time from the moment before a report is posted until each of 200 streams has
it: one report at a time with silence between (a day of 3,000 reports has one in 29 s), and 50 a second. Some figures
stand beside what of the store's own processor time they took, which other programs on the machine disturb less.
"""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from socket import create_connection, socket
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import requests
from PIL import Image

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.live_store import LiveStore, live_store
from commandcenter.bench.photo_scene import Visit, draw_scene
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.protocol.act import intent_to_json
from commandcenter.protocol.bulk import ZSTD_LEVEL, SnapshotRows, read_frames

CLIENTS = 8
ACCEPTED = 2_000
WITH_PHOTO = 24
PHOTO_PX = (3_000, 2_250)
STREAMS = 200
ALONE = 20
FLOOD_S = 10
POSTS_A_SECOND = 50
LIMIT_S = 120
"""Nothing is waited for longer."""

_REFERENCE_ROWS = 65_536
_MARK = re.compile(rb"ukur-(\d+)-")


def figures(reports: int, database_url: str | None = None) -> Iterator[Figure]:
    """Yield the figures of one run; ``database_url``: an empty database, None: SQLite in a folder of the run's own."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        home = Path(folder)
        with live_store(home, reports, database_url) as store:
            yield _memory("store.memory before", store, reports)
            yield from _snapshot(store, home / "snapshot", reports)
            yield _memory("store.memory after the snapshot", store, reports)
            yield from _accepted(store, reports)
            yield from _accepted_with_photo(store, reports)
            yield from _pushes(store, reports)
            yield _memory("store.memory at the end", store, reports)


def _snapshot(store: LiveStore, file: Path, reports: int) -> Iterator[Figure]:
    headers = {"Authorization": f"Bearer {store.token}"}
    spent_s = _processor_s(store)
    begun = time.perf_counter()
    with requests.get(f"{store.url}/v1/snapshot", headers=headers, stream=True, timeout=LIMIT_S) as answer:
        answer.raise_for_status()
        with file.open("wb") as out:
            for part in answer.iter_content(1 << 20):
                out.write(part)
    took_s = time.perf_counter() - begun
    spent_s = _processor_s(store) - spent_s
    rows, reference_bytes = _reference(file)
    size = file.stat().st_size
    yield figure_of("store.snapshot", "rows/s", reports, [rows / took_s])
    yield figure_of("store.snapshot, rows a second of the store's processor time", "rows/s", reports, [rows / spent_s])
    yield figure_of("store.snapshot size", "bytes/row", reports, [size / rows])
    yield figure_of("store.snapshot size against one columnar file", "ratio", reports, [size / reference_bytes])


def _reference(file: Path) -> tuple[int, int]:
    """Return a snapshot's rows, and the size of the same rows as columnar files, one for each entity."""
    batches: dict[str, list[pa.RecordBatch]] = {}
    with file.open("rb") as source:
        for frame in read_frames(source):
            if isinstance(frame, SnapshotRows):
                batches.setdefault(frame.entity.value, []).append(frame.batch)
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=ZSTD_LEVEL))
    size = rows = 0
    for some in batches.values():
        table = pa.Table.from_batches(some).combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=_REFERENCE_ROWS)
        size += sink.getvalue().size
        rows += table.num_rows
    return rows, size


class _Poster:
    """Posts reports over one connection that stays open."""

    def __init__(self, store: LiveStore) -> None:
        address = urlsplit(store.url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=LIMIT_S)
        self._headers = {"Authorization": f"Bearer {store.token}", "Content-Type": "application/json"}

    def post(self, number: int, media: Sequence[str] = ()) -> float:
        """Post the report of a number, with photos that were sent before; return when that was begun."""
        payload = {
            "category": "BANJIR",
            "lon": 106.7 + number % 250 / 1_000,
            "lat": -6.2,
            "description": f"ukur-{number}- air setinggi lutut di depan pasar sejak pagi, mohon segera ditangani",
            "simulated": True,
            **({"media": list(media)} if media else {}),
        }
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, payload)
        body = json.dumps(intent_to_json(intent))
        begun = time.perf_counter()
        self._connection.request("POST", "/v1/intents", body, self._headers)
        with self._connection.getresponse() as answer:
            said = json.loads(answer.read())
        if said.get("status") != "applied":
            raise RuntimeError(f"a report was not accepted: {said}")
        return begun

    def post_photo(self, data: bytes) -> str:
        """Send a photo; return the id under which a report may name it."""
        self._connection.request("POST", "/v1/media", data, {**self._headers, "Content-Type": "image/jpeg"})
        with self._connection.getresponse() as answer:
            said = json.loads(answer.read())
        if "media_id" not in said:
            raise RuntimeError(f"a photo was not accepted: {said}")
        return str(said["media_id"])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _accepted(store: LiveStore, reports: int) -> Iterator[Figure]:
    spent_s = _processor_s(store)
    took_s = _shared_out(store, ACCEPTED, lambda poster, number: poster.post(number))
    spent_s = _processor_s(store) - spent_s
    name = f"store.accepted without a photo, {CLIENTS} clients"
    yield figure_of(name, "reports/s", reports, [ACCEPTED / took_s])
    yield figure_of("store.accepted, the store's processor time each", "ms", reports, [spent_s * 1000 / ACCEPTED])


def _accepted_with_photo(store: LiveStore, reports: int) -> Iterator[Figure]:
    photos = [_photo(scene) for scene in range(WITH_PHOTO)]
    first = ACCEPTED + ALONE + FLOOD_S * POSTS_A_SECOND

    def post(poster: _Poster, number: int) -> None:
        poster.post(first + number, [poster.post_photo(photos[number])])

    spent_s = _processor_s(store)
    took_s = _shared_out(store, WITH_PHOTO, post)
    spent_s = _processor_s(store) - spent_s
    mean_mb = sum(map(len, photos)) / WITH_PHOTO / 1e6
    name = f"store.accepted with a photo of {mean_mb:.1f} MB"
    yield figure_of(f"{name}, {CLIENTS} clients", "reports/s", reports, [WITH_PHOTO / took_s])
    yield figure_of(f"{name}, processor time each", "ms", reports, [spent_s * 1000 / WITH_PHOTO])


def _photo(scene: int) -> bytes:
    """Return a drawn photo, as large in pixels and bytes as phones make them."""
    drawn = draw_scene(scene, Visit(1)).resize(PHOTO_PX, Image.Resampling.BICUBIC)
    grain = np.random.default_rng(scene).integers(0, 31, (PHOTO_PX[1], PHOTO_PX[0], 1), dtype=np.uint8)
    grained = np.minimum(np.asarray(drawn, dtype=np.uint16) + grain, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(grained).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _shared_out(store: LiveStore, count: int, post: Callable[[_Poster, int], object]) -> float:
    """Have several clients post so many, as fast as they are answered; return the seconds."""
    posters = [_Poster(store) for _ in range(CLIENTS)]

    def post_share(client: int) -> None:
        for number in range(client, count, CLIENTS):
            post(posters[client], number)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(post_share, range(CLIENTS)))
    took_s = time.perf_counter() - begun
    for poster in posters:
        poster.close()
    return took_s


class _Streams:
    """Many open streams, read by one thread that notes when each is told of a report."""

    def __init__(self, store: LiveStore) -> None:
        self._store = store
        self._selector = DefaultSelector()
        self._lines: dict[int, socket] = {}
        self._ended = False
        self.arrivals: dict[int, list[float]] = {}
        self.told = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="streams")

    def open(self) -> None:
        head = requests.get(f"{self._store.url}/readyz", timeout=LIMIT_S).headers["X-Commandcenter-Position"]
        address = urlsplit(self._store.url)
        request = (
            f"GET /v1/changes/stream?after={head} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: Bearer {self._store.token}\r\n\r\n"
        ).encode()
        for _ in range(STREAMS):
            line = create_connection((address.hostname or "", address.port or 0), timeout=LIMIT_S)
            line.sendall(request)
            # The answer's head and the first heartbeat: it follows from here on.
            begun = b""
            while b"event: heartbeat" not in begun:
                begun += line.recv(65_536)
            line.setblocking(False)
            self._lines[line.fileno()] = line
            self._selector.register(line, EVENT_READ)
        self._thread.start()

    def wait(self, numbers: range) -> None:
        """Wait until every stream has been told of these reports."""
        with self.told:
            done = self.told.wait_for(
                lambda: all(len(self.arrivals.get(number, ())) >= STREAMS for number in numbers), LIMIT_S
            )
        if not done:
            raise TimeoutError(f"not every stream was told within {LIMIT_S} s")

    def close(self) -> None:
        self._ended = True
        self._thread.join(LIMIT_S)
        self._selector.close()
        for line in self._lines.values():
            line.close()

    def _read(self) -> None:
        rests: dict[int, bytes] = {}
        while not self._ended:
            for key, _ in self._selector.select(0.2):
                data = rests.get(key.fd, b"") + self._lines[key.fd].recv(1 << 20)
                now = time.perf_counter()
                found = list(_MARK.finditer(data))
                # A mark may be cut in two; what was found is not to be found again.
                rests[key.fd] = data[found[-1].end() :][-32:] if found else data[-32:]
                if found:
                    with self.told:
                        for mark in found:
                            self.arrivals.setdefault(int(mark[1]), []).append(now)
                        self.told.notify_all()


@contextmanager
def _streams(store: LiveStore) -> Iterator[_Streams]:
    streams = _Streams(store)
    streams.open()
    try:
        yield streams
    finally:
        streams.close()


def _pushes(store: LiveStore, reports: int) -> Iterator[Figure]:
    poster = _Poster(store)
    with _streams(store) as streams:
        first = ACCEPTED
        begun: dict[int, float] = {}
        for number in range(first, first + ALONE):
            begun[number] = poster.post(number)
            streams.wait(range(number, number + 1))
        yield _delays(f"store.push to {STREAMS} streams, one report at a time", reports, begun, streams)
        first += ALONE
        begun = _flood(store, range(first, first + FLOOD_S * POSTS_A_SECOND))
        streams.wait(range(first, first + len(begun)))
        yield _delays(f"store.push to {STREAMS} streams at {POSTS_A_SECOND}/s", reports, begun, streams)
    poster.close()


def _flood(store: LiveStore, numbers: range) -> dict[int, float]:
    """Post at an even rhythm over several connections; a late post does not delay the next one's clock."""
    posters = [_Poster(store) for _ in range(CLIENTS)]
    begun: dict[int, float] = {}
    start = time.perf_counter()
    tick = threading.Event()

    def post_share(client: int) -> None:
        for place in range(client, len(numbers), CLIENTS):
            tick.wait(max(0.0, start + place / POSTS_A_SECOND - time.perf_counter()))
            begun[numbers[place]] = posters[client].post(numbers[place])

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(post_share, range(CLIENTS)))
    for poster in posters:
        poster.close()
    return begun


def _delays(name: str, reports: int, begun: dict[int, float], streams: _Streams) -> Figure:
    with streams.told:
        delays_ms = [(at - begun[number]) * 1000 for number in begun for at in streams.arrivals[number]]
    return figure_of(name, "ms", reports, delays_ms)


def _memory(name: str, store: LiveStore, reports: int) -> Figure:
    """Return the resident memory of the serving process."""
    return figure_of(name, "MB", reports, [_metric(store, "process_resident_memory_bytes") / 1e6])


def _processor_s(store: LiveStore) -> float:
    """Return the processor time that the store has taken so far, with the processes it started and that have ended.

    That of its database on PostgreSQL is not in.
    """
    return _metric(store, "process_cpu_seconds_total") + _metric(store, "commandcenter_ended_processes_cpu_seconds")


def _metric(store: LiveStore, name: str) -> float:
    said = requests.get(f"{store.url}/metrics", timeout=LIMIT_S).text
    found = re.search(rf"^{name} (\S+)", said, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the store does not say {name}")
    return float(found[1])
