"""Answers as real servers give them: each deviation as one hand-written response; and every recorded answer."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.models.place import LonLat
from commandcenter.models.report import MAX_DESCRIPTION_CHARS
from commandcenter.sync.open311.body import UnreadableError, read_body
from commandcenter.sync.open311.qlue import read_feed
from commandcenter.sync.open311.reading import (
    Reading,
    plain_text,
    read_definition,
    read_discovery,
    read_errors,
    read_requests,
    read_services,
    read_token,
)
from commandcenter.sync.open311.request import ErrorEntry, ServiceRequest


def entry(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "service_request_id": "4711",
        "status": "open",
        "status_notes": None,
        "service_name": "Lampu jalan",
        "service_code": "PJU",
        "description": "Lampu mati sejak Senin",
        "requested_datetime": "2026-11-20T08:15:00+07:00",
        "updated_datetime": "2026-11-21T09:00:00+07:00",
        "lat": -6.2,
        "long": 106.8,
    }
    return plain | changes


def read(body: object) -> Reading:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_requests(read_body(raw))


def one(**changes: object) -> ServiceRequest:
    (request,) = read([entry(**changes)]).requests
    return request


def test_01_a_bare_list() -> None:
    assert one() == ServiceRequest(
        number="4711",
        service_code="PJU",
        service_name="Lampu jalan",
        is_closed=False,
        requested_at=datetime(2026, 11, 20, 1, 15, tzinfo=UTC),
        updated_at=datetime(2026, 11, 21, 2, 0, tzinfo=UTC),
        expected_at=None,
        description="Lampu mati sejak Senin",
        address=None,
        place=LonLat(106.8, -6.2),
        agency=None,
        media_url=None,
    )


@pytest.mark.parametrize("name", ["service_requests", "requests"])
def test_02_a_list_wrapped_in_an_object(name: str) -> None:
    assert read({name: [entry()]}).requests == (one(),)
    assert read_services(read_body(b'{"services": [{"service_code": "A", "service_name": "B"}]}'))[0].code == "A"


def test_03_numeric_ids_are_read_and_leading_zeros_without_quotes_are_said_to_be_no_json() -> None:
    assert one(service_request_id=4711, service_code=6) == one(service_code="6")
    with pytest.raises(UnreadableError, match="no JSON"):
        read(b'[{"service_request_id": 638344, "service_code": 001}]')


def test_05_dates_without_an_offset_are_jakartas() -> None:
    assert one(requested_datetime="2026-11-20T08:15:00").requested_at == datetime(2026, 11, 20, 1, 15, tzinfo=UTC)


def test_06_a_missing_date_of_change_is_not_known() -> None:
    without = entry()
    del without["updated_datetime"]
    assert read([without]).requests[0].updated_at is None
    assert one(updated_datetime="kemarin").updated_at is None


def test_07_latitude_and_longitude_as_texts() -> None:
    assert one(lat="-6.2", long=" 106.8 ").place == LonLat(106.8, -6.2)


@pytest.mark.parametrize(("lat", "long"), [(0, 0), ("0.0", "0"), (None, 106.8), (-6.2, None), ("x", 1), (91, 1)])
def test_08_zero_zero_and_half_places_are_no_place(lat: object, long: object) -> None:
    assert one(lat=lat, long=long).place is None


@pytest.mark.parametrize(
    "agency", ["Dinas Bina Marga", {"recipient": ["Dinas Bina Marga"]}, {"name": "Dinas Bina Marga"}]
)
def test_09_the_agency_as_text_or_object(agency: object) -> None:
    assert one(agency_responsible=agency).agency == "Dinas Bina Marga"
    assert one(agency_responsible={"recipient": ["A", "B"]}).agency == "A, B"
    assert one(agency_responsible={}).agency is None


def test_10_markup_in_a_description_becomes_text() -> None:
    html = "<p>Lubang &amp; genangan</p><ul><li>besar</li></ul><script>alert(1)</script>"
    assert one(description=html).description == "Lubang & genangan\n\nbesar"
    assert plain_text("a < b, c > d & e") == "a < b, c > d & e"
    assert plain_text("&lt;b&gt; &#233;&nbsp;x") == "<b> é x"


def test_14_a_body_that_breaks_off_is_not_read_in_part() -> None:
    whole = json.dumps([entry(), entry(service_request_id="4712")]).encode()
    with pytest.raises(UnreadableError, match="no JSON"):
        read(whole[:-40])
    with pytest.raises(UnreadableError, match="no XML"):
        read(b"<service_requests><request><service_request_id>1</service_request_id>")


def test_19_blanks_around_a_photos_address_go_and_other_schemes_are_none() -> None:
    assert one(media_url="http://x.example.org/1.jpg ").media_url == "http://x.example.org/1.jpg"
    for text in ("", "  ", "javascript:alert(1)", "/1.jpg", "file:///etc/passwd", 7):
        assert one(media_url=text).media_url is None


def test_an_entry_without_id_or_date_is_left_out_and_counted() -> None:
    reading = read([entry(), entry(service_request_id=None), entry(requested_datetime="")])
    assert (len(reading.requests), reading.left_out, reading.count) == (1, 2, 3)


@pytest.mark.parametrize("date", ["1969-12-31T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_an_entry_from_before_there_were_such_reports_is_left_out(date: str) -> None:
    assert read([entry(requested_datetime=date)]) == Reading((), 1)


def test_entries_later_than_an_instant_are_left_out_and_counted() -> None:
    late = entry(service_request_id="2", requested_datetime="9999-12-31T00:00:00Z")
    reading = read([entry(), late, entry(service_request_id="")]).until(datetime(2026, 11, 22, tzinfo=UTC))
    assert (reading.requests, reading.left_out, reading.count) == ((one(),), 2, 3)


def test_only_the_notice_of_this_programs_own_stores_marks_a_request_as_simulated() -> None:
    assert one(service_notice="DATA SIMULASI / SIMULATED DATA").simulated
    for text in ("simulated data", "DATA SIMULASI", "", None, 7):
        assert not one(service_notice=text).simulated


def test_a_finer_status_is_found_at_either_place() -> None:
    assert one(detailed_status="in_process").detailed_status == "IN_PROCESS"
    assert one(extended_attributes={"detailed_status": "REJECTED"}).detailed_status == "REJECTED"


def test_json_and_xml_of_the_same_requests_read_the_same() -> None:
    xml = b"""<?xml version="1.0" encoding="utf-8"?>
        <service_requests><request>
          <service_request_id>4711</service_request_id><status>open</status><status_notes/>
          <service_name>Lampu jalan</service_name><service_code>PJU</service_code>
          <description>Lampu mati sejak Senin</description>
          <requested_datetime>2026-11-20T08:15:00+07:00</requested_datetime>
          <updated_datetime>2026-11-21T09:00:00+07:00</updated_datetime>
          <lat>-6.2</lat><long>106.8</long>
        </request></service_requests>"""
    assert read(xml).requests == (one(),)


@pytest.mark.parametrize(
    "body", [b"[]", b"<service_requests/>", b"<service_requests>\n</service_requests>", b'{"service_requests":[]}']
)
def test_nothing_found_is_an_empty_list(body: bytes) -> None:
    assert read(body) == Reading((), 0)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body><p>Hi</body></html>", "no XML|HTML"),
        (b"<html><body>Hi</body></html>", "HTML"),
        (b"Internal error", "no JSON"),
        (b'[{"code": 400, "description": "No such service"}]', "No such service"),
        (b'{"code": 400, "description": "single"}', "no list"),
        (b"42", "no list"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_list_of_requests_says_why(body: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(body)


def test_an_element_with_very_many_children_of_one_name_is_read_in_good_time() -> None:
    children = 200_000
    began_s = time.process_time()
    node = read_body(b"<request>" + b"<a>1</a>" * children + b"</request>")
    assert isinstance(node, dict)
    assert len(node["a"]) == children
    # A copy for each child took minutes.
    assert time.process_time() - began_s < 10


def test_no_file_and_no_address_is_read_through_xml(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("rahasia")
    body = f'<!DOCTYPE r [<!ENTITY e SYSTEM "file://{secret}">]><service_requests>&e;</service_requests>'
    with pytest.raises(UnreadableError, match="document type"):
        read(body.encode())


def test_errors_are_read_as_a_list_or_a_single_one() -> None:
    several = b'[{"code": 403, "description": "no key"}, {"code": "400", "description": "no place"}]'
    assert read_errors(read_body(several)) == (ErrorEntry(403, "no key"), ErrorEntry(400, "no place"))
    assert read_errors(read_body(b'{"code": 403, "description": "no key"}')) == (ErrorEntry(403, "no key"),)


def test_a_feed_of_the_qlue_application_is_read_without_the_reporters_name() -> None:
    post = {
        "post_id": 88123,
        "post_date": "2017-02-20 02:36:10",
        "post_title": "Banjir",
        "post_desc": "Air masuk rumah",
        "post_images": "http:\\/\\/img.example.org\\/1.jpg",
        "loc_lat": "-6.17",
        "loc_lng": "106.82",
        "profile_name": "Nama Pelapor",
    }
    reading = read_feed(
        read_body(json.dumps([post, post | {"post_id": 2, "loc_lat": "0", "loc_lng": "0"}, {}]).encode()), "ic_2flod"
    )
    first, second = reading.requests
    assert first == ServiceRequest(
        number="88123",
        service_code="ic_2flod",
        service_name="",
        is_closed=False,
        requested_at=datetime(2017, 2, 19, 19, 36, 10, tzinfo=UTC),
        updated_at=None,
        expected_at=None,
        description="Banjir\nAir masuk rumah",
        address=None,
        place=LonLat(106.82, -6.17),
        agency=None,
        media_url="https://img.example.org/1.jpg",
    )
    assert second.place is None
    assert reading.left_out == 1
    assert "Nama" not in repr(reading)


RECORDED = {
    "cfa_sf2010_403.xml": lambda node: (
        [(one.code, "api_key" in one.description) for one in read_errors(node)] == [(None, True)]
    ),
    "cfa_sf2010_get_service_request.xml": lambda node: (
        [(one.number, one.is_closed, one.service_code, one.media_url) for one in read_requests(node).requests]
        == [("638344", True, "006", "http://open311.city.gov.s3.amazonaws.com/requests/media/638344.rss")]
    ),
    "cfa_sf2010_get_service_request_not_found.xml": lambda node: [one.code for one in read_errors(node)] == [404],
    "cfa_sf2010_post_service_request.xml": lambda node: read_requests(node) == Reading((), 1),
    "cfa_sf2010_request_id_from_token.xml": lambda node: (
        (read_token(node).token, read_token(node).number) == ("12345", "638344")
    ),
    "cfa_sf2010_service_definition.xml": lambda node: (
        [(one.code, one.required, one.values) for one in read_definition(node).attributes]
        == [("WHISHETN", True, (("123", "Ford"), ("124", "Chrysler")))]
    ),
    "cfa_sf2010_service_requests.xml": lambda node: (
        [(one.number, one.is_closed, one.status_notes) for one in read_requests(node).requests]
        == [("638344", True, "Duplicate request."), ("638349", False, "")]
    ),
    "cfa_sf2010_service_requests_empty.xml": lambda node: read_requests(node) == Reading((), 0),
    "cfa_sf2010_services.xml": lambda node: (
        read_services(node)[0].name == "Cans_Left_Out_24x7"
        and read_services(node)[0].group == "Litter Receptacles"
        and len(read_services(node)) > 20
    ),
    "npm_open311_boston-err-submitrequest-base_is_duplicate.xml": lambda node: (
        [one.description for one in read_errors(node)] == ["Invalid service request: base is a duplicate."]
    ),
    "npm_open311_boston-submitrequest-token.xml": lambda node: (
        (read_token(node).token, read_token(node).number) == ("503fc045901932078800163c", None)
    ),
    "npm_open311_dc-services-S0301.xml": lambda node: (
        {one.code: len(one.values) for one in read_definition(node).attributes}["ISITHAZA"] == 3
    ),
    "npm_open311_dc-services.xml": lambda node: (
        read_services(node)[0].code == "CSRREPIS"
        and read_services(node)[0].has_definition
        and len(read_services(node)) > 50
    ),
    "npm_open311_discovery-boston.json": lambda node: (
        [(one.type, one.formats) for one in read_discovery(node).endpoints]
        == [("production", ("text/xml", "application/json")), ("test", ("text/xml", "application/json"))]
    ),
    "npm_open311_discovery-dc.xml": lambda node: (
        [one.url for one in read_discovery(node).endpoints]
        == ["http://app.311.dc.gov/cwi/Open311/v2", "http://app.311.dc.gov/cwi/Open311"]
    ),
    "npm_open311_service-request.xml": lambda node: (
        [one.address for one in read_requests(node).requests] == ["8TH AVE and JUDAH ST"]
    ),
    "npm_open311_service-requests.xml": lambda node: (
        next(one.place for one in read_requests(node).requests) == LonLat(-122.4651145, 37.762221815)
    ),
    "npm_open311_token.xml": lambda node: read_token(node).number == "638344",
}


def recorded(folder: Path, name: str) -> bytes:
    """Return a recorded answer's body: one of them stands behind its status line."""
    raw = (folder / name).read_bytes()
    return raw.partition(b"\n\n")[2] if raw.startswith(b"HTTP/") else raw


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_recorded_answers_of_real_servers_are_read(shared_data: Path, name: str) -> None:
    assert RECORDED[name](read_body(recorded(shared_data / "open311", name)))


def test_no_recorded_answer_is_left_out(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "open311").iterdir()} == RECORDED.keys()


@pytest.mark.parametrize("name", ["service_request_id", "service_code", "description", "status_notes", "address"])
def test_half_a_character_is_left_out_of_every_text(name: str) -> None:
    request = one(**{name: "a\ud800b"})
    assert "\ud800" not in str(request)
    assert "ab" in str(request)


def test_of_endless_markup_only_a_bounded_part_is_read() -> None:
    assert len(plain_text("<a" * 100_000)) <= 4 * MAX_DESCRIPTION_CHARS
