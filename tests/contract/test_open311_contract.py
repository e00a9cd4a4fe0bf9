"""GeoReport v2 as the store keeps to it (docs/open311.md), on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import func, select, update

from commandcenter.models.instant import parse_instant, to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.role import MAY_SEND, Role
from commandcenter.models.table import media, report_private, reports, store_meta
from commandcenter.store.database import reading, writing
from commandcenter.sync.open311.body import read_body
from commandcenter.sync.open311.reading import read_requests
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on


def get(store: RunningStore, path: str, **parameters: str) -> requests.Response:
    return requests.get(f"{store.url}/open311/{path}", params=parameters, timeout=TIMEOUT_S)


def number_of(answer: requests.Response) -> str:
    assert answer.status_code == 200, answer.text
    (one,) = answer.json()
    number = one["service_request_id"]
    assert isinstance(number, str)
    return number


def assert_errors(answer: requests.Response, status: int, *words: str) -> list[dict[str, Any]]:
    """Errors are a list of code and description, in both languages."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    errors: list[dict[str, Any]] = answer.json()
    assert errors
    for error in errors:
        assert error["code"] == status
        assert " / " in error["description"]
    text = " ".join(error["description"] for error in errors)
    for word in words:
        assert word in text
    return errors


def count_of_reports(store: RunningStore) -> int:
    with reading(store.engine) as connection:
        count: int = connection.execute(select(func.count()).select_from(reports)).scalar_one()
    return count


def moved(store: RunningStore, number: str, **values: Any) -> None:
    """Write fields of a report past the rules, to stand for what later acts will do."""
    with writing(store.engine) as connection:
        connection.execute(update(reports).where(reports.c.number == number).values(**values))


class TestServices:
    def test_discovery_names_what_is_served_and_nothing_else(self, lasting: RunningStore) -> None:
        body = get(lasting, "discovery.json").json()
        (endpoint,) = body["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"] == f"{lasting.url}/open311/v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] == "production"
        assert {"changeset", "contact", "key_service"} <= set(body)

    def test_the_changeset_moves_with_the_catalogue_and_not_with_reports(self, served: RunningStore) -> None:
        before = get(served, "discovery.json").json()["changeset"]
        served.post_report()
        assert get(served, "discovery.json").json()["changeset"] == before
        with writing(served.engine) as connection:
            connection.execute(update(store_meta).values(catalogue_ms=store_meta.c.catalogue_ms + 60_000))
        assert get(served, "discovery.json").json()["changeset"] > before

    def test_services_are_a_bare_list_with_unique_codes_of_text(self, lasting: RunningStore) -> None:
        services = get(lasting, "v2/services.json").json()
        codes = [service["service_code"] for service in services]
        assert len(codes) == len(set(codes)) == 27
        for service in services:
            assert isinstance(service["service_code"], str)
            assert service["type"] == "realtime"

    def test_a_service_has_a_definition_just_where_it_asks_something(self, lasting: RunningStore) -> None:
        for service in get(lasting, "v2/services.json").json():
            answer = get(lasting, f"v2/services/{service['service_code']}.json")
            assert answer.status_code == (200 if service["metadata"] else 404)
            if service["metadata"]:
                assert len(answer.json()["attributes"]) >= 1
        assert_errors(get(lasting, "v2/services/PARKIR.json"), 404, "PARKIR")
        assert_errors(get(lasting, "v2/services/NONE.json"), 404, "NONE")

    @pytest.mark.parametrize("path", ["discovery.yaml", "v2/services.html", "v2/requests.yaml"])
    def test_other_formats_are_refused_and_the_served_ones_are_named(self, lasting: RunningStore, path: str) -> None:
        assert_errors(get(lasting, path), 400, "xml", "json")


