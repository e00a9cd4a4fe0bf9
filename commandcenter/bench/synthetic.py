"""A synthetic city: made-up reports as columns, for measuring only.

Every report carries ``Flag.SIMULATED``. The same number of reports always makes the same city: places cluster
around 267 centres in the bounding box of Jakarta, older reports are mostly closed, a few categories are common.
Owns no rule of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import (
    NO_INCIDENT,
    NO_TIME,
    NO_WORD,
    ChangeSet,
    Flag,
    ReportBatch,
    WordColumn,
)
from commandcenter.models.place import to_world
from commandcenter.models.state import STATE_CODE, STATES, State

SEED = 20_261_123

LAST_S = 1_795_000_000
"""UTC second of the newest report, in November 2026."""

SPAN_S = 2 * 365 * 86_400

WEST, SOUTH, EAST, NORTH = 106.69, -6.37, 106.98, -6.08
"""Degrees: Jakarta's mainland."""

CATEGORIES = tuple(f"synthetic-{number:02d}" for number in range(12))
AGENCIES = tuple(f"synthetic-agency-{number}" for number in range(9))
CREWS = tuple(f"synthetic-crew-{number:02d}" for number in range(60))
TAKERS = tuple(f"synthetic-desk-{number:02d}" for number in range(40))
AREAS = tuple(f"31.{71 + number % 6}.{1 + number // 6 % 8:02d}.{1001 + number // 48:04d}" for number in range(267))

_COMMON_FIRST = (
    "di jalan air banjir depan mohon sampah rumah ini dan yang saluran mampet sudah lampu mati lubang besar tolong "
    "segera pasar got warga macet parkir liar pohon tumbang rusak trotoar kabel putus bau selokan penuh genangan "
    "tinggi lutut sejak pagi malam hujan deras sekolah masjid gang sempit truk proyek galian belum ditutup bahaya "
    "anak motor jatuh kemarin petugas datang tetapi kembali lagi dekat jembatan kali pinggir tembok retak miring "
    "pedagang kaki lima menutup halte bus asap bakar debu berisik karaoke tetangga listrik tiang roboh pipa bocor"
)
_WORDS = tuple(_COMMON_FIRST.split())
_WORD_WEIGHTS = tuple(accumulate(1 / (rank + 3) for rank in range(len(_WORDS))))

_SPREAD_DEG = 0.008
_DAY_S = 86_400


def city(reports: int, seed: int = SEED) -> ReportBatch:
    """Return a city's reports, ascending by id and time of reporting."""
    rng = np.random.default_rng(seed)
    created_s = np.sort(rng.integers(LAST_S - SPAN_S, LAST_S, reports))
    states = _states(rng, created_s)
    closed = np.isin(states, [STATE_CODE[State.DONE], STATE_CODE[State.REJECTED]])
    taken_on = states != STATE_CODE[State.WAITING]
    acknowledged_s = created_s + rng.exponential(3 * 3600, reports).astype(np.int64)
    closed_s = acknowledged_s + rng.exponential(2 * _DAY_S, reports).astype(np.int64)
    areas, x, y = _places(rng, reports)
    return ReportBatch(
        ids=_ids(created_s),
        versions=rng.integers(1, 6, reports).astype(np.int32),
        states=states,
        priorities=rng.choice(4, reports, p=[0.1, 0.7, 0.15, 0.05]).astype(np.int8),
        categories=WordColumn(CATEGORIES, _skewed(rng, len(CATEGORIES), reports)),
        areas=WordColumn(AREAS, areas),
        agencies=WordColumn(AGENCIES, rng.integers(NO_WORD, len(AGENCIES), reports).astype(np.int16)),
        takers=WordColumn(TAKERS, np.where(taken_on, rng.integers(0, len(TAKERS), reports), NO_WORD).astype(np.int16)),
        crews=WordColumn(CREWS, rng.integers(NO_WORD, len(CREWS), reports).astype(np.int16)),
        x=x,
        y=y,
        created_s=created_s,
        updated_s=np.where(closed, closed_s, np.where(taken_on, acknowledged_s, created_s)),
        acknowledged_s=np.where(taken_on, acknowledged_s, NO_TIME),
        closed_s=np.where(closed, closed_s, NO_TIME),
        respond_by_s=created_s + 6 * 3600,
        close_by_s=created_s + rng.choice([1, 3, 7, 30], reports) * _DAY_S,
        paused_s=np.where(states == STATE_CODE[State.ESTIMATED], acknowledged_s, NO_TIME),
        supporters=rng.poisson(0.7, reports).astype(np.int32),
        incidents=np.where(rng.random(reports) < 0.01, rng.integers(1, 200, reports), NO_INCIDENT),
        flags=_flags(rng, reports),
    )


