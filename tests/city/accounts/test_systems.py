"""Systems of bureaus act by keys that are shown once and can be taken back."""

from datetime import timedelta

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Refusal, Role
from yingshang.city.accounts.models import ApiKey
from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify


@pytest.fixture
def tax(city, fang, now):
    return accounts.register_system(
        code="tax-core",
        name="税务核心系统",
        unit="990100-tax",
        scopes=["cases:read", "events:read"],
        by=fang,
        at=now,
    )


@pytest.fixture
def key(tax, fang, now):
    return accounts.issue_key(system=tax.code, by=fang, at=now, label="生产", days=30)


def test_a_key_stands_for_a_reviewer_of_its_unit(key, now):
    actor, view = accounts.key_actor(key.secret, at=now)
    assert (actor.id, actor.role, actor.unit) == ("system:tax-core", Role.REVIEWER, "990100-tax")
    assert actor.scopes == {"cases:read", "events:read"}
    assert view.id == key.id


def test_the_key_is_kept_as_a_digest_only(key):
    row = ApiKey.objects.values().get()
    secret = key.secret.split("_", 2)[2]
    assert secret not in str(row)
    kept = str([vars(r) for r in audit.records(obj="system:tax-core")])
    assert secret not in kept
    assert "issue_key" in kept


def test_wrong_keys_stand_for_nobody(key, now):
    wrong = ["", "ys", "ys__", key.secret[:-1], key.secret + "x", key.secret.replace("ys_", "yz_")]
    wrong += ["ys_000000000000_" + key.secret.split("_", 2)[2], "ys_\ud800_x", "é" * 50]
    assert [text for text in wrong if accounts.key_actor(text, at=now)] == []


def test_a_key_ends_by_its_date_by_revocation_and_with_its_system(tax, key, fang, now):
    assert accounts.key_actor(key.secret, at=now + timedelta(days=29))
    assert accounts.key_actor(key.secret, at=now + timedelta(days=30)) is None
    other = accounts.issue_key(system=tax.code, by=fang, at=now)
    accounts.revoke_key(system=tax.code, key=other.id, by=fang, at=now)
    accounts.revoke_key(system=tax.code, key=other.id, by=fang, at=now)
    assert accounts.key_actor(other.secret, at=now) is None
    assert accounts.key_actor(key.secret, at=now)
    accounts.set_system_active(code=tax.code, active=False, by=fang, at=now)
    assert accounts.key_actor(key.secret, at=now) is None
    assert accounts.actor_of_system("system:tax-core") is None
    with pytest.raises(Refusal, match="停用"):
        accounts.issue_key(system=tax.code, by=fang, at=now)


def test_stopping_a_system_stops_what_is_sent_to_it(tax, fang, now):
    notify.add_receiver(owner=tax.owner, url="https://93.184.215.14/", at=now)
    accounts.set_system_active(code=tax.code, active=False, by=fang, at=now)
    assert [r.active for r in notify.receivers(owner=tax.owner)] == [False]


@pytest.mark.parametrize("who", ["lin", "zhou", "wu", "ma", "shen", "qian", "he"])
def test_only_the_bureau_gives_out_keys(tax, who, request, now):
    actor = request.getfixturevalue(who)
    for verb in (
        lambda: accounts.issue_key(system=tax.code, by=actor, at=now),
        lambda: accounts.set_system_active(code=tax.code, active=False, by=actor, at=now),
        lambda: accounts.systems(actor),
    ):
        with pytest.raises(Refusal, match="营商局"):
            verb()


def test_the_bureau_of_another_city_finds_nothing(tax, key, fang, now):
    from dataclasses import replace

    other = replace(fang, region="990200")
    assert accounts.systems(other) == []
    with pytest.raises(accounts.NotVisible):
        accounts.issue_key(system=tax.code, by=other, at=now)
    with pytest.raises(accounts.NotVisible):
        accounts.revoke_key(system=tax.code, key=key.id, by=other, at=now)
    with pytest.raises(Refusal, match="营商局"):
        accounts.register_system(
            code="abc", name="x", unit="990100-tax", scopes=["cases:read"], by=other, at=now
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "Tax Core"}, "bad-code"),
        ({"code": "tax-core"}, "code-taken"),
        ({"name": " "}, "bad-name"),
        ({"scopes": []}, "bad-scopes"),
        ({"scopes": ["cases:read", "all"]}, "bad-scopes"),
        ({"unit": "990100-nobody"}, "no-such-unit"),
    ],
)
def test_what_is_wrong_is_said(tax, fang, now, changed, code):
    values = {"code": "other", "name": "另一个", "unit": "990100-tax", "scopes": ["cases:read"]}
    with pytest.raises(Refusal) as refused:
        accounts.register_system(**{**values, **changed}, by=fang, at=now)
    assert refused.value.code == code


def test_the_day_of_last_use_is_kept_and_nothing_finer(tax, key, fang, now):
    for day in (now.date(), now.date() - timedelta(days=3)):
        accounts.key_used(key.id, on=day)
    assert accounts.systems(fang)[0].keys[0].used_on == now.date()


def test_a_request_is_carried_out_once_under_its_key(tax, now):
    by, done = accounts.actor_of_system("system:tax-core"), []

    def ask(key="k", digest="d", fail=False):
        def do():
            done.append(1)
            if fail:
                raise ValueError
            return accounts.Answer(201, "body", '"1"')

        return accounts.once(by=by, key=key, digest=digest, at=now, do=do)

    with pytest.raises(ValueError, match=r"^$"):
        ask(fail=True)
    assert ask().replayed is False
    assert ask() == accounts.Answer(201, "body", '"1"', replayed=True)
    assert len(done) == 2
    with pytest.raises(Refusal, match="另一个请求"):
        ask(digest="other")
    assert accounts.forget_replies(at=now + timedelta(days=6)) == 0
    assert accounts.forget_replies(at=now + timedelta(days=8)) == 1


def test_the_platform_itself_may_issue_keys(tax, now):
    assert accounts.issue_key(system=tax.code, by=SYSTEM, at=now).secret.startswith("ys_")
