"""Motions and proposals: three or six months, sole, split or joint, classes, opinions, redo."""

from datetime import date
from importlib import import_module
from io import BytesIO

import pytest
from django.db import connection
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop_sample import day

from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Motion, MotionShare
from yingshang.city.supervision.motions.acting import MONTHS, MONTHS_HARD, _end


def hand(shen, **changed):
    given = {
        "number": "青提〔2026〕012",
        "title": "关于压缩抵押登记时间的提案",
        "kind": "cppcc",
        "members": ["白杨", "江月"],
        "body": "抵押登记排队久，建议银行网点一站办理。",
        "leads": ["990100-land"],
        "handed_on": date(2026, 3, 2),
        "at": day(3, 2),
    }
    return supervision.hand_over_motion(**(given | changed), by=shen)


def walk(shen, deng, share, when=None, grade="A"):
    """The lead contacts and drafts, the office checks."""
    when = when or day(4, 1)
    for step in ("contact", "draft"):
        cases.complete_step(
            ref=share.ref,
            step=step,
            opinion="已在六个银行网点设点。",
            by=deng,
            at=when,
        )
    supervision.check_reply(share=share.id, passed=True, grade=grade, by=shen, at=when)


def one_share(shen, number, at=None):
    return supervision.motion(shen, number, at=at or day(3, 2)).leads[0]


def test_a_plain_one_is_due_in_three_months_and_a_hard_one_in_six(city, shen):
    plain = supervision.motion(shen, hand(shen), at=day(3, 2))
    hard = supervision.motion(shen, hand(shen, number="二", hard=True), at=day(3, 2))

    assert (plain.mode, plain.reply_by) == ("sole", date(2026, 6, 2))
    assert hard.reply_by == date(2026, 9, 2)
    assert plain.leads[0].due_on == date(2026, 6, 2)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(handed=st.dates(date(2024, 1, 2), date(2026, 6, 1)))
def test_six_months_never_end_before_three(city, handed):
    assert handed < _end(handed, MONTHS) < _end(handed, MONTHS_HARD)


def test_joint_handlers_give_their_opinion_to_the_lead_within_thirty_days(city, shen, gao):
    number = hand(shen, co=["990100-housing"])
    lead, other = supervision.motion(shen, number, at=day(3, 2)).shares
    assert (lead.leads, other.leads, other.due_on) == (True, False, date(2026, 4, 1))

    cases.complete_step(ref=other.ref, step="opine", opinion="网签数据可共享", by=gao, at=day(3, 9))
    assert cases.case_for(gao, other.ref).outcome == "answered"  # nothing more is asked of it
    assert supervision.motion(shen, number, at=day(3, 9)).shares[1].replied_on == date(2026, 3, 9)
    paper = supervision.motion_docx(gao, number, other.id, at=day(3, 9))
    words = "\n".join(p.text for p in Document(BytesIO(paper)).paragraphs)
    assert "会办意见" in words
    assert "网签数据可共享" in words


def test_the_lead_is_told_of_an_opinion_and_reads_it_where_the_motion_is(city, shen, deng, gao):
    number = hand(shen, co=["990100-housing", "990100-tax"])
    _lead, other, _tax = supervision.motion(shen, number, at=day(3, 2)).shares
    paper = cases.Upload("意见.pdf", b"%PDF-1.4\n%%EOF\n")
    cases.complete_step(
        ref=other.ref, step="opine", opinion="网签数据可共享", by=gao, at=day(3, 9), files=[paper]
    )
    told = notify.inbox(["unit:990100-land"])[0]
    assert told.title == "市住房和城乡建设局已送会办意见：关于压缩抵押登记时间的提案"
    assert "还在等" in told.body
    assert "税务局" in told.body
    assert told.link == f"/desk/motions/{number}/"
    seen = supervision.motion(deng, number, at=day(3, 10)).shares[1]
    assert (seen.wrote.words, seen.seen) == ("网签数据可共享", False)
    (given,) = seen.wrote.files
    _case, found, path = supervision.motion_file(deng, number, other.id, given.id, at=day(3, 10))
    assert (found.name, path.read_bytes()[:4]) == ("意见.pdf", b"%PDF")


