"""Whether what a wall shows is still true, and how it says so when it is not.

Pure: from what is known of the data's age, of the map's page and of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from commandcenter.models.freshness import Freshness, Phase
from commandcenter.models.mirror.failure import MirrorDamaged, MirrorReadFailed, MirrorWriteFailed
from commandcenter.views.shell.freshness import data_age, loud_age
from commandcenter.views.wording import age, number, translate


class Look(Enum):
    """How the scene is shown."""

    LIVE = "live"
    WAITING = "waiting"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Truth:
    """What the wall says of itself.

    Attributes:
        look: ``STALE`` greys and hatches all of it.
        age: The age of the data in small letters, always on the screen.
        headline: In large letters over the map; empty while all is well.
        reason: Below it.
        covers_map: Whether nothing of the map may be seen, because the map is not there.
        is_known: Whether there is anything to count; without data a figure is unknown, and not zero.
    """

    look: Look
    age: str
    headline: str = ""
    reason: str = ""
    covers_map: bool = False
    is_known: bool = True


def truth_of(
    freshness: Freshness, map_is_still: bool, map_is_gone: bool, limit_s: float, monotonic_s: float, now_s: float
) -> Truth:
    """Return what the wall must say.

    Args:
        freshness: What is known of the data.
        map_is_still: Whether the map's page does not answer any more.
        map_is_gone: Whether there is no map in its place.
        limit_s: Age beyond which the data is old.
        monotonic_s: ``time.monotonic()`` now.
        now_s: UTC seconds now.
    """
    known_s = data_age(freshness, monotonic_s, now_s)
    is_live = freshness.phase is Phase.LIVE
    if known_s is None:
        return Truth(
            Look.WAITING, translate("Wall", "no data yet"), *_without_data(freshness), covers_map=True, is_known=False
        )
    words = translate("Wall", "data {age} old").format(age=age(known_s))
    if not is_live:
        words = f"{words} · {_state(freshness.phase)}"
    is_old = known_s > limit_s
    fault = _fault(freshness)
    if is_old or fault:
        old = translate("Freshness", "DATA {age} OLD").format(age=loud_age(known_s))
        headline = old if is_old else fault
        reason = (fault if is_old else "") or _reason(freshness)
        return Truth(Look.STALE, words, headline, reason, covers_map=map_is_gone)
    if map_is_gone or map_is_still:
        return Truth(
            Look.LIVE if is_live else Look.WAITING,
            words,
            translate("Wall", "MAP STOPPED"),
            translate("Wall", "The figures are live. The map is being loaded again."),
            covers_map=True,
        )
    return Truth(Look.LIVE if is_live else Look.WAITING, words)


def _without_data(freshness: Freshness) -> tuple[str, str]:
    fault = _fault(freshness)
    if fault:
        return fault, _reason(freshness)
    if freshness.phase in (Phase.STARTING, Phase.LOADING, Phase.CATCHING_UP):
        rows = translate("Wall", "{rows} reports").format(rows=number(freshness.loaded_rows))
        return translate("Wall", "LOADING DATA"), rows if freshness.loaded_rows else ""
    return translate("Wall", "NO DATA"), _reason(freshness)


def _fault(freshness: Freshness) -> str:
    """Return what is wrong in a way that waiting does not mend; empty otherwise."""
    code = None if freshness.trouble is None else freshness.trouble.code
    if freshness.phase is Phase.TOKEN_REFUSED:
        return translate("Wall", "ACCESS REFUSED")
    if code == MirrorWriteFailed.code:
        return translate("Wall", "DISK FULL OR NOT WRITABLE")
    if code in (MirrorDamaged.code, MirrorReadFailed.code):
        return translate("Wall", "LOCAL COPY DAMAGED")
    if freshness.phase is Phase.STOPPED:
        return translate("Wall", "UPDATING STOPPED")
    return ""


def _reason(freshness: Freshness) -> str:
    """Return what to do, in the few words that a wall has room for."""
    code = None if freshness.trouble is None else freshness.trouble.code
    if freshness.phase is Phase.TOKEN_REFUSED:
        return translate("Wall", "Ask the administrator for a new token for this wall.")
    if code == MirrorWriteFailed.code:
        return translate("Wall", "Make room on this machine's disk; it goes on by itself.")
    if freshness.phase is Phase.STOPPED or code in (MirrorDamaged.code, MirrorReadFailed.code):
        return translate("Wall", "Start the wall again on this machine.")
    if freshness.phase is Phase.OFFLINE:
        return translate("Wall", "The store can't be reached; it is tried again by itself.")
    return translate("Wall", "Nothing new comes from the store.")


def _state(phase: Phase) -> str:
    words = {
        Phase.STARTING: translate("Wall", "connecting"),
        Phase.LOADING: translate("Wall", "loading"),
        Phase.CATCHING_UP: translate("Wall", "catching up"),
        Phase.OFFLINE: translate("Wall", "cut off"),
        Phase.STOPPED: translate("Wall", "stopped"),
        Phase.TOKEN_REFUSED: translate("Wall", "refused"),
    }
    return words[phase]
