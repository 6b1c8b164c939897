"""The yearly appraisal: weights first, scores from the ledger, appeals, what is frozen."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from ledger_sample import day, evidence
from openpyxl import load_workbook

from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.scoring import check_body
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Appraisal, AppraisalMark

TAX, LAND = "990100-tax", "990100-land"


@pytest.fixture
def year(worded, measured, wu, shen, fang):
    """The tax bureau closed its task in time; the land office is late with everything.

    Weights announced in January, counted in October by Shen.
    """
    made = supervision.announce_weights(year=2026, by=shen, at=day(1, 5))
    plans.ask_close(ref=worded, words="已公布", by=wu, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=worded, passed=True, opinion="已上网", by=shen, at=day(3, 3))
    plans.verify_closing(ref=worded, passed=True, opinion="属实", by=fang, at=day(3, 4))
    plans.close_task(ref=worded, by=shen, at=day(3, 5))
    supervision.draft_scores(appraisal=made, by=shen, at=day(10, 8))
    return made


@pytest.fixture
def sent_out(year, shen):
    supervision.send_sheets(appraisal=year, by=shen, at=day(10, 9))
    return year


def line(actor, year, unit):
    return next(one for one in supervision.appraisal(actor, year).sheets if one.unit == unit)


def sheet(actor, year, unit, at=None):
    found = line(actor, year, unit)
    return supervision.appraisal_sheet(actor, found.id, at=at or day(10, 9))


def item(view, code):
    return next(one for one in view.marks if one.item.code == code)


def test_every_number_is_the_count_of_its_rows_and_missing_is_not_zero(year, shen, worded):
    tax = sheet(shen, year, TAX)
    tasks = item(tax, "tasks")
    assert (tasks.good, tasks.of, tasks.points, tasks.small) == (1, 1, Decimal("30.00"), True)
    assert (tasks.rows[0].ref, tasks.rows[0].why) == (
        worded,
        "应于 2026年6月30日，2026年3月2日 完成",
    )
    assert item(tax, "orders").points is None
    assert tax.line.weighed < 100
    land = sheet(shen, year, LAND)
    assert item(land, "tasks").points == 0
    assert item(land, "evidence").points is None
    reports = item(land, "reports")
    assert reports.of == len(reports.rows) > 3
    codes = [one.code for one in supervision.appraisal(shen, year).items]
    assert [code for code, _points in line(shen, year, TAX).points] == codes  # under its heading
    assert [one.item.code for one in tax.marks] == codes
    assert line(shen, year, TAX).rank < line(shen, year, LAND).rank


def counted_tasks(shen, year, at):
    supervision.draft_scores(appraisal=year, by=shen, at=at)
    tasks = item(sheet(shen, year, TAX, at), "tasks")
    return [(one.ok, one.why) for one in tasks.rows]


def test_a_request_in_time_that_is_still_looked_at_is_in_time_until_sent_back(worded, wu, shen):
    year = supervision.announce_weights(year=2026, by=shen, at=day(1, 5))
    plans.ask_close(ref=worded, words="已公布", by=wu, at=day(6, 29), files=[evidence()])
    assert counted_tasks(shen, year, day(6, 30)) == []  # its day is not over
    waits = "应于 2026年6月30日，2026年6月29日 完成（申请办结，尚未销号）"
    assert counted_tasks(shen, year, day(7, 2)) == [(True, waits)]
    plans.verify_closing(ref=worded, passed=False, opinion="缺截图", by=shen, at=day(7, 3))
    assert counted_tasks(shen, year, day(7, 4)) == []  # it has five working days again
    assert counted_tasks(shen, year, day(7, 11)) == [(False, "应于 2026年7月10日，没有完成")]


def test_weights_come_before_scores_and_do_not_change_after_them(city, shen, year, wu):
    view = supervision.appraisal(wu, year)
    assert sum(one.weight for one in view.items) == 100
    with pytest.raises(Refusal, match="权重不能再改"):
        supervision.announce_weights(year=2026, by=shen, at=day(10, 8))
    first = supervision.announce_weights(year=2027, by=shen, at=day(10, 8))
    second = supervision.announce_weights(year=2027, by=shen, at=day(10, 9))
    rows = {one.id: one for one in supervision.appraisals(shen)}
    assert (rows[first].status, rows[second].version) == ("replaced", 2)
    with pytest.raises(Refusal, match="还没有开始"):
        supervision.draft_scores(appraisal=second, by=shen, at=day(10, 9))
    with pytest.raises(Refusal, match="不能办理"):
        supervision.draft_scores(appraisal=first, by=shen, at=day(10, 9))
    with pytest.raises(Refusal, match="督办人员或营商局"):
        supervision.announce_weights(year=2027, by=wu, at=day(10, 9))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weight": 31}, "应当是 100"),
        ({"measure": "smiles"}, "没有的统计"),
        ({"way": "deduct"}, "没有写每件扣几分"),
        ({"code": "orders"}, "出现了两次"),
    ],
)
def test_weights_that_cannot_be_reckoned_are_not_loaded(city, change, sentence):
    body = definitions.edition("appraisal", "unit-appraisal", region=city, on=date(2026, 3, 2)).body
    first, *others = body["items"]
    with pytest.raises(Refusal, match=sentence):
        check_body({**body, "items": [first | change, *others]})


def test_a_unit_sees_its_own_sheet_once_it_is_sent(year, shen, wu, deng, lin):
    own = line(shen, year, TAX).id
    assert supervision.appraisal(wu, year).sheets == ()
    with pytest.raises(NotVisible):
        supervision.appraisal_sheet(wu, own, at=day(10, 8))
    supervision.send_sheets(appraisal=year, by=shen, at=day(10, 9))
    seen = supervision.appraisal_sheet(wu, own, at=day(10, 9))
    assert (seen.may_answer, seen.line.rank) == (True, None)
    assert seen.appeal_until == date(2026, 10, 15)  # 10 October is a working Saturday
    assert [one.unit for one in supervision.appraisal(wu, year).sheets] == [TAX]
    for stranger in (deng, lin):
        with pytest.raises(NotVisible):
            supervision.appraisal_sheet(stranger, own, at=day(10, 9))


def appeal(deng, year, shen, **more):
    given = {"item": "reports", "words": "系统停用期间无法报送", "at": day(10, 12)} | more
    return supervision.appeal_item(sheet=line(shen, year, LAND).id, by=deng, **given)


def test_an_appeal_is_ruled_on_by_another_and_the_earlier_score_stays(sent_out, deng, shen, fang):
    made = appeal(deng, sent_out, shen, evidence=("证明.pdf", b"%PDF-1.4\n%%EOF\n"))
    before = item(sheet(shen, sent_out, LAND), "reports")
    with pytest.raises(Refusal, match="没有参与这项计分"):
        supervision.rule_appeal(appeal=made, upheld=True, words="是", by=shen, at=day(10, 13))
    with pytest.raises(Refusal, match="至少改一行"):
        supervision.rule_appeal(appeal=made, upheld=True, words="是", by=fang, at=day(10, 13))
    supervision.rule_appeal(
        appeal=made, upheld=True, words="停用属实", changes={0: "good", 1: "out"},
        by=fang, at=day(10, 13),
    )  # fmt: skip
    after = item(sheet(shen, sent_out, LAND), "reports")
    assert (after.good, after.of) == (before.good + 1, before.of - 1)
    assert after.points > before.points
    assert (after.was[0].points, after.was[0].by_name) == (before.points, "沈正")
    assert (after.reason, after.appeals[0].state) == ("停用属实", "upheld")
    assert supervision.appeal_evidence(deng, made)[0] == "证明.pdf"
    with pytest.raises(Refusal, match="不再受理第二次"):
        appeal(deng, sent_out, shen)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"words": " "}, "写明哪里不对"),
        ({"item": "smiles"}, "没有这一项"),
        ({"at": day(10, 16)}, "届满"),
    ],
)
def test_an_appeal_names_its_item_and_ground_within_the_days(sent_out, deng, shen, more, sentence):
    with pytest.raises(Refusal, match=sentence):
        appeal(deng, sent_out, shen, **more)


def test_only_the_unit_answers_and_agreeing_ends_its_appeals(sent_out, deng, wu, shen):
    own = line(shen, sent_out, TAX).id
    with pytest.raises(Refusal, match="被考核单位"):
        supervision.agree_sheet(sheet=own, by=shen, at=day(10, 10))
    supervision.agree_sheet(sheet=own, by=wu, at=day(10, 10))
    with pytest.raises(Refusal, match="已经确认"):
        supervision.appeal_item(sheet=own, item="tasks", words="x", by=wu, at=day(10, 12))
    supervision.correct_mark(
        sheet=own, item="tasks", changes={0: "bad"}, reason="日期录错", by=shen, at=day(10, 12)
    )
    assert sheet(shen, sent_out, TAX).agreed_at is None  # it agreed with another score


def test_points_taken_have_an_announced_ground_and_are_given_back_on_appeal(year, deng, shen, fang):
    own = line(shen, year, LAND).id
    base = line(shen, year, LAND).score
    add = {"sheet": own, "by": shen, "at": day(10, 8)}
    with pytest.raises(Refusal, match="不超过公布的"):
        supervision.add_points(**add, code="notice", points=Decimal(9), ground="省通报")
    with pytest.raises(Refusal, match="依据"):
        supervision.add_points(**add, code="notice", points=Decimal(1), ground=" ")
    with pytest.raises(Refusal, match="没有这个加减分项"):
        supervision.add_points(**add, code="smile", points=Decimal(1), ground="x")
    supervision.add_points(**add, code="praise", points=Decimal(3), ground="省简报第8期")
    taken = supervision.add_points(**add, code="notice", points=Decimal(2), ground="省通报3号")
    assert line(shen, year, LAND).score == max(Decimal(0), base + 3 - 2)
    supervision.send_sheets(appraisal=year, by=shen, at=day(10, 9))
    made = appeal(deng, year, shen, item=f"extra-{taken}", words="通报对象不是我局")
    supervision.rule_appeal(appeal=made, upheld=True, words="核实", by=fang, at=day(10, 13))
    assert line(shen, year, LAND).minus == 0


def test_the_result_is_frozen_and_its_papers_are_printed_from_it(sent_out, wu, deng, shen, fang):
    made = appeal(deng, sent_out, shen)
    with pytest.raises(Refusal, match="没有裁定"):
        supervision.publish_appraisal(appraisal=sent_out, by=shen, at=day(10, 13))
    supervision.rule_appeal(appeal=made, upheld=False, words="不能采信", by=fang, at=day(10, 13))
    with pytest.raises(Refusal, match="没有确认"):
        supervision.publish_appraisal(appraisal=sent_out, by=shen, at=day(10, 13))
    sha = supervision.publish_appraisal(appraisal=sent_out, by=shen, at=day(10, 16))
    view = supervision.appraisal(wu, sent_out)
    assert (view.final_sha, view.sealed) == (sha, True)
    assert {TAX, LAND} <= {one.unit for one in view.sheets}  # the ranking is everybody's now

    AppraisalMark.objects.update(good=0)  # what is printed does not follow the tables
    book = load_workbook(BytesIO(supervision.appraisal_xlsx(wu, sent_out, at=day(11, 1))))
    assert book.sheetnames == ["得分", "权重", "依据"]
    best = [cell.value for cell in book["得分"][2]]
    assert best[0] == 1
    numbers = [cell for row in book["得分"]["D2:Z99"] for cell in row if cell.data_type == "n"]
    shown = {cell.number_format for cell in numbers if cell.value is not None}
    assert len(shown) == 1
    assert "General" not in shown
    words = Document(BytesIO(supervision.appraisal_docx(wu, sent_out, at=day(11, 1))))
    text = "\n".join(p.text for p in words.paragraphs)
    assert sha in text
    assert "通报" in text
    Appraisal.objects.filter(pk=sent_out).update(final={"units": []})
    assert not supervision.appraisal(shen, sent_out).sealed


def test_material_is_counted_as_punctuality_counts_it(city, shen, wu):
    made = supervision.open_round(title="材料", demand="报送", units=[TAX, LAND],
                                  due_on=date(2026, 3, 6), by=shen, at=day(3, 2))  # fmt: skip
    supervision.send_material(
        round=made, scans=[("a.pdf", b"%PDF-1.4\n%%EOF\n")], by=wu, at=day(3, 3)
    )
    year = supervision.announce_weights(year=2026, by=shen, at=day(3, 4))
    supervision.draft_scores(appraisal=year, by=shen, at=day(3, 9))
    for one in supervision.punctuality(city, 2026, as_of=date(2026, 3, 9)):
        found = item(sheet(shen, year, one.unit), "materials")
        assert line(shen, year, one.unit).rank is None  # five points of a hundred are no place
        assert (found.good, found.of) == (one.on_time, one.due)


def other(by, at, **changed):
    """The weights in force with some others, reports and orders five points apart."""
    numbers = {one.code: one.weight for one in supervision.weights(by, at=at).rows}
    numbers |= {"reports": numbers["reports"] + 5, "orders": numbers["orders"] - 5} | changed
    return supervision.propose_weights(
        weights=numbers, each={}, appeal_workdays=7, reason="突出报送", by=by, at=at
    )


def test_other_weights_are_proposed_by_one_and_published_by_another(city, shen, fang, wu):
    at = day(1, 5)
    with pytest.raises(Refusal, match="正好是 100"):
        other(shen, at, reports=Decimal(50))
    made = other(shen, at)
    with pytest.raises(Refusal, match="待审核"):
        other(fang, at)
    with pytest.raises(Refusal, match="另一个人"):
        supervision.rule_weights(draft=made, agreed=True, by=shen, at=at)
    for act in (
        lambda: supervision.weights(wu, at=at),
        lambda: supervision.rule_weights(draft=made, agreed=True, by=wu, at=at),
    ):
        with pytest.raises(NotVisible):
            act()
    supervision.rule_weights(draft=made, agreed=True, by=fang, at=at)
    found = supervision.weights(shen, at=at)
    assert {one.code: one.weight for one in found.rows}["reports"] == 15
    assert (found.appeal_workdays, found.waiting, found.earlier[0].ruled_name) == (7, None, "方宁")
    year = supervision.announce_weights(year=2026, by=shen, at=at)
    assert Appraisal.objects.get(pk=year).body["appeal_workdays"] == 7
    assert definitions.edition("appraisal", "unit-appraisal", region="990200", on=at.date()).body[
        "appeal_workdays"
    ] == 5  # fmt: skip


def test_a_refused_draft_says_why_and_changes_nothing(city, shen, fang):
    at = day(1, 5)
    made = other(shen, at)
    with pytest.raises(Refusal, match="理由"):
        supervision.rule_weights(draft=made, agreed=False, by=fang, at=at)
    supervision.rule_weights(draft=made, agreed=False, words="幅度太大", by=fang, at=at)
    assert supervision.weights(shen, at=at).earlier[0].words == "幅度太大"
    assert other(fang, at)
