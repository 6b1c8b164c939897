"""Bulletins: drafted from data, frozen as sent, corrected by a later issue, read by name."""

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from loop_sample import day, mortgages

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Task
from yingshang.city.supervision import service as supervision


@pytest.fixture
def late(warned, shen, zhou, deng):
    """An order of the week, and three registrations past their limit."""
    mortgages(3, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    return supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))


@pytest.fixture
def draft(late, shen, city):
    return supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 4))


@pytest.fixture
def sent(draft, shen):
    supervision.send_bulletin(id=draft, by=shen, at=day(3, 4, 16))
    return draft


def seen(actor, id, at=None):
    return supervision.bulletin(actor, id, at=at or day(3, 4, 17))


def figures(view):
    return {one.key: one for one in view.content.figures}


def words(data: bytes) -> str:
    document = Document(BytesIO(data))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts)


# --- what it says ------------------------------------------------------------------------------


def test_every_figure_says_as_of_when_and_where_from(draft, shen):
    found = figures(seen(shen, draft))
    assert found["orders.new"].value == "1"
    assert found["orders.new"].as_of == "2026年3月2日 00:00至2026年3月4日 10:00"
    assert found["overdue.cases"].value == "3"
    assert found["overdue.cases"].as_of == "2026年3月4日 10:00"
    assert all(one.source and one.as_of for one in found.values())


def test_what_is_missing_is_missing_with_its_reason(draft, shen):
    one = figures(seen(shen, draft))["hotline.in-time"]
    assert one.value is None
    assert one.number is None
    assert one.why


def test_sentences_name_no_noughts(draft, shen):
    for section in seen(shen, draft).content.sections:
        for text in section.sentences:
            assert text.endswith("。")
            assert "其中。" not in text
            assert "、，" not in text
            assert "，，" not in text


def test_units_are_ordered_by_result(draft, shen):
    (table,) = [
        one
        for section in seen(shen, draft).content.sections
        for one in section.tables
        if one.key == "promises.units"
    ]
    shares = [row.cells[7] for row in table.rows if row.ref]
    told = [one for one in shares if one is not None]
    assert told == sorted(told, reverse=True)
    assert shares[: len(told)] == told  # whoever cannot be told comes last


def test_rows_of_units_add_up_to_the_head(draft, shen):
    view = seen(shen, draft)
    (table,) = [
        one for part in view.content.sections for one in part.tables if one.key == "promises.units"
    ]
    head = figures(view)
    again = re.search(r"多(\d+)项（其中已达到的多(\d+)项）", table.note)
    more, met = map(int, again.groups()) if again else (0, 0)
    assert sum(row.cells[1] for row in table.rows) == int(head["promises.all"].value) + more
    assert sum(row.cells[2] for row in table.rows) == int(head["promises.met"].value) + met
    assert again, "the plan of the sample has a task with two units"


def test_a_promise_without_a_unit_has_a_row_of_its_own(late, shen, city):
    task = Task.objects.get(order=2)
    plans.confirm_target(target=task.targets.get().pk, by=shen, at=day(3, 3))
    changes = {"lead": [], "responsible": []}
    plans.correct_task(task=task.pk, changes=changes, by=shen, at=day(3, 3))
    made = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 4))
    view = seen(shen, made)
    (table,) = [
        one for part in view.content.sections for one in part.tables if one.key == "promises.units"
    ]
    assert [row.cells[0] for row in table.rows][-1] == "没有写明本市牵头单位"
    assert [row.cells[1] for row in table.rows] == [1, 1, 1]
    assert figures(view)["promises.all"].value == "2"
    assert "1项由几个单位共同承担，各单位各计一次，各行相加比承诺总数多1项" in table.note


def test_drafting_again_works_the_same_draft_out_anew(draft, late, shen, city, zhou, deng):
    mortgages(1, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    again = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 5))
    assert again == draft
    assert figures(seen(shen, draft))["overdue.cases"].value == "4"


