"""Survey pages: drawn by the bureau, called by the hotline, read by those who oversee."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from ledger_sample import day, mortgages

from yingshang.city.feedback.models import Survey, SurveyCall


@pytest.fixture
def drawn(at_desk, zhou, ma, monkeypatch):
    officer = replace(ma, id="deng", unit="990100-land")
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=officer)
    fang = at_desk("fang")
    asked = {
        "code": "satisfaction",
        "since": "2026-01-01",
        "until": "2026-02-28",
        "surveyor": "某调查公司",
    }
    answer = fang.post("/desk/surveys/", asked)
    assert answer.status_code == 302
    made = Survey.objects.get().pk
    fang.post(f"/desk/surveys/{made}/draw/", {"public": "2026116 03 08"})
    return made


def test_a_call_is_made_and_the_result_shows_with_its_interval(drawn, at_desk):
    qian, call = at_desk("qian"), SurveyCall.objects.first().pk
    assert (
        f"/desk/surveys/calls/{call}/" in qian.get(f"/desk/surveys/{drawn}/calls/").content.decode()
    )
    page = qian.get(f"/desk/surveys/calls/{call}/").content.decode()
    assert "青岚市营商环境满意度测评" in page
    wrong = qian.post(f"/desk/surveys/calls/{call}/", {"outcome": "answered", "words": "少跑"})
    assert wrong.status_code == 422
    assert "少跑" in wrong.content.decode()  # nothing typed is lost
    told = {"outcome": "answered", "overall": "5", "clear": "1"}
    assert qian.post(f"/desk/surveys/calls/{call}/", told).status_code == 302
    page = at_desk("shen").get(f"/desk/surveys/{drawn}/").content.decode()
    assert "100.0%" in page
    assert "分组看</h2>" in page
    assert '<th scope="col">单位</th>' in page  # what the questionnaire groups by
    assert "与样本一致" in page


def test_an_absurd_date_is_said_and_what_was_typed_stays(at_desk):
    answer = at_desk("fang").post("/desk/surveys/", {"since": "2026-02-31", "surveyor": "某公司"})
    assert answer.status_code == 422
    assert "看不懂日期" in answer.content.decode()
    assert "某公司" in answer.content.decode()


def test_who_calls_draws_nothing_and_who_draws_calls_nothing(drawn, at_desk):
    call = SurveyCall.objects.first().pk
    assert at_desk("qian").post(f"/desk/surveys/{drawn}/draw/").status_code == 404
    assert at_desk("fang").get(f"/desk/surveys/calls/{call}/").status_code == 404
    assert at_desk("zhou").get(f"/desk/surveys/{drawn}/").status_code == 404


def test_a_unit_found_wanting_gets_one_order_and_only_after_the_close(drawn, at_desk):
    calls = list(SurveyCall.objects.filter(state="waiting"))
    for number, call in enumerate(calls):
        call.state, call.answers = "answered", {"overall": 5 if number < 2 else 2}
        call.save()
    fang = at_desk("fang")
    page, order = f"/desk/surveys/{drawn}/", f"/desk/surveys/{drawn}/order/"
    asked = {"unit": "990100-land", "due_on": timezone.localdate() + timedelta(days=20)}
    assert "需要整改的单位" not in fang.get(page).content.decode()
    assert fang.post(order, asked).status_code == 404
    fang.post(f"/desk/surveys/{drawn}/close/")
    assert "需要整改的单位" in fang.get(page).content.decode()
    assert "看不懂日期" in fang.post(order, {**asked, "due_on": "x"}, follow=True).content.decode()
    case = fang.post(order, asked)
    assert "/desk/cases/" in case.url
    assert "第三方测评" in fang.get(case.url, follow=True).content.decode()
    again = fang.post(order, asked, follow=True).content.decode()
    assert "已经发过督办单" in again
    assert "已发督办单" in again
    assert at_desk("qian").post(order, asked).status_code == 404
    ref = case.url.rstrip("/").rpartition("/")[2]
    page, proof = f"/desk/orders/{ref}/", f"/desk/orders/{ref}/proof/"
    assert fang.post(proof).status_code == 404
    unit = at_desk("deng")
    assert "凭佐证销号" in unit.get(page).content.decode()
    assert "至少一份" in unit.post(proof, follow=True).content.decode()
    paper = SimpleUploadedFile("整改.pdf", b"%PDF-1.4\n%%EOF\n")
    assert "整改.pdf" in unit.post(proof, {"files": paper}, follow=True).content.decode()
