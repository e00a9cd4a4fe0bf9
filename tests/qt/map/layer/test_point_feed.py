"""Gauges, facilities and crews on the map are read when they change, and not before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.models.gauge import Gauge, Stage
from commandcenter.models.identity import GaugeCode
from commandcenter.models.record import Entity
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.feed import LayerFeed
from commandcenter.views.map.layer.plan import LayerPlan
from commandcenter.views.map.message import SetPoints, ToPage
from commandcenter.views.palette import LIGHT
from commandcenter.views.reading import Reading
from tests.fixture.synthetic_city import CENTRE, NOW, NOW_S, StandInReader, change, desk_of, report

GAUGE = Gauge(
    code=GaugeCode("g"), version=1, name="Manggarai", river="Ciliwung", place=CENTRE, area=None,
    stage_3_cm=None, stage_2_cm=None, stage_1_cm=None, level_cm=700.0, stage=Stage.NORMAL,
    measured_at=NOW - timedelta(minutes=1), said_by="", simulated=True,
)  # fmt: skip


class CountingReader(StandInReader):
    """A stand-in that counts what it is asked for."""

    things: dict[Entity, tuple[Any, ...]]
    asked: Counter[Entity]

    def entities(self, entity: Entity, _kind: type) -> tuple[Any, ...]:
        self.asked[entity] += 1
        return self.things.get(entity, ())


@dataclass
class City:
    """A feed that shows gauges, over a city whose gauge can rise."""

    feed: LayerFeed
    desk: Desk
    reader: CountingReader
    look: Look
    sent: list[ToPage] = field(default_factory=list)

    def levels(self) -> list[str]:
        """What stood beside the gauge, message by message."""
        return [each.hints[0].splitlines()[2] for each in self.sent if isinstance(each, SetPoints)]

    def rise(self, level_cm: float) -> None:
        self.reader.things[Entity.GAUGE] = (replace(GAUGE, version=2, level_cm=level_cm),)
        self.tell(Entity.GAUGE)

    def tell(self, *entities: Entity) -> None:
        self.desk.take_change(replace(change([]), entities=frozenset(entities)))


@pytest.fixture
def city(qtbot: QtBot) -> Iterator[City]:
    reader = CountingReader(())
    reader.things, reader.asked = {Entity.GAUGE: (GAUGE,)}, Counter()
    desk = desk_of([report(1)], reader)
    reading, look, sent = Reading(desk.reader), Look(), list[ToPage]()
    feed = LayerFeed(desk, reading, Clock(now_s=lambda: NOW_S), look, sent.append)
    feed.set_plan(LayerPlan().changed("gauges", visible=True))
    qtbot.waitUntil(lambda: feed.is_settled)
    yield City(feed, desk, reader, look, sent)
    reading.close()


def test_a_gauge_that_rises_is_read_at_once(city: City, qtbot: QtBot) -> None:
    city.rise(955.0)
    qtbot.waitUntil(lambda: city.levels() == ["700.0 cm", "955.0 cm"])


def test_what_has_not_changed_is_not_read_again(city: City, qtbot: QtBot) -> None:
    """Not for another change, not for other colours, and not because a minute is over."""
    city.desk.take_change(change([report(2)]))
    city.tell(Entity.CREW, Entity.ALARM)
    city.look.set_theme(LIGHT)
    city.feed._minute.timeout.emit()
    qtbot.waitUntil(lambda: city.feed.is_settled and len(city.levels()) >= 2)
    assert city.reader.asked[Entity.GAUGE] == 1


def test_a_hidden_layer_is_read_when_it_is_shown_again(city: City, qtbot: QtBot) -> None:
    city.feed.set_plan(LayerPlan())
    city.rise(955.0)
    qtbot.waitUntil(lambda: city.feed.is_settled)
    assert city.reader.asked[Entity.GAUGE] == 1
    city.feed.set_plan(LayerPlan().changed("gauges", visible=True))
    qtbot.waitUntil(lambda: city.levels()[-1] == "955.0 cm")


def test_a_new_snapshot_is_read_as_a_whole(city: City, qtbot: QtBot) -> None:
    city.reader.things[Entity.GAUGE] = (replace(GAUGE, level_cm=800.0),)
    city.desk.take_change(replace(change([]), settings_changed=True, replaces_all=True))
    qtbot.waitUntil(lambda: city.levels()[-1] == "800.0 cm")