def test_a_draft_says_which_of_its_numbers_have_moved_since(draft, late, shen, zhou, deng):
    quiet = seen(shen, draft, day(3, 4))
    assert {k: v.value for k, v in quiet.today.items()} == {
        k: v.value for k, v in figures(quiet).items()
    }
    mortgages(2, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    view = seen(shen, draft, day(3, 5))
    assert figures(view)["overdue.cases"].value == "3"
    assert view.today["overdue.cases"].value == "5"
    supervision.redraft_bulletin(id=draft, by=shen, at=day(3, 5))
    assert figures(seen(shen, draft, day(3, 5)))["overdue.cases"].value == "5"


# --- sending ----------------------------------------------------------------------------------


def test_sent_it_has_a_number_files_and_their_hashes(sent, shen):
    view = seen(shen, sent)
    assert view.row.issue == "2026年第1期"
    for form, digest in (("docx", view.docx_sha256), ("xlsx", view.xlsx_sha256)):
        name, data = supervision.bulletin_file(shen, sent, form, at=day(3, 5))
        assert name == f"优化营商环境工作专报2026年第1期.{form}"
        assert sha256(data).hexdigest() == digest
    assert view.intact


def test_sent_it_stays_as_it_was_while_today_moves_on(sent, shen, zhou, deng, late):
    mortgages(2, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    view = seen(shen, sent, day(3, 6))
    assert figures(view)["overdue.cases"].value == "3"
    assert view.today["overdue.cases"].value == "5"
    for verb in (supervision.redraft_bulletin, supervision.send_bulletin):
        with pytest.raises(Refusal, match="已经印发"):
            verb(id=sent, by=shen, at=day(3, 6))
    with pytest.raises(Refusal, match="不能再起草"):
        supervision.draft_bulletin(kind="weekly", region="990100", by=shen, at=day(3, 6))


def test_an_altered_file_is_not_handed_out(sent, shen):
    path = cases.path_of(seen(shen, sent).docx_sha256)
    data = path.read_bytes()
    try:
        path.write_bytes(data + b"x")
        with pytest.raises(NotVisible):
            supervision.bulletin_file(shen, sent, "docx", at=day(3, 5))
    finally:
        path.write_bytes(data)


def test_who_read_another_draft_sends_nothing(draft, shen):
    with pytest.raises(Refusal, match="重新生成"):
        supervision.send_bulletin(id=draft, by=shen, at=day(3, 4, 16), digest="0" * 64)
    assert seen(shen, draft).row.status == "draft"


def test_readers_are_told_and_sign_for_it(sent, shen, he, deng):
    assert any(m.title.endswith("2026年第1期") for m in notify.inbox([f"user:{he.id}"]))
    assert seen(deng, sent).unread
    assert supervision.acknowledge_bulletin(id=sent, by=deng, at=day(3, 5)) == 1
    assert supervision.acknowledge_bulletin(id=sent, by=deng, at=day(3, 6)) == 0
    readers = {one.to: one for one in seen(shen, sent).readers}
    assert readers["unit:990100-land"].read_by == deng.name
    assert readers[f"user:{he.id}"].read_at is None


def test_only_those_chosen_get_it(draft, shen, he, deng):
    supervision.send_bulletin(id=draft, by=shen, at=day(3, 4, 16), to=[f"user:{he.id}"])
    assert [one.to for one in seen(shen, draft).readers] == [f"user:{he.id}"]
    with pytest.raises(NotVisible):
        seen(deng, draft)


def test_nobody_chosen_is_refused(draft, shen):
    with pytest.raises(Refusal, match="发送对象"):
        supervision.send_bulletin(id=draft, by=shen, at=day(3, 4, 16), to=["user:nobody"])


# --- correction ---------------------------------------------------------------------------------


def test_a_correction_is_a_new_issue_that_says_what_it_corrects(sent, shen, zhou, deng, late):
    mortgages(1, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    with pytest.raises(Refusal, match="更正原因"):
        supervision.correct_bulletin(id=sent, reason=" ", by=shen, at=day(3, 6))
    new = supervision.correct_bulletin(id=sent, reason="漏计一件", by=shen, at=day(3, 6))
    supervision.send_bulletin(id=new, by=shen, at=day(3, 6, 11))
    assert seen(shen, sent).row.corrected_issue == "2026年第2期"
    view = seen(shen, new)
    assert view.row.corrects_issue == "2026年第1期"
    changed = {one.label: (one.before, one.after) for one in view.content.changes}
    assert changed["超期未办结办件"] == ("3", "4")
    text = words(supervision.bulletin_file(shen, new, "docx", at=day(3, 6, 12))[1])
    assert "本期更正2026年第1期，更正原因：漏计一件。" in text
    assert "与2026年第1期比较" in text
    with pytest.raises(Refusal, match="已有更正"):
        supervision.correct_bulletin(id=sent, reason="再改", by=shen, at=day(3, 7))


def test_the_next_issue_tells_what_changed(sent, shen, city, zhou, deng):
    mortgages(2, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    new = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 11))
    view = seen(shen, new, day(3, 11))
    assert view.content.before == "2026年第1期"
    (change,) = [one for one in view.content.changes if one.label == "超期未办结办件"]
    assert (change.before, change.after, change.difference) == ("3", "5", "+2")


# --- who may ------------------------------------------------------------------------------------


def test_strangers_see_and_do_nothing(draft, shen, lin, zhou, deng):
    elsewhere = replace(shen, id="mo", region="990200")
    for actor in (lin, zhou, deng, elsewhere):
        assert supervision.bulletins(actor, at=day(3, 4)) == []
        with pytest.raises(NotVisible):
            seen(actor, draft)
        with pytest.raises(NotVisible):
            supervision.send_bulletin(id=draft, by=actor, at=day(3, 4))


def test_a_leader_reads_and_does_not_send(draft, he):
    assert seen(he, draft).verbs == frozenset()
    with pytest.raises(Refusal):
        supervision.send_bulletin(id=draft, by=he, at=day(3, 4))


def test_a_monthly_needs_two(late, shen, fang, city):
    made = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=day(3, 4))
    assert seen(shen, made).row.period == "2026-02"
    with pytest.raises(Refusal, match="另一人审核"):
        supervision.send_bulletin(id=made, by=shen, at=day(3, 4))
    with pytest.raises(Refusal, match="您起草的"):
        supervision.approve_bulletin(id=made, by=shen, at=day(3, 4))
    supervision.approve_bulletin(id=made, by=fang, at=day(3, 4))
    with pytest.raises(Refusal, match="两人"):
        supervision.send_bulletin(id=made, by=fang, at=day(3, 4))
    assert supervision.send_bulletin(id=made, by=shen, at=day(3, 4)) == "2026年第1期"


def test_computing_a_draft_anew_voids_its_approval(late, shen, fang, city):
    made = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=day(3, 4))
    supervision.approve_bulletin(id=made, by=fang, at=day(3, 4))
    supervision.redraft_bulletin(id=made, by=shen, at=day(3, 5))
    assert seen(shen, made).row.status == "draft"


