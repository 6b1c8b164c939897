"""The menu by role: a page that a role works with is in it; a window clerk's stays short."""

import pytest
from django.urls import reverse

from yingshang.surfaces.kit import nav

REGISTERS = (
    "orders", "escalations", "instructions", "motions", "rounds",
    "meetings", "appraisals", "walks", "liaisons", "bulletins",
)  # fmt: skip


def _pages(role: str) -> set[str]:
    menu = nav.entries(role, "")
    return {one.url for entry in menu for one in (entry, *entry.inner) if one.url}


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "bureau", "leader"])
def test_whoever_is_asked_or_asks_finds_every_register_of_supervision(role):
    assert {reverse(f"desk:{name}") for name in REGISTERS} <= _pages(role)


@pytest.mark.parametrize("role", ["reviewer", "operator", "supervisor", "bureau", "leader"])
def test_whoever_has_days_before_him_finds_his_calendar(role):
    assert reverse("desk:calendars") in _pages(role)


def test_a_window_clerk_has_the_orders_alone_and_no_group():
    menu = nav.entries("clerk", "")
    assert len(menu) <= 12
    assert not any(entry.inner for entry in menu)
    assert reverse("desk:orders") in _pages("clerk")


def test_a_page_of_a_group_marks_itself_and_the_group():
    menu = nav.entries("bureau", "/desk/rounds/3/")
    [group] = [entry for entry in menu if entry.current]
    assert [one.url for one in group.inner if one.current] == ["/desk/rounds/"]


def test_a_group_counts_as_one_place_in_the_bar():
    shown, more = nav.folded(nav.entries("supervisor", ""))
    assert len(shown) == nav.SHOWN
    assert any(entry.inner for entry in shown)
    assert more
