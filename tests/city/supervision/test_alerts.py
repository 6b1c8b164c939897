"""Warnings that the numbers themselves give: a date to be missed, a jump, a lag, a silence."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from loop_sample import day, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Scope
from yingshang.city.accounts.models import ApiKey
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.city.supervision import _alerts, closing
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision._rules import rules_of
from yingshang.city.supervision.models import Order


def rule(city, kind, at):
    return next(one for one in rules_of(city, at.date()) if one.kind == kind)


def series(city, code, values, *, unit="", mark="measured", cases=50):
    """Months of 2026 from January on, as a run would have stored them."""
    edition = indicators_edition(city, code)
    for month, value in enumerate(values, 1):
        last = date(2026, month + 1, 1) - timedelta(days=1)
        for kind in ("month", "year"):
            Value.objects.create(
                edition_id=edition,
                code=code,
                region=city,
                unit=unit,
                kind=kind,
                period=f"2026-{month:02d}",
                until=last,
                value=Decimal(str(value)),
                denominator=cases,
                mark=mark,
                as_of=day(9, 1),
                computed_at=day(9, 1),
            )


def indicators_edition(city, code):
    return definitions.edition("indicator", code, region=city, on=date(2026, 9, 1)).id


def test_a_unit_that_falls_off_its_usual_level_is_warned_of_once_with_its_goal(city):
    usual = [96, 97, 96, 95, 96, 97, 96]
    series(city, "on-time-rate", [*usual, 60], unit="990100-land")
    series(city, "on-time-rate", [*usual, 60])
    (found,) = [
        one
        for one in _alerts.sudden_changes(city, day(9, 1))
        if rule(city, "sudden-change", day(9, 1)).severity_of(one.facts)
    ]
    assert (found.unit, found.period) == ("990100-land", "2026-08")
    assert (found.goal.comparator, found.goal.level) == (">=", Decimal("96.0"))
    assert "60 %" in found.sentence


def test_a_jump_for_the_better_or_of_few_cases_is_none(city):
    series(city, "on-time-rate", [60, 61, 60, 59, 60, 61, 60, 96], unit="990100-land")
    series(city, "good-rating-rate", [96] * 7 + [10], unit="990100-land", cases=3)
    declared = rule(city, "sudden-change", day(9, 1))
    found = list(_alerts.sudden_changes(city, day(9, 1)))
    assert len(found) == 2
    assert not any(declared.severity_of(one.facts) for one in found)


def test_cities_are_compared_with_their_like_by_the_same_mark(city):
    series(city, "on-time-rate", [60] * 9)
    series("990200", "on-time-rate", [95] * 9)
    series("990300", "on-time-rate", [97] * 9, mark="returned")
    for place, count in ((city, 900), ("990200", 10)):  # the size of a city is no lag
        series(place, "overdue-open-count", [count] * 9)
    (found,) = _alerts.peer_gaps(city, day(9, 30))
    assert (found.facts["peers"], found.facts["place"]) == (1, 2)
    assert found.facts["behind_percent"] == pytest.approx(100 * 35 / 95)


def test_units_whose_cases_stop_are_silent_until_they_come_again(city):
    series(city, "on-time-rate", [90] * 8, unit="990100-market")
    series(city, "on-time-rate", [90] * 5, unit="990100-land")
    found, heard = sorted(_alerts.data_silences(city, day(9, 10)), key=lambda one: one.unit)
    assert (heard.unit, heard.facts["silent"]) == ("990100-market", 0)
    assert (found.unit, found.facts["silent"]) == ("990100-land", 3)
    assert rule(city, "data-silence", day(9, 10)).severity_of(found.facts) == "serious"


def test_a_system_that_stops_sending_is_an_order_that_closes_when_it_sends_again(city, shen):
    system = accounts.register_system(
        code="land-box",
        name="不动产登记系统",
        unit="990100-land",
        scopes=[Scope.values[0]],
        by=SYSTEM,
        at=day(1, 5),
    )
    accounts.issue_key(system=system.code, label="", by=SYSTEM, at=day(1, 5))
    ApiKey.objects.update(used_on=date(2026, 2, 20))
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    told = supervision.warning(shen, raised)
    assert (told.kind, told.unit) == ("data-silence", "990100-land")
    order = supervision.order_from(warning=raised, by=shen, at=day(3, 2))
    row = Order.objects.get(ref=order)
    assert not closing.check(row, day(3, 3)).met
    ApiKey.objects.update(used_on=date(2026, 3, 4))
    assert closing.check(row, day(3, 5)).met


def test_a_promise_that_is_kept_now_and_worsens_is_warned_of_before_its_date(
    promised, city, shen, zhou, deng
):
    for month, finish in ((1, 6), (2, 4), (3, 5), (4, 8)):
        first = 5 if month == 1 else 2
        mortgages(
            4,
            opened=day(month, first, 9),
            finished=day(month, finish, 9),
            clerk=zhou,
            officer=deng,
        )
    indicators.compute(at=day(5, 4), by=shen, regions=[city])
    found = list(_alerts.slow_targets(city, day(5, 4)))
    assert [one.facts["months"] for one in found] == [4]
    assert found[0].goal.level == Decimal(2)
