"""Messages reach the officer and the officer's unit, and nobody else."""

from django.urls import reverse

from yingshang.city.notify import service as notify


def test_own_and_the_units_messages_are_shown(at_desk, city, now):
    for to, title in (
        ("unit:990100-market", "督办单已下发"),
        ("user:ma", "请您补签"),
        ("unit:990100-tax", "税务的消息"),
    ):
        notify.send(to=to, topic="t", title=title, key=title, at=now, link="990100-2026-000001")
    page = at_desk("ma").get(reverse("desk:inbox")).content.decode()
    assert "督办单已下发" in page
    assert "请您补签" in page
    assert "税务的消息" not in page
    assert reverse("desk:case", args=["990100-2026-000001"]) in page


def test_marking_as_read_keeps_to_ones_own(at_desk, city, now):
    for to in ("user:ma", "user:wu"):
        notify.send(to=to, topic="t", title=f"给{to}", key=to, at=now)
    own, other = notify.inbox(["user:ma"])[0], notify.inbox(["user:wu"])[0]
    answer = at_desk("ma").post(reverse("desk:inbox"), {"id": [own.id, other.id, "x"]})
    assert answer.status_code == 302
    assert notify.unread(["user:ma"]) == 0
    assert notify.unread(["user:wu"]) == 1
