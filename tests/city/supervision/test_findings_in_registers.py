"""An assessor's finding: confirmed it drafts one order; only verified evidence settles it."""

import pytest

from yingshang.city.cases import service as cases
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal

FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip
PDF = ("佐证.pdf", b"%PDF-1.4\n%%EOF\n")


@pytest.fixture
def record(city, fang, now):
    return registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=now)


def confirmed(record, fang, now, **more):
    form = {**FOUND, "confirmed": "属实", **more}
    registers.change(record=record, form=form, by=fang, at=now)


def test_confirmed_it_drafts_one_order_that_links_back(record, fang, shen, now):
    assert supervision.recorded(shen, "assessor-findings", record) is None
    confirmed(record, fang, now)
    draft, order = supervision.recorded(shen, "assessor-findings", record)
    assert order == ""
    found = supervision.warning(shen, draft)
    assert (found.unit, found.status) == ("990100-market", "new")
    assert found.grounds[0].parts == ["assessor-findings", str(record)]
    registers.change(record=record, form={**FOUND, "confirmed": "不属实"}, by=fang, at=now)
    confirmed(record, fang, now)
    assert len([one for one in supervision.warnings(shen) if one.kind == "register-finding"]) == 1


def test_only_verified_evidence_settles_the_finding(record, fang, shen, ma, now):
    confirmed(record, fang, now)
    settled = {"measure": "已改", "fixed_on": "2026-03-01", "checked_on": "2026-03-01"}
    with pytest.raises(Refusal, match="还没有签发"):
        confirmed(record, fang, now, result="销号", **settled)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    ref = supervision.order_from(warning=draft, by=shen, at=now)
    with pytest.raises(Refusal, match="还没有经过核验"):
        confirmed(record, fang, now, result="销号", **settled)
    cases.complete_step(ref=ref, step="answer", opinion="印章时间已并入统计", by=ma, at=now)
    with pytest.raises(Refusal, match="没有附佐证"):
        supervision.confirm_order(ref=ref, words="看了台账", by=shen, at=now)
    assert supervision.may_prove(ma, ref)
    assert not supervision.may_prove(fang, ref)
    with pytest.raises(Refusal, match="至少一份"):
        supervision.give_proof(ref=ref, files=[], by=ma, at=now)
    supervision.give_proof(ref=ref, files=[PDF], by=ma, at=now, words="台账截图")
    supervision.confirm_order(ref=ref, words="看了台账", by=shen, at=now)
    body = registers.values_of(fang, record, at=now, page="form")
    assert (body["result"], body["measure"], body["fixed_on"]) == (
        "销号", "印章时间已并入统计", f"{now:%Y-%m-%d}",
    )  # fmt: skip
    assert supervision.recorded(shen, "assessor-findings", record)[1] == ref


def test_a_finding_whose_unit_nobody_knows_waits_for_one(city, fang, shen, now):
    form = {**FOUND, "owner": "某某办", "confirmed": "属实"}
    made = registers.add(register="assessor-findings", region=city, form=form, by=fang, at=now)
    draft, _order = supervision.recorded(shen, "assessor-findings", made)
    assert supervision.warning(shen, draft).needs_coordinator
