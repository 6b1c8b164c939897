"""The hall's desk: reception by number first, calling with one press, one hand-over for all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as halls

LIN, PHONE = "110105199005120022", "13800000001"


@pytest.fixture(autouse=True)
def _monday(city, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=30))


@pytest.fixture
def zhou_at(at_desk):
    """Zhou at window 1 of the city's hall."""
    client = at_desk("zhou")
    client.post("/desk/calling/place/", {"place": "center/general/1"})
    return client


def text(answer):
    return answer.content.decode()


def granted(lin, zhou, now, number=1):
    """Instant filings of Lin that are decided and lie at the window."""
    for n in range(number):
        form = {
            "company": f"林记{n}",
            "uscc": "91990101MA0000001Y",
            "address": "东城区",
            "size": "3×1",
            "phone": PHONE,
        }
        said = {"region": "990100", "party": lin.party, "channel": "web", "by": lin, "at": now}
        case = cases.open_case(item="signboard", form=form, **said)
        luo = accounts.actor_of(accounts.user_of("luo"))
        cases.accept(ref=case.ref, by=zhou, at=now)
        cases.complete_step(ref=case.ref, step="check", result="pass", by=luo, at=now)
        yield cases.decide(ref=case.ref, outcome="granted", reason="符合", by=luo, at=now).ref


# --- reception --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [LIN, PHONE, "110105 19900512 0022"])
def test_a_number_or_a_telephone_finds_the_person_masked(zhou_at, typed):
    page = text(zhou_at.post("/desk/reception/", {"q": typed}))
    assert "林*" in page
    assert "要办什么" in page
    assert LIN not in page


def test_words_find_items_and_bundles_in_one_list(zhou_at, lin):
    asked = {"q": "开餐馆", "party": lin.party}
    page = text(zhou_at.post("/desk/reception/", asked, headers={"HX-Request": "true"}))
    assert "一件事" in page
    assert "/desk/new-bundle/open-restaurant/" in page


def test_enter_opens_the_form_of_the_first_hit_filled_in_and_the_look_is_recorded(
    zhou_at, lin, now
):
    asked = {"q": "zhaopai", "party": lin.party, "go": "1", "look": "1"}
    page = text(zhou_at.post("/desk/reception/", asked))
    assert "店招牌匾设置备案" in page
    assert "青岚市明禾餐饮有限公司" in page
    assert 'action="/desk/new/signboard/"' in page
    assert audit.records(obj=f"party:{lin.party}")[0].action == "reveal"


def test_a_bundle_comes_filled_in_too(zhou_at, lin):
    asked = {"party": lin.party, "look": "1"}
    page = text(zhou_at.post("/desk/new-bundle/open-restaurant/", asked))
    assert 'value="林晓"' in page
    assert not cases.my_cases(lin, at=timezone.now())


def test_an_unknown_number_is_kept_for_the_form(zhou_at):
    page = text(zhou_at.post("/desk/reception/", {"q": "110105196512310014"}))
    assert "还没有这个号码" in page
    asked = {"q": "招牌", "go": "1", "look": "1", "who-kind": "person"}
    page = text(zhou_at.post("/desk/reception/", {**asked, "who-code": "110105195103080046"}))
    assert "110105195103080046" in page


def test_a_number_never_stands_in_an_address(zhou_at):
    page = text(zhou_at.get(f"/desk/reception/?q={LIN}"))
    assert "林*" not in page


def test_reception_is_for_clerks(at_desk):
    for name in ("ma", "shen", "qian", "lin"):
        assert at_desk(name).get("/desk/reception/").status_code == 404


# --- calling ----------------------------------------------------------------------------------


def test_a_morning_at_the_window(zhou_at, now):
    for priority in ("", "disabled", ""):
        zhou_at.post("/desk/calling/take/", {"counter": "general", "priority": priority})
    zhou_at.post("/desk/calling/do/next/")
    page = text(zhou_at.get("/desk/calling/"))
    assert "A002" in page  # the priority number
    assert "残疾人" in page
    center = halls.hall("center", region="990100", on=now.date())
    (called,) = halls.on_screen(center, at=now)
    zhou_at.post("/desk/calling/do/start/", {"visit": called.id})
    zhou_at.post("/desk/calling/do/next/", {"visit": called.id})
    (called,) = halls.on_screen(center, at=now)
    assert called.number == "A001"
    zhou_at.post("/desk/calling/do/skip/", {"visit": called.id})
    assert "回来了，排回去" in text(zhou_at.get("/desk/calling/"))
    zhou_at.post("/desk/calling/do/restore/", {"visit": called.id})
    zhou_at.post("/desk/calling/do/next/")
    (called,) = halls.on_screen(center, at=now)
    zhou_at.post("/desk/calling/do/transfer/", {"visit": called.id, "counter": "property"})
    assert "已转到“不动产和税务”" in text(zhou_at.get("/desk/calling/"))


