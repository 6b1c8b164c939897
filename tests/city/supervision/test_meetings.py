"""Joint meetings: agenda from data and proposals, frozen papers, decisions that become orders."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from loop_sample import PLAN, day

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import MeetingTopic

MEMBERS = ["990100-land", "990100-tax"]


def planned(by, at=None, title="2026年第一次营商环境联席会议", **changed):
    given = {
        "title": title,
        "meets_at": day(3, 10, 9),
        "place": "市政府三楼会议室",
        "chair": "何远",
        "members": MEMBERS,
    }
    return supervision.plan_meeting(**(given | changed), by=by, at=at or day(3, 2))


def signed(by):
    made = planned(by)
    supervision.add_topic(meeting=made, title="抵押登记", by=by, at=day(3, 2))
    supervision.call_meeting(meeting=made, by=by, at=day(3, 3))
    came = {"990100-land": ("邓一", "present"), "990100-tax": ("", "leave")}
    supervision.take_attendance(meeting=made, came=came, by=by, at=day(3, 10))
    supervision.decide(
        meeting=made, text="三月底前压缩抵押登记时间。", unit="990100-land",
        due_on=date(2026, 3, 31), by=by, at=day(3, 10),
    )  # fmt: skip
    supervision.decide(meeting=made, text="原则同意方案。", by=by, at=day(3, 10))
    (ref,) = supervision.sign_minutes(meeting=made, signer="何远", by=by, at=day(3, 10, 15))
    return made, ref


def words(actor, made, which):
    _name, path = supervision.meeting_paper(actor, made, which)
    document = Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_members_propose_until_the_agenda_goes_out_and_others_see_nothing(shen, wu, ma):
    made = planned(shen)
    assert "请提出议题" in notify.inbox(["unit:990100-tax"])[0].title
    supervision.add_topic(meeting=made, title="数据共享", detail="打通接口", by=wu, at=day(3, 2))
    with pytest.raises(NotVisible):
        supervision.meeting(ma, made, at=day(3, 2))
    with pytest.raises(NotVisible):
        supervision.add_topic(meeting=made, title="一", by=ma, at=day(3, 2))
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    assert "数据共享（市税务局）" in words(wu, made, "agenda")
    with pytest.raises(Refusal, match="议程已经发出"):
        supervision.add_topic(meeting=made, title="迟到的议题", by=wu, at=day(3, 4))


def test_a_dropped_topic_is_not_on_the_agenda(shen):
    made = planned(shen)
    for title in ("甲事", "乙事"):
        supervision.add_topic(meeting=made, title=title, by=shen, at=day(3, 2))
    dropped = next(
        t for t in supervision.meeting(shen, made, at=day(3, 2)).topics if t.title == "乙事"
    )
    supervision.keep_topic(topic=dropped.id, kept=False, by=shen, at=day(3, 2))
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    text = words(shen, made, "agenda")
    assert "甲事" in text
    assert "乙事" not in text


def test_decisions_become_orders_and_the_minutes_are_frozen(shen, wu, deng):
    made, ref = signed(shen)
    order = supervision.order(deng, ref, at=day(3, 11))
    assert order.due_on == date(2026, 3, 31)
    assert "第1项议定" in order.warning.sentence
    text = words(wu, made, "minutes")
    assert "1. 三月底前压缩抵押登记时间。（责任单位：市自然资源局" in text
    assert "请假：市税务局" in text
    for act in (
        lambda: supervision.decide(meeting=made, text="再加一项", by=shen, at=day(3, 11)),
        lambda: supervision.sign_minutes(meeting=made, signer="他", by=shen, at=day(3, 11)),
    ):
        with pytest.raises(Refusal, match="不能再改"):
            act()


def test_the_next_meeting_shows_what_became_of_a_decision(shen, deng):
    _made, ref = signed(shen)
    again = planned(shen, day(4, 7), title="第二次", meets_at=day(4, 20))
    topic = supervision.meeting(shen, again, at=day(4, 7)).topics[0]
    assert (topic.kind, topic.ref) == ("decision", ref)
    assert "第1项" in topic.detail
    row = supervision.meeting(shen, _made, at=day(4, 7)).decisions[0]
    assert (row.late, row.closed) == (True, False)


def test_an_order_of_a_meeting_closes_when_the_answer_was_checked(shen, deng):
    _made, ref = signed(shen)
    with pytest.raises(Refusal, match="还没有报送"):
        supervision.confirm_order(ref=ref, words="看过", by=shen, at=day(3, 11))
    cases.complete_step(ref=ref, step="answer", opinion="已压缩到1天。", by=deng, at=day(3, 12))
    assert supervision.may_confirm(shen, ref)
    assert not supervision.may_confirm(deng, ref)
    assert not supervision.closing_check(shen, ref, at=day(3, 12)).met
    supervision.confirm_order(ref=ref, words="抽查10件，属实。", by=shen, at=day(3, 13))
    assert supervision.closing_check(shen, ref, at=day(3, 13)).met


def test_minutes_are_not_signed_before_the_meeting_or_without_decisions(shen):
    made = planned(shen)
    with pytest.raises(Refusal, match="还没有议题"):
        supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    supervision.add_topic(meeting=made, title="一", by=shen, at=day(3, 2))
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    with pytest.raises(Refusal, match="还没有开"):
        supervision.sign_minutes(meeting=made, signer="何远", by=shen, at=day(3, 4))
    with pytest.raises(Refusal, match="至少一项"):
        supervision.sign_minutes(meeting=made, signer="何远", by=shen, at=day(3, 10))
    with pytest.raises(Refusal, match="完成时限"):
        supervision.decide(meeting=made, text="办", unit="990100-tax", by=shen, at=day(3, 10))


def test_an_order_of_the_minutes_claims_no_measurement_and_no_warning(shen):
    """It was decided in a meeting: neither its paper nor its history says that it was measured."""
    _made, ref = signed(shen)
    paper = Document(BytesIO(supervision.order_docx(ref=ref, by=shen, at=day(3, 11))))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([p.text for p in paper.paragraphs] + cells)
    assert "联席会议议定事项" in text
    assert "办件实测" not in text
    assert "预警" not in text
    told = [one.text for one in cases.timeline(shen, ref) if one.name == "assigned"]
    assert "按联席会议议定事项交办" in told[0]
    assert "预警" not in told[0]


@pytest.fixture
def late_task(city, shen):
    """A task that is past its date since the end of February."""
    text = PLAN.replace("2026年5月底前", "2026年2月底前")
    plan = plans.import_plan(data=text.encode(), name="p.txt", region=city, by=shen, at=day(1, 6))
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    return plans.send_tasks(
        plan=plan.id,
        tasks=[plan.tasks[0].id],
        coordinators={plan.tasks[0].id: "990100-land"},
        by=shen,
        at=day(1, 7),
    )[0]


def overdue(shen, made, at):
    topics = supervision.meeting(shen, made, at=at).topics
    return [one.title for one in topics if "逾期" in one.title]


def test_an_agenda_counts_the_days_anew_and_no_old_number_goes_out(shen, late_task):
    made = planned(shen)
    (first,) = overdue(shen, made, day(3, 2))
    assert first.endswith("逾期 2 天")
    supervision.redraft(meeting=made, by=shen, at=day(3, 4))
    assert overdue(shen, made, day(3, 4)) == [first.replace("2 天", "4 天")]
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 5))
    assert "逾期 5 天" in words(shen, made, "agenda")


def test_a_unit_whose_topic_is_up_is_asked_to_sit_in_though_it_is_no_member(
    shen, deng, wu, late_task
):
    made = planned(shen, members=["990100-tax"])
    topic = next(t for t in supervision.meeting(shen, made, at=day(3, 2)).topics if t.unit)
    assert (topic.unit, topic.asked) == ("990100-land", False)
    given = {"meeting": made, "unit": "990100-land", "at": day(3, 2)}
    with pytest.raises(Refusal, match="督办人员"):
        supervision.invite(**given, asked=True, by=wu)
    with pytest.raises(Refusal, match="没有这个单位的议题"):
        supervision.invite(**(given | {"unit": "990100-market"}), asked=True, by=shen)
    supervision.invite(**given, asked=True, by=shen)
    with pytest.raises(Refusal, match="已经在参加单位"):
        supervision.invite(**given, asked=True, by=shen)
    supervision.invite(**given, asked=False, by=shen)
    with pytest.raises(NotVisible):
        supervision.meeting(deng, made, at=day(3, 2))
    supervision.invite(**given, asked=True, by=shen)
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    assert "会议通知和议程" in notify.inbox(["unit:990100-land"])[0].title
    seen = supervision.meeting(deng, made, at=day(3, 3))
    assert [code for code, _name in seen.guests] == ["990100-land"]
    assert not seen.may_propose
    assert "列席单位\n市自然资源局" in words(deng, made, "agenda")
    came = {"990100-tax": ("吴涛", "present"), "990100-land": ("邓岩", "present")}
    supervision.take_attendance(meeting=made, came=came, by=shen, at=day(3, 10))
    with pytest.raises(Refusal, match="议程已经发出"):
        supervision.invite(**given, asked=False, by=shen)


def test_what_is_no_longer_late_does_not_go_out_on_the_agenda(shen, late_task):
    made = planned(shen)
    supervision.add_topic(meeting=made, title="数据共享", by=shen, at=day(3, 2))
    (first,) = overdue(shen, made, day(3, 2))
    cases.withdraw(ref=late_task, reason="任务并入另一项", by=shen, at=day(3, 3))
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 4))
    text = words(shen, made, "agenda")
    assert "数据共享" in text
    assert first not in text


def test_a_topic_that_went_comes_again_and_one_that_was_left_out_does_not(shen, late_task):
    made = planned(shen)
    stood = supervision.meeting(shen, made, at=day(3, 2)).topics
    MeetingTopic.objects.filter(pk=stood[0].id).update(key="task-x")  # as if of another task
    supervision.redraft(meeting=made, by=shen, at=day(3, 4))
    (again,) = supervision.meeting(shen, made, at=day(3, 4)).topics
    supervision.keep_topic(topic=again.id, kept=False, by=shen, at=day(3, 4))
    supervision.redraft(meeting=made, by=shen, at=day(3, 5))
    (left,) = supervision.meeting(shen, made, at=day(3, 5)).topics
    assert (left.id, left.kept) == (again.id, False)


def test_an_objection_that_was_ruled_on_is_told_as_the_late_task_it_became(shen, deng, late_task):
    cases.return_assignment(
        ref=late_task, reason="不属本局职责", duties="三定规定", by=deng, at=day(1, 7)
    )
    made = planned(shen, day(1, 8))
    (objected,) = supervision.meeting(shen, made, at=day(1, 8)).topics
    cases.rule_return(
        ref=late_task, upheld=False, unit="", reason="职责清楚", by=shen, at=day(1, 9)
    )
    supervision.redraft(meeting=made, by=shen, at=day(3, 4))
    (topic,) = supervision.meeting(shen, made, at=day(3, 4)).topics
    assert (objected.kind, topic.kind) == ("objection", "overdue")


def test_minutes_have_their_own_mark_no_signer_and_the_orders_own_numbers(shen, wu):
    made, ref = signed(shen)
    text = words(wu, made, "minutes")
    assert text.startswith("青岚市优化营商环境联席会议纪要")
    assert "签发人" not in text
    assert supervision.order(shen, ref, at=day(3, 11)).number in text
    assert ref not in text


def test_an_order_that_was_handed_over_stands_on_the_agenda_with_who_has_it(shen, deng):
    _made, ref = signed(shen)
    cases.return_assignment(ref=ref, reason="不属本局", duties="三定", by=deng, at=day(3, 11, 9))
    cases.rule_return(
        ref=ref, upheld=True, unit="990100-housing", reason="属住建", by=shen, at=day(3, 11, 15)
    )
    again = planned(shen, day(4, 7), title="第二次", meets_at=day(4, 20))
    (topic,) = supervision.meeting(shen, again, at=day(4, 7)).topics
    assert (topic.kind, topic.unit, topic.asked) == ("decision", "990100-housing", False)


def test_a_silent_order_that_was_handed_over_is_told_of_who_has_it(warned, shen, deng):
    ref = supervision.order_from(
        warning=warned, unit="990100-land", by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )
    cases.return_assignment(ref=ref, reason="不属本局", duties="三定", by=deng, at=day(3, 3, 9))
    cases.rule_return(
        ref=ref, upheld=True, unit="990100-housing", reason="属住建", by=shen, at=day(3, 3, 15)
    )
    made = planned(shen, day(4, 7), meets_at=day(4, 20))
    topics = supervision.meeting(shen, made, at=day(4, 7)).topics
    assert [one.unit for one in topics if one.ref == ref] == ["990100-housing"]


def test_who_was_asked_for_a_topic_that_went_is_asked_no_more(shen, deng, late_task):
    land = {"unit": "990100-land", "by": shen, "at": day(3, 2)}
    first, second, third = (planned(shen, members=["990100-tax"]) for _one in range(3))
    for made in (first, second, third):
        supervision.add_topic(meeting=made, title="数据共享", by=shen, at=day(3, 2))
        supervision.invite(**land, meeting=made, asked=True)
    MeetingTopic.objects.filter(meeting=second, unit="990100-land").delete()
    supervision.invite(**land, meeting=second, asked=False)  # may still be taken back
    assert supervision.meeting(shen, second, at=day(3, 2)).guests == ()
    left = next(
        t for t in supervision.meeting(shen, third, at=day(3, 2)).topics if t.unit == "990100-land"
    )
    supervision.keep_topic(topic=left.id, kept=False, by=shen, at=day(3, 2))
    supervision.call_meeting(meeting=third, by=shen, at=day(3, 3))
    cases.withdraw(ref=late_task, reason="任务并入另一项", by=shen, at=day(3, 3))
    supervision.redraft(meeting=first, by=shen, at=day(3, 4))
    for made in (first, third):
        assert supervision.meeting(shen, made, at=day(3, 4)).guests == ()
    assert not [m for m in notify.inbox(["unit:990100-land"]) if "会议通知" in m.title]


def test_a_guest_reads_no_draft_of_the_agenda(shen, deng, late_task):
    made = planned(shen, members=["990100-tax"])
    supervision.invite(meeting=made, unit="990100-land", asked=True, by=shen, at=day(3, 2))
    assert supervision.meetings(deng, at=day(3, 2)) == []
    with pytest.raises(NotVisible):
        supervision.meeting(deng, made, at=day(3, 2))
    supervision.call_meeting(meeting=made, by=shen, at=day(3, 3))
    assert supervision.meeting(deng, made, at=day(3, 3)).row.id == made
