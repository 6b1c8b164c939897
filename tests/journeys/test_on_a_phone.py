"""What a phone shows of the desk and the cockpit: no scrolling sideways, the menu one button."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

import yingshang
from yingshang.surfaces.kit import nav

SURFACES = Path(yingshang.__file__).parent / "surfaces"
KIT = SURFACES / "kit" / "static" / "kit"
CHOICE = "规范企业开办服务，压缩办理时间，推行全程网办、帮办代办和一日办结" * 2


@pytest.fixture
def phone(chromium):
    """Shows bare pieces of a page with the styles named, on a screen of 320 pixels."""
    page = chromium.new_page(viewport={"width": 320, "height": 640})

    def show(body: str, *styles: Path) -> None:
        page.set_content(f"<html lang='zh-CN'><body class='dense'>{body}</body></html>")
        for style in (KIT / "tokens.css", KIT / "kit.css", *styles):
            page.add_style_tag(path=style)

    page.show = show
    yield page
    page.close()


def _across(page):
    return page.evaluate("() => document.documentElement.scrollWidth")


def test_a_band_of_many_promises_is_as_wide_as_the_phone(phone):
    dashboard = SURFACES / "dashboard" / "static" / "dashboard"
    cells = '<i class="cell cell-nodata"></i>' * 150
    body = f'<div class="cockpit-page"><div class="strip">{cells}</div></div>'
    phone.show(body, dashboard / "dashboard.css", dashboard / "cockpit.css")
    assert _across(phone) <= 320


def test_a_choice_with_long_names_is_as_wide_as_the_phone(phone):
    form = f'<form><select class="input"><option>{CHOICE}</option></select></form>'
    desk = SURFACES / "desk" / "static" / "desk"
    phone.show(f'<div class="clause-acts">{form}</div>', desk / "lineage.css")
    assert _across(phone) <= 320


def test_the_menu_is_one_button_that_opens_and_closes_by_key(phone):
    entries = [render_to_string("kit/_menu_entry.html", {"entry": e}) for e in _menu()]
    phone.show(
        '<div class="masthead"><div class="masthead-bar"><a class="brand">青岚市</a></div>'
        '<nav class="mainnav"><button class="mainnav-fold" aria-expanded="false">菜单</button>'
        f"<ul>{''.join(entries)}</ul></nav></div>"
    )
    phone.route("**/kit.js", lambda route: route.fulfill(path=KIT / "kit.js"))
    phone.add_script_tag(url="http://x.test/kit.js")
    button, group = phone.locator(".mainnav-fold"), phone.locator(".mainnav-group summary")
    assert phone.locator("header, .masthead").first.bounding_box()["height"] < 110
    assert not group.is_visible()
    button.focus()
    phone.keyboard.press("Enter")
    group.focus()
    phone.keyboard.press("Enter")
    assert phone.get_by_role("link", name="批示件").is_visible()
    assert _across(phone) <= 320
    phone.keyboard.press("Escape")
    assert not group.is_visible()
    assert button.evaluate("b => b === document.activeElement")


def _menu():
    return nav.entries("bureau", "/desk/orders/")


def test_an_english_head_keeps_name_and_menu_in_one_line(phone):
    phone.show(
        '<div class="masthead"><div class="masthead-bar"><a class="brand">'
        '<span class="brand-words"><span class="brand-name">Business environment desk</span></span>'
        '</a></div><nav class="mainnav"><button class="mainnav-fold">Menu</button>'
        "<ul></ul></nav></div>"
    )
    phone.evaluate("document.documentElement.lang = 'en'")
    brand, button = (phone.locator(f".{one}").bounding_box() for one in ("brand", "mainnav-fold"))
    assert button["y"] < brand["y"] + brand["height"]
    assert button["x"] >= brand["x"] + brand["width"]
