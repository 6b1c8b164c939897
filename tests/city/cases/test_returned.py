"""Cases handled in a bureau's own system come back, line by line, and stay marked as returned."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import uscc

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal, Scope
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.city.cases.returned import ReturnedCase
from yingshang.city.notify.models import Message

FORM = {"customer": "青岚市明禾餐饮有限公司", "address": "学府路12号", "volume": "20"}


@pytest.fixture
def gas(city, fang, now):
    """The gas company's own system."""
    accounts.register_system(
        code="gas-core",
        name="燃气营业系统",
        unit="990100-gas",
        scopes=[Scope.PUSH, Scope.READ],
        by=fang,
        at=now,
    )
    return accounts.actor_of_system("system:gas-core")


@pytest.fixture
def line(now):
    """One case, decided after nine days."""

    def on(days: float):
        return now - timedelta(days=30) + timedelta(days=days)

    return ReturnedCase(
        external_id="GAS-1",
        item="gas-connect",
        form=FORM,
        submitted_at=on(0),
        party=("enterprise", "青岚市明禾餐饮有限公司", "91990101MA0000001Y"),
        accepted_at=on(1),
        steps=(("survey", on(3), "pass", "现场踏勘"), ("connect", on(9), "pass", "")),
        decided_at=on(9),
        outcome="granted",
    )


def push(lines, by, now):
    return cases.take_back(lines, by=by, at=now)


def test_a_case_comes_back_with_its_true_times_and_its_clocks(gas, line, now):
    (answer,) = push([line], gas, now)
    assert answer.status == "created"
    case = Case.objects.get(ref=answer.ref)
    assert (case.state, case.outcome, case.unit) == ("closed", "granted", "990100-gas")
    assert (case.submitted_at, case.decided_at) == (line.submitted_at, line.decided_at)
    assert case.used_workdays
    assert cases.verify_chain().ok
    assert Message.objects.count() == 0


def test_every_fact_says_that_it_was_returned_and_by_whom(gas, line, now):
    push([line], gas, now)
    found = [json.loads(data) for data in CaseEvent.objects.values_list("data", flat=True)]
    told = [data for data in found if data.get("returned")]
    assert {data["source"] for data in told} == {"gas-core"}
    assert len(told) == len(found)
    first = json.loads(CaseEvent.objects.get(seq=1).data)
    assert first["external"] == "GAS-1"
    assert first["received_at"] == now.isoformat()


def test_the_same_line_again_changes_nothing(gas, line, now):
    (first,) = push([line], gas, now)
    before = CaseEvent.objects.count()
    (again,) = push([line], gas, now + timedelta(hours=1))
    assert (again.status, again.ref) == ("unchanged", first.ref)
    assert CaseEvent.objects.count() == before


def test_a_case_that_came_further_is_carried_on(gas, line, now):
    start = replace(line, steps=(), decided_at=None, outcome="")
    middle = replace(line, steps=line.steps[:1], decided_at=None, outcome="")
    told = [push([one], gas, now)[0] for one in (start, middle, line, line)]
    assert [a.status for a in told] == ["created", "extended", "extended", "unchanged"]
    assert len({a.ref for a in told}) == 1
    assert Case.objects.get().state == "closed"
    assert cases.verify_chain().ok


@pytest.mark.parametrize(
    "changed",
    [
        {"accepted_at": None},
        {"form": {**FORM, "volume": "21"}},
        {"outcome": "refused", "reason": "管网未到"},
    ],
)
def test_another_past_is_rejected(gas, line, now, changed):
    (first,) = push([line], gas, now)
    before = CaseEvent.objects.count()
    if "accepted_at" in changed:
        changed = {"accepted_at": line.accepted_at + timedelta(hours=1)}
    (answer,) = push([replace(line, **changed)], gas, now)
    assert (answer.status, answer.code) == ("rejected", "other-past")
    assert CaseEvent.objects.count() == before
    assert first.status == "created"


WRONG = [
    ({"item": "nothing"}, "item", "no-such-item"),
    ({"item": "water"}, "item", "not-returned"),
    ({"item": "tax-deregistration", "form": {"company": "x"}}, "item", "not-yours"),
    ({"form": {"customer": "x", "address": "y"}}, "form.volume", "form-invalid"),
    ({"form": {**FORM, "volume": "many"}}, "form.volume", "form-invalid"),
    ({"form": {**FORM, "colour": "red"}}, "form.colour", "form-invalid"),
    ({"steps": ()}, "decided_at", None),
    ({"outcome": ""}, "outcome", "missing"),
    ({"outcome": "perhaps"}, "decided_at", None),
    ({"outcome": "refused"}, "decided_at", None),
    ({"accepted_at": None}, "steps", None),
    ({"party": ("enterprise", "x", "91990101MA0000001X")}, "party.code", "invalid"),
]


@pytest.mark.parametrize(("changed", "field", "code"), WRONG)
def test_a_wrong_line_says_which_field(gas, line, now, changed, field, code):
    (answer,) = push([replace(line, **changed)], gas, now)
    assert (answer.status, answer.field) == ("rejected", field)
    assert answer.code == code or code is None
    assert answer.sentence
    assert Case.objects.count() == 0


def test_no_time_is_in_the_future_or_before_the_beginning(gas, line, now):
    late = replace(line, decided_at=now + timedelta(hours=1))
    early = replace(line, accepted_at=line.submitted_at - timedelta(hours=1))
    pause = ("expert-review", line.accepted_at, line.submitted_at, "x", "y")
    told = push([replace(one, external_id=str(n)) for n, one in enumerate((late, early))], gas, now)
    assert [(a.field, a.code) for a in told] == [
        ("decided_at", "future"),
        ("accepted_at", "too-early"),
    ]
    (answer,) = push([replace(line, pauses=(pause,))], gas, now)
    assert answer.field == "pauses.0.until"


