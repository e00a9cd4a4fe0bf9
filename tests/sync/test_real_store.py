"""A desktop's mirror and outbox against the real store on loopback."""

from __future__ import annotations

from collections.abc import Callable

from commandcenter.models.freshness import Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentStatus
from commandcenter.models.role import Role
from tests.fixture.store import RunningStore, take_on
from tests.sync.desktop import Desktop, Desktops


def told_of(desktop: Desktop, report_id: ReportId) -> Callable[[], bool]:
    return lambda: any(report_id in change.timelines for change in desktop.told.changes)


def answered(desktop: Desktop) -> Callable[[], bool]:
    return lambda: len(desktop.told.answers) == 1


def open_desktop(desktops: Desktops, store: RunningStore, name: str = "Meja 1") -> Desktop:
    return desktops(name, store.url, store.key(Role.DISPATCHER, name))


def test_the_first_load_brings_what_was_there(running_store: RunningStore, desktops: Desktops) -> None:
    report_id = running_store.new_report(description="Jembatan Kalibata terendam")
    desktop = open_desktop(desktops, running_store)

    status = desktop.told.wait_phase(Phase.LIVE)

    assert desktop.told.changes[0].replaces_all
    assert list(desktop.told.changes[0].upserts.ids) == [report_id]
    assert status.position == status.head
    details = desktop.folder.reader.details(report_id)
    assert details is not None
    assert details.report.description == "Jembatan Kalibata terendam"
    assert len(details.timeline) == 1
    assert len(desktop.folder.reader.areas()) == 2
    assert desktop.folder.reader.categories()
    desktop.told.wait(lambda: desktop.told.statuses[-1].text_searchable, "text index complete")
    assert list(desktop.folder.reader.search("kalib")) == [report_id]


def test_a_new_report_is_pushed(running_store: RunningStore, desktops: Desktops) -> None:
    desktop = open_desktop(desktops, running_store)
    desktop.told.wait_phase(Phase.LIVE)

    report_id = running_store.new_report()

    desktop.told.wait(lambda: any(report_id in change.upserts.ids for change in desktop.told.changes), "the report")
    assert desktop.folder.reader.details(report_id) is not None


def test_an_act_comes_back_to_both_desktops_with_who_and_when(running_store: RunningStore, desktops: Desktops) -> None:
    report_id = running_store.new_report()
    here = open_desktop(desktops, running_store, "Meja 1")
    there = open_desktop(desktops, running_store, "Meja 2")
    here.told.wait_phase(Phase.LIVE)
    there.told.wait_phase(Phase.LIVE)

    here.act(take_on(report_id))

    for desktop in (here, there):
        desktop.told.wait(told_of(desktop, report_id), "the taking on")
        details = desktop.folder.reader.details(report_id)
        assert details is not None
        assert details.report.acknowledged_by == "Meja 1"
        assert details.report.acknowledged_at is not None
    here.told.wait(lambda: here.told.pending[-1] == (), "no pending act")
    assert [answer.status for answer in here.told.answers] == [IntentStatus.APPLIED]
    assert any(len(pending) == 1 for pending in here.told.pending)


def test_the_pending_mark_stays_until_the_mirror_holds_what_the_act_did(
    running_store: RunningStore, desktops: Desktops
) -> None:
    report_id = running_store.new_report()
    desktop = open_desktop(desktops, running_store)
    desktop.told.wait_phase(Phase.LIVE)
    acknowledged_at_unmark: list[bool] = []
    reader = desktop.folder.reader
    told = desktop.told

    desktop.act(take_on(report_id))
    told.wait(lambda: bool(told.pending) and len(told.pending[-1]) == 1, "the mark")

    def unmarked() -> bool:
        if told.pending[-1]:
            return False
        details = reader.details(report_id)
        acknowledged_at_unmark.append(details is not None and details.report.acknowledged_by is not None)
        return True

    told.wait(unmarked, "the mark gone")
    assert acknowledged_at_unmark == [True]


