"""Browsing: themes, bureaus, audiences, zones, pages; and suggestions while typing."""

import re

import pytest
from django.urls import reverse

from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.portal import browse, look


def _codes(page: str) -> set[str]:
    return set(re.findall(r'href="/items/([a-z0-9-]+)/"', page))


def _page(client, **query) -> str:
    return client.get(reverse("portal:search"), query).content.decode()


def test_every_item_stands_under_a_theme(city, now):
    for item in catalog.items(region=city, on=now.date()):
        for who in browse.WHO:
            tiles = look.themes([item], who)
            assert bool(tiles) == (item.audience in {who, "both"}), (item.code, item.themes)
            assert all(look.belongs(item, tile.slug, who) for tile in tiles)


def test_a_theme_of_the_front_page_leads_to_its_items(client, city):
    home = client.get(reverse("portal:home")).content.decode()
    assert "who=enterprise&amp;theme=" in home
    found = _codes(_page(client, who="enterprise", theme="工程建设"))
    assert "construction-permit" in found
    assert "company-start" not in found


def test_a_bureau_an_audience_and_a_zone_narrow_together(client, city, now):
    items = catalog.items(region=city, on=now.date())
    both = browse.narrowed(items, browse.Choice(unit="market", who="person"))
    assert both
    assert {(i.lead, i.audience == "enterprise") for i in both} == {("market", False)}
    assert "company-start" in _codes(_page(client, zone="cross", unit="market"))
    assert "power-low" not in _codes(_page(client, unit="market"))


def test_the_zone_of_bundles_shows_bundles_alone(client, city):
    page = _page(client, zone="bundle")
    assert "/bundles/restaurant-start/" in page or "/bundles/" in page
    assert "power-low" not in _codes(page)


@pytest.mark.parametrize("page", ["2", "999999", "0", "-1", "²", "x"])
def test_a_long_list_has_pages_and_no_page_breaks(client, city, now, fang, page):
    body = definitions.edition("item", "signboard", region=city, on=now.date()).body
    for number in range(40):
        code = f"made-{number}"
        made = {**body, "code": code, "name": f"招牌{number}号", "aliases": []}
        definitions.publish(kind="item", code=code, region=city, body=made, by=fang, at=now)
    answer = client.get(reverse("portal:search"), {"page": page})
    assert answer.status_code == 200
    assert len(_codes(answer.content.decode())) <= browse.PAGE
    assert "翻页" in answer.content.decode()


def test_nothing_under_all_these_conditions_says_how_to_go_on(client, city):
    page = _page(client, unit="nobody", who="person")
    assert "没有找到这件事" in page
    assert "去掉所有条件" in page
    assert "12345" in page


def test_odd_words_in_the_address_choose_nothing(client, city):
    query = {"who": "x", "zone": "<b>", "where": "y", "unit": "", "theme": ""}
    assert _codes(_page(client, **query)) == _codes(_page(client))


def test_suggestions_are_options_of_a_list(client, city):
    answer = client.get(reverse("portal:suggest"), {"q": "kaigs"})
    page = answer.content.decode()
    assert 'role="option"' in page
    assert reverse("portal:item", args=["company-start"]) in page
    assert "<html" not in page
    assert client.get(reverse("portal:suggest"), {"q": ""}).content.decode().strip() == ""


def test_the_lists_ask_the_database_almost_nothing(client, city, django_assert_max_num_queries):
    client.get(reverse("portal:search"))
    with django_assert_max_num_queries(4):
        client.get(reverse("portal:search"), {"q": "开饭店", "who": "enterprise"})
    with django_assert_max_num_queries(4):
        client.get(reverse("portal:suggest"), {"q": "饭店"})


def test_the_one_box_also_finds_registers_and_self_tests(client, city, now):
    from yingshang.city.registers import service as registers

    open_ones = [r for r in registers.declared(region=city, on=now.date()) if r.public == "open"]
    rules = catalog.rules(region=city, on=now.date())
    assert open_ones
    assert rules
    for name, url in (
        (open_ones[0].name, reverse("portal:register", args=[open_ones[0].code])),
        (rules[0].name, reverse("portal:rule", args=[rules[0].code])),
    ):
        assert url in _page(client, q=name), name
