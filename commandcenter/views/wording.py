"""Words: numbers, ages, instants and names as people read them, in the language of the window.

Owns every text that more than one view needs, and the choice of language. Source texts are English; Indonesian is
a catalogue (``resources/translations``) and the default. Refuses to know widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from commandcenter.models.category import Category
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.models.instant import WIB, from_ms, to_ms
from commandcenter.models.report import Priority
from commandcenter.models.state import State
from commandcenter.resource import resource_path

LANGUAGES = ("id", "en")
"""Languages a window can speak, the default first."""

translate = QCoreApplication.translate


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for the catalogue and return it; Qt's own function of this name is typed ``object``."""
    return text


_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86_400
_LATEST_MS = to_ms(datetime.max.replace(tzinfo=WIB))
"""Some systems write the end of the year 9999 where there is no limit: in Jakarta that is the year after."""

_STATES: dict[State, str] = {
    State.WAITING: QT_TRANSLATE_NOOP("State", "Waiting"),
    State.COORDINATING: QT_TRANSLATE_NOOP("State", "Coordination"),
    State.DELEGATED: QT_TRANSLATE_NOOP("State", "Delegated"),
    State.IN_PROGRESS: QT_TRANSLATE_NOOP("State", "In progress"),
    State.ESTIMATED: QT_TRANSLATE_NOOP("State", "Estimated"),
    State.DONE: QT_TRANSLATE_NOOP("State", "Done"),
    State.REJECTED: QT_TRANSLATE_NOOP("State", "Rejected"),
    State.REOPENED: QT_TRANSLATE_NOOP("State", "Reopened"),
}

_PRIORITIES: dict[Priority, str] = {
    Priority.LOW: QT_TRANSLATE_NOOP("Priority", "Low"),
    Priority.NORMAL: QT_TRANSLATE_NOOP("Priority", "Normal"),
    Priority.HIGH: QT_TRANSLATE_NOOP("Priority", "High"),
    Priority.EMERGENCY: QT_TRANSLATE_NOOP("Priority", "Emergency"),
}

_LEVEL: Mapping[str, str] = {
    "provinsi": QT_TRANSLATE_NOOP("AreaLevel", "province"),
    "kota": QT_TRANSLATE_NOOP("AreaLevel", "city"),
    "kabupaten": QT_TRANSLATE_NOOP("AreaLevel", "regency"),
    "kecamatan": QT_TRANSLATE_NOOP("AreaLevel", "district"),
    "kelurahan": QT_TRANSLATE_NOOP("AreaLevel", "kelurahan"),
    "desa": QT_TRANSLATE_NOOP("AreaLevel", "village"),
    "rw": QT_TRANSLATE_NOOP("AreaLevel", "RW"),
    "rt": QT_TRANSLATE_NOOP("AreaLevel", "RT"),
    "ward": QT_TRANSLATE_NOOP("AreaLevel", "ward"),
    "community area": QT_TRANSLATE_NOOP("AreaLevel", "community area"),
    "neighborhood": QT_TRANSLATE_NOOP("AreaLevel", "neighbourhood"),
}
"""Levels are a city's own words (docs/areas.md); these are the ones that have another in another language."""

_installed: list[QTranslator] = []


class CatalogueMissing(Failure):
    """The texts of a language have not been compiled."""

    code = "catalogue_missing"
    template = (
        "The texts for the language '{language}' are missing ({path}). Run ./run --setup, or choose another language."
    )


def install_translation(application: QCoreApplication, language: str) -> None:
    """Make all windows of this process speak a language; call it before the first window is made.

    Sets the default locale too, so that numbers and month names follow.

    Args:
        application: The running application.
        language: ``id`` or ``en``; anything else is taken for ``id``.

    Raises:
        CatalogueMissing: If the compiled catalogue is not there; English texts stand meanwhile.
    """
    while _installed:
        application.removeTranslator(_installed.pop())
    english = language == "en"
    QLocale.setDefault(
        QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        if english
        else QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia)
    )
    name = "en" if english else "id"
    path = resource_path("translations", f"commandcenter_{name}.qm")
    translator = QTranslator(application)
    if not translator.load(str(path)):
        raise CatalogueMissing(language=name, path=path)
    application.installTranslator(translator)
    _installed.append(translator)


def language() -> str:
    """Return the language windows speak now, ``id`` or ``en``."""
    return "en" if QLocale().language() == QLocale.Language.English else "id"


def number(value: int) -> str:
    """Return a count with the language's separators, ``12.345`` in Indonesian."""
    return QLocale().toString(value)


def decimal(value: float) -> str:
    """Return a value with one decimal, ``0,4`` in Indonesian."""
    return QLocale().toString(float(value), "f", 1)


