"""Erasing people, and how long what is personal is kept, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind, IntentStatus
from commandcenter.models.record import Entity
from commandcenter.models.table import (
    city_settings,
    erasures,
    metadata,
    report_private,
    reports,
    tokens,
    transitions,
)
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.person import signed_columns
from commandcenter.store.session import sign_in
from commandcenter.store.token import Principal
from commandcenter.store.watch.retention import erase_kept_too_long
from tests.contract.client import Copy
from tests.contract.people import PASSWORD, act, opened


def reported(central: CentralStore, desk: Principal, **private: str) -> ReportId:
    result = act(
        central,
        desk,
        IntentKind.SUBMIT_REPORT,
        category="BANJIR",
        description="Banjir",
        lon=106.85,
        lat=-6.25,
        private=private,
    )
    assert result.subject is not None
    return result.subject


def whole_database(central: CentralStore) -> str:
    """Return everything that is kept, as text."""
    with reading(central.engine) as connection:
        return "\n".join(
            str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)).all()
        )


class TestErasing:
    def test_a_reporter_is_erased_from_all_they_sent_and_what_happened_stays(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        first = reported(central, desk, email="ani-kanari@example.id", phone="0812-kanari", first_name="Ani-kanari")
        reported(central, desk, email="ani-kanari@example.id", last_name="kanari")
        other = reported(central, desk, email="budi@example.id", device_id="rumah")
        before = Copy()
        before.load(central.snapshot(desk))
        result = act(central, administrator, IntentKind.ERASE_PERSON, subject=first)
        assert result.status is IntentStatus.APPLIED
        assert "kanari" not in whole_database(central)
        after = Copy()
        after.load(central.snapshot(desk))
        assert after.records == before.records
        with reading(central.engine) as connection:
            assert connection.execute(select(report_private.c.report_id)).scalars().all() == [other]
            record = connection.execute(select(erasures)).one()
        assert (record.erasure_id, record.erased_by, record.kind, record.rows) == (
            result.target,
            "Admin",
            "reporter",
            2,
        )

    def test_an_account_is_erased_and_its_acts_stay_under_no_name(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        account = opened(
            central, administrator, name="Siti Kanari", login="siti.kanari", email="kanari@example.id", phone="kanari"
        )
        own = sign_in(
            central.engine, central.settings.city, "siti.kanari", PASSWORD, "HP kanari", datetime.now(UTC)
        ).principal
        report = reported(central, desk, account_id=account, first_name="kanari")
        act(central, own, IntentKind.TAKE_ON, subject=report)
        act(central, desk, IntentKind.TAKE_ON, subject=report)
        copy = Copy()
        copy.load(central.snapshot(desk))
        assert "Kanari" in whole_database(central)
        result = act(central, administrator, IntentKind.ERASE_PERSON, target=account)
        assert result.status is IntentStatus.APPLIED
        assert "kanari" not in whole_database(central).lower()
        assert copy.position is not None
        copy.apply(central.page(copy.position, desk))
        fresh = Copy()
        fresh.load(central.snapshot(desk))
        assert copy.records == fresh.records, "the feed did not take the name back"
        (record,) = copy.of(Entity.REPORT)
        assert record["acknowledged_by"] == f"Akun terhapus {account[:6]}"
        with reading(central.engine) as connection:
            kinds = connection.execute(select(transitions.c.kind).order_by(transitions.c.sequence)).scalars().all()
            assert connection.execute(select(tokens.c.revoked_ms).where(tokens.c.account_id == account)).scalar_one()
        assert kinds == ["submitted", "taken_on"]

    def test_the_name_of_an_office_stays_while_another_signs_with_it(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        opened(central, administrator, login="penerus")
        account = opened(central, administrator)
        own = sign_in(central.engine, central.settings.city, "lurah.palmerah", PASSWORD, "", datetime.now(UTC))
        report = reported(central, desk)
        act(central, own.principal, IntentKind.TAKE_ON, subject=report)
        act(central, administrator, IntentKind.ERASE_PERSON, target=account)
        with reading(central.engine) as connection:
            assert connection.execute(select(reports.c.acknowledged_by)).scalar_one() == "Lurah Palmerah"

    def test_it_must_be_said_who(self, central: CentralStore, administrator: Principal, desk: Principal) -> None:
        report = reported(central, desk)
        account = opened(central, administrator)
        ends = [
            act(central, administrator, IntentKind.ERASE_PERSON).code,
            act(central, administrator, IntentKind.ERASE_PERSON, subject=report, target=account).code,
            act(central, administrator, IntentKind.ERASE_PERSON, target="none").code,
            act(central, administrator, IntentKind.ERASE_PERSON, subject=ReportId(5)).code,
        ]
        assert ends == ["person_missing", "person_missing", "account_unknown", "report_unknown"]

    def test_a_report_whose_reporter_nobody_knew_is_erased_of_nothing(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        report = reported(central, desk)
        assert act(central, administrator, IntentKind.ERASE_PERSON, subject=report).status is IntentStatus.APPLIED
        with reading(central.engine) as connection:
            assert connection.execute(select(erasures.c.rows)).scalar_one() == 0

    def test_whoever_signed_anything_anywhere_is_erased_from_it(self) -> None:
        """The columns are found by their names, so that a new table is not forgotten; these must be among them."""
        found = {(column.table.name, column.name) for column in signed_columns()}
        assert found >= {
            ("transitions", "actor"),
            ("reports", "acknowledged_by"),
            ("alarms", "acknowledged_by"),
            ("beds", "said_by"),
            ("gauges", "said_by"),
            ("gauge_readings", "said_by"),
            ("city_settings", "changed_by"),
            ("intents", "principal"),
            ("erasures", "erased_by"),
            ("password_resets", "given_by"),
        }


class TestRetention:
    def test_closed_reports_lose_their_reporters_once_kept_long_enough(
        self, central: CentralStore, desk: Principal
    ) -> None:
        old, fresh, still_open = (reported(central, desk, email=f"{n}@example.id") for n in range(3))
        now = datetime.now(UTC)
        with writing(central.engine) as connection:
            for report, days in ((old, 31), (fresh, 29)):
                closed_ms = to_ms(now - timedelta(days=days))
                connection.execute(update(reports).where(reports.c.id == report).values(closed_ms=closed_ms))
            connection.execute(
                city_settings.insert().values(
                    city="jakarta",
                    key=SettingKey.KEEP_PERSONAL_S.value,
                    value=30 * 86_400.0,
                    version=1,
                    changed_by="Admin",
                    changed_ms=to_ms(now),
                )
            )
        erase_kept_too_long(central)
        erase_kept_too_long(central)
        with reading(central.engine) as connection:
            left = set(connection.execute(select(report_private.c.report_id)).scalars())
            records = connection.execute(select(erasures)).all()
            assert len(connection.execute(select(reports.c.id)).all()) == 3
        assert left == {fresh, still_open}
        assert [(record.kind, record.rows, record.erased_by) for record in records] == [("retention", 1, "Pusat")]
