"""Who may see the parts of a plan: who works there, above or below it, at whatever level."""

from types import SimpleNamespace

import pytest

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.plans import access

BELOW = {"province": ["city", "other"], "city": ["county"], "other": ["far"]}


@pytest.fixture(autouse=True)
def levels(monkeypatch):
    monkeypatch.setattr(access, "districts", lambda one: [(c, c) for c in BELOW.get(one, ())])
    monkeypatch.setattr(access, "units", lambda one: [one])
    monkeypatch.setattr(access, "region_name", lambda one: one)


def why(own, place):
    actor = Actor("x", "某", "supervisor", own)
    return access.why_no_parts(actor, SimpleNamespace(id=1, region=place))


@pytest.mark.parametrize("own", ["province", "city", "county"])
@pytest.mark.parametrize("place", ["province", "city"])
def test_along_one_line_everybody_sees_them(own, place):
    assert why(own, place) == ""


def test_a_county_two_levels_below_has_none_of_its_own():
    assert "下面没有登记县区" in why("province", "county")


@pytest.mark.parametrize(("own", "place"), [("city", "other"), ("far", "city"), ("county", "far")])
def test_beside_it_nobody_does(own, place):
    with pytest.raises(NotVisible):
        why(own, place)
