"""What stands on the ladder goes with its case: handed in is answered, passed on is lifted."""

from datetime import date

import pytest
from loop_sample import day

from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder import queries
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.ordering import Ground, order_by_hand

LAND, HOUSING = "990100-land", "990100-housing"
FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


@pytest.fixture
def ref(warned, shen):
    """An order to the natural resources bureau, due on Friday 13 March, closed by its numbers."""
    return supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )


@pytest.fixture
def checked(city, shen, fang):
    """An order to the market bureau, due on Friday 13 March, whose answer a person verifies."""
    record = registers.add(
        register="assessor-findings", region=city, form=FOUND, by=fang, at=day(3, 2)
    )
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    return supervision.order_from(warning=draft, by=shen, at=day(3, 2), due=date(2026, 3, 13))


def climb(shen, month, number):
    return supervision.climb(at=day(month, number, 20), by=shen)


def hand_in(ref, by, at):
    cases.complete_step(ref=ref, step="answer", opinion="六个网点已经设好", by=by, at=at)


def passed_on(ref, shen, deng, number=3):
    """The bureau says that it is not its own, and the office names the housing bureau."""
    cases.return_assignment(
        ref=ref, reason="不属本局职责", duties="三定规定第二条", by=deng, at=day(3, number, 14)
    )
    cases.rule_return(
        ref=ref, upheld=True, unit=HOUSING, reason="属住建职责", by=shen, at=day(3, number, 16)
    )


def rungs(ref):
    rows = Escalation.objects.filter(ref=ref).order_by("pk")
    return [(row.rung, row.status, row.unit) for row in rows]


def dated(ref, kind):
    found = [one for one in dated_things("990100", day(3, 18)) if one.kind == kind]
    return [(one.unit, one.state) for one in found if one.ref == ref]


def test_what_was_handed_in_in_time_is_pressed_neither_by_night_nor_on_the_page(ref, shen, deng):
    hand_in(ref, deng, day(3, 9))
    assert cases.case_for(shen, ref).state == "decided"  # its numbers are still to come
    assert supervision.ladder(shen, ref, at=day(3, 16)).suggested is None
    assert climb(shen, 3, 16).taken == 0


def test_work_that_is_handed_in_answers_the_rung_that_stands(ref, shen, deng):
    climb(shen, 3, 16)
    hand_in(ref, deng, day(3, 17))
    (urged,) = supervision.escalations(deng, at=day(3, 17))
    assert (urged.status, urged.answered_by) == ("answered", "邓岩")
    assert urged.answer == "已报送办理情况：六个网点已经设好"
    assert supervision.rungs_owed(deng, at=day(3, 17)) == []
    assert dated(ref, "rung") == [(LAND, "done")]


def test_a_meeting_is_not_answered_by_what_is_handed_in(ref, shen, he, deng):
    one = supervision.take(
        ref=ref, rung="interview", skipped="紧急", place="三楼", meet_at=day(3, 6), by=shen,
        at=day(3, 3),
    )  # fmt: skip
    supervision.approve(escalation=one, by=he, at=day(3, 3))
    hand_in(ref, deng, day(3, 5))
    assert [owed.id for owed in supervision.rungs_owed(deng, at=day(3, 5))] == [one]


def test_the_days_of_the_check_are_not_held_against_the_unit(checked, shen, ma):
    climb(shen, 3, 16)
    hand_in(checked, ma, day(3, 17))
    supervision.send_back(ref=checked, words="缺材料", by=shen, at=day(4, 1))
    assert climb(shen, 4, 9).proposed == 0  # far more than ten working days after the answer
    assert climb(shen, 4, 20).proposed == 1  # ten after it came back


def test_a_step_of_the_office_answers_nothing(checked, shen, ma):
    hand_in(checked, ma, day(3, 9))
    one = supervision.take(ref=checked, rung="urge", skipped="紧急", by=shen, at=day(3, 10))
    supervision.send_back(ref=checked, words="缺材料", by=shen, at=day(3, 11))
    assert supervision.escalation(shen, one, at=day(3, 11)).status == "standing"


def test_a_rung_does_not_stay_with_a_unit_that_has_the_case_no_more(ref, shen, deng, gao):
    one = supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 3, 10))
    passed_on(ref, shen, deng)
    lifted = supervision.escalation(gao, one, at=day(3, 4))
    assert (lifted.status, lifted.ended_by) == ("lifted", "沈正")
    assert lifted.ended_reason == "已改由市住房和城乡建设局承办"
    assert supervision.rungs_owed(deng, at=day(3, 4)) == []
    assert supervision.escalations(deng, at=day(3, 4)) == []  # it does not see the case
    assert dated(ref, "rung") == [(LAND, "cancelled")]
    told = [m for m in notify.inbox([f"unit:{LAND}"]) if "不用再答复" in m.title]
    assert [m.link for m in told] == [""]


