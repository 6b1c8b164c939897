"""Systems follow the feed, or let themselves be told; returned cases come in by the line."""

import json

import pytest

from yingshang.adapters.post import Answer
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case
from yingshang.city.notify import service as notify

PLACE = "https://93.184.215.14/hook"
LINE = {
    "external_id": "GAS-2026-1",
    "item": "gas-connect",
    "form": {"customer": "明禾餐饮", "address": "学府路12号", "volume": 20},
    "submitted_at": "2026-02-02T09:00:00+08:00",
    "accepted_at": "2026-02-02T10:00:00+08:00",
    "steps": [
        {"step": "survey", "done_at": "2026-02-04T10:00:00+08:00"},
        {"step": "connect", "done_at": "2026-02-10T10:00:00+08:00"},
    ],
    "decided_at": "2026-02-10T10:00:00+08:00",
    "outcome": "granted",
}


# --- the feed


@pytest.mark.django_db(transaction=True)
@pytest.mark.alone
def test_a_system_reads_on_from_its_cursor(market, filed, zhou, now):
    first = market.get("/events?limit=1").json()
    assert [event["name"] for event in first["events"]] == ["submitted"]
    cases.accept(ref=filed.ref, by=zhou, at=now)
    second = market.get(f"/events?cursor={first['cursor']}").json()
    assert second["events"][0]["name"] == "accepted"
    assert second["events"][0]["ref"] == filed.ref
    last = market.get(f"/events?cursor={second['cursor']}").json()
    assert (last["events"], last["more"]) == ([], False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.alone
def test_one_may_begin_now(market, filed, zhou, now):
    begin = market.get("/events?start=now").json()
    assert begin["events"] == []
    cases.note(ref=filed.ref, by=zhou, at=now, text="x")
    told = market.get(f"/events?cursor={begin['cursor']}").json()
    assert [event["name"] for event in told["events"]] == ["noted"]


# --- webhooks


def test_a_webhook_is_made_listed_tried_and_removed(market, grid):
    made = market.post("/webhooks", {"url": PLACE, "topics": ["case.decided"]})
    assert made.status_code == 201, made.content
    hook = made.json()
    assert hook["secret"].startswith("whsec_")
    (listed,) = market.get("/webhooks").json()["webhooks"]
    assert (listed["id"], "secret" in listed) == (hook["id"], False)
    assert grid.get("/webhooks").json()["webhooks"] == []
    for method, path in (("post", f"/webhooks/{hook['id']}/test"), ("delete", "")):
        path = path or f"/webhooks/{hook['id']}"
        assert grid(method, path).status_code == 404
    assert market.post(f"/webhooks/{hook['id']}/test").status_code == 202
    (waiting,) = market.get("/deliveries?state=waiting").json()["deliveries"]
    assert waiting["topic"] == "ping"
    assert grid.get("/deliveries?state=waiting").json()["deliveries"] == []
    assert market("delete", f"/webhooks/{hook['id']}").status_code == 204
    assert market.get("/webhooks").json()["webhooks"] == []
    assert market("delete", f"/webhooks/{hook['id']}").status_code == 404
    assert market.post("/webhooks/no-such/test").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/",
        "https://localhost/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "file:///etc/passwd",
        "x",
    ],
)
def test_the_platform_is_not_sent_inward(market, url):
    answer = market.post("/webhooks", {"url": url})
    assert (answer.status_code, answer.json()["code"]) == (409, "bad-address")


def test_only_events_that_there_are_can_be_asked_for(market):
    answer = market.post("/webhooks", {"url": PLACE, "topics": ["case.exploded"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-topic")


@pytest.mark.django_db(transaction=True)
@pytest.mark.alone
def test_what_happens_is_delivered_signed_and_only_to_who_may_know(market, grid, filed, zhou, now):
    secret = market.post("/webhooks", {"url": PLACE}).json()["secret"]
    grid.post("/webhooks", {"url": "https://93.184.215.14/grid"})
    cases.accept(ref=filed.ref, by=zhou, at=now)
    sent = []

    def send(url, body, headers):
        sent.append((url, body, headers))
        return Answer(204, "")

    cases.fan_out(at=now)
    notify.deliver(at=now, send=send)
    assert {url for url, _body, _headers in sent} == {PLACE}
    told = [json.loads(body) for _url, body, _headers in sent]
    assert {one["data"]["ref"] for one in told} == {filed.ref}
    assert "case.accepted" in {one["type"] for one in told}
    _url, body, headers = sent[0]
    assert notify.verified(secret=secret, headers=headers, body=body, at=now)


# --- cases handled elsewhere


@pytest.fixture
def gas(system):
    return system("990100-gas")


def answers(response):
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.content.decode().splitlines()]


def test_every_line_gets_its_answer_in_order(gas):
    bad = {**LINE, "external_id": "B", "form": {"customer": "x"}}
    odd = {**LINE, "external_id": "C", "decided_at": "yesterday"}
    more = {**LINE, "external_id": "D", "colour": "red"}
    told = answers(gas.push([LINE, bad, odd, {**LINE, "external_id": "E"}, more]))
    assert [one["line"] for one in told] == [1, 2, 3, 4, 5]
    assert [one["status"] for one in told] == [
        "created",
        "rejected",
        "rejected",
        "created",
        "rejected",
    ]
    assert (told[1]["field"], told[2]["field"], told[4]["field"]) == (
        "form.address",
        "decided_at",
        "colour",
    )
    assert told[0]["external_id"] == LINE["external_id"]
    assert gas.get(f"/cases/{told[0]['ref']}").json()["outcome"] == "granted"


def test_the_same_lines_again_are_unchanged(gas):
    first, again = (answers(gas.push([LINE])) for _n in range(2))
    assert (first[0]["status"], again[0]["status"]) == ("created", "unchanged")
    assert first[0]["ref"] == again[0]["ref"]


def test_lines_that_are_no_json_are_answered_too(gas):
    told = answers(gas.push(b'{"external_id":\n\n\xff\xfe\n[]\n' + json.dumps(LINE).encode()))
    assert [(one["line"], one["status"]) for one in told] == [
        (1, "rejected"),
        (3, "rejected"),
        (4, "rejected"),
        (5, "created"),
    ]


def test_a_day_that_no_other_zone_knows_spoils_its_own_line_only(gas):
    odd = {**LINE, "external_id": "B", "submitted_at": "0001-01-01T00:00:00+14:00"}
    told = answers(gas.push([odd, LINE]))
    assert [(one["status"], one.get("field")) for one in told] == [
        ("rejected", "submitted_at"),
        ("created", None),
    ]


def test_only_so_many_lines_of_only_such_a_length(gas):
    many = gas.push(b"{}\n" * 10_001)
    assert (many.status_code, many.json()["code"]) == (413, "too-many-lines")
    long = gas.push(b"x" * 300_000)
    assert (long.status_code, long.json()["code"]) == (413, "line-too-long")
    assert Case.objects.count() == 0


def test_the_push_takes_lines_only(gas):
    answer = gas.client.post(
        "/api/v1/returned-cases",
        data=b"{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {gas.key}"},
    )
    assert answer.status_code == 415


def test_items_of_others_are_not_pushed(gas):
    (told,) = answers(gas.push([{**LINE, "item": "tax-deregistration"}]))
    assert (told["status"], told["field"]) == ("rejected", "item")


def test_an_empty_push_has_an_empty_answer(gas):
    assert answers(gas.push(b"")) == []
