"""What an act is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.models.intent import ConflictSide, Intent, IntentResult
from commandcenter.store.act.difference import Changed
from commandcenter.store.feed import Change
from commandcenter.store.placement import Placement
from commandcenter.store.terms import Terms
from commandcenter.store.token import Principal


@dataclass(frozen=True, slots=True)
class Act:
    """One intent on its way.

    Attributes:
        connection: Inside the writer's transaction.
        now: The store's clock; becomes ``recorded_at``.
        terms: What a new report is held against, for this transaction.
    """

    connection: Connection
    city: CityCode
    placement: Placement
    principal: Principal
    intent: Intent
    now: datetime
    terms: Terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an applied act did.

    Attributes:
        made: What changed, to be published.
        rows: What is yet to be written, with its table: rows that nothing reads before the transaction's end, so that
            acts of one transaction write them together.
        found_version: The version that it found of what its result has one of; the same where it made none.
        changed: Which fields of what the city is set up with became another, for its history; None: it keeps none.
    """

    result: IntentResult
    made: Sequence[Change]
    rows: Sequence[tuple[Table, Mapping[str, Any]]] = ()
    found_version: int | None = None
    changed: Changed | None = None


class Conflict(Exception):  # noqa: N818 - it is an answer, not a fault
    """Somebody else was quicker; nothing was written."""

    def __init__(self, failure: Failure, version: int, mine: str, theirs: ConflictSide) -> None:
        """Keep both sides.

        Args:
            failure: Code and sentence.
            version: The report's version now.
            mine: What the act would have made of it.
            theirs: What is there instead.
        """
        self.failure = failure
        self.version = version
        self.mine = mine
        self.theirs = theirs
        super().__init__(str(failure))
