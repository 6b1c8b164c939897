"""What stands written is what was done: rebuilt from facts, and no fact can be bent unseen."""

import json

import pytest
from case_samples import later, walk_to_decision

from yingshang.city.cases import _chain, _fold, _load, _work
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, CaseEvent, Seat, Step
from yingshang.city.definitions import service as definitions
from yingshang.kernel import chain


@pytest.fixture
def decided(accepted, ma, wu, now):
    cases.extend(
        ref=accepted.ref, workdays=2, reason="复杂", approver="局长", by=ma, at=later(now, 1.5)
    )
    return walk_to_decision(accepted.ref, ma, wu, now)


def test_replaying_the_facts_gives_the_stored_state(decided, opened):
    calendar = definitions.calendar()
    for case in Case.objects.all():
        work = _load.work_of(case)
        folded = dict(zip(_fold.FOLDED, _fold.case_columns(work, calendar), strict=True))
        stored = {name: getattr(case, name) for name in _fold.FOLDED}
        assert folded == stored
        rows = list(Step.objects.filter(case=case).order_by("position"))
        written = _fold.changed_steps(work, calendar, all_of_them=True)
        for row, values in zip(rows, written, strict=True):
            assert {name: getattr(row, name) for name in _fold.STEP} == dict(
                zip(_fold.STEP, values, strict=True)
            )
        seated = dict(Seat.objects.filter(case=case).values_list("unit", "stage"))
        assert seated == _fold.seats_of(work.item, work.standing, case.region)
        assert set(case.seats.filter(stage__gt=0).values_list("queue_at", flat=True)) <= {
            case.queue_at
        }


def test_our_hash_is_the_kernels(decided):
    prev = chain.GENESIS
    for row in CaseEvent.objects.filter(case=decided.ref).order_by("seq"):
        body = _work.event_body(
            row.case_id, row.seq, row.name, row.by, row.by_name, row.at, json.loads(row.data)
        )
        prev = chain.event_hash(prev, body)
        assert row.hash == prev


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data", '{"opinion":"改过","result":"pass","step":"review"}'),
        ("data", "{"),
        ("by", "somebody"),
        ("by_name", "别人"),
        ("name", "noted"),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_fact_is_found(decided, field, value):
    CaseEvent.objects.filter(case=decided.ref, seq=5).update(**{field: value})
    report = cases.verify_chain()
    assert not report.ok
    assert report.broken[:2] == (decided.ref, 5)


def test_a_fact_moved_in_time_is_found(decided, now):
    CaseEvent.objects.filter(case=decided.ref, seq=5).update(at=later(now, 1.2))
    assert cases.verify_chain().broken[:2] == (decided.ref, 5)


def test_a_missing_fact_is_found_in_the_middle_and_at_the_end(decided):
    last = CaseEvent.objects.filter(case=decided.ref).order_by("-seq").first()
    last.delete()
    assert cases.verify_chain().broken[2] == "末尾的事实缺失"
    CaseEvent.objects.filter(case=decided.ref, seq=3).delete()
    assert cases.verify_chain().broken == (decided.ref, 3, "事实缺失")


def test_two_facts_that_changed_places_are_found(decided):
    for old, new in ((4, 900), (5, 4), (900, 5)):
        CaseEvent.objects.filter(case=decided.ref, seq=old).update(seq=new)
    assert cases.verify_chain().broken[:2] == (decided.ref, 4)


def test_a_case_without_any_fact_is_found(decided):
    CaseEvent.objects.filter(case=decided.ref).delete()
    assert cases.verify_chain().broken == (decided.ref, 1, "事实缺失")


def test_a_region_is_checked_alone(decided):
    assert cases.verify_chain("990100").cases == 1
    assert cases.verify_chain("990200") == _chain.ChainReport(0, 0, None)
