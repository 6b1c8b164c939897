"""Four do's from facts, five cuts from versions, coverage by kind, flows by shape."""

import json
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.catalog import _doing, _flows
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.cli.main import run

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=8)))
BODY = {
    "code": "x",
    "name": "某许可",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "visits": 0,
    "fee": "不收费",
    "limits": {"promised": {"value": 5, "unit": "workday"}},
    "materials": [{"code": "m", "name": "表"}],
    "steps": [
        {"code": "a", "name": "审查", "unit": "market"},
        {"code": "b", "name": "核查", "unit": "fire", "after": ["a"], "two_person": True},
        {"code": "c", "name": "发证", "unit": "market", "after": ["b"]},
    ],
}


def test_the_four_follow_from_facts_and_each_says_from_which():
    four = _doing.four(BODY)
    assert four.held == ("online", "one-visit")
    assert "不用到现场" in four.reason("online")
    silent = {key: value for key, value in BODY.items() if key != "visits"}
    assert _doing.four(silent).held == ()  # nobody has said how often one must come
    at_once = _doing.four({**BODY, "kind": "instant", "near": ["社区便民站"], "visits": 2})
    assert at_once.held == ("at-once", "nearby")
    assert "社区便民站" in at_once.reason("nearby")


def test_the_cuts_compare_what_can_be_compared_and_say_what_cannot():
    before = _doing.figures_before(
        {"before": {"steps": 6, "workdays": 20, "materials": 4, "visits": 3, "source": "原指南"}}
    )
    found = {c.name: c for c in _doing.cuts(before, _doing.figures(BODY))}
    assert (found["steps"].less, found["steps"].percent) == (3, 50)
    assert (found["time"].less, found["time"].percent) == (15, 75)
    assert (found["materials"].less, found["visits"].less) == (3, 3)
    assert found["fees"].less is None
    assert "前一状态没有" in found["fees"].why


def test_days_are_not_taken_from_workdays():
    in_days = {**BODY, "limits": {"promised": {"value": 7, "unit": "day"}}}
    cut = _doing.cuts(_doing.figures(BODY), _doing.figures(in_days))[1]
    assert cut.less is None
    assert "单位不同" in cut.why


def test_a_total_counts_only_the_items_that_can_be_compared():
    one = _doing.cuts(_doing.figures(BODY), _doing.figures({**BODY, "visits": 1}))
    days = {**BODY, "limits": {"promised": {"value": 9, "unit": "day"}}}
    two = _doing.cuts(_doing.figures(BODY), _doing.figures(days))
    time = next(t for t in _doing.totals([one, two]) if t.name == "time")
    assert (time.items, time.among, time.unit) == (1, 2, "workday")
    visits = next(t for t in _doing.totals([one, two]) if t.name == "visits")
    assert (visits.less, visits.percent) == (-1, None)


def test_what_was_in_force_on_another_day_is_the_base_of_comparison(city):
    old = catalog.item("food-permit", region=city, on=ON)
    body = {**old.body, "steps": old.body["steps"][:1], "valid_from": "2026-06-01"}
    definitions.publish(kind="item", code=old.code, region=city, body=body, by=SYSTEM, at=AT)
    rows, totals, among = catalog.cuts_between(city, ON, date(2026, 6, 2))
    assert [r.code for r in rows] == ["food-permit"]
    assert rows[0].cuts[0].less == len(old.body["steps"]) - 1
    assert totals[0].items == 1
    assert among > 1
    assert catalog.cuts_between(city, ON, ON)[0] == []


def test_the_three_kinds_of_handling_are_counted_apart(city):
    found = catalog.catalogue(city, ON)
    counted = catalog.coverage(found)
    assert counted.here + counted.elsewhere_returned + counted.elsewhere_reported == len(found)
    assert counted.elsewhere_returned == sum(i.handled == "elsewhere-returned" for i in found) > 0


names = st.permutations(["p", "q", "r"])


@given(names, names, st.permutations([0, 1, 2]))
def test_a_copy_under_other_names_has_the_same_flow(codes, units, order):
    code = dict(zip("abc", codes, strict=True))
    unit = dict(zip(("market", "fire", "lead"), units, strict=True))
    steps = [
        {
            **BODY["steps"][n],
            "code": code[BODY["steps"][n]["code"]],
            "name": "别的名字",
            "unit": unit[BODY["steps"][n]["unit"]],
            "after": [code[a] for a in BODY["steps"][n].get("after", ())],
        }
        for n in order
    ]
    copy = {**BODY, "code": "y", "name": "副本", "lead": unit["market"], "steps": steps}
    copy["limits"] = {"promised": {"value": 99, "unit": "workday"}}
    assert _flows.signature(copy) == _flows.signature(BODY)


def test_what_runs_otherwise_is_another_flow():
    first, second, third = BODY["steps"]
    others = [
        {**BODY, "steps": [first, {**second, "after": []}, {**third, "after": ["a", "b"]}]},
        {**BODY, "steps": [first, {**second, "two_person": False}, third]},
        {**BODY, "steps": [first, {**second, "unit": "market"}, third]},
        {**BODY, "steps": [first, {**second, "when": "area > 5"}, third]},
        {**BODY, "steps": [{**first, "on_fail": "back"}, second, third]},
        {**BODY, "hearing": "told"},
        {**BODY, "kind": "instant"},
        {**BODY, "handled": "elsewhere-returned"},
        {**BODY, "limits": {"promised": {"value": 5, "unit": "day"}}},
        {**BODY, "renewal": True},
        {**BODY, "acts_on": {"act": "renew", "field": "no", "types": ["t"]}},
    ]
    signatures = {_flows.signature(b) for b in [BODY, *others]}
    assert len(signatures) == len(others) + 1


def test_the_flows_of_the_city_are_grouped_by_shape(city, capsys):
    groups = catalog.flow_shapes(city, ON)
    members = [code for g in groups for code, _name in g.members]
    assert len(members) == len(set(members))
    assert len(groups) < len(members)
    assert run(["catalog", "flows", "--region", city, "--on", "2026-03-02", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["distinct"] == len(groups) == told["distinct_items"] + told["distinct_bundles"]
    assert told["distinct_step_graphs"] <= told["distinct"]
    assert run(["catalog", "flows", "--region", city]) == 0
