"""Lin opens a restaurant in one application; a window in another city receives for this one."""

from journeys.walker import Walker, expect

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases import service as cases

RESTAURANT = {
    "企业名称": "青岚市明禾餐饮有限公司",
    "注册资本": "50",
    "主要经营项目": "中餐服务",
    "住所": "东城区青年路8号",
    "经营面积": "120",
    "申请容量": "40",
}


def _apply_for_all(lin: Walker) -> str:
    """One choice, one form, one set of materials, one number."""
    page = lin.page
    page.goto("/")
    page.get_by_label("搜索事项").fill("开饭店")
    page.keyboard.press("Enter")
    lin.look()
    lin.press("开办餐饮店", role="link")
    lin.sees("哪件先办，哪件等它", "直接用营业执照的统一社会信用代码，不用您填")
    page.get_by_label("低压电力报装").check()
    lin.press("一次办齐")
    for label, value in RESTAURANT.items():
        page.get_by_label(label).first.fill(value)
    page.get_by_label("有限责任公司").check()
    page.get_by_label("电子印章").check()
    expect(page.get_by_label("统一社会信用代码")).to_have_count(0)
    lin.press("下一步")
    lin.sees("一次申请这 3 件")
    expect(page.locator(".field-file > input[type=file]")).to_have_count(3)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="提交成功")).to_be_visible()
    lin.look()
    return page.locator(".receipt-number b").inner_text()


def _grant(ref: str, at) -> None:
    first = Actor("first", "核查人", "system")
    while steps := [s for s in cases.case_for(SYSTEM, ref).steps if s.state == "open"]:
        for step in steps:
            if step.two_person:
                cases.complete_step(ref=ref, step=step.code, result="pass", by=first, at=at)
            cases.complete_step(ref=ref, step=step.code, result="pass", by=SYSTEM, at=at)
    cases.decide(ref=ref, outcome="granted", by=SYSTEM, at=at)


def test_one_application_and_what_waits_starts_by_itself(town, walk, monday):
    lin = walk("林晓")
    whole = _apply_for_all(lin)
    lin.press("看进度", role="link")
    lin.sees("3 件里办完了 0 件", "等“企业开办”办成后自动开始，现在不计时")
    first = cases.bundle_case(SYSTEM, whole, at=monday()).parts[0].ref

    zhou = walk("周敏")
    zhou.go(f"/desk/cases/{first}/")
    zhou.sees("一件事：开办餐饮店", "等“企业开办”办成后自动开始")
    zhou.press("予以受理，开始计时")

    _grant(first, monday())  # the bureaus, through the service
    lin.go(f"/my-bundle/{whole}/")
    lin.sees("3 件里办完了 1 件", "营业执照")
    permit = lin.page.locator(".bundle-part-running", has_text="食品经营许可")
    expect(permit).to_contain_text("待受理")
    permit.get_by_role("link").click()
    lin.look()
    lin.sees("属于一件事“开办餐饮店”")
    expect(lin.page.locator("dd", has_text="91990100M")).to_be_visible()  # never typed
    lin.go("/my/")
    expect(lin.page.locator(".case-card")).to_have_count(1)


def test_a_window_in_another_city_receives_for_this_one(town, walk, monday):
    chu = walk("楚宁")
    chu.go("/desk/new/")
    chu.press("代收 青岚市", role="link")
    chu.press("企业简易注销", role="link")
    chu.sees("由 青岚市 审查决定")
    page = chu.page
    page.get_by_label("身份证号或统一社会信用代码").first.fill("110105199005120022")
    page.get_by_label("姓名或名称").first.fill("林晓")
    page.get_by_label("企业名称").fill("青岚市明禾餐饮有限公司")
    page.locator("#form-uscc").fill("91990101MA0000001Y")
    page.get_by_label("简易注销公示期满日").fill("2026-11-02")
    page.get_by_label("注销原因").select_option("不再经营")
    page.get_by_label("联系人").fill("林晓")
    page.locator("#form-phone").fill("13800000001")
    chu.press("代收并移交")

    (row,) = cases.received_elsewhere(
        Actor("chu", "楚宁", "clerk", "990200", "990200-hall"), at=monday()
    )
    zhou = walk("周敏")
    zhou.go(f"/desk/cases/{row.ref}/")
    zhou.sees("异地代收代办：澜州市 窗口收件并移交，由 青岚市 审查决定")
    zhou.press("予以受理，开始计时")
    chu.go(f"/desk/cases/{row.ref}/")
    chu.sees("办理中")
    expect(chu.page.locator(".act")).to_have_count(0)
    expect(chu.page.get_by_text("13800000001")).to_have_count(0)
    lin = walk("林晓")
    lin.go(f"/my/{row.ref}/")
    lin.sees("代收并移交")
