"""What holds for every address, found by walking the addresses themselves."""

import csv
import json

import pytest
from bare_ranks import bare_heads, bare_keys, bare_ranks
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from safety_town import SECRETS, browser, every_address, snapshot, text_of

from yingshang.city.accounts.models import Region
from yingshang.surfaces.kit.readonly import WriteDuringRead, is_question

EVERYBODY = ("", "lin", "zhou", "ma", "qian", "fang", "he")
SAFE = {200, 204, 302, 404, 405}


# --- reading does not write -------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_looking_at_any_page_changes_nothing_and_never_fails(town, name):
    """GET and HEAD of every address, as everybody; every statement is listened to."""
    client, before, changes, wrong = browser(name), snapshot(), [], {}

    def listen(execute, sql, params, many, context):
        if not is_question(str(sql)):
            changes.append(str(sql)[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        for page in every_address(town):
            for method in ("get", "head"):
                answer = getattr(client, method)(page.path)
                text = text_of(answer)
                if answer.status_code not in SAFE:
                    wrong[f"{method} {page.path}"] = answer.status_code
                if method == "get" and (bare := ranks_of(answer, text)):
                    wrong[f"a bare rank: {page.path}"] = bare
    assert wrong == {}
    assert changes == []
    assert snapshot() == before


def ranks_of(answer, text):
    """Ranks without an interval, in whatever the address answers."""
    kind = answer.headers.get("Content-Type", "")
    if "html" in kind:
        return bare_ranks(text)
    if "json" in kind and text:
        return bare_keys(json.loads(text))
    return (
        bare_heads(next(csv.reader(text.lstrip("\ufeff").splitlines()), ()))
        if "csv" in kind
        else []
    )


def _writes(request):
    Region.objects.create(code="990999", name="不该有")
    return HttpResponse("written")


urlpatterns = [
    path("writes/", _writes),
    path("fails/", lambda request: 1 / 0),
    path("", include("yingshang.config.urls")),
]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_would_write_while_reading_is_stopped(town, method):
    """The middleware is in place for every address, also one that is yet to be written."""
    with pytest.raises(WriteDuringRead), transaction.atomic():
        getattr(browser("lin"), method)("/writes/")
    assert not Region.objects.filter(code="990999").exists()


# --- writing needs the page's own token -------------------------------------------------------


@pytest.mark.walk
def test_every_post_without_the_pages_token_is_refused(town):
    """Also for who would be allowed: every address, no exception."""
    before, wrong = snapshot(), {}
    for name, methods in (("", ["post"]), ("shen", ["post", "delete"])):
        client = browser(name, enforce_csrf_checks=True)
        for page in every_address(town):
            for method in methods:
                answer = getattr(client, method)(page.path)
                if answer.status_code != 403:
                    wrong[f"{name} {method} {page.path}"] = answer.status_code
    assert wrong == {}
    assert snapshot() == before


def test_a_token_from_elsewhere_is_refused(town):
    """The token of another browser, and the right token sent from another site."""
    client = Client(enforce_csrf_checks=True)
    client.get("/")
    token = client.cookies["csrftoken"].value
    fine = client.post("/preferences/", {"elder": "1", "csrfmiddlewaretoken": token})
    assert fine.status_code == 302
    other = Client(enforce_csrf_checks=True)
    other.get("/")
    answer = other.post("/preferences/", {"language": "en", "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    answer = client.post(
        "/preferences/",
        {"language": "en", "csrfmiddlewaretoken": token},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert "页面放得太久了" in text_of(answer)


# --- headers and cookies ----------------------------------------------------------------------


def _kept(path, answer):
    """Nothing is stored on the way but the files of open data, which set no cookie."""
    said = answer.headers.get("Cache-Control", "")
    if path.startswith(("/open/", "/api/v1/open/")) and said == "public, no-cache":
        return not answer.cookies and answer.headers.get("Access-Control-Allow-Origin") == "*"
    return "no-store" in said


@pytest.mark.walk
def test_every_answer_carries_the_headers(town):
    """Also refusals, files, exports and pages that are not there."""
    missing = {}
    for name in ("", "lin", "shen"):
        client = browser(name)
        for page in [*every_address(town), None]:
            answer = client.get(page.path if page else "/no/such/page/")
            text_of(answer)
            headers = answer.headers
            policy = headers.get("Content-Security-Policy", "")
            found = {
                "script": "script-src 'self';" in policy and "unsafe-eval" not in policy,
                "objects": "object-src 'none'" in policy and "base-uri 'none'" in policy,
                "forms": "form-action 'self'" in policy,
                "frames": headers.get("X-Frame-Options") == "DENY" and "frame-ancestors" in policy,
                "types": headers.get("X-Content-Type-Options") == "nosniff",
                "referrer": headers.get("Referrer-Policy") == "same-origin",
                "kept": _kept(page.path if page else "", answer),
            }
            lacking = [key for key, there in found.items() if not there]
            if lacking:
                missing[page.path if page else "404"] = lacking
    assert missing == {}


def test_inline_scripts_may_not_run(town):
    policy = browser().get("/").headers["Content-Security-Policy"]
    scripts = next(p for p in policy.split(";") if p.strip().startswith("script-src "))
    assert "unsafe-inline" not in scripts
    assert scripts.strip() == "script-src 'self'"


def test_cookies_are_out_of_reach_of_scripts(town):
    """Session, token and choices: HttpOnly and SameSite, each of them."""
    client = Client()
    client.get("/demo/")
    client.post("/demo/as/", {"username": "lin"})
    client.post("/preferences/", {"language": "en", "elder": "1", "size": "24", "city": "990200"})
    client.post("/my/none/withdraw/")
    assert {"sessionid", "csrftoken", "ys_lang", "ys_city"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def test_a_session_cannot_be_made_up(town):
    """A cookie that somebody altered is nobody's."""
    client = browser("lin")
    for name in ("sessionid",):
        genuine = client.cookies[name].value
        for forged in (genuine[:-2] + "xx", "x", genuine.split(":")[0], ""):
            other = Client()
            other.cookies[name] = forged
            assert other.get("/my/").status_code == 302


# --- where one is sent ------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    " https://evil.example",
    "https:/\\evil.example",
    "http://testserver@evil.example/",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(town, target):
    """After signing in, after choosing a language: only to our own pages."""
    for address, typed in (
        ("/demo/as/", {"username": "lin"}),
        ("/preferences/", {"language": "en"}),
    ):
        answer = Client().post(address, {**typed, "next": target})
        assert answer.status_code == 302
        assert answer.url.startswith("/"), (address, answer.url)
        assert not answer.url.startswith(("//", "/\\", "/\t")), (address, answer.url)


def test_the_way_back_is_our_own_page(town):
    answer = Client().get("/my/?next=https://evil.example")
    assert answer.status_code == 302
    assert answer.url.startswith("/demo/?next=/my/")
    after = Client().post("/demo/as/", {"username": "lin", "next": "/my/"})
    assert after.url == "/my/"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1@evil.com"])
def test_a_hostile_host_is_refused_and_never_printed(town, host):
    """Links and codes are made from the host: one that is not ours gets 400, with one sentence."""
    client = Client(raise_request_exception=False)
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in text_of(answer)
    assert "不是本平台的地址" in text_of(answer)


def test_a_forwarded_host_is_not_believed(town):
    answer = browser("lin").get(
        f"/receipt/{town.ref}/",
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    )
    assert "evil.example" not in text_of(answer)
    assert answer.wsgi_request.is_secure() is False


# --- when something breaks --------------------------------------------------------------------


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_an_error_page_tells_no_secrets(town, settings):
    client = browser("lin", raise_request_exception=False)
    answer = client.get(f"/fails/?token={town.token}")
    body = text_of(answer)
    assert answer.status_code == 500
    assert "没有留下半截记录" in body
    for secret in (settings.SECRET_KEY, "Traceback", "ZeroDivision", "settings", "/src/", *SECRETS):
        assert secret not in body
    assert str(settings.DATABASES["default"]["NAME"]) not in body


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_the_error_page_needs_no_database(town, monkeypatch):
    """The database may be what failed."""
    client = browser("lin", raise_request_exception=False)

    def refuse(execute, sql, params, many, context):
        raise RuntimeError("no database")

    with connection.execute_wrapper(refuse):
        answer = client.get("/fails/")
    assert answer.status_code == 500
    assert "没有留下半截记录" in text_of(answer)


def test_errors_are_not_shown_unless_asked_for(settings):
    assert settings.DEBUG is False