def text_of(serial: int) -> str:
    """Return a report's text, made up of words: 20 to 200 letters, 90 on average; the same for the same number."""
    rng = Random(serial)  # noqa: S311 - made-up words
    words = rng.choices(_WORDS, cum_weights=_WORD_WEIGHTS, k=3 + min(int(rng.expovariate(1 / 10)), 27))
    return f"{' '.join(words)} no {rng.randint(1, 300)} (laporan buatan)"


def part(batch: ReportBatch, at: NDArray[np.intp] | slice) -> ReportBatch:
    """Return some rows of a batch."""
    values: dict[str, Any] = {
        name: WordColumn(column.words, column.codes[at]) if isinstance(column, WordColumn) else column[at]
        for name in ReportBatch.__dataclass_fields__
        for column in (getattr(batch, name),)
    }
    return ReportBatch(**values)


def change_sets(batch: ReportBatch, rows: int) -> Iterator[ChangeSet]:
    """Yield a batch as change sets of at most so many rows, as a first load brings them."""
    for start in range(0, len(batch), rows):
        yield changes(part(batch, slice(start, start + rows)))


def changes(batch: ReportBatch) -> ChangeSet:
    """Return a change set that only upserts."""
    return ChangeSet(upserts=batch, removed=np.empty(0, np.int64), position="synthetic:0")


def _ids(created_s: NDArray[np.int64]) -> NDArray[np.int64]:
    # As identity.report_id_at lays them out, with a running number in place of the random bits.
    return (created_s * 1000 << 20) | (np.arange(len(created_s), dtype=np.int64) & 0xFFFFF)


def _states(rng: np.random.Generator, created_s: NDArray[np.int64]) -> NDArray[np.int8]:
    age_s = LAST_S - created_s
    closed = rng.random(len(age_s)) < 1 - 0.97 * np.exp(-age_s / (20 * _DAY_S))
    done = np.where(rng.random(len(age_s)) < 0.93, STATE_CODE[State.DONE], STATE_CODE[State.REJECTED])
    opened = [code for state, code in STATE_CODE.items() if state not in (State.DONE, State.REJECTED)]
    picked = rng.choice(opened, len(age_s), p=_weights(len(STATES) - 2))
    return np.where(closed, done, picked).astype(np.int8)


def _flags(rng: np.random.Generator, reports: int) -> NDArray[np.uint8]:
    photos = np.where(rng.random(reports) < 0.8, np.uint8(Flag.HAS_PHOTO), np.uint8(0))
    return photos | np.uint8(Flag.HAS_PLACE | Flag.SIMULATED | Flag.PUBLIC)


def _places(rng: np.random.Generator, reports: int) -> tuple[NDArray[np.int16], NDArray[np.int32], NDArray[np.int32]]:
    lon = rng.uniform(WEST, EAST, len(AREAS))
    lat = rng.uniform(SOUTH, NORTH, len(AREAS))
    area = _skewed(rng, len(AREAS), reports)
    x, y = to_world(
        np.clip(lon[area] + rng.normal(0, _SPREAD_DEG, reports), WEST, EAST),
        np.clip(lat[area] + rng.normal(0, _SPREAD_DEG, reports), SOUTH, NORTH),
    )
    outside = rng.random(reports) < 0.02
    return np.where(outside, NO_WORD, area).astype(np.int16), x, y


def _skewed(rng: np.random.Generator, words: int, reports: int) -> NDArray[np.int16]:
    return rng.choice(words, reports, p=_weights(words)).astype(np.int16)


def _weights(words: int) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = 1 / np.sqrt(np.arange(1, words + 1))
    weights /= weights.sum()
    return weights
