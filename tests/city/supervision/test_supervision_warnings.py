"""What is a warning, who settles it, and what an order needs before it goes out."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from loop_sample import day, mortgages

from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans.models import Target
from yingshang.city.supervision import _subjects
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision._rules import VOCABULARIES, rules_of
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.bulletins._tasks import tasks
from yingshang.kernel.flow import Refusal


def overdue(count: int, zhou, deng):
    """Mortgage registrations that were due in February and are still open."""
    return mortgages(count, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)


def test_every_declared_rule_can_be_used(city, now):
    rules = rules_of(city, now.date())
    assert {rule.kind for rule in rules} == set(VOCABULARIES)


def test_a_missing_fact_is_no_warning(city, now):
    late = next(rule for rule in rules_of(city, now.date()) if rule.kind == "late-target")
    assert late.severity_of({"lamp": "red"}) is None
    assert late.severity_of({"lamp": "red", "days_left": 10}) == "serious"
    assert late.severity_of({"lamp": "red", "days_left": -1}) == "grave"
    assert late.severity_of({"lamp": "yellow", "days_left": -1}) is None


def test_overdue_cases_of_a_unit_are_one_warning_with_its_cases(city, shen, zhou, deng):
    refs = overdue(4, zhou, deng)
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    warning = supervision.warning(shen, raised)
    assert (warning.kind, warning.unit, warning.needs_coordinator) == (
        "overdue-cases",
        "990100-land",
        False,
    )
    assert {ground.key for ground in warning.grounds} == set(refs)
    assert "4 件" in warning.sentence


def test_the_next_month_does_not_repeat_what_still_waits(city, shen, zhou, deng):
    overdue(4, zhou, deng)
    assert len(supervision.watch(at=day(3, 2), by=shen)) == 1
    assert supervision.watch(at=day(4, 2), by=shen) == []


def test_a_dismissed_warning_comes_back_in_a_new_period(city, shen, zhou, deng):
    overdue(4, zhou, deng)
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    supervision.dismiss(warning=raised, reason="系统割接", by=shen, at=day(3, 2))
    assert supervision.watch(at=day(3, 3), by=shen) == []
    assert len(supervision.watch(at=day(4, 2), by=shen)) == 1


def test_dismissing_needs_a_reason_and_is_on_record(warned, shen):
    with pytest.raises(Refusal, match="理由"):
        supervision.dismiss(warning=warned, reason=" ", by=shen, at=day(3, 2))
    supervision.dismiss(warning=warned, reason="已在整改", by=shen, at=day(3, 2))
    seen = supervision.warning(shen, warned)
    assert (seen.status, seen.settled_by, seen.settled_reason) == (
        "dismissed",
        shen.name,
        "已在整改",
    )
    assert audit.records(obj=f"warning/{warned}")[0].action == "supervision.dismiss"
    with pytest.raises(Refusal, match="不予督办"):
        supervision.order_from(warning=warned, by=shen, at=day(3, 2))


@pytest.mark.parametrize("name", ["lin", "zhou", "deng"])
def test_those_who_do_not_oversee_see_no_warning(warned, name, request):
    actor = request.getfixturevalue(name)
    assert supervision.warnings(actor) == []
    with pytest.raises(NotVisible):
        supervision.order_from(warning=warned, by=actor, at=day(3, 2))


def test_a_leader_sees_but_does_not_order(warned, he):
    assert [one.id for one in supervision.warnings(he)] == [warned]
    with pytest.raises(Refusal) as refused:
        supervision.order_from(warning=warned, by=he, at=day(3, 2))
    assert refused.value.code == "not-supervisor"


def test_another_city_sees_nothing(warned, shen):
    stranger = replace(shen, region="990200")
    assert supervision.warnings(stranger) == []
    with pytest.raises(Refusal):
        supervision.watch(at=day(3, 2), by=stranger, regions=["990100"])


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"due": day(3, 1).date()}, "due-past"),
        ({"unit": "990200-land"}, "unit-unknown"),
        ({"unit": "nobody"}, "unit-unknown"),
    ],
)
def test_a_wrong_order_is_refused_and_leaves_no_case(warned, shen, args, code):
    with pytest.raises(Refusal) as refused:
        supervision.order_from(warning=warned, by=shen, at=day(3, 2), **args)
    assert refused.value.code == code
    assert supervision.warning(shen, warned).status == "new"
    assert supervision.orders(shen, at=day(3, 2)) == []
    assert cases.queue(shen, item="supervision-order", state="any", at=day(3, 2)).total == 0


def test_orders_are_numbered_by_year(city, warned, shen, zhou, deng):
    overdue(4, zhou, deng)
    (second,) = supervision.watch(at=day(3, 3), by=shen)
    supervision.order_from(warning=warned, by=shen, at=day(3, 3))
    supervision.order_from(warning=second, by=shen, at=day(3, 3))
    numbers = [one.number for one in supervision.orders(shen, at=day(3, 3))]
    assert numbers == ["青营督〔2026〕2号", "青营督〔2026〕1号"]


def test_an_order_on_overdue_cases_closes_when_they_are_decided(city, shen, zhou, deng):
    refs = overdue(3, zhou, deng)
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    ref = supervision.order_from(warning=raised, by=shen, at=day(3, 2))
    assert cases.case_for(shen, ref).unit == "990100-land"
    cases.complete_step(ref=ref, step="answer", opinion="逐件清理", by=deng, at=day(3, 3))
    for one in refs[:2]:
        finish(one, deng)
    with pytest.raises(Refusal, match="还有 1 件没有办结") as refused:
        cases.close(ref=ref, by=shen, at=day(3, 5))
    assert refs[2] in refused.value.sentence
    finish(refs[2], deng)
    cases.close(ref=ref, by=shen, at=day(3, 5))
    assert not supervision.orders(shen, at=day(3, 5), open_only=True)


def finish(ref: str, deng) -> None:
    for step in ("review", "book"):
        cases.complete_step(ref=ref, step=step, by=deng, at=day(3, 4))
    cases.decide(ref=ref, outcome="granted", reason="", by=deng, at=day(3, 4))


def test_a_unit_sees_the_order_it_holds(warned, shen, deng, hou):
    ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))
    assert [one.ref for one in supervision.orders(deng, at=day(3, 2))] == [ref]
    assert supervision.orders(hou, at=day(3, 2)) == []


def test_lists_take_a_fixed_number_of_queries(
    city, warned, shen, zhou, deng, django_assert_max_num_queries
):
    overdue(4, zhou, deng)
    (second,) = supervision.watch(at=day(3, 3), by=shen)
    for warning in (warned, second):
        supervision.order_from(warning=warning, by=shen, at=day(3, 3))
    with django_assert_max_num_queries(2):
        supervision.warnings(shen)
    with django_assert_max_num_queries(4):
        supervision.orders(shen, at=day(3, 3) + timedelta(hours=1))


def rates(city, unit, months) -> list[ValueView]:
    """A unit's good-rating rate, month by month, as the indicators would answer it."""
    made = []
    for period, value, count in months:
        made.append(
            ValueView(
                code="good-rating-rate",
                region=city,
                period=period,
                kind="month",
                value=value,
                unit="%",
                denominator=count,
                unit_code=unit,
                id=len(made) + 1,
            )
        )
    return made


