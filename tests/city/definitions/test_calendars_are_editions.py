"""Calendars are published: a later notice is a further edition, and the earlier one is kept."""

from datetime import date, datetime, time

import pytest

from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.models import Edition
from yingshang.kernel.worktime import CST, Limit, changed_days, due

NOTICE = {
    "title": "关于调整劳动节放假的通知",
    "number": "国办发明电〔2026〕9号",
    "published": "2026-03-01",
}
LONGER = {"name": "劳动节", "first": "2026-05-01", "last": "2026-05-08", "make_up": ["2026-05-09"]}


def announce(now, **changes):
    call = {"year": 2026, "notice": NOTICE, "holidays": [LONGER], "by": SYSTEM, "at": now}
    return definitions.announce(**call | changes)


def test_what_is_loaded_is_what_the_files_declare(city):
    assert definitions.calendar() == definitions.declared_calendar()
    assert definitions.calendar("990100") == definitions.declared_calendar()


def test_without_any_edition_the_package_s_own_tables_answer(bare):
    assert definitions.calendar() == definitions.declared_calendar()
    assert definitions.calendar_edition() == 0


def test_a_later_notice_changes_the_days_and_is_named_as_the_source(city, now):
    assert definitions.calendar().is_workday(date(2026, 5, 6))
    assert announce(now)
    changed = definitions.calendar()
    assert not changed.is_workday(date(2026, 5, 6))
    assert "国办发明电〔2026〕9号" in changed.sources[2026]
    assert changed_days(definitions.declared_calendar(), changed) == tuple(
        date(2026, 5, day) for day in (6, 7, 8)
    )


def test_the_same_notice_twice_is_one_edition(city, now):
    assert announce(now)
    newest = definitions.calendar_edition()
    body = definitions.edition("calendar", "calendar-2026", on=now.date()).body
    again = {"kind": "calendar", "code": "calendar-2026", "region": "", "body": body}
    assert not definitions.publish(**again, by=SYSTEM, at=now)
    assert not announce(now)
    assert definitions.calendar_edition() == newest


def test_what_was_known_before_can_still_be_asked(city, now):
    before = definitions.calendar_edition()
    announce(now)
    assert definitions.calendar(upto=before) == definitions.declared_calendar()
    assert definitions.calendar(upto=definitions.calendar_edition()) == definitions.calendar()


def test_a_local_holiday_holds_in_its_region_only(city, now):
    local = {"name": "三月三", "first": "2026-04-20", "last": "2026-04-21", "make_up": []}
    notice = NOTICE | {"title": "关于地方节日放假的通知"}
    assert announce(now, region="990100", notice=notice, holidays=[local])
    assert not definitions.calendar("990100").is_workday(date(2026, 4, 20))
    assert not definitions.calendar("990101").is_workday(date(2026, 4, 20)), "its districts too"
    assert definitions.calendar("990200").is_workday(date(2026, 4, 20))
    assert definitions.calendar().is_workday(date(2026, 4, 20))


def test_a_unit_s_own_hours_lie_over_its_city_s_calendar(city):
    hall = definitions.calendar(unit="990100-hall")
    assert hall.hours(date(2026, 3, 7)) == (time(9), time(12))
    assert not hall.is_workday(date(2026, 3, 7))
    saturday = datetime(2026, 3, 7, 10, tzinfo=CST)
    limit = Limit(1, "workday", after_hours="next_workday")
    assert due(hall, saturday, limit).at.date() == date(2026, 3, 9)
    assert due(definitions.calendar("990100"), saturday, limit).at.date() == date(2026, 3, 10)
    assert definitions.calendar(unit="990100-market") == definitions.calendar("990100")


def test_the_first_notice_of_the_next_year_makes_its_days_known(city, now):
    new_year = {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03", "make_up": []}
    title = {"title": "关于2027年部分节假日安排的通知", "number": "x", "published": "2026-11-05"}
    december = datetime(2026, 12, 30, 10, tzinfo=CST)
    assert due(definitions.calendar(), december, Limit(3, "workday")).provisional
    assert announce(now, year=2027, notice=title, holidays=[new_year])
    assert not announce(now, year=2027, notice=title, holidays=[new_year])
    known = definitions.calendar()
    assert known.known_until == date(2027, 12, 31)
    answer = due(known, december, Limit(3, "workday"))
    assert (answer.at.date(), answer.provisional) == (date(2027, 1, 5), False)


def test_a_year_that_is_not_there_cannot_be_amended(city, now):
    with pytest.raises(Refusal) as refusal:
        announce(now, year=2031)
    assert refusal.value.code == "calendar-unknown"


@pytest.mark.parametrize("wrong", [{"first": "2026-05-09"}, {"last": "not a day"}, {"name": None}])
def test_a_notice_that_contradicts_itself_is_refused_and_nothing_is_published(city, now, wrong):
    holiday = LONGER | wrong
    if wrong.get("name", "") is None:
        del holiday["name"]
    with pytest.raises(Refusal) as refusal:
        announce(now, holidays=[holiday])
    assert refusal.value.code == "calendar-invalid"
    assert definitions.calendar() == definitions.declared_calendar()


def test_office_hours_that_cannot_be_read_stop_the_loading(tmp_path, now, city):
    folder = tmp_path / "regions" / "990100" / "offices"
    folder.mkdir(parents=True)
    text = 'code: "990100-hall"\nname: 大厅\nweek: {saturday: "nine to twelve"}\n'
    (folder / "hall.yaml").write_text(text, "utf-8")
    with pytest.raises(Refusal) as refusal:
        definitions.check_files([tmp_path])
    assert refusal.value.code == "office-hours"


def test_a_process_notices_what_another_one_has_published(city, now):
    definitions.refresh()
    assert not definitions.refresh()
    assert definitions.calendar() == definitions.declared_calendar()
    known = definitions.edition("calendar", "calendar-2026", on=now.date())
    other = dict(known.body) | {"amended_by": [{"notice": NOTICE, "holidays": [LONGER]}]}
    Edition.objects.create(
        kind="calendar",
        code="calendar-2026",
        region="",
        version=2,
        valid_from=now.date(),
        body=other,
        hash="x",
        published_at=now,
        published_by="another process",
    )
    assert definitions.calendar().is_workday(date(2026, 5, 6)), "still what was read before"
    assert definitions.refresh()
    assert not definitions.calendar().is_workday(date(2026, 5, 6))
