"""A receipt proves what it says to anybody, and nothing that it does not say."""

import copy
import json
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from case_samples import later, walk_to_decision
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given
from hypothesis import settings as quick
from hypothesis import strategies as st

from yingshang.adapters import signing
from yingshang.adapters.signing import standalone
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import CaseEvent, Checkpoint
from yingshang.kernel.worktime import CST

MIDNIGHT = datetime(2026, 3, 3, 0, 5, tzinfo=CST)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


@pytest.fixture
def many(items, lin, opened):
    """Three hundred more cases of the day: more than one tile of leaves."""
    spec = cases.CaseSpec(
        item="test-permit",
        region=items,
        form=opened.form,
        by=lin,
        at=opened.submitted_at,
        party=lin.party,
    )
    return [opened.ref, *cases.bulk([spec] * 300)]


def checked(file) -> cases.ReceiptReport:
    data = json.dumps(file, ensure_ascii=False).encode()
    return cases.verify_receipt(data, trusted=cases.trusted_keys())


def alone(file) -> int:
    """What the verifier in one file answers."""
    return standalone.check(json.loads(json.dumps(file)), list(cases.trusted_keys()))[0]


def test_a_receipt_is_there_at_once_and_says_what_is_not_yet_proven(opened, lin):
    file = cases.receipt(lin, opened.ref)
    report = checked(file)
    assert report.ok
    assert (report.case, report.seq, report.event) == (opened.ref, 1, "submitted")
    assert (report.signature, report.key, report.inclusion) == ("valid", "confirmed", "absent")
    assert "还没有证明它已列入夜间校验点" in report.sentence
    assert file["receipt"]["hash"] == CaseEvent.objects.get(case=opened.ref, seq=1).hash
    assert alone(file) == 0


def test_asking_twice_gives_the_same_receipt(opened, lin):
    assert cases.receipt(lin, opened.ref) == cases.receipt(lin, opened.ref)


def test_after_the_night_every_receipt_carries_its_proof(many, lin):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    for ref in (many[0], many[1], many[254], many[255], many[256], many[-1]):
        file = cases.receipt(lin, ref)
        report = checked(file)
        assert report.ok
        assert (report.inclusion, report.checkpoint) == ("proven", 1)
        assert "已列入第 1 号校验点" in report.sentence
        assert alone(file) == 0


def test_every_fact_of_a_case_has_a_receipt(accepted, ma, wu, lin, now):
    walk_to_decision(accepted.ref, ma, wu, now)
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    marks = cases.receipt_marks(lin, accepted.ref)
    assert [m.seq for m in marks] == list(range(1, len(marks) + 1))
    assert {m.checkpoint for m in marks} == {1}
    for mark in marks:
        assert checked(cases.receipt(lin, accepted.ref, mark.seq)).inclusion == "proven"


def test_a_receipt_is_for_who_sees_the_case(opened, qin):
    with pytest.raises(cases.NotVisible):
        cases.receipt(qin, opened.ref)
    with pytest.raises(cases.NotVisible):
        cases.receipt_marks(qin, opened.ref)


def test_there_is_no_receipt_of_a_fact_that_is_not(opened, lin):
    with pytest.raises(cases.NotVisible):
        cases.receipt(lin, opened.ref, 2)


