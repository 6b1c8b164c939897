"""Work written down afterwards and dated back, and the late entries that are honest."""

from datetime import timedelta

from suspicion_situations import case, day, flagged, ordinary_month, said, why

KIND = "back-dated"
PAPER = {"number": "ZZ-0017", "scan": "ab12", "second": "he", "outage": "2026-03-10"}


def entered(n, at, *, paper=None, dated=(3, 4), by="zhou", minutes=0.0, channel="window"):
    begun, ended = day(3, dated[0]), day(3, dated[1] + 6, 11)
    put_in = at + timedelta(minutes=minutes)
    facts = {"paper": paper} if paper else {}
    return case(
        ("submitted", by, begun, facts, None, put_in),
        ("accepted", by, begun + timedelta(hours=1), {}, None, put_in + timedelta(minutes=1)),
        (
            *("step-done", "ma", begun + timedelta(days=2), {"step": "review"}, said("符合")),
            put_in + timedelta(minutes=3),
        ),
        ("decided", "ma", ended, {"outcome": "granted"}, None, put_in + timedelta(minutes=4)),
        due=day(3, 13, 17),
        channel=channel,
    )


GAMED = entered(1, day(3, 20))


def test_a_whole_life_written_down_a_week_later_is_a_ground():
    assert flagged([*ordinary_month(), GAMED]) == {KIND: [GAMED.ref]}


def test_the_ground_compares_the_dates():
    (found,) = why([*ordinary_month(), GAMED], GAMED.ref)
    codes = {reason.code for reason in found.reasons}
    assert codes >= {"entered-days-later", "no-paper", "on-time-by-date-only", "written-in-one-go"}


def test_an_outage_with_numbered_paper_is_not():
    honest = [
        entered(n, day(3, 11, 9), paper=PAPER, dated=(3, 4), by=who, minutes=5 * n)
        for n, who in enumerate(("zhou", "sun", "li"))
    ]
    assert flagged([*ordinary_month(), *honest]) == {}


def test_an_entry_of_the_same_morning_is_not():
    same_day = case(
        ("submitted", "zhou", day(3, 4, 9), {}, None, day(3, 4, 9.5)),
        ("accepted", "zhou", day(3, 4, 9.1), {}, None, day(3, 4, 9.5)),
        ("decided", "ma", day(3, 9)),
        due=day(3, 16, 17),
    )
    assert why([*ordinary_month(), same_day], same_day.ref) == []


def test_the_second_signature_must_be_of_another_person():
    kept = {
        "book": "QL",
        "number": 7,
        "scan": "ab",
        "entered_by": "zhou",
        "signed_at": "2026-03-11",
    }
    alone = entered(1, day(3, 20), paper=kept | {"signed_by": "zhou"})
    two = entered(2, day(3, 20), paper=kept | {"signed_by": "he"})
    found = {one.ref: _codes(one) for one in why([*ordinary_month(), alone], alone.ref)}
    found |= {one.ref: _codes(one) for one in why([*ordinary_month(), two], two.ref)}
    assert "paper-bare" in found[alone.ref]
    assert "paper-complete" in found[two.ref]


def _codes(found):
    return {reason.code for reason in (*found.reasons, *found.against)}


def test_paper_whose_number_nobody_can_check_does_not_clear_by_itself():
    claimed = entered(1, day(3, 20), paper={"number": "1"})
    (weighed,) = why([*ordinary_month(), claimed], claimed.ref)
    assert "paper-bare" in {reason.code for reason in weighed.against}
    assert flagged([*ordinary_month(), claimed]) == {KIND: [claimed.ref]}
