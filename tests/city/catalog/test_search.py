"""People type what they call it: everyday words, pinyin, initials, mistakes."""

import pytest

from yingshang.city.catalog import service as catalog


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("开公司", "company-start"),
        ("kaigongsi", "company-start"),
        ("kgs", "company-start"),
        ("开办企液", "company-start"),
        ("房本", "property-general"),
        ("施工许可证", "construction-permit"),
        ("装电表", "power-low"),
        ("开饭店", "food-permit"),
        ("12345", "complaint"),
    ],
)
def test_it_finds_what_is_meant_first(city, now, typed, code):
    found = catalog.search(typed, region=city, on=now.date())
    assert found
    assert found[0].code == code


def test_it_finds_nothing_for_nothing(city, now):
    assert catalog.search("   ", region=city, on=now.date()) == []


def test_internal_items_are_not_offered(city, now):
    codes = {i.code for i in catalog.items(region=city, on=now.date())}
    assert "supervision-order" not in codes
    assert "rating-rectification" not in codes


def test_a_city_promises_its_own_limit(city, now):
    here = catalog.item("company-start", region="990100", on=now.date())
    there = catalog.item("company-start", region="990200", on=now.date())
    assert (here.promised.value, there.promised.value) == (2, 1)
    assert here.statutory == there.statutory


def test_a_promise_is_never_longer_than_the_law(city, now):
    for region in ("990100", "990200", "990300"):
        for item in catalog.items(region=region, on=now.date()):
            if item.statutory and item.promised and item.statutory.unit == item.promised.unit:
                assert item.promised.value <= item.statutory.value, (region, item.code)


# In working days: seven days hold five, a month at least twenty-one; hours run day and night.
WORKDAYS = {"workday": 1.0, "day": 5 / 7, "month": 21.0, "hour": 5 / 7 / 24}


def _workdays(limit) -> float:
    if not limit:
        return 0.0
    counted = limit["value"] - (limit.get("count_from") == "same_day")
    return counted * WORKDAYS[limit["unit"]]


def _longest(steps) -> float:
    """Working days of the longest way through the steps."""
    ends: dict[str, float] = {}
    for step in steps:
        begun = max((ends[a] for a in step.get("after", ())), default=0.0)
        ends[step["code"]] = begun + _workdays(step.get("limit"))
    return max(ends.values(), default=0.0)


def test_the_steps_fit_into_the_promise(city, now):
    """All bureaus on time must mean the promise kept; seven days hold five working days."""
    for region in ("990100", "990200", "990300"):
        for item in catalog.items(region=region, on=now.date()):
            if item.promised is None:
                continue
            room = item.promised.value * WORKDAYS[item.promised.unit]
            # a lower level's review has its own clock, before that of the decision (art. 43)
            first = {s["code"] for s in item.body.get("steps", ()) if s.get("preliminary")}
            steps = [
                {**s, "after": [code for code in s.get("after", ()) if code not in first]}
                for s in item.body.get("steps", ())
                if s["code"] not in first
            ]
            assert _longest(steps) <= room + 0.01, (region, item.code)