def test_a_dropped_draft_leaves_room_for_another(draft, shen, city):
    supervision.drop_bulletin(id=draft, reason="重复", by=shen, at=day(3, 4))
    again = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 5))
    assert again != draft
    assert [one.id for one in supervision.bulletins(shen, at=day(3, 5))] == [again]


# --- the timetable ------------------------------------------------------------------------------


def test_the_round_drafts_what_is_due_and_sends_nothing(city, shen):
    before = supervision.draft_due(at=day(3, 4, 16), by=SYSTEM)  # a Wednesday: monthly is due
    mine = {one.kind: one for one in supervision.bulletins(shen, at=day(3, 4, 16))}
    assert set(mine) == {"monthly"}
    supervision.draft_due(at=day(3, 4, 18), by=SYSTEM)
    found = supervision.bulletins(shen, at=day(3, 4, 18))
    assert {one.kind for one in found} == {"monthly", "daily"}
    assert {one.status for one in found} == {"draft"}
    assert before.sent == 0
    assert supervision.draft_due(at=day(3, 4, 19), by=SYSTEM).drafts == 0
    assert any("日通报草稿" in m.title for m in notify.inbox([f"user:{shen.id}"]))


def test_a_rule_may_send_by_itself(city, shen, late):
    body = dict(definitions.edition("bulletin", "daily", region=city, on=day(3, 4).date()).body)
    definitions.publish(
        kind="bulletin",
        code="daily",
        region=city,
        body={**body, "auto_send": True, "valid_from": "2026-03-01"},
        by=shen,
        at=day(3, 1),
    )
    assert supervision.draft_due(at=day(3, 4, 18), by=SYSTEM).sent == 1
    (daily,) = supervision.bulletins(shen, at=day(3, 4, 18), kind="daily")
    assert daily.issue == "2026年第1期"


# --- the files ----------------------------------------------------------------------------------


def test_the_word_file_is_an_official_paper_of_the_same_figures(sent, shen):
    document = Document(BytesIO(supervision.bulletin_file(shen, sent, "docx", at=day(3, 5))[1]))
    texts = [p.text for p in document.paragraphs if p.text]
    assert texts[0] == "优化营商环境工作专报"
    assert texts[1] == "2026年第1期"
    assert "全市超过承诺时限仍未办结的办件3件，涉及1个单位。" in texts
    assert any("数据指纹 " + seen(shen, sent).digest[:16] in one for one in texts)
    assert "抄送：市委办公室" in document.tables[-1].rows[0].cells[0].text
    section = document.sections[0]
    assert round(section.top_margin.mm) == 37
    assert round(section.left_margin.mm) == 28


def test_the_spreadsheet_has_numbers_as_numbers_and_their_sources(sent, shen):
    data = supervision.bulletin_file(shen, sent, "xlsx", at=day(3, 5))[1]
    book = openpyxl.load_workbook(BytesIO(data))
    rows = {row[1].value: row for row in book["主要数字"].iter_rows(min_row=2)}
    assert rows["超期未办结办件"][2].value == 3
    assert rows["超期未办结办件"][5].value.startswith("办件实测")
    assert rows["诉求按时办结率（本年）"][2].value is None
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}
    assert about["期号"] == "2026年第1期"
    assert about["说明"] == "演示数据"


