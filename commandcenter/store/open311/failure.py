"""What GeoReport v2 refuses, in sentences."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class FormatNotServed(Failure):
    """A suffix other than the ones served."""

    code = "format_not_served"
    template = "The format {suffix!r} is not served here; xml and json are. End the address in .xml or .json."


class ServiceUnknown(Failure):
    """A service code outside the catalogue."""

    code = "service_unknown"
    template = "There is no service with the code {service_code!r}. The list of services holds all codes."


class ServiceHasNoDefinition(Failure):
    """A definition is asked for where there is none."""

    code = "service_without_definition"
    template = "The service {service_code!r} asks for nothing besides the general fields, so it has no definition."


class RequestUnknown(Failure):
    """A number that no public report has."""

    code = "request_unknown"
    template = "There is no public report with the number {number!r}. Check the number."


class ApiKeyRefused(Failure):
    """A post without a valid key."""

    code = "api_key_refused"
    template = "Sending a report needs a valid api_key. Ask the city for one, and send it as the field api_key."


class BadDate(Failure):
    """A date that is none, or has no offset."""

    code = "bad_date"
    template = (
        "{parameter} is {text!r}; a date and time with its offset from UTC is needed, "
        "such as 2017-02-20T00:00:00+07:00."
    )


class SpanTooLong(Failure):
    """More than the standard's 90 days."""

    code = "span_too_long"
    template = "start_date and end_date may lie at most {days} days apart. Ask for shorter spans one after the other."


class SpanReversed(Failure):
    """An end before its start."""

    code = "span_reversed"
    template = "end_date lies before start_date. Exchange them."


class StatusUnknown(Failure):
    """A status that GeoReport v2 does not have."""

    code = "status_unknown"
    template = "There is no status {status!r}; the statuses are open and closed."


class BadPaging(Failure):
    """A page that can't be counted."""

    code = "bad_paging"
    template = "{parameter} is {text!r}; a whole number from {least} to {most} is needed."


class TooManyIds(Failure):
    """A list of numbers longer than one answer."""

    code = "too_many_ids"
    template = "{count} numbers were asked for at once; at most {limit} are answered. Ask in several requests."


class FormNeeded(Failure):
    """A post that is no form."""

    code = "form_needed"
    template = (
        "A report is sent as a form (application/x-www-form-urlencoded or multipart/form-data, UTF-8). This was "
        "{content_type!r}."
    )


class AddressIdNotKept(Failure):
    """A place given only by the id of an address."""

    code = "address_id_not_kept"
    template = "This city keeps no register of addresses. Send lat and long, or address_string."


class BadIdempotencyKey(Failure):
    """A key for repeats that is no plain word."""

    code = "bad_idempotency_key"
    template = "The Idempotency-Key must have 1 to 200 printable ASCII characters. A random UUID is best."


class RequestTokenUnknown(Failure):
    """A token that this store never gave."""

    code = "request_token_unknown"
    template = "There is no report with the token {token!r}. Check that the token was copied whole."


class BadBox(Failure):
    """A box that is none."""

    code = "bad_box"
    template = (
        "bbox is {text!r}; four numbers in degrees are needed: west, south, east, north, such as 106.8,-6.3,106.9,-6.2."
    )


class PhotosNotTaken(Failure):
    """Photos for a store that keeps none."""

    code = "photos_not_taken"
    template = "This store keeps no photos of its own. Put the photo into the web and send its address as media_url."


class TooManyPhotos(Failure):
    """More photos than one report may bring."""

    code = "too_many_photos"
    template = "{count} photos were sent with one report; at most {limit} are taken. Leave some out."


class MediaNotFile(Failure):
    """A part for a photo that holds no file."""

    code = "media_not_file"
    template = "A part named media must be a file with a name, such as photo.jpg. Send it so, or leave it out."
