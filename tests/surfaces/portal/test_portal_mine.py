"""My cases: where each stands, who holds it, what I can do."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.licences import service as licences


def page(browser, name, ref):
    return browser.get(reverse(f"portal:{name}", args=[ref])).content.decode()


@pytest.fixture
def granted(filed, zhou, ma, now):
    """Accepted, passed by every bureau, granted just now: a licence was issued."""
    cases.accept(ref=filed.ref, by=zhou, at=now)
    while steps := [s for s in cases.case_for(ma, filed.ref).steps if s.state == "open"]:
        for step in steps:
            officer = Actor(
                id=step.unit, name="经办", role="reviewer", region="990100", unit=step.unit
            )
            cases.complete_step(
                ref=filed.ref, step=step.code, result="pass", opinion="齐全", by=officer, at=now
            )
    at = timezone.now()
    return cases.decide(ref=filed.ref, outcome="granted", reason="符合条件", by=ma, at=at)


def test_the_list_says_who_holds_it_since_when(at_home, filed):
    text = at_home("lin").get(reverse("portal:my")).content.decode()

    assert filed.ref in text
    assert "市政务服务中心</b>在办，从 2026年3月2日" in text


def test_somebody_elses_case_does_not_exist_for_me(at_home, filed):
    for name in ("case", "receipt", "supply", "rate"):
        answer = at_home("qin").get(reverse(f"portal:{name}", args=[filed.ref]))
        assert answer.status_code == 404, name


def test_the_case_explains_its_clock_day_by_day(at_home, filed, zhou, now):
    cases.accept(ref=filed.ref, by=zhou, at=now)

    text = page(at_home("lin"), "case", filed.ref)

    assert "第 1 日" in text
    assert "2026年3月3日" in text
    assert filed.hash in text  # the receipt's hash stands in the full record


def test_what_is_missing_is_asked_for_and_sent_back(at_home, filed, zhou, lin, now):
    cases.ask_correction(ref=filed.ref, items=["住所证明看不清"], by=zhou, at=now)
    browser = at_home("lin")

    asked = page(browser, "case", filed.ref)
    form = cases.case_for(lin, filed.ref).form
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    answer = browser.post(
        reverse("portal:supply", args=[filed.ref]), {**form, "file-supplement": proof}
    )

    assert "住所证明看不清" in asked
    assert answer.status_code == 302
    after = cases.case_for(lin, filed.ref)
    assert after.state == "submitted"
    assert [f.name for f in after.files] == ["证明.pdf"]


def test_a_case_can_be_withdrawn_before_the_decision_and_only_then(at_home, filed, granted, lin):
    browser = at_home("lin")

    answer = browser.post(reverse("portal:withdraw", args=[filed.ref]), {"reason": "不办了"})

    assert answer.status_code == 409
    assert "没有办成" in answer.content.decode()
    assert cases.case_for(lin, filed.ref).state == "decided"


def test_an_open_case_is_withdrawn(at_home, filed, lin):
    at_home("lin").post(reverse("portal:withdraw", args=[filed.ref]), {"reason": "不办了"})

    assert cases.case_for(lin, filed.ref).state == "withdrawn"


def test_the_licence_is_shown_and_anybody_can_verify_it(at_home, client, granted):
    token = licences.for_case(granted.ref).token

    mine = page(at_home("lin"), "case", granted.ref)
    public = client.get(reverse("portal:verify", args=[token]))

    assert reverse("portal:verify", args=[token]) in mine
    assert public.status_code == 200
    assert "真的，而且有效" in public.content.decode()
    assert "110105199005120022" not in public.content.decode()


def test_a_licence_names_the_city_that_issued_it_whichever_city_is_chosen(client, granted):
    client.cookies["ys_city"] = "990200"
    token = licences.for_case(granted.ref).token

    page = client.get(reverse("portal:verify", args=[token])).content.decode()

    assert '<p class="licence-city">青岚市</p>' in page


def test_a_forged_token_is_not_found(client, city):
    answer = client.get(reverse("portal:verify", args=["not-a-token"]))

    assert answer.status_code == 404
    assert "查不到这张证照" in answer.content.decode()


def test_no_level_of_the_rating_is_chosen_beforehand(at_home, granted):
    text = page(at_home("lin"), "rate", granted.ref)

    assert text.count('name="level"') == 5
    assert "checked" not in text


def test_a_rating_without_a_level_is_asked_again(at_home, granted):
    answer = at_home("lin").post(reverse("portal:rate", args=[granted.ref]), {"comment": "好"})

    assert answer.status_code == 422
    assert "请选一个档次" in answer.content.decode()
    assert feedback.rating_of(granted.ref) is None


def test_one_case_is_rated_once(at_home, granted):
    browser, where = at_home("lin"), reverse("portal:rate", args=[granted.ref])

    browser.post(where, {"level": "2", "reasons": ["slow"], "comment": "等了很久"})
    second = browser.post(where, {"level": "5"})

    assert feedback.rating_of(granted.ref).level == 2
    assert second.status_code == 422


def test_a_rating_carries_the_digest_of_its_browser_and_not_the_cookie(at_home, granted, city):
    browser = at_home("lin")

    browser.post(reverse("portal:rate", args=[granted.ref]), {"level": "5"})

    (row,) = feedback.facts(region=city)
    token = browser.cookies["device"].value
    assert row["device"] == sha256(token.encode()).hexdigest()[:32]
    assert browser.cookies["device"]["httponly"]


def test_the_pages_of_a_case_keep_to_forty_queries(at_home, granted, django_assert_max_num_queries):
    browser = at_home("lin")
    for name in ("case", "receipt", "rate"):
        with django_assert_max_num_queries(40):
            page(browser, name, granted.ref)
