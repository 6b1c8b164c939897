"""What stays secret: tokens, personal data, the way in; and what expressions may never do."""

import os
import re
import subprocess
import sys
import time
from datetime import date

import pytest
from safety_town import IDNO, PHONE, browser, every_address, snapshot, text_of

from yingshang.adapters.sql import to_sql
from yingshang.city.audit import service as audit
from yingshang.city.licences.models import Licence
from yingshang.city.notify.models import Message
from yingshang.kernel.rules import RuleError, Term, Vocabulary, evaluate, parse

# --- personal data ----------------------------------------------------------------------------


@pytest.mark.walk
@pytest.mark.parametrize("name", ["zhou", "ma", "shen"])
def test_no_officers_page_shows_personal_data_unasked(town, name):
    """No page of any officer shows a number in full: only the reveal does, and only by POST."""
    client, shown = browser(name), {}
    for ref in (town.ref, town.decided):
        for page in every_address(town, ref=ref):
            body = text_of(client.get(page.path))
            found = [secret for secret in (IDNO, PHONE) if secret in body]
            if found:
                shown[page.path] = found
    assert shown == {}


def test_every_reveal_is_recorded_with_who_and_what(town):
    address = f"/desk/cases/{town.ref}/reveal/"
    for name, typed in (("zhou", {}), ("ma", {}), ("shen", {"reason": "核实投诉"})):
        before = len(_reveals(town.ref))
        body = text_of(browser(name).post(address, typed))
        assert IDNO in body
        record = _reveals(town.ref)[0]
        assert len(_reveals(town.ref)) == before + 1
        assert record.by == name
        assert {"legal_person_id", "phone"} <= set(record.detail["fields"])


def test_a_reveal_that_cannot_be_recorded_shows_nothing(town, monkeypatch):
    def broken(**said):
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr("yingshang.city.audit.service.record", broken)
    for name, typed in (("zhou", {}), ("shen", {"reason": "核实投诉"})):
        client = browser(name, raise_request_exception=False)
        answer = client.post(f"/desk/cases/{town.ref}/reveal/", typed)
        assert IDNO not in text_of(answer)
        assert answer.status_code == 500


@pytest.mark.parametrize("name", ["hu", "deng", "chu", "mo", "lin"])
def test_those_without_the_case_reveal_nothing(town, name):
    before = snapshot()
    answer = browser(name).post(f"/desk/cases/{town.ref}/reveal/", {"reason": "好奇"})
    assert answer.status_code == 404
    assert snapshot() == before


def test_looking_somebody_up_at_the_counter_is_recorded(town):
    """The counter fills in what the city holds: that is a look like any other."""
    before = audit_count()
    typed = {"look": "1", "who-kind": "person", "who-code": IDNO}
    body = text_of(browser("zhou").post("/desk/new/company-start/", typed))
    assert "1990-05-12" in body
    assert audit_count() == before + 1
    get = browser("zhou").get("/desk/new/company-start/", typed)
    assert "1990-05-12" not in text_of(get)
    assert audit_count() == before + 1


def test_messages_carry_no_personal_data(town):
    """What is sent to inboxes and outboxes names the case, not the person's numbers."""
    texts = "\n".join(f"{m.title} {m.body}" for m in Message.objects.all())
    assert texts
    assert IDNO not in texts
    assert PHONE not in texts


def test_the_public_page_of_a_licence_shows_the_licence_only(town):
    body = text_of(browser().get(f"/verify/{town.token}/"))
    assert "有效" in body
    for secret in (IDNO, PHONE, IDNO[6:14]):
        assert secret not in body


def _reveals(ref):
    return [r for r in audit.records(obj=ref) if "reveal" in r.action]


def audit_count() -> int:
    return snapshot()["audit.Record"]


# --- what cannot be guessed -------------------------------------------------------------------


def test_tokens_of_licences_cannot_be_guessed(town):
    """At least 128 bits, from the operating system's generator, none alike, none in an event."""
    from safety_town import COMPANY, file_for, grant, who

    for _n in range(3):
        grant(file_for(who("lin"), COMPANY).ref, who("zhou"), who("ma"))
    tokens = list(Licence.objects.values_list("token", flat=True))
    assert len(set(tokens)) == len(tokens) >= 4
    for token in tokens:
        assert re.fullmatch(r"[A-Za-z0-9_-]{32,}", token)
    assert len({token[:6] for token in tokens}) == len(tokens)
    pages = text_of(browser("ma").get(f"/desk/cases/{town.decided}/"))
    assert all(token not in pages for token in tokens)