class TestPost:
    def test_a_report_gets_a_number_and_is_there_at_once(self, served: RunningStore) -> None:
        number = number_of(served.post_report(description="Air setinggi lutut 🌊"))
        (request,) = get(served, f"v2/requests/{number}.json").json()
        assert request["description"] == "Air setinggi lutut 🌊"
        assert request["status"] == "open"
        assert (request["lat"], request["long"]) == (-6.25, 106.85)
        assert request["requested_datetime"].endswith("+07:00")
        assert request["updated_datetime"] >= request["requested_datetime"]
        assert parse_instant(request["expected_datetime"]) > parse_instant(request["requested_datetime"])

    def test_it_is_expected_when_its_office_said_else_when_closing_is_due(self, served: RunningStore) -> None:
        number = number_of(served.post_report())
        for expected_ms, close_by_ms, told in (
            (None, 1_800_000_000_000, "2027-01-15T15:00:00+07:00"),
            (1_900_000_000_000, 1_800_000_000_000, "2030-03-18T00:46:40+07:00"),
            (None, 253_402_300_799_000, "9999-12-31T23:59:59+07:00"),
        ):
            with writing(served.engine) as connection:
                connection.execute(reports.update().values(expected_ms=expected_ms, close_by_ms=close_by_ms))
            (request,) = get(served, f"v2/requests/{number}.json").json()
            assert request["expected_datetime"] == told

    def test_an_address_is_place_enough(self, served: RunningStore) -> None:
        number = number_of(served.post_report(lat="", long="", address_string="Jl. Nirbaya XIII, RT 10"))
        (request,) = get(served, f"v2/requests/{number}.json").json()
        assert (request["lat"], request["long"]) == (None, None)
        assert request["address"] == "Jl. Nirbaya XIII, RT 10"

    @pytest.mark.parametrize(
        ("fields", "status", "words"),
        [
            ({"lat": "0", "long": "0"}, 400, ["(0, 0)"]),
            ({"long": ""}, 400, ["latitude"]),
            ({"lat": ""}, 400, ["latitude"]),
            ({"lat": "", "long": ""}, 400, ["address"]),
            ({"lat": "", "long": "", "address_id": "7"}, 400, ["address_string"]),
            ({"lat": "91"}, 400, ["-90"]),
            ({"lat": "nan"}, 400, ["latitude"]),
            ({"lat": "inf"}, 400, ["latitude"]),
            ({"lat": "enam"}, 400, ["latitude"]),
            ({"lat": "106.85", "long": "-6.25"}, 400, ["swapped"]),
            ({"description": "x" * 4001}, 400, ["4001", "4000"]),
            ({"description": "🌊" * 4001}, 400, ["4001", "4000"]),
            ({"description": ""}, 400, ["description"]),
            ({"service_code": ""}, 400, ["category"]),
            ({"service_code": "NONE"}, 404, ["NONE"]),
            ({"service_code": "BAN\0JI"}, 404, ["BANJI"]),
            ({"media_url": "javascript:alert(1)"}, 400, ["http://"]),
            ({"email": "x" * 201}, 400, ["email"]),
            ({"api_key": ""}, 403, ["api_key"]),
            ({"api_key": "wrong"}, 403, ["api_key"]),
        ],
    )
    def test_what_is_wrong_is_refused_with_a_sentence_and_leaves_nothing(
        self, lasting: RunningStore, fields: dict[str, str], status: int, words: list[str]
    ) -> None:
        before = count_of_reports(lasting)
        assert_errors(lasting.post_report(**fields), status, *words)
        assert count_of_reports(lasting) == before

    def test_everything_that_is_wrong_is_said_at_once(self, lasting: RunningStore) -> None:
        answer = lasting.post_report(lat="0", long="0", description="x" * 4001, media_url="x")
        assert len(assert_errors(answer, 400)) == 3

    def test_the_longest_description_is_taken_whole(self, served: RunningStore) -> None:
        text = "🌊ꦲꦤꦕꦫꦏ"[:1] * 4000
        number = number_of(served.post_report(description=text))
        assert get(served, f"v2/requests/{number}.json").json()[0]["description"] == text

    @pytest.mark.parametrize("role", list(Role))
    def test_who_may_report_is_decided_by_role(self, lasting: RunningStore, role: Role) -> None:
        answer = lasting.post_report(api_key=lasting.key(role))
        assert answer.status_code == (200 if role in MAY_SEND[IntentKind.SUBMIT_REPORT] else 403)

    def test_a_body_that_is_no_form_is_refused(self, lasting: RunningStore) -> None:
        url = f"{lasting.url}/open311/v2/requests.json"
        assert_errors(requests.post(url, json={"service_code": "BANJIR"}, timeout=TIMEOUT_S), 400, "urlencoded")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert_errors(requests.post(url, data=b"description=%ff", headers=headers, timeout=TIMEOUT_S), 400, "UTF-8")
        assert_errors(requests.post(url, data=b"x" * 300_000, headers=headers, timeout=TIMEOUT_S), 413)

    def test_the_same_key_for_repeats_gives_the_same_number(self, served: RunningStore) -> None:
        def post(key: str) -> str:
            form = {"api_key": served.key(Role.PUBLIC), "service_code": "BANJIR", "lat": "-6.25", "long": "106.85"}
            return number_of(
                requests.post(
                    f"{served.url}/open311/v2/requests.json",
                    data={**form, "description": "Banjir"},
                    headers={"Idempotency-Key": key},
                    timeout=TIMEOUT_S,
                )
            )

        assert post("a") == post("a") != post("b")

    def test_the_same_words_from_the_same_device_are_one_report(self, served: RunningStore) -> None:
        first = number_of(served.post_report(device_id="gawai-1"))
        assert number_of(served.post_report(device_id="gawai-1")) == first
        assert number_of(served.post_report(device_id="gawai-2")) != first
        assert number_of(served.post_report(device_id="gawai-1", description="Lain")) != first

    def test_without_a_device_the_same_words_are_two_reports(self, served: RunningStore) -> None:
        assert number_of(served.post_report()) != number_of(served.post_report())

    def test_personal_data_is_kept_and_never_given_out(self, served: RunningStore) -> None:
        private = {
            "email": "warga@example.org",
            "phone": "0800-12345",
            "first_name": "NamaDepan",
            "last_name": "NamaBelakang",
            "device_id": "gawai-7",
            "account_id": "akun-9",
        }
        answer = served.post_report(**private)
        number = number_of(answer)
        with reading(served.engine) as connection:
            kept = connection.execute(select(report_private)).mappings().one()
        # A public key is nobody's sign-in: whose account it names is not believed.
        assert {name: kept[name] for name in private} == private | {"account_id": None}
        given_out = (
            answer.text
            + get(served, "v2/requests.json").text
            + get(served, f"v2/requests/{number}.json").text
            + served.get("/v1/snapshot").content.decode("latin-1")
        )
        for secret in private.values():
            assert secret not in given_out

    def test_markup_is_kept_as_text(self, served: RunningStore) -> None:
        number = number_of(served.post_report(description="<script>alert(1)</script>"))
        answer = get(served, f"v2/requests/{number}.json")
        assert answer.json()[0]["description"] == "<script>alert(1)</script>"
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"

    def test_a_photo_is_shown_only_after_it_was_approved(self, served: RunningStore) -> None:
        address = "https://example.org/foto.jpg"
        number = number_of(served.post_report(media_url=f"{address} "))
        assert get(served, f"v2/requests/{number}.json").json()[0]["media_url"] is None
        with writing(served.engine) as connection:
            connection.execute(update(media).values(moderation="public"))
        assert get(served, f"v2/requests/{number}.json").json()[0]["media_url"] == address


