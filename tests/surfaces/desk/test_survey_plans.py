"""A survey's plan on its page: one proposes, another publishes."""

from datetime import date

import pytest
from django.urls import reverse

from yingshang.city.feedback import service as feedback

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
