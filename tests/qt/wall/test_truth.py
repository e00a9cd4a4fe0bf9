"""What a wall says of itself, for every way in which it may be wrong."""

from __future__ import annotations

import pytest

from commandcenter.models.freshness import Freshness, Phase, Trouble
from commandcenter.models.mirror.failure import MirrorWriteFailed
from commandcenter.views.wall.truth import Look, Truth, truth_of
from tests.fixture.workstation import Station

LIMIT_S = 30.0
NOW_S = 1_000.0


def told(freshness: Freshness, *, still: bool = False, gone: bool = False) -> Truth:
    return truth_of(freshness, still, gone, LIMIT_S, NOW_S, 1_800_000_000.0)


def of_age(age_s: float, phase: Phase = Phase.LIVE, trouble: Trouble | None = None) -> Freshness:
    return Freshness(phase, equal_at_s=NOW_S - age_s, trouble=trouble)


def test_live_data_has_an_age_and_nothing_else_to_say(station: Station) -> None:
    assert told(of_age(2)) == Truth(Look.LIVE, "data 2 dtk lalu")


def test_data_beyond_its_limit_looks_old_and_says_how_old(station: Station) -> None:
    assert told(of_age(LIMIT_S)).look is Look.LIVE
    old = told(of_age(LIMIT_S + 0.1))
    assert (old.look, old.headline) == (Look.STALE, "DATA 30 DETIK LALU")
    assert told(of_age(7 * 60, Phase.OFFLINE)).headline == "DATA 7 MENIT LALU"


def test_a_short_break_is_told_beside_the_age_only(station: Station) -> None:
    assert told(of_age(5, Phase.OFFLINE)) == Truth(Look.WAITING, "data 5 dtk lalu · terputus")


@pytest.mark.parametrize(
    ("phase", "code", "headline"),
    [
        (Phase.TOKEN_REFUSED, "token_revoked", "AKSES DITOLAK"),
        (Phase.OFFLINE, MirrorWriteFailed.code, "DISK PENUH ATAU TAK BISA DITULISI"),
        (Phase.STOPPED, "sync_crashed", "PEMBARUAN BERHENTI"),
    ],
)
def test_what_waiting_does_not_mend_is_told_at_once_and_stays_beside_the_age(
    station: Station, phase: Phase, code: str, headline: str
) -> None:
    trouble = Trouble(code, "")
    at_once = told(of_age(1, phase, trouble))
    assert (at_once.look, at_once.headline) == (Look.STALE, headline)
    assert at_once.reason
    later = told(of_age(600, phase, trouble))
    assert (later.headline, later.reason) == ("DATA 10 MENIT LALU", headline)


def test_data_of_an_earlier_run_is_as_old_as_it_is(station: Station) -> None:
    kept = Freshness(Phase.STARTING, equal_at_ms=(1_800_000_000 - 7_200) * 1000)
    assert told(kept).headline == "DATA 2 JAM LALU"


def test_without_any_data_there_is_no_map_to_be_taken_for_the_present(station: Station) -> None:
    for phase, headline in ((Phase.LOADING, "MEMUAT DATA"), (Phase.OFFLINE, "TIDAK ADA DATA")):
        found = told(Freshness(phase, loaded_rows=1_500))
        assert (found.headline, found.age, found.covers_map) == (headline, "belum ada data", True)


def test_a_map_that_stands_still_is_covered_while_the_figures_live_on(station: Station) -> None:
    for found in (told(of_age(1), still=True), told(of_age(1), gone=True)):
        assert (found.look, found.headline, found.covers_map) == (Look.LIVE, "PETA MACET", True)
