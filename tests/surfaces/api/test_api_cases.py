"""A bureau's system reads and handles what its unit handles, and never knows of anything else."""

import uuid
from datetime import timedelta

import pytest
from api_samples import COMPANY, PARTY, PERSONAL
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case


def key() -> str:
    return str(uuid.uuid4())


def submission(**changed):
    return {"item": "company-start", "party": PARTY, "form": COMPANY, **changed}


# --- what is not one's own is not there ---------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "", None),
        ("get", "?expand=events", None),
        ("get", "/events", None),
        ("post", "/accept", None),
        ("post", "/ask-correction", {"items": ["章程"]}),
        ("post", "/refuse", {"reason": "x"}),
        ("post", "/steps/register/complete", {"result": "pass"}),
        ("post", "/pause", {"kind": "hearing", "reason": "x", "basis": "y"}),
        ("post", "/resume", None),
        ("post", "/decide", {"outcome": "granted"}),
        ("post", "/note", {"text": "x"}),
        ("post", "/supply", {"form": {}}),
    ],
)
def test_a_case_of_others_answers_like_one_that_does_not_exist(grid, filed, method, path, body):
    real = grid(method, f"/cases/{filed.ref}{path}", body)
    none = grid(method, f"/cases/990100-2026-999999{path}", body)
    assert (real.status_code, none.status_code) == (404, 404)
    assert real.content == none.content
    assert Case.objects.get(ref=filed.ref).seq == filed.seq


def test_lists_searches_filters_and_feed_do_not_leak_it(grid, market, filed):
    for query in ("", "?state=any", f"?q={filed.ref}", "?q=明禾", "?item=company-start", "?mine=1"):
        page = grid.get(f"/cases{query}").json()
        assert page["cases"] == [], query
    assert grid.get("/events").json()["events"] == []
    assert market.get("/cases?state=any").json()["cases"][0]["ref"] == filed.ref
    assert market.get("/cases?q=明禾").json()["cases"][0]["ref"] == filed.ref


