"""A hearing that the law itself asks for (art. 46): nobody has to ask, the clock stands all the
same, and the day may be called anew."""

from __future__ import annotations

from datetime import timedelta

from flow_samples import HELD, after, names, run, well_formed

from yingshang.kernel import flow as f


def called(takes: str = "20个工作日") -> f.Standing:
    at = [after(hour) for hour in range(5)]
    standing, _events = run(
        HELD,
        well_formed("submit", f.Standing(), at[0]),
        well_formed("accept", f.Standing(), at[1]),
        f.TellHearing(by="wu", at=at[2], reason="相邻采光", ask_by=at[2] + timedelta(days=7)),
        f.CallHearing(
            by="wu",
            at=at[3],
            on=at[3] + timedelta(days=14),
            earliest=at[3],
            place="301",
            chair="何青",
            takes=takes,
        ),
    )
    return standing


def test_the_clock_stands_from_the_call_to_the_record() -> None:
    standing = called()
    assert standing.open_pause is not None
    assert standing.open_pause.kind == "hearing"
    assert standing.open_pause.expected == "20个工作日"
    held = f.decide(HELD, standing, f.HoldHearing(by="wu", at=after(500), record="双方陈述"))
    assert names(held) == ["hearing-held", "resumed"]


def test_the_day_may_be_called_anew_beyond_the_days_for_asking() -> None:
    standing = called()
    again = f.CallHearing(
        by="wu", at=after(6), on=after(600), earliest=after(6), place="302", chair="何青"
    )
    assert names(f.decide(HELD, standing, again)) == ["hearing-called"]
