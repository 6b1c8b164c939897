"""Outlines of districts: read from GeoJSON, made small, refused where they are none."""

import json
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indicator_facts import CITY, instant

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.shapes import _gap, simplified
from yingshang.kernel.flow import Refusal

MARCH = instant("2026-03-31 23:00")
HE = Actor("he", "何", "bureau", CITY, unit=f"{CITY}-bureau")
SQUARE = [[121.0, 38.0], [121.2, 38.0], [121.2, 38.2], [121.0, 38.2], [121.0, 38.0]]


def file(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(name, ring=SQUARE, kind="Polygon"):
    shape = [ring] if kind == "Polygon" else [[ring]]
    return {"properties": {"name": name}, "geometry": {"type": kind, "coordinates": shape}}


def give(data, source="市自然资源局", by=HE):
    return indicators.give_shapes(data=data, source=source, by=by, at=MARCH)


def test_a_file_becomes_a_drawing_and_says_which_districts_it_lacks(city):
    assert indicators.shapes("990200", on=MARCH.date()) is None
    lacking = give(file(feature("东城区"), feature("990102", kind="MultiPolygon")))
    assert lacking == ["高新区"]
    found = indicators.shapes(CITY, on=MARCH.date())
    assert [one.name for one in found.places] == ["东城区", "西岭区"]
    assert (found.width, found.source) == (640, "市自然资源局")
    x, y = found.places[0].middle
    assert (round(x), round(y)) == (320, round(found.height / 2))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "读不出这个文件"),
        (b'{"features": []}', "读不出这个文件"),
        (b"[" * 100_000, "读不出这个文件"),
        (file(feature("<script>alert(1)</script>")), "不是本市的区县"),
        (file({"properties": None, "geometry": None}), "没有名称的图形"),
        (file(feature("东城区", kind="Point")), "要 Polygon"),
        (file(feature("东城区", SQUARE[:4])), "首尾相接"),
        (file(feature("东城区", [[1e9, 2], [3, 4], [5, 6], [1e9, 2]])), "首尾相接"),
        (file(feature("东城区", [["x", 2], [3, 4], [5, 6], ["x", 2]])), "首尾相接"),
        (file(feature("东城区", [[1, 1]] * 5)), "画不出来"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence_and_changes_nothing(city, data, words):
    with pytest.raises(Refusal, match=words):
        give(data)
    assert "演示数据" in indicators.shapes(CITY, on=MARCH.date()).source


def test_only_who_oversees_the_city_gives_outlines_and_names_their_source(city):
    wu = Actor("wu", "吴", "reviewer", CITY, unit=f"{CITY}-land")
    with pytest.raises(NotVisible):
        give(file(feature("东城区")), by=wu)
    with pytest.raises(Refusal, match="来源"):
        give(file(feature("东城区")), source=" ")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=40))
def test_every_point_left_out_lies_near_the_line_that_is_kept(points):
    ring = [(float(x), float(y)) for x, y in dict.fromkeys(points)]
    kept = simplified(ring, 2.0)
    assert set(kept) <= set(ring)
    if len(kept) < 2:
        return
    sides = list(zip(kept, [*kept[1:], kept[0]], strict=True))
    for point in ring:
        assert min(_gap(point, *side) for side in sides) <= 2.0 + 1e-9


def test_a_long_coast_stays_a_coast():
    coast = [(float(x), 5 * (x % 7)) for x in range(500)] + [(499.0, 300.0), (0.0, 300.0)]
    kept = simplified(coast, 40)
    assert len(kept) < 12
    assert all(min(hypot(x - a, y - b) for a, b in kept) < 600 for x, y in coast)
