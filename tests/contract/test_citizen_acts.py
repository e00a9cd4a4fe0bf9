"""What every store keeps to when citizens speak up: supporting, rating, opening again, adding a photo."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from commandcenter.models.identity import AccountId, ReportId
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import city_settings, report_private, reports, voices
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import Principal
from tests.contract.acting import APPLIED, Acting, end, entries_of, intent, last_of, record_of
from tests.contract.client import Copy

SECRET = "rahasia-gawai-0001"
DONE = {"to_state": "done", "no_photo_reason": "Air surut"}


@pytest.fixture
def room(central: CentralStore, desk: Principal) -> Acting:
    """A dispatcher."""
    return Acting(central, desk)


@pytest.fixture
def app(central: CentralStore) -> Acting:
    """An application whose key many citizens share."""
    return Acting(central, Principal("app", "Aplikasi warga", Role.PUBLIC))


def signed_in(central: CentralStore, account: str) -> Acting:
    """Return a citizen with an account, whose name is theirs."""
    return Acting(central, Principal(f"t-{account}", f"Nama {account}", Role.REPORTER, account=AccountId(account)))


def on_device(central: CentralStore, token: str) -> Acting:
    """Return a citizen without an account: the device has a key of its own."""
    return Acting(central, Principal(token, f"Gawai {token}", Role.REPORTER))


class TestSupport:
    def test_each_person_counts_once_without_a_version(self, central: CentralStore, room: Acting, app: Acting) -> None:
        report = room.reports()
        for _ in range(2):
            assert app.does(Kind.SUPPORT, report, device_id="gawai-01") == APPLIED
            assert signed_in(central, "a1").does(Kind.SUPPORT, report) == APPLIED
            assert on_device(central, "t9").does(Kind.SUPPORT, report) == APPLIED
        record = record_of(central, report)
        assert (record["supporters"], record["version"], len(entries_of(central, report))) == (3, 1, 1)
        assert room.does(Kind.TAKE_ON, report, 1) == APPLIED

    def test_an_account_is_one_person_on_whichever_device(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        for device in ("gawai-01", "gawai-02"):
            signed_in(central, "a1").does(Kind.SUPPORT, report, device_id=device)
        assert record_of(central, report)["supporters"] == 1

    def test_a_shared_key_needs_to_say_which_device(self, room: Acting, app: Acting) -> None:
        report = room.reports()
        for nobody in ({}, {"device_id": "kurz"}):
            assert app.does(Kind.SUPPORT, report, **nobody) == "refused device_missing"

    def test_the_table_of_voices_tells_of_nobody_what_else_they_supported(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        for report in (room.reports(), room.reports()):
            app.does(Kind.SUPPORT, report, device_id="gawai-01")
        with reading(central.engine) as connection:
            kept = connection.execute(select(voices.c.voice)).scalars().all()
        assert len(set(kept)) == 2
        assert not any("gawai" in voice for voice in kept)

    def test_enough_of_them_raise_the_priority_by_the_citys_own_number(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        with writing(central.engine) as connection:
            for key, value in (("supporters_for_high", 2), ("supporters_for_emergency", 4)):
                connection.execute(
                    city_settings.insert().values(
                        city="jakarta", key=key, value=value, version=1, changed_by="", changed_ms=0
                    )
                )
        report = room.reports("SAMPAH")
        seen = []
        for device in range(5):
            app.does(Kind.SUPPORT, report, device_id=f"gawai-{device:02}")
            seen.append(record_of(central, report)["priority"])
            if device == 2:
                room.does(Kind.SET_PRIORITY, report, 1, priority="low")
        assert seen == [1, 2, 2, 3, 3]
        record = record_of(central, report)
        assert (record["supporters"], record["version"]) == (5, 2), "only what a person decided is a version"
        raised = [entry for entry in entries_of(central, report) if entry.actor == "Pusat"]
        assert [entry.note for entry in raised] == [
            "Prioritas: biasa → tinggi (2 pendukung)",
            "Prioritas: rendah → darurat (4 pendukung)",
        ]

    @pytest.mark.parametrize("kind", [Kind.SUPPORT, Kind.RATE])
    def test_what_is_not_public_is_not_there_for_the_public(self, room: Acting, app: Acting, kind: Kind) -> None:
        for category in ("KRIMINAL", "PARKIR"):
            hidden = room.reports(category)
            assert app.does(kind, hidden, device_id="gawai-01", stars=5) == "refused report_unknown"

    def test_a_closed_report_takes_no_support(self, room: Acting, app: Acting) -> None:
        report = room.reports()
        room.does(Kind.MOVE, report, 1, **DONE)
        assert app.does(Kind.SUPPORT, report, device_id="gawai-01") == "refused report_closed"


class TestRate:
    def test_stars_add_up_once_a_person(self, central: CentralStore, room: Acting, app: Acting) -> None:
        report = room.reports()
        room.does(Kind.MOVE, report, 1, **DONE)
        assert app.does(Kind.RATE, report, device_id="gawai-01", stars=5) == APPLIED
        assert app.does(Kind.RATE, report, device_id="gawai-02", stars=2) == APPLIED
        assert app.does(Kind.RATE, report, device_id="gawai-02", stars=1) == "refused already_rated"
        record = record_of(central, report)
        assert (record["stars"], record["ratings"], record["version"]) == (7, 2, 2)
        assert (last_of(central, report).note, last_of(central, report).actor) == ("★★☆☆☆", "Warga")

    def test_a_repeat_is_no_second_rating(self, central: CentralStore, room: Acting, app: Acting) -> None:
        report = room.reports()
        room.does(Kind.MOVE, report, 1, **DONE)
        sent = intent(Kind.RATE, report, device_id="gawai-01", stars=4)
        assert [end(app.send(sent)) for _ in range(2)] == [APPLIED, "repeated"]
        assert record_of(central, report)["ratings"] == 1

    @pytest.mark.parametrize("stars", [0, 6, 2.5, "5", True])
    def test_stars_are_one_to_five(self, room: Acting, app: Acting, stars: object) -> None:
        report = room.reports()
        room.does(Kind.MOVE, report, 1, **DONE)
        assert app.does(Kind.RATE, report, device_id="gawai-01", stars=stars) == "refused field_not_number"

    def test_nothing_is_rated_before_it_is_closed(self, room: Acting, app: Acting) -> None:
        report = room.reports()
        assert app.does(Kind.RATE, report, device_id="gawai-01", stars=5) == "refused report_open"
        assert app.does(Kind.RATE, report, device_id="gawai-01") == "refused field_missing"


class TestOwnReport:
    def done(self, room: Acting, report: ReportId) -> ReportId:
        assert room.does(Kind.MOVE, report, 1, **DONE) == APPLIED
        return report

    def test_the_account_it_was_sent_with_opens_it_again(self, central: CentralStore, room: Acting) -> None:
        owner = signed_in(central, "a1")
        report = self.done(room, owner.reports(private={"account_id": "somebody else"}))
        assert signed_in(central, "a2").does(Kind.REOPEN, report, note="Masih banjir") == "refused not_own_report"
        assert on_device(central, "t1").does(Kind.REOPEN, report, note="Masih banjir") == "refused not_own_report"
        assert owner.does(Kind.REOPEN, report, 2) == "refused field_missing"
        assert owner.does(Kind.REOPEN, report, 2, note="Masih banjir") == APPLIED
        record = record_of(central, report)
        assert (record["state"], record["closed_ms"], record["priority"]) == ("reopened", None, 2)
        entry = last_of(central, report)
        assert (entry.actor, entry.note, entry.kind) == ("Warga", "Masih banjir", "moved")
        assert record["close_by_ms"] == entry.acted_ms + 24 * 3_600_000

    def test_nobody_without_a_sign_in_makes_a_report_another_persons(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        for sender in (app, on_device(central, "t1")):
            report = self.done(room, sender.reports(private={"account_id": "a1", "phone": "0812"}))
            assert signed_in(central, "a1").does(Kind.REOPEN, report, note="Masih") == "refused not_own_report"
        for_somebody = self.done(room, room.reports(private={"account_id": "a1"}))
        assert signed_in(central, "a1").does(Kind.REOPEN, for_somebody, note="Masih banjir") == APPLIED

    def test_the_secret_it_was_sent_with_does_it_where_there_is_no_account(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        report = self.done(room, app.reports(secret=SECRET))
        device = on_device(central, "t1")
        for wrong in ({}, {"secret": "rahasia-gawai-0002"}, {"secret": ""}):
            assert device.does(Kind.REOPEN, report, note="Masih", **wrong) == "refused not_own_report"
        assert device.does(Kind.REOPEN, report, note="Masih", secret=SECRET) == APPLIED
        with reading(central.engine) as connection:
            assert SECRET not in str(connection.execute(select(report_private)).all())

    def test_a_report_without_account_or_secret_is_nobodys(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        report = self.done(room, app.reports())
        assert signed_in(central, "a1").does(Kind.REOPEN, report, note="Masih") == "refused not_own_report"

    def test_a_secret_that_could_be_guessed_is_refused(self, app: Acting) -> None:
        sent = intent(Kind.SUBMIT_REPORT, category="BANJIR", lon=106.85, lat=-6.25, description="x", secret="1234")
        assert end(app.send(sent)) == "refused secret_too_short"

    def test_what_is_open_is_not_opened_again_and_what_changed_conflicts(
        self, central: CentralStore, room: Acting
    ) -> None:
        owner = signed_in(central, "a1")
        report = owner.reports()
        assert owner.does(Kind.REOPEN, report, 1, note="Masih") == "refused move_not_allowed"
        self.done(room, report)
        assert owner.does(Kind.REOPEN, report, 1, note="Masih") == "conflict version_changed"

    def test_a_key_that_many_share_opens_again_what_a_devices_secret_proves_and_nothing_else(
        self, room: Acting, app: Acting
    ) -> None:
        report = self.done(room, app.reports(secret=SECRET))
        for wrong in ({}, {"secret": "another-secret-0002"}):
            assert app.does(Kind.REOPEN, report, note="Masih", **wrong) == "refused not_own_report"
        assert app.does(Kind.REOPEN, report, note="Masih", secret=SECRET) == APPLIED

    def test_who_sent_a_report_rates_it_though_nobody_else_sees_it(
        self, central: CentralStore, room: Acting, app: Acting
    ) -> None:
        owner = signed_in(central, "a1")
        by_account, by_secret = owner.reports("KRIMINAL"), app.reports("PARKIR", secret="rahasia-gawai-0001")
        for report in (by_account, by_secret):
            self.done(room, report)
        assert owner.does(Kind.RATE, by_account, stars=1) == APPLIED
        assert signed_in(central, "a2").does(Kind.RATE, by_account, stars=5) == "refused report_unknown"
        device = {"device_id": "gawai-01", "stars": 4}
        assert app.does(Kind.RATE, by_secret, secret="rahasia-gawai-0002", **device) == "refused report_unknown"
        assert app.does(Kind.RATE, by_secret, secret="rahasia-gawai-0001", **device) == APPLIED

    def test_a_reporter_adds_photos_of_before_to_their_own_report_alone(
        self, central: CentralStore, room: Acting
    ) -> None:
        owner, photo = signed_in(central, "a1"), {"stage": "after", "photo_url": "https://example.org/f.jpg"}
        report = owner.reports()
        assert signed_in(central, "a2").does(Kind.ADD_PHOTO, report, **photo) == "refused not_own_report"
        assert owner.does(Kind.ADD_PHOTO, report, **photo) == APPLIED
        assert last_of(central, report).note == "Foto sebelum"
        assert room.does(Kind.MOVE, report, 1, to_state="done") == "refused photo_missing"

    def test_no_name_of_a_citizen_is_told_to_anybody(
        self, central: CentralStore, room: Acting, desk: Principal
    ) -> None:
        owner = signed_in(central, "a1")
        report = self.done(room, owner.reports(secret=SECRET))
        owner.does(Kind.RATE, report, stars=1)
        owner.does(Kind.REOPEN, report, note="Masih")
        owner.does(Kind.SUPPORT, report)
        copy = Copy()
        copy.load(central.snapshot(desk))
        told = str(copy.records)
        assert len(copy.of(Entity.TRANSITION)) == 4
        for secret in ("Nama a1", "'a1'", SECRET):
            assert secret not in told

    def test_erasing_who_sent_it_ends_the_proof(self, central: CentralStore, room: Acting) -> None:
        owner = signed_in(central, "a1")
        report = self.done(room, owner.reports())
        with writing(central.engine) as connection:
            connection.execute(report_private.delete())
        assert owner.does(Kind.REOPEN, report, note="Masih") == "refused not_own_report"
        with reading(central.engine) as connection:
            assert connection.execute(select(reports.c.state)).scalar_one() == "done"
