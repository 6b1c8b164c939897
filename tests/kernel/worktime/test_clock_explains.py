"""A clock says day by day, in Chinese, why a day counts or does not."""

from datetime import date, datetime, timedelta

import pytest
from worktime_calendar import national

from yingshang.kernel.worktime import (
    CST,
    Extension,
    Limit,
    Pause,
    cap_ends,
    due,
    expected_ends,
    explain,
    over_cap,
    over_expected,
    sentence,
    used,
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


def reasons(start: str, limit: str, **more) -> dict[date, tuple]:
    rows = explain(national(), moment(start), Limit.parse(limit), **more)
    return {row.day: (row.number, row.why, row.code) for row in rows}


START = "2025-09-24T10:00"
CORRECTION = Pause(moment("2025-09-26"), moment("2025-10-09"), "correction")


def test_the_day_of_receipt_does_not_count_and_says_which_article():
    assert reasons(START, "10个工作日")[date(2025, 9, 24)] == (
        None,
        "起算日不计入，自次日起算（民法典第二百零一条）",
        "start",
    )


def test_every_kind_of_day_has_its_words():
    rows = reasons(START, "10个工作日")
    assert rows[date(2025, 9, 25)] == (1, "工作日", "workday")
    assert rows[date(2025, 9, 27)] == (None, "周六，休息日", "weekend")
    assert rows[date(2025, 9, 28)] == (3, "调休上班（国庆节、中秋节）", "make-up")
    assert rows[date(2025, 10, 1)] == (None, "国庆节、中秋节放假", "holiday")
    assert rows[date(2025, 10, 14)] == (10, "工作日，期限届满", "workday")


def test_a_paused_day_names_what_is_waited_for():
    rows = reasons(START, "10个工作日", pauses=[CORRECTION])
    assert rows[date(2025, 9, 26)] == (None, "等待补正，不计时", "paused")
    assert rows[date(2025, 10, 1)][1] == "国庆节、中秋节放假（暂停期间）"
    assert rows[date(2025, 10, 9)][0] == 2


def test_an_unknown_kind_of_pause_explains_itself_by_its_reason():
    pause = Pause(moment("2025-09-25"), moment("2025-09-26"), "x", reason="等待上级批复")
    assert (
        reasons(START, "5个工作日", pauses=[pause])[date(2025, 9, 25)][1] == "等待上级批复，不计时"
    )


def test_the_first_of_two_pauses_on_a_day_is_named():
    hearing = Pause(moment("2025-09-26T15:00"), moment("2025-09-29"), "hearing")
    rows = reasons(START, "5个工作日", pauses=[CORRECTION, hearing])
    assert rows[date(2025, 9, 26)][1] == "等待补正，不计时"


def test_a_day_beyond_the_announced_years_says_that_it_is_a_guess():
    rows = reasons("2026-12-28T10:00", "5个工作日")
    assert rows[date(2026, 12, 31)][2] == "workday"
    assert rows[date(2027, 1, 1)][2] == "unannounced"
    assert "放假安排尚未公布" in rows[date(2027, 1, 2)][1]


def test_a_limit_in_days_says_that_it_moved_off_the_holiday():
    rows = reasons("2025-08-05T10:00", "60天")
    assert rows[date(2025, 10, 4)] == (60, "自然日，计入，最后一日逢休息日，期限顺延", "day")
    assert rows[date(2025, 10, 8)][1:] == (
        "国庆节、中秋节放假，期限顺延（民法典第二百零三条）",
        "rolled",
    )
    assert rows[date(2025, 10, 9)][1].startswith("休假日结束后的首个工作日，期限届满")


def test_a_rolled_end_may_meet_a_pause():
    pause = Pause(moment("2025-10-09"), moment("2025-10-10"), "hearing")
    rows = reasons("2025-08-05T10:00", "60天", pauses=[pause])
    assert rows[date(2025, 10, 9)][1] == "听证，不计时"
    assert max(rows) == date(2025, 10, 10)


def test_days_of_an_extension_say_so():
    more = [Extension(Limit(2, "workday"), "局长", "案情复杂", moment("2025-10-13"))]
    rows = reasons(START, "10个工作日", extensions=more)
    assert rows[date(2025, 10, 14)] == (10, "工作日", "workday")
    assert rows[date(2025, 10, 15)] == (11, "工作日，延长期限内", "workday")
    assert rows[date(2025, 10, 16)] == (12, "工作日，延长期限内，期限届满", "workday")


def test_days_after_the_due_day_say_by_how_much_it_is_overdue():
    rows = reasons("2026-03-02T10:00", "5个工作日", until=moment("2026-03-16T09:00"))
    assert rows[date(2026, 3, 10)] == (6, "已超期第1个工作日", "overdue")
    assert rows[date(2026, 3, 14)][0] is None
    assert rows[date(2026, 3, 16)] == (10, "已超期第5个工作日", "overdue")


def test_overdue_weekends_of_a_limit_in_days_say_both():
    rows = reasons("2026-03-02T10:00", "4天", until=moment("2026-03-07T09:00"))
    assert rows[date(2026, 3, 7)] == (None, "周六，休息日（已超期）", "overdue")


def test_it_stops_where_it_is_asked_to():
    rows = reasons(START, "10个工作日", until=moment("2025-09-26T09:00"))
    assert max(rows) == date(2025, 9, 26)


def test_an_open_pause_has_no_end_to_explain_to():
    pause = Pause(moment("2025-09-26T11:00"), None, "correction")
    rows = reasons(START, "10个工作日", pauses=[pause])
    assert max(rows) == date(2025, 9, 26)
    later = reasons(START, "10个工作日", pauses=[pause], until=moment("2025-10-15T10:00"))
    assert later[date(2025, 10, 15)][2] == "paused"
    assert used(national(), moment(START), moment("2025-10-15T10:00"), pauses=[pause]) == 1


def test_an_open_pause_from_before_the_start_holds_it_at_once():
    pause = Pause(moment("2025-09-20"), None, "correction")
    assert list(reasons(START, "10个工作日", pauses=[pause])) == [date(2025, 9, 24)]


def test_what_arrives_after_hours_says_when_it_counts_as_received():
    limit = Limit(1, "workday", after_hours="next_workday")
    rows = explain(national(), moment("2026-03-06T18:30"), limit)
    assert [row.code for row in rows] == ["received", "weekend", "weekend", "start", "workday"]
    assert rows[0].why == "下班后或休息日收到，视为3月9日（周一）收到"
    assert rows[3].why.startswith("视为收到之日")


def test_hours_say_from_when_to_when_they_run():
    rows = reasons("2025-09-30T15:00", "24小时")
    assert rows[date(2025, 9, 30)] == (9, "按小时连续计算，自15:00起算", "hours")
    assert rows[date(2025, 10, 1)] == (24, "按小时连续计算，15:00届满", "hours")


def test_hours_name_their_pause_and_go_overdue():
    pause = Pause(moment("2026-03-02T12:00"), moment("2026-03-02T14:00"), "applicant")
    rows = reasons("2026-03-02T09:00", "20小时", pauses=[pause], until=moment("2026-03-05"))
    assert rows[date(2026, 3, 2)][:2] == (
        13,
        "按小时连续计算，自09:00起算；其间等待申请人，不计时",
    )
    assert rows[date(2026, 3, 5)][1:] == ("已超期", "overdue")


def test_hours_that_wait_for_the_next_opening_say_so():
    limit = Limit(4, "hour", after_hours="next_workday")
    rows = explain(national(), moment("2026-03-06T20:00"), limit)
    assert (rows[0].code, rows[-1].number, rows[-1].day) == ("received", 4, date(2026, 3, 9))


def test_one_sentence_says_when_and_why():
    limit = Limit.parse("10个工作日")
    assert sentence(national(), moment(START), limit, pauses=[CORRECTION]) == (
        "自2025年9月24日（周三）的次日起算，10个工作日，扣除暂停时间4个工作日，"
        "2025年10月20日（周一）17:00届满。"
    )
    assert "已顺延" in sentence(national(), moment("2025-08-05"), Limit.parse("60天"))
    assert "暂定日期" in sentence(national(), moment("2026-12-28"), limit)
    assert "当日起算" in sentence(national(), moment(START), limit.counted("same_day"))
    held = sentence(national(), moment(START), limit, pauses=[Pause(moment(START), None, "fee")])
    assert held.endswith("现正暂停计时，恢复后才能确定届满日。")


def test_the_sentence_names_the_extension_and_who_approved_it():
    more = [Extension(Limit(10, "workday"), "局长", "案情复杂", moment(START))]
    words = sentence(national(), moment(START), Limit.parse("20个工作日"), extensions=more)
    assert "经局长批准延长10个工作日" in words


def test_a_pause_over_its_cap_is_flagged_and_not_cut():
    pause = Pause(moment("2026-03-02"), moment("2026-04-10"), "appraisal", cap=Limit.parse("30天"))
    assert cap_ends(national(), pause) == moment("2026-04-01T17:00")
    assert over_cap(national(), [pause, CORRECTION], at=moment("2026-05-01")) == (pause,)
    rows = reasons("2026-02-27T10:00", "5个工作日", pauses=[pause])
    assert rows[date(2026, 4, 1)][1] == "鉴定，不计时"
    assert rows[date(2026, 4, 2)][1] == "鉴定，不计时（已超过暂停上限30天）"
    assert max(rows) == date(2026, 4, 15)  # 28 February, a Saturday, was worked


def test_an_open_pause_is_over_its_cap_only_once_that_has_passed():
    pause = Pause(moment("2026-03-02"), None, "appraisal", cap=Limit(3, "workday"))
    last = moment("2026-03-05T17:00")
    assert over_cap(national(), [pause], at=last) == ()
    assert over_cap(national(), [pause], at=last + timedelta(seconds=1)) == (pause,)


def test_used_counts_only_what_can_be_counted():
    with pytest.raises(ValueError, match="month"):
        used(national(), moment(START), moment("2025-10-01"), unit="month")
    assert used(national(), moment(START), moment("2025-09-20")) == 0
    assert used(national(), moment(START), moment("2025-09-20"), unit="hour") == 0


def test_a_limit_past_the_end_of_time_is_refused_in_one_sentence():
    for text in ("9999999 workdays", "9999999天", "999999个月", "99999999 hours"):
        with pytest.raises(ValueError, match="期限过长"):
            due(national(), moment(START), Limit.parse(text))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        due(national(), datetime(2026, 3, 2, 10), Limit(5, "workday"))


def test_a_pause_names_who_is_waited_for_and_says_when_it_takes_longer_than_announced():
    pause = Pause(
        moment("2025-09-25"),
        moment("2025-09-30"),
        "testing",
        expected=Limit(1, "workday"),
        counterpart="市检测中心",
        notice="告知〔2025〕12号",
    )
    rows = reasons(START, "10个工作日", pauses=[pause])
    assert rows[date(2025, 9, 26)][1] == "检测（市检测中心），不计时"
    assert rows[date(2025, 9, 29)][1].endswith("不计时（已超过书面告知的1个工作日）")
    assert over_expected(national(), [pause], at=moment("2025-10-01")) == (pause,)
    open_pause = Pause(moment("2025-09-25"), None, "testing", expected=Limit(1, "workday"))
    assert over_expected(national(), [open_pause], at=moment("2025-09-26T16:00")) == ()
    assert over_expected(national(), [CORRECTION], at=moment("2026-01-01")) == ()
    assert expected_ends(national(), pause) == moment("2025-09-26T17:00")
    assert expected_ends(national(), CORRECTION) is None


def test_the_sentence_says_when_a_thing_counts_as_received_and_in_what_capacity_it_was_extended():
    late = Limit(5, "workday", after_hours="next_workday")
    words = sentence(national(), moment("2026-03-06T18:30"), late)
    assert words.startswith(
        "3月6日（周五）下班后或休息日收到，视为3月9日（周一）收到，自2026年3月9日"
    )
    more = [
        Extension(
            Limit(10, "workday"),
            "局长 李",
            "案情复杂",
            moment("2026-03-10"),
            "本机关负责人",
            "行政许可法第四十二条第一款",
        )
    ]
    words = sentence(national(), moment("2026-03-02T10:00"), Limit(20, "workday"), extensions=more)
    assert "经局长 李（本机关负责人，行政许可法第四十二条第一款）批准延长10个工作日" in words


def test_the_sentence_takes_off_only_what_a_pause_really_took():
    weekend = Pause(moment("2026-03-07"), moment("2026-03-09"), "publicity")
    words = sentence(national(), moment("2026-03-02T10:00"), Limit(10, "workday"), pauses=[weekend])
    assert "扣除" not in words
    night = Pause(moment("2026-03-02T20:00"), moment("2026-03-03T02:00"), "testing")
    words = sentence(national(), moment("2026-03-02T10:00"), Limit(24, "hour"), pauses=[night])
    assert "扣除暂停时间6小时" in words
