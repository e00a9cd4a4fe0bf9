"""What a person wants of the simulated city."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """One person's choice.

    Attributes:
        simulated: Whether anything is made up; without it the store holds what was imported, and nothing happens.
        seed: Which of the possible cities; counts when the store is first filled, and for what comes afterwards.
        speed: How many times as fast as real life goes on from now.
    """

    simulated: bool = True
    seed: int = DEFAULT_SEED
    speed: float = 1.0
