"""What every store keeps to about intents and keys. No backend overrides any of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from commandcenter.models.identity import AccountId, ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import IntentKind, IntentStatus
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import intents, report_private, reports
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.failure import TokenRevoked, TokenUnknown
from commandcenter.store.token import Principal, add_key
from tests.contract.acting import at_once, entries_of, record_of, report_intent, submitted
from tests.contract.client import fresh_copy
from tests.fixture.store import RunningStore, take_on


@pytest.fixture
def other_desk(store: RunningStore, central: CentralStore) -> Principal:
    """Another dispatcher's desk."""
    return central.principal(store.key(Role.DISPATCHER, "Meja 2"))


def person(central: CentralStore, account: str) -> Principal:
    """Sign somebody in: all of them are called Siti, and sit in an office."""
    with writing(central.engine) as connection:
        return add_key(
            connection, central.settings.city, "Siti", Role.OFFICER, datetime.now(UTC), account=AccountId(account)
        )[1]


class TestIntents:
    def test_a_report_comes_with_number_area_due_times_and_its_first_entry(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        record = record_of(central, report_id)
        assert record["number"].startswith("JK")
        assert record["number"].endswith("-000001")
        assert record["area"] == "31.01"
        assert record["respond_by_ms"] - record["created_ms"] == 3_600_000
        assert record["close_by_ms"] - record["created_ms"] == 24 * 3_600_000
        (first,) = entries_of(central, report_id)
        assert (first.kind, first.sequence, first.to_state) == ("submitted", 1, "waiting")

    def test_numbers_of_a_day_follow_each_other(self, central: CentralStore, desk: Principal) -> None:
        numbers = [record_of(central, submitted(central, desk))["number"] for _ in range(3)]
        assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]

    def test_a_repeat_gets_the_first_result_and_adds_nothing(self, central: CentralStore, desk: Principal) -> None:
        intent = report_intent()
        first = central.apply(intent, desk)
        head = central.head()
        again = central.apply(intent, desk)
        assert again.status is IntentStatus.REPEATED
        assert (again.subject, again.number, again.version) == (first.subject, first.number, first.version)
        assert central.head() == head

    def test_the_same_intent_sent_many_times_at_once_is_applied_once(
        self, central: CentralStore, desk: Principal
    ) -> None:
        intent = report_intent()
        results = at_once(*[lambda: central.apply(intent, desk)] * 8)
        statuses = sorted(result.status for result in results)
        assert statuses == [IntentStatus.APPLIED] + [IntentStatus.REPEATED] * 7
        assert len({result.subject for result in results}) == 1
        with reading(central.engine) as connection:
            assert connection.execute(select(func.count()).select_from(reports)).scalar_one() == 1

    def test_taking_on_is_recorded_once_with_who_and_when(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        acted_at = datetime.now(UTC)
        result = central.apply(take_on(report_id, acted_at=acted_at), desk)
        assert (result.status, result.version) == (IntentStatus.APPLIED, 2)
        record = record_of(central, report_id)
        assert record["acknowledged_by"] == "Meja 1"
        assert record["state"] == "waiting"
        entry = entries_of(central, report_id)[1]
        assert (entry.kind, entry.from_state, entry.to_state, entry.actor) == (
            "taken_on",
            "waiting",
            "waiting",
            "Meja 1",
        )
        again = central.apply(take_on(report_id, 2), desk)
        assert (again.status, again.version) == (IntentStatus.APPLIED, 2)
        assert len(entries_of(central, report_id)) == 2

    def test_of_two_who_take_on_at_once_one_is_told_who_was_first(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        results = at_once(
            lambda: central.apply(take_on(report_id), desk), lambda: central.apply(take_on(report_id), other_desk)
        )
        applied, conflict = sorted(results, key=lambda result: result.status)
        assert (applied.status, conflict.status) == (IntentStatus.APPLIED, IntentStatus.CONFLICT)
        assert conflict.code == "already_taken_on"
        assert conflict.theirs is not None
        assert conflict.theirs.value == record_of(central, report_id)["acknowledged_by"]
        assert {conflict.mine, conflict.theirs.actor} == {"Meja 1", "Meja 2"}
        assert conflict.theirs.actor in conflict.sentence["id"]
        assert conflict.theirs.actor in conflict.sentence["en"]
        assert len(entries_of(central, report_id)) == 2

    def test_a_conflict_is_remembered_like_any_result(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        central.apply(take_on(report_id), desk)
        late = take_on(report_id)
        assert central.apply(late, other_desk).status is IntentStatus.CONFLICT
        assert central.apply(late, other_desk).status is IntentStatus.CONFLICT

    def test_an_act_on_an_older_version_conflicts_with_what_is_there(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(version=2))
        result = central.apply(take_on(report_id, 1), desk)
        assert (result.status, result.code, result.version) == (IntentStatus.CONFLICT, "version_changed", 2)
        assert result.theirs is not None
        assert result.theirs.value == "waiting"
        assert record_of(central, report_id)["acknowledged_by"] is None

    def test_an_act_on_top_of_ones_own_act_does_not_conflict_with_it(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        """The chain made offline: the second act still carries the version seen before the first."""
        report_id = submitted(central, desk)
        first = take_on(report_id)
        central.apply(first, desk)
        with writing(central.engine) as connection:
            connection.execute(
                reports.update().where(reports.c.id == report_id).values(acknowledged_ms=None, acknowledged_by=None)
            )
        foreign = take_on(report_id, 1, after_intent=first.intent_id)
        assert central.apply(foreign, other_desk).status is IntentStatus.CONFLICT
        assert central.apply(take_on(report_id, 1), desk).status is IntentStatus.CONFLICT
        chained = take_on(report_id, 1, after_intent=first.intent_id)
        assert central.apply(chained, desk).status is IntentStatus.APPLIED

    def test_a_report_that_is_not_there_is_refused(self, central: CentralStore, desk: Principal) -> None:
        result = central.apply(take_on(ReportId(12345)), desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "report_unknown")
        assert set(result.sentence) == {"id", "en"}

    @pytest.mark.parametrize("state", ["done", "rejected"])
    def test_a_closed_report_can_not_be_taken_on(self, central: CentralStore, desk: Principal, state: str) -> None:
        report_id = submitted(central, desk)
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(state=state))
        result = central.apply(take_on(report_id), desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "report_closed")

    @pytest.mark.parametrize("role", [Role.WALL, Role.PUBLIC, Role.MANAGER, Role.CREW])
    def test_a_role_that_may_not_act_is_refused_and_nothing_changes(
        self, store: RunningStore, central: CentralStore, desk: Principal, role: Role
    ) -> None:
        report_id = submitted(central, desk)
        result = central.apply(take_on(report_id), central.principal(store.key(role)))
        assert (result.status, result.code) == (IntentStatus.REFUSED, "not_allowed")
        assert record_of(central, report_id)["version"] == 1

    def test_the_time_of_an_act_lies_between_the_report_and_now(self, central: CentralStore, desk: Principal) -> None:
        early, late = submitted(central, desk), submitted(central, desk)
        central.apply(take_on(early, acted_at=from_ms(0)), desk)
        central.apply(take_on(late, acted_at=datetime.now(UTC) + timedelta(days=1)), desk)
        assert entries_of(central, early)[1].acted_ms == record_of(central, early)["created_ms"]
        entry = entries_of(central, late)[1]
        assert entry.acted_ms == entry.recorded_ms

    def test_another_desk_can_not_learn_a_result_by_guessing_an_intent(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        intent = report_intent()
        central.apply(intent, desk)
        result = central.apply(intent, other_desk)
        assert (result.status, result.code, result.number) == (IntentStatus.REFUSED, "intent_taken", None)

    def test_two_people_of_one_name_do_not_hear_of_each_others_acts(
        self, central: CentralStore, store: RunningStore
    ) -> None:
        siti, other = (person(central, account) for account in ("siti", "siti-2"))
        desk_of_that_name = central.principal(store.key(Role.OFFICER, siti.name))
        intent = report_intent()
        first = central.apply(intent, siti)
        for stranger in (other, desk_of_that_name):
            result = central.apply(intent, stranger)
            assert (result.status, result.code, result.number) == (IntentStatus.REFUSED, "intent_taken", None)
        signed_in_anew = person(central, "siti")
        again = central.apply(intent, signed_in_anew)
        assert (again.status, again.number) == (IntentStatus.REPEATED, first.number)
        with reading(central.engine) as connection:
            kept = repr(connection.execute(select(intents)).all())
        assert "siti-2" not in kept
        assert "'siti'" not in kept, "nothing kept of an act leads back to an account"

    def test_nobody_builds_on_an_act_of_somebody_else_of_that_name(self, central: CentralStore) -> None:
        siti, other = (person(central, account) for account in ("siti", "siti-2"))
        report_id = submitted(central, siti)
        first = take_on(report_id)
        assert central.apply(first, siti).status is IntentStatus.APPLIED
        after: dict[str, Any] = {"base_version": 1, "after_intent": first.intent_id}
        move: dict[str, Any] = {"kind": IntentKind.MOVE, "subject": report_id, "payload": {"to_state": "in_progress"}}
        assert central.apply(take_on(report_id, **after, **move), other).status is IntentStatus.CONFLICT
        assert central.apply(take_on(report_id, **after, **move), siti).status is IntentStatus.APPLIED

    def test_a_key_that_replaces_another_desks_hears_of_its_acts(self, central: CentralStore, desk: Principal) -> None:
        with writing(central.engine) as connection:
            renewed = add_key(connection, central.settings.city, desk.name, desk.role, datetime.now(UTC))[1]
        intent = report_intent()
        central.apply(intent, desk)
        assert central.apply(intent, renewed).status is IntentStatus.REPEATED

    def test_of_an_act_from_before_whose_it_is_was_kept_the_name_has_to_do(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        intent = report_intent()
        central.apply(intent, desk)
        with writing(central.engine) as connection:
            connection.execute(intents.update().values(owner=None))
        assert central.apply(intent, desk).status is IntentStatus.REPEATED
        assert central.apply(intent, other_desk).code == "intent_taken"

    def test_a_refused_report_leaves_nothing_but_its_intent(self, central: CentralStore, desk: Principal) -> None:
        head = central.head()
        intent = report_intent(lon=0, lat=0)
        result = central.apply(intent, desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "coordinates_zero")
        assert central.head() == head
        with reading(central.engine) as connection:
            assert connection.execute(select(func.count()).select_from(reports)).scalar_one() == 0
            assert connection.execute(select(intents.c.kind)).scalars().all() == ["submit_report"]

    @pytest.mark.parametrize(
        "changes_", [{"intent_id": "a\x00bcdefghi"}, {"intent_id": "kurz"}, {"subject": 1 << 63}, {"subject": -1}]
    )
    def test_an_intent_that_could_not_be_kept_is_a_bad_message(
        self, central: CentralStore, desk: Principal, changes_: dict[str, Any]
    ) -> None:
        with pytest.raises(BadMessage):
            central.apply(take_on(ReportId(1), **changes_), desk)

    def test_text_that_no_database_keeps_is_made_fit(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk, description="  Air\x00 naik \ud83d\r\nterus 🌊 ")
        assert record_of(central, report_id)["description"] == "Air naik \nterus 🌊"

    def test_a_report_may_come_with_a_note_and_with_a_photo_that_only_its_source_has(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk, description="", photo_elsewhere=True, note="kedalaman 50 cm")
        assert record_of(central, report_id)["has_photo"]
        assert [entry.note for entry in entries_of(central, report_id)] == ["kedalaman 50 cm"]
        photos = fresh_copy(central, desk).of(Entity.MEDIA)
        assert [(photo["stage"], photo["url"], photo["moderation"]) for photo in photos] == [
            ("before", None, "pending")
        ]

    def test_personal_data_goes_into_its_own_table_and_nowhere_else(
        self, central: CentralStore, desk: Principal
    ) -> None:
        private = {"email": "warga@example.org", "phone": "0800-000", "first_name": "Nama", "device_id": "gawai-7"}
        position = central.head()
        report_id = submitted(central, desk, private=private)
        with reading(central.engine) as connection:
            row = connection.execute(select(report_private)).mappings().one()
            assert {name: row[name] for name in private} == private
            kept = str(connection.execute(select(intents)).mappings().all())
        seen = str(central.page(position, desk).rows) + str(fresh_copy(central, desk).records) + kept
        assert str(report_id) in seen
        for secret in private.values():
            assert secret not in seen


class TestKeys:
    def test_a_key_is_known_until_it_is_withdrawn(self, store: RunningStore, central: CentralStore) -> None:
        secret = store.key(Role.OFFICER, "Kelurahan")
        assert central.principal(secret).role is Role.OFFICER
        store.revoke("Kelurahan")
        with pytest.raises(TokenRevoked):
            central.principal(secret)

    def test_a_key_that_was_never_given_is_unknown(self, central: CentralStore) -> None:
        for secret in ("", "cc_x", "\x00", "\ud800"):
            with pytest.raises(TokenUnknown):
                central.principal(secret)
