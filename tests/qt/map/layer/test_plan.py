"""The plan of layers: order, looks, and what is remembered of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.views.map.layer.plan import MAX_FILES, MAX_ONLINE, OWN, LayerKind, LayerPlan, plan_of

acts = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 8), st.integers(-9, 9)),
        st.tuples(st.just("show"), st.integers(0, 8), st.integers(0, 100)),
        st.tuples(st.just("add"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("take"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("join"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("leave"), st.integers(0, 8), st.just(0)),
    ),
    max_size=25,
)


def after(done: list[tuple[str, int, int]]) -> LayerPlan:
    plan = LayerPlan()
    for act, which, amount in done:
        key = plan.layers[which % len(plan.layers)].key
        if act == "move":
            plan = plan.moved(key, amount)
        elif act == "show":
            plan = plan.changed(key, visible=amount % 2 == 0, opacity=amount / 100)
        elif act == "add":
            plan = plan.with_file(f"/a/{which}.geojson")
        elif act == "join":
            plan = plan.with_online(f"{which}", f"https://h{which}.example.org/{{z}}/{{x}}/{{y}}", "© Nobody", which)
        elif act == "leave":
            plan = plan.without(key)
        else:
            plan = plan.without_file(f"/a/{which}.geojson")
    return plan


@given(done=acts)
def test_whatever_is_done_every_layer_is_there_once_names_below_and_reports_above(
    done: list[tuple[str, int, int]],
) -> None:
    plan = after(done)
    keys = [layer.key for layer in plan.layers]
    assert len(keys) == len(set(keys))
    assert plan.layers[0].kind is LayerKind.NAMES
    assert plan.layers[-1].kind is LayerKind.MARKS
    kinds = [layer.kind for layer in plan.layers if layer.kind not in OWN]
    assert sorted(kinds) == sorted(kind for kind in LayerKind if kind not in OWN)


@given(done=acts, figure=st.sampled_from(list(AreaFigure)))
def test_what_is_remembered_comes_back(done: list[tuple[str, int, int]], figure: AreaFigure) -> None:
    plan = after(done)
    plan = LayerPlan(plan.layers, figure, "kota", "/people.csv")
    assert plan_of(plan.text()) == plan


def test_a_layer_moves_up_and_down() -> None:
    plan = LayerPlan().moved("shading", 1)
    assert [layer.key for layer in plan.layers][1:3] == ["heat", "shading"]
    assert plan.moved("shading", -1) == LayerPlan()
    assert plan.moved("marks", -3) == plan


def test_the_same_file_again_is_one_layer_and_files_are_not_without_end() -> None:
    plan = LayerPlan().with_file("/a.shp").with_file("/a.shp")
    assert [layer.file for layer in plan.layers if layer.file] == ["/a.shp"]
    for number in range(MAX_FILES - 1):
        plan = plan.with_file(f"/{number}.shp")
    with pytest.raises(ValueError, match="no more"):
        plan.with_file("/one-too-many.shp")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"layers": 3}',
        '{"layers": [{"kind": "file", "key": "marks"}, {"kind": "lava", "key": "lava"}, 7]}',
        json.dumps({"layers": [{"kind": "heat", "key": "heat", "opacity": 1, "color": "red"}], "figure": "none"}),
    ],
)
def test_what_can_not_be_read_is_as_at_first(text: str) -> None:
    plan = plan_of(text)
    assert {layer.key for layer in plan.layers} == {layer.key for layer in LayerPlan().layers}
    assert plan.figure is AreaFigure.OPEN


def test_numbers_out_of_range_are_brought_back() -> None:
    content = {"layers": [{"kind": "heat", "key": "heat", "opacity": 7, "width": -3, "visible": True}]}
    heat = plan_of(json.dumps(content)).of("heat")
    assert (heat.opacity, heat.width, heat.visible) == (1.0, 0.25, True)


def test_there_is_an_end_to_servers() -> None:
    plan = LayerPlan()
    for number in range(MAX_ONLINE):
        plan = plan.with_online("Map", f"https://h{number}.example.org/{{z}}/{{x}}/{{y}}", "© Nobody", 19)
    with pytest.raises(ValueError, match="no more than"):
        plan.with_online("Map", "https://other.example.org/{z}/{x}/{y}", "© Nobody", 19)


@pytest.mark.parametrize("address", ["", "http://tiles.example.org/{z}/{x}/{y}", "https://a b/{z}/{x}/{y}"])
def test_a_remembered_server_that_could_not_be_asked_is_left_out(address: str) -> None:
    layer = {"key": "online-1", "kind": "online", "name": "Map", "address": address, "visible": True}
    assert plan_of(json.dumps({"layers": [layer]})) == LayerPlan()
