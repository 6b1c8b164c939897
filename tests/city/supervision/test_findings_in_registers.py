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


SETTLED = {
    "measure": "已改", "fixed_on": "2026-03-01", "checked_on": "2026-03-01", "result": "销号",
}  # fmt: skip


@pytest.mark.parametrize("said", [{"confirmed": "属实"}, {"confirmed": "不属实"}, {}])
def test_no_write_both_confirms_a_finding_and_closes_it(city, record, fang, shen, now, said):
    for write in (
        lambda: registers.change(record=record, form={**FOUND, **said, **SETTLED}, by=fang, at=now),
        lambda: registers.add(
            register="assessor-findings", region=city, by=fang, at=now,
            form={**FOUND, "number": "2", **said, **SETTLED},
        ),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="没有督办单的佐证"):
            write()
    assert supervision.recorded(shen, "assessor-findings", record) is None


def test_a_draft_that_was_dismissed_closes_no_finding_and_a_new_confirmation_drafts_anew(
    record, fang, shen, now
):
    confirmed(record, fang, now)
    first, _none = supervision.recorded(shen, "assessor-findings", record)
    supervision.dismiss(warning=first, reason="单位写错了", by=shen, at=now)
    with pytest.raises(Refusal, match="不予督办（单位写错了）"):
        confirmed(record, fang, now, **SETTLED)
    registers.change(record=record, form={**FOUND, "confirmed": "不属实"}, by=fang, at=now)
    confirmed(record, fang, now, owner="市税务局")
    second, order = supervision.recorded(shen, "assessor-findings", record)
    assert (second != first, order) == (True, "")
    assert supervision.warning(shen, second).unit == "990100-tax"
    assert supervision.warning(shen, first).settled_reason == "单位写错了"


def test_an_order_that_was_taken_back_closes_no_finding_and_leaves_no_dead_end(
    record, fang, shen, now
):
    confirmed(record, fang, now)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    ref = supervision.order_from(warning=draft, by=shen, at=now)
    cases.withdraw(ref=ref, reason="单位写错", by=shen, at=now)
    with pytest.raises(Refusal, match="已经撤回"):
        confirmed(record, fang, now, **SETTLED)
    registers.change(record=record, form={**FOUND, "confirmed": "不属实"}, by=fang, at=now)
    confirmed(record, fang, now)
    again, order = supervision.recorded(shen, "assessor-findings", record)
    assert (again != draft, order) == (True, "")


def test_a_finding_taken_up_again_does_not_close_on_the_evidence_of_before(
    record, fang, shen, ma, now
):
    confirmed(record, fang, now)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    ref = supervision.order_from(warning=draft, by=shen, at=now)
    cases.complete_step(ref=ref, step="answer", opinion="已改", by=ma, at=now)
    supervision.give_proof(ref=ref, files=[PDF], by=ma, at=now)
    supervision.confirm_order(ref=ref, words="看了台账", by=shen, at=now)
    confirmed(record, fang, now, **{**SETTLED, "result": "继续整改"})
    again, order = supervision.recorded(shen, "assessor-findings", record)
    assert (again != draft, order) == (True, "")
    with pytest.raises(Refusal, match="还没有签发"):
        confirmed(record, fang, now, **SETTLED)


def test_a_finding_whose_unit_nobody_knows_waits_for_one(city, fang, shen, now):
    form = {**FOUND, "owner": "某某办", "confirmed": "属实"}
    made = registers.add(register="assessor-findings", region=city, form=form, by=fang, at=now)
    draft, _order = supervision.recorded(shen, "assessor-findings", made)
    assert supervision.warning(shen, draft).needs_coordinator
