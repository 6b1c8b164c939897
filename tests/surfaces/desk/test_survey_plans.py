"""A survey's plan on its page: one proposes, another publishes."""

import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from django.urls import reverse

from yingshang.city import definitions
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.surveys.planned import parse_who
from yingshang.city.feedback.surveys.tables import Survey
from yingshang.surfaces.desk.forms.surveyplans import PlanForm

FORM = {
    "name": "企业开办专项测评", "survey": "satisfaction", "every": "half", "after_days": "10",
    "sample": "60", "least": "3", "draw_within": "5", "surveyor": "市统计学会", "online": "yes",
    "items": ["company-start"], "basis": "市营商局二季度会议", "reason": "开办企业意见多",
}  # fmt: skip


def text(response):
    return response.content.decode()


def plan(region="990100", code=None):
    found = feedback.survey_plans(region, date.today())
    return next((one for one in found if code is None or one.code == code), None)


def test_a_new_plan_is_proposed_by_one_and_published_by_another(at_desk, city):
    fang, shen = at_desk("fang"), at_desk("shen")
    assert at_desk("wu").get(reverse("desk:survey_plans")).status_code == 404
    assert reverse("desk:survey_plans") in text(fang.get(reverse("desk:surveys")))
    new = reverse("desk:survey_plan_new")
    assert fang.get(new).status_code == 200
    assert fang.post(new, FORM).url == reverse("desk:survey_plans")
    before = len(feedback.survey_plans(city, date.today()))
    waiting = fang.get(reverse("desk:survey_plans"))
    assert "要由另一个人审核" in text(waiting)
    assert "只测网上办理的" in text(waiting)
    draft = waiting.context["waiting"][0][0].proposal.id
    publish = reverse("desk:survey_plan_rule", args=[draft, "publish"])
    assert "不能自己发布" in text(fang.post(publish, follow=True))
    assert "已发布" in text(shen.post(publish, follow=True))
    assert len(feedback.survey_plans(city, date.today())) == before + 1
    made = next(p for p in feedback.survey_plans(city, date.today()) if p.name == FORM["name"])
    assert (made.every, made.sample, made.surveyor) == ("half", 60, "市统计学会")
    assert made.who == "item in ['company-start'] and online == True"
    assert feedback.survey_planning.plan_scope(made.who) == (["company-start"], "yes")
    form = fang.get(reverse("desk:survey_plan", args=[made.code])).context["form"]
    assert (form.initial["items"], form.initial["online"]) == (["company-start"], "yes")
    assert made.next_on(date(2026, 3, 2)) == date(2026, 7, 10)


def test_the_pages_say_when_the_list_is_settled_and_by_what_it_is_grouped(at_desk, city):
    fang = at_desk("fang")
    assert "定下名单" in text(fang.get(reverse("desk:surveys")))
    assert "下次定名单" in text(fang.get(reverse("desk:survey_plans")))
    form = text(fang.get(reverse("desk:survey_plan", args=[plan().code])))
    for words in ("期末后第几天定名单", "每组至少几件", "问卷按单位、事项或区县分组"):
        assert words in form
    assert Survey.Status.READY.label == "名单已定，待抽样"


def test_the_plan_in_force_is_changed_and_stopped_in_the_same_way(at_desk, city):
    fang, shen = at_desk("fang"), at_desk("shen")
    page = reverse("desk:survey_plan", args=["quarterly"])
    old = plan(code="quarterly")
    form = {
        **FORM, "name": old.name, "every": "never", "items": [], "online": "", "basis": old.basis,
    }  # fmt: skip
    assert fang.post(page, form).status_code == 302
    assert "待审核" in text(fang.post(page, form))
    assert plan(code="quarterly").every == "quarter"  # nothing holds yet
    draft = shen.get(reverse("desk:survey_plans")).context["waiting"][0]
    assert ("多久测一次", "每季度", "不自动开始") in draft[1]
    refuse = reverse("desk:survey_plan_rule", args=[draft[0].proposal.id, "refuse"])
    assert "请写明理由" in text(shen.post(refuse, {"words": ""}, follow=True))
    shen.post(reverse("desk:survey_plan_rule", args=[draft[0].proposal.id, "publish"]))
    assert plan(code="quarterly").every == "never"
    assert plan(code="quarterly").next_on(date.today()) is None
    assert plan("990200", "quarterly").every == "quarter"  # another city's stays


