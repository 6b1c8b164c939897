"""What is to be told is told at least once, to each receiver for itself."""

from datetime import datetime, timedelta

import pytest

from yingshang.adapters.post import Answer, Failed
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.notify import service as notify
from yingshang.city.notify.models import Delivery

pytestmark = pytest.mark.django_db


class Town:
    """Receivers that answer as they are told to, and remember what they were sent."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = {}
        self.got: list[tuple[str, str, bytes, dict]] = []

    def __call__(self, url, body, headers):
        answer = self.answers.get(url, 204)
        self.got.append((url, headers["Webhook-Id"], body, dict(headers)))
        if isinstance(answer, BaseException):
            raise answer
        return Answer(answer, "因为" if answer >= 300 else "")

    def ids(self, url: str) -> list[str]:
        return [id for to, id, _body, _headers in self.got if to == url]


GOOD, BAD = "https://good.example/hook", "https://bad.example/hook"


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def told(now):
    """Two receivers for each of which three things wait."""
    found = {}
    for url in (GOOD, BAD):
        receiver, secret = notify.add_receiver(owner=f"system:{url[8:11]}", url=url, at=now)
        parcels = [notify.Parcel(f"k{n}", "case.decided", f'{{"n":{n}}}') for n in range(3)]
        assert notify.enqueue(receiver=receiver.id, parcels=parcels, at=now) == 3
        found[url] = (receiver, secret)
    return found


def run(at: datetime, town: Town) -> notify.Pass:
    return notify.deliver(at=at, send=town)


def test_what_waits_is_sent_once_and_then_no_more(told, town, now):
    assert run(now, town).sent == 6
    assert run(now, town) == notify.Pass()
    assert len(town.got) == 6


def test_a_receiver_can_check_who_sent_it(told, town, now):
    run(now, town)
    url, id, body, headers = town.got[0]
    secret = told[url][1]
    assert headers["Idempotency-Key"] == id
    assert notify.verified(secret=secret, headers=headers, body=body, at=now)
    assert not notify.verified(secret=secret, headers=headers, body=body + b" ", at=now)
    late = now + timedelta(minutes=6)
    assert not notify.verified(secret=secret, headers=headers, body=body, at=late)
    other = told[BAD if url == GOOD else GOOD][1]
    assert not notify.verified(secret=other, headers=headers, body=body, at=now)
    moved = {**headers, "Webhook-Timestamp": str(int(headers["Webhook-Timestamp"]) + 1)}
    assert not notify.verified(secret=secret, headers=moved, body=body, at=now)


def test_the_secret_is_not_in_the_table(told):
    receiver, secret = told[GOOD]
    from yingshang.city.notify.models import Receiver

    row = Receiver.objects.values().get(pk=receiver.id)
    assert secret not in str(row)
    assert notify.secret_of(receiver.id) == secret


def test_one_that_fails_holds_up_nobody(told, town, now):
    town.answers[BAD] = 500
    done = run(now, town)
    assert (done.sent, done.failed) == (3, 3)
    assert len(town.ids(GOOD)) == 3


def test_it_is_tried_again_later_and_later_under_its_own_id(told, town, now):
    town.answers[BAD] = Failed("连接不上")
    at, spans = now, []
    for _attempt in range(6):
        run(at, town)
        due = min(Delivery.objects.filter(state="waiting").values_list("next_at", flat=True))
        spans.append((due - at).total_seconds())
        at = max(Delivery.objects.filter(state="waiting").values_list("next_at", flat=True))
    assert 15 <= spans[0] <= 30
    assert 240 <= spans[4] <= 480
    town.answers[BAD] = 204
    run(at, town)
    assert len(set(town.ids(BAD))) == 3
    assert not Delivery.objects.filter(state="waiting").exists()


def test_the_wait_is_the_same_whenever_it_is_worked_out(now):
    first = notify.next_attempt("a", 3, now)
    assert first == notify.next_attempt("a", 3, now)
    assert first != notify.next_attempt("b", 3, now)
    last = now
    for attempt in range(1, notify.ATTEMPTS):
        last = notify.next_attempt("a", attempt, last)
    assert timedelta(hours=19) < last - now < timedelta(hours=39)
    assert notify.next_attempt("a", notify.ATTEMPTS, last) is None


def test_an_outage_of_ten_minutes_loses_nothing(told, town, now):
    """The peer lost 1,181 notifications of such an outage (peers.md §4.3)."""
    for minute in range(61):
        town.answers[BAD] = Failed("down") if minute < 10 else 200
        run(now + timedelta(minutes=minute), town)
    assert Delivery.objects.filter(state="done").count() == 6


def test_what_is_given_up_is_visible_and_can_be_sent_again(told, town, now):
    town.answers[BAD] = 500
    at = now
    for _attempt in range(notify.ATTEMPTS):
        run(at, town)
        at += timedelta(hours=7)
    dead = notify.deliveries(state="dead")
    assert len(dead) == 3
    assert {(d.owner, d.status, d.error) for d in dead} == {("system:bad", 500, "因为")}
    town.answers[BAD] = 200
    assert run(at, town).sent == 0
    ids = [d.id for d in dead]
    assert notify.send_again(ids=ids, owners=["system:goo"], at=at) == 0
    assert notify.send_again(ids=[*ids, "x"], owners=["system:bad"], at=at) == 3
    assert run(at, town).sent == 3
    assert set(town.ids(BAD)[-3:]) == set(ids)


def test_what_a_killed_worker_held_is_taken_again(told, town, now):
    town.answers[GOOD] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        run(now, town)
    held = Delivery.objects.exclude(lease="").count()
    assert held
    town.answers[GOOD] = 200
    soon = now + timedelta(minutes=5)
    run(soon, town)
    assert Delivery.objects.exclude(lease="").count() == held
    assert run(now + timedelta(minutes=11), town).sent == held
    assert len(set(town.ids(GOOD))) == 3


def test_a_late_worker_does_not_overwrite_what_another_has_noted(told, town, now):
    """Its lease ran out while it waited for an answer; the delivery was done by another."""

    def slow(url, body, headers):
        if url == GOOD and not slow.once:
            slow.once = True
            Delivery.objects.filter(pk=headers["Webhook-Id"]).update(
                lease="another", state="done", status=204
            )
            return Answer(500, "")
        return Answer(204, "")

    slow.once = False
    from unittest.mock import patch

    with patch("yingshang.city.notify._deliver.ThreadPoolExecutor", _InThisThread):
        notify.deliver(at=now, send=slow)
    assert set(Delivery.objects.values_list("state", "status")) == {("done", 204)}


class _InThisThread:
    def __init__(self, **_ignored):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    map = staticmethod(map)


def test_the_same_thing_waits_once(told, now):
    receiver, _secret = told[GOOD]
    parcels = [notify.Parcel("k0", "t", "{}"), notify.Parcel("new", "t", "{}")]
    assert notify.enqueue(receiver=receiver.id, parcels=parcels, at=now) == 1
    assert Delivery.objects.filter(receiver=receiver.id).count() == 4


def test_two_that_read_the_same_stretch_let_it_wait_once(told, now):
    receiver, _secret = told[GOOD]
    asked = {"receiver": receiver.id, "at": now, "since": ""}
    assert notify.enqueue(parcels=[notify.Parcel("a", "t", "")], cursor="5", **asked) == 1
    assert notify.enqueue(parcels=[notify.Parcel("b", "t", "")], cursor="6", **asked) == 0
    assert notify.receivers(owner="system:goo")[0].cursor == "5"


def test_gone_is_gone(told, town, now):
    town.answers[BAD] = 410
    assert run(now, town).dead == 3
    assert [r.active for r in notify.receivers(owner="system:bad")] == [False]


def test_a_stopped_receiver_is_sent_nothing(told, town, now):
    notify.stop_receivers(owner="system:bad", because="停用")
    run(now, town)
    assert town.ids(BAD) == []


def test_a_large_backlog_lets_others_through(told, town, now):
    receiver, _secret = told[BAD]
    many = [notify.Parcel(f"m{n}", "t", "{}") for n in range(60)]
    notify.enqueue(receiver=receiver.id, parcels=many, at=now)
    run(now, town)
    assert len(town.ids(GOOD)) == 3
    assert len(town.ids(BAD)) == 25


def test_one_that_is_down_is_not_asked_for_its_whole_backlog(told, town, now):
    receiver, _secret = told[BAD]
    many = [notify.Parcel(f"m{n}", "t", "{}") for n in range(20)]
    notify.enqueue(receiver=receiver.id, parcels=many, at=now)
    town.answers[BAD] = Failed("down")
    done = run(now, town)
    assert (done.failed, done.put_back) == (3, 20)
    assert max(Delivery.objects.values_list("attempts", flat=True)) == 1


def test_removing_a_receiver_is_for_its_owner(told):
    receiver, _secret = told[GOOD]
    assert notify.remove_receiver(owner="system:bad", id=receiver.id) is False
    assert notify.remove_receiver(owner="system:goo", id="x") is False
    assert notify.remove_receiver(owner="system:goo", id=receiver.id) is True
    assert notify.receivers(owner="system:goo") == []


@pytest.mark.parametrize("url", ["http://good.example/", "https://127.0.0.1/", "ftp://x", "x"])
def test_an_address_that_is_not_public_is_refused(now, url):
    with pytest.raises(Refusal, match="推送地址"):
        notify.add_receiver(owner="system:a", url=url, at=now)
