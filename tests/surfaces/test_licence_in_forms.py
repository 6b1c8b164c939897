"""A licence used instead of an upload, at home and at the counter; its grade on the case page."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences

FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "shop_address": "东城区一号",
    "shop_area": "80",
    "near_school": "没有",
    "contact": "林晓",
    "phone": "13800000001",
}


def browser(name):
    client = Client()
    client.force_login(accounts.user_of(name))
    return client


@pytest.fixture
def licence(city, lin):
    return licences.issue(
        declared={"type": "business-licence", "name": "营业执照", "prefix": "YYZZ"},
        case_ref="990100-2026-000777",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder=FORM["company"],
        at=timezone.now(),
        form={**FORM, "legal_person": "林晓"},
    )


@pytest.fixture
def drafted(city, lin):
    cases.save_draft(item="tobacco-retail", region=city, form=FORM, by=lin, at=timezone.now())


def submit(client, **more):
    asked = {**FORM, "form_key": str(uuid.uuid4()), **more}
    return client.post(reverse("portal:review", args=["tobacco-retail"]), asked)


def test_the_review_page_offers_my_licence_and_has_chosen_it(licence, drafted):
    page = browser("lin").get(reverse("portal:review", args=["tobacco-retail"])).content.decode()
    assert "用我的电子证照" in page
    assert f'name="own-licence" value="{licence.number}" checked' in page


def test_who_holds_none_is_offered_none(drafted):
    page = browser("lin").get(reverse("portal:review", args=["tobacco-retail"])).content.decode()
    assert "用我的电子证照" not in page


def test_submitted_with_it_the_reviewer_sees_grade_a(licence, drafted, lin):
    answer = submit(browser("lin"), **{"own-licence": licence.number})
    ref = answer.url.rstrip("/").rpartition("/")[2]
    page = browser("zhou").get(reverse("desk:case", args=[ref])).content.decode()
    assert f"电子证照 {licence.number}" in page
    assert 'class="trust trust-A"' in page


def test_another_persons_number_typed_into_the_form_is_refused(licence, city):
    answer = submit(browser("qin"), **{"own-licence": licence.number})
    assert answer.status_code == 422
    assert "没有找到申请人名下的这份证照" in answer.content.decode()


def test_who_would_rather_upload_may(licence, drafted):
    assert submit(browser("lin"), **{"own-licence": "upload"}).status_code == 302


def at_counter(**more):
    asked = {
        **FORM,
        "who-kind": "person",
        "who-code": "110105199005120022",
        "who-name": "林晓",
        "who-phone": "13800000001",
        "at_district": "990101",
        "form_key": str(uuid.uuid4()),
        **more,
    }
    return browser("zhou").post(reverse("desk:new_form", args=["tobacco-retail"]), asked)


def test_the_counter_offers_what_the_person_in_front_of_it_holds(licence, lin):
    assert accounts.find_party(kind="person", code="110105199005120022") == lin.party
    page = at_counter(look="1").content.decode()
    assert "用申请人的电子证照" in page
    assert licence.number in page


def test_the_counter_accepts_a_licence_for_an_original(licence):
    answer = at_counter(accept="1", seen=["place-proof"], **{"own-licence": licence.number})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    ref = answer.url.rstrip("/").split("/")[-2]
    page = browser("zhou").get(reverse("desk:case", args=[ref])).content.decode()
    assert 'class="trust trust-A"' in page


def test_an_upload_is_marked_and_becomes_b_with_one_press(city, lin, drafted):
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = SimpleUploadedFile("执照.pdf", b"%PDF-1.4\nx\n%%EOF", "application/pdf")
    answer = submit(browser("lin"), **{"file-licence": paper})
    ref = answer.url.rstrip("/").rpartition("/")[2]
    zhou = browser("zhou")
    file = cases.case_for(accounts.actor_of(accounts.user_of("zhou")), ref).files[0].id
    assert "本人上传，未核对原件" in zhou.get(reverse("desk:case", args=[ref])).content.decode()
    zhou.post(reverse("desk:check_original", args=[ref, file]))
    page = zhou.get(reverse("desk:case", args=[ref])).content.decode()
    assert "已核对原件" in page
    assert 'class="trust trust-B"' in page


def test_a_correction_offers_the_licence_and_takes_none_by_itself(licence, drafted, lin, zhou):
    answer = submit(browser("lin"), **{"own-licence": "upload"})
    ref = answer.url.rstrip("/").rpartition("/")[2]
    cases.ask_correction(ref=ref, items=["营业执照"], by=zhou, at=timezone.now())
    address = reverse("portal:supply", args=[ref])
    page = browser("lin").get(address).content.decode()
    assert 'name="own-licence" value="upload" checked' in page
    browser("lin").post(address, {**FORM, "own-licence": licence.number})
    assert [held.grade for held in cases.trust(zhou, ref).values()] == ["A"]
