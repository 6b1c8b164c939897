"""Fang takes in a plan, checks what the machine read, binds it, and sees what is kept."""

import re

import pytest
from journeys.walker import Walker, expect

PLAN = """青岚市2026年企业开办提速专项行动方案
为让企业办事再快一些,结合我市实际,制定本方案。
一、重点任务
1.再提速企业开办。2026年12月底前实现企业开办1个工作日内办结。
牵头单位:市市场监管局
责任单位:市公安局、市税务局
完成时限:2026年12月底
2.优化食品经营许可。食品经营许可平均办理时间压缩至6个工作日以内。
责任单位:市市场监管局
完成时限:2026年9月底
3.提速用水报装。用水报装时间压缩至3天以内。
牵头单位:市住建局
完成时限:2026年12月底
"""


def _upload(fang: Walker, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": data}
    fang.page.get_by_label("方案文件").set_input_files(file)
    fang.page.get_by_role("button", name="读取并预览").click()


def _keep(fang: Walker, name: str, data: bytes) -> None:
    """Hand in, look at what was read, keep it."""
    _upload(fang, name, data)
    fang.sees("还没有建立台账")
    fang.look()
    fang.page.get_by_role("button", name="建立台账").click()


@pytest.fixture
def fang(year, walk) -> Walker:
    """Fang at the plans of her city."""
    walker = walk("方宁")
    walker.press("方案台账", role="link")
    walker.press("导入方案", role="link")
    return walker


def _row(fang: Walker, words: str):
    return fang.page.locator("li.target", has_text=words)


def test_a_plan_becomes_a_ledger_and_the_gap_is_seen(fang):
    page = fang.page
    _keep(fang, "专项方案.txt", PLAN.encode("gb18030"))
    fang.sees("读出 3 项任务", "企业开办提速专项行动方案")
    fang.look()
    lit = page.locator(".document mark")
    assert [re.sub(r"\s", "", text) for text in lit.all_inner_texts()] == [
        "实现企业开办1个工作日内",
        "食品经营许可平均办理时间压缩至6个工作日以内",
        "用水报装时间压缩至3天以内",
    ]

    first = _row(fang, "实现企业开办1个工作日内")
    first.get_by_role("button", name="确认").click()
    expect(first).to_contain_text("已确认")
    fang.look()

    _correct_the_second(fang)
    _read_why_the_third_is_grey(fang)
    _bind_the_first(fang, first)


def _correct_the_second(fang: Walker) -> None:
    second = _row(fang, "食品经营许可平均办理时间")
    second.get_by_role("link", name="更正、绑定").click()
    second.get_by_label("目标值").fill("五个")
    second.get_by_role("button", name="保存更正").click()
    expect(second.locator(".error-summary, .field-error, .notice-error").first).to_be_visible()
    expect(second.get_by_label("目标值")).to_have_value("五个")  # what was typed is kept
    second.get_by_label("目标值").fill("5")
    second.get_by_label("更正理由").fill("与会议纪要一致")
    second.get_by_role("button", name="保存更正").click()
    expect(second.locator(".target-read b")).to_contain_text("5")
    fang.look()


def _read_why_the_third_is_grey(fang: Walker) -> None:
    """Three days are not three working days: the machine will not bind one to the other."""
    third = _row(fang, "用水报装时间压缩至3天以内")
    third.get_by_role("link", name="更正、绑定").click()
    expect(third.locator(".mismatches").first).to_contain_text("自然日")
    expect(third.locator(".suggestions").get_by_role("button", name="绑定")).to_have_count(0)
    expect(third.locator(".lamp-grey").first).to_be_visible()
    fang.look()


def _bind_the_first(fang: Walker, first) -> None:
    first.get_by_role("link", name="更正、绑定").click()
    expect(first).to_contain_text("统计口径、日别、范围、起止都一致")
    fang.look()
    first.get_by_role("button", name="绑定", exact=True).first.click()
    expect(first.locator(".target-actual")).to_be_visible()  # measured from the cases
    fang.look()
    first.locator(".target-now a").click()
    fang.look()
    fang.sees("承诺", "实际", "差距")
    expect(fang.page.locator(".quote mark")).to_contain_text("实现企业开办1个工作日内")
    expect(fang.page.locator(".verdict .big").first).to_contain_text("1")

    fang.go("/cockpit/")
    fang.go("/cockpit/?show=missed")
    fang.sees("实现企业开办1个工作日内")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("扫描.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("english.txt", b"An action plan to improve the business environment.\n" * 20),
    ],
)
def test_what_is_not_a_plan_is_answered_with_one_sentence(fang, name, data):
    _upload(fang, name, data)
    error = fang.page.locator(".field-error")
    expect(error).to_have_count(1)
    expect(error).to_have_text(re.compile("。$"))
    fang.look()
    fang.go("/desk/plans/")
    expect(fang.page.locator("section:has(#plans-own) tbody tr")).to_have_count(1)


def test_the_same_file_a_second_time_opens_the_first_ledger(fang):
    _keep(fang, "专项方案.txt", PLAN.encode())
    expect(fang.page).to_have_url(re.compile(r"/desk/plans/\d+/$"))
    first = fang.page.url
    fang.page.goto("/desk/plans/import/")
    _upload(fang, "又一次.txt", PLAN.encode())
    fang.sees("以前已经导入")
    assert fang.page.url == first
