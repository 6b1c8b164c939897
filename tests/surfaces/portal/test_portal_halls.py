"""The public's pages of halls: the directory, booking, a number on the phone, the big screen."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.feedback import service as feedback
from yingshang.city.halls import service as halls

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(city, monkeypatch, now):
    """The pages' clock stands at Monday, 2 March 2026, 10:00."""
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def here(client, monday):
    client.cookies["ys_city"] = "990100"
    return client


def as_(client, name):
    client.force_login(accounts.user_of(name))
    return client


def text(answer):
    return answer.content.decode()


def test_the_directory_says_where_open_until_when_and_how_many_wait(here):
    page = text(here.get("/halls/"))
    for word in (
        "青岚市政务服务中心",
        "现在开门，17:00 关门",
        "0 人等候",
        "云溪社区便民服务站",
        "演示数据",
    ):
        assert word in page


def test_it_is_narrowed_by_district_by_thing_and_by_being_open(here, monkeypatch, now):
    west = text(here.get("/halls/?district=990102"))
    assert "云溪" in west
    assert "槐树街" not in west
    thing = text(here.get("/halls/?q=开公司"))
    assert "创新港营商驿站" in thing
    assert "云溪社区便民服务站" not in thing
    sunday = datetime(2026, 3, 8, 10, tzinfo=now.tzinfo)
    monkeypatch.setattr(timezone, "now", lambda: sunday)
    open_now = text(here.get("/halls/?open=1"))
    assert "云溪" in open_now
    assert "东城区政务服务中心" not in open_now


def test_a_holiday_is_named_where_it_keeps_a_hall_closed(here, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 1, 10, tzinfo=now.tzinfo))
    page = text(here.get("/halls/center/"))
    assert "国庆节" in page
    assert "现在不办公" in page


def test_the_directory_costs_few_questions(here, django_assert_max_num_queries):
    here.get("/halls/")
    with django_assert_max_num_queries(6):
        here.get("/halls/")


def test_booking_moving_and_cancelling_need_no_script(here, lin):
    as_(here, "lin")
    assert "还有 8 个" in text(here.get("/halls/center/book/?item=property-general"))
    answer = here.post("/halls/center/book/", {"slot": "20260303-0900", "item": "signboard"})
    assert answer.url == "/my/bookings/"
    (made,) = halls.my_bookings(lin, at=timezone.now())
    page = text(here.get("/my/bookings/"))
    assert made.code in page
    assert "店招牌匾" in page
    file = here.get(f"/my/bookings/{made.id}/calendar.ics")
    assert file["Content-Type"].startswith("text/calendar")
    here.post(f"/my/bookings/{made.id}/move/", {"slot": "20260303-1000"})
    (moved, _old) = halls.my_bookings(lin, at=timezone.now())
    assert moved.starts.hour == 10
    here.post(f"/my/bookings/{moved.id}/cancel/")
    assert "没有将到的预约" in text(here.get("/my/bookings/"))


def test_a_full_slot_says_so_and_keeps_the_page(here, lin, now):
    as_(here, "lin")
    answer = here.post("/halls/center/book/", {"slot": "20260101-0900"})
    assert answer.status_code == 409
    assert "请从列出的时段里另选一个" in text(answer)


def test_anothers_booking_is_a_404(here, lin, now):
    made = halls.book(
        code="center",
        region="990100",
        slot="20260303-0900",
        item="",
        party=lin.party,
        by=lin,
        at=now,
    )
    as_(here, "qin")
    for page in ("move/", "calendar.ics"):
        assert here.get(f"/my/bookings/{made.id}/{page}").status_code == 404
    assert here.post(f"/my/bookings/{made.id}/cancel/").status_code == 404


def test_a_number_on_the_phone_is_watched_without_script(here, zhou, now):
    as_(here, "lin")
    answer = here.post("/halls/center/take/", {"counter": "general"})
    again = here.post("/halls/center/take/", {"counter": "general"})
    assert answer.url == again.url
    page = here.get(answer.url)
    assert "下一个就是您" in text(page)
    assert page["Refresh"] == "10"
    said = {"code": "center", "counter": "general", "window": "2", "by": zhou}
    halls.call_next(**said, at=now + timedelta(minutes=3))
    assert "请到 2 号窗口" in text(here.get(answer.url))
    screen = here.get("/halls/center/screen/")
    assert "A001" in text(screen)
    assert screen["Refresh"] == "5"
    assert "林晓" not in text(screen)


def test_outside_hours_the_refusal_says_when_it_opens(here, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 2, 20, tzinfo=now.tzinfo))
    as_(here, "lin")
    answer = here.post("/halls/center/take/", {"counter": "general"})
    assert answer.status_code == 409
    assert "03月03日 09:00 开门" in text(answer)


def test_giving_up_lets_the_others_move_up(here):
    as_(here, "lin")
    mine = here.post("/halls/center/take/", {"counter": "general"}).url
    here.post(f"{mine}leave/")
    assert "已离开" in text(here.get(mine))
    assert here.post(f"{mine}leave/").status_code == 409


def test_messages_carry_a_badge_until_they_are_read(here, lin):
    as_(here, "lin")
    here.post("/halls/center/book/", {"slot": "20260303-0900"})
    assert "条未读" in text(here.get("/my/"))
    page = text(here.get("/my/messages/"))
    assert "已预约：青岚市政务服务中心" in page
    ids = [line.split('"')[0] for line in page.split('name="id" value="')[1:]]
    here.post("/my/messages/", {"id": ids})
    assert "条未读" not in text(here.get("/my/"))


def test_nobody_reads_or_marks_anothers_messages(here, lin, qin):
    as_(here, "lin")
    here.post("/halls/center/book/", {"slot": "20260303-0900"})
    as_(here, "qin")
    assert "已预约：" not in text(here.get("/my/messages/"))
    here.post("/my/messages/", {"id": ["1", "2", "²", "x"]})
    as_(here, "lin")
    assert "条未读" in text(here.get("/my/"))


def test_a_visit_that_is_over_is_rated_once_on_the_page_of_its_number(here, zhou, now):
    as_(here, "lin")
    mine = here.post("/halls/center/take/", {"counter": "general"}).url
    assert "/rate/" not in text(here.get(mine))
    said = {"code": "center", "counter": "general", "window": "2", "by": zhou}
    visit = halls.call_next(**said, at=now + timedelta(minutes=3))
    halls.start(id=visit.id, by=zhou, at=now + timedelta(minutes=4))
    halls.finish(id=visit.id, by=zhou, at=now + timedelta(minutes=9))
    (link,) = re.findall(r'href="(/rate/[^"?]+)', text(here.get(mine)))
    assert here.post(link, {"level": "5"}).status_code == 200
    (row,) = feedback.facts(region="990100")
    assert row["unit"] == "990100-hall"
    (again,) = re.findall(r'href="(/rate/[^"?]+)', text(here.get(mine)))
    assert "只评一回" in text(here.get(again))
