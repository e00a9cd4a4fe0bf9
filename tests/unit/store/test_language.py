"""Every sentence that the store can say exists in Indonesian, with the same fields."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import commandcenter.models
import commandcenter.protocol
import commandcenter.store
from commandcenter.models.failure import Failure
from commandcenter.models.job import JobMoveNotAllowed, JobState, check_job_move
from commandcenter.models.report import DescriptionTooLong
from commandcenter.models.state import MoveNotAllowed, State, check_move
from commandcenter.store.language import JOB_WORDS, STATE_WORDS, catalogue, sentences
from commandcenter.store.notice import page, wording
from commandcenter.store.photo.evidence import SENTENCES
from commandcenter.store.public import wording as public_wording

ROOMS = (commandcenter.models, commandcenter.protocol, commandcenter.store)
ELSEWHERE = ("models.mirror", "models.board", "models.freshness")


def failures() -> list[type[Failure]]:
    """Return every failure that the store's rooms define; what the desktop alone meets has catalogues there."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not any(part in module.name for part in (".migration.", *ELSEWHERE)):
                importlib.import_module(module.name)
    # With the dot: `store_process`, which another test may have loaded, is no part of `store`.
    names = tuple(f"{room.__name__}." for room in ROOMS)
    kinds = (kind for kind in _below(Failure) if kind.__module__.startswith(names))
    return sorted(
        (kind for kind in kinds if not any(part in kind.__module__ for part in ELSEWHERE)),
        key=lambda kind: kind.code,
    )


def _below(kind: type[Failure]) -> Iterator[type[Failure]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _below(below)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("failure", failures(), ids=lambda failure: failure.code)
def test_a_failure_has_an_indonesian_sentence_with_the_same_fields(failure: type[Failure]) -> None:
    translation = catalogue("id").get(failure.template)
    assert translation, f"no Indonesian for: {failure.template}"
    assert fields(translation) == fields(failure.template)


def test_codes_are_unique() -> None:
    codes = [failure.code for failure in failures()]
    assert len(codes) == len(set(codes))


def test_the_states_have_indonesian_words() -> None:
    assert {*STATE_WORDS.values(), *JOB_WORDS.values()} <= set(catalogue("id"))


@pytest.mark.parametrize("text", sorted(page.TEXTS | wording.TEXTS | public_wording.TEXTS))
def test_what_people_are_told_has_indonesian_words_with_the_same_fields(text: str) -> None:
    translation = catalogue("id").get(text)
    assert translation, f"no Indonesian for: {text}"
    assert fields(translation) == fields(text)


def test_nothing_in_the_catalogue_is_left_over() -> None:
    used = (
        page.TEXTS
        | wording.TEXTS
        | public_wording.TEXTS
        | {failure.template for failure in failures()}
        | set(STATE_WORDS.values())
        | set(JOB_WORDS.values())
        | set(SENTENCES.values())
    )
    assert set(catalogue("id")) - used == set()


def test_a_sentence_comes_in_both_languages_with_its_values() -> None:
    said = sentences(DescriptionTooLong(length=4001, limit=4000))
    assert set(said) == {"id", "en"}
    for sentence in said.values():
        assert "4001" in sentence
        assert "4000" in sentence


def test_a_refused_move_is_said_in_words_and_not_in_codes() -> None:
    with pytest.raises(MoveNotAllowed) as refused:
        check_move(State.ESTIMATED, State.WAITING)
    said = sentences(refused.value)
    assert said["id"].startswith("Laporan berstatus “Estimasi waktu selesai (EWS)” tidak dapat menjadi “Menunggu”.")
    assert "“Koordinasi”, “Proses”, “Selesai”, “Ditolak”" in said["id"]
    assert "in_progress" not in said["en"]


def test_a_refused_move_of_a_job_is_said_in_words_too() -> None:
    with pytest.raises(JobMoveNotAllowed) as refused:
        check_job_move(JobState.PLANNED, JobState.ON_SITE)
    said = sentences(refused.value)
    assert "“Direncanakan”" in said["id"]
    assert "“At work there”" in said["en"]
