"""Frame, switches, headers, and pages for when something goes wrong."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.surfaces.kit.middleware import PlainRefusals
from yingshang.surfaces.kit.views import failed

HOME = "portal:home"


def body(answer):
    return answer.content.decode()


def test_every_page_has_a_skip_link_landmarks_and_a_language(client, city):
    page = body(client.get(reverse(HOME)))

    assert 'href="#main"' in page
    assert '<html lang="zh-CN"' in page
    for tag in ("<header", "<main", "<footer", "<nav"):
        assert tag in page


def test_there_is_no_inline_script_and_no_inline_handler(client, city):
    for name in (HOME, "portal:search", "kit:gallery", "demo:cast"):
        page = body(client.get(reverse(name)))
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
        assert all('type="application/json"' in attributes for attributes in scripts), name
        assert not re.search(r"\son(click|change|load|submit)=", page), name


def test_the_policy_forbids_inline_scripts_frames_and_guessing(client, city):
    headers = client.get(reverse(HOME)).headers

    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]


def test_chinese_is_spoken_whatever_the_browser_asks_for(client, city):
    page = body(client.get(reverse(HOME), headers={"Accept-Language": "en-GB,en"}))

    assert "您要办什么事" in page


def test_english_is_one_switch_away_and_stays(client, city):
    client.post(reverse("kit:choose"), {"language": "en", "next": "/items/"})

    page = body(client.get(reverse(HOME)))
    assert '<html lang="en"' in page


def test_the_elder_edition_brings_large_type_and_fewer_choices(client, city):
    client.post(reverse("kit:choose"), {"elder": "1", "size": "30", "next": "/"})

    page = body(client.get(reverse(HOME)))

    assert 'class="elder elder-30"' in page
    assert "kit/elder.css" in page
    assert "企业一生" not in page
    assert "标准版" in page


def test_another_city_can_be_chosen(client, city):
    client.post(reverse("kit:choose"), {"city": "990200", "next": "/"})

    assert "澜州市" in body(client.get(reverse(HOME)))


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_the_switch_returns_to_our_own_pages_only(client, city, target):
    answer = client.post(reverse("kit:choose"), {"language": "en", "next": target})

    assert answer.url == "/"


def test_nonsense_choices_are_not_kept(client, city):
    answer = client.post(
        reverse("kit:choose"), {"language": "xx", "size": "99", "city": "../etc", "next": "/"}
    )

    assert not answer.cookies


def test_a_stale_form_is_answered_in_plain_words(city):
    answer = Client(enforce_csrf_checks=True).post(reverse("kit:choose"), {"language": "en"})

    assert answer.status_code == 403
    assert "页面放得太久了" in body(answer)


def test_a_refusal_becomes_its_sentence(rf: RequestFactory, city):
    guard = PlainRefusals(lambda request: None)
    request = rf.post("/")

    answer = guard.process_exception(request, Refusal("too-late", "已经办结，不能撤回。"))

    assert answer.status_code == 409
    assert "已经办结，不能撤回。" in body(answer)
    assert "too-late" in body(answer)


def test_a_refusal_is_a_fragment_for_htmx(rf: RequestFactory, city):
    request = rf.post("/", headers={"HX-Request": "true"})

    answer = PlainRefusals(lambda r: None).process_exception(request, Refusal("x", "不行。"))

    assert "<html" not in body(answer)
    assert "不行。" in body(answer)


def test_what_one_may_not_see_does_not_exist(rf: RequestFactory, city):
    answer = PlainRefusals(lambda r: None).process_exception(rf.get("/"), NotVisible("x"))

    assert answer.status_code == 404


def test_other_errors_are_not_swallowed(rf: RequestFactory):
    assert PlainRefusals(lambda r: None).process_exception(rf.get("/"), KeyError("x")) is None


def test_the_page_for_our_own_mistakes_needs_no_database(rf: RequestFactory):
    answer = failed(rf.get("/"))  # no `db` fixture: a query would fail this test

    assert answer.status_code == 500
    assert "不是您的错" in body(answer)


def test_the_sign_in_page_stands_in_its_city_and_keeps_its_place_in_another_language(client, city):
    address = f"{reverse('kit:sign_in')}?next=/desk/tasks/"
    page = body(client.get(address))
    assert 'value="/sign-in/?next=/desk/tasks/"' in page
    assert 'value="/desk/tasks/"' in page  # where the sign-in itself leads
    assert 'aria-current="page"' not in page.split("<main")[1]
    assert "青岚市" in page.split("<main")[0]
    assert "next=%2Fdesk%2Ftasks%2F" in page.split("<main")[0]  # the button in the head too
    client.post(reverse("kit:choose"), {"language": "en", "next": address})
    assert "中文" in body(client.get(address)).split("<main")[0]


def test_a_sign_in_that_failed_keeps_its_place_in_another_language(client, city):
    address = f"{reverse('kit:sign_in')}?next=/desk/tasks/"
    answer = client.post(
        address,
        {"username": "x", "password": "y", "next": "/desk/tasks/"},
        headers={"Referer": f"http://testserver{address}"},
    )
    assert answer.status_code == 200
    assert 'value="/sign-in/?next=/desk/tasks/"' in body(answer)
