"""How a promise's own words are held against an indicator, and how near is near."""

from decimal import Decimal

import pytest

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.city.plans import library
from yingshang.city.plans import service as plans
from yingshang.city.plans._metrics import match
from yingshang.kernel.flow import Refusal


@pytest.fixture
def say(plan, shen, now):
    """A target of the plan that says something else; answers its id."""
    target = plan.tasks[1].targets[1]

    def saying(**words):
        changes = {"metric_key": "", "statistic": "", "scope": ""} | words
        plans.correct_target(target=target.id, changes=changes, by=shen, at=now)
        return target.id

    return saying


def measured(code, value, now, **said):
    """A stored value of the year to date, as a run leaves it."""
    one = definitions.edition("indicator", code, region="990100", on=now.date())
    row = {"edition_id": one.id, "code": code, "region": "990100", "kind": "year"}
    row |= {"period": "2026-02", "until": "2026-02-28", "value": value, "mark": "measured"}
    Value.objects.create(**(row | {"as_of": now, "computed_at": now} | said))


def test_a_promised_fall_of_limits_is_a_share_of_reduction(say, shen, now):
    target = say(
        metric="市级依申请事项承诺时限",
        metric_key="limit-reduction-rate",
        comparator="decrease",
        value="65",
        unit="%",
    )
    assert plans.suggest_bindings(target=target, at=now)[0].sure
    plans.bind(target=target, indicator="limit-reduction-rate", by=shen, at=now)
    measured("limit-reduction-rate", Decimal("71.2"), now)
    seen = plans.promise(shen, target, as_of=now.date())
    assert (seen.lamp, seen.standing, seen.promised) == ("green", "met", "下降 65 %")


def test_a_fall_is_not_read_into_an_indicator_that_does_not_state_one(say, now):
    target = say(
        metric="平均申报材料", comparator="decrease", value="50", unit="%", statistic="mean"
    )
    found = plans.suggest_bindings(target=target, at=now)
    assert not any(one.bindable or one.indicator == "limit-reduction-rate" for one in found)


@pytest.mark.parametrize(
    ("metric", "key", "words"),
    [
        ("企业投诉受理", "", "方案的终点是“受理”"),
        ("疑难诉求", "complaint-answer-time", "方案只承诺“疑难”"),
    ],
)
def test_a_part_of_the_work_is_not_held_against_the_whole_clock(say, shen, now, metric, key, words):
    target = say(metric=metric, metric_key=key, comparator="<=", value="1", unit="工作日")
    plans.correct_target(target=target, changes={"statistic": "each"}, by=shen, at=now)
    assert not any(one.bindable for one in plans.suggest_bindings(target=target, at=now))
    with pytest.raises(Refusal, match=words):
        plans.bind(target=target, indicator="complaint-max", by=shen, at=now)


def test_a_rate_of_one_kind_of_business_is_not_held_against_the_citys(say, shen, now):
    target = say(
        metric="公积金业务全程网办率",
        metric_key="online-actual-rate",
        comparator=">=",
        value="80",
        unit="%",
        statistic="share",
    )
    assert not any(one.bindable for one in plans.suggest_bindings(target=target, at=now))
    with pytest.raises(Refusal, match="方案只承诺“公积金”"):
        plans.bind(target=target, indicator="online-rate", by=shen, at=now)
    known = library.metrics(now.date())
    assert match(known, metric="不动产登记网上办理率", unit="%") == "property-online-rate"
    assert match(known, metric="政务服务事项网上办理率", unit="%") == "online-actual-rate"


def test_counted_things_may_be_called_pieces(say, shen, now):
    target = say(
        metric="“一件事”套餐",
        metric_key="bundle-count",
        comparator=">=",
        value="12",
        unit="个",
        statistic="count",
    )
    plans.bind(target=target, indicator="bundle-count", by=shen, at=now)
    measured("bundle-count", Decimal(12), now, mark="returned")
    seen = plans.promise(shen, target, as_of=now.date())
    assert (seen.standing, seen.mark, seen.mark_label) == ("met", "returned", "系统回传")


@pytest.mark.parametrize(
    ("value", "lamp"), [("98", "green"), ("96.01", "yellow"), ("96", "yellow"), ("95.9", "red")]
)
def test_a_share_is_near_within_two_points(say, shen, now, value, lamp):
    target = say(
        metric="按时办结率",
        metric_key="on-time-rate",
        comparator=">=",
        value="98",
        unit="%",
        statistic="share",
    )
    plans.bind(target=target, indicator="on-time-rate", by=shen, at=now)
    measured("on-time-rate", Decimal(value), now)
    assert plans.promise(shen, target, as_of=now.date()).lamp == lamp


@pytest.mark.parametrize(("value", "lamp"), [("7", "green"), ("7.7", "yellow"), ("7.8", "red")])
def test_a_time_is_near_within_a_tenth(say, shen, now, value, lamp):
    target = say(
        metric="食品经营许可平均办理时间",
        metric_key="food-permit-time",
        comparator="<=",
        value="7",
        unit="工作日",
        statistic="mean",
    )
    plans.bind(target=target, indicator="food-permit-mean", by=shen, at=now)
    measured("food-permit-mean", Decimal(value), now)
    assert plans.promise(shen, target, as_of=now.date()).lamp == lamp


