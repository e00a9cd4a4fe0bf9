"""What the store refuses, and why: codes that programs may branch on, sentences that people read."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class TokenMissing(Failure):
    """A request without a key."""

    code = "token_missing"
    template = "This store answers only with a key. Ask its administrator for one and enter it in the settings."


class ForgedRequest(Failure):
    """A change that a signed-in browser asked for, without the proof that a page of this store asked it to."""

    code = "forged_request"
    template = "This did not come from a page of this store, so nothing was changed. Load the page anew and try again."


class TokenUnknown(Failure):
    """A key that the store never gave."""

    code = "token_unknown"
    template = "The store does not know this key. Check that it was copied whole and belongs to this store."


class TokenRevoked(Failure):
    """A key that was withdrawn."""

    code = "token_revoked"
    template = (
        "This key was withdrawn. Ask the store's administrator for a new one; acts that were not sent yet are kept."
    )


class TokenExpired(Failure):
    """A key whose time is over."""

    code = "token_expired"
    template = "This sign-in has expired. Sign in again; acts that were not sent yet are kept."


class NotAllowed(Failure):
    """The key's role may not do this."""

    code = "not_allowed"
    template = "The key {name} has the role {role}, which may not do this. Ask the administrator for another key."


class OutOfScope(Failure):
    """What is acted on lies outside the key's part of the city."""

    code = "out_of_scope"
    template = (
        "This lies outside the part of the city that the key {name} stands for. Ask the office that answers for it, "
        "or an office above both."
    )


class SnapshotNeeded(Failure):
    """A position that this feed can't continue from."""

    code = "snapshot_needed"
    template = (
        "The position {position} does not belong to this store's present feed. "
        "Load the snapshot again; acts that were not sent yet are kept."
    )


class BodyTooLarge(Failure):
    """More bytes than the store reads."""

    code = "body_too_large"
    template = "The message is longer than {limit} bytes. Shorten it and send it again."


class NotFound(Failure):
    """An address that the store does not have."""

    code = "not_found"
    template = "There is nothing at {path}. Check the address."


class BadRequest(Failure):
    """A request that the framework could not read."""

    code = "bad_request"
    template = "The request could not be read ({what}). Check it against the documentation."


class StoreUnavailable(Failure):
    """The database does not answer."""

    code = "store_unavailable"
    template = "The store's database does not answer at the moment. What was accepted is kept; try again in a minute."
    retryable = True


class StoreFault(Failure):
    """An error in the store itself."""

    code = "store_fault"
    template = "The store could not do this because of a fault of its own. Tell its administrator the number {request}."
    retryable = True


class NotInitialised(Failure):
    """A database without this city."""

    code = "not_initialised"
    template = "The database holds no city {city!r} yet. Run: commandcenter store init"


class FieldNotText(Failure):
    """A field that holds something else than text or a number."""

    code = "field_not_text"
    template = "The field {field} must be text or a number. Correct it and send the report again."


class FieldMissing(Failure):
    """A field that an act can't do without."""

    code = "field_missing"
    template = "The field {field} is missing. Fill it in and send it again."


class FieldNotNumber(Failure):
    """A field that holds no number, or one out of bounds."""

    code = "field_not_number"
    template = "The field {field} must be a number from {least} to {most}. Correct it and send it again."


class FieldNotFlag(Failure):
    """A field that is neither true nor false."""

    code = "field_not_flag"
    template = "The field {field} must be true or false. Correct it and send it again."


class ChoiceUnknown(Failure):
    """A field with a word that is none of its words."""

    code = "choice_unknown"
    template = "The field {field} can't be {given!r}. Choose one of: {choices}."


class TablesMissing(Failure):
    """A database that nobody has set up."""

    code = "tables_missing"
    template = "The database has no tables yet. Run: commandcenter store init"


class NotMigrated(Failure):
    """A database of another version."""

    code = "not_migrated"
    template = (
        "The database is of version {found}, this program needs {needed}. Stop the store and run: "
        "commandcenter store migrate"
    )


class ReportUnknown(Failure):
    """An act on a report that is not there."""

    code = "report_unknown"
    template = "The store has no such report. It may have been removed; load the list again."


class ReportClosed(Failure):
    """An act that only an open report allows."""

    code = "report_closed"
    template = "The report {number} is already closed. Reopen it first if work is left."


class AlreadyTakenOn(Failure):
    """Somebody else was first."""

    code = "already_taken_on"
    template = (
        "{actor} has already taken on the report {number}. You need not do anything; talk to them if you had begun."
    )


class VersionChanged(Failure):
    """The report changed while the act was under way."""

    code = "version_changed"
    template = (
        "The report {number} was changed by {actor} in the meantime. Look at it again and decide whether your act "
        "still stands."
    )


class MoveUnknown(Failure):
    """A move to a state that there is not."""

    code = "move_unknown"
    template = "There is no state {wanted!r}. Name one of the states of a report in to_state."


class ReasonMissing(Failure):
    """A move that somebody has to be told the reason of."""

    code = "reason_missing"
    template = "Rejecting the report {number}, or sending it back, needs a reason. Write it into the note."


class AgencyMissing(Failure):
    """A report handed over to nobody."""

    code = "agency_missing"
    template = "Handing the report {number} over needs the agency that shall answer for it. Choose one."


class EstimateMissing(Failure):
    """More time, but not how much."""

    code = "estimate_missing"
    template = (
        "More time needs a date by when the report shall be done, later than now and within a year. Give one and send "
        "it again."
    )


class PhotoMissing(Failure):
    """Work said to be done that nobody can see."""

    code = "photo_missing"
    template = "Closing the report {number} needs a photo of the work done, or the reason why there is none. Give one."


class IntentTaken(Failure):
    """An intent id that another key used."""

    code = "intent_taken"
    template = "Another key has already used this act's number. Do it once more; a new number is given then."


class CategoryMissing(Failure):
    """A report about nothing."""

    code = "category_missing"
    template = "The report names no category. Choose one and send it again."


class CategoryUnknown(Failure):
    """A category that the catalogue lacks."""

    code = "category_unknown"
    template = "The category {category!r} does not exist or takes no new reports. Choose one from the list."


class PlaceMissing(Failure):
    """A report from nowhere."""

    code = "place_missing"
    template = "The report has neither a position nor an address. Mark the place on the map, or write the address."


class PlaceIncomplete(Failure):
    """Half a position."""

    code = "place_incomplete"
    template = "A position needs both latitude and longitude, as numbers. Send both, or an address instead."


class SecretTooShort(Failure):
    """A secret that could be guessed."""

    code = "secret_too_short"
    template = "The secret by which a report is known again needs at least {limit} characters. Make a longer one."


class FieldTooLong(Failure):
    """A short field with a long text."""

    code = "field_too_long"
    template = "The field {field} has {length} characters; at most {limit} are allowed. Shorten it and send it again."


class BadAddress(Failure):
    """A photo's address that is none."""

    code = "bad_media_url"
    template = "The photo's address must begin with http:// or https:// and have no blanks. Correct it or leave it out."
