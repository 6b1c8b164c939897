"""One decision a case, whoever comes at the same moment."""

import threading

import pytest
from case_samples import later, walk_steps, walk_to_decision

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences


def test_only_the_lead_unit_decides(accepted, ma, wu, now):
    walk_steps(accepted.ref, ma, wu, now)
    with pytest.raises(Refusal) as refusal:
        cases.decide(ref=accepted.ref, outcome="granted", by=wu, at=later(now, 9))
    assert refusal.value.code == "not-yours"


def test_a_grant_issues_the_licence_in_the_same_moment(accepted, ma, wu, lin, now):
    case = walk_to_decision(accepted.ref, ma, wu, now)
    (licence,) = licences.my(lin)
    assert licence.case_ref == case.ref
    assert licence.issued_on == later(now, 10).date()


def test_a_decision_before_the_steps_are_done_is_refused(accepted, ma, now):
    with pytest.raises(Refusal) as refusal:
        cases.decide(ref=accepted.ref, outcome="granted", by=ma, at=later(now, 2))
    assert refusal.value.code == "steps-open"


def test_the_time_used_is_counted_when_it_is_decided(accepted, ma, wu, now):
    case = walk_to_decision(accepted.ref, ma, wu, now)
    assert case.used_workdays == 0
    (fact,) = cases.facts(region="990100", at=now)
    assert fact["on_time"] is True
    assert fact["promised_workdays"] == 5
    assert fact["statutory_workdays"] == 20


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_deciding_at_once_the_second_is_told(accepted, ma, wu, now):
    walk_steps(accepted.ref, ma, wu, now)
    ref, gate, answers = accepted.ref, threading.Barrier(2), []

    def decide(outcome):
        from django.db import connection

        gate.wait()
        try:
            cases.decide(ref=ref, outcome=outcome, reason="各执一词", by=ma, at=later(now, 9))
            answers.append("done")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(o,)) for o in ("granted", "refused")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "state-decided"]
    names = [event.name for event in cases.timeline(ma, ref)]
    assert names.count("decided") == 1
    assert cases.verify_chain().ok