def test_the_next_unit_begins_at_the_foot_of_the_ladder(ref, shen, deng, gao):
    one = supervision.take(ref=ref, rung="order", skipped="紧急", by=shen, at=day(3, 3, 10))
    supervision.answer(escalation=one, words="月底前办结", by=deng, at=day(3, 3, 11))
    passed_on(ref, shen, deng)
    seen = supervision.ladder(gao, ref, at=day(3, 4))
    assert (seen.unit, [rung.taken for rung in seen.rungs if rung.taken]) == (HOUSING, [])
    assert [past.unit_name for past in seen.past] == ["市自然资源局"]  # it is still read
    climb(shen, 3, 10)
    assert rungs(ref) == [("order", "answered", LAND), ("remind", "standing", HOUSING)]
    with pytest.raises(Refusal, match="越级理由"):
        supervision.take(ref=ref, rung="order", by=shen, at=day(3, 11))


def test_what_another_body_was_told_of_the_first_unit_is_still_to_be_answered(
    ref, shen, he, deng, gao
):
    one = supervision.take(
        ref=ref, rung="accountability", skipped="造成严重后果", by=shen, at=day(3, 3, 9)
    )
    supervision.approve(escalation=one, by=he, at=day(3, 3, 9))
    passed_on(ref, shen, deng)
    climb(shen, 3, 4)
    assert rungs(ref) == [("accountability", "standing", LAND)]
    again = supervision.take(
        ref=ref, rung="accountability", skipped="造成严重后果", by=shen, at=day(3, 5)
    )
    assert supervision.escalation(shen, again, at=day(3, 5)).status == "proposed"


def test_a_return_that_is_not_upheld_leaves_the_rung(ref, shen, deng):
    one = supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 3, 10))
    cases.return_assignment(ref=ref, reason="不属本局", duties="三定", by=deng, at=day(3, 3, 14))
    cases.rule_return(ref=ref, upheld=False, reason="属本局职责", by=shen, at=day(3, 3, 16))
    assert supervision.escalation(shen, one, at=day(3, 4)).status == "standing"


def test_the_night_lifts_what_stood_with_another_unit_from_before(ref, shen, deng):
    one = supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 3, 10))
    passed_on(ref, shen, deng)
    Escalation.objects.filter(pk=one).update(status="standing", ended_reason="")
    climb(shen, 3, 4)
    assert supervision.escalation(shen, one, at=day(3, 4)).status == "lifted"


def test_a_request_for_more_time_ends_with_the_unit_that_made_it(ref, shen, deng, gao):
    until = date(2026, 3, 20)
    supervision.ask_delay(ref=ref, until=until, reason="等接口", by=deng, at=day(3, 3, 10))
    passed_on(ref, shen, deng)
    (old,) = supervision.delays(gao, cases.case_for(gao, ref), at=day(3, 4)).asks
    assert (old.state, old.state_label) == ("moved", "已改由其他单位承办，不再审批")
    told = [m for m in notify.inbox([f"unit:{LAND}"]) if "不再审批" in m.title]
    assert [m.link for m in told] == [""]
    with pytest.raises(Refusal, match="没有待审批"):
        supervision.rule_delay(ref=ref, granted=True, by=shen, at=day(3, 5))
    assert supervision.delays(gao, cases.case_for(gao, ref), at=day(3, 4)).may_ask
    supervision.ask_delay(ref=ref, until=until, reason="刚接手", by=gao, at=day(3, 4))


def test_a_return_that_is_not_upheld_leaves_the_request(ref, shen, deng):
    supervision.ask_delay(
        ref=ref, until=date(2026, 3, 20), reason="等接口", by=deng, at=day(3, 3, 10)
    )
    cases.return_assignment(ref=ref, reason="不属本局", duties="三定", by=deng, at=day(3, 3, 14))
    cases.rule_return(ref=ref, upheld=False, reason="属本局职责", by=shen, at=day(3, 3, 16))
    (one,) = supervision.delays(deng, cases.case_for(deng, ref), at=day(3, 4)).asks
    assert one.state == "asked"


def test_a_date_that_is_amended_is_the_same_everywhere(ref, shen):
    until = day(4, 10, 23)
    cases.amend(ref=ref, unit=HOUSING, until=until, reason="机构改革", by=shen, at=day(3, 10))
    assert supervision.order(shen, ref, at=day(3, 11)).due_on == date(2026, 4, 10)
    (order,) = [one for one in dated_things("990100", day(3, 12)) if one.ref == ref]
    assert (order.day, order.unit) == (date(2026, 4, 10), HOUSING)


def test_what_a_unit_sees_no_more_takes_no_place_in_its_list(ref, shen, deng, monkeypatch):
    """The bureau's newest rung is of a case that the housing bureau has now."""
    ground = Ground(
        rule="joint-meeting", kind="meeting", key="1-1", title="压缩时间", sentence="议定"
    )
    other = order_by_hand(
        ground, region="990100", unit=LAND, demand="办", due=date(2026, 3, 13), by=shen,
        at=day(3, 2),
    )  # fmt: skip
    own = supervision.take(ref=other, rung="remind", by=shen, at=day(3, 3, 9))
    supervision.take(ref=ref, rung="remind", by=shen, at=day(3, 3, 10))
    passed_on(ref, shen, deng)
    monkeypatch.setattr(queries, "MOST", 1)
    assert [one.id for one in supervision.escalations(deng, at=day(3, 4))] == [own]
