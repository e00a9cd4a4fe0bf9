"""What a replay says of itself: how far it came, what it left out and why, how late it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from commandcenter.store.intake.rhythm import Rhythm
from commandcenter.store.replay.wording import told_at

if TYPE_CHECKING:
    from commandcenter.store.replay.replay import Tally

_TOLD_LAG_S = 1.0


def span_text(seconds: float) -> str:
    """Return a length of time in the largest fitting units."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def left_out_of(rhythm: Rhythm, rejected: int) -> Iterator[str]:
    """Yield what of the file is left out from the beginning."""
    for count, what in (
        (rejected, "rows that can't be read; store import says why"),
        (rhythm.repeated, "rows that stand in the file twice"),
        (rhythm.outside, "reports outside the part asked for"),
        (rhythm.too_late, "steps after the part asked for"),
        (rhythm.not_allowed, "steps that the table of moves does not allow, such as closed to closed"),
    ):
        if count:
            yield f"Left out: {count:,} {what}."


def told(rhythm: Rhythm, tally: Tally, zone: tzinfo) -> Iterator[str]:
    """Yield the sentences for the end."""
    last = rhythm.acts[tally.decided - 1] if tally.decided else None
    reached = "" if last is None else f", to {told_at(last.at, zone)}"
    yield (
        f"{tally.decided:,} of {len(rhythm.acts):,} acts{reached}: {tally.reports:,} reports and {tally.steps:,} steps "
        f"posted, {tally.already:,} posted before."
    )
    if tally.refused:
        codes = ", ".join(f"{code}: {count:,}" for code, count in sorted(tally.refused.items()))
        yield f"The store refused {sum(tally.refused.values()):,} acts ({codes})."
    if tally.without_report:
        yield f"{tally.without_report:,} steps of refused reports were not tried."
    if tally.left_to_people:
        yield f"{tally.left_to_people:,} steps were left out: somebody at a desk had changed the report."
    if tally.most_lag_s >= _TOLD_LAG_S:
        yield f"At worst it was {tally.most_lag_s:.1f} s behind; nothing was reordered."


def as_json(rhythm: Rhythm, rejected: int, tally: Tally, run: str) -> dict[str, object]:
    """Return the same for programs."""
    return {
        "run": run,
        "acts": len(rhythm.acts),
        "decided": tally.decided,
        "reports": tally.reports,
        "steps": tally.steps,
        "already": tally.already,
        "refused": dict(tally.refused),
        "left_to_people": tally.left_to_people,
        "without_report": tally.without_report,
        "most_lag_s": round(tally.most_lag_s, 3),
        "rejected": rejected,
        "repeated": rhythm.repeated,
        "outside": rhythm.outside,
        "too_late": rhythm.too_late,
        "not_allowed": rhythm.not_allowed,
    }