def test_a_cursor_of_another_system_opens_nothing(grid, market, lin, city, now):
    for _n in range(2):
        cases.open_case(
            item="company-start",
            region=city,
            form=COMPANY,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
    page = market.get("/cases?limit=1").json()
    assert page["next"]
    assert market.get(f"/cases?limit=1&cursor={page['next']}").status_code == 200
    for caller, query in ((grid, ""), (market, "&state=any"), (market, "&q=x")):
        answer = caller.get(f"/cases?limit=1{query}&cursor={page['next']}")
        assert answer.status_code == 422
    feed = market.get("/events").json()["cursor"]
    assert grid.get(f"/events?cursor={feed}").status_code == 422
    assert market.get("/events?cursor=made-up").status_code == 422


def test_pages_follow_one_another_without_gap_or_twin(market, lin, city, now):
    made = [
        cases.open_case(
            item="company-start",
            region=city,
            form=COMPANY,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        ).ref
        for _n in range(5)
    ]
    found, cursor = [], ""
    for _page in range(9):
        page = market.get(f"/cases?state=any&limit=2&cursor={cursor}").json()
        found += [case["ref"] for case in page["cases"]]
        cursor = page["next"]
        if not cursor:
            break
    assert sorted(found) == sorted(made)


# --- reading ------------------------------------------------------------------------------------


def test_a_case_shows_its_steps_clocks_and_way(market, filed, zhou, now):
    cases.accept(ref=filed.ref, by=zhou, at=now)
    answer = market.get(f"/cases/{filed.ref}?expand=events")
    case = answer.json()
    assert answer.headers["ETag"] == f'"{case["seq"]}"'
    assert {step["code"] for step in case["steps"]} >= {"register", "tax"}
    assert {clock["kind"] for clock in case["clocks"]} >= {"promised"}
    assert [event["name"] for event in case["events"]][:2] == ["submitted", "accepted"]
    assert "complete_step" in case["verbs"]
    assert market.get(f"/cases/{filed.ref}/events").json() == case["events"]


def test_who_works_on_it_sees_the_personal_fields_and_the_look_is_recorded(tax, filed):
    text = tax.get(f"/cases/{filed.ref}").content.decode()
    assert PERSONAL[0] in text
    (look,) = audit.reads_of(obj=filed.ref)
    assert (look.by, look.page) == ("system:tax-core", "api")
    assert "法定代表人身份证号" in look.fields


def test_no_record_no_look(tax, filed, monkeypatch):
    def broken(**_kwargs):
        raise cases.Refusal("read-unrecorded", "写不下来")

    monkeypatch.setattr("yingshang.city.audit.service.record_read", broken)
    answer = tax.get(f"/cases/{filed.ref}")
    assert answer.status_code == 503
    assert not any(secret in answer.content.decode() for secret in PERSONAL)


def test_lists_verbs_and_feed_hold_no_personal_data(market, filed):
    texts = [
        market.get("/cases?state=any").content.decode(),
        market.get("/events").content.decode(),
        market.post(f"/cases/{filed.ref}/note", {"text": "已电话联系"}).content.decode(),
        market.get(f"/cases/{filed.ref}/events").content.decode(),
    ]
    for text in texts:
        assert not any(secret in text for secret in (*PERSONAL, "林晓"))


def test_a_list_costs_as_many_queries_for_many_cases(
    market, lin, city, now, django_assert_max_num_queries
):
    for _n in range(8):
        cases.open_case(
            item="company-start",
            region=city,
            form=COMPANY,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
    with django_assert_max_num_queries(8):
        assert len(market.get("/cases").json()["cases"]) == 8
    with django_assert_max_num_queries(8):
        assert market.get("/events").status_code == 200


# --- submitting ---------------------------------------------------------------------------------


def test_a_case_is_submitted_once_under_its_key(market, filed):
    once = key()
    first = market.post("/cases", submission(), Idempotency_Key=once)
    assert first.status_code == 201, first.content.decode()
    again = market.post("/cases", submission(), Idempotency_Key=once)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 2
    ref = first.json()["ref"]
    assert market.get(f"/cases/{ref}").status_code == 200


def test_the_same_key_for_something_else_is_refused(market):
    once = key()
    market.post("/cases", submission(), Idempotency_Key=once)
    other = submission(form={**COMPANY, "capital": "101"})
    answer = market.post("/cases", other, Idempotency_Key=once)
    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert Case.objects.count() == 1


def test_a_refused_submission_uses_up_no_key(market):
    once = key()
    bad = market.post("/cases", submission(form={"company": "x"}), Idempotency_Key=once)
    assert bad.status_code == 422
    fields = {entry["field"] for entry in bad.json()["errors"]}
    assert {"form.capital", "form.legal_person_id"} <= fields
    assert market.post("/cases", submission(), Idempotency_Key=once).status_code == 201


def test_a_key_that_is_long_forgotten_swallows_no_new_application(market):
    once = key()
    first = market.post("/cases", submission(), Idempotency_Key=once).json()["ref"]
    assert accounts.forget_replies(at=timezone.now() + timedelta(days=8)) == 1
    again = market.post("/cases", submission(), Idempotency_Key=once).json()["ref"]
    assert again == first
    assert accounts.forget_replies(at=timezone.now() + timedelta(days=8)) == 1
    other = submission(form={**COMPANY, "capital": "101"})
    answer = market.post("/cases", other, Idempotency_Key=once)
    assert (answer.status_code, answer.json()["ref"] != first) == (201, True)


def test_two_systems_may_use_the_same_key(market, tax):
    once = key()
    first = market.post("/cases", submission(), Idempotency_Key=once).json()["ref"]
    second = tax.post("/cases", submission(), Idempotency_Key=once)
    assert second.status_code == 201
    assert second.json()["ref"] != first


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"item": "power-low"}, 403, "not-yours"),
        ({"item": "nothing"}, 404, "not-found"),
        ({"item": "supervision-order", "form": {"demand": "x"}}, 403, "not-yours"),
        ({"item": "gas-connect"}, 409, "handled-elsewhere"),
        ({"colour": "red"}, 422, "invalid"),
        ({"channel": "pigeon"}, 422, "invalid"),
        ({"party": {**PARTY, "name": "别人"}}, 422, "other-name"),
        ({"files": [{"name": "a.pdf", "content": "A"}]}, 422, "bad-file"),
    ],
)
def test_what_may_not_be_submitted_is_refused(market, lin, changed, status, code):
    answer = market.post("/cases", submission(**changed), Idempotency_Key=key())
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Case.objects.count() == 0


def test_without_a_key_nothing_is_submitted(market):
    assert market.post("/cases", submission()).status_code == 422
    assert market.post("/cases", submission(), Idempotency_Key="short").status_code == 422