class TestSimulated:
    def test_what_never_happened_says_so_and_is_recognised(self, served: RunningStore) -> None:
        real, made_up = (number_of(served.post_report()) for _ in range(2))
        moved(served, made_up, simulated=True)
        answer = get(served, "v2/requests.json")
        notices = {request["service_request_id"]: request["service_notice"] for request in answer.json()}
        assert notices == {real: None, made_up: "DATA SIMULASI / SIMULATED DATA"}
        assert get(served, f"v2/requests/{made_up}.json").json()[0]["service_notice"] == notices[made_up]
        read = {request.number: request.simulated for request in read_requests(read_body(answer.content)).requests}
        assert read == {real: False, made_up: True}


class TestModeration:
    @pytest.mark.parametrize(("category", "shown"), [("BANJIR", True), ("PARKIR", False), ("KRIMINAL", False)])
    def test_only_what_is_public_appears(self, served: RunningStore, category: str, shown: bool) -> None:
        number = number_of(served.post_report(service_code=category))
        assert bool(get(served, "v2/requests.json").json()) is shown
        assert get(served, "v2/requests.json", service_request_id=number).json() == [] or shown
        assert get(served, f"v2/requests/{number}.json").status_code == (200 if shown else 404)

    def test_a_sensitive_category_never_appears_even_if_a_report_is_marked_public(self, served: RunningStore) -> None:
        number = number_of(served.post_report(service_code="KRIMINAL"))
        moved(served, number, moderation="public")
        assert get(served, f"v2/requests/{number}.json").status_code == 404