def test_good_lines_are_written_whatever_becomes_of_the_others(gas, line, now):
    lines = [replace(line, external_id=f"G{n}") for n in range(6)]
    lines[1] = replace(lines[1], form={})
    lines[4] = replace(lines[4], external_id="G0")
    told = push(lines, gas, now)
    assert [a.status for a in told] == [
        "created",
        "rejected",
        "created",
        "created",
        "rejected",
        "created",
    ]
    assert told[4].code == "twin"
    refs = sorted(Case.objects.values_list("ref", flat=True))
    numbers = [int(ref[-6:]) for ref in refs]
    assert len(refs) == 4
    assert numbers == list(range(numbers[0], numbers[0] + 4))  # rejected lines use up no number


def test_a_rejected_line_registers_nobody(gas, line, now):
    bad = replace(line, form={}, party=("enterprise", "无名", "91990101MA00000036"))
    good_number = replace(bad, party=("person", "生人", "11010519491231002X"))
    push([good_number], gas, now)
    assert accounts.find_party(kind="person", code="11010519491231002X") is None


def test_only_a_system_with_the_scope_pushes(gas, line, now, ma, zhou):
    for by in (ma, zhou, replace(gas, scopes=frozenset({Scope.READ}))):
        with pytest.raises(Refusal, match="回传"):
            push([line], by, now)


def test_two_systems_may_use_the_same_external_number(gas, line, now, fang):
    accounts.register_system(
        code="gas-two",
        name="燃气二",
        unit="990100-gas",
        scopes=[Scope.PUSH],
        by=fang,
        at=now,
    )
    other = accounts.actor_of_system("system:gas-two")
    assert push([line], gas, now)[0].ref != push([line], other, now)[0].ref


def test_a_page_of_the_portal_does_not_open_a_case_handled_elsewhere(gas, lin, now, city):
    with pytest.raises(Refusal, match="不在本平台办理"):
        cases.open_case(
            item="gas-connect",
            region=city,
            form=FORM,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )


def test_a_pause_told_by_the_source_stops_the_clock(gas, line, now):
    since = line.accepted_at + timedelta(days=4)
    pause = ("expert-review", since, since + timedelta(days=3), "专家评审", "行政许可法第四十五条")
    told = push([line, replace(line, external_id="P", pauses=(pause,))], gas, now)
    assert [a.status for a in told] == ["created", "created"], told
    plain, paused = (Case.objects.get(ref=a.ref) for a in told)
    assert paused.due_at > plain.due_at


def test_many_lines_are_written_in_a_few_statements(gas, line, now, django_assert_max_num_queries):
    lines = [replace(line, external_id=f"G{n}") for n in range(200)]
    with django_assert_max_num_queries(60):
        told = push(lines, gas, now)
    assert {a.status for a in told} == {"created"}


def test_returned_cases_are_told_apart_and_never_mixed_into_measured_values(gas, line, now):
    from yingshang.city.indicators._sources import case_rows, step_rows

    push([line], gas, now)
    assert [row["returned"] for row in cases.facts(region="990100")] == [True]
    assert {row["returned"] for row in cases.step_facts(region="990100")} == {True}
    assert list(case_rows("990100")) == []
    assert list(step_rows("990100")) == []


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_an_empty_time_is_the_lines_own_fault_and_stops_no_other(gas, line, now, text):
    empty = replace(line, external_id="GAS-0", submitted_at=datetime.fromisoformat(text))
    bad, good = push([empty, line], gas, now)
    assert (bad.status, bad.code, bad.field) == ("rejected", "too-early", "submitted_at")
    assert good.status == "created"


@pytest.mark.parametrize("volume", [float("inf"), float("nan"), 10**400, "1e999999", -0.0])
def test_a_number_that_is_none_is_the_lines_own_fault(gas, line, now, volume):
    odd = replace(line, external_id="GAS-0", form={**FORM, "volume": volume})
    _bad, good = push([odd, line], gas, now)
    assert good.status == "created"


def test_a_case_that_is_known_cannot_be_carried_to_the_end_of_time(gas, line, now):
    push([line], gas, now)
    end = datetime.fromisoformat("9999-12-31T23:59:59-12:00")
    (answer,) = push([replace(line, decided_at=end)], gas, now)
    assert (answer.status, answer.code) == ("rejected", "future")


def test_two_who_bring_the_same_parties_never_wait_for_each_other(gas, line, now):
    codes = ["91990101MA0000001Y", "91990101MA0000002W"]
    codes = [uscc_of(code) for code in codes]
    lines = [
        replace(line, external_id=f"GAS-{n}", party=("enterprise", f"企业{n}", code))
        for n, code in enumerate(sorted(codes, reverse=True))
    ]
    with CaptureQueriesContext(
        connection,
    ) as said:
        assert {answer.status for answer in push(lines, gas, now)} == {"created"}
    (insert,) = [
        one["sql"]
        for one in said
        if one["sql"].startswith("INSERT") and "accounts_party" in one["sql"]
    ]
    assert insert.index(min(codes)) < insert.index(max(codes))


def uscc_of(text: str) -> str:
    """The number with its check character set right."""
    return text[:17] + uscc.calc_check_digit(text[:17])