def test_a_file_comes_along(market):
    import base64

    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    file = {"name": "章程.pdf", "content": base64.b64encode(pdf).decode(), "material": "articles"}
    made = market.post("/cases", submission(files=[file]), Idempotency_Key=key())
    assert made.status_code == 201, made.content.decode()
    (shown,) = market.get(f"/cases/{made.json()['ref']}").json()["files"]
    assert (shown["name"], shown["material"], shown["size"]) == ("章程.pdf", "articles", len(pdf))


def test_what_the_system_submitted_it_supplies(market, tax):
    ref = market.post("/cases", submission(), Idempotency_Key=key()).json()["ref"]
    market.post(f"/cases/{ref}/ask-correction", {"items": ["住所证明"]})
    answer = tax.post(f"/cases/{ref}/supply", {"form": {"capital": "200"}})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-yours")
    answer = market.post(f"/cases/{ref}/supply", {"form": {"capital": "200"}})
    assert answer.status_code == 200
    fields = {f["name"]: f["value"] for f in market.get(f"/cases/{ref}").json()["fields"]}
    assert fields["capital"] == "200"


def test_what_an_applicant_submitted_the_system_does_not_supply(market, filed):
    market.post(f"/cases/{filed.ref}/ask-correction", {"items": ["住所证明"]})
    answer = market.post(f"/cases/{filed.ref}/supply", {"form": {"capital": "200"}})
    assert answer.status_code == 403


# --- acting -------------------------------------------------------------------------------------


def test_the_whole_way_by_systems_alone(market, tax, system, filed):
    others = {
        code: system(f"990100-{unit}")
        for code, unit in (
            ("seal", "police"),
            ("insurance", "hrss"),
            ("fund", "fund"),
            ("account", "bank"),
        )
    }
    path = f"/cases/{filed.ref}"
    assert market.post(f"{path}/accept").json()["state"] == "accepted"
    done = market.post(f"{path}/steps/register/complete", {"opinion": "齐全"})
    assert done.status_code == 200
    for code, caller in {**others, "tax": tax}.items():
        answer = caller.post(f"{path}/steps/{code}/complete", {"result": "pass"})
        assert answer.status_code == 200, answer.content.decode()
    answer = market.post(f"{path}/decide", {"outcome": "granted"})
    assert answer.json()["outcome"] == "granted"
    assert market.get(path).json()["closed_at"] is None


def test_nobody_does_the_steps_of_others(tax, market, filed):
    market.post(f"/cases/{filed.ref}/accept")
    answer = tax.post(f"/cases/{filed.ref}/steps/register/complete", {"result": "pass"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-yours")
    answer = tax.post(f"/cases/{filed.ref}/decide", {"outcome": "granted"})
    assert answer.status_code == 403


def test_a_clock_is_stopped_and_started(market, filed):
    path = f"/cases/{filed.ref}"
    market.post(f"{path}/accept")
    body = {"kind": "expert-review", "reason": "专家评审", "basis": "行政许可法第四十五条"}
    assert market.post(f"{path}/pause", body).status_code == 200
    assert market.get(path).json()["paused_at"]
    assert market.post(f"{path}/resume").status_code == 200
    assert market.get(path).json()["paused_at"] is None


def test_a_verb_that_does_not_fit_is_refused_in_a_sentence(market, filed):
    answer = market.post(f"/cases/{filed.ref}/decide", {"outcome": "granted"})
    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("。")


def test_who_has_not_seen_the_newest_is_told_so(market, filed):
    path = f"/cases/{filed.ref}"
    seen = market.get(path).headers["ETag"]
    assert market.post(f"{path}/note", {"text": "一"}, If_Match=seen).status_code == 200
    late = market.post(f"{path}/note", {"text": "二"}, If_Match=seen)
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    for odd in ('"x"', "7", 'W/"2"', '"-1"'):
        assert market.post(f"{path}/note", {"text": "二"}, If_Match=odd).status_code == 412
    newest = market.get(path).headers["ETag"]
    answer = market.post(f"{path}/note", {"text": "二"}, If_Match=newest)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == f'"{answer.json()["seq"]}"'
    assert market.post(f"{path}/note", {"text": "三"}, If_Match="*").status_code == 200


def test_a_verb_with_a_key_is_done_once(market, filed):
    path, once = f"/cases/{filed.ref}/note", key()
    first = market.post(path, {"text": "一"}, Idempotency_Key=once)
    again = market.post(path, {"text": "一"}, Idempotency_Key=once)
    assert first.content == again.content
    assert Case.objects.get(ref=filed.ref).seq == filed.seq + 1
