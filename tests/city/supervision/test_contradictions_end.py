"""A contradiction ends, and its order closes, only where the two were looked at and agree."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from loop_sample import day, mortgages

from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ReviewState
from yingshang.city.indicators.models import HandIn, Value
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning

LAND = "990100-land"
RATE = "on-time-rate"


@pytest.fixture
def report(city, deng):
    """The land bureau says its on-time rate of a month."""

    def say(rate, at, period="2026-02", **more):
        figures = {RATE: rate}
        done = indicators.hand_in(
            unit=LAND, region=city, period=period, figures=figures, by=deng, at=at, **more
        )
        assert done.rows == 1, (done.errors, done.unsure)
        return done.id

    return say


@pytest.fixture
def measured(city, shen, zhou, deng):
    """Twelve cases of February, every one later than promised: the rate is 0 %."""
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 27, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])


@pytest.fixture
def clash(measured, report, city, shen):
    """... of which the bureau says 98 %; warned of on 3 March. The report's id, the warning's."""
    given = report("98", day(3, 3))
    supervision.watch(at=day(3, 3), by=shen)
    (raised,) = [one.id for one in supervision.warnings(shen) if one.kind == "contradiction"]
    return given, raised


@pytest.fixture
def order(clash, shen):
    return supervision.order_from(warning=clash[1], by=shen, at=day(3, 3))


def test_an_order_closes_when_the_corrected_figure_agrees_with_the_cases(order, report, shen, deng):
    cases.complete_step(ref=order, step="answer", opinion="核对口径", by=deng, at=day(3, 4))
    with pytest.raises(Refusal, match="自报2026年2月“按时办结率”为 98%，办件实测为 0%"):
        cases.close(ref=order, by=shen, at=day(3, 4))
    report("0.4", day(3, 5))
    check = supervision.closing_check(shen, order, at=day(3, 5))
    assert check.met
    assert "为 0.4%，办件实测为 0%，两者一致。可以销号" in check.sentence
    cases.close(ref=order, by=shen, at=day(3, 5))


def test_a_figure_that_was_taken_back_agrees_with_nothing(order, clash, report, shen):
    indicators.review(
        hand_in=clash[0], verdict=ReviewState.RETURNED, by=shen, at=day(3, 4), reason="口径不对"
    )
    check = supervision.closing_check(shen, order, at=day(3, 5))
    assert not check.met
    assert "自报数已撤回或没有可对照的数，无法核对，不能销号" in check.sentence
    report("0", day(3, 6))
    assert supervision.closing_check(shen, order, at=day(3, 6)).met


def test_a_value_that_is_no_longer_there_ends_nothing(order, shen):
    Value.objects.filter(code=RATE).delete()
    assert not supervision.closing_check(shen, order, at=day(3, 5)).met


def test_nor_does_a_warning_end_where_there_is_nothing_to_look_at(clash, report, shen):
    given, raised = clash
    indicators.review(
        hand_in=given, verdict=ReviewState.RETURNED, by=shen, at=day(3, 4), reason="口径不对"
    )
    for n in (4, 8):
        supervision.watch(at=day(3, n), by=shen)
        found = supervision.warning(shen, raised)
        assert (found.status, found.eased_at) == ("new", None)
    report("0", day(3, 9))
    for n in (9, 12):
        assert supervision.watch(at=day(3, n), by=shen) == []
    found = supervision.warning(shen, raised)
    assert (found.status, found.eased_at) == ("cleared", day(3, 9))
    assert "两者一致" in found.eased_sentence


def leaps(report, shen, first="7", then="98"):
    """January is reported, then February, as a sheet does: nobody was asked of the leap."""
    report(first, day(2, 3), period="2026-01")
    report(then, day(3, 3), confirmed=[RATE])
    HandIn.objects.update(confirmed=[])
    supervision.watch(at=day(3, 3), by=shen)
    return [one.id for one in supervision.warnings(shen) if one.kind == "contradiction"]


def test_a_leap_closes_when_the_unit_confirms_it_or_corrects_it(city, report, shen):
    (raised,) = leaps(report, shen)
    assert "比上一次报的相差十倍以上" in supervision.warning(shen, raised).title
    ref = supervision.order_from(warning=raised, by=shen, at=day(3, 3))
    assert "相差十倍以上" in supervision.closing_check(shen, ref, at=day(3, 4)).sentence
    report("98", day(3, 5), confirmed=[RATE])
    check = supervision.closing_check(shen, ref, at=day(3, 5))
    assert (check.met, "该单位已确认无误" in check.sentence) == (True, True)
    report("9.8", day(3, 6))
    check = supervision.closing_check(shen, ref, at=day(3, 6))
    assert (check.met, "没有相差十倍" in check.sentence) == (True, True)


def test_an_order_on_the_cases_is_not_closed_by_a_look_at_the_month_before(order, report, shen):
    report("97", day(2, 3), period="2026-01")
    Value.objects.filter(code=RATE).delete()
    assert not supervision.closing_check(shen, order, at=day(3, 5)).met


def test_a_leap_is_no_second_warning_beside_the_cases(measured, report, shen):
    (raised,) = leaps(report, shen)
    assert "办件实测" in supervision.warning(shen, raised).sentence


def test_a_leap_that_the_cases_confirm_is_none(measured, report, shen):
    assert leaps(report, shen, first="98", then="0.5") == []


def test_leaps_warned_of_before_are_told_apart_and_together_again(city, report, shen):
    (raised,) = leaps(report, shen)
    step = import_module("yingshang.city.supervision.migrations.0015_leaps_apart")
    editor = SimpleNamespace(connection=connection)
    apart = Warning.objects.get(pk=raised).key
    assert apart == f"contradiction|figures-{RATE}-{LAND}--2026-02-history|2026-02"
    step.together(apps, editor)
    assert Warning.objects.get(pk=raised).key == apart.replace("-history", "")
    step.apart(apps, editor)
    assert Warning.objects.get(pk=raised).key == apart