class TestQuery:
    def test_newest_first_and_by_pages(self, served: RunningStore) -> None:
        numbers = [number_of(served.post_report()) for _ in range(5)]
        listed = [
            request["service_request_id"]
            for page in ("0", "2", "3", "4")
            for request in get(served, "v2/requests.json", page=page, page_size="2").json()
        ]
        assert listed == numbers[::-1]

    def test_numbers_override_everything_else(self, served: RunningStore) -> None:
        first, second, _ = (number_of(served.post_report()) for _ in range(3))
        answer = get(
            served, "v2/requests.json", service_request_id=f" {first},,{second} ,{first}", status="closed", page="9"
        )
        assert [request["service_request_id"] for request in answer.json()] == [second, first]

    def test_status_open_and_closed(self, served: RunningStore) -> None:
        open_, done, rejected = (number_of(served.post_report()) for _ in range(3))
        now_ms = to_ms(datetime.now(UTC))
        moved(served, done, state="done", closed_ms=now_ms, updated_ms=now_ms + 60_000)
        moved(served, rejected, state="rejected", closed_ms=now_ms)

        def listed(**parameters: str) -> set[str]:
            return {r["service_request_id"] for r in get(served, "v2/requests.json", **parameters).json()}

        assert listed(status="open") == {open_}
        assert listed(status="closed") == {done, rejected}
        assert listed(status="open,closed") == listed(status="") == listed() == {open_, done, rejected}
        (closed,) = get(served, f"v2/requests/{done}.json").json()
        assert closed["status"] == "closed"
        assert to_ms(parse_instant(closed["updated_datetime"])) == now_ms // 1000 * 1000

    def test_a_report_that_was_taken_on_is_still_open(self, served: RunningStore) -> None:
        served.send(take_on(served.new_report()))
        (request,) = get(served, "v2/requests.json").json()
        assert request["status"] == "open"

    def test_services(self, served: RunningStore) -> None:
        flood, waste = number_of(served.post_report()), number_of(served.post_report(service_code="SAMPAH"))

        def listed(codes: str) -> set[str]:
            answer = get(served, "v2/requests.json", service_code=codes)
            return {request["service_request_id"] for request in answer.json()}

        assert listed("BANJIR") == {flood}
        assert listed("BANJIR, SAMPAH,") == {flood, waste}
        assert listed("POHON") == set()
        assert_errors(get(served, "v2/requests.json", service_code="BANJIR,NONE"), 404, "NONE")

    def test_both_bounds_of_time_are_inclusive(self, served: RunningStore) -> None:
        number = number_of(served.post_report())
        at = parse_instant("2026-01-01T12:00:00+07:00")
        (id_,) = (to_ms(at) << 20,)
        with writing(served.engine) as connection:
            for table in (media, report_private):
                connection.execute(table.delete())
            row = dict(connection.execute(select(reports).where(reports.c.number == number)).mappings().one())
            connection.execute(reports.insert().values({**row, "id": id_, "created_ms": to_ms(at), "number": "X"}))

        def listed(**parameters: str) -> list[str]:
            answer = get(served, "v2/requests.json", **parameters)
            assert answer.status_code == 200, answer.text
            return [request["service_request_id"] for request in answer.json()]

        inside, after = "2026-01-01T05:00:00Z", "2026-01-01T05:00:01Z"
        assert listed(start_date=inside, end_date=after) == ["X"]
        assert listed(start_date="2026-01-01T12:00:00.000+07:00", end_date=inside) == ["X"]
        assert listed(start_date=after) == []
        assert listed(end_date=inside) == ["X"]
        assert listed(end_date="2026-01-01T04:59:59Z") == []
        assert listed() == [number], "without dates: the last 90 days"

    @pytest.mark.parametrize(
        ("parameters", "words"),
        [
            ({"start_date": "2017-02-20T00:00:00"}, ["start_date", "offset"]),
            ({"start_date": "2017-02-20T00:00:00+0700"}, ["start_date"]),
            ({"end_date": "kemarin"}, ["end_date"]),
            ({"start_date": "0001-01-01T00:00:00+14:00"}, ["start_date"]),
            ({"start_date": "2017-01-01T00:00:00Z", "end_date": "2017-04-02T00:00:01Z"}, ["90"]),
            ({"start_date": "2017-01-02T00:00:00Z", "end_date": "2017-01-01T00:00:00Z"}, ["start_date"]),
            ({"status": "waiting"}, ["waiting"]),
            ({"page": "x"}, ["page"]),
            ({"page_size": "1001"}, ["1000"]),
            ({"page_size": "0"}, ["page_size"]),
            ({"service_request_id": ",".join(str(n) for n in range(1001))}, ["1001"]),
        ],
    )
    def test_bad_parameters_are_refused_with_a_sentence(
        self, lasting: RunningStore, parameters: dict[str, str], words: list[str]
    ) -> None:
        assert_errors(get(lasting, "v2/requests.json", **parameters), 400, *words)

    def test_a_span_of_just_90_days_is_allowed(self, lasting: RunningStore) -> None:
        end = datetime(2017, 2, 21, tzinfo=UTC)
        answer = get(
            lasting,
            "v2/requests.json",
            start_date=(end - timedelta(days=90)).isoformat(),
            end_date=end.isoformat(),
        )
        assert answer.json() == []

    def test_unknown_parameters_and_jurisdictions_are_ignored(self, served: RunningStore) -> None:
        number = number_of(served.post_report())
        answer = get(
            served, "v2/requests.json", jurisdiction_id="jakarta.go.id", spreadsheet="yes", bbox="", radius="1"
        )
        assert [request["service_request_id"] for request in answer.json()] == [number]

    @pytest.mark.parametrize("number", ["JK000000-000000", "x" * 3000, "%00", "a,b"])
    def test_an_unknown_number_is_404(self, lasting: RunningStore, number: str) -> None:
        assert_errors(get(lasting, f"v2/requests/{number}.json"), 404)

    def test_pages_of_any_origin_may_read(self, lasting: RunningStore) -> None:
        assert get(lasting, "v2/requests.json").headers["Access-Control-Allow-Origin"] == "*"
