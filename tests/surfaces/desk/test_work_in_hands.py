"""The queue as a work list: claim, hand over, accept many, move, deputise, keep filters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

QUEUE, MANY = "/desk/", "/desk/many/"
MARKET = "990100-market"


@pytest.fixture
def sun(city, now):
    unit = {"role": "reviewer", "region_id": "990100", "unit_id": MARKET}
    accounts.ensure_people([{"username": "sun", "label": "孙莉", **unit}], at=now)
    return accounts.actor_of(accounts.user_of("sun"))


@pytest.fixture
def three(city, lin, company, now):
    """Three companies, each with its papers, waiting for the window."""
    papers = [(f"{code}.pdf", b"%PDF-1.4\n%%EOF", code) for code in ("address-proof", "articles")]
    return [
        cases.open_case(
            item="company-start",
            region=city,
            form=company | {"company": f"青岚市第{n}号有限公司"},
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
            files=papers,
        ).ref
        for n in range(3)
    ]


def post(client, do, refs, **said):
    return client.post(MANY, {"do": do, "pick": [f"{ref}:" for ref in refs], **said})


def text(answer) -> str:
    return answer.content.decode()


def test_claiming_from_the_list_comes_back_to_the_list(at_desk, three, zhou):
    answer = at_desk("zhou").post(MANY, {"do": f"claim:{three[0]}", "next": "/desk/?held=nobody"})
    assert answer["Location"] == "/desk/?held=nobody"
    page = at_desk("zhou").get(QUEUE, {"held": "me"})
    assert three[0] in text(page)
    assert three[1] not in text(page)
    assert "hand-mine" in text(page)


def test_what_a_colleague_has_is_told_with_his_name(at_desk, accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=now)
    answer = post(at_desk("sun"), "claim", [accepted.ref])
    assert "马骏已经先认领了本件" in text(answer)
    page = text(at_desk("sun").get(reverse("desk:case", args=[accepted.ref])))
    assert "由 马骏 办理" in page
    assert "act-complete_step" not in page
    assert "act-note" in page


def test_accepting_many_is_looked_over_first_then_answered_one_by_one(at_desk, three, filed, zhou):
    client = at_desk("zhou")
    look = post(client, "accept", [*three, filed.ref])
    assert "受理这 4 件" in text(look)
    assert cases.case_for(zhou, three[0]).state == "submitted"
    done = post(client, "accept", [*three, filed.ref], sure="1")
    assert "已受理 3 件" in text(done)
    assert "1 件没有办" in text(done)
    assert "住所使用证明" in text(done)
    assert {cases.case_for(zhou, ref).state for ref in three} == {"accepted"}


def test_a_number_that_is_not_there_is_answered_too(at_desk, three):
    answer = post(at_desk("zhou"), "accept", ["990100-2026-999999"], sure="1")
    assert "没有这个编号的办件" in text(answer)


@pytest.mark.parametrize("do", ["accept", "claim", "release", "hand", "move"])
@pytest.mark.parametrize("odd", ["²", "x;y", "' OR 1=1", "%00", "a/b"])
def test_a_tick_that_is_no_number_is_passed_over(at_desk, three, do, odd):
    """The answer links each number to its case: what no address holds must not get there."""
    said = {"do": do, "pick": [f"{odd}:1"], "to": "x", "note": "y", "sure": "1"}
    for form in (said, {**said, "do": f"{do}:{odd}"}):
        answer = at_desk("zhou").post(reverse("desk:many"), form, follow=True)
        assert answer.status_code == 200
        assert "没有选中任何办件" in answer.content.decode()


def test_nothing_chosen_is_said_and_nothing_done(at_desk, three):
    answer = at_desk("zhou").post(MANY, {"do": "accept"}, follow=True)
    assert "没有选中任何办件" in text(answer)
    assert at_desk("zhou").post(MANY, {"do": "burn", "pick": three[0]}).status_code == 302


def test_handing_over_names_a_colleague_and_writes_why(at_desk, accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=now)
    client = at_desk("ma")
    look = text(post(client, "hand", [accepted.ref]))
    assert "孙莉" in look
    assert ">马骏</option>" not in look
    post(client, "hand", [accepted.ref], sure="1", to="sun", note="我去开会")
    page = text(at_desk("sun").get(reverse("desk:case", args=[accepted.ref])))
    assert "马骏 → 孙莉。我去开会" in page
    assert accepted.ref in text(at_desk("sun").get(reverse("desk:inbox")))


def test_a_supervisor_moves_and_must_say_why(at_desk, accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=now)
    shen = at_desk("shen")
    said = {"sure": "1", "to": f"{MARKET}/sun"}
    refused = post(shen, "move", [accepted.ref], **said)
    assert refused.status_code == 409
    assert "必须写明理由" in text(refused)
    moved = post(shen, "move", [accepted.ref], note="均衡工作量", **said)
    assert moved.status_code == 302
    assert cases.case_for(sun, accepted.ref).hands[0].person == "sun"
    assert post(at_desk("sun"), "move", [accepted.ref], note="x", **said).status_code == 200


def test_the_workload_page_draws_and_leads_to_the_list(at_desk, accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=now)
    own = text(at_desk("ma").get(reverse("desk:workload")))
    assert "马骏" in own
    assert "孙莉" in own
    assert "load-bar" in own
    shen = at_desk("shen")
    assert shen.get(reverse("desk:workload")).context["unit"] == MARKET, "where work is due"
    page = text(shen.get(reverse("desk:workload"), {"unit": MARKET}))
    link = f"?of={MARKET}&amp;held=ma"
    assert link in page
    assert accepted.ref in text(shen.get(QUEUE, {"of": MARKET, "held": "ma"}))
    assert accepted.ref not in text(shen.get(QUEUE, {"of": MARKET, "held": "nobody"}))
    assert shen.get(reverse("desk:workload"), {"unit": "nowhere"}).status_code == 200


def test_a_deputy_is_named_on_the_page_and_ended(at_desk, accepted, ma, sun, now):
    client = at_desk("ma")
    said = {"deputy": "sun", "since": "2026-03-02T08:00", "until": "2099-03-02T08:00"}
    refused = client.post(reverse("desk:absence"), said)
    assert refused.status_code == 422
    assert "不能超过一年" in text(refused)
    soon = timezone.localtime()
    until = soon + timedelta(days=9)
    said |= {"since": f"{soon:%Y-%m-%dT%H:%M}", "until": f"{until:%Y-%m-%dT%H:%M}"}
    assert client.post(reverse("desk:absence"), said).status_code == 302
    assert "由 <b>孙莉</b> 代办" in text(client.get(reverse("desk:absence")))
    cases.claim(ref=accepted.ref, by=ma, at=timezone.now())
    queue = text(at_desk("sun").get(QUEUE, {"held": "me"}))
    assert "您正在代 马骏" in queue
    assert ">代 马骏</span>" in queue
    (absence,) = accounts.absences(ma, at=timezone.now())
    at_desk("sun").post(reverse("desk:end_absence"), {"id": absence.id})
    assert accounts.absences(ma, at=timezone.now())
    client.post(reverse("desk:end_absence"), {"id": absence.id})
    assert accounts.absences(ma, at=timezone.now()) == []


def test_filters_are_kept_used_at_opening_and_dropped(at_desk, three, zhou):
    client = at_desk("zhou")
    said = {"name": "待领的", "held": "nobody", "state": "submitted", "default": "1"}
    assert client.post(reverse("desk:save_filter"), said).status_code == 302
    opened = client.get(QUEUE)
    assert opened["Location"] == "/desk/?state=submitted&held=nobody"
    page = text(client.get(opened["Location"]))
    assert "待领的" in page
    assert client.get(QUEUE, {"all": "1"}).status_code == 200
    (kept,) = cases.saved_filters(zhou)
    client.post(reverse("desk:drop_filter"), {"id": kept.id})
    assert client.get(QUEUE).status_code == 200
    assert at_desk("ma").get(QUEUE).status_code == 200


def test_choices_stand_as_chips_and_come_off_one_by_one(at_desk, three):
    page = text(at_desk("zhou").get(QUEUE, {"state": "submitted", "q": "第1号", "held": "nobody"}))
    assert 'href="/desk/?state=submitted&amp;held=nobody&amp;all=1"' in page
    assert "待受理" in page


def test_nothing_that_one_may_see_is_nothing_chosen(at_desk, accepted):
    answer = at_desk("zhou").post(
        reverse("desk:many"), {"do": "accept", "pick": "nope:1"}, follow=True
    )
    assert "没有选中任何办件" in text(answer)


def test_only_overseers_look_into_another_units_hands(at_desk, accepted, ma, now):
    cases.claim(ref=accepted.ref, by=ma, at=now)
    page = text(at_desk("wu").get(QUEUE, {"of": MARKET, "held": "ma"}))
    assert accepted.ref not in page
    assert at_desk("wu").get(reverse("desk:workload"), {"unit": MARKET}).context["unit"] != MARKET


@pytest.mark.parametrize("username", ["zhou", "ma", "shen"])
def test_lists_with_hands_stay_cheap(
    at_desk, three, accepted, ma, zhou, now, username, django_assert_max_num_queries
):
    cases.claim_many(refs=three, by=zhou, at=now)
    client = at_desk(username)
    client.get(QUEUE)
    with django_assert_max_num_queries(18):
        client.get(QUEUE, {"held": "me"})
    with django_assert_max_num_queries(10):
        client.get(reverse("desk:workload"))
