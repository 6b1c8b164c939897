"""Joint meetings: agenda from data and proposals, frozen papers, decisions that become orders."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from loop_sample import day

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal

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
