"""The pages of joint meetings: planned, proposed to, called, recorded."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.supervision.models import Meeting


def browser(username):
    client = Client()
    client.force_login(accounts.user_of(username))
    return client


def test_the_page_says_whose_topic_is_up_without_being_asked_and_asks_by_one_press(city):
    office, place = browser("shen"), reverse("desk:meeting_new")
    when = timezone.localtime() + timedelta(days=3)
    typed = {
        "title": "联席会议", "meets_at": f"{when:%Y-%m-%dT%H:%M}", "place": "三楼",
        "chair": "何远", "members": ["990100-tax"],
    }  # fmt: skip
    page = office.post(place, typed).url
    meeting = Meeting.objects.get()
    meeting.topics.create(kind="overdue", title="任务逾期", unit="990100-land", key="said-x")
    text = office.get(page).content.decode()
    assert "市自然资源局不是成员单位，不会收到通知" in text
    assert browser("deng").get(page).status_code == 404
    sent = office.post(f"{page}invite/", {"unit": "990100-land", "asked": "1"}, follow=True)
    text = sent.content.decode()
    assert "列席单位已更新" in text
    assert "不是成员单位" not in text
    refused = office.post(f"{page}invite/", {"unit": "x", "asked": "1"}, follow=True)
    assert "议程上没有这个单位的议题" in refused.content.decode()
    assert browser("deng").get(page).status_code == 404  # it is still a draft
    office.post(f"{page}call/")
    assert browser("deng").get(page).status_code == 200


def test_a_meeting_is_planned_called_and_recorded_on_its_page(city):
    office, member = browser("shen"), browser("wu")
    when = timezone.localtime() + timedelta(days=3)
    typed = {
        "title": "第一次联席会议", "meets_at": f"{when:%Y-%m-%dT%H:%M}", "place": "三楼",
        "chair": "何远", "members": ["990100-tax"],
    }  # fmt: skip
    assert office.post(reverse("desk:meeting_new"), typed | {"place": ""}).status_code == 422
    page = office.post(reverse("desk:meeting_new"), typed).url
    assert browser("ma").get(page).status_code == 404

    def act(who, verb, **values):
        return who.post(f"{page}{verb}/", values).status_code

    assert act(member, "topic", title="") == 422
    assert act(member, "topic", title="打通接口") == 302
    assert act(office, "decide", text="一") == 422
    assert act(office, "call") == 302
    assert act(office, "decide", text="打通接口", unit="990100-tax") == 422
    assert act(office, "decide", text="打通接口", unit="990100-tax", due_on="2099-01-05") == 302
    assert (
        act(office, "attendance", **{"state-990100-tax": "present", "name-990100-tax": "吴"}) == 302
    )
    assert act(office, "sign", signer="何远") == 422  # not held yet
    assert act(member, "decide", text="自己写的") == 422
    text = member.get(page).content.decode()
    assert "打通接口" in text
    assert "2099" not in text  # decisions are a draft until they are signed
    paper = member.get(f"{page}paper/agenda/")
    assert b"".join(paper.streaming_content).startswith(b"PK")
    assert member.get(f"{page}paper/minutes/").status_code == 404
    member.cookies["ys_lang"] = "en"
    assert "was issued in Chinese" in member.get(page).content.decode()
