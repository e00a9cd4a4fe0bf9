"""Gauges, facilities and crews as points of the map.

Owns what is written on and beside each of them, and when what is known is too old to be believed.
Crews stand at their area's own place: where its members are is told to nobody here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from commandcenter.models import facility as beds_of_facilities
from commandcenter.models import gauge as gauges
from commandcenter.models.city_setting import DEFAULTS, SettingKey
from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.facility import Beds, Facility, FacilityKind
from commandcenter.models.gauge import Gauge, Stage
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.place import LonLat, to_world
from commandcenter.models.record import VALUE_OF, Entity
from commandcenter.models.report import Area
from commandcenter.views.map.layer.plan import LayerKind
from commandcenter.views.map.message import SetPoints
from commandcenter.views.palette import Theme
from commandcenter.views.wording import QT_TRANSLATE_NOOP, decimal, moment, number, translate

POINT_KINDS = (LayerKind.CREWS, LayerKind.GAUGES, LayerKind.FACILITIES)

_FACILITY_ICON: Mapping[FacilityKind, str] = {
    FacilityKind.HOSPITAL: "bed",
    FacilityKind.CLINIC: "building-community",
    FacilityKind.GATE: "droplet",
    FacilityKind.PUMP: "droplets",
    FacilityKind.SHELTER: "home",
    FacilityKind.POST: "shield",
}

_CREW_WORD: Mapping[CrewState, str] = {
    CrewState.OFF: QT_TRANSLATE_NOOP("MapPoints", "off"),
    CrewState.AVAILABLE: QT_TRANSLATE_NOOP("MapPoints", "available"),
    CrewState.ASSIGNED: QT_TRANSLATE_NOOP("MapPoints", "assigned"),
    CrewState.EN_ROUTE: QT_TRANSLATE_NOOP("MapPoints", "on the way"),
    CrewState.ON_SITE: QT_TRANSLATE_NOOP("MapPoints", "on site"),
    CrewState.RETURNING: QT_TRANSLATE_NOOP("MapPoints", "returning"),
    CrewState.UNAVAILABLE: QT_TRANSLATE_NOOP("MapPoints", "unavailable"),
}


@dataclass(frozen=True, slots=True)
class _Point:
    place: LonLat
    icon: str
    word: str
    color: str
    faded: bool
    hint: str


READ: Mapping[LayerKind, frozenset[Entity]] = {
    LayerKind.CREWS: frozenset({Entity.CREW, Entity.AREA}),
    LayerKind.GAUGES: frozenset({Entity.GAUGE, Entity.SETTING}),
    LayerKind.FACILITIES: frozenset({Entity.FACILITY, Entity.BEDS, Entity.SETTING}),
}
"""What the points of each layer are made from."""


@dataclass(frozen=True, slots=True)
class Things:
    """What the points of one layer are made from, as the mirror holds it.

    Attributes:
        kind: The layer.
        read: By entity, in the order of their codes.
    """

    kind: LayerKind
    read: Mapping[Entity, Sequence[Any]]


def things_of(kind: LayerKind, reader: MirrorReader) -> Things:
    """Read what a layer of ``POINT_KINDS`` is made from; asks the mirror, so not on the interface thread."""
    others = {each: reader.entities(each, VALUE_OF[each]) for each in READ[kind] if each is not Entity.AREA}
    return Things(kind, others | ({Entity.AREA: reader.areas()} if Entity.AREA in READ[kind] else {}))


def points_of(things: Things, theme: Theme, now: datetime) -> SetPoints:
    """Return the points of one layer.

    Args:
        things: What is known.
        theme: Whose colours.
        now: Judges what is old.
    """
    kind, read = things.kind, things.read
    settings = {setting.key: setting.value for setting in read.get(Entity.SETTING, ())}
    if kind is LayerKind.GAUGES:
        limit_s = settings.get(SettingKey.GAUGE_STALE_AFTER_S, DEFAULTS[SettingKey.GAUGE_STALE_AFTER_S])
        found = [_gauge_point(each, theme, now, limit_s) for each in read[Entity.GAUGE]]
        return _message(kind, [each for each in found if each is not None])
    if kind is LayerKind.FACILITIES:
        limit_s = settings.get(SettingKey.BEDS_STALE_AFTER_S, DEFAULTS[SettingKey.BEDS_STALE_AFTER_S])
        beds: dict[str, list[Beds]] = defaultdict(list)
        for each in read[Entity.BEDS]:
            beds[each.facility].append(each)
        places = [_facility_point(each, beds[each.code], theme, now, limit_s) for each in read[Entity.FACILITY]]
        return _message(kind, [each for each in places if each is not None])
    crews = [each for each in read[Entity.CREW] if each.active]
    return _message(kind, list(_crew_points(crews, read[Entity.AREA], theme)))


def _gauge_point(gauge: Gauge, theme: Theme, now: datetime, limit_s: float) -> _Point | None:
    if gauge.place is None or not gauge.active:
        return None
    stale = gauges.is_stale(gauge, now, limit_s)
    colors = {Stage.SIAGA_1: theme.alert, Stage.SIAGA_2: theme.caution, Stage.SIAGA_3: theme.accent}
    stage = translate("MapPoints", "normal") if gauge.stage is Stage.NORMAL else translate("MapPoints", "stage unknown")
    if gauge.stage is not None and gauge.stage is not Stage.NORMAL:
        stage = translate("MapPoints", "alert stage {stage}").format(stage=int(gauge.stage))
    lines = [f"{gauge.name} · {gauge.river}" if gauge.river else gauge.name, stage]
    if gauge.level_cm is not None:
        lines.append(translate("MapPoints", "{level} cm").format(level=decimal(gauge.level_cm)))
    if gauge.measured_at is not None:
        lines.append(_said(moment(gauge.measured_at.timestamp(), now.timestamp()), stale=stale))
    else:
        lines.append(translate("MapPoints", "never measured"))
    if gauge.simulated:
        lines.append(translate("MapPoints", "simulated"))
    word = "?" if gauge.stage is None else "" if gauge.stage is Stage.NORMAL else str(int(gauge.stage))
    color = theme.dim_text if gauge.stage is None else colors.get(gauge.stage, theme.dim_text)
    return _Point(gauge.place, "ripple", word, color, stale, "\n".join(lines))


def _facility_point(
    facility: Facility, beds: Sequence[Beds], theme: Theme, now: datetime, limit_s: float
) -> _Point | None:
    if facility.place is None or not facility.active:
        return None
    stale = [beds_of_facilities.is_stale(each.said_at, now, limit_s) for each in beds]
    lines = [facility.name]
    for each, is_stale in zip(beds, stale, strict=True):
        total = "" if each.total is None else f" / {number(each.total)}"
        count = f"{number(each.free)}{total}"
        said = _said(moment(each.said_at.timestamp(), now.timestamp()), stale=is_stale)
        lines.append(
            translate("MapPoints", "{name}: {free} free").format(name=each.bed_class, free=count) + f" · {said}"
        )
    if facility.simulated:
        lines.append(translate("MapPoints", "simulated"))
    in_all = sum(each.free for each in beds)
    color = theme.text if not beds else theme.alert if in_all == 0 else theme.live
    icon, word = _FACILITY_ICON[facility.kind], number(in_all) if beds else ""
    return _Point(facility.place, icon, word, color, bool(beds) and all(stale), "\n".join(lines))


def _crew_points(crews: Sequence[Crew], areas: Iterable[Area], theme: Theme) -> Iterable[_Point]:
    by_area: dict[str, list[Crew]] = defaultdict(list)
    for crew in crews:
        by_area[crew.area].append(crew)
    for area in areas:
        own = by_area.get(area.code)
        if own is None:
            continue
        try:
            middle = shapely.point_on_surface(shapely.make_valid(shapely.from_geojson(area.boundary)))
        except shapely.errors.ShapelyError:
            continue
        if middle.is_empty:
            continue
        states = Counter(crew.state for crew in own)
        free = states[CrewState.AVAILABLE]
        heading = translate("MapPoints", "{area}: {count} crews").format(area=area.name, count=number(len(own)))
        names = [f"{crew.name}: {translate('MapPoints', _CREW_WORD[crew.state])}" for crew in own]
        color = theme.live if free else theme.dim_text
        word = f"{free}/{len(own)}"
        yield _Point(LonLat(middle.x, middle.y), "friends", word, color, faded=False, hint="\n".join([heading, *names]))


def _message(kind: LayerKind, points: Sequence[_Point]) -> SetPoints:
    lon = np.array([each.place.lon for each in points], np.float64)
    lat = np.array([each.place.lat for each in points], np.float64)
    x, y = to_world(lon, lat)
    return SetPoints(
        key=kind.value,
        x=x.tolist(),
        y=y.tolist(),
        icons=[each.icon for each in points],
        words=[each.word for each in points],
        colors=[each.color for each in points],
        faded=[int(each.faded) for each in points],
        hints=[each.hint for each in points],
    )


def _said(when: str, *, stale: bool) -> str:
    return translate("MapPoints", "{when}, out of date").format(when=when) if stale else when
