"""Lamps, periods, extensions and roll-ups: examples that an office head can check, and laws."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_sample import day

from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking import rollup, rules
from yingshang.city.plans.tracking.facts import share_left
from yingshang.city.plans.tracking.lamps import lamp
from yingshang.city.plans.tracking.periods import owed
from yingshang.city.plans.tracking.rollup import Part
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import Calendar

EXAMPLES = Path(__file__).parent / "examples"
USUAL = {
    "stage": "working",
    "assigned": True,
    "objected": False,
    "signed": True,
    "sign_days_late": 0,
    "suspended": False,
    "verified": False,
    "held": False,
    "asked": False,
    "closed": False,
    "ended": False,
    "override": False,
    "days_left": 100,
    "workdays_left": 70,
    "share_left": 60,
    "days_late": 0,
    "reports_missing": 0,
    "report_days_late": 0,
    "milestones": 0,
    "milestone": "",
    "milestone_days_late": 0,
    "milestone_days_left": None,
    "progress": 40,
    "planned": 40,
    "behind": 0,
    "quantified": True,
    "indicator": "met",
    "indicator_says": "",
    "extensions": 0,
    "returned": 0,
    "reopened": 0,
}


def examples(name: str):
    rows = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text("utf-8"))
    return [pytest.param(row, id=row["name"]) for row in rows]


def judged(region: str, facts: dict):
    return lamp(rules.lamps_of(region, date(2026, 3, 2)), USUAL | facts)


@pytest.mark.parametrize("row", examples("lamps-base"))
def test_lamps_of_a_city_without_rules_of_its_own(city, row):
    found = judged("990100", row["facts"])
    assert (found.lamp, found.word) == (row["lamp"], row["word"])
    assert found.sentence
    assert "{" not in found.sentence


@pytest.mark.parametrize("row", examples("lamps-990200"))
def test_lamps_of_a_city_with_other_colours(city, row):
    found = judged("990200", row["facts"])
    assert (found.lamp, found.word) == (row["lamp"], row["word"])


def test_a_lamp_names_its_further_grounds(city):
    found = judged("990100", {"days_late": 3, "reports_missing": 1, "report_days_late": 4})
    assert found.sentence == "已超过完成时限 3 天。"
    assert found.also == ("有 1 期进展没有报送，晚了 4 天。",)
    assert ("超过完成时限", "3 天") in found.facts


FACTS = st.fixed_dictionaries(
    {
        "days_late": st.integers(0, 400),
        "workdays_left": st.none() | st.integers(0, 250),
        "share_left": st.none() | st.integers(0, 100),
        "reports_missing": st.integers(0, 9),
        "milestone_days_late": st.integers(0, 90),
        "behind": st.none() | st.integers(-100, 100),
        "suspended": st.booleans(),
        "closed": st.booleans(),
    }
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS, region=st.sampled_from(["990100", "990200"]), more=st.integers(1, 50))
def test_more_days_late_never_light_a_milder_lamp(city, facts, region, more):
    before = judged(region, facts)
    after = judged(region, facts | {"days_late": facts["days_late"] + more})
    assert after.rank <= before.rank or facts["closed"] or facts["suspended"]


def test_a_rule_over_unknown_words_is_refused(city):
    body = definitions.edition("tasklamp", "plan-task", region="", on=date(2026, 3, 2)).body
    wrong = {**body, "rules": [{"code": "x", "lamp": "red", "when": "mood == 1", "says": "?"}]}
    with pytest.raises(Refusal, match="mood"):
        rules.check_lamps(wrong)
    with pytest.raises(Refusal, match="order"):
        rules.check_lamps({**body, "order": ["red"]})
    with pytest.raises(Refusal, match="不认识"):
        rules.check_lamps({**body, "otherwise": {"lamp": "green", "says": "{mood}"}})


@given(
    since=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    length=st.integers(1, 400),
    at=st.integers(0, 400),
)
def test_time_left_falls_from_a_hundred_to_nothing(since, length, at):
    due = since + timedelta(days=length)
    left = share_left(since, due, since + timedelta(days=at))
    assert 0 <= left <= 100
    assert (left == 0) == (at >= length)
    assert left >= share_left(since, due, since + timedelta(days=at + 1))


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar("周末休息", {}, date(2025, 1, 1), date(2030, 12, 31))


@given(
    every=st.sampled_from(["week", "month", "quarter"]),
    since=st.dates(date(2026, 1, 1), date(2026, 9, 30)),
    length=st.integers(0, 200),
)
def test_owed_periods_follow_one_another_without_gaps(calendar, every, since, length):
    until = since + timedelta(days=length)
    found = list(owed(every, since=since, until=until, calendar=calendar, due_workdays=3))
    assert found[0].first <= since <= found[0].last
    assert found[-1].first <= until <= found[-1].last
    for one, following in pairwise(found):
        assert one.last + timedelta(days=1) == following.first
        assert one.last < one.due_on < following.due_on


AMOUNT = st.decimals(Decimal(0), Decimal(10**6), places=2)
PLACES = st.integers(1, 12).map(lambda n: [f"p{k}" for k in range(n)])


@given(whole=AMOUNT, places=PLACES)
def test_equal_parts_add_up_to_the_whole(whole, places):
    parts = rollup.equal_parts("sum", whole, places)
    assert sum(parts.values()) == whole
    assert rollup.adds_up("sum", ">=", whole, "个", parts) == ""


PART = st.tuples(st.integers(0, 500), st.integers(1, 500))


@given(pairs=st.lists(PART, min_size=1, max_size=8))
def test_a_rate_is_the_sum_of_numerators_over_the_sum_of_denominators(pairs):
    parts = [
        Part(f"p{n}", Decimal(top) / Decimal(base), Decimal(base))
        for n, (top, base) in enumerate(pairs)
    ]
    found = rollup.roll("weighted", ">=", parts).value
    exact = Decimal(sum(top for top, _base in pairs)) / sum(base for _top, base in pairs)
    assert abs(found - exact) < Decimal("1e-18") * (1 + abs(exact))
    values = [one.value for one in parts]
    assert min(values) - Decimal("1e-18") <= found <= max(values) + Decimal("1e-18")


def test_who_returned_nothing_is_named_and_is_no_zero():
    parts = [Part("东城区", Decimal(3)), Part("西岭区", None), Part("高新区", Decimal(4))]
    found = rollup.roll("sum", ">=", parts)
    assert (found.value, found.missing) == (Decimal(7), ("西岭区",))
    rate = rollup.roll("weighted", ">=", [Part("东城区", Decimal(90)), Part("高新区", None)])
    assert (rate.value, rate.baseless, rate.missing) == (None, ("东城区",), ("高新区",))
    assert rollup.roll("worst", "<=", parts).value == 4
    assert rollup.roll("worst", ">=", parts).value == 3
    assert rollup.roll("none", "<=", parts).value is None


def test_parts_that_do_not_add_up_are_told_with_the_difference():
    said = rollup.adds_up("sum", ">=", Decimal(100), "家", {"东城区": Decimal(40)})
    assert said == "各地合计 40家，比全市目标 100家 少 60家。"
    lax = rollup.adds_up("weighted", ">=", Decimal(95), "%", {"东城区": Decimal(90)})
    assert "东城区" in lax


def test_reports_take_their_numbers_from_the_indicator(measured, deng):
    track = plans.tracked_task(deng, measured, at=day(2, 3))
    target = track.targets[0].target
    assert [one.period for one in track.owed] == ["2026-01", "2026-02"]
    said = {"ref": measured, "percent": 20, "progress": "已接入两家银行", "by": deng}
    with pytest.raises(Refusal) as refused:
        plans.report_progress(**said, own={target: "1.2"}, at=day(2, 3))
    assert refused.value.code == "number-measured"
    plans.report_progress(**said, period="2026-01", at=day(2, 3))
    kept = plans.tracked_task(deng, measured, at=day(2, 4)).reports[0]
    assert (kept.period, kept.late_days, kept.numbers[0].bound) == ("2026-01", 0, True)
    with pytest.raises(Refusal) as refused:
        plans.report_progress(**said, period="2026-01", at=day(2, 5))
    assert refused.value.code == "reported-already"


def test_a_late_report_is_seen_before_and_after(measured, deng):
    row = plans.tracked_task(deng, measured, at=day(2, 10)).row
    assert row.reports_missing == ("2026年1月",)
    assert (row.lamp.word, row.report_days_late) == ("缺报", 6)
    said = {"ref": measured, "percent": 20, "progress": "补报", "by": deng}
    plans.report_progress(**said, period="2026-01", at=day(2, 10))
    assert plans.tracked_task(deng, measured, at=day(2, 10)).reports[0].late_days == 6


def test_an_extension_keeps_both_dates_and_is_counted(measured, deng, shen):
    ask = {"ref": measured, "reason": "系统改造", "by": deng}
    plans.ask_extension(**ask, until=date(2026, 6, 30), at=day(5, 20))
    with pytest.raises(Refusal) as refused:
        plans.ask_extension(**ask, until=date(2026, 7, 31), at=day(5, 20))
    assert refused.value.code == "asked-already"
    with pytest.raises(Refusal, match="负责人"):
        plans.rule_extension(ref=measured, granted=True, approver="", by=shen, at=day(5, 21))
    # asked in time: the approval may come after the day
    plans.rule_extension(ref=measured, granted=True, approver="王副市长", by=shen, at=day(6, 2))
    row = plans.tracked_task(deng, measured, at=day(6, 3)).row
    assert (str(row.first_due_on), str(row.due_on)) == ("2026-05-31", "2026-06-30")
    assert (row.extensions, row.days_late) == (1, 0)


def test_after_the_day_no_extension_can_be_asked_for(measured, deng):
    with pytest.raises(Refusal, match="已过") as refused:
        plans.ask_extension(
            ref=measured, until=date(2026, 7, 1), reason="忙", by=deng, at=day(6, 1)
        )
    assert refused.value.code == "extended-late"


def test_extensions_end_with_the_number_of_the_rule(measured, deng, shen):
    ask = {"ref": measured, "reason": "系统改造", "by": deng}
    for month in (6, 7):
        plans.ask_extension(**ask, until=date(2026, month, 30), at=day(5, 15 + month))
        plans.rule_extension(
            ref=measured, granted=True, approver="王副市长", by=shen, at=day(5, 15 + month, 11)
        )
    with pytest.raises(Refusal) as refused:
        plans.ask_extension(**ask, until=date(2026, 8, 30), at=day(5, 25))
    assert refused.value.code == "extended-already"


def test_the_unit_does_not_extend_its_own_case(measured, deng):
    from yingshang.city.cases import service as cases

    with pytest.raises(Refusal) as refused:
        cases.extend(ref=measured, workdays=5, reason="忙", approver="局长", by=deng, at=day(3, 2))
    assert refused.value.code == "not-yours"


def test_nodes_are_proposed_agreed_and_done(measured, deng, shen):
    nodes = [("接入五家银行", date(2026, 3, 31)), ("全部接入", date(2026, 5, 20))]
    late = [("太晚", date(2026, 6, 1))]
    with pytest.raises(Refusal, match="晚于完成时限"):
        plans.propose_milestones(ref=measured, nodes=late, by=deng, at=day(1, 9))
    plans.propose_milestones(ref=measured, nodes=nodes, by=deng, at=day(1, 9))
    plans.rule_milestones(ref=measured, agreed=True, by=shen, at=day(1, 10))
    assert plans.tracked_task(shen, measured, at=day(4, 11)).row.facts["milestone_days_late"] == 11
    first = plans.tracked_task(deng, measured, at=day(4, 11)).milestones[0].id
    plans.finish_milestone(ref=measured, milestone=first, words="已接入", by=deng, at=day(4, 11))
    row = plans.tracked_task(deng, measured, at=day(4, 11)).row
    assert (row.milestones, row.facts["planned"]) == ((1, 2), 50)


def test_a_suspended_task_owes_no_report(measured, deng, shen):
    plans.suspend_task(
        ref=measured, reason="机构改革", basis="纪要〔2026〕1号", by=shen, at=day(1, 20)
    )
    assert plans.tracked_task(deng, measured, at=day(3, 20)).row.lamp.word == "暂停"
    plans.resume_task(ref=measured, by=shen, at=day(3, 20))
    row = plans.tracked_task(deng, measured, at=day(3, 21)).row
    assert (row.stage, row.reports_missing) == ("working", ())
