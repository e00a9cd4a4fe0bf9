"""What each figure of a period means: code, names, unit, and its definition in one sentence.

The one place for them; the computation is in ``period.py`` and a test holds every sentence to a case of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

REOPENED_WITHIN_S = 14 * 86_400
"""A reopening counts if it came at most so long after the closing."""

AGE_BOUNDS_DAYS = (2, 8, 31)
"""Ages are whole days since reporting: 0 and 1, 2 to 7, 8 to 30, and above."""


class Unit(StrEnum):
    """What a figure's value is in."""

    REPORTS = "reports"
    PERCENT = "percent"
    SECONDS = "s"


class FigureCode(StrEnum):
    """The figures of a period, in the order in which they are told."""

    RECEIVED = "received"
    CLOSED = "closed"
    NET = "net"
    OPEN = "open"
    OPEN_0_1 = "open_0_1"
    OPEN_2_7 = "open_2_7"
    OPEN_8_30 = "open_8_30"
    OPEN_OVER_30 = "open_over_30"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    RESPONSE_MEDIAN = "response_median"
    RESPONSE_P90 = "response_p90"
    CLOSING_MEDIAN = "closing_median"
    CLOSING_P90 = "closing_p90"
    PAUSED = "paused"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure's meaning.

    Attributes:
        unit: What the value is in; a share is in percent, a duration in whole seconds.
        names: Short name by language code (``id``, ``en``).
        sentences: The definition by language code.
    """

    code: FigureCode
    unit: Unit
    names: Mapping[str, str]
    sentences: Mapping[str, str]


def _definition(code: FigureCode, unit: Unit, *, names: tuple[str, str], sentences: tuple[str, str]) -> Definition:
    languages = ("id", "en")
    return Definition(
        code,
        unit,
        MappingProxyType(dict(zip(languages, names, strict=True))),
        MappingProxyType(dict(zip(languages, sentences, strict=True))),
    )


_ALL = (
    _definition(
        FigureCode.RECEIVED,
        Unit.REPORTS,
        names=("Diterima", "Received"),
        sentences=(
            "Laporan yang dibuat dalam pekan ini, dari Senin 00.00 sampai sebelum Senin 00.00 berikutnya (WIB).",
            "Reports made within the week, from Monday 00:00 until before the next Monday 00:00 (WIB).",
        ),
    ),
    _definition(
        FigureCode.CLOSED,
        Unit.REPORTS,
        names=("Ditutup", "Closed"),
        sentences=(
            (
                "Penutupan dalam pekan ini: laporan terbuka menjadi selesai atau ditolak. Laporan yang dibuka "
                "lagi lalu ditutup lagi dihitung setiap kali."
            ),
            (
                "Closings within the week: an open report became done or rejected. One that was reopened and "
                "closed again counts each time."
            ),
        ),
    ),
    _definition(
        FigureCode.NET,
        Unit.REPORTS,
        names=("Selisih", "Net"),
        sentences=("Diterima dikurangi ditutup.", "Received minus closed."),
    ),
    _definition(
        FigureCode.OPEN,
        Unit.REPORTS,
        names=("Masih terbuka", "Still open"),
        sentences=(
            "Laporan yang terbuka pada akhir pekan, menurut riwayatnya sampai saat itu.",
            "Reports that were open at the week's end, by their timeline up to then.",
        ),
    ),
    _definition(
        FigureCode.OPEN_0_1,
        Unit.REPORTS,
        names=("Terbuka 0–1 hari", "Open 0–1 days"),
        sentences=(
            "Masih terbuka, dilaporkan kurang dari 2 × 24 jam sebelum akhir pekan.",
            "Still open, reported less than 2 × 24 h before the week's end.",
        ),
    ),
    _definition(
        FigureCode.OPEN_2_7,
        Unit.REPORTS,
        names=("Terbuka 2–7 hari", "Open 2–7 days"),
        sentences=(
            "Masih terbuka, umur sejak dilaporkan 2 sampai kurang dari 8 × 24 jam.",
            "Still open, age since reporting from 2 to less than 8 × 24 h.",
        ),
    ),
    _definition(
        FigureCode.OPEN_8_30,
        Unit.REPORTS,
        names=("Terbuka 8–30 hari", "Open 8–30 days"),
        sentences=(
            "Masih terbuka, umur sejak dilaporkan 8 sampai kurang dari 31 × 24 jam.",
            "Still open, age since reporting from 8 to less than 31 × 24 h.",
        ),
    ),
    _definition(
        FigureCode.OPEN_OVER_30,
        Unit.REPORTS,
        names=("Terbuka > 30 hari", "Open > 30 days"),
        sentences=(
            "Masih terbuka, umur sejak dilaporkan 31 × 24 jam atau lebih.",
            "Still open, age since reporting 31 × 24 h or more.",
        ),
    ),
    _definition(
        FigureCode.ON_TIME,
        Unit.PERCENT,
        names=("Tepat waktu", "On time"),
        sentences=(
            (
                "Penutupan sampai tenggatnya ÷ (penutupan dalam pekan ini + yang lewat tenggat). Yang terbuka "
                "dan belum jatuh tempo tidak dihitung."
            ),
            (
                "Closings by their limit ÷ (closings within the week + the overdue). What is open and not yet due "
                "is left out."
            ),
        ),
    ),
    _definition(
        FigureCode.OVERDUE,
        Unit.REPORTS,
        names=("Lewat tenggat", "Overdue"),
        sentences=(
            (
                "Terbuka pada akhir pekan dan tenggat penutupan sudah lewat, atau tenggat tanggapan pertama "
                "lewat tanpa ada yang diketahui menanganinya."
            ),
            (
                "Open at the week's end and past the limit of closing, or past that of the first response with nobody "
                "known to have taken it on."
            ),
        ),
    ),
    _definition(
        FigureCode.RESPONSE_MEDIAN,
        Unit.SECONDS,
        names=("Tanggapan pertama, median", "First response, median"),
        sentences=(
            (
                "Waktu dari laporan sampai tanggapan pertama, untuk tanggapan dalam pekan ini; separuhnya paling lama "
                "sekian. Tanggapan yang tidak diketahui tidak dihitung."
            ),
            (
                "Time from reporting to the first response, for responses within the week; half took at most so long. "
                "Unknown responses are left out."
            ),
        ),
    ),
    _definition(
        FigureCode.RESPONSE_P90,
        Unit.SECONDS,
        names=("Tanggapan pertama, P90", "First response, P90"),
        sentences=(
            "Waktu yang sama; 90 % paling lama sekian (interpolasi linear, seperti PERCENTILE.INC).",
            "The same time; 90 % took at most so long (linear interpolation, as PERCENTILE.INC).",
        ),
    ),
    _definition(
        FigureCode.CLOSING_MEDIAN,
        Unit.SECONDS,
        names=("Penutupan, median", "Closing, median"),
        sentences=(
            (
                "Waktu dari laporan, atau dari dibuka lagi, sampai ditutup, untuk penutupan dalam pekan ini; 24 jam, 7 "
                "hari, jeda EWS ikut dihitung."
            ),
            (
                "Time from reporting, or reopening, to closing, for closings within the week; 24 × 7, paused time "
                "included."
            ),
        ),
    ),
    _definition(
        FigureCode.CLOSING_P90,
        Unit.SECONDS,
        names=("Penutupan, P90", "Closing, P90"),
        sentences=(
            "Waktu yang sama; 90 % paling lama sekian (interpolasi linear).",
            "The same time; 90 % took at most so long (linear interpolation).",
        ),
    ),
    _definition(
        FigureCode.PAUSED,
        Unit.PERCENT,
        names=("Jeda EWS", "Paused share"),
        sentences=(
            "Bagian dari seluruh waktu penutupan dalam pekan ini yang dilewati dalam status EWS.",
            "Share of all time to close, for closings within the week, that was spent in state EWS.",
        ),
    ),
    _definition(
        FigureCode.REOPENED,
        Unit.PERCENT,
        names=("Dibuka lagi", "Reopened"),
        sentences=(
            "Dibuka lagi dalam pekan ini, paling lama 14 × 24 jam sesudah ditutup ÷ penutupan dalam pekan ini.",
            "Reopened within the week, at most 14 × 24 h after closing ÷ closings within the week.",
        ),
    ),
)

DEFINITIONS: Mapping[FigureCode, Definition] = MappingProxyType({definition.code: definition for definition in _ALL})
"""Every figure's definition, in the order in which they are told."""