CHANGES = {
    "case": "990100-2026-999999",
    "seq": 2,
    "event": "decided",
    "at": "2026-03-01T02:00:00+00:00",
    "hash": "0" * 64,
    "digest": "0" * 64,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_receipt_with_one_changed_word_is_false(opened, lin, name):
    file = cases.receipt(lin, opened.ref)
    file["receipt"][name] = CHANGES[name]
    report = checked(file)
    assert not report.ok
    assert report.signature == "invalid"
    assert alone(file) == 1


def test_a_receipt_signed_by_somebody_else_is_false(opened, lin, tmp_path):
    file = cases.receipt(lin, opened.ref)
    forger = signing.signer(tmp_path / "forger")
    file["receipt"] |= {"at": "2026-02-01T02:00:00+00:00", "key": forger.public.id}
    text = json.dumps(file["receipt"], sort_keys=True, separators=(",", ":")).encode()
    file |= {"signature": forger.sign(text), "public_key": forger.public.hex}
    report = checked(file)
    assert (report.signature, report.key, report.ok) == ("valid", "foreign", False)
    assert "不能当真" in report.sentence
    assert alone(file) == 1


def test_without_a_key_to_compare_nothing_is_promised(opened, lin):
    report = cases.verify_receipt(cases.receipt(lin, opened.ref), trusted=())
    assert (report.key, report.ok, report.genuine) == ("unconfirmed", False, True)
    assert "--keys" in report.sentence


def proof_changes(file):
    """The same receipt with one thing in its proof bent, each in turn."""
    head = file["inclusion"]["head"]
    for name, value in (("root", "0" * 64), ("size", head["size"] + 1), ("number", 2)):
        bent = copy.deepcopy(file)
        bent["inclusion"]["head"][name] = value
        yield bent
    bent = copy.deepcopy(file)
    bent["inclusion"]["index"] += 1
    yield bent
    bent = copy.deepcopy(file)
    bent["inclusion"]["proof"] = bent["inclusion"]["proof"][:-1]
    yield bent
    bent = copy.deepcopy(file)
    bent["inclusion"]["signature"] = "0" * 128
    yield bent


def test_a_bent_proof_is_false_though_the_receipt_is_signed(many, lin):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    for bent in proof_changes(cases.receipt(lin, many[3])):
        report = checked(bent)
        assert (report.signature, report.inclusion, report.ok) == ("valid", "invalid", False)
        assert alone(bent) == 1


def test_the_proof_of_another_fact_proves_nothing(many, lin):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    file = cases.receipt(lin, many[3])
    file["inclusion"] = cases.receipt(lin, many[4])["inclusion"]
    assert checked(file).inclusion == "invalid"


def test_no_proof_is_given_for_facts_that_no_longer_fit_the_root(many, lin):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    CaseEvent.objects.filter(case=many[7], seq=1).update(hash="0" * 64)
    with pytest.raises(Refusal) as refused:
        cases.receipt(lin, many[3])
    assert refused.value.code == "facts-changed"


def test_old_receipts_hold_after_a_new_key_took_over(opened, lin, settings):
    old = cases.receipt(lin, opened.ref)
    (settings.SIGNING / "signing.key").unlink()
    new = cases.receipt(lin, opened.ref)
    assert old["public_key"] != new["public_key"]
    assert checked(old).ok
    assert checked(new).ok
    assert cases.public_keys()[0]["public"] == new["public_key"]


def test_a_code_for_paper_stands_for_the_whole_receipt(opened, lin):
    token = cases.receipt_token(lin, opened.ref)
    assert len(token) < 120
    assert cases.receipt_of_token(token) == cases.receipt(lin, opened.ref)


@pytest.mark.parametrize("bend", [lambda t: t[:-4] + "AAAA", lambda t: t.replace(".1.", ".2.")])
def test_a_bent_code_stands_for_nothing(opened, lin, bend):
    assert cases.receipt_of_token(bend(cases.receipt_token(lin, opened.ref))) is None


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "x.1.!!", "x.99999999999.AAAA", "é" * 400])
def test_what_is_no_code_stands_for_nothing(city, token):
    assert cases.receipt_of_token(token) is None


def test_a_code_no_longer_holds_for_a_fact_that_was_changed(opened, lin):
    token = cases.receipt_token(lin, opened.ref)
    CaseEvent.objects.filter(case=opened.ref).update(by_name="别人")
    assert cases.receipt_of_token(token) is None


def test_the_records_of_the_platform_are_compared(opened, lin):
    before = cases.receipt(lin, opened.ref)
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    after = cases.receipt(lin, opened.ref)
    assert cases.records_of(before) == cases.Records(True, 1, None)
    assert cases.records_of(after) == cases.Records(True, 1, True)
    Checkpoint.objects.update(hash="0" * 64)
    assert cases.records_of(after).published is False
    CaseEvent.objects.filter(case=opened.ref).update(hash="0" * 64)
    assert cases.records_of(before).same is False


def log_said(log: dict, receipt: dict | None = None) -> str:
    data = json.dumps(log).encode()
    return cases.check_log(data, trusted=cases.trusted_keys(), receipt=receipt)


def test_the_published_log_holds_the_receipts_checkpoint(opened, lin, zhou, now):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    file = cases.receipt(lin, opened.ref)
    cases.accept(ref=opened.ref, by=zhou, at=later(now, 30))
    for days in (2, 3):
        cases.make_checkpoint(at=MIDNIGHT + timedelta(days=days), by=SYSTEM)
    assert log_said(cases.checkpoint_log(), file) == ""
    for broken in (dropped, swapped, shrunk):
        assert log_said(broken(cases.checkpoint_log()), file) != "", broken.__name__


