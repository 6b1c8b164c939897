"""What people type is shown, never run: on pages, in sheets, in Word (peers.md §4.2, rows 6, 9)."""

import csv
import io
import zipfile
from dataclasses import replace
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from safety_files import book
from safety_town import COMPANY, NOW, browser, every_address, file_for, grant, text_of, who
from selectolax.lexbor import LexborHTMLParser

from yingshang.adapters.paper import Paragraph, Sheet, render
from yingshang.city.accounts.models import Party, Region, Unit, User
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.plans import service as plans
from yingshang.surfaces.kit.exports import csv_response, harmless

pytestmark = pytest.mark.walk

TAG = "<script>alert(7)</script>"
BREAK = "'\"></textarea></title></script><img src=x onerror=alert(7)>"
LINK = "javascript:alert(7)"
EVIL = f"{TAG}{BREAK}{LINK}"


def dangers(html: str) -> list[str]:
    """What a browser would run of a page: scripts of its own, handlers, links that are code."""
    tree, found = LexborHTMLParser(html), []
    for node in tree.css("script"):
        kind = node.attributes.get("type") or ""
        if not node.attributes.get("src") and kind != "application/json":
            found.append(node.html[:80])
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            text = "".join((value or "").split()).lower()
            if name.startswith("on"):
                found.append(f"{node.tag} {name}")
            elif name in ("href", "src", "action", "formaction", "xlink:href", "srcdoc") and (
                text.startswith(("javascript:", "vbscript:", "data:text"))
            ):
                found.append(f"{node.tag} {name}={text[:40]}")
    found += [node.html[:80] for node in tree.css("img[src=x], iframe, object, embed, base")]
    return found


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{TAG}",
        "<img src=x onerror=alert(7)>",
        f"<a href='{LINK}'>x</a>",
        "<a href=' JaVa\nscript:1'>",
    ],
)
def test_the_detector_sees_what_runs(html):
    assert dangers(html)


@pytest.fixture
def poisoned(town):
    """Every text that anybody can type holds a script."""
    lin, zhou, ma, fang = (who(name) for name in ("lin", "zhou", "ma", "fang"))
    Party.objects.filter(pk=lin.party).update(name=EVIL[:120])
    Unit.objects.filter(code="990100-market").update(name=EVIL[:80])
    Region.objects.filter(code="990101").update(name=TAG)
    User.objects.filter(username="ma").update(label=TAG)
    who("lin")  # names are cached per process: forget them
    from yingshang.city.accounts import service as accounts

    accounts._places.cache_clear()
    form = {**COMPANY, "company": EVIL, "scope": EVIL, "address": EVIL, "legal_person": TAG}
    case = file_for(lin, form, files=[(f"{TAG[:6]}.pdf", b"%PDF-1.4 x", "articles")])
    cases.note(ref=case.ref, text=EVIL, by=zhou, at=NOW)
    cases.ask_correction(ref=case.ref, items=[EVIL, TAG], by=zhou, at=NOW)
    rated = grant(file_for(lin, form).ref, zhou, ma)
    feedback.rate(ref=rated, level=1, comment=EVIL, by=lin, at=NOW)
    cases.save_draft(item="company-start", region="990100", form=form, by=lin, at=_now())
    lines = (
        f"青岚市2026年{TAG}行动方案",
        f"一、提升服务{TAG}",
        f"1. 优化企业开办。{TAG}{BREAK}2026年6月底前实现企业开办2个工作日内办结。"
        f"（牵头单位：市市场监管局{TAG}）",
        "2. 优化不动产登记。2026年底前一般登记3个工作日内办结。（牵头单位：市自然资源局）",
    )
    page = "".join(f"<p>{escape(line)}</p>" for line in lines)  # as text, so it stays in the text
    data = f"<html><body>{page}</body></html>".encode()
    plan = plans.import_plan(data=data, name=f"{TAG}.html", region="990100", by=fang, at=_now())
    town.more |= {
        "case": case.ref,
        "rated": rated,
        "plan": plan.id,
        "task": plan.tasks[0].id,
        "target": plan.tasks[0].targets[0].id if plan.tasks[0].targets else town.target,
    }
    return town


