"""A citizen with a phone finds one of two hundred data sets by typing, and opens a theme by key."""

from datetime import date

import pytest
from django.utils import timezone
from journeys.walker import NARROW, expect

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.indicators._definition import definitions_of
from yingshang.city.indicators.models import Run, Value

CITY, MONTH, LAST = "990100", "2026-03", date(2026, 3, 31)


@pytest.fixture
def opened(town):
    """One month of every indicator that cases measure."""
    now = timezone.now()
    Run.objects.create(region=CITY, as_of=now, computed_at=now, computed_by=SYSTEM.id)
    for one in definitions_of(CITY, now.date()):
        if one.is_measured:
            Value.objects.create(
                edition_id=one.edition, code=one.code, region=CITY, kind="month", period=MONTH,
                until=LAST, value=50, numerator=20, denominator=40, mark="measured", as_of=now,
                computed_at=now,
            )  # fmt: skip


def test_the_list_is_folded_and_narrows_as_one_types(opened, walk):
    someone = walk(width=NARROW)
    someone.go("/open/")
    page = someone.page
    themes, rows = page.locator(".open-theme"), page.locator(".open-series li")
    assert (themes.count() > 5, rows.count() > 40) == (True, True)
    assert page.locator(".open-theme[open]").count() == 0
    first = rows.first.locator("a").first
    name, every = first.text_content(), rows.count()
    page.get_by_role("searchbox", name="找数据").fill(name)
    expect(page.locator("#open-count")).to_contain_text("找到")
    expect(page.locator(".open-series li:visible").first).to_contain_text(name)
    assert page.locator(".open-series li:visible").count() < every
    someone.look()
    page.get_by_role("searchbox", name="找数据").fill("没有这样的数")
    expect(page.locator(".open-theme:visible")).to_have_count(0)
    page.get_by_role("searchbox", name="找数据").fill("")
    expect(page.locator(".open-theme:visible")).to_have_count(themes.count())


def test_a_theme_opens_by_key_and_leads_to_its_data(opened, walk):
    someone = walk(width=NARROW)
    someone.go("/open/")
    page = someone.page
    theme = page.locator(".open-theme").last
    theme.locator("summary").focus()
    if theme.get_attribute("open") is None:
        page.keyboard.press("Enter")
    expect(theme).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    name = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    someone.look()
