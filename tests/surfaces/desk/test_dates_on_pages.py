"""What the pages of a task, the ladder and the mayor say of days and of exceptions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from ledger_sample import PDF, PLAN

from yingshang.city.accounts.service import user_of
from yingshang.city.plans import service as plans

OLD = "不动产抵押登记平均办理时间压缩至2个工作日以内。"
STAGES = "6月底前新建登记服务站不少于3个，年底前扩大至5个。"


@pytest.fixture
def enter(client, city):
    def sign_in(name: str):
        client.force_login(user_of(name))
        return client

    return sign_in


@pytest.fixture
def ref(city, shen):
    """A task of last year, whose own day has passed as well as that of its first number."""
    last = timezone.localdate().year - 1
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    text = text.replace("2026年", f"{last}年")
    at = timezone.now() - timedelta(days=40)  # sent long enough ago to be urged
    plan = plans.import_plan(data=text.encode(), name="p.txt", region=city, by=shen, at=at)
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=at)
    for one in plan.tasks[0].targets:
        plans.confirm_target(target=one.id, by=shen, at=at)
    (found,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=at)
    return found


def do(client, ref, verb, **said):
    return client.post(reverse("desk:tracked_verb", args=[ref, verb]), said)


def test_each_number_stands_with_its_own_day_and_says_that_it_is_past(ref, enter):
    page = enter("shen").get(reverse("desk:tracked_task", args=[ref])).content.decode()
    last = timezone.localdate().year - 1
    assert f"{last}年6月30日前" in page
    assert f"{last}年12月31日前" in page
    assert page.count("已过期限") == 2
    assert "没有报送达到的数" in page


def test_the_rung_that_the_rules_ask_for_has_a_form_without_a_reason_for_leaping(ref, enter):
    client = enter("shen")
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "按规则应当采取" in page
    assert 'id="rung-urge-demand"' in page
    assert 'id="rung-urge-skipped"' not in page
    assert 'id="rung-order-skipped"' in page
    answer = client.post(
        reverse("desk:rung_take", args=[ref]), {"rung": "urge", "demand": "请立即办理并书面说明。"}
    )
    assert answer.status_code == 302


def test_the_mayor_reads_that_what_was_closed_was_an_exception(ref, enter, shen):
    client = enter("deng")
    do(client, ref, "sign", contact="邓岩", phone="0999-1234567")
    track = plans.tracked_task(shen, ref, at=timezone.now())
    own = {f"own_{one.target}": "2" for one in track.targets}
    period = {"period": track.owed[0].period} if track.owed else {}
    assert do(client, ref, "report", percent="40", progress="建了两个", **period, **own)
    files = SimpleUploadedFile("佐证.pdf", PDF)
    assert do(client, ref, "ask_close", words="已建", files=files).status_code == 302
    client = enter("shen")
    assert do(client, ref, "verify", passed="yes", opinion="已核").status_code == 302
    reason = "常务会议纪要3号同意，另两个站明年建成"
    assert do(client, ref, "close", override_reason=reason).status_code == 302
    today = timezone.localdate().isoformat()
    page = client.get(reverse("dashboard:leader"), {"as_of": today}).content.decode()
    assert "项没有达到指标、由专人写明理由例外销号" in page
    assert reverse("desk:calendars") in page
