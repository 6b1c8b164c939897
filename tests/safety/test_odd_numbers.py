"""What a browser never sends: digits that are none, numbers without end, NUL, a hundred fields."""

import pytest
from safety_town import browser, every_address, snapshot, text_of

# "²".isdigit() is true and int("²") fails; SQLite has no number this large; PostgreSQL no NUL
ODD = ("²", "٣", "9" * 30, "9" * 5000, "%00")
NAMES = (
    "page", "value", "period", "kind", "part", "code", "city", "as_of", "unit", "district", "q",
    "item", "state", "lamp", "mine", "show", "metric", "theme", "next", "more", "region",
)  # fmt: skip


@pytest.mark.parametrize("name", ["shen", "lin"])
def test_no_question_in_an_address_breaks_a_page(town, name):
    """Every parameter that any page knows, with every oddity: an answer, never an error."""
    client, wrong = browser(name, raise_request_exception=False), {}
    for page in every_address(town):
        if page.asks or page.name in ("dashboard:frontier", "kit:gallery"):
            continue
        for odd in ODD:
            query = "&".join(f"{n}={odd}" for n in NAMES if n != "code")
            if page.name == "dashboard:cases":
                query += "&code=company-start-median"
            answer = client.get(f"{page.path}?{query}")
            text_of(answer)
            if answer.status_code >= 500:
                wrong[f"{page.path} {odd[:12]}"] = answer.status_code
    assert wrong == {}


def test_each_parameter_alone_breaks_nothing(town):
    """Together one may hide another."""
    client, wrong = browser("shen", raise_request_exception=False), {}
    pages = ("/desk/", "/cockpit/cases/?code=company-start-median", "/promises/")
    for path in pages:
        for name in ("page", "value", "period", "city", "as_of", "metric", "unit", "q"):
            for odd in ("²",):
                join = "&" if "?" in path else "?"
                answer = client.get(f"{path}{join}{name}={odd}")
                if answer.status_code >= 500:
                    wrong[f"{path} {name}={odd[:5]}"] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("name", ["shen", "lin"])
def test_numbers_in_paths_that_no_database_holds(town, name):
    client, wrong = browser(name, raise_request_exception=False), {}
    huge = "9" * 25
    for page in every_address(town):
        for old in (town.ref, str(town.plan), town.token, "company-start"):
            if f"/{old}/" not in page.path:
                continue
            for new in (huge, "%00", "%ED%A0%80", ".." + "%2f" * 3):
                path = page.path.replace(f"/{old}/", f"/{new}/")
                for method in ("get", "post"):
                    answer = getattr(client, method)(path)
                    text_of(answer)
                    if answer.status_code >= 500:
                        wrong[f"{method} {path[:60]}"] = answer.status_code
    assert wrong == {}


TYPED = {
    "seq": "²", "version": "²", "id": "²", "step": "\x00", "result": "\x00", "opinion": "a\x00b",
    "text": "a\x00b", "reason": "\x00x", "level": "²", "comment": "\x00", "username": "lin\x00",
    "language": "\x00", "city": "²²²²²²", "next": "\x00", "file": "AA==", "name": "\x00",
    "unit": "\x00", "company": "a\x00b", "form_key": "\x00", "value": "²", "metric": "\x00",
    "demand": "\x00", "due": "0001-01-01", "due_on": "9999-12-31", "deadline": "2026-02-31",
    "who-kind": "\x00", "who-code": "\x00", "who-name": "\x00", "workdays": "9" * 30,
    "indicator": "\x00", "words": "\x00", "title": "\x00", "region": "\x00", "comparator": "\x00",
    "password": "\x00",
}  # fmt: skip


# drafts may be odd
DRAFTS = ("portal:draft", "portal:apply", "portal:bundle_draft", "portal:bundle_apply")


@pytest.mark.parametrize("name", ["zhou", "ma", "fang", "lin"])
@pytest.mark.parametrize("again", ["odd", "long"])
def test_no_form_breaks_a_page_and_nothing_is_half_written(town, name, again):
    """Every address is posted to with the whole list of oddities."""
    client, wrong = browser(name, raise_request_exception=False), {}
    typed = TYPED if again == "odd" else dict.fromkeys(TYPED, "9" * 5000)
    before = snapshot()
    for page in every_address(town):
        if page.name in ("demo:sign_out", *DRAFTS):
            continue
        answer = client.post(page.path, typed)
        text_of(answer)
        if answer.status_code >= 500:
            wrong[page.path] = answer.status_code
    assert wrong == {}
    after = snapshot()
    changed = {key for key in before if before[key] != after[key]}
    # whole facts and records of looks, each by itself; nothing else
    noted = {"licences.ShowingLook", "licences.MaterialTrust", "notify.Message", "audit.Record"}
    # what is kept as it was typed, or is one row that is whole by itself
    noted |= {
        "cases.Draft",
        "catalog.Draft",
        "plans.Preview",
        "supervision.MeetingDecision",
        "registers.Change",
        "halls.DayClose",
        "supervision.Warning",  # drafts of orders: a button without a field
        "plans.PlanEvent",  # a plan withdrawn as a whole, with its reason: one event
    }
    assert changed <= {"cases.CaseEvent", "seq of cases", *noted}, changed


BUNDLE = ("/bundles/open-restaurant/apply/", "/bundles/open-restaurant/draft/")


def test_a_draft_with_nul_is_answered_in_words(town):
    """PostgreSQL keeps no NUL in a document: refused before it is written, on every database."""
    client = browser("lin", raise_request_exception=False)
    before = snapshot()
    for address in ("/apply/company-start/", "/apply/company-start/draft/", *BUNDLE):
        answer = client.post(address, {"company": "a\x00b"})
        assert answer.status_code == 400
        assert "不能识别" in text_of(answer)
    assert snapshot() == before


def test_a_form_with_a_thousand_fields_or_megabytes_gets_one_sentence(town):
    client = browser("lin", raise_request_exception=False)
    for typed in (
        {f"field{n}": "x" for n in range(1500)},
        {"company": "长" * 1_500_000},
    ):
        answer = client.post("/apply/company-start/", typed)
        assert answer.status_code == 400
        body = text_of(answer)
        assert "<h1>" in body
        assert "没有保存" in body
