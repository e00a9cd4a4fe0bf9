"""How often anybody may do what anybody can: the defaults, per address and per device.

All are assumed. Written as the library ``limits`` reads them: ``30/minute``; empty: as often as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class PublicLimit:
    """How often one thing may be done.

    Attributes:
        per_address: By one address. Generous: a whole mobile network may stand behind one.
        per_device: By one device, or towards one login.
    """

    per_address: str = ""
    per_device: str = ""


@dataclass(frozen=True, slots=True)
class PublicLimits:
    """How often each may be.

    Attributes:
        report: A new report by a citizen, through Open311 or as an act.
        voice: Support and ratings.
        upload: A photo by a citizen.
        subscription: What a citizen asks to be told: each new address gets a message.
        sign_in: A try to sign in; the device is the login.
        registration: A try to open an account; the device is the login.
        download: Everything as one file.
    """

    report: PublicLimit = PublicLimit("300/minute", "30/hour")
    voice: PublicLimit = PublicLimit("300/minute", "60/hour")
    upload: PublicLimit = PublicLimit("300/minute", "60/hour")
    subscription: PublicLimit = PublicLimit("60/minute", "20/hour")
    sign_in: PublicLimit = PublicLimit("60/15minute", "10/15minute")
    registration: PublicLimit = PublicLimit("60/hour", "10/15minute")
    download: PublicLimit = PublicLimit("30/minute")


DEFAULT_LIMITS = PublicLimits()

UNLIMITED = PublicLimits(*(PublicLimit() for _ in fields(PublicLimits)))
"""For a store that only its own machine reaches: a simulated city reports more often than a city's people."""
