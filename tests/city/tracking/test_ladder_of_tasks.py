"""Pages and forms of the ladder ask the same of a task; papers call it by its title of today."""

from io import BytesIO

import pytest
from docx import Document
from ledger_sample import day
from test_own_numbers import LOOSE
from test_own_numbers_held import working

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal


@pytest.fixture
def late(city, shen, deng):
    """A task past its day, of which nobody was reminded before it."""
    plan, ref, _targets = working(LOOSE, shen, deng)
    return plan, ref


def rungs(shen, ref, at):
    return {one.code: one for one in supervision.ladder(shen, ref, at=at).rungs}


def test_what_the_rules_ask_for_needs_no_reason_for_leaving_rungs_out(late, shen):
    _plan, ref = late
    at = day(6, 3)
    found = rungs(shen, ref, at)
    assert (found["urge"].due, found["urge"].leap) == (True, False)
    assert (found["order"].due, found["order"].leap) == (False, True)
    with pytest.raises(Refusal, match="越级"):
        supervision.take(ref=ref, rung="order", by=shen, at=at)
    one = supervision.take(ref=ref, rung="urge", by=shen, at=at)
    assert supervision.escalation(shen, one, at=at).skipped == ""


def test_a_rung_before_its_time_still_asks_for_a_reason(late, shen):
    _plan, ref = late
    at = day(5, 4)
    assert rungs(shen, ref, at)["urge"].leap
    with pytest.raises(Refusal, match="越级"):
        supervision.take(ref=ref, rung="urge", by=shen, at=at)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_notice_names_the_task_as_the_edition_in_force_does(late, shen, by_hand):
    plan, ref = late
    text = LOOSE.replace("压缩抵押登记时间", "提升抵押登记便利度").replace("1月5日", "2月5日")
    newer = plans.import_plan(
        data=text.encode(), name="n.txt", region="990100", by=shen, at=day(2, 10)
    )
    link = plans.lineage.declare(
        kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(2, 11)
    )
    assert link
    if plans.tracked_task(shen, ref, at=day(2, 12)).row.title != "提升抵押登记便利度":
        plans.lineage.take(
            link=link, origin=plan.tasks[0].id, heir=newer.tasks[0].id, by=shen, at=day(2, 11)
        )
    at = day(6, 3, 20)
    if by_hand:
        supervision.take(ref=ref, rung="urge", by=shen, at=at)
    else:
        supervision.climb(at=at, by=shen)
    (one,) = supervision.escalations(shen, at=at)
    assert "提升抵押登记便利度" in one.subject
    paper = Document(BytesIO(supervision.escalation_docx(shen, one.id, at=at)))
    said = "\n".join(
        [line.text for line in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    assert "提升抵押登记便利度" in said
    assert "压缩抵押登记时间" not in said
