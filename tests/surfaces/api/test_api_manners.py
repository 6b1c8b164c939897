"""Manners of the API: keys, problems, sizes, types, limits; nothing of a browser's session."""

import json

import pytest
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Scope
from yingshang.city.accounts.models import ApiKey
from yingshang.surfaces.api.app import api, description
from yingshang.surfaces.api.describe import text
from yingshang.surfaces.api.everybody import everybody
from yingshang.surfaces.api.keys import buckets
from yingshang.surfaces.kit.limits import Buckets

PUBLIC = {"/", "/openapi.json"}


def operations():
    """Those that ask for a key; open data asks for none."""
    for path, methods in description()["paths"].items():
        for method in methods:
            if path.startswith("/open/"):
                continue
            yield (
                method,
                path.replace("{ref}", "990100-2026-000001").replace("{", "").replace("}", ""),
            )


def is_problem(answer, status, code=None):
    body = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content[:200]
    assert (answer.status_code, body["status"]) == (status, status)
    assert body["code"] == code or code is None
    assert body["detail"]
    assert body["type"] == f"urn:yingshang:problem:{body['code']}"
    return True


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_without_a_key_every_address_answers_401(city, method, path):
    client = Client(raise_request_exception=False)
    type_ = "application/x-ndjson" if path == "/returned-cases" else "application/json"
    answer = client.generic(method.upper(), f"/api/v1{path}", b"{}", content_type=type_)
    assert is_problem(answer, 401, "no-key")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here(city):
    """A session is no key: no other site can make a browser act here."""
    client = Client(raise_request_exception=False)
    client.force_login(accounts.user_of("ma"))
    for method, path in operations():
        type_ = "application/x-ndjson" if path == "/returned-cases" else "application/json"
        answer = client.generic(method.upper(), f"/api/v1{path}", b"{}", content_type=type_)
        assert answer.status_code == 401, path


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer ys_000000000000_x", "bearer \xe9"],
)
def test_a_wrong_key_is_no_key(market, header):
    assert is_problem(market.get("/me", Authorization=header), 401, "no-key")


def test_a_revoked_key_ends_at_once(market, fang, now):
    assert market.get("/me").status_code == 200
    key = ApiKey.objects.get()
    accounts.revoke_key(system="market-core", key=key.pk, by=fang, at=now)
    assert is_problem(market.get("/me"), 401, "no-key")


SCOPED = [
    ("get", "/items", Scope.CATALOGUE),
    ("get", "/items/company-start", Scope.CATALOGUE),
    ("get", "/cases", Scope.READ),
    ("get", "/cases/990100-2026-000001", Scope.READ),
    ("get", "/cases/990100-2026-000001/events", Scope.READ),
    ("post", "/cases", Scope.SUBMIT),
    ("post", "/cases/990100-2026-000001/supply", Scope.SUBMIT),
    ("post", "/cases/990100-2026-000001/accept", Scope.ACT),
    ("post", "/cases/990100-2026-000001/steps/x/complete", Scope.ACT),
    ("post", "/cases/990100-2026-000001/decide", Scope.ACT),
    ("get", "/events", Scope.EVENTS),
    ("get", "/webhooks", Scope.WEBHOOKS),
    ("post", "/webhooks", Scope.WEBHOOKS),
    ("get", "/deliveries", Scope.WEBHOOKS),
]


@pytest.mark.parametrize(("method", "path", "scope"), SCOPED)
def test_each_address_asks_for_its_scope(system, method, path, scope):
    without = system("990100-market", *[s for s in Scope if s != scope], code="without")
    only = system("990100-market", scope, code="only")
    answer = without(method, path, {} if method == "post" else None)
    assert is_problem(answer, 403, "no-scope")
    assert scope.value in answer.json()["detail"]
    assert only(method, path, {} if method == "post" else None).status_code != 403


