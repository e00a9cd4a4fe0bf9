"""What the store refuses to those who want to be told."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class ChannelOff(Failure):
    """A way of telling people that this store has not been set up for."""

    code = "channel_off"
    template = "This store does not send {channel}. Choose another way, or ask its administrator to set it up."


class AddressRefused(Failure):
    """An address that the store sends nothing to."""

    code = "address_refused"
    template = "The store sends nothing to this address ({what}). Give a public one."


class PushKeyBad(Failure):
    """A browser's keys that are none."""

    code = "push_key_bad"
    template = "The browser's keys can't be used. Send p256dh and auth as the browser gave them."


class SubscriptionUnknown(Failure):
    """A subscription that is not there, has ended, or is somebody else's."""

    code = "subscription_unknown"
    template = "There is no such subscription, or it has already ended. You need not do anything."


class TooManySubscriptions(Failure):
    """More subscriptions than one person needs."""

    code = "too_many_subscriptions"
    template = "There are already {limit} subscriptions here. End one before you make another."


class NotToldOfOthers(Failure):
    """A report that somebody has not shown to be theirs."""

    code = "told_of_own_only"
    template = (
        "Only who sent a report is told of it. Sign in with the account that sent it, or use the device it was "
        "sent from."
    )
