"""Unpacking gives back what was packed, and never more than was allowed."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.map.base.compression import Compression, NotUnpackedError, unpacked

WAYS = [Compression.NONE, Compression.GZIP, Compression.BROTLI, Compression.ZSTD]


def packed(content: bytes, how: Compression) -> bytes:
    if how is Compression.NONE:
        return content
    if how is Compression.GZIP:
        return gzip.compress(content)
    return bytes(pa.compress(content, codec=how.name.lower()))


@pytest.mark.parametrize("how", WAYS)
@given(content=st.binary(max_size=300))
def test_what_was_packed_comes_back(how: Compression, content: bytes) -> None:
    assert unpacked(packed(content, how), how, 300) == content


@given(content=st.binary(max_size=300))
def test_gzip_is_recognised_where_nothing_is_said(content: bytes) -> None:
    assert unpacked(gzip.compress(content), Compression.UNKNOWN, 300) == content


@pytest.mark.parametrize("how", WAYS)
def test_what_grows_beyond_its_limit_is_refused(how: Compression) -> None:
    with pytest.raises(NotUnpackedError):
        unpacked(packed(bytes(10_000), how), how, 9_999)


@pytest.mark.parametrize("how", WAYS[1:])
@given(content=st.binary(min_size=1, max_size=200))
def test_anything_else_is_refused_or_unpacked(how: Compression, content: bytes) -> None:
    try:
        assert len(unpacked(content, how, 1_000)) <= 1_000
    except NotUnpackedError:
        return


@pytest.mark.parametrize("how", [Compression.GZIP, Compression.ZSTD])
def test_what_is_cut_off_is_refused(how: Compression) -> None:
    whole = packed(bytes(range(256)) * 9, how)
    with pytest.raises(NotUnpackedError):
        unpacked(whole[: len(whole) // 2], how, 10_000)
