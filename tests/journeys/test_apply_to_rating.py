"""Lin opens a company: found, filled in, filed, accepted, reviewed, licensed, rated."""

import pytest
from journeys.walker import Walker, expect

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
COMPANY = "青岚市明禾餐饮有限公司"


def _find_and_read(lin: Walker) -> None:
    lin.page.goto("/")
    lin.page.get_by_label("搜索事项").fill("开公司")
    lin.page.keyboard.press("Enter")
    items = lin.page.locator(".result-list:not(.result-bundles) h2")
    expect(items.first).to_have_text("企业开办")
    lin.look()
    items.first.get_by_role("link").click()
    lin.look()
    lin.sees("本市承诺", "准备什么", "核准登记、生成营业执照")
    lin.press("在线办理", role="link")


def _fill(lin: Walker, birth: str, number: str) -> None:
    page = lin.page
    page.get_by_label("企业名称").fill(COMPANY)
    page.get_by_label("有限责任公司").check()
    page.get_by_label("注册资本").fill("50")
    page.get_by_label("主要经营项目").fill("中餐服务，外卖配送")
    page.get_by_label("住所").fill("东城区青年路8号")
    page.get_by_label("法定代表人身份证号").fill(number)
    page.get_by_label("法定代表人出生日期").fill(birth)
    page.get_by_label("电子印章").check()


def _correct_mistakes(lin: Walker) -> None:
    """A birth date to come and a number that cannot be: a sentence beside each, words kept."""
    page = lin.page
    _fill(lin, birth="2090-05-12", number="110105199005120021")
    lin.press("下一步")
    birth, number = (
        page.locator("#field-legal_person_birth"),
        page.locator("#field-legal_person_id"),
    )
    expect(birth.locator(".field-error")).to_be_visible()
    expect(number.locator(".field-error")).to_be_visible()
    expect(birth.locator("input")).to_have_value("2090-05-12")
    expect(page.get_by_label("主要经营项目")).to_have_value("中餐服务，外卖配送")
    expect(page.locator(".field-error")).to_have_count(2)
    _fill(lin, birth="1990-05-12", number="110105199005120022")
    lin.press("下一步")


def _submit(lin: Walker) -> str:
    page = lin.page
    lin.sees("核对并提交", COMPANY)
    for code in ("address-proof", "articles"):
        file = {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.locator(f"#file-{code}").set_input_files(file)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="提交成功")).to_be_visible()
    lin.look()
    ref = page.locator(".receipt-number b").inner_text()
    assert ref.startswith("990100-2026-")
    return ref


def _do_step(who: Walker, ref: str, opinion: str) -> None:
    who.page.goto("/desk/")
    who.page.locator(f"#row-{ref}").click()
    who.look()
    act = who.page.locator(".act[open]", has=who.page.get_by_label("审查意见"))
    act.get_by_label("审查意见").fill(opinion)
    act.get_by_role("button", name="提交审查意见").click()
    who.sees("审查意见已提交")


def _officer(unit: str) -> Actor:
    """Bureaus without a person in the cast work through the service."""
    return Actor(unit, "联办人员", "reviewer", "990100", f"990100-{unit}", None)


@pytest.fixture
def filed(town, walk) -> tuple[Walker, str]:
    """Lin has filed her company."""
    lin = walk("林晓")
    _find_and_read(lin)
    _correct_mistakes(lin)
    return lin, _submit(lin)


def test_a_company_is_opened_from_the_first_word_to_the_rating(filed, walk, monday):
    lin, ref = filed

    zhou = walk("周敏")
    zhou.page.locator(f"#row-{ref}").click()
    zhou.look()
    zhou.press("予以受理，开始计时")
    zhou.sees("已受理，开始计时", "核准登记、生成营业执照")

    ma = walk("马骏")
    _do_step(ma, ref, "名称、住所、出资均符合要求")

    lin.go(f"/my/{ref}/")
    lin.sees("市税务局", "市公安局")  # five bureaus hold it at once, and she sees who
    wu = walk("吴涛")
    _do_step(wu, ref, "税种已认定")
    for unit, step in [
        ("police", "seal"),
        ("hrss", "insurance"),
        ("fund", "fund"),
        ("bank", "account"),
    ]:
        cases.complete_step(
            ref=ref, step=step, result="pass", opinion="办妥", by=_officer(unit), at=monday()
        )

    ma.page.goto(f"/desk/cases/{ref}/")
    ma.page.get_by_label("准予").first.check()
    ma.press("作出决定")
    ma.sees("已作出决定")

    lin.go(f"/my/{ref}/")
    number = lin.page.locator(".licence-number").inner_text()
    expect(lin.page.locator(".licence .qr svg")).to_be_visible()
    address = lin.page.get_by_role("link", name="扫码或点这里验证").get_attribute("href")

    stranger = walk()
    stranger.go(address)
    stranger.sees("真的，而且有效", number, COMPANY)
    assert "110105199005120022" not in stranger.page.content()

    _rate_once(lin, ref)


def _rate_once(lin: Walker, ref: str) -> None:
    page = lin.page
    lin.go(f"/my/{ref}/rate/")
    levels = page.locator("#field-level input[type=radio]")
    expect(levels).to_have_count(5)
    expect(page.locator("#field-level input:checked")).to_have_count(0)  # nothing chosen for her
    lin.press("提交评价")
    expect(page.locator("#field-level .field-error")).to_be_visible()
    page.get_by_label("非常满意").check()
    lin.press("提交评价")
    lin.sees("谢谢您的评价")
    lin.go(f"/my/{ref}/rate/")
    lin.sees("一件一评，不能改")
    expect(page.get_by_role("button", name="提交评价")).to_have_count(0)


def test_the_same_form_sent_twice_is_one_case(town, walk, monday):
    lin = walk("林晓")
    lin.go("/apply/company-start/")
    _fill(lin, birth="1990-05-12", number="110105199005120022")
    lin.press("下一步")
    again = lin.tab()
    sent = lin.page.locator("form[hx-post]").evaluate(
        """form => Object.fromEntries(
          [...new FormData(form)].filter(([, value]) => typeof value === 'string'))"""
    )
    ref = _submit(lin)
    answer = again.request.post("/apply/company-start/review/", form=sent, max_redirects=0)
    assert answer.headers["location"] == f"/receipt/{ref}/"
    lin.go("/my/")
    expect(lin.page.get_by_text(COMPANY)).to_have_count(1)
