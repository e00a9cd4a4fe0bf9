"""What the store promises over HTTP, on both databases."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pytest
import requests

from commandcenter.models.role import READS_FEED, Role
from commandcenter.models.table import accounts
from commandcenter.protocol.act import intent_to_json
from commandcenter.protocol.bulk import SNAPSHOT_MEDIA_TYPE, SnapshotBegin, SnapshotEnd, read_frames
from commandcenter.protocol.feed import heartbeat_from_json, page_from_json
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from commandcenter.store.service import create_app, feed_route
from commandcenter.store.service.application import SNAPSHOTS_AT_ONCE
from commandcenter.store.service.server import StoreServer, listening_socket, url_of
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import Principal
from tests.contract.client import Copy
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on


def head_of(store: RunningStore) -> str:
    return requests.get(f"{store.url}/readyz", timeout=TIMEOUT_S).headers["X-Commandcenter-Position"]


@contextmanager
def served_by(server: StoreServer, sock: socket.socket) -> Iterator[None]:
    """Serve an application on a thread while the block runs."""
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(TIMEOUT_S)
        assert not thread.is_alive()


def copy_of(store: RunningStore) -> Copy:
    copy = Copy()
    copy.load([store.get("/v1/snapshot").content])
    return copy


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("commandcenter")]


LARGE_BYTES = 32 << 20


def large(snapshot: Callable[..., Iterator[bytes]]) -> Callable[..., Iterator[bytes]]:
    """Return a snapshot that is longer than all buffers between two processes, as that of a large city."""

    def frames(store: CentralStore, principal: Principal) -> Iterator[bytes]:
        yield from snapshot(store, principal)
        for _ in range(LARGE_BYTES >> 20):
            yield bytes(1 << 20)

    return frames


def rest_of(reader: socket.socket) -> int:
    """Return how many bytes there still are to read."""
    reader.settimeout(TIMEOUT_S)
    return sum(len(part) for part in iter(lambda: reader.recv(1 << 20), b""))


class TestAccess:
    def test_without_a_key_with_a_wrong_one_and_with_a_withdrawn_one(self, lasting: RunningStore) -> None:
        withdrawn = lasting.headers(Role.DISPATCHER, "Meja lama")
        lasting.revoke("Meja lama")
        for headers, code in (
            ({}, "token_missing"),
            ({"Authorization": "Basic xyz"}, "token_missing"),
            ({"Authorization": "Bearer cc_wrong"}, "token_unknown"),
            (withdrawn, "token_revoked"),
        ):
            for path in ("/v1/snapshot", "/v1/changes?after=x.1", "/v1/changes/stream?after=x.1"):
                answer = requests.get(lasting.url + path, headers=headers, timeout=TIMEOUT_S)
                assert (answer.status_code, answer.json()["code"]) == (401, code)
                assert set(answer.json()["sentence"]) == {"id", "en"}
            answer = requests.post(f"{lasting.url}/v1/intents", json={}, headers=headers, timeout=TIMEOUT_S)
            assert (answer.status_code, answer.json()["code"]) == (401, code)

    @pytest.mark.parametrize("role", list(Role))
    def test_the_feed_is_for_the_roles_that_the_table_names(self, lasting: RunningStore, role: Role) -> None:
        status = lasting.get("/v1/snapshot", role).status_code
        assert status == (200 if role in READS_FEED else 403)
        assert lasting.get("/v1/changes", role, after=head_of(lasting)).status_code == status

    @pytest.mark.parametrize("role", list(Role))
    def test_every_key_may_ask_whose_it_is(self, lasting: RunningStore, role: Role) -> None:
        answer = lasting.get("/v1/me", role)
        assert answer.json() == {"name": f"Meja {role.value}", "role": role.value}

    def test_a_withdrawn_key_ends_its_open_stream(self, served: RunningStore) -> None:
        with open_stream(served, head_of(served), Role.WALL, "Dinding") as events:
            next_event(events, "heartbeat")
            served.revoke("Dinding")
            assert next_event(events, "revoked").data["code"] == "token_revoked"
            assert list(events) == []


class TestFeedOverHttp:
    def test_the_snapshot_comes_whole_with_its_position(self, served: RunningStore) -> None:
        served.new_report()
        answer = served.get("/v1/snapshot")
        assert answer.headers["Content-Type"] == SNAPSHOT_MEDIA_TYPE
        frames = list(read_frames(BytesIO(answer.content)))
        assert isinstance(frames[0], SnapshotBegin)
        assert str(frames[0].position) == head_of(served)
        assert isinstance(frames[-1], SnapshotEnd)

    def test_changes_behind_a_position(self, served: RunningStore) -> None:
        copy = copy_of(served)
        report_id = served.new_report()
        answer = served.get("/v1/changes", after=str(copy.position))
        page = page_from_json(answer.json())
        assert answer.headers["X-Commandcenter-Position"] == str(page.through)
        assert [row.key for row in page.rows] == [str(report_id), f"{report_id}/1"]
        copy.apply(page)
        assert copy.records == copy_of(served).records

    @pytest.mark.parametrize(
        ("after", "status", "code"),
        [
            ("", 400, "bad_position"),
            ("x", 400, "bad_position"),
            ("x.-1", 400, "bad_position"),
            ("x.1", 410, "snapshot_needed"),
        ],
    )
    def test_positions_that_lead_nowhere(self, lasting: RunningStore, after: str, status: int, code: str) -> None:
        for path in ("/v1/changes", "/v1/changes/stream"):
            answer = lasting.get(path, after=after)
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_a_position_ahead_of_the_head_needs_a_snapshot(self, lasting: RunningStore) -> None:
        epoch, _, n = head_of(lasting).rpartition(".")
        for far in (str(int(n) + 1), str(1 << 80), "9" * 5_000):
            assert lasting.get("/v1/changes", after=f"{epoch}.{far}").status_code == 410

    def test_the_stream_pushes_what_is_written_and_says_that_it_lives(self, served: RunningStore) -> None:
        with open_stream(served, head_of(served)) as events:
            beat = heartbeat_from_json(next_event(events, "heartbeat").data)
            assert str(beat.head) == head_of(served)
            report_id = served.new_report()
            page = page_from_json(next_event(events, "page").data)
            assert page.rows[0].key == str(report_id)
            again = heartbeat_from_json(next_event(events, "heartbeat").data)
            assert again.head == page.through
            assert again.clock_ms >= beat.clock_ms

    def test_the_stream_begins_with_what_was_missed(self, served: RunningStore) -> None:
        before = head_of(served)
        report_id = served.new_report()
        with open_stream(served, before) as events:
            assert page_from_json(next_event(events, "page").data).rows[0].key == str(report_id)

    def test_what_another_process_writes_is_pushed_too(self, served: RunningStore) -> None:
        """Two applications on one database stand for two processes: they share nothing else."""
        sock = listening_socket("127.0.0.1", 0)
        url = url_of(sock)
        other = StoreServer(create_app(served.settings))
        with served_by(other, sock), open_stream(served, head_of(served), url=url) as events:
            next_event(events, "heartbeat")
            report_id = served.new_report()
            assert page_from_json(next_event(events, "page").data).rows[0].key == str(report_id)

    def test_a_client_that_leaves_does_not_disturb_the_others(self, served: RunningStore) -> None:
        with open_stream(served, head_of(served)) as staying:
            next_event(staying, "heartbeat")
            for _ in range(5):
                with open_stream(served, head_of(served)) as leaving:
                    next_event(leaving, "heartbeat")
            report_id = served.new_report()
            assert page_from_json(next_event(staying, "page").data).rows[0].key == str(report_id)

    def test_streams_end_when_the_store_stops_and_go_on_when_it_is_back(self, served: RunningStore) -> None:
        before = head_of(served)
        with open_stream(served, before) as events:
            next_event(events, "heartbeat")
            url = served.url
            served.stop()
            assert all(event.name == "heartbeat" for event in events)
        served.start()
        assert served.url == url
        report_id = served.new_report()
        with open_stream(served, before) as events:
            assert page_from_json(next_event(events, "page").data).rows[0].key == str(report_id)


class TestIntentsOverHttp:
    def test_taking_on_answers_with_the_new_version_and_the_position(self, served: RunningStore) -> None:
        report_id = served.new_report()
        intent = take_on(report_id)
        answer = requests.post(
            f"{served.url}/v1/intents", json=intent_to_json(intent), headers=served.headers(), timeout=TIMEOUT_S
        )
        assert (answer.json()["status"], answer.json()["version"]) == ("applied", 2)
        assert answer.headers["X-Commandcenter-Position"] == head_of(served)
        assert served.send(intent)["status"] == "repeated"

    def test_a_conflict_names_both_sides(self, served: RunningStore) -> None:
        report_id = served.new_report()
        served.send(take_on(report_id), name="Meja 1")
        answer = served.send(take_on(report_id), name="Meja 2")
        assert (answer["status"], answer["code"], answer["mine"]) == ("conflict", "already_taken_on", "Meja 2")
        assert answer["theirs"]["actor"] == "Meja 1"

    def test_a_wall_may_do_nothing(self, served: RunningStore) -> None:
        answer = served.send(take_on(served.new_report()), Role.WALL)
        assert (answer["status"], answer["code"]) == ("refused", "not_allowed")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"{}",
            b"{",
            b"\xff",
            b"[" * 100_000,
            b'{"intent_id":"\\u0000aaaaaaaa","kind":"take_on","subject":"1","base_version":1,"acted_ms":0}',
            b'{"intent_id":"\\ud800aaaaaaaa","kind":"take_on","subject":"1","base_version":1,"acted_ms":0}',
            b'{"intent_id":"aaaaaaaaa","kind":"fly","subject":"1","base_version":1,"acted_ms":0}',
            b'{"intent_id":"aaaaaaaaa","kind":"take_on","subject":"1e9","base_version":1,"acted_ms":0}',
            b'{"intent_id":"aaaaaaaaa","kind":"take_on","subject":"1","base_version":1,"acted_ms":1e300}',
        ],
    )
    def test_what_is_no_intent_is_a_bad_message(self, lasting: RunningStore, body: bytes) -> None:
        answer = requests.post(f"{lasting.url}/v1/intents", data=body, headers=lasting.headers(), timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")

    def test_a_body_beyond_the_limit_is_refused(self, lasting: RunningStore) -> None:
        answer = requests.post(
            f"{lasting.url}/v1/intents",
            data=b" " * (lasting.settings.max_body_bytes + 1),
            headers=lasting.headers(),
            timeout=TIMEOUT_S,
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


class TestService:
    def test_it_says_that_it_lives_and_is_ready(self, lasting: RunningStore) -> None:
        for path in ("/healthz", "/readyz"):
            answer = requests.get(lasting.url + path, timeout=TIMEOUT_S)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def test_an_unknown_address_is_a_sentence(self, lasting: RunningStore) -> None:
        answer = requests.get(f"{lasting.url}/nothing", timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert "/nothing" in answer.json()["sentence"]["id"]

    def test_the_log_follows_a_request_and_holds_neither_key_nor_person(
        self, served: RunningStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        position = head_of(served)
        headers = {**served.headers(), "X-Request-Id": "meja-7.42"}
        answer = requests.get(
            f"{served.url}/v1/changes", params={"after": position}, headers=headers, timeout=TIMEOUT_S
        )
        assert answer.headers["X-Request-Id"] == "meja-7.42"
        served.post_report(email="warga@example.org", phone="0812345", first_name="Nama", device_id="gawai-7")
        served.stop()
        logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("commandcenter"))
        assert "meja-7.42 GET /v1/changes 200" in logged
        for secret in (served.key(), served.key(Role.PUBLIC), "warga@", "0812345", "Nama", "gawai-7"):
            assert secret not in logged

    def test_a_path_can_not_begin_a_line_of_the_log(
        self, served: RunningStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        requests.get(f"{served.url}/a%0a0123 GET /forged 200 1 ms%E2%80%A8b%C3%A9", timeout=TIMEOUT_S)
        served.stop()
        (line,) = [line for line in logged(caplog) if "forged" in line]
        assert len(line.splitlines()) == 1
        assert "/a\\n0123 GET /forged" in line

    def test_a_request_that_ends_in_a_fault_is_logged_as_one(
        self, store: RunningStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        app = create_app(store.settings)
        app.add_api_route("/faulty", lambda: 1 // 0)
        sock = listening_socket("127.0.0.1", 0)
        with served_by(StoreServer(app), sock):
            answer = requests.get(f"{url_of(sock)}/faulty", headers={"X-Request-Id": "meja-9"}, timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (500, "store_fault")
        assert any("meja-9 GET /faulty 500" in line for line in logged(caplog))

    def test_what_a_database_says_of_values_stands_in_no_log(
        self, store: RunningStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        """PostgreSQL tells a row that can't be kept in full, and it may be somebody's."""
        app = create_app(store.settings)

        def faulty() -> None:
            row = {
                "city": store.settings.city,
                "account_id": "NAMA-RAHASIA",
                "login": "x",
                "name": "",
                "role": "officer",
            }
            with writing(store.engine) as connection:
                for _ in range(2):
                    connection.execute(accounts.insert().values(**row, active=True, created_ms=1))

        app.add_api_route("/faulty", faulty)
        sock = listening_socket("127.0.0.1", 0)
        with served_by(StoreServer(app), sock):
            answer = requests.get(f"{url_of(sock)}/faulty", timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (500, "store_fault")
        assert "IntegrityError" in caplog.text
        assert "in faulty" in caplog.text, "where it happened"
        assert "INSERT INTO accounts" in caplog.text
        assert "NAMA-RAHASIA" not in caplog.text

    def test_readers_of_a_snapshot_that_stop_reading_are_cut_off_and_let_others_load(
        self, served: RunningStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(feed_route, "SEND_LIMIT_S", 1.0)
        monkeypatch.setattr(CentralStore, "snapshot", large(CentralStore.snapshot))
        host, port = served.url.removeprefix("http://").split(":")
        request = f"GET /v1/snapshot HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {served.key()}\r\n\r\n"
        with ExitStack() as idle:
            sockets = [
                idle.enter_context(socket.create_connection((host, int(port)))) for _ in range(SNAPSHOTS_AT_ONCE)
            ]
            for one in sockets:
                one.sendall(request.encode())
                assert one.recv(12) == b"HTTP/1.1 200"
            answer = requests.get(f"{served.url}/v1/snapshot", headers=served.headers(), timeout=TIMEOUT_S, stream=True)
            assert answer.status_code == 200
            answer.close()
            # The one whose place became free got less than all; the others may have been read just in time.
            assert min(rest_of(one) for one in sockets) < LARGE_BYTES

    def test_a_request_id_that_is_no_plain_word_is_replaced(self, lasting: RunningStore) -> None:
        answer = requests.get(f"{lasting.url}/healthz", headers={"X-Request-Id": "a b{}"}, timeout=TIMEOUT_S)
        assert answer.headers["X-Request-Id"] != "a b{}"


class TestOutage:
    def test_a_database_that_does_not_answer_is_said_in_a_sentence_that_invites_to_try_again(self) -> None:
        nowhere = StoreSettings(database_url="postgresql://nobody:hush@127.0.0.1:1/none")
        sock = listening_socket("127.0.0.1", 0)
        url = url_of(sock)
        with served_by(StoreServer(create_app(nowhere)), sock):
            assert requests.get(f"{url}/healthz", timeout=TIMEOUT_S).status_code == 200
            for answer in (
                requests.get(f"{url}/readyz", timeout=TIMEOUT_S),
                requests.get(f"{url}/v1/snapshot", headers={"Authorization": "Bearer x"}, timeout=TIMEOUT_S),
            ):
                assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
                assert answer.json()["retryable"] is True
                assert answer.headers["Retry-After"]
                assert "hush" not in answer.text
            listed = requests.get(f"{url}/open311/v2/requests.json", timeout=TIMEOUT_S)
            assert listed.status_code == 503
            assert listed.headers["Retry-After"]
            assert listed.json()[0]["code"] == 503

    def test_what_was_accepted_is_there_after_the_store_comes_back(self, served: RunningStore) -> None:
        report_id = served.new_report()
        intent = take_on(report_id)
        served.send(intent)
        served.stop()
        served.start()
        assert served.send(intent)["status"] == "repeated"
        assert f"{report_id}/2" in {key for _, key in copy_of(served).records}