def test_every_operation_asks_for_a_key_and_all_but_one_for_a_scope(city):
    bare = []
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if path.startswith("/open/"):
                    assert operation.auth_callbacks == [everybody]
                    continue
                (key,) = operation.auth_callbacks
                if key.scope is None:
                    bare.append(path)
    assert bare == ["/me"]


def test_the_day_of_use_is_noted_once(market, fang):
    for _n in range(3):
        market.get("/me")
    (one,) = accounts.systems(fang)[0].keys
    assert one.used_on is not None


def test_a_get_writes_nothing_but_the_day_of_use(market, filed):
    from django.db import connection

    market.get("/me")
    changes = []

    def listen(execute, sql, params, many, context):
        if not str(sql).lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            changes.append(str(sql)[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        for path in ("/me", "/items", "/cases", f"/cases/{filed.ref}", "/events", "/webhooks"):
            assert market.get(path).status_code == 200
    assert changes == []


# --- how often ----------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_when_to_come_again(market, grid, monkeypatch):
    monkeypatch.setattr(buckets, "burst", 3)
    answers = [market.get("/me") for _n in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert is_problem(answers[-1], 429, "too-often")
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert grid.get("/me").status_code == 200


def test_a_bucket_fills_up_again(now):
    from datetime import timedelta

    bucket = Buckets(rate=2.0, burst=4)
    assert [bucket.take(1, now) for _n in range(5)] == [0, 0, 0, 0, 0.5]
    assert bucket.take(1, now + timedelta(seconds=0.5)) == 0
    assert bucket.take(1, now + timedelta(seconds=0.5)) > 0
    for _n in range(4):
        assert bucket.take(1, now + timedelta(hours=1)) == 0
    assert bucket.take(1, now) > 0  # a clock that goes back gives nothing


def test_full_buckets_are_forgotten(now):
    from datetime import timedelta

    bucket = Buckets(rate=1.0, burst=2)
    for key in range(1500):
        bucket.take(key, now)
    bucket.take(9999, now + timedelta(minutes=1))
    assert len(bucket._kept) < 10


# --- what is not understood ---------------------------------------------------------------------


def test_unknown_addresses_and_methods_are_problems(market):
    assert is_problem(market.get("/nothing"), 404)
    assert is_problem(market("delete", "/cases"), 405)
    assert "GET" in market("delete", "/cases").headers["Allow"]
    assert is_problem(market("put", "/me", {}), 405)
    assert is_problem(market.get("/cases/%00"), 400)


def test_a_misspelt_filter_is_no_filter(market, filed):
    answer = market.get("/cases?stat=any&limit=5")
    assert is_problem(answer, 422, "unknown-parameter")
    assert [entry["field"] for entry in answer.json()["errors"]] == ["stat"]
    assert market.get("/cases?state=any&limit=5").status_code == 200
    assert is_problem(market.get(f"/cases/{filed.ref}?expand=events&x=1"), 422)
    assert is_problem(market.get("/me?x=1"), 422)


def test_other_types_than_json_are_refused(market):
    for type_ in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"):
        answer = market.client.post(
            "/api/v1/cases",
            data=b"a=1",
            content_type=type_,
            headers={"Authorization": f"Bearer {market.key}"},
        )
        assert is_problem(answer, 415, "wrong-type"), type_


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"item": 1}'])
def test_what_is_no_json_or_no_case_is_a_problem(market, body):
    answer = market.client.post(
        "/api/v1/cases",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {market.key}", "Idempotency-Key": "12345678"},
    )
    assert answer.status_code in (400, 422)
    assert is_problem(answer, answer.status_code)


def test_what_is_too_large_is_not_read(market):
    answer = market.post("/cases", {"item": "x" * (2 * 1024 * 1024)}, Idempotency_Key="12345678")
    assert is_problem(answer, 413, "too-large")
    assert is_problem(market.get("/cases?q=" + "x" * 5000), 400, "address-too-long")


def test_a_failure_tells_nothing_of_the_inside(market, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr("yingshang.city.cases.service.queue", broken)
    answer = market.get("/cases")
    assert is_problem(answer, 500, "failed")
    assert "secret" not in answer.content.decode()
    assert "Zero" not in answer.content.decode()
    assert "secret inside" in caplog.text  # the log has it


def test_problems_do_not_repeat_what_was_sent(market):
    answer = market.post("/cases", {"item": {"<script>": 1}}, Idempotency_Key="12345678")
    assert "script" not in answer.content.decode()


def test_no_cookies_no_foreign_origins_no_cache(market):
    for path in ("/me", "/nothing", "/cases"):
        answer = market.get(path, Origin="https://evil.example")
        assert answer.cookies == {}
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- the catalogue and the description ----------------------------------------------------------


def test_the_catalogue_gives_a_form_that_a_case_can_be_made_from(market):
    from api_samples import COMPANY
    from jsonschema import Draft202012Validator

    rows = {row["code"]: row for row in market.get("/items").json()["items"]}
    assert rows["company-start"]["unit"] == "990100-market"
    assert rows["gas-connect"]["handled"] == "elsewhere-returned"
    item = market.get("/items/company-start").json()
    assert {step["code"] for step in item["steps"]} >= {"register", "tax"}
    assert item["limits"]["promised"]["value"] >= 1
    Draft202012Validator.check_schema(item["form"])
    check = Draft202012Validator(item["form"])
    assert check.is_valid({**COMPANY, "capital": 100})
    assert not check.is_valid({**COMPANY, "seals": "没有"})
    assert item["form"]["properties"]["legal_person_id"]["x-personal"] is True


def test_items_that_nobody_applies_for_are_not_in_the_catalogue(market):
    assert "supervision-order" not in str(market.get("/items").json())
    assert is_problem(market.get("/items/supervision-order"), 404)
    assert is_problem(market.get("/items/nothing"), 404)


def test_the_description_is_public_and_the_one_that_is_committed(city):
    from pathlib import Path

    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    committed = Path(__file__).parents[3] / "docs" / "openapi.json"
    assert answer.content.decode() == committed.read_text("utf-8"), (
        "run: yingshang api schema > docs/openapi.json"
    )
    assert text(description()) == committed.read_text("utf-8")


def test_the_description_is_one_that_tools_can_read(city):
    doc = description()
    assert doc["openapi"].startswith("3.1")
    refs = [part.split('"')[0] for part in text(doc).split('"#/components/schemas/')[1:]]
    assert set(refs) <= set(doc["components"]["schemas"])
    ids = [op["operationId"] for path in doc["paths"].values() for op in path.values()]
    assert len(set(ids)) == len(ids)


def test_the_page_for_people_names_every_address(city):
    page = Client().get("/api/v1/").content.decode()
    for path in description()["paths"]:
        assert f"/api/v1{path}" in page
    assert "http://" not in page.replace("http://testserver", "")
    assert "`" not in page, "marks for machines are drawn, not printed"
    assert "All items that applicants" not in page, "English on the Chinese page"
    assert ">returned<" not in page


def test_an_operator_issues_a_key_from_the_command_line(city, capsys):
    from yingshang.surfaces.cli.main import build_parser

    def run(*words):
        args = build_parser("api").parse_args(["api", *words])
        return args.func(args)

    assert run("key", "hrss-core") == 2
    assert "--unit" in capsys.readouterr().err
    scope = ("--scope", "cases:read")
    assert run("key", "hrss-core", "--unit", "990100-hrss", *scope, "--days", "9", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    from django.utils import timezone

    actor, _key = accounts.key_actor(made["key"], at=timezone.now())
    assert (actor.unit, set(actor.scopes)) == ("990100-hrss", {"cases:read"})
    assert [system.code for system in accounts.systems(SYSTEM)] == ["hrss-core"]
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["openapi"]
