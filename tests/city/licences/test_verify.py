"""A licence is verified by a token that nobody can guess."""

from datetime import date, timedelta

import pytest

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.licences import service as licences

DECLARED = {"type": "food", "name": "食品经营许可证", "prefix": "JY", "valid_years": 5}


@pytest.fixture
def licence(city, lin, now):
    return licences.issue(
        declared=DECLARED,
        case_ref="990100-2026-000007",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="青岚市明禾餐饮有限公司",
        at=now,
    )


def test_its_number_and_validity_follow_from_the_declaration(licence):
    assert licence.number == "JY99010020260302000007"
    assert licence.valid_until == date(2031, 3, 1)


def test_anybody_verifies_it_by_its_token(licence):
    found = licences.verify(licence.token)
    assert found.number == licence.number
    assert found.status_label == "有效"
    assert found.issuer_name == "青岚市市场监督管理局" or "市场监" in found.issuer_name


@pytest.mark.parametrize("token", ["", "x", "0" * 32])
def test_a_token_that_was_never_given_out_finds_nothing(licence, token):
    assert licences.verify(token) is None


def test_tokens_are_long_and_differ(licence, city, lin, now):
    other = licences.issue(
        declared=DECLARED,
        case_ref="990100-2026-000008",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="明禾",
        at=now,
    )
    assert len(licence.token) >= 32
    assert other.token != licence.token


def test_after_its_last_day_it_is_shown_as_expired(licence):
    assert licences.verify(licence.token, on=date(2031, 3, 1)).status == "valid"
    assert licences.verify(licence.token, on=date(2031, 3, 2)).status == "expired"


def test_a_leap_day_runs_to_the_last_of_february(city, lin, now):
    row = licences.prepare(
        declared=DECLARED,
        case_ref="990100-2028-000001",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="明禾",
        at=now.replace(year=2028, month=2, day=29),
    )
    assert row.valid_until == date(2033, 2, 28)


def test_the_qr_code_is_an_svg_of_the_address(licence):
    svg = licence.qr_svg(f"https://example.invalid/verify/{licence.token}")
    assert svg.startswith("<svg")
    assert "viewBox" in svg


def test_the_holder_finds_it_and_others_do_not(licence, lin, qin):
    assert [found.number for found in licences.my(lin)] == [licence.number]
    assert licences.my(qin) == []


def test_only_the_issuer_revokes_it_and_says_why(licence, ma, wu, now):
    at = now + timedelta(days=1)
    with pytest.raises(Refusal) as foreign:
        licences.revoke(number=licence.number, by=wu, at=at, reason="x")
    assert foreign.value.code == "not-yours"
    with pytest.raises(Refusal) as silent:
        licences.revoke(number=licence.number, by=ma, at=at, reason=" ")
    assert silent.value.code == "reason-missing"
    assert licences.revoke(number=licence.number, by=ma, at=at, reason="骗取").status == "revoked"
    assert licences.verify(licence.token).status == "revoked"


def test_an_officer_of_another_city_does_not_see_it(licence, now):
    other = Actor("x", "外市", "reviewer", "990200", "990200-market")
    with pytest.raises(NotVisible):
        licences.revoke(number=licence.number, by=other, at=now, reason="x")


def test_a_case_that_is_granted_again_leaves_one_valid_licence(licence, city, lin, now):
    again = licences.issue(
        declared=DECLARED,
        case_ref=licence.case_ref,
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="明禾",
        at=now + timedelta(days=3),
    )
    assert licences.for_case(licence.case_ref).number == again.number
    assert licences.verify(licence.token).status == "revoked"


@pytest.mark.parametrize(
    ("holder", "shown"),
    [
        ("秦玉兰", "秦*兰"),
        ("林晓", "林*"),
        ("欧阳明月", "欧**月"),
        ("青岚市明禾餐饮有限公司", "青岚市明禾餐饮有限公司"),
    ],
)
def test_the_public_sees_a_person_masked_and_a_firm_in_full(city, lin, now, holder, shown):
    issued = licences.issue(
        declared=DECLARED,
        case_ref="990100-2026-000008",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder=holder,
        at=now,
    )
    assert licences.verify(issued.token).holder == shown
    assert licences.my(lin)[0].holder == holder