def test_a_licences_number_is_no_token(town):
    for guess in (Licence.objects.first().number, town.decided, "1", "", "%", town.token[:-1]):
        assert browser().get(f"/verify/{guess}/").status_code == 404


def test_the_number_of_a_case_opens_nothing_by_itself(town):
    """Numbers count up by law; so all rests on rights, for every page that takes one."""
    ref = town.ref[:-6] + "000002"
    for page in every_address(town, ref=ref):
        if "ref" in page.asks:
            answer = browser("qin").get(page.path)
            assert answer.status_code in (404, 405), page.path


# --- settings ---------------------------------------------------------------------------------

PROBE = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import NoReverseMatch, reverse
setup_test_environment()
call_command("migrate", verbosity=0)
from yingshang.city.accounts.models import Region, User
Region.objects.create(code="990100", name="青岚市")
boss = User.objects.create(username="boss", role="supervisor", region_id="990100", label="沈正")
boss.set_password("a-long-enough-secret")
boss.save()
User.objects.create(username="shen", role="supervisor", region_id="990100", is_cast=True)
client = Client(raise_request_exception=False)
out = {p: client.get(p).status_code for p in ("/", "/items/", "/demo/", "/promises/", "/kit/")}
out["as"] = client.post("/demo/as/", {"username": "shen"}).status_code
out["desk"] = client.get("/desk/").url
out["wrong"] = client.post("/sign-in/", {"username": "boss", "password": "x"}).status_code
right = {"username": "boss", "password": "a-long-enough-secret", "next": "//evil.example"}
out["right"] = client.post("/sign-in/", right).url
out["in"] = client.get("/desk/").status_code
out["out"] = client.post("/sign-out/").url
out["after"] = client.get("/desk/").status_code
out["debug"] = settings.DEBUG
try:
    reverse("demo:cast")
    out["route"] = True
except NoReverseMatch:
    out["route"] = False
