"""One thing: guide, one form, review, my application, and its items' own pages."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases

PDF = b"%PDF-1.4\n%%EOF"
GUIDE, APPLY, REVIEW = (f"/bundles/open-restaurant/{end}" for end in ("", "apply/", "review/"))


@pytest.fixture
def restaurant(company):
    """The one form of a restaurant without a meter."""
    company.pop("employees")
    return {**company, "area": "120"}


def submit(browser, form, **more):
    browser.post(APPLY, form)
    return browser.post(REVIEW, {**form, "form_key": str(uuid.uuid4()), **more})


def whole_of(lin):
    return next(iter(cases.my_bundles(lin, at=timezone.now())))


def text(answer):
    return answer.content.decode()


def test_the_guide_shows_what_waits_for_what_and_what_is_saved(client, city):
    page = text(client.get(GUIDE))

    assert "直接用营业执照的统一社会信用代码，不用您填" in page
    assert "分开办要 3 次" in page
    assert page.index("<b>企业开办</b>") < page.index("<b>食品经营许可</b>")
    assert 'value="power-low"' in page


def test_the_one_form_never_asks_for_the_code_and_asks_for_the_meter_only_if_wanted(at_home):
    browser = at_home("lin")

    plain, with_meter = text(browser.get(APPLY)), text(browser.get(APPLY + "?with=power-low"))

    assert 'name="uscc"' not in plain + with_meter
    assert 'name="capacity"' not in plain
    assert 'name="capacity"' in with_meter
    assert plain.count('name="phone"') == 1
    assert 'value="林晓"' in plain


def test_a_mistake_stands_beside_its_field_and_the_choice_is_kept(at_home, restaurant):
    browser = at_home("lin")

    answer = browser.post(APPLY, {**restaurant, "area": "零", "with": ["", "power-low"]})

    assert answer.status_code == 422
    assert "“经营面积（平方米）”应是数字" in text(answer)
    assert '<input type="hidden" name="with" value="power-low">' in text(answer)


def test_the_draft_comes_back_with_what_was_wanted(at_home, restaurant):
    browser = at_home("lin")
    browser.post("/bundles/open-restaurant/draft/", {**restaurant, "with": ["", "power-low"]})

    page = text(browser.get(APPLY))

    assert "接着上次填的内容" in page
    assert 'name="capacity"' in page
    assert "开办餐饮店" in text(browser.get("/my/"))


def test_review_asks_for_every_material_once_and_submits_one_application(at_home, restaurant, lin):
    browser = at_home("lin")
    browser.post(APPLY, restaurant)
    page = text(browser.get(REVIEW))
    assert re.findall(r'id="file-([\w-]+)"', page) == ["address-proof", "articles", "layout"]

    file = SimpleUploadedFile("布局.pdf", PDF, "application/pdf")
    answer = submit(browser, restaurant, **{"file-layout": file})

    ref = whole_of(lin)
    assert answer.url == f"/receipt/{ref}/"
    receipt = text(browser.get(answer.url))
    assert ref in receipt
    assert "每件各有编号和时限" in receipt


def test_my_application_shows_each_item_and_its_clock(at_home, restaurant, lin):
    browser = at_home("lin")
    submit(browser, restaurant)
    ref = whole_of(lin)

    page = text(browser.get(f"/my-bundle/{ref}/"))

    assert "2 件里办完了 0 件" in page
    assert "等“企业开办”办成后自动开始，现在不计时" in page
    assert "最迟" in page
    assert browser.get(f"/my/{ref}/").url == f"/my-bundle/{ref}/"


def test_one_application_is_one_line_of_my_cases_and_its_items_lead_back(at_home, restaurant, lin):
    browser = at_home("lin")
    submit(browser, restaurant)
    part = cases.bundle_case(lin, whole_of(lin), at=timezone.now()).parts[0].ref

    mine, one = text(browser.get("/my/")), text(browser.get(f"/my/{part}/"))

    assert "开办餐饮店" in mine
    assert part not in mine
    assert "属于一件事“开办餐饮店”，2 件里办完了 0 件" in one


def test_a_refused_item_is_told_with_its_reason(at_home, restaurant, lin):
    browser = at_home("lin")
    submit(browser, restaurant)
    ref = whole_of(lin)
    part = cases.bundle_case(lin, ref, at=timezone.now()).parts[0].ref
    cases.refuse(ref=part, reason="不属于本机关职权", by=SYSTEM, at=timezone.now())

    page = text(browser.get(f"/my-bundle/{ref}/"))

    assert "没有启动：“企业开办”没有办成" in page
    assert "不予受理：不属于本机关职权" in page


def test_the_whole_can_be_taken_back(at_home, restaurant, lin):
    browser = at_home("lin")
    submit(browser, restaurant)
    ref = whole_of(lin)

    browser.post(f"/my-bundle/{ref}/withdraw/", {"reason": "不开了"})

    assert "已撤回" in text(browser.get(f"/my-bundle/{ref}/"))
    assert {c.state for c in cases.my_cases(lin, at=timezone.now())} == {"withdrawn"}


def test_nobody_else_sees_my_application(at_home, restaurant, lin):
    submit(at_home("lin"), restaurant)

    assert at_home("qin").get(f"/my-bundle/{whole_of(lin)}/").status_code == 404


def test_bundles_are_found_by_search_theme_and_on_their_own_list(client, city):
    assert "/bundles/open-restaurant/" in text(client.get("/items/?q=开饭店"))
    assert "/bundles/buy-and-mortgage/" in text(client.get("/items/?theme=买房卖房"))
    assert "/items/?zone=bundle" in text(client.get("/"))
    assert "/bundles/close-restaurant/" in text(client.get("/items/?zone=bundle"))
    assert "/bundles/open-company/" in text(client.get("/items/company-start/"))


def test_the_page_of_an_application_is_light(at_home, restaurant, lin):
    browser = at_home("lin")
    submit(browser, restaurant)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(f"/my-bundle/{whole_of(lin)}/")

    assert len(queries) <= 25


def test_an_officer_sees_beside_the_case_how_the_rest_stands(at_home, restaurant, lin):
    submit(at_home("lin"), restaurant)
    part = cases.bundle_case(lin, whole_of(lin), at=timezone.now()).parts[0].ref

    page = text(at_home("ma").get(f"/desk/cases/{part}/"))

    assert "一件事：开办餐饮店" in page
    assert "等“企业开办”办成后自动开始" in page
