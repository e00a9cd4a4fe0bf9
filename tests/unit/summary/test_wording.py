"""The summary speaks Indonesian by default, English too, and numbers as each writes them."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import commandcenter.summary
from commandcenter.models.figure.definition import DEFINITIONS, FigureCode, Unit
from commandcenter.resource import resource_path
from commandcenter.summary.wording import Wording

ID, EN = Wording("id"), Wording("en")


def texts_in_code() -> set[str]:
    """Return the first argument of every call of ``say`` in the room."""
    found: set[str] = set()
    for folder in commandcenter.summary.__path__:
        for file in Path(folder).glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say":
                    found.add(ast.literal_eval(node.args[0]))
    return found


def catalogue() -> dict[str, str]:
    with resource_path("translations", "summary", "id.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="id") if entry.id}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_catalogue_holds_every_text_and_nothing_else() -> None:
    assert set(catalogue()) == texts_in_code()
    assert len(texts_in_code()) > 30


@pytest.mark.parametrize("text", sorted(texts_in_code()))
def test_a_translation_has_the_fields_of_its_text(text: str) -> None:
    translation = catalogue()[text]
    assert translation
    assert fields(translation) == fields(text)


def test_every_figure_is_named_and_defined_in_both_languages() -> None:
    assert list(DEFINITIONS) == list(FigureCode)
    for definition in DEFINITIONS.values():
        for told in (definition.names, definition.sentences):
            assert set(told) == {"id", "en"}
            assert told["id"] != told["en"]
        assert all(sentence.endswith(".") for sentence in definition.sentences.values())


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (0, "0 dtk", "0 s"),
        (59, "59 dtk", "59 s"),
        (60, "1 mnt", "1 min"),
        (3_599, "59 mnt", "59 min"),
        (3_600, "1 j 0 m", "1 h 0 m"),
        (2 * 86_400 - 1, "47 j 59 m", "47 h 59 m"),
        (2 * 86_400, "2 hr 0 j", "2 d 0 h"),
        (1_234 * 86_400 + 7_200, "1.234 hr 2 j", "1,234 d 2 h"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: int, indonesian: str, english: str) -> None:
    assert (ID.duration(seconds), EN.duration(seconds)) == (indonesian, english)


def test_numbers_have_the_separators_of_the_language() -> None:
    assert (ID.count(12_345), EN.count(12_345), ID.count(-300)) == ("12.345", "12,345", "−300")
    assert (ID.share(78.44), EN.share(78.44)) == ("78,4 %", "78.4 %")
    assert ID.value(358, Unit.REPORTS, signed=True) == "+358"
    assert ID.value(None, Unit.SECONDS) == "–"


@pytest.mark.parametrize(
    ("now", "before", "unit", "told"),
    [
        (12, 10, Unit.REPORTS, "▲ naik 2"),
        (10, 1_210, Unit.REPORTS, "▼ turun 1.200"),
        (10, 10, Unit.REPORTS, "= tetap"),
        (80.04, 79.96, Unit.PERCENT, "= tetap"),
        (80.0, 77.5, Unit.PERCENT, "▲ naik 2,5 poin"),
        (3_600, 4_200, Unit.SECONDS, "▼ turun 10 mnt"),
        (None, 1, Unit.PERCENT, "tanpa pembanding"),
        (1, None, Unit.PERCENT, "tanpa pembanding"),
    ],
)
def test_a_change_is_told_by_shape_and_word(now: float | None, before: float | None, unit: Unit, told: str) -> None:
    assert ID.change(now, before, unit) == told


def test_times_are_told_in_wib() -> None:
    assert ID.moment(datetime(2026, 11, 24, 18, 5, 1, tzinfo=UTC)) == "25 Nov 2026 01.05.01 WIB"
    assert ID.day(date(2017, 2, 20)) == "Senin, 20 Feb 2017"


def test_the_documentation_has_every_definition_as_it_is() -> None:
    documented = (Path(__file__).resolve().parents[3] / "docs" / "summary.md").read_text("utf-8")
    for definition in DEFINITIONS.values():
        names = f"{definition.names['en']} ({definition.names['id']})"
        row = f"| `{definition.code}` | {names} | {definition.unit} | {definition.sentences['en']} |"
        assert row in documented, row
