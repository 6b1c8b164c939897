"""Leaders' walk-throughs: a case with steps and photographs, findings that are orders, a result."""

from datetime import date

import pytest
from loop_sample import day

from yingshang.city.accounts.service import ANONYMOUS, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.walks.acting import read_steps

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
STEPS = "09:05 取号，前面有12人\n09:40 窗口受理，要补一份复印件\n10:20 拿到回执"


def planned(by):
    return supervision.plan_walk(
        walked="不动产抵押登记", role="申请人", walker="何远", post="副市长",
        planned_on=date(2026, 3, 5), by=by, at=day(3, 2),
    )  # fmt: skip


def found(by, ref):
    return supervision.add_finding(
        ref=ref, kind="papers", text="复印件重复提交", unit="990100-land",
        due_on=date(2026, 3, 20), by=by, at=day(3, 5, 15),
    )  # fmt: skip


def test_steps_are_lines_with_times_in_order():
    steps = read_steps(STEPS)
    assert [one.minutes for one in steps] == [0, 35, 40]
    for text, sentence in (("取号", "看不懂"), ("10:00 甲\n9:00 乙", "先后"), (" ", "至少一行")):
        with pytest.raises(Refusal, match=sentence):
            read_steps(text)


@pytest.mark.parametrize("keeper", ["shen", "fang"])
def test_from_the_plan_to_a_verified_finding_and_a_published_result(keeper, request, deng, he):
    by = request.getfixturevalue(keeper)
    ref = planned(by)
    with pytest.raises(Refusal, match="还没有记录"):
        found(by, ref)
    supervision.record_walk(ref=ref, steps=STEPS, photos=[("窗口.png", PNG)], by=by, at=day(3, 5))
    order = found(by, ref)
    seen = supervision.walk(he, ref, at=day(3, 5, 16))
    assert (seen.minutes, [p.name for p in seen.photos]) == (75, ["窗口.png"])
    assert [(f.kind_label, f.ref) for f in seen.findings] == [("材料多或重复", order)]

    cases.complete_step(ref=order, step="answer", opinion="已取消复印件。", by=deng, at=day(3, 9))
    supervision.confirm_order(ref=order, words="回访窗口，属实。", by=by, at=day(3, 10))
    cases.close(ref=order, by=by, at=day(3, 10))
    assert supervision.walk_totals(he, at=day(3, 10)).closed == 1

    supervision.publish_walk(ref=ref, summary="材料重复，已取消。", by=by, at=day(3, 11))
    assert supervision.walks(he, at=day(3, 11))[0].standing == "published"
    public = registers.listing(
        ANONYMOUS, "walk-results", registers.Asked(), region="990100", on=date(2026, 3, 11)
    )
    assert "不动产抵押登记" in [row.title for row in public.rows]


def test_the_unit_that_mends_sees_its_order_but_not_the_walk(shen, deng, ma):
    ref = planned(shen)
    supervision.record_walk(ref=ref, steps=STEPS, by=shen, at=day(3, 5))
    order = found(shen, ref)
    assert "复印件重复提交" in supervision.order(deng, order, at=day(3, 6)).demand
    for actor in (deng, ma):
        assert supervision.walks(actor, at=day(3, 6)) == []
        with pytest.raises(NotVisible):
            supervision.walk(actor, ref, at=day(3, 6))
