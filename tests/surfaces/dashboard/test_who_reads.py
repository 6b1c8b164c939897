"""The cockpit is for staff: everybody else learns nothing, not even that it is there."""

import pytest

PAGES = (
    "/cockpit/",
    "/cockpit/indicators/",
    "/cockpit/indicators/on-time-rate/",
    "/cockpit/frontier/",
    "/cockpit/contradictions/",
)


@pytest.mark.parametrize("page", PAGES)
def test_staff_of_every_role_reads(planned, as_reader, page):
    for name in ("shen", "fang", "he", "zhou", "wu", "qian"):
        assert as_reader(name).get(page).status_code == 200, name


@pytest.mark.parametrize("page", [*PAGES, "/cockpit/promises/1/", "/cockpit/cases/"])
def test_an_applicant_gets_404(planned, as_reader, page):
    assert as_reader("lin").get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(city, client, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_nothing_can_be_posted(planned, as_reader):
    assert as_reader("shen").post("/cockpit/").status_code == 405


def test_an_unknown_promise_or_indicator_is_404(planned, as_reader):
    shen = as_reader("shen")
    assert shen.get("/cockpit/promises/999999/").status_code == 404
    assert shen.get("/cockpit/indicators/no-such-thing/").status_code == 404
    assert shen.get("/cockpit/cases/?code=no-such-thing").status_code == 404


def test_cases_of_another_city_are_not_listed(measured, as_reader):
    page = "/cockpit/cases/?code=on-time-rate&city=990200&period=2026-10&kind=month"
    assert as_reader("shen").get(page).status_code == 404


def test_a_reviewer_finds_only_the_cases_of_the_own_unit(measured, as_reader):
    page = "/cockpit/cases/?code=on-time-rate&period=2026-11&kind=year"
    everything = as_reader("shen").get(page).context["found"]
    own = as_reader("ma").get(page).context["found"]
    assert 0 < own.total < everything.total
    assert {row.unit for row in own.rows} == {f"{measured}-market"}


def test_only_overseers_see_warnings(measured, as_reader):
    assert as_reader("he").get("/cockpit/").context["warning_count"] > 0
    answer = as_reader("wu").get("/cockpit/")
    assert answer.context["warning_count"] == 0
    assert "待处理的预警" not in answer.content.decode()
