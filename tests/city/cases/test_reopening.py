"""Reopening cites its kind of ground and its paper."""

import pytest
from later_life import applied, day, officer

from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences


def test_a_ground_has_a_kind_and_a_number(city, lin, zhou, shen, now):
    case = applied("food-permit", lin, now)
    cases.refuse(ref=case.ref, kind="other", reason="x", by=zhou, at=now)
    call = {"ref": case.ref, "ground": "青复决〔2026〕3号", "by": shen, "at": now}
    with pytest.raises(cases.Refusal) as refused:
        cases.reopen(**call, kind="telephone")
    assert refused.value.code == "ground-kind"
    cases.reopen(**call, kind="reconsideration")
    words = [e.text for e in cases.timeline(lin, case.ref) if e.name == "reopened"]
    assert words == ["依据：行政复议决定青复决〔2026〕3号"]


def test_refused_after_a_review_the_certificate_of_the_annulled_grant_is_not_valid(
    city, lin, shen, now
):
    health = officer("health")
    case = applied("public-place-permit", lin, now, commitment=True)
    cases.decide_now(ref=case.ref, outcome="granted", by=health, at=now)
    assert licences.for_case(case.ref).status == "valid"
    cases.reopen(ref=case.ref, ground="复议决定撤销原许可", by=shen, at=day(now, 1))
    call = {"ref": case.ref, "outcome": "refused", "by": health, "at": day(now, 2)}
    cases.decide(**call, reason="复议查明场所不符合卫生条件")
    assert licences.for_case(case.ref).status == "revoked"
    assert licences.acts_of(licences.for_case(case.ref).number)[-1].case_ref == case.ref
