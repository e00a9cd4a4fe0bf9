"""Boards for these tests have chunks of four rows, so that a few reports already fill several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commandcenter.models.board import board, cluster, column, generation, mask, ranking


@pytest.fixture(scope="module")
def small_chunks() -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (board, cluster, column, generation, mask, ranking):
            if hasattr(module, "CHUNK_BITS"):
                patch.setattr(module, "CHUNK_BITS", 2)
            if hasattr(module, "CHUNK_ROWS"):
                patch.setattr(module, "CHUNK_ROWS", 4)
        yield 4
