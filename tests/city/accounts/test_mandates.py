"""An agent acts for a party as far and as long as the party says, and everybody sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify

FORM = {"kind": "", "phone": "13800138000"}


def _give(lin, qin, now, *, items=(), days=30):
    agent = accounts.party_view(qin.party, masked=False)
    return accounts.authorise(
        agent_name=agent.name,
        agent_code=agent.code,
        until=now.date() + timedelta(days=days),
        items=items,
        by=lin,
        at=now,
    )


def _complain(by, city, now, party):
    from yingshang.city.catalog import service as catalog

    form = {}
    for field in catalog.item("complaint", region=city, on=now.date()).body["fields"]:
        if field.get("required"):
            plain = {"phone": "13800138000", "date": "2026-03-01", "number": "1"}
            form[field["name"]] = (
                str(field["choices"][0])
                if "choices" in field
                else plain.get(field["type"], "门口的路灯不亮")
            )
    return cases.open_case(
        item="complaint", region=city, form=form, party=party, channel="web", by=by, at=now
    )


def test_nobody_acts_for_another_without_an_authorisation(lin, qin, city, now):
    with pytest.raises(Refusal):
        _complain(qin, city, now, lin.party)
    with pytest.raises(Refusal, match="到期或被撤回"):
        accounts.on_behalf(qin, 1, at=now)


def test_what_an_agent_does_says_for_whom(lin, qin, city, now):
    given = _give(lin, qin, now)
    agent = accounts.on_behalf(qin, given.id, at=now)
    case = _complain(agent, city, now, lin.party)
    first = cases.timeline(lin, case.ref)[0]
    assert first.by == qin.id
    assert first.by_name == "申请人的代办人"
    assert first.data["mandate"] == given.id
    assert case.ref in {row.ref for row in cases.my_cases(lin, at=now)}
    assert case.ref not in {row.ref for row in cases.my_cases(qin, at=now)}


def test_an_authorisation_for_one_item_shows_and_does_no_other(lin, qin, city, now):
    own = _complain(lin, city, now, lin.party)
    agent = accounts.on_behalf(qin, _give(lin, qin, now, items=["food-permit"]).id, at=now)
    assert cases.my_cases(agent, at=now) == ()
    with pytest.raises(cases.NotVisible):
        cases.case_for(agent, own.ref, at=now)
    with pytest.raises(Refusal):
        _complain(agent, city, now, lin.party)


def test_it_ends_with_its_day_and_the_moment_it_is_taken_back(lin, qin, now):
    given = _give(lin, qin, now, days=1)
    accounts.on_behalf(qin, given.id, at=now + timedelta(hours=30))
    with pytest.raises(Refusal):
        accounts.on_behalf(qin, given.id, at=now + timedelta(days=2))
    accounts.withdraw_mandate(id=given.id, by=lin, at=now + timedelta(hours=1))
    with pytest.raises(Refusal):
        accounts.on_behalf(qin, given.id, at=now + timedelta(hours=1))
    assert not accounts.mandates(lin, at=now + timedelta(hours=1))[0].running


def test_nobody_else_can_use_it_or_take_it_back(lin, qin, zhou, now):
    given = _give(lin, qin, now)
    for other in (lin, zhou):
        with pytest.raises(Refusal):
            accounts.on_behalf(other, given.id, at=now)
    with pytest.raises(Refusal):
        accounts.withdraw_mandate(id=given.id, by=zhou, at=now)


def test_an_agent_authorises_nobody_in_turn(lin, qin, now):
    agent = accounts.on_behalf(qin, _give(lin, qin, now).id, at=now)
    with pytest.raises(Refusal):
        _give(agent, lin, now)


@pytest.mark.parametrize(
    ("name", "code", "days"),
    [("不是她", None, 30), (None, "110101199003070134", 30), (None, None, -1), (None, None, 400)],
)
def test_a_wrong_name_number_or_day_authorises_nobody(lin, qin, now, name, code, days):
    agent = accounts.party_view(qin.party, masked=False)
    with pytest.raises(Refusal):
        accounts.authorise(
            agent_name=name or agent.name,
            agent_code=code or agent.code,
            until=now.date() + timedelta(days=days),
            by=lin,
            at=now,
        )
    assert accounts.mandates(lin, at=now) == []


def test_both_are_told(lin, qin, now):
    _give(lin, qin, now)
    assert notify.unread([f"user:{qin.id}"]) == 1
    assert notify.unread([f"party:{lin.party}"]) == 1


def test_an_agents_draft_is_kept_apart_from_his_own(lin, qin, city, now):
    agent = replace(qin, party=lin.party, mandate=7)
    cases.save_draft(item="complaint", region=city, form={"phone": "1"}, by=agent, at=now)
    assert cases.my_draft(qin, "complaint", region=city) is None
    assert cases.my_draft(agent, "complaint", region=city).form == {"phone": "1"}
