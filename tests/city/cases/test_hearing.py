"""Hearing: told, asked in five days, held within twenty after seven days' notice, decided on."""

from datetime import timedelta

import pytest
from later_life import applied, day, facts, officer

from yingshang.city.cases import service as cases


@pytest.fixture
def urban(city):
    return officer("urban")


@pytest.fixture
def reviewed(city, lin, zhou, now):
    case = applied("green-land", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    for step, who in (("review", "a"), ("visit", "a"), ("visit", "b")):
        cases.complete_step(ref=case.ref, step=step, by=officer("urban", who), at=day(now, 1))
    return case


@pytest.fixture
def told(reviewed, urban, now):
    cases.tell_hearing(ref=reviewed.ref, reason="相邻小区采光", by=urban, at=day(now, 1))
    return reviewed


@pytest.fixture
def asked(told, lin, now):
    cases.ask_hearing(ref=told.ref, by=lin, at=day(now, 2))
    return told


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


def test_an_item_that_needs_it_is_not_decided_untold(reviewed, urban, now):
    assert "decide" not in cases.allowed(urban, reviewed.ref)
    call = {"ref": reviewed.ref, "outcome": "granted", "by": urban, "at": day(now, 1)}
    assert code_of(lambda: cases.decide(**call)) == "hearing-untold"


def test_the_decision_waits_for_the_days_in_which_one_may_ask(told, urban, lin, now):
    call = {"ref": told.ref, "outcome": "granted", "by": urban}
    assert code_of(lambda: cases.decide(**call, at=day(now, 2))) == "hearing-window"
    assert cases.decide(**call, at=day(now, 9)).state == "decided"


def test_who_waives_need_not_wait(told, urban, lin, now):
    cases.waive_hearing(ref=told.ref, by=lin, at=day(now, 2))
    decided = cases.decide(ref=told.ref, outcome="granted", by=urban, at=day(now, 2))
    assert decided.state == "decided"


def test_too_late_is_too_late(told, lin, now):
    assert code_of(lambda: cases.ask_hearing(ref=told.ref, by=lin, at=day(now, 9))) == (
        "hearing-late"
    )


def test_the_clock_stands_from_the_asking_to_the_record(asked, urban, lin, now):
    assert cases.case_for(lin, asked.ref).paused_at == day(now, 2)
    on = day(now, 14)
    cases.call_hearing(
        ref=asked.ref, on=on, place="政务中心 301", chair="外聘主持人", by=urban, at=day(now, 2)
    )
    cases.hold_hearing(ref=asked.ref, record="双方陈述", by=urban, at=on + timedelta(hours=2))
    assert cases.case_for(lin, asked.ref).paused_at is None
    assert facts(asked.ref, lin)[-4:] == [
        "paused",
        "hearing-called",
        "hearing-held",
        "resumed",
    ]


def test_notice_comes_seven_days_before(asked, urban, now):
    call = {"ref": asked.ref, "place": "301", "chair": "何青", "by": urban, "at": day(now, 2)}
    assert code_of(lambda: cases.call_hearing(**call, on=day(now, 10))) == "hearing-notice"


def test_it_is_held_within_twenty_days(asked, urban, now):
    call = {"ref": asked.ref, "place": "301", "chair": "何青", "by": urban, "at": day(now, 2)}
    assert code_of(lambda: cases.call_hearing(**call, on=day(now, 60))) == "hearing-hold-by"


def test_who_reviewed_does_not_preside(city, lin, zhou, ma, wu, urban, now):
    case = applied("green-land", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    seated = officer("urban", ma.id)  # Ma, lent to the bureau, looked at the papers
    cases.complete_step(ref=case.ref, step="review", by=seated, at=now)
    cases.tell_hearing(ref=case.ref, reason="采光", by=urban, at=now)
    cases.ask_hearing(ref=case.ref, by=lin, at=now)
    call = {"ref": case.ref, "on": day(now, 14), "place": "301", "by": urban, "at": now}
    assert code_of(lambda: cases.call_hearing(**call, chair="ma")) == "hearing-chair"
    cases.call_hearing(**call, chair="wu")


def test_the_decision_rests_on_the_record(asked, urban, lin, now):
    on = day(now, 14)
    cases.call_hearing(ref=asked.ref, on=on, place="301", chair="何青", by=urban, at=day(now, 2))
    cases.hold_hearing(ref=asked.ref, record="双方陈述", by=urban, at=on)
    call = {"ref": asked.ref, "outcome": "granted", "by": urban, "at": on}
    assert code_of(lambda: cases.decide(**call)) == "hearing-reason"
    cases.decide(**call, reason="笔录显示影响可以补救")
    held = next(e for e in cases.timeline(lin, asked.ref) if e.name == "hearing-held")
    decided = cases.timeline(lin, asked.ref)[-1]
    assert decided.data["hearing"] == held.seq


def test_papers_tell_of_the_right_and_of_the_day(asked, urban, lin, now):
    cases.call_hearing(
        ref=asked.ref, on=day(now, 14), place="301", chair="何青", by=urban, at=day(now, 2)
    )
    titles = [paper.title for paper in cases.vouchers(lin, asked.ref)]
    assert titles == ["受理通知书", "听证权利告知书", "特别程序告知书", "听证通知书"]


def test_the_clock_stands_for_the_hearing_after_another_procedure_ended(told, urban, lin, now):
    cases.pause(
        ref=told.ref,
        kind="expert-review",
        reason="专家评审",
        basis="行政许可法第四十五条",
        by=urban,
        at=day(now, 1),
    )
    cases.ask_hearing(ref=told.ref, by=lin, at=day(now, 2))
    cases.resume(ref=told.ref, by=urban, at=day(now, 3))
    assert cases.case_for(lin, told.ref).paused_at == day(now, 3)
    assert facts(told.ref, lin)[-2:] == ["resumed", "paused"]


def test_the_applicant_is_told_how_long_it_takes(asked, lin, now):
    (pause,) = cases.clock(lin, asked.ref, at=day(now, 3)).pauses
    assert (pause.expected, pause.over) == ("20个工作日", "")
    late = cases.clock(lin, asked.ref, at=day(now, 60)).pauses[0]
    assert late.over == "已超过书面告知的 20个工作日"


def test_asked_for_during_another_procedure_the_clock_goes_on_standing(told, urban, lin, now):
    basis = "行政许可法第四十五条"
    cases.pause(
        ref=told.ref, kind="expert-review", reason="论证", basis=basis, by=urban, at=day(now, 1)
    )
    cases.ask_hearing(ref=told.ref, by=lin, at=day(now, 2))
    cases.resume(ref=told.ref, by=urban, at=day(now, 4))
    pauses = cases.clock(lin, told.ref, at=day(now, 4)).pauses
    assert [(p.kind, p.until is None) for p in pauses] == [
        ("expert-review", False),
        ("hearing", True),
    ]
    assert pauses[1].expected == "20个工作日"
    # the procedure is ended by its record, or by hand: not begun once more
    cases.resume(ref=told.ref, by=urban, at=day(now, 5))
    assert cases.case_for(lin, told.ref).paused_at is None


def test_who_presided_does_not_review_afterwards(city, lin, zhou, urban, wu, now):
    case = applied("green-land", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    cases.tell_hearing(ref=case.ref, reason="采光", by=urban, at=now)
    cases.ask_hearing(ref=case.ref, by=lin, at=now)
    on = day(now, 14)
    cases.call_hearing(ref=case.ref, on=on, place="301", chair="wu", by=urban, at=now)
    call = {"ref": case.ref, "step": "review", "at": on}
    lent = officer("urban", wu.id)
    assert code_of(lambda: cases.complete_step(**call, by=lent)) == "hearing-chair"
    cases.hold_hearing(ref=case.ref, record="双方陈述", by=urban, at=on)
    assert code_of(lambda: cases.complete_step(**call, by=lent)) == "hearing-chair"
    cases.complete_step(**call, by=urban)