@pytest.mark.parametrize("name", ["", "lin", "zhou", "ma", "shen", "fang"])
def test_no_page_runs_what_somebody_typed(poisoned, name):
    client, found, seen = browser(name), {}, 0
    paths = {
        a.path for ref in ("case", "rated") for a in every_address(poisoned, ref=poisoned.more[ref])
    }
    paths |= {a.path for a in every_address(poisoned, ref=poisoned.order)}
    paths |= {
        f"/desk/plans/{poisoned.more['plan']}/",
        f"/desk/plans/{poisoned.more['plan']}/history/",
        f"/desk/plans/{poisoned.more['plan']}/review/edit/?task={poisoned.more['task']}",
        f"/desk/plans/{poisoned.more['plan']}/reread/",
        f"/desk/plans/{poisoned.more['plan']}/targets/{poisoned.more['target']}/",
        f"/items/?q={TAG}",
        f"/items/?theme={TAG}",
        f"/desk/?q={BREAK}",
        f"/desk/new/?q={BREAK}",
        f"/cockpit/?as_of={BREAK}",
        f"/cockpit/?unit={BREAK}&show={TAG}",
        f"/demo/?next={LINK}",
        f"/demo/?next={BREAK}",
        f"/no/such/{TAG}/",
    }
    for path in sorted(paths):
        answer = client.get(path)
        if answer.streaming:  # a file that was handed in, as a download
            assert list(answer.streaming_content)
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        body = text_of(answer)
        seen += "alert(7)" in body
        if dangers(body):
            found[path] = dangers(body)
    assert found == {}
    if name in ("lin", "zhou", "fang"):
        assert seen > 3  # the texts do stand on the pages, as text


def test_forms_that_come_back_run_nothing_either(poisoned):
    """Typed words are shown again after a refusal."""
    town = poisoned
    wrong = {"company": EVIL, "phone": EVIL}
    case, plan = (f"/desk/cases/{town.more['case']}", f"/desk/plans/{town.more['plan']}")
    read = {"metric": EVIL, "value": EVIL, "unit": TAG, "comparator": "="}
    posts = [
        ("lin", "/apply/company-start/", COMPANY | wrong),
        ("lin", "/apply/company-start/review/", COMPANY | wrong | {"form_key": EVIL}),
        ("lin", f"/my/{town.more['case']}/supply/", wrong),
        ("zhou", "/desk/new/company-start/", wrong | {"who-code": EVIL, "who-name": EVIL}),
        ("zhou", f"{case}/do/refuse/", {"reason": EVIL, "seq": "1"}),
        ("shen", f"/desk/warnings/{town.warning}/dismiss/", {"reason": ""}),
        ("fang", f"{plan}/targets/{town.more['target']}/correct/", read),
        ("fang", f"{plan}/review/add/", read | {"task": town.more["task"], "words": EVIL}),
        ("", "/demo/as/", {"username": "nobody", "next": LINK}),
        ("", "/sign-in/", {"username": EVIL, "password": "x", "next": LINK}),
    ]
    found = {}
    for name, path, typed in posts:
        answer = browser(name).post(path, typed)
        if dangers(text_of(answer)):
            found[path] = dangers(text_of(answer))
    assert found == {}


def test_a_web_page_as_a_plan_brings_no_script_along(town):
    page = (
        "<html><head><script>alert(7)</script></head><body onload=alert(7)>"
        "<h1>青岚市2026年行动方案</h1><p>一、提升服务</p>"
        f"<p onclick=alert(7)>1. <a href='{LINK}'>优化企业开办</a>。2026年6月底前"
        "实现企业开办2个工作日内办结。"
        "&lt;script&gt;alert(7)&lt;/script&gt;</p></body></html>"
    )
    fang = browser("fang")
    upload = SimpleUploadedFile("plan.html", page.encode())
    answer = fang.post("/desk/plans/import/", {"region": "990100", "file": upload}, follow=True)
    preview = text_of(answer)
    assert dangers(preview) == []
    kept = fang.post(f"{answer.redirect_chain[-1][0]}keep/", follow=True)
    body = text_of(kept)
    assert "优化企业开办" in body
    assert dangers(body) == []
    assert "onload=alert" not in body


