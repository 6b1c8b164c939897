"""A person names a deputy for a period: a colleague who is there and hands nothing on."""

from datetime import timedelta

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify


@pytest.fixture
def market(city, now):
    """Two colleagues of Ma at the market regulator."""
    people = [
        {"username": "sun", "label": "孙莉"},
        {"username": "gao", "label": "高远"},
    ]
    unit = {"role": "reviewer", "region_id": "990100", "unit_id": "990100-market"}
    accounts.ensure_people([person | unit for person in people], at=now)
    return {name: accounts.actor_of(accounts.user_of(name)) for name in ("sun", "gao")}


def away(by, deputy, now, *, since=0, days=5, **said):
    begin = now + timedelta(days=since)
    return accounts.name_deputy(
        deputy=deputy, since=begin, until=begin + timedelta(days=days), by=by, at=now, **said
    )


def refused(*args, **said) -> str:
    with pytest.raises(Refusal) as refusal:
        away(*args, **said)
    return refusal.value.code


def test_the_deputy_stands_in_while_it_runs_and_is_told(ma, market, now):
    away(ma, "sun", now, since=1, days=2)
    assert accounts.stands_in_for("sun", at=now) == {}
    assert accounts.stands_in_for("sun", at=now + timedelta(days=1)) == {"ma": "马骏"}
    assert accounts.stands_in_for("sun", at=now + timedelta(days=3)) == {}
    (told,) = notify.inbox(["user:sun"])
    assert "马骏" in told.title
    assert audit.records(obj="user:ma")[0].action == "deputy-named"


def test_back_earlier(ma, market, now):
    absence = away(ma, "sun", now)
    accounts.end_absence(id=absence.id, by=ma, at=now + timedelta(hours=1))
    assert accounts.stands_in_for("sun", at=now + timedelta(hours=2)) == {}
    assert accounts.absences(ma, at=now + timedelta(hours=2)) == []
    with pytest.raises(Refusal):
        accounts.end_absence(id=absence.id, by=ma, at=now + timedelta(hours=3))


def test_a_deputy_is_a_colleague_of_the_same_unit(ma, wu, market, now):
    for deputy in ("wu", "ma", "nobody"):
        assert refused(ma, deputy, now) == "deputy-unit"


def test_nobody_names_a_deputy_for_another_but_who_oversees(ma, shen, market, now):
    assert refused(market["sun"], "gao", now, person="ma") == "not-yours"
    assert away(shen, "sun", now, person="ma", reason="住院").person == "ma"
    with pytest.raises(Refusal):
        accounts.end_absence(id=accounts.absences(ma, at=now)[0].id, by=market["sun"], at=now)


def test_the_period_must_lie_ahead_and_be_one(ma, market, now):
    assert refused(ma, "sun", now, days=0) == "absence-period"
    assert refused(ma, "sun", now, since=-9, days=2) == "absence-past"
    assert refused(ma, "sun", now, days=400) == "absence-long"


def test_nothing_is_handed_on(ma, market, now):
    away(ma, "sun", now)
    assert refused(ma, "gao", now, since=2) == "absence-twice"
    assert refused(market["sun"], "gao", now, since=1) == "deputy-chain"
    assert refused(market["gao"], "ma", now, since=1) == "deputy-away"
    assert away(ma, "gao", now, since=5).deputy == "gao"


def test_colleagues_see_who_is_away(ma, wu, shen, market, now):
    away(ma, "sun", now)
    (seen,) = accounts.absences(market["gao"], at=now)
    assert (seen.person_name, seen.deputy_name, seen.running) == ("马骏", "孙莉", True)
    assert accounts.absences(wu, at=now) == []
    assert accounts.absences(wu, at=now, unit="990100-market") == []
    assert len(accounts.absences(shen, at=now, unit="990100-market")) == 1
