"""The liaison list: who has not named one is told, phones are masked, a unit writes its own."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.notify import service as notify
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision

FORM = {
    "organ": "市市场监管局", "leader": "马副局长", "liaison": "小马", "phone": "13912345678",
    "since": "2026-03-01",
}  # fmt: skip


def browser(username):
    client = Client()
    client.force_login(accounts.user_of(username))
    return client


def test_a_unit_names_its_liaison_and_the_others_are_reminded(city, ma, wu, shen):
    at = timezone.now()
    assert "填报本单位" in browser("ma").get(reverse("desk:liaisons")).content.decode()
    record = registers.add(register="liaisons", region=city, form=FORM, by=ma, at=at)
    rows = {one.unit: one for one in supervision.liaison_list(wu, at=at)}
    mine = rows["990100-market"]
    assert (mine.record, mine.liaison) == (record, "小马")
    assert "13912345678" not in browser("wu").get(reverse("desk:liaisons")).content.decode()
    assert registers.record(wu, record, at=at, full=True, page="reveal").title == "市市场监管局"
    assert "13912345678" not in str(registers.record(wu, record, at=at, full=True, page="reveal"))

    assert browser("wu").post(reverse("desk:liaisons_remind")).status_code == 404
    assert browser("shen").post(reverse("desk:liaisons_remind")).status_code == 302
    told = [one.topic for one in notify.inbox(["unit:990100-police"])]
    assert "liaison" in told
    assert "liaison" not in [one.topic for one in notify.inbox(["unit:990100-market"])]