def test_a_paper_of_a_motion_is_shown_to_nobody_else(city, shen, deng, gao, wu):
    number, another = hand(shen, co=["990100-housing"]), hand(shen, number="二")
    other = supervision.motion(shen, number, at=day(3, 2)).shares[1]
    paper = cases.Upload("意见.pdf", b"%PDF-1.4\n%%EOF\n")
    cases.complete_step(
        ref=other.ref, step="opine", opinion="可共享", by=gao, at=day(3, 9), files=[paper]
    )
    (given,) = supervision.motion(deng, number, at=day(3, 9)).shares[1].wrote.files
    for actor, motion in ((wu, number), (deng, another)):
        with pytest.raises(NotVisible):
            supervision.motion_file(actor, motion, other.id, given.id, at=day(3, 9))


def test_a_lead_does_not_go_on_before_its_co_handlers_have_answered(city, shen, deng):
    number = hand(shen, co=["990100-housing"])
    lead = one_share(shen, number)
    with pytest.raises(Refusal, match="市住房和城乡建设局还没有报送会办意见"):
        cases.complete_step(ref=lead.ref, step="joint", by=deng, at=day(3, 20))


def test_a_co_handler_is_not_waited_for_only_with_a_reason(city, shen, deng, gao):
    number = hand(shen, co=["990100-housing"])
    lead, other = supervision.motion(shen, number, at=day(3, 2)).shares
    given = {"share": other.id, "at": day(3, 20)}
    with pytest.raises(Refusal, match="理由"):
        supervision.waive_opinion(**given, reason=" ", by=deng)
    with pytest.raises(Refusal, match="主办单位和督办人员"):
        supervision.waive_opinion(**given, reason="来不及", by=gao)
    supervision.waive_opinion(**given, reason="会办单位来函说明没有意见", by=deng)
    days = {
        one.ref: one.state for one in dated_things("990100", day(3, 21)) if one.kind == "motion"
    }
    assert days == {lead.ref: "open", other.ref: "cancelled"}  # nobody reminds it any more
    cases.complete_step(ref=lead.ref, step="joint", by=deng, at=day(3, 20))
    walk(shen, deng, lead)
    supervision.take_opinion(
        share=lead.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    cases.close(ref=lead.ref, by=shen, at=day(4, 3))
    waived = supervision.motion(shen, number, at=day(6, 3)).shares[1]
    assert (waived.waived_why, waived.late) == ("会办单位来函说明没有意见", False)


def test_the_case_of_a_co_handler_that_is_not_waited_for_ends(city, shen, deng, gao):
    other = supervision.motion(shen, hand(shen, co=["990100-housing"]), at=day(3, 2)).shares[1]
    given = {"share": other.id, "at": day(3, 20), "by": deng}
    supervision.waive_opinion(**given, reason="会办单位来函说明没有意见")
    assert cases.case_for(gao, other.ref).state == "withdrawn"
    said = cases.timeline(gao, other.ref)[-1]
    assert (said.by_name, "没有意见" in said.text) == ("邓岩", True)
    told = notify.inbox(["unit:990100-housing"])[0]
    assert (told.link, "不再等待会办意见" in told.body) == (other.ref, True)
    supervision.climb(at=day(4, 6), by=shen)
    assert supervision.escalations(shen, at=day(4, 6), status="standing") == []
    with pytest.raises(Refusal, match="邓岩已经决定不再等待"):  # the first word stands
        supervision.waive_opinion(**(given | {"by": shen}), reason="另一个理由")


def test_a_share_is_read_once_its_case_is_locked(city, shen, deng, gao, monkeypatch):
    """Whatever moves a case locks it before the share; who rules on the share does so too."""
    other = supervision.motion(shen, hand(shen, co=["990100-housing"]), at=day(3, 2)).shares[1]

    def waited(ref):  # meanwhile the co-handler answered
        MotionShare.objects.filter(ref=ref).update(replied_on=date(2026, 3, 19))

    monkeypatch.setattr(cases, "hold", waited)
    with pytest.raises(Refusal, match="已经报送会办意见"):
        supervision.waive_opinion(share=other.id, reason="不等了", by=deng, at=day(3, 20))


def test_who_has_no_part_in_a_motion_is_told_nothing_of_it(city, shen, wu, gao):
    number = hand(shen, co=["990100-housing"])
    lead, other = supervision.motion(shen, number, at=day(3, 2)).shares
    with pytest.raises(NotVisible):
        supervision.waive_opinion(share=other.id, reason="来不及", by=wu, at=day(3, 20))
    with pytest.raises(NotVisible):
        supervision.check_reply(share=lead.id, passed=True, grade="A", by=wu, at=day(3, 20))
    with pytest.raises(Refusal):  # a co-handler sees it, and may not
        supervision.check_reply(share=lead.id, passed=True, grade="A", by=gao, at=day(3, 20))


def test_the_office_sets_the_class_before_the_deputies_are_asked(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    for step in ("contact", "draft"):
        cases.complete_step(ref=share.ref, step=step, opinion="已设点。", by=deng, at=day(4, 1))
    given = {"share": share.id, "by": shen, "at": day(4, 2)}
    with pytest.raises(Refusal, match="建议提案的页面"):
        cases.complete_step(ref=share.ref, step="review", by=shen, at=day(4, 2))
    with pytest.raises(Refusal, match="类别"):
        supervision.check_reply(**given, passed=True)
    supervision.check_reply(**given, passed=True, grade="B")
    asked = one_share(shen, number, day(4, 2))
    assert (asked.grade, asked.replied_on, asked.awaits_opinion) == ("B", date(2026, 4, 2), True)
    paper = Document(BytesIO(supervision.motion_docx(deng, number, share.id, at=day(4, 2))))
    assert "类别标记：B" in paper.paragraphs[0].text


def test_the_days_of_waiting_for_the_deputies_are_not_the_units(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share, when=day(6, 1))
    supervision.take_opinion(
        share=share.id, work="good", result="fair", said_on=date(2026, 6, 20), by=shen,
        at=day(6, 22),
    )  # fmt: skip
    done = one_share(shen, number, day(6, 22))
    assert (done.replied_on, done.late, done.state) == (date(2026, 6, 1), False, "decided")


def drafted(deng, share, when):
    for step in ("contact", "draft"):
        cases.complete_step(ref=share.ref, step=step, opinion="已设点。", by=deng, at=when)


def lamps(shen, ref, at):
    """Of the case's page and of the list, and what the database counts."""
    (row,) = cases.by_refs(shen, [ref], at=at)
    listed = cases.queue(shen, at=at, item="proposal-answer", state=row.state)
    counted = [lamp for lamp, n in listed.counts.items() if n]
    return {cases.case_for(shen, ref, at=at).lamp, row.lamp, *counted}


def reminded(ref, at):
    return next(one.state for one in dated_things("990100", at) if one.ref == ref)


def test_a_reply_drafted_in_time_stays_in_time_through_both_checks(city, shen, deng):
    number = hand(shen)  # due on 2 June
    share = one_share(shen, number)
    drafted(deng, share, day(6, 1))
    waits = one_share(shen, number, day(6, 4))
    assert (waits.late, waits.check_late) == (False, True)  # the office's own delay, told as such
    assert supervision.motions(shen, at=day(6, 4), show="late") == []
    assert reminded(share.ref, day(6, 4)) == "waiting"
    assert lamps(shen, share.ref, day(6, 4)) == {"green"}
    supervision.check_reply(share=share.id, passed=True, grade="A", by=shen, at=day(6, 5))
    assert lamps(shen, share.ref, day(6, 10)) == {"green"}
    supervision.take_opinion(
        share=share.id, work="good", result="good", said_on=date(2026, 6, 20), by=shen,
        at=day(6, 22),
    )  # fmt: skip
    assert lamps(shen, share.ref, day(6, 22)) == {"green"}


def test_a_reply_drafted_late_or_sent_back_is_late(city, shen, deng):
    slow, returned = hand(shen), hand(shen, number="二")
    drafted(deng, one_share(shen, slow), day(6, 3))
    back = one_share(shen, returned)
    drafted(deng, back, day(6, 1))
    supervision.check_reply(share=back.id, passed=False, words="没有时间", by=shen, at=day(6, 4))
    for number in (slow, returned):
        share = one_share(shen, number, day(6, 5))
        assert (share.late, share.check_late) == (True, False)
        assert lamps(shen, share.ref, day(6, 5)) == {"red"}


def test_what_old_cases_handed_on_is_filled_in_as_the_facts_tell_it(city, shen, deng, gao):
    refs = {}
    for name in ("untouched", "drafted", "passed", "back"):
        share = one_share(shen, hand(shen, number=name))
        refs[name] = share.ref
        if name != "untouched":
            drafted(deng, share, day(4, 1))
        if name in ("passed", "back"):
            supervision.check_reply(
                share=share.id, passed=name == "passed", grade="A", words="改", by=shen,
                at=day(4, 2),
            )  # fmt: skip
    told = dict(Case.objects.values_list("ref", "handed_on_at"))
    assert {name for name, ref in refs.items() if told[ref]} == {"drafted", "passed"}
    Case.objects.update(handed_on_at=None)
    filled = import_module(
        "yingshang.city.cases.migrations.0013_what_a_unit_handed_on_counts_for_it"
    )
    with connection.cursor() as cursor:
        cursor.execute(filled.FILL)
    assert dict(Case.objects.values_list("ref", "handed_on_at")) == told


def test_a_draft_goes_back_with_what_is_to_be_changed(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    for step in ("contact", "draft"):
        cases.complete_step(ref=share.ref, step=step, opinion="已设点。", by=deng, at=day(4, 1))
    with pytest.raises(Refusal, match="哪里要改"):
        supervision.check_reply(share=share.id, passed=False, by=shen, at=day(4, 2))
    supervision.check_reply(share=share.id, passed=False, words="没有时间", by=shen, at=day(4, 2))
    told = next(m for m in notify.inbox(["unit:990100-land"]) if m.topic == "motion")
    assert ("核稿退回" in told.title, "没有时间" in told.body) == (True, True)
    back = one_share(shen, number, day(4, 2))
    assert (back.awaits_check, back.replied_on, back.grade) == (False, None, "")


def test_split_handlers_reply_each_for_itself(city, shen):
    found = supervision.motion(
        shen, hand(shen, leads=["990100-land", "990100-housing"]), at=day(3, 2)
    )
    assert (found.mode, len(found.leads)) == ("split", 2)
    with pytest.raises(Refusal, match="分办件"):
        hand(shen, number="三", leads=["990100-land", "990100-tax"], co=["990100-housing"])


def test_who_is_not_satisfied_gets_it_redone(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    said = {"share": share.id, "said_on": date(2026, 4, 2), "by": shen}
    with pytest.raises(Refusal, match="具体意见"):
        supervision.take_opinion(**said, work="good", result="bad", at=day(4, 2))
    supervision.take_opinion(**said, work="good", result="bad", words="没有时间表", at=day(4, 2))
    again = one_share(shen, number, day(4, 2))
    assert (again.redone, again.awaits_opinion) == (1, False)
    told = next(m for m in notify.inbox(["unit:990100-land"]) if m.topic == "motion")
    assert "代表委员不满意" in told.title
    assert "对工作满意，对结果不满意。没有时间表" in told.body
    assert "请于2026年4月17日前重新拟稿" in told.body
    assert (again.wrote.words, again.wrote.again_by) == ("", date(2026, 4, 17))

    assert (again.grade, again.replied_on) == ("", None)
    cases.complete_step(ref=share.ref, step="draft", opinion="六月底前", by=deng, at=day(4, 9))
    supervision.check_reply(share=share.id, passed=True, grade="B", by=shen, at=day(4, 9))
    supervision.take_opinion(
        share=share.id,
        work="good",
        result="fair",
        said_on=date(2026, 4, 10),
        by=shen,
        at=day(4, 10),
    )
    done = supervision.motion(shen, number, at=day(4, 10))
    assert done.leads[0].grade == "B"
    totals = supervision.motion_totals([done])
    assert (totals.grades, totals.result) == ({"B": 1}, {"基本满意": 1})


def test_the_reply_carries_its_class_on_top_and_what_was_written(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    supervision.take_opinion(
        share=share.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    paper = Document(BytesIO(supervision.motion_docx(deng, number, share.id, at=day(4, 3))))
    words = [p.text for p in paper.paragraphs if p.text.strip()]
    assert "A" in words[0]
    assert any("已在六个银行网点设点" in text for text in words)


def test_a_motion_past_its_day_is_listed_as_late(city, shen):
    number = hand(shen)
    assert not supervision.motion(shen, number, at=day(6, 2)).late
    assert [one.id for one in supervision.motions(shen, at=day(6, 3), show="late")] == [number]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"members": []}, "提出人"),
        ({"leads": []}, "主办单位"),
        ({"leads": ["990200-land"]}, "不是本市"),
        ({"co": ["990100-land"]}, "既主办又会办"),
        ({"handed_on": date(2026, 5, 1)}, "今天之后"),
        ({"handed_on": date(2025, 3, 1)}, "已过"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_over(city, shen, changed, sentence):
    with pytest.raises(Refusal, match=sentence):
        hand(shen, **changed)
    assert not Motion.objects.exists()


def test_the_same_number_is_handed_over_once(city, shen):
    hand(shen)
    with pytest.raises(Refusal, match="已经交办过"):
        hand(shen)


def test_units_see_what_they_handle_and_strangers_nothing(city, shen, deng, wu, lin):
    number = hand(shen)
    assert supervision.motion(deng, number, at=day(3, 2)).title
    for actor in (wu, lin):
        assert supervision.motions(actor, at=day(3, 2)) == []
        with pytest.raises(NotVisible):
            supervision.motion(actor, number, at=day(3, 2))
    with pytest.raises(Refusal):
        hand(deng, number="四")


def returned_to(unit, share, shen, deng):
    """The bureau says that it is not its own, and the office names another."""
    cases.return_assignment(
        ref=share.ref, reason="不属本局职责", duties="三定规定第二条", by=deng, at=day(3, 2, 14)
    )
    cases.rule_return(
        ref=share.ref, upheld=True, unit=unit, reason="属住建职责", by=shen, at=day(3, 3)
    )


def test_who_a_motion_was_passed_on_to_sees_it_and_who_had_it_no_more(city, shen, deng, gao):
    number = hand(shen)
    returned_to("990100-housing", one_share(shen, number), shen, deng)
    (mine,) = supervision.motion(gao, number, at=day(3, 3)).leads
    assert (mine.unit, mine.unit_name) == ("990100-housing", "市住房和城乡建设局")
    with pytest.raises(NotVisible):
        supervision.motion(deng, number, at=day(3, 3))


def test_a_motion_is_not_passed_on_to_who_handles_it_already(city, shen, deng):
    number = hand(shen, co=["990100-housing"])
    lead = one_share(shen, number)
    with pytest.raises(Refusal, match="市住房和城乡建设局已经在办这件建议提案"):
        returned_to("990100-housing", lead, shen, deng)
    assert cases.case_for(shen, lead.ref).return_pending
    assert one_share(shen, number).unit == "990100-land"


def test_a_motion_moved_after_its_reply_is_replied_to_anew(city, shen, deng, gao):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    cases.amend(ref=share.ref, unit="990100-housing", reason="机构改革", by=shen, at=day(4, 2))
    (mine,) = supervision.motion(gao, number, at=day(4, 2)).leads
    assert (mine.grade, mine.replied_on, mine.awaits_opinion) == ("", None, False)
    assert supervision.motions(shen, at=day(4, 2), show="open")


def unsaid(number):
    rows = [one for one in audit.records(obj=f"motion/{number}") if "unsaid" in one.action]
    return [(one.by_name, one.detail) for one in rows]


def test_a_reopened_reply_is_an_open_one_and_what_it_was_stays_on_record(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    supervision.take_opinion(
        share=share.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    assert supervision.motions(shen, at=day(4, 2), show="open") == []
    cases.reopen(
        ref=share.ref, kind="inspection", ground="承诺没有兑现", until=day(4, 20), by=shen,
        at=day(4, 9),
    )  # fmt: skip
    (open_one,) = supervision.motions(shen, at=day(4, 9), show="open")
    (again,) = open_one.leads
    assert (again.grade, again.grade_label, again.replied_on) == ("", "", None)
    assert supervision.motion_totals([open_one]).replied == 0
    assert supervision.motions(shen, at=day(4, 21), show="late")
    was = {"unit": "990100-land", "grade": "A", "replied_on": "2026-04-01"}
    assert unsaid(number) == [("沈正", was)]
    walk(shen, deng, share, day(4, 15), grade="B")
    (again,) = supervision.motion(shen, number, at=day(4, 15)).leads
    assert (again.grade, again.replied_on) == ("B", date(2026, 4, 15))


def test_a_reopened_opinion_is_waited_for_again(city, shen, gao):
    number = hand(shen, co=["990100-housing"])
    mine = supervision.motion(shen, number, at=day(3, 2)).shares[-1]
    cases.complete_step(ref=mine.ref, step="opine", opinion="同意", by=gao, at=day(3, 5))
    cases.reopen(ref=mine.ref, kind="inspection", ground="没有数据", by=shen, at=day(3, 6))
    again = supervision.motion(shen, number, at=day(3, 6)).shares[-1]
    assert again.replied_on is None
    assert unsaid(number)[0][1]["replied_on"] == "2026-03-05"


def test_who_is_not_satisfied_leaves_the_class_that_the_reply_had_on_record(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    supervision.take_opinion(
        share=share.id, work="good", result="bad", words="没有时间表", said_on=date(2026, 4, 2),
        by=shen, at=day(4, 2),
    )  # fmt: skip
    assert unsaid(number)[0][1]["grade"] == "A"


@pytest.fixture
def old_opinion(city, shen):
    """The edition of before: nothing was decided when an opinion was sent."""
    found = definitions.edition("item", "co-opinion", region=city, on=date(2026, 3, 2))
    body = dict(found.body) | {"auto_decide": False}
    definitions.publish(
        kind="item", code="co-opinion", region=city, body=body, by=SYSTEM, at=day(3, 1)
    )


def test_an_opinion_given_before_cases_ended_by_it_is_told_and_counts_from_its_day(
    old_opinion, shen, deng, gao
):
    number = hand(shen, co=["990100-housing"])
    mine = supervision.motion(shen, number, at=day(3, 2)).shares[-1]
    cases.complete_step(ref=mine.ref, step="opine", opinion="同意", by=gao, at=day(3, 5))
    assert cases.case_for(shen, mine.ref).state == "accepted"
    assert supervision.mend_motions(at=day(6, 1), by=SYSTEM) == 1
    assert cases.case_for(shen, mine.ref).state == "decided"
    given = supervision.motion(shen, number, at=day(6, 1)).shares[-1]
    assert (given.replied_on, given.late) == (date(2026, 3, 5), False)
    assert "会办意见已齐" in notify.inbox(["unit:990100-land"])[0].body
    assert supervision.mend_motions(at=day(6, 1), by=SYSTEM) == 0


def test_a_case_of_before_that_nobody_waits_for_ends(city, shen, gao):
    number = hand(shen, co=["990100-housing", "990100-market"])
    mine, other = supervision.motion(shen, number, at=day(3, 2)).shares[1:]
    MotionShare.objects.filter(pk=mine.id).update(  # as it was written then
        waived_why="来函说明没有意见", waived_by="邓岩", waived_on=date(2026, 3, 20)
    )
    assert supervision.mend_motions(at=day(4, 1), by=SYSTEM) == 1
    assert cases.case_for(gao, mine.ref).state == "withdrawn"
    assert "来函说明没有意见" in cases.timeline(gao, mine.ref)[-1].text
    assert cases.case_for(shen, other.ref).state == "accepted"
    assert supervision.mend_motions(at=day(4, 1), by=SYSTEM) == 0


def test_a_reply_reopened_before_is_an_open_one_since(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    assert supervision.mend_motions(at=day(4, 2), by=SYSTEM) == 0  # it waits for the deputies
    supervision.take_opinion(
        share=share.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    cases.reopen(ref=share.ref, kind="inspection", ground="没有兑现", by=shen, at=day(4, 9))
    MotionShare.objects.filter(pk=share.id).update(grade="A", replied_on=date(2026, 4, 1))
    assert supervision.mend_motions(at=day(4, 10), by=SYSTEM) == 1
    (again,) = supervision.motion(shen, number, at=day(4, 10)).leads
    assert (again.grade, again.replied_on) == ("", None)
    assert unsaid(number)[-1][1]["grade"] == "A"