def age(seconds: float) -> str:
    """Return a duration as people say it: ``12 dtk``, ``7 mnt``, ``3 j 20 m``, ``2 hr``.

    Rounds down, so that nothing is called older than it is. A negative duration counts as 0.
    """
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return translate("Wording", "{n} s").format(n=whole)
    if whole < _HOUR_S:
        return translate("Wording", "{n} min").format(n=whole // _MINUTE_S)
    if whole < _DAY_S:
        hours, minutes = divmod(whole // _MINUTE_S, 60)
        if minutes == 0:
            return translate("Wording", "{hours} h").format(hours=hours)
        return translate("Wording", "{hours} h {minutes} m").format(hours=hours, minutes=minutes)
    return translate("Wording", "{n} d").format(n=number(whole // _DAY_S))


def duration_range(from_s: float | None, until_s: float | None) -> str:
    """Return a range of durations in words: ``di bawah 1 j``, ``1 j – 6 j``, ``7 hr ke atas``; None: without an end."""
    if from_s is None:
        return (
            translate("Wording", "any")
            if until_s is None
            else translate("Wording", "under {end}").format(end=age(until_s))
        )
    if until_s is None:
        return translate("Wording", "{start} and more").format(start=age(from_s))
    return f"{age(from_s)} – {age(until_s)}"


def due(seconds_left: float) -> str:
    """Return how long is left, or by how much it is late: ``sisa 2 j``, ``lewat 3 j``."""
    if seconds_left < 0:
        return translate("Wording", "{age} late").format(age=_coarse(-seconds_left))
    return translate("Wording", "{age} left").format(age=_coarse(seconds_left))


def _coarse(seconds: float) -> str:
    """Return an age in its largest unit only; one minute is the least."""
    whole = int(seconds)
    unit = next((size for size in (_DAY_S, _HOUR_S) if whole >= size), _MINUTE_S)
    return age(max(whole // unit, 1) * unit)


def clock_time(at_s: float) -> str:
    """Return the time of day in WIB, ``14.31`` in Indonesian, ``14:31`` in English."""
    at = _wib(at_s)
    return translate("Wording", "{hour:02d}:{minute:02d}").format(hour=at.hour, minute=at.minute)


def day(at_s: float, now_s: float) -> str:
    """Return the day in WIB, ``20 Feb``, with the year where it is not this one."""
    at, now = _wib(at_s), _wib(now_s)
    month = QLocale().monthName(at.month, QLocale.FormatType.ShortFormat)
    return f"{at.day} {month}" if at.year == now.year else f"{at.day} {month} {at.year}"


def moment(at_s: float, now_s: float) -> str:
    """Return an instant in WIB: the time, with the date before it where that is not today."""
    if _wib(at_s).date() == _wib(now_s).date():
        return clock_time(at_s)
    return f"{day(at_s, now_s)} {clock_time(at_s)}"


def exact_moment(at_s: float) -> str:
    """Return an instant with weekday, year and zone, for tooltips: ``Senin, 20 Feb 2017 14.31 WIB``."""
    at = _wib(at_s)
    weekday = QLocale().dayName(at.isoweekday(), QLocale.FormatType.LongFormat)
    month = QLocale().monthName(at.month, QLocale.FormatType.ShortFormat)
    return f"{weekday}, {at.day} {month} {at.year} {clock_time(at_s)} WIB"


def weekday_short(day: int) -> str:
    """Return a weekday's short name, 0 for Monday: ``Sen``."""
    return QLocale().standaloneDayName(day + 1, QLocale.FormatType.ShortFormat)


def week_hour(hour: int) -> str:
    """Return an hour of the week from 0, Monday 00:00 to 01:00, to 167: ``Senin 08.00 – 09.00``."""
    day, of_day = divmod(hour, 24)
    weekday = QLocale().dayName(day + 1, QLocale.FormatType.LongFormat)
    start, end = ((of_day + each) * _HOUR_S - int(WIB.utcoffset(None).total_seconds()) for each in (0, 1))
    return f"{weekday} {clock_time(start)} – {clock_time(end)}"


def state_word(state: State) -> str:
    """Return a state's name."""
    return translate("State", _STATES[state])


def priority_word(priority: Priority) -> str:
    """Return a priority's name."""
    return translate("Priority", _PRIORITIES[priority])


def category_name(category: Category | None, code: str) -> str:
    """Return a category's name in the window's language; its code where the catalogue lacks it."""
    if category is None:
        return code
    return category.name_en if language() == "en" else category.name_id


def level_word(level: str) -> str:
    """Return the word for a level of areas in the middle of a sentence; a city's own word where it is none of ours."""
    known = _LEVEL.get(level.lower())
    return level if known is None else translate("AreaLevel", known)


def level_title(level: str) -> str:
    """Return the word for a level of areas as it stands alone or before a name."""
    word = level_word(level)
    return word[:1].upper() + word[1:]


def trouble_sentence(trouble: Trouble) -> str:
    """Return what went wrong and what to do, translated; the English template where the catalogue lacks it."""
    return translate("Failure", trouble.template).format(**trouble.params)


def _wib(at_s: float) -> datetime:
    """Return an instant on Jakarta's clocks; the last one that a calendar holds for any later one."""
    return from_ms(min(int(at_s * 1000), _LATEST_MS)).astimezone(WIB)
