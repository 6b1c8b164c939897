"""Eight hours at the work list: nothing but keys, and the same without any script."""

import pytest
from django.utils import timezone
from journeys.walker import expect

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

PAPERS = [(f"{code}.pdf", b"%PDF-1.4\n%%EOF", code) for code in ("address-proof", "articles")]
COMPANY = {
    "company_type": "有限责任公司",
    "capital": "100",
    "scope": "餐饮服务",
    "address": "青岚市东城区学府路12号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}


def who(name):
    return accounts.actor_of(accounts.user_of(name))


@pytest.fixture
def waiting(town, monday):
    """Six companies wait at the window, the last without its papers; Zhou has a colleague."""
    unit = {"role": "clerk", "region_id": "990100", "unit_id": "990100-hall"}
    accounts.ensure_people([{"username": "xia", "label": "夏雨", **unit}], at=monday())
    lin = who("lin")
    return [
        cases.open_case(
            item="company-start",
            region=town,
            form=COMPANY | {"company": f"青岚市明禾{n}号餐饮有限公司"},
            party=lin.party,
            channel="web",
            by=lin,
            at=monday(),
            files=PAPERS if n < 5 else [],
        ).ref
        for n in range(6)
    ]


def test_claim_accept_and_hand_over_with_keys_alone(waiting, walk):
    zhou = walk("周敏")
    page, keys = zhou.page, zhou.page.keyboard
    zhou.go("/desk/")
    expect(page.locator("[data-row]")).to_have_count(6)

    keys.press("j")
    keys.press("c")  # nothing selected: the row with the focus
    zhou.sees("已认领 1 件")
    zhou.look()
    expect(page.locator("[data-row]").first).to_be_focused()  # one stands where one was

    keys.press("j")
    keys.press("x")
    keys.press("j")
    keys.press("j")
    keys.press("Shift+X")  # a stretch of three
    expect(page.locator("[data-count]")).to_have_text("已选 3 件")
    keys.press("Escape")
    expect(page.locator("[data-count]")).to_have_text("已选 0 件")

    page.locator("[data-all]").focus()
    keys.press("Space")
    expect(page.locator("[data-count]")).to_have_text("已选 6 件")
    keys.press("a")
    zhou.sees("受理这 6 件")
    zhou.look()
    keys.press("Enter")  # the button has the focus
    zhou.sees("已受理 5 件", "1 件没有办")
    zhou.look()
    keys.press("Enter")  # so has the way back
    expect(page.locator("[data-row]")).to_have_count(6)

    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    zhou.look()
    keys.press("Escape")
    keys.press("j")
    keys.press("Enter")
    expect(page.locator(".case-head")).to_be_visible()
    zhou.look()


def test_single_keys_can_be_switched_off(waiting, walk):
    zhou = walk("周敏")
    page, keys = zhou.page, zhou.page.keyboard
    zhou.go("/desk/")
    keys.press("?")
    page.get_by_label("使用单键快捷键").uncheck()
    page.get_by_role("button", name="知道了").click()
    page.locator("[data-row]").first.focus()
    keys.press("c")
    keys.press("x")
    expect(page.locator("[data-count]")).to_have_text("已选 0 件")
    assert cases.queue(who("zhou"), at=timezone.now(), held="me").rows == ()


def test_selection_and_focus_outlive_the_lists_own_refresh(waiting, walk):
    zhou = walk("周敏")
    page = zhou.page
    zhou.go("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    here = page.evaluate("document.activeElement.id")
    with page.expect_response(lambda r: "/desk/" in r.url):
        page.evaluate("htmx.ajax('GET', location.pathname, {target: '#queue', swap: 'outerHTML'})")
    expect(page.locator("[data-count]")).to_have_text("已选 1 件")
    assert page.evaluate("document.activeElement.id") == here


def test_the_same_without_scripts(waiting, chromium, live_server, walk):
    """Boxes and buttons: the list needs no script at all."""
    zhou = walk("周敏")
    cookies = zhou.context.cookies()
    plain = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        plain.add_cookies(cookies)
        page = plain.new_page()
        page.goto("/desk/")
        for ref in waiting[:2]:
            page.get_by_label(f"选 {ref}").check()
        page.get_by_role("button", name="受理", exact=True).click()
        page.get_by_role("button", name="受理这 2 件").click()
        expect(page.get_by_text("已受理 2 件")).to_be_visible()
    finally:
        plain.close()


def test_the_supervisor_sees_the_load_and_moves_work(waiting, walk):
    cases.claim_many(refs=waiting[:4], by=who("zhou"), at=timezone.now())
    shen = walk("沈正")
    page = shen.page
    shen.press("工作量", role="link")
    page.get_by_label("单位").select_option("990100-hall")
    expect(page.locator(".load-table")).to_contain_text("夏雨")
    shen.look()
    shen.press("周敏", role="link")
    expect(page.locator("[data-row]")).to_have_count(4)
    page.locator("[data-pick]").nth(0).check()
    page.locator("[data-pick]").nth(1).check()
    shen.press("调整承办人")
    page.get_by_label("由谁承办").select_option(label="夏雨")
    page.get_by_label("理由").fill("周敏手上过多")
    shen.press("调整这 2 件")
    shen.sees("已调整 2 件，并告知双方。")
    expect(page.locator("[data-row]")).to_have_count(2)


def test_a_deputy_for_next_week(waiting, walk):
    zhou = walk("周敏")
    page = zhou.page
    zhou.go("/desk/absence/")
    page.get_by_label("由谁代办").select_option(label="夏雨")
    page.get_by_label("从什么时候起").fill("2026-11-30T08:30")
    page.get_by_label("到什么时候止").fill("2026-12-05T18:00")
    zhou.press("安排代办")
    zhou.sees("已请夏雨代周敏办理，并已告知。", "未开始")


def test_the_applicant_sees_who_looked(waiting, walk):
    zhou, lin = walk("周敏"), walk("林晓")
    zhou.go(f"/desk/cases/{waiting[0]}/")
    lin.go(f"/my/{waiting[0]}/")
    lin.press("谁看过我的信息", role="link")
    lin.sees("周敏", "申请人姓名", "打开办件")
    lin.go("/my/looks/")
    lin.sees("周敏", waiting[0])
    shen = walk("沈正")
    shen.go(f"/desk/cases/{waiting[0]}/looks/")
    shen.sees("周敏")
