"""Every declared indicator can be read, computed, and agrees with the kernel's own reading."""

import random
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from indicator_facts import CITY, CST, case, instant, rating

from yingshang.adapters.lake import Lake
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators._definition import definitions_of
from yingshang.city.indicators._facts import gather, lay_out
from yingshang.city.indicators._views import VIEWS
from yingshang.city.indicators.models import Value
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Spec, summarise
from yingshang.kernel.rules import evaluate, evaluate_formula

MAY = instant("2026-05-20 12:00")
SERVED = {
    "company-start",
    "property-general",
    "property-mortgage",
    "power-low",
    "power-high",
    "water",
    "construction-permit",
    "simple-deregistration",
    "food-permit",
    "complaint",
}


def some_facts(seed):
    """Four hundred cases of all kinds over five months, with every gap a real hall has."""
    dice = random.Random(seed)
    cases, ratings = [], []
    for number in range(400):
        opened = datetime(2026, 1, 5, 9, tzinfo=CST) + timedelta(hours=dice.randrange(3300))
        used, open_still = dice.randrange(9), dice.random() < 0.1
        decided = None if open_still else opened + timedelta(days=used)
        item = dice.choice(sorted(SERVED))
        said = {
            "submitted": opened.isoformat()[:19],
            "decided": None if decided is None else decided.isoformat()[:19],
            "due": (opened + timedelta(days=4)).isoformat()[:19] if dice.random() < 0.9 else None,
            "used": None if open_still or dice.random() < 0.05 else used,
            "used_days": used,
            "item": item,
            "family": "ticket" if item == "complaint" else "application",
            "district": dice.choice(["", "990101", "990102"]),
            "unit": dice.choice(["market", "land", ""]),
            "visits": dice.choice([None, 0, 1, 2]),
            "corrections": dice.randrange(3),
            "online": dice.choice([True, False, None]),
        }
        cases.append(case(number, **said))
        if decided and dice.random() < 0.4:
            ratings.append(rating(number, dice.randint(1, 5), decided.isoformat()[:19]))
    return cases, ratings


def test_every_served_item_has_its_longest_mean_and_median(city):
    found = {one.code: one for one in indicators.definitions(CITY, MAY.date())}
    for item in SERVED:
        for statistic in ("max", "mean", "median"):
            one = found[f"{item}-{statistic}"]
            assert one.unit == ("天" if item.startswith("power") else "工作日")
            assert (one.start, one.end, one.direction) == ("受理", "办结", "lower")
    assert len(found) >= 40


def test_every_definition_says_what_it_is(city):
    for one in indicators.definitions(CITY, MAY.date()):
        assert one.formula.endswith("。"), one.code
        assert all((one.topic, one.owner, one.name)), one.code


def test_every_frontier_belongs_to_an_indicator_and_points_its_way(city):
    found = {one.code: one for one in indicators.definitions(CITY, MAY.date())}
    for scale in definitions.editions("frontier", on=MAY.date()):
        better = float(scale.body["best"]) < float(scale.body["worst"])
        assert (found[scale.code].direction == "lower") is better, scale.code


def test_every_metric_named_is_one_of_the_library(city):
    library = {one.code for one in definitions.editions("metric", on=MAY.date())}
    named = {key for one in indicators.definitions(CITY, MAY.date()) for key in one.metrics}
    assert len(named) >= 15
    assert named <= library


@pytest.mark.parametrize("seed", [1, 2])
def test_every_declared_value_is_what_the_kernel_computes_row_by_row(lay, seed):
    cases, ratings = some_facts(seed)
    lay(cases, ratings)
    indicators.compute(at=MAY, by=SYSTEM, regions=[CITY])
    stored = {(v.code, v.kind, v.period): v for v in Value.objects.filter(unit="", district="")}
    with Lake() as lake:
        gather(lake, CITY, MAY)
        lay_out(lake, MAY)
        for one in definitions_of(CITY, MAY.date()):
            if not one.is_measured:
                assert not [key for key in stored if key[0] == one.code]
                continue
            rows = lake.table(f"SELECT * FROM {one.view}_in")
            for key in {(row["kind"], row["period"]) for row in rows}:
                wanted = [row for row in rows if (row["kind"], row["period"]) == key]
                expected, counted = by_hand(one, wanted)
                value = stored.get((one.code, *key))
                if expected is None or counted < one.min_count:
                    assert value is None or value.value is None
                else:
                    assert value is not None, (one.code, key)
                    assert value.value == expected, (one.code, key)


