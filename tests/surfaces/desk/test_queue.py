"""The queue shows what is due first, keeps its choices in the address, and stays cheap."""

import re
from html import unescape

import pytest

from yingshang.city.cases import service as cases

QUEUE = "/desk/"


@pytest.fixture
def many(city, lin, zhou, company, now):
    """Forty companies, half of them accepted."""
    found = []
    for number in range(40):
        form = company | {"company": f"青岚市第{number}号有限公司"}
        case = cases.open_case(
            item="company-start",
            region=city,
            form=form,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
        if number % 2:
            cases.accept(ref=case.ref, by=zhou, at=now)
        found.append(case.ref)
    return found


def test_it_lists_the_cases_with_lamp_words(at_desk, filed):
    page = at_desk("zhou").get(QUEUE).content.decode()
    assert filed.ref in page
    assert "待受理" in page
    assert "lamp-red" in page
    assert "超期" in page


def test_it_shows_thirty_a_page(at_desk, many):
    zhou = at_desk("zhou")
    first = zhou.get(QUEUE).content.decode()
    assert first.count("data-row") == 30
    further = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
    assert zhou.get(QUEUE + further).content.decode().count("data-row") == 10


def test_choices_narrow_the_list(at_desk, many):
    zhou = at_desk("zhou")
    assert zhou.get(QUEUE, {"state": "submitted"}).content.decode().count("data-row") == 20
    assert zhou.get(QUEUE, {"state": "any"}).context["found"].total == 40
    assert zhou.get(QUEUE, {"q": "第7号"}).content.decode().count("data-row") == 1
    assert "这里没有办件" in zhou.get(QUEUE, {"lamp": "green"}).content.decode()
    assert "这里没有办件" in zhou.get(QUEUE, {"item": "water"}).content.decode()


def test_nonsense_in_the_address_is_passed_over(at_desk, filed):
    asked = {"lamp": "pink", "state": "x", "after": "-9", "item": "'; --", "q": "%_\\" * 300}
    assert at_desk("zhou").get(QUEUE, asked).status_code == 200
    assert at_desk("zhou").get(QUEUE, {"page": "99999999999"}).status_code == 200


def test_only_the_families_that_bulletins_count_narrow_the_list(at_desk, filed):
    zhou = at_desk("zhou")
    services = zhou.get(QUEUE, {"family": "application,ex-officio"})
    assert ("family", "办件") in services.context["chosen"]
    assert services.context["found"].total == 1
    errands = zhou.get(QUEUE, {"family": "ticket,rectification"})
    assert ("family", "诉求、整改事项") in errands.context["chosen"]
    assert errands.context["found"].total == 0
    unknown = zhou.get(QUEUE, {"family": "reapplications"})
    assert unknown.context["chosen"] == []
    assert unknown.context["found"].total == 1


def test_a_refresh_gets_the_table_alone(at_desk, filed):
    answer = at_desk("zhou").get(QUEUE, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert filed.ref in page
    assert "<html" not in page
    # what the whole page says above the table is not worked out for the table
    assert "rungs_waiting" not in answer.context
    assert "rounds_owed" not in answer.context


def test_a_reviewer_sees_own_work_only(at_desk, filed, accepted):
    assert accepted.ref in at_desk("ma").get(QUEUE).content.decode()
    assert accepted.ref not in at_desk("deng").get(QUEUE).content.decode()


def test_mine_is_what_waits_for_my_unit(at_desk, accepted):
    ma = at_desk("ma").get(QUEUE, {"mine": 1}).content.decode()
    wu = at_desk("wu").get(QUEUE, {"mine": 1}).content.decode()
    assert accepted.ref in ma
    assert accepted.ref not in wu  # tax waits for the registration


@pytest.mark.parametrize("username", ["zhou", "wu", "shen", "qian"])
def test_it_takes_few_queries(at_desk, many, username, django_assert_max_num_queries):
    client = at_desk(username)
    client.get(QUEUE)
    with django_assert_max_num_queries(15):
        client.get(QUEUE)
