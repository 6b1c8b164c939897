"""iCalendar as clients read it: back through icalendar, folded, stable, nothing smuggled in."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from yingshang.adapters import agenda

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def one(title="到期：压缩抵押登记时间", **more):
    return agenda.Entry(uid="task-1@990100", title=title, modified_at=AT, **more)


def read_back(*entries):
    return Calendar.from_ical(agenda.render("日历", entries)).walk("VEVENT")


@settings(max_examples=30)
@given(st.text(max_size=200), st.text(alphabet="压缩抵押登记，时间；：（）a1 ", max_size=300))
def test_long_chinese_is_folded_at_75_octets_inside_no_letter_and_comes_back(odd, title):
    data = agenda.render("日历", [one(title + "尾", day=date(2026, 3, 5), note=odd)])
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # a letter cut in two would not decode
    assert b"\n" not in data.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["summary"]) == (title + "尾").strip()


def test_a_day_is_a_day_and_a_meeting_has_its_hour_in_utc():
    day, meeting = read_back(
        one(day=date(2026, 3, 31)),
        one(starts_at=datetime(2026, 3, 9, 1, 30, tzinfo=UTC), place="三楼会议室"),
    )
    assert day.decoded("dtstart") == date(2026, 3, 31)
    assert day.decoded("dtend") == date(2026, 4, 1)
    assert str(day["transp"]) == "TRANSPARENT"
    assert meeting.decoded("dtstart") == datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
    assert str(meeting["location"]) == "三楼会议室"


def test_what_is_cancelled_says_so_and_every_revision_counts():
    (event,) = read_back(one(day=date(2026, 3, 5), sequence=4, cancelled=True))
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 4)
    assert event.decoded("last-modified") == event.decoded("dtstamp") == AT


def test_a_title_cannot_bring_in_lines_of_its_own():
    (event,) = read_back(one("到期\r\nEND:VEVENT\r\nATTACH:http://evil", day=date(2026, 3, 5)))
    assert "attach" not in event
    assert "ATTACH" in str(event["summary"])


def test_the_same_entries_are_the_same_bytes():
    assert agenda.render("日历", [one(day=AT.date())]) == agenda.render(
        "日历", [one(day=AT.date())]
    )
