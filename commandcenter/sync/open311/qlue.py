"""The feed of the Qlue application, as one more way in which requests arrive.

Polled JSON, the newest first, a short history, no ids to ask for and no dates to ask by. Times carry no offset and are
Jakarta's. The reporter's name stands in every entry; it is not read, so it can't be kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from commandcenter.models.instant import WIB
from commandcenter.models.report import MAX_DESCRIPTION_CHARS
from commandcenter.sync.open311.body import Node, UnreadableError
from commandcenter.sync.open311.reading import Reading, address_of, place_of, plain_text, reported_of
from commandcenter.sync.open311.request import ServiceRequest


def read_feed(node: Node, service_code: str) -> Reading:
    """Read an answer of the feed.

    Args:
        node: As ``body.read_body`` gives it.
        service_code: The category that the feed was asked for; entries do not name it.

    Raises:
        UnreadableError: If it is no list.
    """
    if not isinstance(node, list):
        raise UnreadableError("no list of posts")
    found = [request for entry in node if (request := _request(entry, service_code)) is not None]
    return Reading(tuple(found), len(node) - len(found))


def _request(entry: object, service_code: str) -> ServiceRequest | None:
    if not isinstance(entry, Mapping):
        return None
    number = str(entry.get("post_id") or "").strip()
    posted_at = reported_of(entry.get("post_date"), WIB)
    if not number or posted_at is None:
        return None
    title, text = (plain_text(str(entry.get(name) or "")) for name in ("post_title", "post_desc"))
    image = str(entry.get("post_images") or "").replace("\\/", "/").strip()
    return ServiceRequest(
        number=number,
        service_code=service_code,
        service_name="",
        is_closed=False,
        requested_at=posted_at,
        updated_at=None,
        expected_at=None,
        description="\n".join(part for part in (title, text) if part)[:MAX_DESCRIPTION_CHARS],
        address=None,
        place=place_of(entry.get("loc_lng"), entry.get("loc_lat")),
        agency=None,
        media_url=address_of(image.replace("http://", "https://", 1)),
    )
