"""Receipts: a signed statement about one fact, with its inclusion proof once there is one.

A signature follows from the fact and the key alone, so it is made when the receipt is asked for:
submitting costs nothing more, and asking twice gives the same receipt. Format: docs/receipts.md.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yingshang.adapters import signing
from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._proofs import inclusion, numbers_of
from yingshang.city.cases._reading import fetch
from yingshang.city.cases._work import event_body
from yingshang.city.cases.checkpoints import public_keys
from yingshang.city.cases.models import CaseEvent, Checkpoint
from yingshang.city.cases.receipt_check import ReceiptReport, verify_receipt
from yingshang.kernel import chain

__all__ = [
    "Judgement",
    "ReceiptMark",
    "Records",
    "judge_receipt",
    "receipt",
    "receipt_marks",
    "receipt_of_token",
    "receipt_token",
    "records_of",
    "trusted_keys",
    "verifier_source",
]

KIND = "yingshang-receipt"


@dataclass(frozen=True, slots=True)
class ReceiptMark:
    """One fact of a case and the checkpoint that it lies under (None before its night)."""

    seq: int
    name: str
    at: datetime
    checkpoint: int | None


@dataclass(frozen=True, slots=True)
class Records:
    """What the platform's own records say about a receipt that was signed by it.

    `same`: the fact is there, unchanged. `checkpoint`: the number that it lies under, or None.
    `published`: the head in the receipt is the one that was published (None without a head).
    """

    same: bool
    checkpoint: int | None
    published: bool | None


def receipt(actor: Actor, ref: str, seq: int = 1) -> dict[str, Any]:
    """The receipt of a fact of a visible case, as its file holds it; NotVisible else."""
    event = _event(actor, ref, seq)
    key = signing.signer(settings.SIGNING)
    body = _body(event, key.public.id)
    return {
        "receipt": body,
        "signature": key.sign(chain.canonical(body)),
        "public_key": key.public.hex,
        "inclusion": inclusion(ref, seq),
    }


def _event(actor: Actor, ref: str, seq: int) -> CaseEvent:
    case = fetch(actor, ref)
    event = CaseEvent.objects.filter(case=case, seq=seq).first()
    if event is None:
        raise NotVisible(f"{ref}#{seq}")
    return event


def _body(event: CaseEvent, key: str) -> dict[str, Any]:
    """What is signed about an event."""
    covered = event_body(
        event.case_id,
        event.seq,
        event.name,
        event.by,
        event.by_name,
        event.at,
        json.loads(event.data),
    )
    return {
        "kind": KIND,
        "version": 1,
        "case": event.case_id,
        "seq": event.seq,
        "event": event.name,
        "at": event.at.astimezone(UTC).isoformat(),
        "hash": event.hash,
        "digest": sha256(chain.canonical(covered)).hexdigest(),
        "key": key,
    }


def receipt_marks(actor: Actor, ref: str) -> list[ReceiptMark]:
    """Every fact of a visible case that a receipt can be had for, oldest first."""
    fetch(actor, ref)
    spans = numbers_of(ref)
    rows = CaseEvent.objects.filter(case=ref).order_by("seq").values_list("seq", "name", "at")
    return [
        ReceiptMark(seq, name, at, next((n for a, b, n in spans if a <= seq <= b), None))
        for seq, name, at in rows
    ]


def receipt_token(actor: Actor, ref: str, seq: int = 1) -> str:
    """The receipt in a form short enough for a QR code: case, place and signature."""
    key = signing.signer(settings.SIGNING)
    body = _body(_event(actor, ref, seq), key.public.id)
    signature = bytes.fromhex(key.sign(chain.canonical(body)))
    return f"{ref}.{seq}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def receipt_of_token(token: str) -> dict[str, Any] | None:
    """The receipt that a QR code stands for, if one of our keys signed the fact of today; or None.

    A token of a fact that was changed afterwards is None as well: the signature tells.
    """
    ref, seq, text = ([*token.split("."), "", ""])[:3]
    try:
        signature = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).hex()
    except ValueError:
        return None
    if len(token) > 200 or not (seq.isascii() and seq.isdigit() and len(seq) < 9):
        return None
    event = CaseEvent.objects.filter(case=ref, seq=int(seq)).first()
    if event is None:
        return None
    for key in signing.known_keys(settings.SIGNING):
        body = _body(event, key.id)
        if signing.verify(key.hex, chain.canonical(body), signature):
            return {
                "receipt": body,
                "signature": signature,
                "public_key": key.hex,
                "inclusion": inclusion(ref, int(seq)),
            }
    return None


def records_of(receipt: dict[str, Any]) -> Records:
    """Compare a receipt, whose signature was found valid, with the records of the platform."""
    said, proof = receipt["receipt"], receipt["inclusion"]
    row = CaseEvent.objects.filter(case=said["case"], seq=said["seq"], hash=said["hash"])
    numbers = [n for a, b, n in numbers_of(said["case"]) if a <= said["seq"] <= b]
    published = None
    if proof is not None:
        text = chain.canonical(proof["head"])
        published = Checkpoint.objects.filter(hash=sha256(text).hexdigest()).exists()
    return Records(row.exists(), numbers[0] if numbers else None, published)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the platform says about a receipt: the report, its records, and one sentence."""

    ok: bool
    sentence: str
    report: ReceiptReport
    records: Records | None


def judge_receipt(file: dict[str, Any]) -> Judgement:
    """Check a receipt (as `read_receipt` gives it) by our keys and against our own records."""
    report = verify_receipt(file, trusted={key["public"] for key in public_keys()})
    if not report.ok:
        return Judgement(False, report.sentence, report, None)
    records = records_of(file)
    if not records.same:
        said = _(
            "签名是真的，但平台里的这条记录已经不是签名时的样子。请保留回执，并向督查部门反映。"
        )
        return Judgement(False, said, report, records)
    if records.published is False:
        said = _("签名是真的，但所附的校验点不是平台公布的那一个。请保留回执，并向督查部门反映。")
        return Judgement(False, said, report, records)
    said = report.sentence
    if report.inclusion == "absent" and records.checkpoint is not None:
        said = _(
            "是真的：办件 %(case)s 的第 %(seq)s 条记录由平台签名，现已列入第 %(number)s 号校验点；"
            "重新下载回执，可以得到能离线核验的证明。"
        ) % {"case": report.case, "seq": report.seq, "number": records.checkpoint}
    return Judgement(True, said, report, records)


def trusted_keys() -> frozenset[str]:
    """The public keys (hex) of this installation, from its files; none where it never signed."""
    return frozenset(key.hex for key in signing.known_keys(settings.SIGNING))


def verifier_source() -> str:
    """The text of the verifier in one file, for those who trust no platform to check itself."""
    return signing.STANDALONE.read_text("utf-8")
