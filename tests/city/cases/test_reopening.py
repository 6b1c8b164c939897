"""Reopening cites its kind of ground and its paper."""

import pytest
from later_life import applied

from yingshang.city.cases import service as cases


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
