"""The page of one's calendar, and the address that a calendar program asks."""

import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.supervision import service as supervision


def body(response):
    return response.content.decode()


def test_an_address_is_made_read_renewed_and_ended_from_the_page(at_desk, shen):
    supervision.keep_calendars(at=timezone.now(), regions=["990100"])
    desk = at_desk("shen")
    assert "还没有订阅地址" in body(desk.get(reverse("desk:calendars")))
    made = desk.post(reverse("desk:calendar_verb", args=["person", "make"]))
    address = re.search(r"http://testserver(/desk/calendars/[\w-]+\.ics)", body(made)).group(1)
    assert "webcal://testserver" in body(made)
    assert address not in body(desk.get(reverse("desk:calendars")))

    # what answers a form has no page of its own: another language leads back to where it stood
    came = "http://testserver" + reverse("desk:calendars")
    made = desk.post(
        reverse("desk:calendar_verb", args=["person", "make"]), headers={"Referer": came}
    )
    assert f'name="next" value="{reverse("desk:calendars")}"' in body(made)
    foreign = desk.post(
        reverse("desk:calendar_verb", args=["person", "make"]),
        headers={"Referer": "http://elsewhere.invalid/desk/"},
    )
    assert 'name="next" value="/"' in body(foreign)
    address = re.search(r"http://testserver(/desk/calendars/[\w-]+\.ics)", body(foreign)).group(1)

    # sent again from the page that answered it: there is nothing to go back to, and no 405
    takes_forms_only = reverse("desk:calendar_verb", args=["person", "make"])
    again = desk.post(
        takes_forms_only, headers={"Referer": f"http://testserver{takes_forms_only}?x=1"}
    )
    assert 'name="next" value="/"' in body(again)
    address = re.search(r"http://testserver(/desk/calendars/[\w-]+\.ics)", body(again)).group(1)

    program = Client()
    answer = program.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content  # RFC 7986
    again = program.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert program.post(address).status_code == 405
    assert program.get("/desk/calendars/nothing.ics").status_code == 404

    desk.post(reverse("desk:calendar_verb", args=["person", "stop"]))
    assert program.get(address).status_code == 404
    assert desk.post(reverse("desk:calendar_verb", args=["person", "burn"])).status_code == 404


def test_a_form_that_stands_on_its_own_address_keeps_it_in_another_language(at_desk):
    desk, address = at_desk("shen"), reverse("desk:motion_new")
    came = {"Referer": f"http://testserver{address}?from=list"}
    assert f'name="next" value="{address}?from=list"' in body(desk.post(address, headers=came))
    gone = {"Referer": "http://testserver/no-such-page/"}
    assert 'name="next" value="/"' in body(desk.post(address, headers=gone))
