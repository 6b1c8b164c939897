"""A silence ends by a word, and what got worse is not over."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from loop_sample import day

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Scope
from yingshang.city.accounts.models import ApiKey
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import MonthRow
from yingshang.city.supervision import _alerts, easing
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision._rules import rules_of
from yingshang.city.supervision._subjects import Subject
from yingshang.city.supervision.easing import Looked, ease
from yingshang.city.supervision.models import Warning

TAX, MARKET = "990100-tax", "990100-market"
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]


@pytest.fixture
def heard_in(monkeypatch):
    """Units and the months of which they have cases; nothing else is looked at."""
    table: dict[str, list[str]] = {}

    def months_of(region, *, until, back=13):
        now = indicators.month_number(f"{until:%Y-%m}")
        return {
            ("on-time-rate", unit): {
                month: MonthRow(1, 1.0, 30, "measured")
                for month in months
                if now - back <= indicators.month_number(month) < now
            }
            for unit, months in table.items()
        }

    monkeypatch.setattr(indicators, "months_of", months_of)
    monkeypatch.setattr(easing, "WATCHED", {"data-silence": _alerts.data_silences})
    return table


@pytest.fixture
def silent(city, shen, heard_in):
    """The tax bureau's cases end with January; it is warned of in April."""
    heard_in.update({TAX: [one for one in MONTHS if one <= "2026-01"], MARKET: MONTHS})
    (raised,) = supervision.watch(at=day(4, 2), by=shen)
    return raised


def test_a_silence_that_outlasts_the_window_is_not_over(silent, shen):
    for month in range(5, 12):
        for first in (2, 12):
            assert supervision.watch(at=day(month, first), by=shen) == []
            found = supervision.warning(shen, silent)
            assert (found.status, found.eased_at) == ("new", None), month


def test_where_nobody_has_values_yet_nothing_is_over(silent, shen, heard_in):
    heard_in[MARKET] = [one for one in MONTHS if one <= "2026-03"]
    for n in (2, 12):
        supervision.watch(at=day(5, n), by=shen)
    found = supervision.warning(shen, silent)
    assert (found.status, found.eased_at) == ("new", None)


def test_who_is_heard_again_is_over_and_closed_by_the_rule(silent, shen, heard_in):
    heard_in[TAX].append("2026-09")  # long after the window has left the old months behind
    for n in (2, 10):
        supervision.watch(at=day(10, n), by=shen)
    found = supervision.warning(shen, silent)
    assert (found.status, found.eased_at) == ("cleared", day(10, 2))
    assert "恢复报送" in found.eased_sentence


def test_an_order_of_silence_closes_on_the_word_only(silent, shen, heard_in):
    ref = supervision.order_from(warning=silent, by=shen, at=day(4, 3))
    for month in range(5, 12):
        check = supervision.closing_check(shen, ref, at=day(month, 2))
        assert not check.met, month
        assert "数据仍然中断" in check.sentence
    heard_in[TAX].append("2026-10")
    assert supervision.closing_check(shen, ref, at=day(11, 2)).met


def test_a_system_that_is_switched_off_is_not_heard_again(city, shen, heard_in):
    system = accounts.register_system(
        code="land-box", name="不动产登记系统", unit="990100-land", scopes=[Scope.values[0]],
        by=SYSTEM, at=day(1, 5),
    )  # fmt: skip
    accounts.issue_key(system=system.code, label="", by=SYSTEM, at=day(1, 5))
    ApiKey.objects.update(used_on=day(2, 1).date())
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    accounts.set_system_active(code=system.code, active=False, by=SYSTEM, at=day(3, 2))
    for n in (3, 11):
        supervision.watch(at=day(3, n), by=shen)
        assert supervision.warning(shen, raised).eased_at is None
    accounts.set_system_active(code=system.code, active=True, by=SYSTEM, at=day(3, 12))
    ApiKey.objects.update(used_on=day(3, 12).date())
    supervision.watch(at=day(3, 12), by=shen)
    assert supervision.warning(shen, raised).eased_at == day(3, 12)


def slow(city, at):
    rule = next(one for one in rules_of(city, at.date()) if one.code == "slow-target")
    row = Warning.objects.create(
        key="slow-target|pace-1|2026-02", rule=rule.code, kind=rule.kind, region=city,
        period="2026-02", severity="notice", title="x", sentence="y", raised_at=at, raised_by="s",
    )  # fmt: skip
    return rule, row


@pytest.mark.parametrize(("misses", "status"), [(True, "new"), (False, "cleared")])
def test_a_slow_promise_that_turns_red_is_over_only_when_it_will_be_kept(
    city, shen, now, misses, status
):
    rule, row = slow(city, now)
    facts = {"will_miss": misses, "lamp": "red", "months": 6, "days_left": 20}
    seen = Subject("pace-1", city, "", "2026-02", "x", "按走势推算", facts)
    for at in (day(3, 2), day(4, 2)):
        ease(city, Looked({rule.code: rule}, [], {rule.kind: {seen.key: seen}}), at, shen)
    row.refresh_from_db()
    assert (row.status, row.eased_at is None) == (status, misses)


def test_on_the_way_back_what_ended_is_in_a_state_that_older_code_knows(city, now):
    _rule, row = slow(city, now)
    Warning.objects.update(
        status="cleared", eased_at=now, settled_at=now, settled_reason="按规则消除"
    )
    step = import_module("yingshang.city.supervision.migrations.0014_warnings_ease")
    (back,) = [one for one in step.Migration.operations if hasattr(one, "reverse_code")]
    back.reverse_code(apps, SimpleNamespace(connection=connection))
    row.refresh_from_db()
    assert (row.status, row.settled_reason) == ("dismissed", "按规则消除")
