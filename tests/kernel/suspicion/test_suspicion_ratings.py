"""Praise given on the office's own devices, and the shared devices that are honest."""

from dataclasses import replace
from datetime import timedelta

from suspicion_situations import RatingFacts, day, flagged, ordinary_month, plain, why

KIND = "staff-rating"


def rated(n, device, *, by="ma", level=5, minutes=6.0, at=None, rater=None, **more):
    ended = day(3, 17, 14) + timedelta(minutes=4 * n)
    one = plain(day(3, 12), ended, by=by, **more)
    when = at or ended + timedelta(minutes=minutes)
    return replace(one, rating=RatingFacts(level, when, "web", rater or one.opened_by, device))


def test_praise_from_the_officers_own_terminal_in_a_row_is_a_ground():
    rows = [rated(n, "pc1") for n in range(8)]
    found = flagged([*ordinary_month(), *rows], pc1="desk")
    assert found == {KIND: [one.ref for one in rows]}


def test_it_is_seen_without_a_register_too():
    rows = [rated(n, "phone1", minutes=3) for n in range(12)]
    found = flagged([*ordinary_month(), *rows])
    assert set(found[KIND]) == {one.ref for one in rows}


def test_a_kiosk_in_the_hall_serves_everybody():
    rows = [
        rated(
            n, "hall", by=("ma", "wu", "deng")[n % 3], level=(5, 5, 4, 2)[n % 4], channel="window"
        )
        for n in range(24)
    ]
    assert flagged([*ordinary_month(), *rows], hall="kiosk") == {}


def test_an_agent_rates_for_many_clients():
    rows = [
        rated(n, "agency", by=("ma", "wu", "deng")[n % 3], minutes=900 + n, rater="party:agent")
        for n in range(20)
    ]
    assert flagged([*ordinary_month(), *rows]) == {}


def test_a_clerk_helps_an_old_person_now_and_then():
    rows = [
        replace(
            rated(n, "window3", channel="window", level=(5, 4)[n % 2]),
            rating=RatingFacts(
                (5, 4)[n % 2], day(3, 5 + 4 * n, 10.5), "window", f"party:{n}", "window3"
            ),
        )
        for n in range(4)
    ]
    assert flagged([*ordinary_month(), *rows], window3="window") == {}


def test_a_bad_rating_is_never_held_to_be_staged():
    (one,) = [rated(0, "pc1", level=2)]
    assert flagged([*ordinary_month(), one], pc1="desk") == {}


def test_the_ground_names_the_device_and_who_was_praised():
    rows = [rated(n, "pc1") for n in range(8)]
    (found,) = (
        one for one in why([*ordinary_month(), *rows], rows[2].ref, pc1="desk") if one.kind == KIND
    )
    words = "".join(reason.sentence for reason in found.reasons)
    assert "工作人员终端" in words
    assert "8 个申请人" in words
    assert "100% 给了同一两名经办人" in words
