"""Applying: form, draft, review, receipt."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.cases import service as cases

PDF = b"%PDF-1.4\n%%EOF"


def url(name):
    return reverse(f"portal:{name}", args=["company-start"])


def cases_of(actor):
    return cases.my_cases(actor, at=timezone.now())


def test_a_visitor_is_sent_to_sign_in_and_back_again(client, city):
    answer = client.get(url("apply"))

    assert answer.status_code == 302
    assert url("apply") in answer.url


def test_what_the_platform_knows_is_filled_in(at_home):
    page = at_home("lin").get(url("apply")).content.decode()

    assert 'value="林晓"' in page
    assert 'value="1990-05-12"' in page


def test_mistakes_are_told_beside_the_field_and_on_top_and_nothing_is_lost(at_home, company, lin):
    browser = at_home("lin")
    company |= {"legal_person_birth": "2090-01-01", "address": ""}

    answer = browser.post(url("apply"), company)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "有 2 处需要改" in page
    assert 'href="#id_address"' in page
    assert page.count("晚于今天") == 2  # on top and beside the field
    assert 'value="2090-01-01"' in page
    assert "青岚市明禾餐饮有限公司" in page
    assert cases.my_draft(lin, "company-start").form["company"] == "青岚市明禾餐饮有限公司"


def test_a_wrong_identity_number_is_one_clear_sentence(at_home, company):
    company["legal_person_id"] = "110105199005120023"

    page = at_home("lin").post(url("apply"), company).content.decode()

    assert "校验位不对" in page


def test_the_draft_survives_a_closed_tab(at_home):
    at_home("lin").post(url("draft"), {"company": "青岚市半途有限公司"})

    browser = at_home("lin")
    assert "青岚市半途有限公司" in browser.get(url("apply")).content.decode()
    assert "没填完的" in browser.get(reverse("portal:my")).content.decode()


def test_a_save_that_arrives_after_the_one_of_the_closing_tab_changes_nothing(at_home, lin):
    def kept(company, typed):
        told = {"company": company, "draft-page": "tab-1", "draft-typed": typed}
        assert at_home("lin").post(url("draft"), told).status_code == 200
        return cases.my_draft(lin, "company-start").form["company"]

    assert kept("青岚市明禾餐饮有限公司", "30") == "青岚市明禾餐饮有限公司"
    assert kept("青岚市明禾", "12") == "青岚市明禾餐饮有限公司"
    assert kept("青岚市", "很多") == "青岚市明禾餐饮有限公司"  # no count: the oldest there is


def test_a_right_form_leads_to_the_review_and_then_to_the_receipt(at_home, company, lin):
    browser = at_home("lin")

    first = browser.post(url("apply"), company)
    review = browser.get(first.url).content.decode()
    proof = SimpleUploadedFile("住所证明.pdf", PDF, "application/pdf")
    sent = browser.post(
        url("review"),
        {**company, "form_key": str(uuid.uuid4()), "file-address-proof": proof},
    )
    receipt = browser.get(sent.url).content.decode()

    assert "中餐服务" in review
    (row,) = cases_of(lin)
    assert row.ref in receipt
    assert "<svg" in receipt
    assert [f.name for f in cases.case_for(lin, row.ref).files] == ["住所证明.pdf"]


def test_the_same_form_posted_twice_is_one_case(at_home, company, lin):
    browser = at_home("lin")
    browser.post(url("apply"), company)
    body = {**company, "form_key": str(uuid.uuid4())}

    first, second = browser.post(url("review"), body), browser.post(url("review"), body)

    assert first.url == second.url
    assert len(cases_of(lin)) == 1


def test_a_disguised_file_is_refused_in_one_sentence_and_nothing_is_opened(at_home, company, lin):
    browser = at_home("lin")
    browser.post(url("apply"), company)
    trick = SimpleUploadedFile("照片.png", b"MZ\x90\x00", "image/png")

    answer = browser.post(
        url("review"),
        {**company, "form_key": str(uuid.uuid4()), "file-articles": trick},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert "内容与扩展名不符" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert cases_of(lin) == ()
    assert cases.my_draft(lin, "company-start") is not None


def test_the_review_without_a_draft_goes_back_to_the_form(at_home):
    assert at_home("lin").get(url("review")).url == url("apply")
