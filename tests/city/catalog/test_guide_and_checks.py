"""The guide of an item: 64 elements in the standard's order, and what the checks find in it."""

import json
from datetime import date

import pytest

from yingshang.city.catalog import service as catalog
from yingshang.city.catalog._table4 import ELEMENTS
from yingshang.city.catalog.checks import CHECKS
from yingshang.city.catalog.guide import Place, compile_guide
from yingshang.city.definitions._files import merge
from yingshang.surfaces.cli.main import run

ON = date(2026, 3, 2)
PLACE = Place("990100", "青岚市", {"market": "市市场监督管理局", "fire": "市消防救援支队"})
BODY = {
    "code": "food",
    "name": "食品经营许可",
    "family": "application",
    "handled": "here",
    "audience": "enterprise",
    "lead": "market",
    "fee": "不收费",
    "visits": 0,
    "limits": {"statutory": {"value": 20, "unit": "workday"}},
    "steps": [
        {"code": "a", "name": "材料审查", "unit": "market"},
        {"code": "b", "name": "现场核查", "unit": "fire", "after": ["a"]},
    ],
    "materials": [{"code": "m", "name": "布局图", "source": "申请人自备", "required": True}],
    "guide": {"consult_phone": "0411-82345678", "complain_phone": "0411-12345"},
}


def guide_of(change=None):
    return compile_guide(merge(BODY, change or {}), PLACE)


def test_the_guide_has_the_elements_of_the_standard_in_its_order():
    found = guide_of()
    assert [e.number for e in found.elements] == list(range(1, 65))
    assert [e.name for e in found.elements] == [e.name for e in ELEMENTS]
    assert (found.elements[0].name, found.elements[63].name) == ("事项名称", "是否必备材料")


def test_what_is_not_declared_follows_from_what_is_or_is_honestly_missing():
    found = guide_of()
    said = {e.name: e for e in found.elements}
    assert said["实施主体"].value == "市市场监督管理局"
    assert said["共同实施部门"].value == "市消防救援支队"
    assert said["办理流程"].value == "受理 → 材料审查 → 现场核查 → 审批决定 → 办结 → 送达"
    assert said["办理流程"].source == "derived"
    assert said["收费依据"].source == "none"
    assert said["法定办结时限"].value == "20"
    assert said["出具机构"].value == "布局图：申请人"
    assert said["承诺办结时限"].is_missing
    assert said["结果名称"].source == "none"
    assert said["设定依据"].is_missing
    assert {e.name for e in found.missing} >= {"设定依据", "办理地点", "实施编码"}
    assert found.filled == 64 - len(found.missing)


def test_codes_say_what_nobody_has_to_type_in_again():
    found = guide_of({"guide": {"impl_code": "11370800MB285591843370101029001"}})
    assert found.value("实施主体代码") == "11370800MB28559184"
    assert found.value("行使层级") == "市级"
    assert found.value("事项类型") == "行政许可"


def test_nothing_in_the_table_is_made_up_for_an_item_that_says_nothing():
    bare = {"code": "x", "name": "某事", "family": "application", "handled": "here", "lead": "tax"}
    found = compile_guide(bare, Place("990100", "青岚市"))
    assert len(found.elements) == 64
    assert {"设定依据", "法定办结时限", "是否收费", "咨询电话", "常见问题"} <= {
        e.name for e in found.missing
    }


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: str(c.number))
def test_a_check_passes_its_good_sample_and_catches_its_bad_one(check):
    assert check.find(guide_of(check.good)) == ""
    assert check.find(guide_of(check.bad)) != ""


def test_there_are_the_eleven_checks_and_those_of_codes_and_promise():
    assert [c.number for c in CHECKS] == list(range(1, 14))


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"kind": "instant", "guide": {"kind": "承诺件"}}, 1),
        ({"guide": {"visits_reason": "取证"}}, 3),
        ({"fee": ""}, 6),
        ({"guide": {"pay_online": True}}, 6),
        ({"guide": {"complain_phone": "12345"}}, 7),
        ({"guide": {"consult_phone": ""}}, 7),
        ({"audience": "person", "guide": {"themes_legal": ["准入准营"]}}, 8),
        ({"licence": {"name": "食品经营许可证"}}, 11),
        ({"guide": {"impl_code": "123"}}, 12),
    ],
)
def test_what_does_not_agree_is_named(change, number):
    assert number in {f.number for f in catalog.faults(guide_of(change))}


def test_an_item_in_order_has_no_fault():
    assert catalog.faults(guide_of()) == []


def test_the_whole_catalogue_is_looked_over_worst_first(city):
    found = catalog.checkup(city, ON)
    counts = [len(i.faults) for i in found.items]
    assert counts == sorted(counts, reverse=True)
    assert found.faults == sum(counts)
    assert {n for n, _title, _items in found.by_check} == set(range(1, 14))
    of_market = catalog.checkup(city, ON, lead="market")
    assert {i.lead for i in of_market.items} == {"market"}


def test_the_command_tells_machines_what_fails_where(city, capsys):
    assert run(["catalog", "check", "--region", city, "--on", "2026-03-02", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"] == len(found["items"])
    assert found["items"][0]["faults"][0]["sentence"]
    assert run(["catalog", "check", "--region", city, "--strict"]) == 1
    assert "项有不符合" in capsys.readouterr().out
