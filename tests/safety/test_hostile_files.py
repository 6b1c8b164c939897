"""Uploads are believed in nothing: neither name, nor type, nor size (peers.md §4.2, rows 5-6)."""

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from safety_files import bomb, docx, far_cell, laughing, packed
from safety_town import COMPANY, PDF, browser, file_for, key, snapshot, text_of, who

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(7)"><script>alert(7)</script></svg>'
HTML = b"<!doctype html><script>alert(7)</script>"
MZ, ELF = b"MZ\x90\x00" + bytes(60), b"\x7fELF\x02\x01\x01" + bytes(60)
REFUSED = [
    ("program.pdf", MZ, "内容与扩展名不符"),
    ("program.txt", ELF, "内容与扩展名不符"),
    ("script.txt", b"#!/bin/sh\nrm -rf /\n", "内容与扩展名不符"),
    ("picture.svg", SVG, "类型不能上传"),
    ("picture.png", SVG, "内容与扩展名不符"),
    ("picture.txt", SVG, "内容与扩展名不符"),
    ("page.html", HTML, "类型不能上传"),
    ("page.txt", b"\n \n" + HTML, "内容与扩展名不符"),
    ("page.pdf", HTML, "内容与扩展名不符"),
    ("macro.docx", docx(**{"word/vbaProject.bin": b"x"}), "内容与扩展名不符"),
    ("archive.docx", packed({"a.txt": b"x"}), "内容与扩展名不符"),
    ("broken.xlsx", b"PK\x03\x04" + bytes(40), "内容与扩展名不符"),
    ("no-ending", PDF, "类型不能上传"),
    ("two.pdf.exe", PDF, "类型不能上传"),
    ("empty.pdf", b"", "空文件"),
    ("large.pdf", PDF + b" " * (10 * 1024 * 1024 + 1), "超过 10 MB，没有收下"),
]


def send(name: str, data: bytes, who_sends: str = "qin"):
    """The review page of an application, with one file."""
    upload = SimpleUploadedFile(name, data, "application/pdf")
    typed = {**COMPANY, "form_key": key(), "file-articles": upload}
    return browser(who_sends).post("/apply/company-start/review/", typed)


@pytest.mark.parametrize(("name", "data", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_not_what_it_says_is_refused_in_one_sentence(town, name, data, words):
    before, files = snapshot(), stored()
    answer = send(name, data)
    assert answer.status_code == 422
    assert text_of(answer).count(words) == 1
    assert snapshot() == before
    assert stored() == files


def stored() -> set[str]:
    from django.conf import settings

    return {str(path) for path in Path(settings.FILES).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/cron.d/evil.pdf",
        "..\\..\\windows\\evil.pdf",
        "/etc/passwd.pdf",
        "a/b/../../c.pdf",
        "C:\\evil.pdf",
        "evil\u202efdp.pdf",
        'a"; filename="b.pdf',
        "长" * 300 + ".pdf",
    ],
)
def test_a_name_leads_nowhere(town, name, settings):
    """Bytes lie under their own hash; the name is a label without folders."""
    lin, before = who("lin"), stored()
    data = PDF + name.encode()
    case = file_for(lin, COMPANY, files=[(name, data, "articles")])
    (found,) = case.files
    assert not set("/\\") & set(found.name)
    for path in stored() - before:
        assert Path(path).parent.parent == Path(settings.FILES)
        assert len(Path(path).name) == 64
    answer = browser("lin").get(f"/my/{case.ref}/files/{found.id}/")
    head = answer.headers["Content-Disposition"]
    assert head.startswith("attachment;")
    assert "\n" not in head
    assert text_of(answer).startswith("%PDF")


def test_files_are_handed_out_as_files_never_as_pages(town):
    """A picture that is also a page cannot run: saved, typed, under the policy."""
    for name, path in (
        ("lin", f"/my/{town.ref}/files/{town.file}/"),
        ("ma", f"/desk/cases/{town.ref}/files/{town.file}/"),
    ):
        answer = browser(name).get(path)
        assert text_of(answer)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


# --- documents that are read ------------------------------------------------------------------


def drop(data: bytes, name: str = "月报.xlsx"):
    upload = SimpleUploadedFile(name, data)
    return browser("ma").post("/desk/reported/propose/", {"unit": "990100-market", "file": upload})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bomb, "展开后过大"),
        (lambda: bomb(lying=True, megabytes=60), "打不开"),
        (far_cell, "格子铺得太开"),
        (lambda: packed({"content.xml": b"<x/>", "mimetype": b"ods"}), "不是 xlsx"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "打不开"),
    ],
    ids=["bomb", "lying bomb", "far cell", "other format", "broken xls"],
)
def test_a_sheet_that_would_burst_the_reader_is_refused_at_once(town, make, words):
    data, before = make(), snapshot()
    assert len(data) < 1024 * 1024
    start = time.monotonic()
    answer = drop(data)
    assert time.monotonic() - start < 15
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert snapshot() == before


def test_entities_are_not_followed(town):
    start = time.monotonic()
    body = text_of(drop(laughing()))
    assert time.monotonic() - start < 15
    assert "root:" not in body
    assert "hahaha" not in body


PLAN = "青岚市2026年行动方案\n\n一、提升服务\n1. 优化企业开办。2026年6月底前实现2个工作日内办结。\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digits.txt", PLAN + "1" * 100_000),
        ("letters.txt", PLAN + "a" * 100_000),
        ("commas.txt", PLAN + "、" * 100_000),
        ("brackets.txt", PLAN + "（" * 100_000),
        ("years.txt", PLAN + "二〇二六年" * 10_000),
        ("odd digits.txt", PLAN + "²³. ①⑴ 第²项 ²个工作日 ²月底前\n" * 500),
        ("no days.txt", PLAN + "2026年13月32日前完成。0000年2月31日前。9999年99月底前\n" * 200),
        ("boxes.html", f"<html><body>{'<div>' * 6000}{PLAN}</body></html>"),
        ("rows.html", f"<table>{'<tr><td>x</td><td>y</td></tr>' * 30000}</table>{PLAN}"),
        ("menus.html", f"<html><body>{'<div class=nav>' * 3000}{PLAN}</body></html>"),
    ],
)
def test_no_document_keeps_the_reader_busy_for_long(town, name, text):
    """A thousand times the same must not take a million times as long."""
    upload = SimpleUploadedFile(name, text.encode())
    client = browser("fang", raise_request_exception=False)
    start = time.monotonic()
    answer = client.post("/desk/plans/import/", {"region": "990100", "file": upload})
    assert time.monotonic() - start < 12
    assert answer.status_code in (302, 422)