secure = Client(raise_request_exception=False).get("/", headers={"X-Forwarded-Proto": "https"})
out["hsts"] = secure.headers.get("Strict-Transport-Security", "")
out["cookies"] = {n: bool(c["secure"]) for n, c in client.cookies.items() if c.value}
print("\\n" + json.dumps(out))
"""


def run(tmp_path, code: str, **env: str) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("YINGSHANG_DATABASE")}
    clean |= {"DJANGO_SETTINGS_MODULE": "yingshang.config.settings"}
    clean |= {"YINGSHANG_VAR": str(tmp_path), **env}
    return subprocess.run(
        [sys.executable, "-c", code], env=clean, capture_output=True, text=True, timeout=100
    )


def test_in_production_nobody_signs_in_without_a_password(tmp_path):
    """YINGSHANG_DEMO=0 in a process of its own: the cast is gone, the site stands."""
    import json

    done = run(tmp_path, PROBE, YINGSHANG_DEMO="0", YINGSHANG_SECURE="1")
    assert done.returncode == 0, done.stderr[-800:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert (found["/"], found["/items/"], found["/promises/"]) == (200, 200, 200)
    assert (found["/demo/"], found["as"], found["/kit/"]) == (404, 404, 404)
    assert found["route"] is False
    assert found["debug"] is False
    assert found["desk"].startswith("/sign-in/?next=/desk/")
    assert found["wrong"] == 200
    assert found["right"].startswith("/cockpit/")
    assert (found["in"], found["out"], found["after"]) == (200, "/", 302)
    assert "max-age=31536000" in found["hsts"]
    assert found["cookies"]
    assert all(found["cookies"].values())


def test_a_mistyped_switch_stops_the_start_instead_of_opening_the_door(tmp_path):
    done = run(tmp_path, "import django; django.setup()", YINGSHANG_DEMO="off")
    assert done.returncode != 0
    assert "YINGSHANG_DEMO='off'" in done.stderr


def test_the_secret_key_is_ones_own_and_private(tmp_path):
    code = "from yingshang.config.settings import SECRET_KEY; print(SECRET_KEY)"
    keys = {run(tmp_path / name, code).stdout.strip() for name in ("one", "two", "one")}
    assert len(keys) == 2
    assert all(len(key) >= 50 for key in keys)
    assert (tmp_path / "one" / "secret.key").stat().st_mode & 0o077 == 0


# --- expressions ------------------------------------------------------------------------------

WORDS = Vocabulary(
    {
        "days": Term("用时", "int", unit="工作日"),
        "share": Term("占比", "number", unit="%"),
        "unit": Term("承办单位", "text"),
        "online": Term("网上办理", "bool"),
        "on": Term("日期", "date"),
    }
)
FACTS = {"days": 3, "share": 0.5, "unit": "市税务局", "online": True, "on": date(2026, 3, 2)}
FORBIDDEN = (
    "days.__class__",
    "unit.upper() == 'X'",
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('id')",
    "open('/etc/passwd')",
    "eval('1')",
    "(lambda: 1)() == 1",
    "[x for x in (1,)] == 1",
    "{1: 2}[1] == 2",
    "unit[0] == 'x'",
    "f'{days}' == '3'",
    "days if online else days",
    "(days := 3) == 3",
    "days ** 9 == 1",
    "9 ** 9 ** 9 > days",
    "1 << 99999 > days",
    "days // 2 == 1",
    "days % 2 == 1",
    "days & 1 == 1",
    "'a' * 999999999 == unit",
    "days == 1e400",
    "days == 99999999999999999999",
    "days == 1j",
    "days == b'x'",
    "days == ...",
    "max(*unit) == 1",
    "min(days, key=days) == 1",
    "pow(9, 9) == 1",
    "unknown == 1",
    "days == 1; days",
    "await days",
    "yield days",
    "unit == '\x00' \x00",
)
ENDLESS = (
    "(" * 500 + "days" + ")" * 500 + " == 1",
    "not " * 400 + "online",
    "-" * 900 + "days == 1",
    " and ".join(["online"] * 300),
    "+".join(["days"] * 600) + " == 1",
    "days == 1" + " " * 5000,
    "[" * 900 + "]" * 900,
    "days in (" + ",".join(["1"] * 900) + ")",
    "abs(" * 90 + "days" + ")" * 90 + " == 1",
)


@pytest.mark.parametrize("text", FORBIDDEN)
def test_an_expression_reaches_neither_attributes_nor_calls(text):
    with pytest.raises(RuleError) as refused:
        parse(text, WORDS)
    assert refused.value.sentence


@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
def test_no_expression_takes_long(text):
    start = time.monotonic()
    with pytest.raises(RuleError):
        parse(text, WORDS)
    assert time.monotonic() - start < 1


def test_the_largest_products_stay_small():
    """Numbers are bounded and so is their count: the longest product is done at once."""
    text = "*".join(["9007199254740991"] * 25) + " > days"
    start = time.monotonic()
    assert evaluate(parse(text, WORDS), FACTS).value is True
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "word", ["x' OR '1'='1", "'; DROP TABLE cases; --", "\\'; SELECT 1", 'x"y', "x'||chr(0)"]
)
def test_words_of_an_expression_stay_words_in_sql(word):
    """A text becomes a quoted literal, whatever it holds: DuckDB reads it back as it was."""
    import duckdb

    quoted = word.replace("\\", "\\\\").replace("'", "\\'")
    sql = to_sql(parse(f"unit == '{quoted}'", WORDS))
    found = duckdb.execute(f"SELECT {sql} FROM (SELECT ? AS unit)", [word]).fetchone()
    assert found == (True,)
    assert duckdb.execute(f"SELECT {sql} FROM (SELECT 'y' AS unit)").fetchone() == (False,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit", "990100-market' OR '1'='1"),
        ("district", "990101' OR '1'='1"),
        ("period", "2026-03' OR '1'='1"),
        ("kind", "year' OR '1'='1"),
        ("part", "missed; DROP TABLE cases"),
        ("code", "company-start-median' OR '1'='1"),
        ("page", "1; DROP TABLE cases"),
    ],
)
def test_no_parameter_of_a_list_becomes_sql(town, name, value):
    before = snapshot()
    asked = {"code": "company-start-median", "kind": "year", name: value}
    answer = browser("shen", raise_request_exception=False).get("/cockpit/cases/", asked)
    assert answer.status_code in (200, 404, 409)
    assert snapshot() == before
