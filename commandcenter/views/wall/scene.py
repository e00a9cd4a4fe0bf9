"""One scene of the wall as a list of things to paint: words with their boxes, bars, marks, rules.

Owns which words go where and which of several lengths is taken. Pure but for the fonts' metrics; so a test can hold
every word of a scene against the least height of letters, against its box and against all other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QRectF

from commandcenter.views.palette import Theme
from commandcenter.views.wall.arrangement import CATEGORY_ROW, FIGURES, PAD, ROW, Arrangement, arrange
from commandcenter.views.wall.lettering import font_px_of, width_px
from commandcenter.views.wall.phrase import FigureRow, Phrases, Variants
from commandcenter.views.wall.truth import Look, Truth

_LARGEST = 2.6
"""Size of a figure where there is much room, in font sizes."""

_NAME = 0.62
"""Size of a figure's name, in sizes of the figure; never below the font size."""

_GAP = 0.5
_APART = 0.9
_MARK = 0.62
_RESERVED_VALUE = "12.345"
_RESERVED_AGE = "23 j 59 m"


class Side(Enum):
    """Where words stand in their box."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Outline(Enum):
    """Marks that are drawn, not written."""

    TRIANGLE = "triangle"
    DISC = "disc"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Words:
    """A text, vertically in the middle of its box."""

    text: str
    box: QRectF
    font_px: int
    colour: str
    side: Side = Side.LEFT
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled box."""

    box: QRectF
    colour: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An outline that fills its box."""

    outline: Outline
    box: QRectF
    colour: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What to paint.

    Attributes:
        arrangement: The boxes; the map is none of this scene's painting.
        words: Texts.
        bars: Of the charts, and thin rules between the parts.
        marks: Warnings, and the mark of live data.
    """

    arrangement: Arrangement
    words: tuple[Words, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def arrangement_of(width: float, height: float, letter_px: float, phrases: Phrases) -> Arrangement | None:
    """Return where things stand for letters of a height; None where they can't.

    Room is reserved for figures of five digits and ages of hours, so that a scene which fits once keeps fitting.
    """
    font_px = font_px_of(letter_px)

    def line_px(*, is_short: bool) -> float:
        return max(_figure_px(row, font_px, is_short=is_short) for row in phrases.rows)

    return arrange(width, height, font_px, line_px(is_short=False), line_px(is_short=True))


def scene_of(arrangement: Arrangement, phrases: Phrases, truth: Truth, theme: Theme) -> Scene:
    """Put everything into its place."""
    composer = _Composer(arrangement, theme)
    composer.rules()
    composer.figures(phrases.rows)
    if arrangement.hours is not None:
        composer.hours(phrases, arrangement.hours)
    if arrangement.categories is not None:
        composer.categories(phrases, arrangement.categories)
    composer.urgent(phrases, arrangement.urgent)
    composer.newest(phrases, truth, arrangement.newest)
    return Scene(arrangement, tuple(composer.words), tuple(composer.bars), tuple(composer.marks))


def _reserved_name(row: FigureRow, *, is_short: bool) -> str:
    """Return the name that there must be room for; the longest of three is taken only where there is some to spare."""
    return row.labels[-1] if is_short else row.labels[max(0, len(row.labels) - 2)]


def _figure_px(row: FigureRow, font_px: int, *, is_short: bool) -> float:
    value = _RESERVED_VALUE if len(row.labels) < 3 else _RESERVED_AGE
    label = _reserved_name(row, is_short=is_short)
    return width_px(label, font_px) + (_GAP + _MARK + _GAP) * font_px + width_px(value, font_px, is_bold=True)


@dataclass(slots=True)
class _Composer:
    """Collects the parts of one scene."""

    arrangement: Arrangement
    theme: Theme
    words: list[Words] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def base(self) -> int:
        return self.arrangement.font_px

    def rules(self) -> None:
        """Thin lines between the parts."""
        where, thick = self.arrangement, max(1.0, self.base / 20)
        boxes = [box for box in (where.figures, where.hours, where.categories) if box is not None]
        for box in boxes:
            self.bars.append(Bar(QRectF(box.left(), box.top(), thick, box.height()), self.theme.line))
            if box.top() > 0:
                self.bars.append(Bar(QRectF(box.left(), box.top(), box.width(), thick), self.theme.line))
        foot = QRectF(0, where.map.bottom(), where.urgent.width(), thick)
        self.bars.append(Bar(foot, self.theme.line))

    def figures(self, rows: Sequence[FigureRow]) -> None:
        """The lines of figures, all names of one size and all values of one size."""
        box = self._inside(self.arrangement.figures)
        height = box.height() / FIGURES
        right = box.right() - (_MARK + _GAP) * self.base
        room = right - box.left() - _GAP * self.base
        names, name_font, value_font = self._figure_fonts(rows, room, height / ROW)
        for position, (row, name) in enumerate(zip(rows, names, strict=True)):
            top = box.top() + position * height
            name_box = QRectF(box.left(), top, width_px(name, name_font), height)
            self.words.append(Words(name, name_box, name_font, self.theme.dim_text))
            width = width_px(row.value, value_font, is_bold=True)
            colour = self.theme.alert if row.is_warning else self.theme.text
            value_box = QRectF(right - width, top, width, height)
            self.words.append(Words(row.value, value_box, value_font, colour, Side.RIGHT, is_bold=True))
            if row.is_warning:
                self._mark(Outline.TRIANGLE, box.right() - _MARK * self.base, top + height / 2, colour)

    def _figure_fonts(self, rows: Sequence[FigureRow], room: float, most_px: float) -> tuple[list[str], int, int]:
        """Return the names to write, and the sizes of names and values."""
        value_font = max(self.base, int(min(most_px, _LARGEST * self.base)))
        name_font = max(self.base, int(_NAME * value_font))
        for names_px, values_px in ((name_font, value_font), (self.base, value_font)):
            names = [self._name(row, room, names_px, values_px) for row in rows]
            if None not in names:
                return [name for name in names if name is not None], names_px, values_px
        shortest = [_reserved_name(row, is_short=self.arrangement.is_short) for row in rows]
        fitting = min(
            self.base * (room - width_px(name, self.base)) / max(width_px(row.value, self.base, is_bold=True), 1.0)
            for name, row in zip(shortest, rows, strict=True)
        )
        return shortest, self.base, max(self.base, min(value_font, int(fitting)))

    def _name(self, row: FigureRow, room: float, names_px: int, values_px: int) -> str | None:
        """Return the longest name that fits beside the row's value."""
        left = room - width_px(row.value, values_px, is_bold=True)
        allowed = row.labels[-1:] if self.arrangement.is_short else row.labels
        return next((name for name in allowed if width_px(name, names_px) <= left), None)

    def hours(self, phrases: Phrases, area: QRectF) -> None:
        box = self._inside(area)
        title = self._title(box, phrases.hours_title, phrases.hours_peak)
        axis = QRectF(box.left(), box.bottom() - 1.3 * self.base, box.width(), 1.3 * self.base)
        plot = QRectF(box.left(), title.bottom(), box.width(), axis.top() - title.bottom())
        step, most = plot.width() / len(phrases.hours), max(*phrases.hours, 1)
        for position, count in enumerate(phrases.hours):
            height = plot.height() * count / most
            bar = QRectF(plot.left() + position * step, plot.bottom() - height, step * 0.78, height)
            self.bars.append(Bar(bar, self.theme.bar))
        self.bars.append(Bar(QRectF(plot.left(), plot.bottom(), plot.width(), self.base / 20), self.theme.strong_line))
        taken = box.left()
        for bar_at, words in phrases.hour_marks:
            width = width_px(words, self.base)
            left = plot.left() + (bar_at + 0.39) * step - width / 2
            left = min(max(left, box.left()), box.right() - width)
            if left < taken:
                continue
            self._write(words, QRectF(left, axis.top(), width, axis.height()), self.theme.dim_text)
            taken = left + width + _GAP * self.base

    def categories(self, phrases: Phrases, area: QRectF) -> None:
        box = self._inside(area)
        title = self._title(box, phrases.categories_title, "")
        height = CATEGORY_ROW * self.base
        shown = phrases.categories[: int((box.bottom() - title.bottom()) / height + 0.01)]
        most = max((count for _, _, count in shown), default=1)
        for position, (name, words, count) in enumerate(shown):
            top = title.bottom() + position * height
            line = QRectF(box.left(), top, box.width(), 1.35 * self.base)
            count_px = width_px(words, self.base, is_bold=True)
            fitted = _shortened(name, box.width() - count_px - _GAP * self.base, self.base)
            self._write(fitted, QRectF(line.left(), top, width_px(fitted, self.base), line.height()), self.theme.text)
            self.words.append(
                Words(
                    words,
                    QRectF(line.right() - count_px, top, count_px, line.height()),
                    self.base,
                    self.theme.text,
                    Side.RIGHT,
                    is_bold=True,
                )
            )
            bar = QRectF(box.left(), line.bottom(), box.width() * count / most, 0.24 * self.base)
            self.bars.append(Bar(bar, self.theme.bar))

    def urgent(self, phrases: Phrases, area: QRectF) -> None:
        line = self._line(area)
        right = self._notes(phrases.notes, line)
        left, base = line.left(), self.base
        colour = self.theme.caution if phrases.is_urgent else self.theme.dim_text
        words = self.theme.text if phrases.is_urgent else self.theme.dim_text
        mark = (_MARK + _GAP) * base if phrases.is_urgent else 0.0

        def taken(sentences: tuple[str, ...]) -> float:
            widths = [mark + width_px(each, base, phrases.is_urgent) for each in sentences]
            return sum(widths) + _APART * base * (len(widths) - 1)

        label = width_px(phrases.urgent_label, base, is_bold=True) + _APART * base
        if left + label + taken(phrases.urgent[-1]) <= right:
            box = QRectF(left, line.top(), label - _APART * base, line.height())
            self.words.append(Words(phrases.urgent_label, box, base, colour, is_bold=True))
            left += label
        chosen = next((each for each in phrases.urgent if left + taken(each) <= right), phrases.urgent[-1])
        for sentence in chosen:
            if phrases.is_urgent:
                self._mark(Outline.TRIANGLE, left, line.center().y(), colour)
                left += mark
            width = width_px(sentence, base, phrases.is_urgent)
            box = QRectF(left, line.top(), width, line.height())
            self.words.append(Words(sentence, box, base, words, is_bold=phrases.is_urgent))
            left += width + _APART * base

    def newest(self, phrases: Phrases, truth: Truth, area: QRectF) -> None:
        line, base = self._line(area), self.base
        width = width_px(truth.age, base, is_bold=True)
        colour = self.theme.live if truth.look is Look.LIVE else self.theme.caution
        age = QRectF(line.right() - width, line.top(), width, line.height())
        self.words.append(Words(truth.age, age, base, colour, Side.RIGHT, is_bold=True))
        mark = age.left() - (_MARK + 0.35) * base
        self._mark(Outline.DISC if truth.look is Look.LIVE else Outline.RING, mark, line.center().y(), colour)
        self._entries(phrases, line, mark - base)

    def _entries(self, phrases: Phrases, line: QRectF, right: float) -> None:
        """As many of the newest as fit, whole."""
        label = width_px(phrases.newest_label, self.base)
        left = line.left() + label + _GAP * self.base
        kept: list[str] = []
        for entry in phrases.newest:
            if left + width_px(" · ".join([*kept, entry]), self.base) > right:
                break
            kept.append(entry)
        if not kept:
            return
        text = " · ".join(kept)
        self._write(phrases.newest_label, QRectF(line.left(), line.top(), label, line.height()), self.theme.dim_text)
        self._write(text, QRectF(left, line.top(), width_px(text, self.base), line.height()), self.theme.text)

    def _notes(self, notes: Iterable[str], line: QRectF) -> float:
        """Write what must stand beside the data, from the right; return where it begins."""
        right = line.right()
        for note in notes:
            width = width_px(note, self.base)
            box = QRectF(right - width, line.top(), width, line.height())
            self.words.append(Words(note, box, self.base, self.theme.caution, Side.RIGHT))
            right = box.left() - _APART * self.base
        return right

    def _title(self, box: QRectF, names: Variants, right: str) -> QRectF:
        line = QRectF(box.left(), box.top(), box.width(), 1.45 * self.base)
        right_px = width_px(right, self.base)
        room = line.width() - (right_px + _GAP * self.base if right else 0)
        name = _longest(names, room, self.base)
        self._write(
            name, QRectF(line.left(), line.top(), width_px(name, self.base), line.height()), self.theme.dim_text
        )
        if right and width_px(name, self.base) <= room:
            at = QRectF(line.right() - right_px, line.top(), right_px, line.height())
            self.words.append(Words(right, at, self.base, self.theme.dim_text, Side.RIGHT))
        return line

    def _write(self, text: str, box: QRectF, colour: str) -> None:
        self.words.append(Words(text, box, self.base, colour))

    def _mark(self, outline: Outline, left: float, middle: float, colour: str) -> None:
        side = _MARK * self.base
        self.marks.append(Mark(outline, QRectF(left, middle - side / 2, side, side), colour))

    def _inside(self, box: QRectF) -> QRectF:
        pad = PAD * self.base
        return box.adjusted(pad, pad / 2, -pad, -pad / 2)

    def _line(self, box: QRectF) -> QRectF:
        return box.adjusted(PAD * self.base, 0, -PAD * self.base, 0)


def _longest(variants: Variants, room: float, font_px: int) -> str:
    """Return the first that fits; the last where none does."""
    return next((each for each in variants if width_px(each, font_px) <= room), variants[-1])


def _shortened(name: str, room: float, font_px: int) -> str:
    """Return a name without as many of its last words as it takes to fit."""
    return next((each for each in _from_long_to_short(name) if width_px(each, font_px) <= room), "…")


def _from_long_to_short(name: str) -> Iterator[str]:
    yield name
    words = name.split(" ")
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]) + " …"
