"""A field, a material or a step with a condition applies where the form does not say no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._applies import check_conditions
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions

BODY = {
    "code": "test-shop",
    "name": "开店许可",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "fields": [
        {
            "name": "kind",
            "label": "做什么",
            "type": "choice",
            "required": True,
            "ask": True,
            "choices": ["餐饮", "零售"],
        },
        {
            "name": "seats",
            "label": "座位数",
            "type": "number",
            "required": True,
            "when": "kind == '餐饮'",
        },
        {
            "name": "smoke",
            "label": "油烟净化设备型号",
            "type": "text",
            "required": True,
            "when": "seats > 20",
        },
        {"name": "company", "label": "名称", "type": "text", "required": True},
    ],
    "materials": [
        {"code": "plan", "name": "平面图", "required": True},
        {"code": "smoke-report", "name": "油烟检测报告", "when": "seats > 20"},
    ],
    "steps": [
        {"code": "review", "name": "审查", "unit": "market"},
        {
            "code": "visit",
            "name": "现场核查",
            "unit": "market",
            "after": ["review"],
            "when": "kind == '餐饮'",
        },
    ],
    "outcomes": ["granted", "refused"],
}


@pytest.fixture
def shop(city, now):
    definitions.publish(kind="item", code="test-shop", region="", body=BODY, by=SYSTEM, at=now)
    return city


def check(form, now):
    return cases.check_form(item="test-shop", region="990100", form=form, at=now)


def test_a_field_whose_condition_says_no_is_neither_asked_for_nor_kept(shop, now):
    clean = check({"kind": "零售", "company": "明禾", "seats": "40", "smoke": "旧的"}, now)
    assert clean == {"kind": "零售", "company": "明禾"}


def test_a_field_whose_condition_says_yes_is_asked_for(shop, now):
    with pytest.raises(cases.FormInvalid) as wrong:
        check({"kind": "餐饮", "company": "明禾"}, now)
    assert set(wrong.value.errors) == {"seats"}
    with pytest.raises(cases.FormInvalid) as wrong:
        check({"kind": "餐饮", "company": "明禾", "seats": "21"}, now)
    assert set(wrong.value.errors) == {"smoke"}
    assert "smoke" not in check({"kind": "餐饮", "company": "明禾", "seats": "20"}, now)


def test_what_is_not_known_yet_is_shown_and_not_insisted_on(shop):
    found = cases.applicable(BODY, {})
    assert found.fields == ("kind", "seats", "smoke", "company")
    assert found.asked == ("kind", "company")
    assert found.materials == ("plan", "smoke-report")
    assert found.steps == ("review", "visit")


def test_what_hangs_on_a_field_that_does_not_apply_does_not_apply(shop):
    found = cases.applicable(BODY, {"kind": "零售", "seats": "99"})
    assert found.fields == ("kind", "company")
    assert found.materials == ("plan",)
    assert found.steps == ("review",)


@given(
    kind=st.sampled_from(["餐饮", "零售", "", "别的"]),
    seats=st.sampled_from(["", "0", "20", "21", "一百", "NaN", "1e9"]),
)
def test_what_is_asked_for_is_shown_whatever_was_typed(kind, seats):
    found = cases.applicable(BODY, {"kind": kind, "seats": seats})
    assert set(found.asked) <= set(found.fields)
    assert "company" in found.asked


@pytest.mark.parametrize(
    ("when", "words"),
    [("smoke == '有'", "没有"), ("kind ==", "写法不对"), ("kind > 3", "不能比较")],
)
def test_a_condition_that_cannot_be_used_is_refused_when_it_is_loaded(when, words):
    fields = [dict(f) for f in BODY["fields"]]
    fields[1]["when"] = when
    with pytest.raises(cases.Refusal) as refusal:
        check_conditions({**BODY, "fields": fields})
    assert "座位数" in refusal.value.sentence


def bundle_of(declared):
    view = catalog.BundleView(
        code="b",
        name="两件事",
        region="",
        version=0,
        lead="market",
        audience="both",
        summary="",
        themes=(),
        aliases=(),
        promised=None,
        parts=tuple(
            catalog.PartView(d["item"], "", "", 0, False, "", (), (), None, ()) for d in declared
        ),
        body={"items": declared},
        items={d["item"]: {**BODY, "code": d["item"]} for d in declared},
    )
    return catalog.compile_bundle(view, [d["item"] for d in declared])


def test_in_a_bundle_a_condition_follows_its_field_to_its_new_name():
    body = bundle_of([{"item": "one", "map": {"kind": "business"}}])
    seats = next(f for f in body["fields"] if f["name"] == "seats")
    assert seats["when"] == "business == '餐饮'"
    check_conditions(body)
    assert "seats" not in cases.applicable(body, {"business": "零售"}).fields


def test_in_a_bundle_a_fixed_answer_decides_the_condition():
    body = bundle_of([{"item": "one", "fixed": {"kind": "餐饮"}}])
    assert "seats" in cases.applicable(body, {}).asked
    body = bundle_of([{"item": "one", "fixed": {"kind": "零售"}}])
    assert "seats" not in cases.applicable(body, {}).fields
