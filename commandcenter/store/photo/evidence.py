"""Reasons to look at a photo of finished work more closely. Never a verdict: a person decides.

Owns which reasons there are and from which values on they are given. It can't see generated pictures: one that was
never a photo has no earlier photo that it copies, and its time and place are whatever was written into it
(docs/evidence.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from commandcenter.models.instant import WIB
from commandcenter.models.photo import Shot
from commandcenter.models.place import LonLat
from commandcenter.models.report import Report
from commandcenter.store.language import LANGUAGES, translated

CLOCKS_DIFFER_BY = timedelta(minutes=10)
"""How far a phone's clock may be off before a photo is called older than the report."""

USUAL_SHARE = 0.8
LEAST_KNOWN = 5
"""A camera is known to write something if it did so in this share of at least so many earlier photos."""

LIMITS: Mapping[str, str] = {
    "en": "These are reasons to look, not findings. Generated or retouched pictures can't be recognised by them.",
    "id": "Ini alasan untuk memeriksa, bukan kesimpulan. Gambar buatan AI atau hasil suntingan tidak dapat dikenali.",
}
"""What a reviewer is told along with every list of reasons, by language."""

_EARTH_M = 6_371_008.8


class ReasonKind(StrEnum):
    """Why somebody shall look."""

    COPY = "copy"
    OLDER = "older"
    ELSEWHERE = "elsewhere"
    METADATA_MISSING = "metadata_missing"


SENTENCES: Mapping[ReasonKind, str] = {
    ReasonKind.COPY: (
        "{share_percent} % of what can be compared is the same, pixel by pixel, as in a photo of report {number} "
        "({stage}); mirrored: {mirrored}; it shows {covers_percent} % of that photo."
    ),
    ReasonKind.OLDER: "By its camera it was taken at {taken}, {earlier_min} minutes before the report was made.",
    ReasonKind.ELSEWHERE: "By its camera it was taken {distance_m} m away from the report; the limit is {limit_m} m.",
    ReasonKind.METADATA_MISSING: (
        "It lacks {missing}, which {usual_percent} % of {known} earlier photos of the same camera or sender ({camera}) "
        "have."
    ),
}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "time": "waktu",
        "place": "lokasi",
        "camera": "nama kamera",
        "before": "sebelum",
        "progress": "proses",
        "after": "sesudah",
        "yes": "ya",
        "no": "tidak",
        "sender": "pengirim",
    },
    "en": {},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with its numbers."""

    kind: ReasonKind
    values: Mapping[str, str | int | float | bool | list[str]]

    def to_json(self) -> dict[str, object]:
        """Return it as JSON types; sentences are made when it is read."""
        return {"kind": self.kind.value, **self.values}


@dataclass(frozen=True, slots=True)
class EarlierCopy:
    """An earlier photo that this one shows again.

    Attributes:
        number: Of the report that it belongs to.
        stage: Which stage of the work it showed there.
        share: Share of what was compared that is the same.
        covers: Share of the earlier photo that is in this one.
    """

    media_id: str
    number: str
    stage: str
    share: float
    covers: float
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Habit:
    """What earlier photos of the same camera, or of the same sender, usually carry.

    Attributes:
        camera: The camera's name; ``sender`` where the photo names none and its sender's others are meant.
        known: How many there are.
        usual: Share of them that carry each of ``time``, ``place``, ``camera``.
    """

    camera: str
    known: int
    usual: Mapping[str, float]


def reasons_for(
    report: Report, shot: Shot, copies: Sequence[EarlierCopy], habit: Habit | None, far_m: float
) -> list[Reason]:
    """Return why somebody shall look at a photo of a report's finished work; nothing where there is no reason.

    Args:
        report: What it shall show the end of.
        shot: What its camera wrote.
        copies: Earlier photos that it shows again, of this report or another.
        habit: Of its camera or sender; None where too little is known.
        far_m: From which distance on it was taken elsewhere, m.
    """
    found = [_copy(copy) for copy in copies]
    if shot.taken_at is not None and shot.taken_at < report.created_at - CLOCKS_DIFFER_BY:
        earlier_min = round((report.created_at - shot.taken_at).total_seconds() / 60)
        taken = f"{shot.taken_at.astimezone(WIB):%d.%m.%Y %H.%M} WIB"
        found.append(Reason(ReasonKind.OLDER, {"taken": taken, "earlier_min": earlier_min}))
    if shot.place is not None and report.place is not None:
        away_m = distance_m(shot.place, report.place)
        if away_m > far_m:
            found.append(Reason(ReasonKind.ELSEWHERE, {"distance_m": round(away_m), "limit_m": round(far_m)}))
    if habit is not None:
        found += _missing(shot, habit)
    return found


def sentences_of(reason: Mapping[str, object]) -> dict[str, str]:
    """Return the sentence of a reason as it was kept, by language."""
    kind = ReasonKind(str(reason["kind"]))
    return {
        language: translated(SENTENCES[kind], language).format(
            **{name: _said(value, language) for name, value in reason.items()}
        )
        for language in LANGUAGES
    }


def distance_m(one: LonLat, other: LonLat) -> float:
    """Return the distance of two places on the sphere, m (haversine)."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def _copy(copy: EarlierCopy) -> Reason:
    return Reason(
        ReasonKind.COPY,
        {
            "media": copy.media_id,
            "number": copy.number,
            "stage": copy.stage,
            "share_percent": round(copy.share * 100),
            "covers_percent": round(copy.covers * 100),
            "mirrored": copy.mirrored,
        },
    )


def _missing(shot: Shot, habit: Habit) -> list[Reason]:
    has = {
        "time": shot.taken_at is not None,
        "place": shot.place is not None,
        "camera": shot.make is not None or shot.model is not None,
    }
    missing = [name for name, there in has.items() if not there and habit.usual[name] >= USUAL_SHARE]
    if habit.known < LEAST_KNOWN or not missing:
        return []
    usual_percent = round(min(habit.usual[name] for name in missing) * 100)
    values: dict[str, str | int | float | bool | list[str]] = {
        "missing": missing,
        "usual_percent": usual_percent,
        "known": habit.known,
        "camera": habit.camera,
    }
    return [Reason(ReasonKind.METADATA_MISSING, values)]


def _said(value: object, language: str) -> object:
    words = _WORDS[language]
    if isinstance(value, bool):
        word = "yes" if value else "no"
        return words.get(word, word)
    if isinstance(value, list):
        return ", ".join(words.get(str(part), str(part)) for part in value)
    return words.get(value, value) if isinstance(value, str) else value
