"""What can go wrong between desktop and a read-only source, as sentences that say what to do."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class SourceUnreachable(Failure):
    """Nobody answers, or the connection broke."""

    code = "source_unreachable"
    template = (
        "The source at {url} can't be reached ({reason}). Check the network and the address; it is asked again by "
        "itself. What was loaded before stays readable."
    )
    retryable = True


class SourceTimeout(Failure):
    """The source was silent for too long."""

    code = "source_timeout"
    template = (
        "The source at {url} said nothing for {waited_s} seconds. The network or the server may be overloaded; it is "
        "asked again by itself."
    )
    retryable = True


class SourceBusy(Failure):
    """The source asks to be left alone for a while (429, 503)."""

    code = "source_busy"
    template = (
        "The source at {url} asks to be left alone for {wait_s} seconds or more (HTTP {status}). It is asked again by "
        "itself after that."
    )
    retryable = True


class SourceError(Failure):
    """The source answered with an error of its own."""

    code = "source_error"
    template = (
        "The source at {url} could not answer (HTTP {status}{said}). It is asked again by itself; if this goes on, "
        "tell whoever runs it."
    )
    retryable = True


class QuestionRefused(Failure):
    """The source does not take this question; another one may do."""

    code = "question_refused"
    template = (
        "The source at {url} refused the question (HTTP {status}{said}). Check the address given with --source; "
        "it is asked again by itself."
    )
    retryable = True


class AnswerUnreadable(Failure):
    """An answer that is neither JSON nor XML of the standard."""

    code = "answer_unreadable"
    template = (
        "What the source at {url} answers can't be read ({reason}). Nothing of it was taken over; it is asked again "
        "by itself. If this goes on, check the address given with --source, or tell whoever runs the server."
    )
    retryable = True


class AnswerTooLarge(Failure):
    """An answer of more bytes than are read."""

    code = "answer_too_large"
    template = (
        "The source at {url} sent more than {limit_mb} MB at once. Nothing of it was taken over; it is asked again "
        "by itself."
    )
    retryable = True


class AnswerTooSlow(Failure):
    """An answer that does not come to its end."""

    code = "answer_too_slow"
    template = (
        "The source at {url} did not come to the end of an answer within {limit_s} seconds. Nothing of it was taken "
        "over; it is asked again by itself. If this goes on, tell whoever runs it."
    )
    retryable = True


class SourceAddressUnusable(Failure):
    """The text given as source is none."""

    code = "source_address_unusable"
    template = (
        "{text} is no source. Give one such as open311:https://city.example.org/open311/v2 or "
        "qlue:https://city.example.org/feed.php?category=ic_2flod with --source."
    )


class SourceReadOnly(Failure):
    """An act on a source that takes none."""

    code = "source_read_only"
    template = (
        "This window only reads from {source}: acts can't be sent there, and nothing was kept. Act in the "
        "system that the reports come from."
    )