def published(fang, shen, form):
    assert fang.post(reverse("desk:survey_plan_new"), form).status_code == 302
    draft = shen.get(reverse("desk:survey_plans")).context["waiting"][0][0].proposal.id
    shen.post(reverse("desk:survey_plan_rule", args=[draft, "publish"]))
    found = feedback.survey_plans("990100", date.today())
    return next(one for one in found if one.name == form["name"])


def sent_back(form):
    """What a browser sends of a page on which nothing was changed: the boxes that it shows."""
    shown = {code for code, _name in form.fields["items"].choices}
    return {**form.initial, "items": [one for one in form.initial["items"] if one in shown]}


@pytest.mark.parametrize("gone", ["off the portal", "out of force"])
def test_an_item_that_left_the_portal_stays_in_its_plan(at_desk, city, monkeypatch, gone):
    """Its box would be missing, and a plan without boxes asks everybody."""
    fang, shen, real = at_desk("fang"), at_desk("shen"), catalog.items
    made = published(fang, shen, FORM)
    (name,) = [one.name for one in real(region=city, on=date.today()) if one.code in FORM["items"]]

    def items(*, portal_only=True, **asked):
        hidden = portal_only or gone == "out of force"
        found = real(portal_only=portal_only, **asked)
        return [one for one in found if not (hidden and one.code in FORM["items"])]

    monkeypatch.setattr(catalog, "items", items)
    page = reverse("desk:survey_plan", args=[made.code])
    said = name if gone == "off the portal" else "company-start"
    shown = fang.get(page)
    assert f"{said}（已下架）" in text(shown)
    form = sent_back(shown.context["form"])
    changed = {**form, "sample": "61", "reason": "多抽一件"}
    assert fang.post(page, changed).status_code == 302
    draft, changes = shen.get(reverse("desk:survey_plans")).context["waiting"][0]
    assert draft.plan.who == made.who
    assert changes == [("抽多少件", "60", "61")]
    new = fang.get(reverse("desk:survey_plan_new")).context["form"]
    assert "company-start" not in dict(new.fields["items"].choices)


def test_all_items_of_the_portal_may_be_ticked(at_desk, city):
    fang, shen = at_desk("fang"), at_desk("shen")
    new = fang.get(reverse("desk:survey_plan_new"))
    every = [code for code, _name in new.context["form"].fields["items"].choices]
    assert len(every) > 100
    made = published(fang, shen, {**FORM, "items": every})
    assert feedback.survey_planning.plan_scope(made.who) == (every, "yes")
    shown = fang.get(reverse("desk:survey_plan", args=[made.code])).context["form"]
    assert shown.initial["items"] == every


def test_more_items_than_a_rule_holds_is_said_in_items(at_desk, city, monkeypatch):
    real = catalog.items(region=city, on=date.today())
    many = [replace(real[0], code=f"an-item-of-many-{n}") for n in range(900)]
    monkeypatch.setattr(catalog, "items", lambda **_asked: many)
    new = reverse("desk:survey_plan_new")
    answer = at_desk("fang").post(new, {**FORM, "items": [one.code for one in many]})
    assert answer.status_code == 422
    (number,) = re.findall(r"勾选的事项太多，最多约 (\d+) 项", text(answer))
    assert 450 < int(number) < 900
    fewer = [one.code for one in many[: int(number)]]
    assert at_desk("fang").post(new, {**FORM, "items": fewer}).status_code == 302


def test_form_schema_and_table_hold_rules_of_the_same_length():
    longest = feedback.survey_planning.WHO_LENGTH
    schema = json.loads(files(definitions).joinpath("schemas/surveyplan.json").read_text("utf-8"))
    assert schema["properties"]["who"]["maxLength"] == longest
    assert PlanForm(surveys=[], items=[]).fields["who"].max_length == longest
    assert Survey._meta.get_field("who").max_length == longest
    assert parse_who("item in [" + "'a'," * ((longest - 20) // 4) + "'a']")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sample": "0"}, "抽多少件"),
        ({"who": "secret == 1"}, "测评对象的规则不能用"),
        ({"survey": "no-such"}, "用哪份问卷"),
        ({"reason": ""}, "为什么这样改"),
        ({"basis": "无"}, "至少四个字"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(at_desk, city, wrong, said):
    answer = at_desk("fang").post(reverse("desk:survey_plan_new"), {**FORM, **wrong})
    assert answer.status_code == 422
    assert said in text(answer)
    assert "开办企业意见多" in text(answer) or "reason" in wrong
    assert not feedback.survey_planning.plan_drafts(_fang(), at=_now())


def _fang():
    from yingshang.city.accounts.service import actor_of, user_of

    return actor_of(user_of("fang"))


def _now():
    from django.utils import timezone

    return timezone.now()
