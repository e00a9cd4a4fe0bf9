"""What can go wrong between desktop and store, as sentences that say what to do.

Foreign exceptions and answers become one of these in ``transport`` and go no further.
"""

from __future__ import annotations

from commandcenter.models.failure import Failure


class StoreUnreachable(Failure):
    """Nobody answers, or the connection broke."""

    code = "store_unreachable"
    template = (
        "The store at {url} can't be reached ({reason}). Check the network and whether the store is running; it is "
        "tried again by itself, and acts made meanwhile are kept and sent then."
    )
    retryable = True


class StoreTimeout(Failure):
    """The store was silent for too long."""

    code = "store_timeout"
    template = (
        "The store at {url} said nothing for {waited_s} seconds. The network or the store may be overloaded; it is "
        "tried again by itself."
    )
    retryable = True


class StreamEnded(Failure):
    """The push stream ended before it was of use."""

    code = "stream_ended"
    template = (
        "The store at {url} ended the connection at once. If this goes on, look whether something between desktop "
        "and store cuts long connections; it is tried again by itself."
    )
    retryable = True


class CertificateRefused(Failure):
    """The store's certificate is not trusted."""

    code = "certificate_refused"
    template = (
        "The certificate of {url} is not trusted ({reason}). Check the address and this machine's clock; if the store "
        "has a certificate of its own, have it installed on this machine."
    )
    retryable = True


class AddressUnusable(Failure):
    """The store's address is none."""

    code = "address_unusable"
    template = "{url} is no address of a store. Give one such as https://store.example.org with --store."


class NotAStore(Failure):
    """Something answers, but no store."""

    code = "not_a_store"
    template = (
        "What answers at {url} is no store of this program (HTTP {status}). Check the address given with --store or "
        "in COMMANDCENTER_STORE_URL."
    )


class TokenMissing(Failure):
    """No token was sent."""

    code = "token_missing"
    template = (
        "The store at {url} asks for a token and this desktop has none. Put one into the keyring or into "
        "COMMANDCENTER_TOKEN, then try again. What was loaded before stays readable."
    )


class TokenUnknown(Failure):
    """The store does not know the token."""

    code = "token_unknown"
    template = (
        "The store at {url} does not know this desktop's token. Check that it was entered whole, or ask the "
        "administrator for a new one, then try again. What was loaded before stays readable; acts are kept."
    )


class TokenRevoked(Failure):
    """The token was revoked."""

    code = "token_revoked"
    template = (
        "This desktop's token for {url} was revoked. Ask the administrator for a new one, then try again. What was "
        "loaded before stays readable; acts are kept."
    )


class TokenExpired(Failure):
    """The token's time is over."""

    code = "token_expired"
    template = (
        "This desktop's token for {url} has expired. Sign in again or ask the administrator for a new one, then try "
        "again. What was loaded before stays readable; acts are kept."
    )


class NotAllowed(Failure):
    """The token's role may not do this."""

    code = "not_allowed"
    template = "The token for {url} does not allow this ({what}). Ask the administrator for a token with another role."


class StoreError(Failure):
    """The store answered with an error of its own."""

    code = "store_error"
    template = (
        "The store at {url} could not answer (HTTP {status}{said}). Its log says more; it is tried again by itself."
    )
    retryable = True


class ActsStuck(Failure):
    """The store gives no answer to one's own acts, though it is reached."""

    code = "acts_stuck"
    template = (
        "Acts of yours that the store does not take: {count} (it answers: {reason}). They are kept and sent again by "
        "themselves; later acts on the same reports wait behind them, acts on others do not. Tell whoever runs the "
        "store: its log says more."
    )
    retryable = True


class SnapshotNeeded(Failure):
    """The store can't continue from the mirror's position."""

    code = "snapshot_needed"
    template = "The store at {url} can't continue from where this desktop stopped; everything is loaded anew."
    retryable = True


class Closed(Failure):
    """This side is closing the connection: the program ends."""

    code = "closed"
    template = "The connection to {url} was closed because the program ends."


class SyncCrashed(Failure):
    """A fault in this program ended the synchronisation."""

    code = "sync_crashed"
    template = (
        "The synchronisation stopped through a fault in the program ({what}). What is shown ages from now on; nothing "
        "accepted is lost. Restart the program and pass the log on."
    )


TOKEN_CODES = frozenset({TokenMissing.code, TokenUnknown.code, TokenRevoked.code, TokenExpired.code, NotAllowed.code})
"""Failures that only another token, or somebody's decision, can end."""


class PhotoTooLarge(Failure):
    """A photo with more bytes than a desktop loads."""

    code = "photo_too_large"
    template = "The photo has more than {limit} bytes and is not loaded."
