"""How often one address, device or login may ask for what anybody can ask for.

Owns the counting, in this process's memory: behind several processes each counts its own share, so a limit is at most
as many times itself as there are processes (docs/decisions/0134). Nothing of whom is counted is kept longer than the
limit's window, or written anywhere.

Thread: the event loop.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from commandcenter.store.account_failure import TooManyRequests
from commandcenter.store.public_limit import PublicLimit


class Throttle:
    """Counts, by what is done and who does it."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, what: str, limit: PublicLimit, *, address: str, device: str = "") -> None:
        """Count one time.

        Args:
            what: What is done; each has counts of its own.
            limit: How often it may be.
            address: Who does it; empty: not known, and not counted.
            device: On which device, or towards which login; empty: not known.

        Raises:
            TooManyRequests: If it was too often; says how long to wait.
        """
        # By device first: whoever tries one login from many addresses must not use up other people's share.
        for text, kind, who in ((limit.per_device, "device", device), (limit.per_address, "address", address)):
            if not text or not who:
                continue
            item = parse(text)
            if not self._limiter.hit(item, what, kind, who):
                raise TooManyRequests(wait_s=self._wait_s(item, what, kind, who))

    def forget(self, what: str, limit: PublicLimit, device: str) -> None:
        """Begin anew for a device or login: it has proved to be in the right."""
        if limit.per_device and device:
            self._limiter.clear(parse(limit.per_device), what, "device", device)

    def _wait_s(self, item: RateLimitItem, *who: str) -> int:
        reset_s = self._limiter.get_window_stats(item, *who).reset_time - time.time()
        return max(1, math.ceil(reset_s))


def address_of(request: Request) -> str:
    """Return whose address a request came from: the connection's, or what a believed proxy says it was."""
    return "" if request.client is None else request.client.host