def by_hand(one, rows):
    """The value by the kernel's evaluator alone, and how many cases it rests on."""
    bases = {one.by, "overdue"} if one.overdue else {one.by}
    rows = [facts_of(one, row) for row in rows if row["basis"] in bases]
    if one.where is not None:
        rows = [row for row in rows if evaluate(one.where, row).value is True]
    if one.measure is not None:
        found = evaluate_formula(one.measure, rows)
        if found is None:
            return None, len(rows)
        exact = Decimal(repr(found)) * (100 if one.unit == "%" else 1)
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP), len(rows)
    if one.statistic == "share" and one.numerator.type == "int":
        above = sum(evaluate(one.numerator, row).value for row in rows)
        below = sum(evaluate(one.denominator, row).value for row in rows)
        return summarise("share", [True] * above + [False] * (below - above), "%").value, below
    if one.statistic == "share":
        if one.denominator is not None:
            rows = [row for row in rows if evaluate(one.denominator, row).value is True]
        found = summarise("share", [evaluate(one.numerator, row).value for row in rows], "%")
        return found.value, found.denominator
    if one.value is None:
        return summarise("count", [True] * len(rows), one.unit).value, len(rows)
    found = summarise(one.statistic, [evaluate(one.value, row).value for row in rows], one.unit)
    return found.value, found.denominator


def facts_of(one, row):
    """Instants of the lake are naive; the rules' are not."""
    return {
        name: row[name].replace(tzinfo=CST) if isinstance(row[name], datetime) else row[name]
        for name in VIEWS[one.view]
    }


def body(**said):
    made = {
        "code": "trial-rate",
        "name": "试算率",
        "topic": "政务服务",
        "unit": "%",
        "direction": "higher",
        "statistic": "share",
        "view": "cases",
        "population": {"by": "decided", "overdue": False},
        "numerator": "on_time",
        "formula": "按时件数 ÷ 办结件数。",
        "owner": "bureau",
    }
    return made | said


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"where": "ontime"}, "没有声明过"),
        ({"numerator": "used_workdays"}, "必须写明分母"),
        ({"numerator": "unit"}, "结果应当是"),
        ({"numerator": "on_time", "denominator": "used_workdays"}, "要么都"),
        ({"where": "level > 3"}, "没有声明过"),
        ({"statistic": "mode"}, "不合规格"),
        ({"unit": "工作日"}, "不合规格"),
        ({"nonsense": 1}, "不合规格"),
    ],
)
def test_a_definition_that_cannot_be_computed_is_refused_when_loaded(city, tmp_path, said, words):
    from yaml import safe_dump

    folder = tmp_path / "base" / "indicators"
    folder.mkdir(parents=True)
    (folder / "trial.yaml").write_text(safe_dump(body(**said), allow_unicode=True), "utf-8")
    with pytest.raises(Refusal, match=words):
        definitions.load([tmp_path], at=MAY)


def test_a_promise_is_held_against_the_same_question_only(city):
    each = Spec("each", "个工作日")
    may = {"code": "company-start-max", "region": CITY, "on": MAY.date()}
    assert indicators.agreement(each, **may) == ()
    mismatch, *_rest = indicators.agreement(each, **(may | {"code": "company-start-mean"}))
    assert "平均达标不等于件件达标" in mismatch.sentence
    in_days = indicators.agreement(Spec("each", "天"), **may)
    assert [one.what for one in in_days] == ["day_kind"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "%"}, "申报的单位却是“%”"),
        ({"measure": "sum(used_workdays) + sum(used_days)"}, "不是同一种单位"),
        ({"measure": "mean(used_workdays, where=used_workdays <= used_days)"}, "不是同一种单位"),
        ({"measure": "share(online)"}, "占比，申报的单位却是“工作日”"),
        ({"measure": "count()"}, "件数，申报的单位却是“工作日”"),
        ({"measure": "mean(waiting_days)"}, "没有声明过"),
        ({"measure": "used_workdays"}, "要放进统计函数"),
    ],
)
def test_days_are_no_per_cent_and_an_unknown_fact_is_named(changes, words):
    body = {
        "code": "p90", "name": "九成用时", "statistic": "formula", "view": "cases",
        "unit": "工作日", "measure": "percentile(used_workdays, 90)",
    }  # fmt: skip
    indicators.check_body(body)
    with pytest.raises(Refusal, match=words):
        indicators.check_body(body | changes)


def test_where_no_case_has_the_fact_the_value_names_it(lay):
    rows = [case(n, decided="2026-05-04 10:00", used=2, visits=None) for n in range(6)]
    lay(rows)
    indicators.compute(at=MAY, by=SYSTEM, regions=[CITY])
    found = indicators.series(CITY, codes=["zero-visit-case-rate", "visits-per-case"], as_of=MAY)
    for series in found.values():
        last = series.values[-1]
        assert (last.value, last.missing_reason[:12]) == (None, "缺少事实“到场次数”：6")
    rated = indicators.series(CITY, codes=["good-rating-rate"], as_of=MAY)["good-rating-rate"]
    assert rated.values[-1].missing_reason == "缺少“评价”数据：本市还没有一条"
