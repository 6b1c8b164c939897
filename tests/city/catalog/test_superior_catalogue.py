"""A new superior edition: differences, what they touch, taken over one by one."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans

PLAN = """青岚市2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办2个工作日内办结。（牵头单位：市市场监管局）
"""


def received(fang, now, *rows, title="省级目录2026年版"):
    data = json.dumps({"items": rows}, ensure_ascii=False).encode()
    return catalog.receive_superior(
        data=data, name="省.json", title=title, region="990100", by=fang, at=now
    )


def seen(fang, superior, now, code="food-permit"):
    view = catalog.superior_view(fang, superior, on=now.date())
    return next(i for i in view.items if i.code == code)


def own(fang, now, *names):
    body = {**catalog.item("food-permit", region="990100", on=now.date()).body}
    body["guide"] = {**body.get("guide", {}), "superior": list(names)}
    definitions.publish(
        kind="item", code="food-permit", region="990100", body=body, by=fang, at=now
    )


FOOD = {"事项代码": "food-permit", "事项名称": "食品经营许可（新版）", "法定办结时限": 15}


def test_only_what_differs_is_listed_and_what_is_the_same_is_counted(fang, now):
    same = catalog.item("company-start", region="990100", on=now.date())
    found = received(
        fang,
        now,
        FOOD,
        {"事项代码": "company-start", "事项名称": same.name},
        {"事项名称": "本市没有的事项", "备注": "x"},
    )
    view = catalog.superior_view(fang, found, on=now.date())
    assert [i.code for i in view.items] == ["food-permit"]
    assert view.same == 1
    assert view.unmatched == ("本市没有的事项",)
    assert view.unread == ("备注",)
    said = {d.heading: (d.ours, d.theirs, d.state) for d in view.items[0].differences}
    assert said["法定办结时限"] == ("20", "15", "open")


def test_an_item_is_found_by_its_basic_code_too(fang, now):
    body = {**catalog.item("food-permit", region="990100", on=now.date()).body}
    body["guide"] = {"basic_code": "000123029001"}
    definitions.publish(
        kind="item", code="food-permit", region="990100", body=body, by=fang, at=now
    )
    found = received(fang, now, {"基本编码": "000123029001", "事项名称": "改名"})
    assert seen(fang, found, now).differences[0].theirs == "改名"


def test_a_workbook_with_a_title_above_the_headings_is_read(fang, now):
    book = openpyxl.Workbook()
    book.active.append(["某省政务服务事项目录（2026年版）"])
    book.active.append(["事项名称", "设定依据", "法定办结时限"])
    book.active.append(["食品经营许可", "新的法律第三条", 10])
    out = io.BytesIO()
    book.save(out)
    found = catalog.receive_superior(
        data=out.getvalue(), name="省.xlsx", title="", region="990100", by=fang, at=now
    )
    assert {d.heading for d in seen(fang, found, now).differences} >= {"设定依据", "法定办结时限"}


def test_promises_open_cases_forms_and_bundles_that_it_touches_are_named(fang, lin, now):
    plan = plans.import_plan(data=PLAN.encode(), name="方案.txt", region="990100", by=fang, at=now)
    target = plan.tasks[0].targets[0]
    plans.confirm_target(target=target.id, by=fang, at=now)
    indicator = next(
        e.code
        for e in definitions.editions("indicator", region="990100", on=now.date())
        if e.body.get("item") == "company-start"
    )
    plans.bind(target=target.id, indicator=indicator, by=fang, at=now)
    cases.save_draft(item="company-start", region="990100", form={"company": "x"}, by=lin, at=now)
    found = received(fang, now, {"事项代码": "company-start", "法定办结时限": 3})
    touched = seen(fang, found, now, "company-start").touched
    kinds = {t.kind: t for t in touched}
    assert "企业开办2个工作日" in kinds["promise"].label
    assert kinds["promise"].ref == f"{plan.id}/{target.id}"
    assert kinds["forms"].count == 1
    assert "bundle" in kinds


def test_differences_are_taken_over_one_by_one_and_published_by_two(fang, now):
    found = received(fang, now, FOOD)
    catalog.take_over(
        superior=found, code="food-permit", keys=["limits.statutory.value"], by=fang, at=now
    )
    states = {d.heading: d.state for d in seen(fang, found, now).differences}
    assert states["法定办结时限"] == "taken"
    assert states["事项名称"] == "open"
    draft = catalog.take_over(superior=found, code="food-permit", keys=["name"], by=fang, at=now)
    view = catalog.draft_view(fang, draft)
    assert view.body["limits"]["statutory"]["value"] == 15
    assert view.row.origin_label == "上级目录"
    ma = accounts.actor_of(accounts.user_of("ma"))
    catalog.submit_draft(draft=draft, by=fang, at=now)
    catalog.approve_draft(draft=draft, by=ma, at=now)
    first = now.date() + timedelta(days=1)
    catalog.publish_draft(draft=draft, effective_on=first, by=fang, at=now)
    assert catalog.item("food-permit", region="990100", on=first).name == "食品经营许可（新版）"
    assert {d.state for d in seen(fang, found, now).differences} == {"taken"}


def test_what_the_superior_owns_is_taken_over_or_stays_open_but_not_declined(fang, ma, now):
    own(fang, now, "法定办结时限")
    found = received(fang, now, FOOD)
    marks = {d.heading: d.owned for d in seen(fang, found, now).differences}
    assert marks == {"事项名称": False, "法定办结时限": True}
    key = "limits.statutory.value"
    with pytest.raises(Refusal, check=lambda r: r.code == "superior-owned"):
        catalog.decline(
            superior=found, code="food-permit", keys=[key], reason="不想", by=fang, at=now
        )
    catalog.decline(
        superior=found, code="food-permit", keys=["name"], reason="名称沿用", by=fang, at=now
    )
    assert {d.state for d in seen(fang, found, now).differences} == {"open", "declined"}
    draft = catalog.take_over(superior=found, code="food-permit", keys=[key], by=fang, at=now)
    view = catalog.draft_view(ma, draft)
    body = {
        **view.body,
        "limits": {**view.body["limits"], "statutory": {"value": 99, "unit": "day"}},
    }
    with pytest.raises(Refusal, check=lambda r: r.code == "superior-owned"):
        catalog.save_draft(draft=draft, body=body, by=ma, at=now, revision=view.revision)


def test_a_law_shorter_than_our_promise_is_said_and_holds_the_draft_back(fang, now):
    found = received(fang, now, {"事项代码": "food-permit", "法定办结时限": 1})
    assert "一起缩短承诺" in seen(fang, found, now).differences[0].note
    key = "limits.statutory.value"
    draft = catalog.take_over(superior=found, code="food-permit", keys=[key], by=fang, at=now)
    with pytest.raises(Refusal, check=lambda r: "比法定时限 1 还长" in r.sentence):
        catalog.submit_draft(draft=draft, by=fang, at=now)


def test_an_own_draft_in_the_way_is_named(fang, now):
    catalog.start_draft(code="food-permit", region="990100", by=fang, at=now)
    found = received(fang, now, FOOD)
    assert "没发布的草案" in seen(fang, found, now).blocked
    with pytest.raises(Refusal, check=lambda r: r.code == "draft-open"):
        catalog.take_over(superior=found, code="food-permit", keys=["name"], by=fang, at=now)


@pytest.mark.parametrize("data", [b"", b"{", b"[1, 2]", b'{"items": 3}', b"PK broken", b"[]"])
def test_what_cannot_be_read_is_refused_in_words(fang, now, data):
    with pytest.raises(Refusal) as told:
        catalog.receive_superior(
            data=data, name="省.json", title="", region="990100", by=fang, at=now
        )
    assert told.value.sentence
    assert catalog.superiors(fang) == []


def test_a_cell_that_cannot_be_read_is_named(fang, now):
    with pytest.raises(Refusal) as told:
        received(fang, now, {**FOOD, "法定办结时限": "二十日"})
    assert "第 1 项 法定办结时限" in told.value.sentence


def test_only_the_bureau_of_the_city_receives_and_sees_it(fang, ma, shen, lin, now):
    found = received(fang, now, FOOD)
    for stranger in (ma, shen, lin):
        with pytest.raises(NotVisible):
            catalog.superior_view(stranger, found, on=now.date())
        with pytest.raises(Refusal):
            received(stranger, now, FOOD)
        with pytest.raises(NotVisible):
            catalog.take_over(
                superior=found, code="food-permit", keys=["name"], by=stranger, at=now
            )
