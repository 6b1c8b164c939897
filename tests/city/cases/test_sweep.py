"""The periodic look at all running clocks finds what pages show, and nothing that has ended."""

from case_samples import later

from yingshang.city.cases import service as cases


def test_it_finds_cases_and_steps_that_have_run_out(accepted, opened, shen, now):
    at = later(now, 24 * 30)
    found = list(cases.due_clocks(at=at))
    assert {clock.ref for clock in found} == {opened.ref}
    case = next(clock for clock in found if clock.kind == "case")
    assert case.overdue
    assert case.due_at == cases.case_for(shen, opened.ref).due_at
    assert {clock.unit for clock in found if clock.kind.startswith("step:")} <= {
        step.unit for step in cases.case_for(shen, opened.ref).steps if step.state == "open"
    }


def test_it_warns_before(accepted, now):
    due = accepted.due_at
    (case,) = [c for c in cases.due_clocks(at=later(due, -1)) if c.kind == "case"]
    assert not case.overdue
    assert cases.sweep(at=later(due, -1)).warning


def test_an_ended_case_is_not_looked_at(opened, lin, now):
    cases.withdraw(ref=opened.ref, by=lin, at=later(now, 1))
    assert list(cases.due_clocks(at=later(now, 24 * 30))) == []
    assert cases.sweep(at=later(now, 24 * 30)).open == 0
