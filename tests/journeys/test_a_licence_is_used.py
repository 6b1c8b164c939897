"""Lin shows her licence to a mall once; uses it for the next permit; a clerk finds it."""

import re
from pathlib import Path

from django.utils import timezone
from journeys.walker import expect

from yingshang.city.accounts import service as accounts
from yingshang.city.licences import service as licences


def _licence():
    lin = accounts.actor_of(accounts.user_of("lin"))
    return licences.issue(
        declared={"type": "business-licence", "name": "营业执照", "prefix": "YYZZ"},
        case_ref="990100-2026-000777",
        region="990100",
        issuer="990100-market",
        party=lin.party,
        holder="青岚市明禾餐饮有限公司",
        at=timezone.now(),
        form={"uscc": "91990101MA0000001Y", "legal_person": "林晓", "capital": "50"},
    )


def test_a_licence_is_shown_once_then_used_instead_of_a_copy(town, walk, tmp_path):
    licence = _licence()
    lin = walk("林晓")
    lin.go("/my/licences/")
    lin.press("营业执照", role="link")
    lin.page.get_by_label("统一社会信用代码").check()
    lin.page.get_by_label("给谁看，做什么用").fill("明德商场核对开业资格")
    lin.press("生成亮证码")
    code = re.search(r"\w{4}-\w{4}-\w{4}", lin.page.locator(".showing-code").inner_text())[0]

    mall = walk(width={"width": 390, "height": 844}, mobile=True)
    mall.go("/show/")
    mall.page.get_by_label("亮证码").fill(code.lower())
    mall.press("下一步")
    expect(mall.page.locator("main")).not_to_contain_text("91990101MA0000001Y")
    mall.page.get_by_label("您是谁").fill("明德商场 小王")
    mall.press("查看")
    mall.sees("真的，而且有效", "91990101MA0000001Y", "青岚市明禾餐饮有限公司")
    expect(mall.page.locator("main")).not_to_contain_text(licence.number)

    expect(lin.page.locator("#showing")).to_contain_text("明德商场 小王", timeout=8000)
    lin.look()

    lin.go("/my/licences/" + licence.number + "/")
    with lin.saved(tmp_path) as files:
        lin.page.get_by_role("link", name="下载 PDF").click()
    assert Path(files[0]).read_bytes()[:5] == b"%PDF-"

    zhou = walk("周敏")
    zhou.press("证照", role="link")
    zhou.page.get_by_label("查证照").fill("明禾")
    zhou.page.keyboard.press("Enter")
    zhou.look()
    zhou.press(licence.number, role="link")
    zhou.sees("林*")
