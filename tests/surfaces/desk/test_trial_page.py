"""The bureau tries a draft at its desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases

SHORT = "extends: company-start\nlimits:\n  promised: {value: 1, unit: hour}\n"


@pytest.fixture
def decided(city, lin, company):
    """Lin's company, decided today three hours after acceptance."""
    now = timezone.now().replace(microsecond=0)
    start = now - timezone.timedelta(hours=4)
    case = cases.open_case(
        item="company-start",
        region=city,
        form=company,
        party=lin.party,
        channel="web",
        by=lin,
        at=start,
    )
    cases.accept(ref=case.ref, by=SYSTEM, at=start)
    while steps := [s for s in cases.case_for(SYSTEM, case.ref).steps if s.state == "open"]:
        for step in steps:
            cases.complete_step(ref=case.ref, step=step.code, result="pass", by=SYSTEM, at=now)
    return cases.decide(ref=case.ref, outcome="granted", by=SYSTEM, at=now).ref


def text(answer):
    return answer.content.decode()


def test_the_version_in_force_stands_ready_to_be_changed(at_desk):
    page = text(at_desk("fang").get("/desk/trial/?item=company-start"))

    assert "code: company-start" in page
    assert "name: 企业开办" in page


def test_the_answer_has_counts_examples_and_a_drawing(at_desk, decided):
    answer = at_desk("fang").post(
        "/desk/trial/", {"item": "company-start", "text": SHORT, "months": "6"}
    )
    page = text(answer)

    assert answer.status_code == 200
    assert "会变成超期" in page
    assert decided in page
    assert 'data-chart="trial-1"' in page


def test_a_file_is_tried_in_place_of_the_text(at_desk, decided):
    file = SimpleUploadedFile("draft.yaml", SHORT.encode())
    answer = at_desk("fang").post("/desk/trial/", {"text": "", "months": "6", "file": file})

    assert "会变成超期" in text(answer)


@pytest.mark.parametrize(
    ("data", "words"), [(b"\xff\xfe\x00", "不是 UTF-8 文本"), (b"limits: [", "不是可读的 YAML")]
)
def test_a_draft_that_cannot_be_read_is_told_on_the_page(at_desk, decided, data, words):
    file = SimpleUploadedFile("draft.yaml", data)
    answer = at_desk("fang").post("/desk/trial/", {"text": "", "months": "6", "file": file})

    assert answer.status_code == 422
    assert words in text(answer)


def test_only_the_bureau_has_the_page(at_desk):
    assert at_desk("zhou").get("/desk/trial/").status_code == 404
    assert at_desk("shen").get("/desk/trial/").status_code == 404