def test_a_title_that_looks_like_a_formula_stays_text(warned, shen, city):
    ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))
    from yingshang.city.supervision.models import Warning

    Warning.objects.filter(order__ref=ref).update(title="=1+1")
    made = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 4))
    data = supervision.bulletin_file(shen, made, "xlsx", at=day(3, 4))[1]
    book = openpyxl.load_workbook(BytesIO(data))
    assert book["在办督办单"]["B2"].value == "'=1+1"


@pytest.mark.django_db
def test_gathering_costs_no_more_for_more_units(draft, shen, django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        supervision.redraft_bulletin(id=draft, by=shen, at=day(3, 4, 12))


def test_a_correction_says_how_things_stood_then_not_how_they_stand(late, sent, shen, zhou, deng):
    """Since then a registration was decided and others fell late."""
    before = {key: one.value for key, one in figures(seen(shen, sent)).items()}
    assert before["overdue.cases"] == "3"
    rows = list(cases.facts(region="990100"))
    ref = next(r["ref"] for r in rows if r["item"] == "property-mortgage" and not r["decided"])
    for step in ("review", "book"):
        cases.complete_step(ref=ref, step=step, by=deng, at=day(3, 6))
    cases.decide(ref=ref, outcome="granted", by=deng, at=day(3, 6))
    mortgages(2, opened=day(3, 3, 9), finished=None, clerk=zhou, officer=deng)
    later = supervision.correct_bulletin(id=sent, reason="错一字", by=shen, at=day(3, 20))
    view = seen(shen, later, day(3, 20))
    found = {key: one.value for key, one in figures(view).items()}
    assert {key: found[key] for key in before if before[key] != found[key]} == {}
    assert view.content.as_of == "2026年3月4日 10:00"
    assert seen(shen, sent, day(3, 20)).today["overdue.cases"].value == "4"


def test_a_monthly_drafted_late_speaks_of_the_last_day_of_its_month(late, shen, city):
    made = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=day(4, 20))
    content = seen(shen, made, day(4, 20)).content
    assert (content.period, content.as_of) == ("2026-03", "2026年3月31日 23:59")
    assert figures(seen(shen, made, day(4, 20)))["orders.open"].as_of == "2026年3月31日 23:59"


def test_what_was_withdrawn_later_stood_open_in_the_month_gone_by(late, shen, deng, city, zhou):
    before = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=day(4, 1, 0))
    then = {key: one.value for key, one in figures(seen(shen, before, day(4, 1))).items()}
    assert (then["orders.open"], then["orders.late"], then["overdue.cases"]) == ("1", "1", "3")
    cases.withdraw(ref=late, reason="并入专项行动", by=shen, at=day(4, 3))
    rows = list(cases.facts(region=city))
    gone = next(r["ref"] for r in rows if r["item"] == "property-mortgage" and not r["decided"])
    cases.withdraw(ref=gone, reason="申请人撤回", by=zhou, at=day(4, 3))
    supervision.redraft_bulletin(id=before, by=shen, at=day(4, 20))
    view = seen(shen, before, day(4, 20))
    found = {key: one.value for key, one in figures(view).items()}
    assert {key: (then[key], found[key]) for key in then if then[key] != found[key]} == {}
    (units,) = (t for s in view.content.sections for t in s.tables if t.key == "orders.units")
    assert units.rows[0].cells[1:] == (1, 1, 0)


def test_a_later_day_granted_since_does_not_make_an_order_in_time_then(late, shen, deng, city):
    supervision.ask_delay(
        ref=late, until=date(2026, 3, 27), reason="等接口", by=deng, at=day(3, 13)
    )
    made = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(3, 17))
    assert figures(seen(shen, made, day(3, 17)))["orders.late"].value == "1"
    supervision.rule_delay(ref=late, granted=True, words="同意", by=shen, at=day(3, 23))
    supervision.redraft_bulletin(id=made, by=shen, at=day(3, 25))
    assert figures(seen(shen, made, day(3, 25)))["orders.late"].value == "1"


def test_every_number_of_the_sheet_says_how_to_have_it_again_and_its_check(sent, shen):
    _name, data = supervision.bulletin_file(shen, sent, "xlsx", at=day(3, 5))
    rows = list(openpyxl.load_workbook(BytesIO(data))["主要数字"].iter_rows(values_only=True))
    columns = {name: place for place, name in enumerate(rows[0])}
    for row in rows[1:]:
        assert row[columns["查询"]], row
        assert len(row[columns["校验值"]]) == 64
    assert not [row for row in rows[1:] if str(row[columns["来源"]]).startswith("指标值")]
    asked = rows[1][columns["查询"]]
    assert sha256(f"{asked}={rows[1][columns['数值']]}".encode()).hexdigest() in rows[1]
