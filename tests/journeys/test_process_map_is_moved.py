"""The map of a process fits its frame, and is enlarged and moved by buttons, keys and the mouse."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

import yingshang
from yingshang.surfaces.dashboard.process_map import Leg, draw

STATIC = Path(yingshang.__file__).parent / "surfaces" / "dashboard" / "static" / "dashboard"
SIDES = [f"环节{n}" for n in range(9)]


@pytest.fixture
def bare(chromium):
    """A map of a start that nine steps follow, in a frame of 500 pixels; no script."""
    counts = {"受理": 90} | dict.fromkeys(SIDES, 10)
    places = {"受理": 0.0} | dict.fromkeys(SIDES, 1.0)
    legs = [Leg("受理", side, 10, 60, "1 小时", "受理 → 办") for side in SIDES]
    drawing = draw(counts, places, {name: name for name in counts}, legs, 1)
    assert drawing.width > 600
    drawn = render_to_string(
        "dashboard/_process_map.html", {"drawing": drawing, "map_show": "time"}
    )
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.set_content(f"<body><div style='width:500px'>{drawn}</div></body>")
    page.add_style_tag(path=STATIC / "process.css")
    yield page
    page.close()


@pytest.fixture
def frame(bare):
    bare.add_script_tag(path=STATIC / "map.js")
    return bare


def sizes(page):
    return page.evaluate(
        """() => { const f = document.querySelector("[data-map]");
        return [f.scrollWidth, f.clientWidth, f.scrollLeft, f.scrollTop]; }"""
    )


def test_the_whole_width_is_seen_at_first_and_again_after_0(frame):
    wide, seen, *_ = sizes(frame)
    assert wide <= seen
    frame.get_by_role("button", name="放大").click()
    assert sizes(frame)[0] > seen
    frame.locator("[data-map]").focus()
    frame.keyboard.press("0")
    assert sizes(frame)[0] <= seen


def test_keys_enlarge_it_and_the_mouse_draws_it_along(frame):
    frame.locator("[data-map]").focus()
    for _time in range(3):
        frame.keyboard.press("+")
    wide, _seen, left, top = sizes(frame)
    box = frame.locator("[data-map]").bounding_box()
    frame.mouse.move(box["x"] + 200, box["y"] + 40)
    frame.mouse.down()
    frame.mouse.move(box["x"] + 140, box["y"] + 40, steps=3)
    frame.mouse.up()
    assert sizes(frame)[2:] == [left + 60, top]
    frame.keyboard.press("-")
    assert sizes(frame)[0] < wide


def test_without_the_script_it_fits_and_no_button_stands_there_for_nothing(bare):
    assert bare.locator("[data-map] svg").bounding_box()["width"] <= 500
    assert not bare.get_by_role("button", name="放大").is_visible()