def test_a_city_may_lay_its_own_band_over(say, shen, now, tmp_path):
    folder = tmp_path / "regions" / "990100" / "lamps"
    folder.mkdir(parents=True)
    (folder / "promise.yaml").write_text(
        'extends: "promise-near"\nnear:\n  percent: {points: "5"}\n', "utf-8"
    )
    from django.conf import settings

    definitions.load([*settings.DATA_DIRS, tmp_path], at=now)
    target = say(
        metric="按时办结率",
        metric_key="on-time-rate",
        comparator=">=",
        value="98",
        unit="%",
        statistic="share",
    )
    plans.bind(target=target, indicator="on-time-rate", by=shen, at=now)
    measured("on-time-rate", Decimal("93.5"), now)
    assert plans.promise(shen, target, as_of=now.date()).lamp == "yellow"


def test_online_available_counts_what_is_accepted_online(city, now):
    found = {one.code: one for one in indicators.definitions(city, now.date())}
    assert "网上受理" in found["online-available-rate"].formula


def test_a_place_alone_names_no_metric_but_its_task_does(city, now):
    from yingshang.city.plans import library

    text = "1.提升供电可靠性。城市地区供电可靠率提升至99.965%,农村地区提升至99.860%。"
    start = text.index("农村地区提升至99.860%")
    found = library.key_of(
        library.metrics(now.date()),
        metric="农村地区",
        unit="%",
        text=text,
        offsets=(start, start + 14),
        title="提升供电可靠性",
    )
    assert found == "power-reliability"


@pytest.mark.parametrize(
    ("metric", "unit", "text", "expected"),
    [
        ("林权登记时间", "工作日", "不动产登记，林权登记时间压缩至10个工作日", ""),
        (
            "一般登记",
            "工作日",
            "一般登记、抵押登记时间压缩至3个工作日",
            "property-registration-time",
        ),
        (
            "抵押登记时间",
            "工作日",
            "一般登记、抵押登记时间压缩至3个工作日",
            "mortgage-registration-time",
        ),
        ("诉求办结率", "%", "诉求办结率达到98%", "complaint-decided-rate"),
        ("按期回复率", "%", "热线按期回复率100%", "hotline-on-time-rate"),
        ("热线即时接通率", "%", "热线即时接通率、按期回复率100%", ""),
        ("简易注销全程用时", "天", "简易注销全程用时不超过22天", "deregistration-time"),
        ("登记决定作出", "工作日", "登记决定3个工作日内作出", "deregistration-decision-time"),
    ],
)
def test_neighbours_are_told_apart(city, now, metric, unit, text, expected):
    from yingshang.city.plans import library

    found = library.key_of(
        library.metrics(now.date()),
        metric=metric,
        unit=unit,
        text=text,
        offsets=(0, 2),
        title="提升服务效能",
    )
    assert found == expected


def test_a_result_is_shown_as_finely_as_the_promise(say, shen, now):
    target = say(
        metric="城市地区供电可靠率",
        metric_key="power-reliability",
        comparator=">=",
        value="99.965",
        unit="%",
        statistic="share",
        scope="城市地区",
    )
    plans.bind(target=target, indicator="power-reliability-urban", by=shen, at=now)
    measured("power-reliability-urban", Decimal("99.9612"), now, mark="returned")
    seen = plans.promise(shen, target, as_of=now.date())
    assert (seen.actual_text, seen.gap_text) == ("99.961 %", "还差 0.004 个百分点")
    assert "承诺不低于 99.965%，实际 99.961%" in seen.reason
    assert seen.lamp == "yellow"  # the indicator's own band, narrower than two points


def test_what_is_short_by_more_than_its_own_band_is_missed(say, shen, now):
    target = say(
        metric="农村地区供电可靠率",
        metric_key="power-reliability",
        comparator=">=",
        value="99.86",
        unit="%",
        statistic="share",
        scope="农村地区",
    )
    plans.bind(target=target, indicator="power-reliability-rural", by=shen, at=now)
    measured("power-reliability-rural", Decimal("99.83"), now, mark="returned")
    assert plans.promise(shen, target, as_of=now.date()).lamp == "red"


@pytest.mark.parametrize(
    ("metric", "code", "unit", "statistic", "value", "better", "worse"),
    [
        ("按时办结率", "on-time-rate", "%", "share", "98", "99.5", "95.9"),
        ("食品经营许可平均办理时间", "food-permit-mean", "工作日", "mean", "7", "5", "7.8"),
    ],
)
def test_better_than_a_plain_number_is_no_miss(
    say, shen, now, metric, code, unit, statistic, value, better, worse
):
    target = say(metric=metric, comparator="=", value=value, unit=unit, statistic=statistic)
    plans.bind(target=target, indicator=code, by=shen, at=now)
    measured(code, Decimal(better), now)
    seen = plans.promise(shen, target, as_of=now.date())
    assert (seen.lamp, seen.standing, seen.gap_text) == ("green", "met", "已达到")
    assert seen.held.comparator == (">=" if unit == "%" else "<=")  # and so is an order's goal
    Value.objects.all().delete()
    measured(code, Decimal(worse), now)
    assert plans.promise(shen, target, as_of=now.date()).lamp == "red"
