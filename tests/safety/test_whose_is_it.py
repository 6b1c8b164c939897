"""Changing a number in an address never opens what is somebody else's (peers.md §4.2, row 1-2)."""

import pytest
from safety_town import SECRETS, STRANGERS, browser, every_address, snapshot, text_of, who

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences

CLOSED = {302, 403, 404, 405}


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def own_papers(town):
    """Pages about Lin's cases, her order and its warning; the register of licences is public."""
    pages = [a for ref in (town.ref, town.decided) for a in every_address(town, ref=ref)]
    pages += [a for a in every_address(town, ref=town.order) if a.name.startswith("desk:order")]
    return {a.path: a for a in pages if a.private}.values()


def test_there_are_private_pages_to_try(town):
    assert len(list(own_papers(town))) > 25
    assert len(every_address(town)) > 50


@pytest.mark.parametrize("name", ["", *STRANGERS])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_what_belongs_to_others_is_not_there(town, name, method):
    """Visitors are asked to sign in; other applicants, bureaus and cities find nothing."""
    client, before = browser(name), snapshot()
    wrong = {}
    for page in own_papers(town):
        answer = getattr(client, method)(page.path)
        body = text_of(answer)
        if answer.status_code == 302 and "/?next=" not in answer.url:
            wrong[page.path] = answer.url
        elif answer.status_code not in CLOSED or (name and answer.status_code == 302):
            wrong[page.path] = answer.status_code
        elif leaks(body):
            wrong[page.path] = leaks(body)
    assert wrong == {}
    assert snapshot() == before


def test_the_owner_and_the_units_concerned_do_see_it(town):
    """The test above could not fail if nobody saw anything."""
    assert SECRETS[0] in text_of(browser("lin").get(f"/my/{town.ref}/"))
    assert SECRETS[0] in text_of(browser("ma").get(f"/desk/cases/{town.ref}/"))
    assert SECRETS[-1] in text_of(browser("lin").get(f"/my/{town.ref}/files/{town.file}/"))
    assert browser("wu").get(f"/desk/cases/{town.ref}/").status_code == 200


ASKED = {
    "/desk/": ("?q=隐山", "?q=990100-2026", "?state=accepted&q=隐山", "?item=company-start&mine=1"),
    "/cockpit/cases/": (
        "?city=990100&code=company-start-median&kind=year&part=late",
        "?city=990100&code=company-start-median&kind=year&unit=990100-market",
    ),
    "/items/": ("?q=隐山",),
    "/desk/orders/": ("?show=all",),
    "/desk/inbox/": ("?to=unit:990100-market",),
    "/desk/reported/": ("?unit=990100-market",),
    "/cockpit/contradictions/": ("?city=990100&unit=990100-market",),
}


@pytest.mark.parametrize("name", ["", "qin", "hu", "chu", "mo"])
def test_lists_searches_and_filters_leak_nothing(town, name):
    """Neither words of the case nor its number stand on any list of somebody who may not see it."""
    client, wrong = browser(name), {}
    for page in every_address(town):
        # a licence is verified, a calendar read by whoever holds its address
        if page.private or {"token", "feed"} & set(page.asks):
            continue
        for query in ("", *ASKED.get(page.path, ())):
            answer = client.get(page.path + query)
            body = text_of(answer)
            if answer.status_code >= 500:
                wrong[page.path + query] = answer.status_code
            elif leaks(body) or town.ref in body or town.order in body:
                wrong[page.path + query] = leaks(body) or "number"
    assert wrong == {}


def test_the_lists_asked_above_exist(town):
    assert set(ASKED) <= {page.path for page in every_address(town)}


@pytest.mark.parametrize("name", ["zhou", "wu", "ma", "shen"])
def test_officers_do_not_read_cases_on_the_applicants_pages(town, name):
    """There nothing is masked and no look is recorded: the desk is where officers read."""
    officer, before = browser(name), snapshot()
    for page in every_address(town):
        if page.private and page.name.startswith("portal:"):
            assert officer.get(page.path).status_code in (404, 405), page.path
            assert officer.post(page.path, {"reason": "x", "level": "1"}).status_code in (404, 405)
    assert snapshot() == before


def test_numbers_of_values_of_another_city_open_nothing(town):
    """A value is found by its number; its cases are not shown to officers of another city."""
    from yingshang.city.indicators import service as indicators

    value = indicators.values("company-start-median", "990100", as_of=_today(), period="year")[-1]
    for city in ("990100", "990200"):
        address = f"/cockpit/cases/?code=company-start-median&city={city}&value={value.id}"
        assert browser("mo").get(address).status_code == 404


def test_services_know_it_too(town):
    """The rule stands in the service: a surface that forgets to ask changes nothing."""
    for name in STRANGERS:
        actor = who(name)
        for read in (cases.case_for, cases.timeline):
            with pytest.raises(NotVisible):
                read(actor, town.ref)
        with pytest.raises(NotVisible):
            cases.attachment(actor, town.ref, town.file)
        assert cases.queue(actor, at=_now(), q="隐山", state="any").total == 0
        assert cases.my_drafts(actor) == []
        assert licences.my(actor) == []
        assert cases.find(actor, town.ref) is None


def test_a_file_is_reached_through_its_own_case_only(town):
    """The number of Lin's file under another of Lin's cases leads nowhere."""
    for name, path in (("lin", "/my/{}/files/{}/"), ("ma", "/desk/cases/{}/files/{}/")):
        answer = browser(name).get(path.format(town.decided, town.file))
        assert answer.status_code == 404


def test_a_target_is_reached_through_its_own_plan_only(town):
    fang = browser("fang")
    before = snapshot()
    for path in ("targets/{}/", "tasks/{}/"):
        number = town.target if path.startswith("targets") else town.task
        address = f"/desk/plans/{town.plan + 999}/{path.format(number)}"
        assert fang.get(address).status_code == 404
        for verb in ("confirm", "reject", "correct"):
            answer = fang.post(f"{address}{verb}/", {"reason": "x", "title": "x"})
            assert answer.status_code in (404, 422), (path, verb)
    assert snapshot() == before


def test_rating_somebody_elses_case_is_impossible(town):
    before = snapshot()
    answer = browser("qin").post(f"/my/{town.decided}/rate/", {"level": "1"})
    assert answer.status_code == 404
    assert snapshot() == before


def test_nobody_gives_himself_rights_through_a_form(town):
    """Extra fields posted by hand (role, party, region, unit, is_staff) are not looked at."""
    extra = {"role": "supervisor", "party": "2", "region": "990200", "unit": "990100-market"}
    extra |= {"is_staff": "1", "is_superuser": "1", "by": "shen", "at": "2020-01-01"}
    lin = browser("lin")
    lin.post("/demo/as/", {"username": "lin", **extra})
    lin.post("/preferences/", {"language": "en", **extra})
    lin.post("/apply/company-start/draft/", extra)
    fresh = who("lin")
    assert (fresh.role, fresh.region, fresh.unit) == ("applicant", "990100", None)
    assert lin.get("/desk/").status_code == 404


def _now():
    from django.utils import timezone

    return timezone.now()


def _today():
    return _now().date()
