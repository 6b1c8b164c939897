"""From a reminder to accountability: rungs by rule, each with a clock, the grave ones approved."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop_sample import day

from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder._declared import check_body, ladder_of
from yingshang.city.supervision.ladder._standing import facts_of
from yingshang.city.supervision.ladder.acting import usual_ground
from yingshang.city.supervision.ladder.kinds import Held
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.ordering import Ground, order_by_hand


@pytest.fixture
def ref(warned, shen):
    """An order to the natural resources bureau, due on Friday 13 March."""
    return supervision.order_from(
        warning=warned, unit="990100-land", by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )


def climb(shen, month, number):
    return supervision.climb(at=day(month, number, 20), by=shen)


def test_before_the_due_day_the_unit_is_reminded_once(ref, shen, deng):
    assert climb(shen, 3, 9).taken == 0  # four working days are left
    assert climb(shen, 3, 10).taken == 1
    assert climb(shen, 3, 10).taken == 0

    (one,) = supervision.escalations(deng, at=day(3, 10))
    assert (one.rung, one.status, one.due_on) == ("remind", "standing", date(2026, 3, 13))
    assert one.number == "青营提〔2026〕1号"
    (message,) = [m for m in notify.inbox(["unit:990100-land"]) if m.topic == "supervision"]
    assert "提醒" in message.title
    assert message.link.endswith(f"{ref}/")


def test_silence_leads_from_urging_to_proposals_that_a_leader_decides(ref, shen, deng, he):
    climb(shen, 3, 10)
    assert climb(shen, 3, 16).taken == 1  # urged, answer due 19 March
    assert climb(shen, 3, 19).proposed == 0
    assert climb(shen, 3, 20).proposed == 1  # an order notice is proposed, not sent

    (proposal,) = supervision.escalations(shen, at=day(3, 20), status="proposed")
    assert proposal.rung == "order"
    assert not [one for one in supervision.escalations(deng, at=day(3, 20)) if one.rung == "order"]
    with pytest.raises(Refusal, match="市领导"):
        supervision.approve(escalation=proposal.id, by=shen, at=day(3, 20))
    supervision.approve(escalation=proposal.id, by=he, at=day(3, 20))
    assert supervision.escalation(deng, proposal.id, at=day(3, 20)).due_on == date(2026, 3, 27)


def test_an_answer_stops_the_ladder_until_the_work_stays_undone_for_long(ref, shen, deng):
    climb(shen, 3, 16)
    (urged,) = supervision.escalations(deng, at=day(3, 16))
    supervision.answer(escalation=urged.id, words="月底前办结", by=deng, at=day(3, 17))

    assert climb(shen, 3, 20).proposed == 0
    assert climb(shen, 3, 31).proposed == 1  # ten working days later it is still open


def test_nobody_but_the_unit_answers_what_it_was_urged_to(ref, shen, fang, he, deng):
    climb(shen, 3, 16)
    (urged,) = supervision.escalations(deng, at=day(3, 16))
    for other in (shen, fang, he):
        with pytest.raises(Refusal, match="不能由他人代答"):
            supervision.answer(escalation=urged.id, words="已办", by=other, at=day(3, 17))
    assert supervision.escalation(deng, urged.id, at=day(3, 17)).standing


def test_a_rung_may_be_skipped_only_with_a_reason(ref, shen):
    with pytest.raises(Refusal, match="越级理由"):
        supervision.take(ref=ref, rung="order", by=shen, at=day(3, 3))
    one = supervision.take(
        ref=ref, rung="order", by=shen, at=day(3, 3), skipped="重大项目停工，情况紧急"
    )
    assert supervision.escalation(shen, one, at=day(3, 3)).status == "standing"
    with pytest.raises(Refusal, match="不能再退回"):
        supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 4))
    with pytest.raises(Refusal, match="不能重复"):
        supervision.take(ref=ref, rung="order", by=shen, at=day(3, 4))


def test_an_interview_needs_time_place_and_a_leaders_consent(ref, shen, he, deng):
    more = {"ref": ref, "rung": "interview", "skipped": "多次催办未果", "by": shen}
    with pytest.raises(Refusal, match="时间"):
        supervision.take(**more, at=day(3, 3))
    one = supervision.take(**more, at=day(3, 3), place="市政府三楼会议室", meet_at=day(3, 6))
    with pytest.raises(NotVisible):
        supervision.escalation(deng, one, at=day(3, 3))
    with pytest.raises(Refusal, match="正式文书"):
        supervision.escalation_docx(shen, one, at=day(3, 3))

    supervision.approve(escalation=one, by=he, at=day(3, 4))
    told = supervision.escalation(deng, one, at=day(3, 4))
    assert told.due_on == date(2026, 3, 13)  # five working days after the meeting
    paper = Document(BytesIO(supervision.escalation_docx(shen, one, at=day(3, 4))))
    words = "\n".join(
        [p.text for p in paper.paragraphs]
        + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert "约谈通知书" in words
    assert "市政府三楼会议室" in words
    assert "青营约〔2026〕1号" in words


@pytest.fixture
def interview(ref, shen, he):
    """Sent on 3 March for the 6th; its answer is due on the 13th."""
    one = supervision.take(
        ref=ref, rung="interview", skipped="紧急", place="三楼", meet_at=day(3, 6), by=shen,
        at=day(3, 3),
    )  # fmt: skip
    supervision.approve(escalation=one, by=he, at=day(3, 3))
    return one


def hold(one, by, at, **changed):
    held = {"held_on": date(2026, 3, 9), "who": "何远、邓岩", "words": "承诺月底前增设端口。"}
    supervision.record_meeting(escalation=one, by=by, at=at, **(held | changed))


def test_the_office_writes_down_that_an_interview_was_held(ref, interview, shen, deng):
    assert supervision.escalation(shen, interview, at=day(3, 6)).unheld_on(date(2026, 3, 6))
    hold(interview, shen, day(3, 9), files=[cases.Upload("约谈记录.pdf", b"%PDF-1.4\n%%EOF\n")])
    told = supervision.escalation(deng, interview, at=day(3, 9))
    assert (told.held_on, told.held_who, told.held_by) == (date(2026, 3, 9), "何远、邓岩", "沈正")
    assert not told.unheld_on(date(2026, 3, 10))
    assert [one["name"] for one in told.held_papers] == ["约谈记录.pdf"]
    assert (told.status, told.answer) == ("standing", "")  # the unit's own answer is still owed
    assert told.due_on == date(2026, 3, 16)  # five working days from the day it was held on
    (message, *_rest) = notify.inbox(["unit:990100-land"])
    assert "约谈情况已登记（2026年3月9日）" in message.title
    words = paper_of(interview, shen, day(3, 9))
    assert "2026年3月9日约谈，参加人员：何远、邓岩。" in words
    assert "承诺月底前增设端口。" in words
    supervision.answer(escalation=interview, words="已增设", by=deng, at=day(3, 12))
    hold(interview, shen, day(3, 13), who="何远、邓岩、高明")
    assert supervision.escalation(shen, interview, at=day(3, 13)).answer == "已增设"
    (_first, again) = sorted(
        (one for one in audit.records(obj=f"case/{ref}") if "record-meeting" in one.action),
        key=lambda one: one.at,
    )
    assert again.detail["old_who"] == "何远、邓岩"


def test_what_is_written_down_of_an_interview_never_brings_the_day_forward(interview, shen, deng):
    hold(interview, shen, day(3, 12), held_on=date(2026, 3, 4))
    assert supervision.escalation(deng, interview, at=day(3, 12)).due_on == date(2026, 3, 13)


def test_a_correction_of_an_interview_gives_no_time_anew(interview, shen, deng):
    hold(interview, shen, day(3, 9))
    hold(interview, shen, day(3, 20), held_on=date(2026, 3, 20))
    told = supervision.escalation(deng, interview, at=day(3, 20))
    assert (told.held_on, told.due_on, told.late_days) == (
        date(2026, 3, 20), date(2026, 3, 16), 4,
    )  # fmt: skip


def test_of_an_interview_that_was_called_off_nothing_is_written_down(interview, shen):
    supervision.lift(escalation=interview, reason="已当面说明", by=shen, at=day(3, 5))
    with pytest.raises(Refusal, match="现在是“已解除”"):
        hold(interview, shen, day(3, 9))


def test_who_is_pressed_neither_records_its_interview_nor_takes_it_back(interview, shen, deng):
    own = replace(shen, unit="990100-land")
    with pytest.raises(Refusal, match="被督办的承办单位不能自己"):
        hold(interview, own, day(3, 9))
    with pytest.raises(Refusal, match="被督办的承办单位不能自己"):
        supervision.lift(escalation=interview, reason="不用了", by=own, at=day(3, 9))


def test_nobody_but_the_office_writes_down_an_interview(ref, interview, shen, deng, lin):
    with pytest.raises(Refusal, match="督办人员"):
        hold(interview, deng, day(3, 9))
    with pytest.raises(NotVisible):
        hold(interview, lin, day(3, 9))
    for wrong, said in (
        ({"held_on": date(2026, 3, 2)}, "约谈日期"),
        ({"held_on": date(2026, 3, 10)}, "约谈日期"),
        ({"who": " "}, "参加约谈的人"),
        ({"words": ""}, "参加约谈的人"),
    ):
        with pytest.raises(Refusal, match=said):
            hold(interview, shen, day(3, 9), **wrong)


def paper_of(one, actor, at):
    paper = Document(BytesIO(supervision.escalation_docx(actor, one, at=at)))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


def test_a_letter_names_the_matter_and_the_order_whatever_ground_was_typed(ref, shen, he):
    one = supervision.take(
        ref=ref,
        rung="interview",
        skipped="重大项目停工",
        ground="三次催办没有回音。",
        place="三楼",
        meet_at=day(3, 6, 9),
        by=shen,
        at=day(3, 3),
    )
    supervision.approve(escalation=one, by=he, at=day(3, 4))
    words = paper_of(one, shen, day(3, 4))
    order = supervision.order(shen, ref, at=day(3, 4))
    assert order.number in words
    assert order.warning.title in words
    assert "2026年3月6日9:00" in words
    assert "2026-03" not in words
    assert "经督办" not in words  # no order notice was ever taken
    assert "经办：沈正" in words
    assert "批准：贺青" in words


def test_what_is_no_meeting_was_not_held(ref, shen):
    urge = supervision.take(ref=ref, rung="urge", skipped="紧急", by=shen, at=day(3, 3))
    with pytest.raises(Refusal, match="没有发出约谈"):
        hold(urge, shen, day(3, 9))


def test_a_rung_that_follows_another_says_so(ref, shen):
    climb(shen, 3, 16)
    urged = supervision.ladder(shen, ref, at=day(3, 16))
    assert next(r for r in urged.rungs if r.code == "order").demand.startswith("经催办")
    assert not next(r for r in urged.rungs if r.code == "interview").demand.startswith("经督办")


def test_quotes_within_quotes_are_single_and_days_are_chinese(ref, shen):
    held = Held("x", "990100", "990100-land", "压缩“抵押登记”时间", date(2026, 3, 13))
    said = usual_ground(held, day(3, 11))
    assert said == "“压缩‘抵押登记’时间”应于2026年3月13日前办结，期限将到。"


def accused(ref, shen, he):
    """An interview stood, and accountability was approved over it: (interview, accountability)."""
    low = supervision.take(
        ref=ref, rung="interview", skipped="紧急", place="三楼", meet_at=day(3, 6), by=shen,
        at=day(3, 3),
    )  # fmt: skip
    supervision.approve(escalation=low, by=he, at=day(3, 3))
    high = supervision.take(ref=ref, rung="accountability", by=shen, at=day(3, 9))
    supervision.approve(escalation=high, by=he, at=day(3, 9))
    return low, high


def test_a_proposal_of_accountability_goes_to_the_body_that_may_act(ref, shen, he, deng):
    before = len(notify.inbox(["unit:990100-land"]))
    low, high = accused(ref, shen, he)
    words = paper_of(high, shen, day(3, 9))
    assert "市纪委监委：" in words
    assert "市自然资源和规划局：" not in words
    assert "约谈（青营约〔2026〕1号，2026年3月3日）" in words
    assert len(notify.inbox(["unit:990100-land"])) == before + 1  # of the interview alone
    with pytest.raises(Refusal, match="市纪委监委处理"):
        supervision.answer(escalation=high, words="已处理", by=deng, at=day(3, 10))
    assert [o.id for o in supervision.rungs_owed(deng, at=day(3, 10))] == [low]
    supervision.answer(escalation=high, words="已立案", by=shen, at=day(3, 10))
    assert supervision.escalation(shen, high, at=day(3, 10)).status == "answered"


def test_the_lower_rung_passes_into_the_higher_one(ref, shen, deng):
    low = supervision.take(ref=ref, rung="urge", skipped="紧急", by=shen, at=day(3, 3))
    supervision.take(ref=ref, rung="order", by=shen, at=day(3, 9))
    passed = supervision.escalation(deng, low, at=day(3, 9))
    assert (passed.status, passed.status_label) == ("passed", "已转入更高一级")
    assert passed.ended_reason == "已采取更高一级的“督办”"
    with pytest.raises(Refusal, match="刷新"):
        supervision.answer(escalation=low, words="来了", by=deng, at=day(3, 10))


def test_what_goes_to_another_body_leaves_the_unit_its_own_answer_to_give(ref, shen, he, deng):
    low, _high = accused(ref, shen, he)
    assert supervision.escalation(deng, low, at=day(3, 9)).status == "standing"
    supervision.answer(escalation=low, words="负责人已到场说明。", by=deng, at=day(3, 10))
    assert supervision.escalation(deng, low, at=day(3, 10)).status == "answered"


def test_a_lower_proposal_falls_with_the_higher_rung(ref, shen, he):
    climb(shen, 3, 10)
    climb(shen, 3, 16)
    climb(shen, 3, 20)
    (proposed,) = supervision.escalations(shen, at=day(3, 20), status="proposed")
    supervision.approve(
        escalation=supervision.take(
            ref=ref, rung="accountability", skipped="造成严重后果", by=shen, at=day(3, 20)
        ),
        by=he,
        at=day(3, 20),
    )
    assert supervision.escalation(shen, proposed.id, at=day(3, 20)).status == "refused"


def test_leaders_hear_once_of_all_that_a_night_proposes(ref, warned, shen, he, promised):
    other = order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "另一件事", "交办"),
        region="990100", unit="990100-land", demand="办", due=date(2026, 3, 13), by=shen,
        at=day(3, 2),
    )  # fmt: skip
    for number in (10, 16, 20):
        climb(shen, 3, number)
    waiting = supervision.escalations(shen, at=day(3, 20), status="proposed")
    assert {one.ref for one in waiting} == {ref, other}
    told = [m for m in notify.inbox([f"user:{he.id}"]) if "待您批准" in m.title]
    assert [m.title for m in told] == ["有 2 项督办措施待您批准"]
    assert supervision.rungs_waiting(he) == 2
    assert supervision.rungs_waiting(shen) == 0


def test_who_proposed_does_not_approve_and_a_refusal_says_why(ref, shen, he):
    one = supervision.take(
        ref=ref, rung="accountability", skipped="造成严重后果", by=shen, at=day(3, 3)
    )
    with pytest.raises(Refusal, match="理由"):
        supervision.refuse(escalation=one, reason=" ", by=he, at=day(3, 3))
    supervision.refuse(escalation=one, reason="先约谈", by=he, at=day(3, 3))
    assert supervision.escalation(shen, one, at=day(3, 3)).ended_reason == "先约谈"
    with pytest.raises(Refusal, match="刷新"):
        supervision.approve(escalation=one, by=he, at=day(3, 3))


def test_strangers_neither_see_nor_move_a_rung(ref, shen, lin, wu):
    one = supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 3))
    for actor in (lin, wu):
        assert supervision.escalations(actor, at=day(3, 3)) == []
        with pytest.raises(NotVisible):
            supervision.answer(escalation=one, words="好", by=actor, at=day(3, 3))
        with pytest.raises((NotVisible, Refusal)):
            supervision.take(ref=ref, rung="urge", by=actor, at=day(3, 3))


def test_what_stands_when_the_case_ends_is_lifted(ref, shen):
    climb(shen, 3, 16)
    cases.withdraw(ref=ref, reason="整改事项已并入另一件", by=shen, at=day(3, 17))
    climb(shen, 3, 18)
    (one,) = supervision.escalations(shen, at=day(3, 18))
    assert (one.status, one.ended_reason) == ("lifted", "事项已经办结")


def test_the_ladder_of_a_case_shows_what_is_called_for(ref, shen, deng, he):
    seen = supervision.ladder(shen, ref, at=day(3, 11))
    assert [one.name for one in seen.rungs] == ["提醒", "催办", "督办", "约谈", "问责建议"]
    assert seen.suggested.code == "remind"
    assert supervision.ladder(deng, ref, at=day(3, 11)).suggested is None
    assert supervision.ladder(he, ref, at=day(3, 11)).may_approve


def test_the_climb_does_not_ask_the_database_once_for_each_case(
    city, shen, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        supervision.climb(at=day(3, 2), by=SYSTEM, regions=[city])


def test_a_ladder_with_an_unknown_word_is_not_loaded(city):
    body = {
        "code": "x",
        "name": "阶梯",
        "families": ["order"],
        "basis": "须由本市核实",
        "rungs": [
            {
                "code": "a",
                "name": "甲",
                "document": "函",
                "when": "moon > 1",
                "answer_workdays": 1,
                "demand": "办",
            }
        ],
    }
    with pytest.raises(Refusal, match="条件不能用"):
        check_body(body)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due=st.dates(date(2026, 1, 5), date(2026, 12, 20)),
    today=st.dates(date(2026, 1, 5), date(2026, 12, 20)),
)
def test_a_reminder_never_goes_out_after_the_due_day_nor_urging_before(city, due, today):
    held = Held("x", "990100", "990100-land", "事", due)
    facts = facts_of(held, [], today)
    ladder = ladder_of("990100", date(2026, 3, 2))
    remind, urge = ladder.rung("remind"), ladder.rung("urge")
    assert not (remind.called_for(facts) and today > due)
    assert urge.called_for(facts) == (today > due)


@pytest.mark.parametrize("status", [Escalation.Status.STANDING, Escalation.Status.ANSWERED])
def test_without_a_due_day_nothing_is_called_for(city, status):
    facts = facts_of(Held("x", city, "u", "事", None), [], date(2026, 3, 2))
    assert not any(one.called_for(facts) for one in ladder_of(city, date(2026, 3, 2)).rungs)
