"""Word lists of the coded columns.

Owns the rule that a word keeps its code for as long as the board lives: lists only grow, so codes of an older
generation mean the same in a newer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_WORD, WordColumn

MAX_WORDS = int(np.iinfo(np.int16).max) + 1


class TooManyWordsError(ValueError):
    """A coded column met more distinct words than int16 codes can name."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and their codes; immutable.

    Attributes:
        words: The word of each code.
        codes: The code of each word.
    """

    words: tuple[str, ...]
    codes: Mapping[str, int]

    def code(self, word: str | None) -> int:
        """Return the word's code; ``NO_WORD`` for None and for words never met."""
        return NO_WORD if word is None else self.codes.get(word, NO_WORD)

    def word(self, code: int) -> str | None:
        """Return the word of a code; None for ``NO_WORD``."""
        return None if code == NO_WORD else self.words[code]


EMPTY = Vocabulary((), {})


def grown(vocabulary: Vocabulary, column: WordColumn) -> tuple[Vocabulary, NDArray[np.int16]]:
    """Translate a batch's codes, adding its new words at the end of the list.

    Returns:
        The vocabulary, the same object where nothing was new, and int16 codes in the batch's row order.

    Raises:
        TooManyWordsError: If the list would outgrow int16.
    """
    new = [word for word in column.words if word not in vocabulary.codes]
    if new:
        words = vocabulary.words + tuple(dict.fromkeys(new))
        if len(words) > MAX_WORDS:
            raise TooManyWordsError(f"{len(words)} words; at most {MAX_WORDS} fit a coded column")
        vocabulary = Vocabulary(words, {word: code for code, word in enumerate(words)})
    # NO_WORD is -1 and so picks the last entry of the table.
    table = np.array([*(vocabulary.codes[word] for word in column.words), NO_WORD], dtype=np.int16)
    return vocabulary, table[column.codes]
