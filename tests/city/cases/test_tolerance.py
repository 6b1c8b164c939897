"""Tolerant acceptance: minor materials follow in time, or the application lapses."""

import pytest
from later_life import applied, day, facts, officer

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases


@pytest.fixture
def housing(city):
    return officer("housing")


@pytest.fixture
def case(city, lin, now):
    return applied("drainage-permit", lin, now, lacking=["report"])


@pytest.fixture
def tolerated(case, zhou, now):
    cases.accept(ref=case.ref, missing=["report"], make_up=5, by=zhou, at=now)
    return case


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


def test_in_time_the_case_simply_goes_on(tolerated, lin, housing, now):
    ref = tolerated.ref
    cases.make_up(
        ref=ref, files=[("检测报告.pdf", b"%PDF-1.4 x", "report")], by=lin, at=day(now, 2)
    )
    for step, who in (("review", "a"), ("visit", "a"), ("visit", "b"), ("permit", "a")):
        cases.complete_step(ref=ref, step=step, by=officer("housing", who), at=day(now, 3))
    cases.decide(ref=ref, outcome="granted", by=housing, at=day(now, 3))
    assert cases.withdraw_lapsed(at=day(now, 30), by=SYSTEM) == []


def test_a_grant_waits_for_the_promised_material(tolerated, housing, now):
    ref = tolerated.ref
    for step, who in (("review", "a"), ("visit", "a"), ("visit", "b"), ("permit", "a")):
        cases.complete_step(ref=ref, step=step, by=officer("housing", who), at=day(now, 1))
    grant = {"ref": ref, "outcome": "granted", "by": housing, "at": day(now, 1)}
    assert code_of(lambda: cases.decide(**grant)) == "missing-open"


def test_late_is_deemed_withdrawn_by_the_tick(tolerated, lin, now):
    assert cases.withdraw_lapsed(at=day(now, 7.2), by=SYSTEM) == []
    late = day(now, 8)
    assert (
        code_of(lambda: cases.make_up(ref=tolerated.ref, materials=["report"], by=lin, at=late))
        == "make-up-late"
    )
    assert cases.withdraw_lapsed(at=late, by=SYSTEM) == [tolerated.ref]
    last = cases.timeline(lin, tolerated.ref)[-1]
    assert last.name == "withdrawn"
    assert "视为撤回" in last.text
    assert cases.vouchers(lin, tolerated.ref)[-1].title == "视为撤回申请告知书"


def test_a_main_material_cannot_be_missing(case, lin, zhou, now):
    call = {"ref": case.ref, "missing": ["network"], "make_up": 5, "by": zhou, "at": now}
    assert code_of(lambda: cases.accept(**call)) == "not-missable"
    assert (
        code_of(lambda: applied("drainage-permit", lin, now, lacking=["network"])) == "not-missable"
    )


def test_the_promise_is_never_longer_than_the_item_allows(case, zhou, now):
    call = {"ref": case.ref, "missing": ["report"], "make_up": 8, "by": zhou, "at": now}
    assert code_of(lambda: cases.accept(**call)) == "make-up-length"


def test_without_a_written_promise_nothing_is_tolerated(case, zhou, now):
    call = {"ref": case.ref, "missing": ["device"], "make_up": 5, "by": zhou, "at": now}
    assert code_of(lambda: cases.accept(**call)) == "promise-missing"
    cases.accept(**call, promise="窗口收存 承诺书 3 号")


def test_who_is_barred_cannot_promise(case, zhou, now, monkeypatch):
    from yingshang.city.cases import registries

    def guard(party, region, what, at):
        return cases.Refusal("bad-credit", f"{what}：有未修复的失信记录。请先完成信用修复。")

    monkeypatch.setattr(registries.applicant_guards, "_entries", {"test": guard})
    call = {"ref": case.ref, "missing": ["report"], "make_up": 5, "by": zhou, "at": now}
    assert code_of(lambda: cases.accept(**call)) == "bad-credit"
    cases.accept(ref=case.ref, by=zhou, at=now)


def test_the_paper_lists_what_is_to_come(tolerated, lin):
    (paper,) = cases.vouchers(lin, tolerated.ref)
    assert paper.title == "容缺受理通知书"
    assert facts(tolerated.ref, lin) == ["submitted", "accepted", "step-opened"]