def test_a_sheets_words_run_nothing(town):
    data = book([["月份", EVIL], ["2026年1月", EVIL], ["2026年2月", TAG]])
    upload = SimpleUploadedFile(f"{TAG[:7]}.xlsx", data)
    answer = browser("ma").post(
        "/desk/reported/propose/", {"unit": "990100-market", "file": upload}
    )
    assert dangers(text_of(answer)) == []


# --- formulas ---------------------------------------------------------------------------------

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+cmd", "-1+cmd", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1",
    " =1+1", "＝1+1", "＋1+cmd", "－1+cmd", "＠SUM(1)", "=HYPERLINK(\"http://evil.example\")",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_leaves_as_text(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("value", ["-1.5", "+3", "2个工作日", "", "a=b", 7, -2.5, None])
def test_numbers_and_plain_words_leave_as_they_are(value):
    assert harmless(value) == value


def test_every_cell_of_a_csv_is_guarded():
    answer = csv_response("x.csv", FORMULAS, [FORMULAS, FORMULAS])
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3
    assert all(cell.startswith("'") for row in rows for cell in row)


def test_the_promises_leave_without_formulas(town, monkeypatch):
    """The real page, with a plan whose every word is a formula."""
    from yingshang.surfaces.portal.views import compare

    (board, *_rest) = plans.learning.boards(on=_now().date())
    (cell, *_others) = (*board.standing, *board.unchecked)
    evil = replace(cell, plan_title="=1+1", sentence="@SUM(1)", promised="+cmd")
    wicked = replace(
        board, name="-x", standing=(evil,), unchecked=(), beneath={}, lines=(), silent=()
    )
    monkeypatch.setattr(compare.learning, "boards", lambda **asked: [wicked])
    answer = browser().get("/promises.csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    (cells,) = list(csv.reader(io.StringIO(body)))[1:]
    assert {"'=1+1", "'@SUM(1)", "'+cmd", "'-x"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_command_lines_csv_is_guarded_too(town, monkeypatch, capsys):
    import argparse

    from yingshang.surfaces.cli.commands import plan as command

    (row, *_rest) = plans.compare(on=_now().date())
    evil = replace(row, sentence="=1+1")
    monkeypatch.setattr(command.plans, "compare", lambda **asked: [evil])
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["plan", "compare", "--csv"])
    args.func(args)
    assert "'=1+1" in capsys.readouterr().out


def test_every_csv_that_a_page_offers_starts_no_cell_with_a_formula(town):
    """Found by walking the addresses: a new export is tried by itself."""
    tried = 0
    for name in ("", "fang"):
        for page in every_address(town):
            answer = browser(name).get(page.path)
            body = text_of(answer).lstrip("\ufeff")
            if "csv" not in answer.headers.get("Content-Type", ""):
                continue
            tried += 1
            for row in csv.reader(io.StringIO(body)):
                assert not [c for c in row if c.startswith(("=", "+", "@", "\t"))], row
    assert tried


CONTROL = "要求\x01\x0b\x0c\x1f<w:t>=1+1</w:t>\ufffe 逐件办结"


def test_word_takes_any_character_and_runs_none(town):
    """Control characters, which XML forbids, neither break a paper nor become markup."""
    sheet = Sheet(title=CONTROL, author=CONTROL, at=_now(), blocks=(Paragraph(CONTROL),))
    with zipfile.ZipFile(io.BytesIO(render(sheet))) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "&lt;w:t&gt;=1+1" in xml
    assert "fldChar" not in xml
    assert "逐件办结" in xml


def test_an_order_with_control_characters_still_prints(town):
    shen = browser("shen", raise_request_exception=False)
    Party.objects.update(name="林\x0b晓")
    from yingshang.city.supervision.models import Order

    Order.objects.filter(ref=town.order).update(demand=CONTROL)
    assert shen.get(f"/desk/orders/{town.order}/word/").status_code == 200
    assert shen.get("/desk/orders/dispatch/").status_code == 200


def _now():
    from django.utils import timezone

    return timezone.now()
