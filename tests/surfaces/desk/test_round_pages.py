"""The pages of collecting material: from a plan's duty to what the unit sees."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision

PDF = b"%PDF-1.4\nsealed\n%%EOF"
PLAN = """青岚市2026年优化营商环境行动方案

一、主要任务
（一）优化企业开办。企业开办2个工作日内办结。
牵头单位：市市场监管局
（二）优化办税。纳税时间压缩到80小时以内。
牵头单位：市税务局

二、保障措施
（一）加强组织领导。各单位要高度重视，明确责任。
（二）强化督查。各单位于每月25日前将工作进展报送市营商局。
"""


def browser(username):
    client = Client()
    client.force_login(accounts.user_of(username))
    return client


@pytest.fixture
def made(city, fang):
    plan = plans.import_plan(
        data=PLAN.encode(), name="方案.txt", region="990100", by=fang, at=timezone.now()
    )
    office = browser("shen")
    page = office.get(reverse("desk:rounds")).content.decode()
    assert "每月25日前" in page
    link = next(one for one in page.split('"') if "plan=" in one and f"plan={plan.id}&" in one)
    form = office.get(link.replace("&amp;", "&")).context["form"]
    assert set(form.initial["units"]) == {"990100-market", "990100-tax"}
    data = {k: v for k, v in form.initial.items() if v is not None} | {
        "sealed": "on", "remind_before": 2, "remind_after": 1,
    }  # fmt: skip
    answer = office.post(reverse("desk:round_new"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert "每月25日前" not in office.get(reverse("desk:rounds")).content.decode()
    return int(answer.url.rstrip("/").rsplit("/", 1)[1])


def test_a_duty_of_the_plan_becomes_a_round_that_a_unit_answers(made):
    office, unit = browser("shen"), browser("ma")
    page = reverse("desk:round", args=[made])
    assert "市税务局" not in unit.get(page).content.decode()
    send = reverse("desk:round_verb", args=[made, "send"])
    assert unit.post(send, {"words": ""}).status_code == 422
    scan = SimpleUploadedFile("进展.pdf", PDF, "application/pdf")
    assert unit.post(send, {"scans": [scan]}).status_code == 302
    part = next(
        one
        for one in supervision.round_view(
            accounts.actor_of(accounts.user_of("shen")), made, at=timezone.now()
        ).shares
        if one.standing == "sent"
    )
    rule = reverse("desk:round_rule", args=[part.id, "return"])
    assert office.post(rule, {"reason": "", "due_on": "2099-01-05"}).status_code == 422
    assert office.post(rule, {"reason": "缺页", "due_on": "2099-01-05"}).status_code == 302
    assert "缺页" in unit.get(page).content.decode()
    assert unit.get(reverse("desk:round_bundle", args=[made])).status_code == 404
    answer = office.get(reverse("desk:round_bundle", args=[made]))
    names = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()
    assert names[0] == "index.xlsx"
    assert names[1].endswith("进展.pdf")


def test_a_unit_rules_on_nothing(made):
    shares = supervision.round_view(
        accounts.actor_of(accounts.user_of("shen")), made, at=timezone.now()
    ).shares
    for verb in ("accept", "return", "excuse"):
        assert browser("ma").post(
            reverse("desk:round_rule", args=[shares[0].id, verb])
        ).status_code == 404  # fmt: skip


def test_a_seal_that_is_asked_for_is_not_called_optional(made):
    unit = browser("ma")
    page = unit.get(reverse("desk:round", args=[made])).content.decode()
    scans = page.split('id="field-scans"')[1].split("<input")[0]
    assert "选填" not in scans
    send = reverse("desk:round_verb", args=[made, "send"])
    other = SimpleUploadedFile("说明.txt", "进展".encode(), "text/plain")
    refused = unit.post(send, {"others": [other]})
    assert refused.status_code == 422
    assert "这次报送要求盖章：请上传盖章件的扫描件。" in refused.content.decode()