def test_the_same_press_twice_is_one_number(zhou_at, now):
    asked = {"counter": "general", "form_key": "7d1f8d0e-9d5c-4c59-9a8e-2b2d3b1c4e5f"}
    for _ in range(2):
        zhou_at.post("/desk/calling/take/", asked)
    center = halls.hall("center", region="990100", on=now.date())
    assert len(halls.numbers(center, day=now.date())) == 1


def test_without_a_window_nothing_is_called(at_desk):
    client = at_desk("zhou")
    assert client.post("/desk/calling/do/next/").status_code == 409
    assert client.post("/desk/calling/place/", {"place": "center/general/99"}).status_code == 404
    assert client.post("/desk/calling/place/", {"place": "x"}).status_code == 404


def test_the_calling_page_asks_little_of_the_database(zhou_at, django_assert_max_num_queries):
    for _ in range(12):
        zhou_at.post("/desk/calling/take/", {"counter": "general"})
    with django_assert_max_num_queries(8):
        zhou_at.get("/desk/calling/")


def test_who_has_no_phone_is_booked_and_checked_in_by_the_clerk(zhou_at, qin, now):
    asked = {"hall": "center", "who": "110105195103080046", "slot": "20260302-1100"}
    zhou_at.post("/desk/appointments/book/", asked)
    (made,) = halls.my_bookings(qin, at=now)
    page = text(zhou_at.get("/desk/appointments/?day=2026-03-02"))
    assert made.code in page
    assert "秦**" in page
    zhou_at.post("/desk/calling/take/", {"booking": made.code})
    assert "已到" in text(zhou_at.get("/desk/appointments/?day=2026-03-02"))


# --- pick-up ----------------------------------------------------------------------------------


def test_one_hand_over_for_all_results_of_one_person(zhou_at, lin, zhou, now):
    refs = list(granted(lin, zhou, now, 3))
    page = text(zhou_at.post("/desk/pick-up/", {"who": LIN}))
    assert all(ref in page for ref in refs)
    hand = {"party": lin.party, "ref": refs, "recipient": "林晓", "hand": "1"}
    refused = zhou_at.post("/desk/pick-up/", hand)
    assert refused.status_code == 409
    assert "还没有核对身份" in text(refused)
    done = text(zhou_at.post("/desk/pick-up/", {**hand, "checked": "1", "note": "登记册第12页"}))
    assert "已交付 3 件" in done
    assert "没有等着领取的结果" in done
    for ref in refs:
        assert "delivered" in [e.name for e in cases.timeline(zhou, ref)]


def test_what_was_handed_over_already_stops_only_itself(zhou_at, lin, zhou, now):
    first, second = granted(lin, zhou, now, 2)
    cases.deliver(ref=first, way="pick-up", recipient="林晓", by=zhou, at=now)
    hand = {"party": lin.party, "ref": [first, second], "recipient": "林晓", "checked": "1"}
    page = text(zhou_at.post("/desk/pick-up/", {**hand, "hand": "1"}))
    assert "已交付 1 件" in page
    assert "已经送达" in page


def test_a_case_number_finds_its_owner(zhou_at, lin, zhou, now):
    (ref,) = granted(lin, zhou, now)
    assert ref in text(zhou_at.post("/desk/pick-up/", {"who": ref}))
    assert ref in text(zhou_at.get("/desk/pick-up/"))


def test_the_list_costs_the_same_for_one_and_for_six(
    zhou_at, lin, zhou, now, django_assert_max_num_queries
):
    list(granted(lin, zhou, now, 6))
    with django_assert_max_num_queries(12):
        zhou_at.post("/desk/pick-up/", {"party": lin.party})


def test_the_digits_of_a_booking_that_was_not_found_stay_to_be_mended(zhou_at):
    answer = zhou_at.post("/desk/calling/take/", {"booking": "123456"})
    assert answer.status_code == 409
    assert 'value="123456"' in text(answer)
    assert 'value="123456"' not in text(zhou_at.get("/desk/calling/"))
