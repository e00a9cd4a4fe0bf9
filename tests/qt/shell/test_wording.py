"""Numbers, ages and instants read as people in Jakarta write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from commandcenter.models.freshness import Trouble
from commandcenter.models.instant import WIB
from commandcenter.models.mirror.failure import MirrorReadFailed
from commandcenter.models.state import State
from commandcenter.views import wording


@pytest.fixture(autouse=True, scope="module")
def indonesian(qapp: QApplication) -> Iterator[None]:
    wording.install_translation(qapp, "id")
    yield
    wording.install_translation(qapp, "id")


def test_the_last_instants_of_a_calendar_can_be_said() -> None:
    end_of_9999_s = 253_402_300_799.0
    assert wording.moment(end_of_9999_s, 0.0).startswith("31 Des 9999")
    assert "9999" in wording.exact_moment(10 * end_of_9999_s)


def test_counts_have_dots_and_decimals_a_comma() -> None:
    assert wording.number(12_345) == "12.345"
    assert wording.decimal(0.4) == "0,4"


@given(st.integers(0, 10**12))
def test_a_count_loses_nothing_by_its_dots(value: int) -> None:
    assert int(wording.number(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 dtk"),
        (59.9, "59 dtk"),
        (60, "1 mnt"),
        (7 * 60 + 59, "7 mnt"),
        (3_600, "1 j"),
        (3 * 3_600 + 20 * 60, "3 j 20 m"),
        (86_399, "23 j 59 m"),
        (2 * 86_400 + 5_000, "2 hr"),
        (3_563 * 86_400, "3.563 hr"),
        (-5, "0 dtk"),
    ],
)
def test_ages(seconds: float, words: str) -> None:
    assert wording.age(seconds) == words


def _seconds_of(words: str) -> int:
    sizes = {"dtk": 1, "mnt": 60, "m": 60, "j": 3_600, "hr": 86_400}
    parts = words.replace(".", "").split()
    return sum(int(count) * sizes[unit] for count, unit in zip(parts[::2], parts[1::2], strict=True))


@given(st.floats(0, 10**10))
def test_an_age_never_claims_more_than_has_passed(seconds: float) -> None:
    told = _seconds_of(wording.age(seconds))
    assert told <= seconds
    assert seconds - told < (86_400 if seconds >= 86_400 else 60 if seconds >= 60 else 1)


@given(st.floats(0, 10**9), st.floats(0, 10**9))
def test_a_longer_time_is_never_told_as_a_shorter_one(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    assert _seconds_of(wording.age(shorter)) <= _seconds_of(wording.age(longer))


@pytest.mark.parametrize(
    ("left", "words"),
    [(7_300, "sisa 2 j"), (30, "sisa 1 mnt"), (-11_000, "lewat 3 j"), (-5, "lewat 1 mnt"), (200_000, "sisa 2 hr")],
)
def test_what_is_due(left: float, words: str) -> None:
    assert wording.due(left) == words


@given(st.floats(-(10**9), 10**9))
def test_what_is_late_is_never_told_as_time_left(left: float) -> None:
    assert wording.due(left).startswith("lewat " if left < 0 else "sisa ")


NOW_S = datetime(2026, 11, 23, 7, 31, tzinfo=UTC).timestamp()


def test_times_are_in_wib_and_carry_the_date_where_it_is_not_today() -> None:
    assert wording.moment(NOW_S, NOW_S) == "14.31"
    assert wording.moment(datetime(2026, 11, 22, 16, 59, tzinfo=UTC).timestamp(), NOW_S) == "22 Nov 23.59"
    assert wording.moment(datetime(2026, 11, 22, 17, 0, tzinfo=UTC).timestamp(), NOW_S) == "00.00"
    assert wording.moment(datetime(2017, 2, 20, 2, 36, tzinfo=UTC).timestamp(), NOW_S) == "20 Feb 2017 09.36"
    assert wording.exact_moment(NOW_S) == "Senin, 23 Nov 2026 14.31 WIB"


@given(st.integers(946_684_800, 4_102_444_800).map(lambda at_s: datetime.fromtimestamp(at_s, UTC)))
def test_a_moment_carries_a_date_exactly_when_the_day_in_wib_differs(at: datetime) -> None:
    now = at + timedelta(hours=5)
    words = wording.moment(at.timestamp(), now.timestamp())
    same_day = at.astimezone(WIB).date() == now.astimezone(WIB).date()
    assert (" " not in words) == same_day
    assert words.endswith(f"{at.astimezone(WIB):%H.%M}")


def test_states_have_the_citys_words() -> None:
    words = [wording.state_word(state) for state in State]
    assert words == [
        "Menunggu",
        "Koordinasi",
        "Disposisi",
        "Proses",
        "EWS",
        "Selesai",
        "Ditolak",
        "Dibuka lagi",
    ]


def test_a_failure_is_told_in_indonesian_with_its_values() -> None:
    failure = MirrorReadFailed(file="/x/mirror.sqlite3", reason="disk I/O error")
    words = wording.trouble_sentence(Trouble(failure.code, failure.template, failure.params))
    assert words.startswith("Salinan laporan di /x/mirror.sqlite3 tidak terbaca (disk I/O error).")


def test_a_failure_without_a_translation_keeps_its_english_sentence() -> None:
    assert wording.trouble_sentence(Trouble("x", "Not in the catalogue: {what}.", {"what": 3})) == (
        "Not in the catalogue: 3."
    )


def test_english_is_the_other_language(qapp: QApplication) -> None:
    wording.install_translation(qapp, "en")
    try:
        assert wording.language() == "en"
        assert wording.number(12_345) == "12,345"
        assert wording.age(12_000) == "3 h 20 m"
        assert wording.state_word(State.WAITING) == "Waiting"
        assert wording.clock_time(NOW_S) == "14:31"
    finally:
        wording.install_translation(qapp, "id")
    assert wording.language() == "id"


def test_a_language_nobody_knows_is_taken_for_indonesian(qapp: QApplication) -> None:
    wording.install_translation(qapp, "xx")
    assert wording.language() == "id"
