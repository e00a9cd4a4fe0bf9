"""Memory that nobody uses any more, given back to the system.

Both allocators of the process, the C library's and Arrow's, keep what was freed for the next one who asks. After a
load, or a visit to the past, that is more than anybody will ask for again.
"""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa


def give_back() -> None:
    """Return what is free to the system; where the system has no way to, do nothing.

    Takes some tens of milliseconds. Thread: any; whoever allocates in the meantime may wait for it.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Of glibc; other C libraries have none.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
