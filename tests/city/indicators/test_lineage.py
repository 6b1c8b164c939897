"""From a number the way leads to its cases, the worst first, for those who may see them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from indicator_facts import CITY, case, instant

from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.kernel.flow import Refusal

MARCH = instant("2026-03-31 23:00")
SHEN = Actor("shen", "沈", "supervisor", CITY)


@pytest.fixture
def measured(lay):
    done = {"due": "2026-03-04 17:00"}
    rows = [case(n, decided="2026-03-04 10:00", used=1, **done) for n in (1, 2, 3)]
    rows.append(case(4, decided="2026-03-09 10:00", used=5, unit="land", **done))
    rows.append(case(5, **done))
    rows.append(case(6, submitted="2026-03-31 09:00", due="2026-04-02 17:00"))
    lay(rows)
    indicators.compute(at=MARCH, by=SYSTEM)


def refs(found):
    return [int(ref[-1]) for ref in found.refs]


def test_every_part_of_a_share_leads_to_its_cases(measured):
    value = indicators.latest("on-time-rate", CITY, as_of=MARCH, window="month")
    whole = indicators.lineage(SHEN, value.id)
    kept = indicators.lineage(SHEN, value.id, part="numerator")
    missed = indicators.lineage(SHEN, value.id, part="missed")
    assert (whole.total, kept.total, missed.total) == (5, 3, 2)
    assert (whole.total, kept.total) == (value.denominator, value.numerator)
    assert refs(missed) == [5, 4], "open and overdue first"
    assert sorted(refs(kept)) == [1, 2, 3]
    assert missed.rows[0].overdue_open
    assert missed.rows[0].value == 21


def test_the_cases_can_be_asked_for_without_an_id(measured):
    found = indicators.lineage(
        SHEN, code="company-start-mean", region=CITY, period="2026-03", kind="year"
    )
    assert (found.total, refs(found)[0]) == (4, 4)


@pytest.mark.usefixtures("measured")
def test_every_stored_value_of_cases_leads_to_as_many_cases_as_it_counts():
    for value in Value.objects.filter(code__in=["on-time-rate", "company-start-max"]):
        assert indicators.lineage(SHEN, value.pk).total == value.denominator, value.code


def test_a_long_list_comes_in_pages(measured):
    value = indicators.latest("on-time-rate", CITY, as_of=MARCH, window="month")
    pages = [indicators.lineage(SHEN, value.id, page=page, size=2) for page in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert len({ref for page in pages for ref in page.refs}) == 5


def test_a_clerk_sees_the_cases_of_his_unit_only(measured):
    clerk = Actor("wu", "吴", "reviewer", CITY, unit=f"{CITY}-land")
    value = indicators.latest("on-time-rate", CITY, as_of=MARCH, window="month")
    assert refs(indicators.lineage(clerk, value.id)) == [4]


@pytest.mark.parametrize("stranger", [{"role": "applicant"}, {"region": "990200"}])
def test_nobody_else_sees_any(measured, stranger):
    value = indicators.latest("on-time-rate", CITY, as_of=MARCH, window="month")
    with pytest.raises(NotVisible):
        indicators.lineage(replace(SHEN, **stranger), value.id)


def test_a_value_that_is_gone_is_not_there(measured):
    with pytest.raises(NotVisible):
        indicators.lineage(SHEN, 999_999)


def test_a_lost_lake_is_gathered_again(measured, settings):
    value = indicators.latest("on-time-rate", CITY, as_of=MARCH, window="month")
    for path in settings.LAKE.iterdir():
        path.unlink()
    assert indicators.lineage(SHEN, value.id).total == 5


def test_a_month_that_is_none_is_refused(measured):
    with pytest.raises(Refusal, match="不是月份"):
        indicators.lineage(SHEN, code="on-time-rate", region=CITY, period="三月")


def test_a_city_without_data_has_no_way_down(measured):
    other = replace(SHEN, region="210800")
    with pytest.raises(Refusal, match="暂无数据"):
        indicators.lineage(other, code="on-time-rate", region="210800", period="2026-03")


def test_an_order_looks_only_at_cases_opened_after_it(lay):
    late = [case(n, decided="2026-03-20 10:00", due="2026-03-04 17:00", used=14) for n in range(6)]
    good = [
        case(
            10 + n,
            submitted="2026-03-16 09:00",
            decided="2026-03-18 10:00",
            due="2026-03-18 17:00",
            used=2,
        )
        for n in range(6)
    ]
    lay([*late, *good])
    window = {"code": "on-time-rate", "region": CITY, "at": MARCH}
    window["since"] = instant("2026-03-15 00:00")
    everything = indicators.over_window(**window)
    after = indicators.over_window(**window, opened_since=instant("2026-03-15 00:00"))
    assert (everything.value, everything.denominator) == (50, 12)
    assert (after.value, after.denominator) == (100, 6)
    later = instant("2026-03-25 00:00")
    nothing = indicators.over_window(**(window | {"since": later}), opened_since=later)
    assert nothing.value is None
    assert nothing.missing_reason
    land = indicators.over_window(**window, unit=f"{CITY}-market", until=MARCH + timedelta(days=9))
    assert land.denominator == 12
