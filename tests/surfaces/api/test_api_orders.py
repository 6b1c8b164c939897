"""The system of the office that examines: the check of an order is no step that it passes."""

from datetime import timedelta

from yingshang.city.cases import service as cases
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision

FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


def test_the_check_of_an_order_is_refused_with_its_sentence(city, system, shen, fang, ma, now):
    record = registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=now)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    due = (now + timedelta(days=20)).date()
    ref = supervision.order_from(warning=draft, by=shen, at=now, due=due)
    cases.complete_step(ref=ref, step="answer", opinion="已改", by=ma, at=now)
    office = system("990100-office")
    answer = office.post(f"/cases/{ref}/steps/verify/complete", {"result": "pass"})
    assert (answer.status_code, answer.json()["code"]) == (409, "check-only")
    assert cases.case_for(shen, ref).state == "accepted"
