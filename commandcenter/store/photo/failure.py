"""What the store refuses about photos, and why."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class PhotoTooLarge(Failure):
    """More bytes than a photo may have."""

    code = "photo_too_large"
    template = "The photo is larger than {limit_mb} MB. Take it again with a lower resolution, or send a smaller copy."


class PhotoTooManyPixels(Failure):
    """More pixels than the store decodes."""

    code = "photo_too_many_pixels"
    template = "The photo has more than {limit} million pixels. Take it again with a lower resolution."


class PhotoTooSmall(Failure):
    """So few pixels that nothing can be seen."""

    code = "photo_too_small"
    template = "The photo is {width} × {height} pixels; each side needs at least {limit}. Send the photo itself."


class PhotoFormatUnknown(Failure):
    """Bytes that are no photo."""

    code = "photo_format_unknown"
    template = "This file is no photo that the store can read. Send a JPEG, PNG, WebP or HEIC."


class PhotoDisguised(Failure):
    """A file that says it is something else than it is."""

    code = "photo_disguised"
    template = "The file says that it is {declared} but it is {found}. Send the photo as the camera made it."


class PhotoCarriesMore(Failure):
    """A photo that is another kind of file at the same time."""

    code = "photo_carries_more"
    template = "The file is a photo and {what} at the same time. Send the photo as the camera made it."


class PhotoMoves(Failure):
    """An animation."""

    code = "photo_moves"
    template = "The file holds several pictures that move. Send one photo that stands still."


class PhotoBroken(Failure):
    """A photo that can't be read to its end."""

    code = "photo_broken"
    template = "The photo is damaged or was not sent whole. Send it again, or take another."


class PhotosNotKept(Failure):
    """A store without a place for photos."""

    code = "photos_not_kept"
    template = "This store has no place for photos yet. Tell its administrator; send the report without the photo."


class PhotoStorageSilent(Failure):
    """The place where photos lie does not answer."""

    code = "photo_storage_silent"
    template = (
        "The place where photos are kept does not answer at the moment. Keep the photo and try again in a minute."
    )
    retryable = True


class PhotoKeyTaken(Failure):
    """Another photo under an Idempotency-Key that was used."""

    code = "photo_key_taken"
    template = "Another photo was already sent under this Idempotency-Key. Send this one under a key of its own."


class PhotoKeyUnfit(Failure):
    """An Idempotency-Key that can't be kept."""

    code = "photo_key_unfit"
    template = "An Idempotency-Key must be 8 to 64 printable ASCII characters. Send the photo again with another."


class PhotoAbsent(Failure):
    """A photo that is not there to be attached."""

    code = "photo_absent"
    template = (
        "The photo {media} is not there: it was never sent, or was removed because no report took it within a day, or "
        "belongs to another report. Send the photo again."
    )


class PhotoListUnfit(Failure):
    """A list of photos that is none."""

    code = "photo_list_unfit"
    template = "The field media must be a list of at most {limit} ids of photos that were sent. Correct it."


class ReviewUnknown(Failure):
    """A decision about evidence that nobody asked to look at."""

    code = "review_unknown"
    template = "There is nothing to review about the photo {media} of this report. Load the reviews again."


class DecisionUnknown(Failure):
    """A decision that there is not."""

    code = "decision_unknown"
    template = "A review is decided as genuine, not_genuine or unclear. Choose one of them."