@pytest.mark.parametrize(
    ("before", "last", "count", "severity"),
    [(98, 90, 50, "notice"), (98, 80, 50, "grave"), (98, 95, 50, None), (98, 80, 5, None)],
)
def test_a_falling_rating_warns_when_it_falls_far_over_enough_ratings(
    city, now, monkeypatch, before, last, count, severity
):
    made = rates(
        city,
        "990100-land",
        [("2026-01", Decimal(before), count), ("2026-02", Decimal(last), count)],
    )

    def values(code, region, *, unit, as_of, months_back):
        return made if unit == "990100-land" else []

    monkeypatch.setattr(_subjects.indicators, "values", values)
    (subject,) = _subjects.falling_ratings(city, now)
    rule = next(rule for rule in rules_of(city, now.date()) if rule.kind == "falling-rating")
    assert rule.severity_of(subject.facts) == severity
    assert (subject.goal.level, subject.period) == (before, "2026-02")


def rectifications(count: int):
    """What bad ratings of the registry opened in January, still open."""
    form = {"service": "抵押登记", "when": "2026年1月", "level": "不满意", "named": "否"}
    for _n in range(count):
        cases.open_case(
            item="rating-rectification", region="990100", form=form, party=None,
            channel="system", by=SYSTEM, at=day(1, 5), unit="990100-land",
        )  # fmt: skip


def test_late_rectifications_are_told_apart_from_late_applications(city, shen, zhou, deng):
    overdue(4, zhou, deng)
    rectifications(3)
    raised = [supervision.warning(shen, one) for one in supervision.watch(at=day(3, 2), by=shen)]
    told = {one.title: one.sentence for one in raised if one.kind == "overdue-cases"}
    assert set(told) == {
        "市自然资源局有办件超过承诺时限仍未办结",
        "市自然资源局有整改事项超过时限仍未办结",
    }
    assert "有 4 件办件" in told["市自然资源局有办件超过承诺时限仍未办结"]
    assert "有 3 件整改事项" in told["市自然资源局有整改事项超过时限仍未办结"]


def test_a_bulletin_counts_applications_as_overdue_and_rectifications_beside(
    city, shen, zhou, deng
):
    overdue(3, zhou, deng)
    rectifications(2)
    made = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 4))
    content = supervision.bulletin(shen, made, at=day(3, 4)).content
    figures = {one.key: one.value for one in content.figures}
    assert (figures["overdue.cases"], figures["overdue.errands"]) == ("3", "2")
    (section,) = [one for one in content.sections if one.code == "overdue"]
    assert "另有整改事项2件超期未办结，不计入办件；连同办件共5件。" in section.sentences


@pytest.mark.parametrize(("status", "times"), [("confirmed", 1), ("suggested", 0)])
def test_a_number_that_nobody_confirmed_warns_of_nothing_and_costs_no_points(
    missed, city, shen, status, times
):
    Target.objects.filter(pk=missed.id).update(status=status)  # as next year's plan carries it
    at = day(3, 2)
    assert len(supervision.watch(at=at, by=shen)) == times
    assert len(counted(city, 2026, ["numbers"], at=at)["numbers"]) == 2 * times  # two units lead
    assert [one.lamp for one in tasks(shen, city, at)] == ["red"] * times
