"""The head of a plan (title, number, issuer, day, kind) is put right by a person, on record."""

import pytest
from django.urls import reverse

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan

TEXT = """标题: 青岚市2026年优化营商环境行动方案

一、主要任务

（一）压缩企业开办时间。企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
"""
SAID = {
    "head-plan_title": "青岚市2026年优化营商环境行动方案",
    "head-doc_number": "青政办发〔2026〕7号",
    "head-issuer": "青岚市人民政府办公室、青岚市营商局",
    "head-issued_on": "2026-01-15",
    "head-kind": "measures",
}


def typed(one, **more):
    """The form as a browser sends it: what was shown beside what was typed."""
    shown = {
        "initial-head-plan_title": one.title,
        "initial-head-doc_number": one.doc_number,
        "initial-head-issuer": one.issuer,
        "initial-head-issued_on": one.issued_on or "",
        "initial-head-kind": one.kind,
    }
    return shown | SAID | more


@pytest.fixture
def held(at_desk):
    desk = at_desk("fang")
    return desk.post(reverse("desk:plan_import"), {"region": "990100", "text": TEXT}).url


def test_the_head_is_filled_in_before_the_ledger_is_made_and_that_is_on_record(at_desk, held):
    desk = at_desk("fang")
    one = desk.get(held).context["one"]
    assert not one.doc_number
    page = desk.post(f"{held}head/", typed(one), follow=True).content.decode()
    assert "青政办发〔2026〕7号" in page
    assert "2026年1月15日" in page
    desk.post(f"{held}keep/")
    (row,) = plans.plans(SYSTEM)
    assert (row.title, row.issuer) == (SAID["head-plan_title"], SAID["head-issuer"])
    assert (row.issued_on.isoformat(), row.kind, row.year) == ("2026-01-15", "measures", 2026)
    said = {e.field: e.new for e in plans.history(row.id) if e.name == "headed"}
    assert said["doc_number"] == "青政办发〔2026〕7号"
    reading = Plan.objects.get(pk=row.id).reading
    assert reading["doc_number"] is None
    assert "said" not in reading


def test_the_bureau_puts_the_head_right_on_the_page_of_the_plan(at_desk, held):
    desk = at_desk("fang")
    desk.post(f"{held}keep/")
    (row,) = plans.plans(SYSTEM)
    address = reverse("desk:plan_head", args=[row.id])
    assert at_desk("ma").post(address, typed(row)).status_code in (403, 404)
    page = desk.post(address, typed(row), follow=True).content.decode()
    for words in ("青政办发〔2026〕7号", "青岚市营商局", "措施", "2026年1月15日"):
        assert words in page
    history = desk.get(reverse("desk:plan_history", args=[row.id])).content.decode()
    assert "更正题头" in history
    assert "发文机关" in history
    assert "措施" in history


def test_a_head_without_a_title_is_told_so_and_nothing_changes(at_desk, held):
    desk = at_desk("fang")
    desk.post(f"{held}keep/")
    (row,) = plans.plans(SYSTEM)
    wrong = typed(row, **{"head-plan_title": "", "head-issued_on": "x"})
    assert desk.post(reverse("desk:plan_head", args=[row.id]), wrong).status_code == 422
    assert plans.plans(SYSTEM)[0].title == row.title


def test_the_same_words_are_known_though_the_title_was_put_right(at_desk, held):
    desk = at_desk("fang")
    desk.post(f"{held}keep/")
    (row,) = plans.plans(SYSTEM)
    desk.post(reverse("desk:plan_head", args=[row.id]), typed(row))
    again = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": TEXT + "\n"}).url
    assert desk.get(again).context["one"].known == row.id


def test_a_month_behind_the_title_is_shown_to_be_confirmed_before_and_after(at_desk, city):
    text = TEXT.replace("2026年优化", "优化").replace("行动方案", "行动方案（2026年3月）")
    desk = at_desk("fang")
    held = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": text}).url
    page = desk.get(held).content.decode()
    assert "2026年3月（标题所写，请核对日期）" in page
    assert "标题后面写的是2026年3月，没有写哪一天" in page
    desk.post(f"{held}keep/")
    (row,) = plans.plans(SYSTEM)
    assert (row.title, row.issued_on, row.year) == ("青岚市优化营商环境行动方案", None, 2026)
    page = desk.get(reverse("desk:plan", args=[row.id])).content.decode()
    assert "2026年3月（标题所写，请核对日期）" in page