def dropped(log):
    del log["checkpoints"][1]
    return log


def swapped(log):
    log["checkpoints"][0], log["checkpoints"][1] = log["checkpoints"][1], log["checkpoints"][0]
    return log


def shrunk(log):
    log["checkpoints"][1]["head"]["total"] -= 1
    return log


def test_a_log_that_never_had_the_receipts_checkpoint_is_noticed(opened, lin, tmp_path):
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    file = cases.receipt(lin, opened.ref)
    Checkpoint.objects.all()[0].spans.all().delete()
    Checkpoint.objects.all().delete()
    cases.make_checkpoint(at=MIDNIGHT + timedelta(days=1), by=SYSTEM)
    assert log_said(cases.checkpoint_log()) == ""
    assert "不在公布的记录里" in log_said(cases.checkpoint_log(), file)


HOSTILE = {
    "empty": b"",
    "not-json": b"\x89PNG",
    "text": "您好".encode(),
    "large": b" " * 70_000,
    "deep": b"[" * 60_000,
    "deep-object": b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    "number": b"1" * 60_000,
    "nan": b'{"receipt": NaN}',
    "list": b"[]",
    "other": b'{"receipt": {}, "signature": "", "public_key": "", "inclusion": null}',
    "surrogate": b'{"receipt": "\\ud800"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(name):
    with pytest.raises(Refusal) as refused:
        cases.verify_receipt(HOSTILE[name], trusted=())
    assert refused.value.sentence.endswith("。")
    assert len(refused.value.sentence) < 60


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("receipt", "seq"), 1.0),
        (("receipt", "seq"), True),
        (("receipt", "seq"), 2**60),
        (("receipt", "case"), "<b>x</b>"),
        (("receipt", "at"), "2026-13-45T99:99:99+00:00"),
        (("receipt", "kind"), "yingshang-checkpoint"),
        (("receipt", "extra"), "x"),
        (("signature",), "ab"),
        (("public_key",), "zz" * 32),
        (("inclusion",), {}),
        (("note",), "本回执终身有效"),
    ],
)
def test_a_file_of_another_shape_is_refused(opened, lin, where, value):
    file = cases.receipt(lin, opened.ref)
    place = file
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = value
    with pytest.raises(Refusal) as refused:
        checked(file)
    assert refused.value.code in {"receipt-unreadable", "receipt-not-json"}


def test_a_doubled_name_is_refused(opened, lin):
    text = json.dumps(cases.receipt(lin, opened.ref))
    doubled = text.replace('"seq": 1', '"seq": 9, "seq": 1', 1)
    with pytest.raises(Refusal):
        cases.verify_receipt(doubled.encode(), trusted=())


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
TRUE = json.loads((Path(__file__).parents[3] / "docs" / "receipt-vectors.json").read_text("utf-8"))


@given(st.binary(max_size=200) | ANY_JSON.map(lambda found: json.dumps(found).encode()))
def test_whatever_is_handed_in_is_judged_or_refused(data):
    with pytest.raises(Refusal):
        cases.verify_receipt(data, trusted=())


@quick(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_true_receipt_with_any_one_thing_changed_is_never_true(data):
    """Every member of the file, at every depth, replaced by anything."""
    file = copy.deepcopy(TRUE["vectors"][1]["file"])
    place = file
    while True:
        name = data.draw(
            st.sampled_from(sorted(place) if type(place) is dict else range(len(place)))
        )
        if type(place[name]) not in (dict, list) or not place[name] or data.draw(st.booleans()):
            break
        place = place[name]
    old, place[name] = place[name], data.draw(ANY_JSON | st.just("0" * 64))
    keys = [row["public"] for row in TRUE["keys"]]
    try:
        report = cases.verify_receipt(json.dumps(file).encode(), trusted=keys)
    except Refusal:
        return
    if report.ok:  # unchanged, or the whole proof left out: then it says so
        assert place[name] == old or (name == "inclusion" and report.inclusion == "absent")


@given(st.binary(max_size=64), st.integers(0, 63), st.integers(1, 255))
def test_the_two_writings_of_ed25519_agree(message, at, flip):
    seed = Ed25519PrivateKey.from_private_bytes(sha256(message).digest())
    public = seed.public_key().public_bytes_raw().hex()
    signature = seed.sign(message)
    bent = bytearray(signature)
    bent[at] ^= flip
    for text in (signature.hex(), bent.hex()):
        assert standalone.signed(public, message, text) is signing.verify(public, message, text)
    assert standalone.signed(public, message, signature.hex())