def test_of_two_who_take_on_at_once_one_is_told(running_store: RunningStore, desktops: Desktops) -> None:
    report_id = running_store.new_report()
    both = [open_desktop(desktops, running_store, name) for name in ("Meja 1", "Meja 2")]
    for desktop in both:
        desktop.told.wait_phase(Phase.LIVE)

    for desktop in both:
        desktop.act(take_on(report_id))
    for desktop in both:
        desktop.told.wait(answered(desktop), "an answer")

    answers = sorted(desktop.told.answers[0].status for desktop in both)
    assert answers == [IntentStatus.APPLIED, IntentStatus.CONFLICT]
    (told,) = [desktop for desktop in both if desktop.told.answers[0].status is IntentStatus.CONFLICT]
    (open_answer,) = told.folder.outbox.open_answers()
    assert open_answer.result.theirs is not None
    assert open_answer.result.sentence["id"]


def test_a_store_that_goes_and_comes_back_loses_nothing(running_store: RunningStore, desktops: Desktops) -> None:
    report_id = running_store.new_report()
    desktop = open_desktop(desktops, running_store)
    desktop.told.wait_phase(Phase.LIVE)

    running_store.stop()
    status = desktop.told.wait_phase(Phase.OFFLINE)
    assert status.failure is not None
    desktop.act(take_on(report_id))
    desktop.told.wait(lambda: desktop.told.statuses[-1].pending == 1, "one pending act")
    assert desktop.folder.reader.details(report_id) is not None

    running_store.start()
    later_id = running_store.new_report()
    desktop.worker.retry()
    desktop.told.wait_phase(Phase.LIVE)
    desktop.told.wait(lambda: bool(desktop.told.answers), "the answer")
    desktop.told.wait(lambda: any(later_id in c.upserts.ids for c in desktop.told.changes), "the later report")

    assert desktop.told.answers[0].status is IntentStatus.APPLIED
    assert sum(change.replaces_all for change in desktop.told.changes) == 1


def test_a_restart_continues_where_the_mirror_stands(running_store: RunningStore, desktops: Desktops) -> None:
    before = running_store.new_report()
    first = open_desktop(desktops, running_store)
    first.told.wait_phase(Phase.LIVE)
    first.stop()
    meanwhile = running_store.new_report()

    second = open_desktop(desktops, running_store)
    second.told.wait_phase(Phase.LIVE)

    assert not any(change.replaces_all for change in second.told.changes)
    assert [list(change.upserts.ids) for change in second.told.changes] == [[meanwhile]]
    assert second.folder.reader.details(before) is not None


def test_a_wrong_token_stops_with_a_sentence_and_a_right_one_goes_on(
    running_store: RunningStore, desktops: Desktops
) -> None:
    desktop = desktops("Meja 1", running_store.url, "no-such-token")
    status = desktop.told.wait_phase(Phase.STOPPED)
    assert status.failure is not None
    assert status.failure.code == "token_unknown"
    assert "administrator" in status.failure.sentence()

    desktop.token = running_store.key(Role.DISPATCHER, "Meja 1")
    desktop.worker.retry()

    desktop.told.wait_phase(Phase.LIVE)


def test_a_revoked_token_stops_the_stream_and_leaves_the_mirror_readable(
    running_store: RunningStore, desktops: Desktops
) -> None:
    report_id = running_store.new_report()
    desktop = open_desktop(desktops, running_store)
    desktop.told.wait_phase(Phase.LIVE)

    running_store.revoke("Meja 1")

    status = desktop.told.wait_phase(Phase.STOPPED)
    assert status.failure is not None
    assert status.failure.code == "token_revoked"
    assert desktop.folder.reader.details(report_id) is not None
    desktop.act(take_on(report_id))
    desktop.told.wait(lambda: desktop.told.statuses[-1].pending == 1, "the act kept")


def test_the_data_ages_while_the_store_is_away(running_store: RunningStore, desktops: Desktops) -> None:
    desktop = open_desktop(desktops, running_store)
    live = desktop.told.wait_phase(Phase.LIVE)
    running_store.stop()
    away = desktop.told.wait_phase(Phase.OFFLINE)

    assert away.current_at is not None
    assert live.current_at is not None
    desktop.told.wait(lambda: len(desktop.told.statuses) > desktop.told.statuses.index(away) + 1, "another attempt")
    assert desktop.told.statuses[-1].current_at == away.current_at
