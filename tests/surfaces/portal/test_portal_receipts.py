"""Receipts on the pages: downloaded by who may, verified by anybody, hostile files refused."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent
from yingshang.kernel.worktime import CST

VERIFY = "/verify/receipt/"
MIDNIGHT = datetime(2026, 3, 3, 0, 5, tzinfo=CST)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


def body(answer) -> str:
    return answer.content.decode()


def upload(client, data: bytes, name: str = "receipt.json"):
    return client.post(VERIFY, {"file": SimpleUploadedFile(name, data)})


def download(browser, ref: str, seq: int = 1):
    return browser.get(reverse("portal:receipt_file", args=[ref, seq]))


def test_the_receipt_page_offers_the_file_and_a_code_that_opens_the_verdict(
    at_home, client, filed, lin
):
    page = body(at_home("lin").get(reverse("portal:receipt", args=[filed.ref])))
    assert reverse("portal:receipt_file", args=[filed.ref, 1]) in page
    assert "谁都能验真假" in page
    verdict = client.get(VERIFY, {"r": cases.receipt_token(lin, filed.ref)})
    assert verdict.status_code == 200
    assert "回执是真的" in body(verdict)
    assert filed.ref in body(verdict)


def test_a_downloaded_receipt_is_true_for_a_stranger(at_home, client, filed):
    answer = download(at_home("lin"), filed.ref)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for verdict in (
        upload(client, answer.content),
        client.post(VERIFY, {"text": answer.content.decode()}),
    ):
        assert verdict.status_code == 200
        assert "回执是真的" in body(verdict)
        assert "还没有列入夜间校验点" in body(verdict)
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    assert "已列入公布的第 1 号校验点" in body(upload(client, answer.content))
    proven = download(at_home("lin"), filed.ref).content
    assert json.loads(proven)["inclusion"]["head"]["number"] == 1
    assert "并已列入第 1 号校验点" in body(upload(client, proven))


def test_nobody_elses_receipt_can_be_downloaded(at_home, client, filed):
    assert download(at_home("qin"), filed.ref).status_code == 404
    assert download(at_home("ma"), filed.ref).status_code == 404
    assert download(client, filed.ref).status_code == 302
    assert download(at_home("lin"), filed.ref, 2).status_code == 404


def test_a_changed_receipt_is_false(at_home, client, filed):
    file = json.loads(download(at_home("lin"), filed.ref).content)
    file["receipt"]["at"] = "2026-03-01T02:00:00+00:00"
    page = body(upload(client, json.dumps(file).encode()))
    assert "这份回执不能当真" in page
    assert "回执是真的" not in page


def test_a_record_that_was_changed_behind_the_receipt_is_told(at_home, client, filed):
    file = download(at_home("lin"), filed.ref).content
    CaseEvent.objects.filter(case=filed.ref).update(hash="0" * 64)
    page = body(upload(client, file))
    assert "这份回执不能当真" in page
    assert "已经不是签名时的样子" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "还没有选择文件"),
        (b"\x00\x01\x02", "不是 JSON"),
        (b"[" * 50_000, "结构不是回执的结构"),
        (b" " * 3_000_000, "超过 64 KB"),
        (b'{"receipt": 1}', "不是本平台的回执文件"),
        (b"<script>alert(1)</script>", "不是 JSON"),
    ],
)
def test_a_hostile_file_is_answered_in_one_sentence(city, client, data, words):
    answer = upload(client, data)
    assert answer.status_code == 422
    assert words in body(answer)
    assert "<script>alert" not in body(answer)


@pytest.mark.parametrize("token", ["x", "990100-2026-000001.1.AAAA", "é.é.é", "." * 5000])
def test_a_code_that_is_none_of_ours_is_false_and_gives_nothing_away(client, filed, token):
    answer = client.get(VERIFY, {"r": token})
    assert answer.status_code == 422
    assert "不是本平台签的回执" in body(answer)


def test_the_log_and_the_keys_are_public(client, filed):
    assert "还没有校验点" in body(client.get("/checkpoints/"))
    for days in range(3):
        cases.make_checkpoint(at=MIDNIGHT + timedelta(days=days), by=SYSTEM)
    page = body(client.get("/checkpoints/"))
    for made in cases.checkpoints():
        assert made.root in page
    log = client.get("/checkpoints.json").json()
    assert log == json.loads(json.dumps(cases.checkpoint_log()))
    keys = client.get("/verify/keys.json").json()
    assert {row["public"] for row in keys["keys"]} == set(cases.trusted_keys())
    assert "def included" in body(client.get("/verify/receipt/verify_receipt.py"))


def test_the_pages_keep_to_twenty_five_queries(
    at_home, client, filed, zhou, now, django_assert_max_num_queries
):
    cases.accept(ref=filed.ref, by=zhou, at=now)
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    browser = at_home("lin")
    file = download(browser, filed.ref).content
    with django_assert_max_num_queries(25):
        browser.get(reverse("portal:receipt", args=[filed.ref]))
    with django_assert_max_num_queries(14):
        download(browser, filed.ref)
    with django_assert_max_num_queries(8):
        upload(client, file)
    with django_assert_max_num_queries(8):
        client.get("/checkpoints/")
