"""亮证: the holder decides what is seen, for how long, what for; and sees who looked."""

from datetime import timedelta

import pytest

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.licences import service as licences


@pytest.fixture
def code(permit, lin, now):
    return licences.show(
        number=permit.number,
        attributes=["holder", "kind"],
        purpose="商场核对开业资格",
        by=lin,
        at=now,
    )


def refused(call) -> str:
    with pytest.raises(Refusal) as found:
        call()
    return found.value.code


def test_the_verifier_sees_exactly_the_lines_that_were_ticked(code, now):
    seen = licences.look(code.spoken.lower(), at=now, who="商场 小王")
    assert [(line.code, line.value) for line in seen.lines] == [
        ("holder", "青岚市明禾餐饮有限公司"),
        ("kind", "餐饮服务经营者"),
    ]
    assert (seen.status, seen.purpose) == ("valid", "商场核对开业资格")


def test_before_the_look_only_the_names_of_the_lines_are_told(code, now):
    told = licences.offer(code.code, at=now)
    assert told.labels == ("持有人", "主体业态")
    assert told.lines == ()
    assert licences.offer(code.code, at=now) == told  # reading it uses nothing up


def test_a_code_is_good_for_one_look(code, lin, now):
    licences.look(code.code, at=now)
    assert refused(lambda: licences.look(code.code, at=now, who="另一个人")) == "showing-used"
    assert refused(lambda: licences.offer(code.code, at=now)) == "showing-used"
    looks = licences.showing(lin, code.id, at=now).looks
    assert [one.label for one in looks] == ["看到了所选内容", "已用过，没有看到"]
    assert looks[1].who == "另一个人"


def test_after_ten_minutes_it_shows_nothing(code, lin, now):
    assert licences.offer(code.code, at=now + timedelta(minutes=9, seconds=59))
    late = now + timedelta(minutes=10)
    assert refused(lambda: licences.look(code.code, at=late)) == "showing-expired"
    assert licences.showing(lin, code.id, at=late).state == "expired"


def test_the_holder_takes_it_back(code, lin, now):
    assert licences.withdraw_showing(id=code.id, by=lin, at=now).state == "withdrawn"
    assert refused(lambda: licences.look(code.code, at=now)) == "showing-withdrawn"
    again = refused(lambda: licences.withdraw_showing(id=code.id, by=lin, at=now))
    assert again == "showing-over"


def test_every_refusal_is_one_sentence_or_two_and_says_what_to_do(code, now):
    licences.look(code.code, at=now)
    with pytest.raises(Refusal) as found:
        licences.look(code.code, at=now)
    assert "重新生成" in found.value.sentence


@pytest.mark.parametrize("text", ["", "A", "ABCD-EFGH-JKMN", "二维码", "A" * 200])
def test_a_code_that_nobody_made_finds_nothing(code, now, text):
    assert refused(lambda: licences.look(text, at=now)) == "showing-unknown"


def test_codes_are_long_and_differ(permit, lin, now):
    made = {
        licences.show(
            number=permit.number, attributes=["holder"], purpose="核对", by=lin, at=now
        ).code
        for _ in range(5)
    }
    assert len(made) == 5
    assert all(len(one) == 12 for one in made)
    sixth = refused(
        lambda: licences.show(
            number=permit.number, attributes=["holder"], purpose="核对", by=lin, at=now
        )
    )
    assert sixth == "too-many"


def test_a_strangers_licence_is_not_there(permit, code, qin, ma, now):
    for other in (qin, ma):
        with pytest.raises(NotVisible):
            licences.show(
                number=permit.number, attributes=["holder"], purpose="核对", by=other, at=now
            )
        with pytest.raises(NotVisible):
            licences.withdraw_showing(id=code.id, by=other, at=now)
        with pytest.raises(NotVisible):
            licences.showing(other, code.id, at=now)
        with pytest.raises(NotVisible):
            licences.showings(other, permit.number, at=now)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"attributes": []}, "nothing-chosen"),
        ({"attributes": ["token", "case_ref"]}, "nothing-chosen"),
        ({"purpose": "  "}, "purpose-missing"),
        ({"purpose": "长" * 61}, "purpose-long"),
        ({"minutes": 9999}, "minutes"),
    ],
)
def test_what_cannot_be_consented_to_is_refused(permit, lin, now, change, why):
    asked = {"number": permit.number, "attributes": ["holder"], "purpose": "核对", **change}
    assert refused(lambda: licences.show(**asked, by=lin, at=now)) == why


def test_what_is_not_in_force_cannot_be_shown(permit, lin, ma, now):
    licences.revoke(number=permit.number, by=ma, at=now, reason="骗取")
    asked = {"number": permit.number, "attributes": ["holder"], "purpose": "核对"}
    assert refused(lambda: licences.show(**asked, by=lin, at=now)) == "licence-status"


def test_a_licence_that_ended_after_the_code_was_made_says_so(permit, code, ma, now):
    licences.revoke(number=permit.number, by=ma, at=now, reason="骗取")
    assert licences.look(code.code, at=now).status_label == "已撤销"
