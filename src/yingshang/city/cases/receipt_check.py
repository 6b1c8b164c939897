"""Is a receipt true? Answered from the file and the public keys alone: no database, no network."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import signing
from yingshang.city.cases._receipt_file import is_entry, log_entries, read_receipt
from yingshang.city.cases.checkpoints import leaf_of
from yingshang.kernel import chain
from yingshang.kernel.worktime import CST

__all__ = ["ReceiptReport", "check_growth", "check_log", "verify_receipt"]


@dataclass(frozen=True, slots=True)
class ReceiptReport:
    """`signature`: valid | invalid. `key`: confirmed | foreign | unconfirmed (no key to compare).
    `inclusion`: proven | absent | invalid. `ok`: everything that the file claims was proven.
    """

    case: str
    seq: int
    event: str
    at: datetime
    signature: str
    key: str
    key_id: str
    inclusion: str
    checkpoint: int | None
    sentence: str

    @property
    def ok(self) -> bool:
        return (self.signature, self.key) == ("valid", "confirmed") and self.inclusion != "invalid"

    @property
    def genuine(self) -> bool:
        """Nothing was found false, though a trusted key may be missing."""
        return self.signature == "valid" and self.key != "foreign" and self.inclusion != "invalid"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": self.at.isoformat(), "ok": self.ok}


def verify_receipt(data: bytes | dict[str, Any], *, trusted: Collection[str]) -> ReceiptReport:
    """What the receipt proves. `trusted`: public keys (hex) known to be the platform's; may be
    empty. Refusal where the file is no receipt at all.
    """
    file = read_receipt(data) if isinstance(data, bytes) else data
    said, proof, own = file["receipt"], file["inclusion"], file["public_key"]
    keys = {signing.key_id(bytes.fromhex(key)): key for key in (*trusted, own)}
    signed = said["key"] == signing.key_id(bytes.fromhex(own)) and signing.verify(
        own, chain.canonical(said), file["signature"]
    )
    owner = ("confirmed" if own in trusted else "foreign") if trusted else "unconfirmed"
    found = "absent" if proof is None else "invalid"
    allowed = keys if not trusted else {i: k for i, k in keys.items() if k in trusted}
    if proof is not None and _included(said, proof, allowed):
        found = "proven"
    number = proof["head"]["number"] if proof is not None else None
    at = datetime.fromisoformat(said["at"])
    state = ("valid" if signed else "invalid", owner, found)
    return ReceiptReport(
        said["case"],
        said["seq"],
        said["event"],
        at,
        *state[:2],
        key_id=said["key"],
        inclusion=found,
        checkpoint=number,
        sentence=_sentence(said, at, proof, state),
    )


def _included(said: dict[str, Any], proof: dict[str, Any], keys: Mapping[str, str]) -> bool:
    head = proof["head"]
    leaf = leaf_of(said["case"], said["seq"], said["hash"])
    key = keys.get(head["key"], "")
    return signing.verify(key, chain.canonical(head), proof["signature"]) and (
        chain.verify_inclusion(leaf, proof["index"], head["size"], proof["proof"], head["root"])
    )


def _sentence(
    said: dict[str, Any], at: datetime, proof: dict[str, Any] | None, state: tuple[str, str, str]
) -> str:
    signed, owner, found = state
    moment = at.astimezone(CST)
    what = {
        "case": said["case"],
        "seq": said["seq"],
        "at": f"{moment:%Y-%m-%d %H:%M}",
        "key": said["key"],
        "number": proof["head"]["number"] if proof else 0,
    }
    if signed == "invalid":
        return _("签名与内容对不上：文件被改动过，或者不完整。请重新下载回执，或请签发单位核对。")
    if owner == "foreign":
        return (
            _(
                "签名完整，但签名的密钥 %(key)s 不是本平台的：这份回执不能当真。"
                "请向受理单位核对原件。"
            )
            % what
        )
    if found == "invalid":
        return _("签名是真的，但附上的校验点证明对不上，没有证明已列入公开记录。请重新下载回执。")
    if owner == "unconfirmed":
        return (
            _(
                "内容没有被改动，但还没有证明密钥 %(key)s 属于哪个平台："
                "请用 --keys 给出平台公布的公钥文件再验。"
            )
            % what
        )
    if found == "absent":
        return (
            _(
                "是真的：办件 %(case)s 的第 %(seq)s 条记录于 %(at)s 形成，由平台签名；"
                "还没有证明它已列入夜间校验点，次日零点以后重新下载回执即可补上。"
            )
            % what
        )
    return (
        _(
            "是真的：办件 %(case)s 的第 %(seq)s 条记录于 %(at)s 形成，由平台签名，"
            "并已列入第 %(number)s 号校验点，此后任何人改动都会被发现。"
        )
        % what
    )


def check_growth(earlier: bytes, later: bytes) -> str:
    """'' when the later copy of the log begins with the whole of the earlier one; else what was
    changed. Both are to be checked by `check_log` as well."""
    before, after = log_entries(earlier), log_entries(later)
    for place, entry in enumerate(before, start=1):
        if place > len(after):
            return _("新的记录只有 %(after)d 号，旧的有 %(before)d 号：后面的被删掉了。") % {
                "after": len(after),
                "before": len(before),
            }
        if entry != after[place - 1]:
            return _("第 %d 号校验点在两份记录里不一样：被改动过。请保留两份文件。") % place
    return ""


def check_log(data: bytes, *, trusted: Collection[str], receipt: dict[str, Any] | None) -> str:
    """'' when the published log is whole, signed by trusted keys and holds the receipt's head.

    Otherwise the sentence that says what is wrong.
    """
    entries = log_entries(data)
    keys = {signing.key_id(bytes.fromhex(key)): key for key in trusted}
    previous, total, hashes = chain.GENESIS, 0, set()
    for place, entry in enumerate(entries, start=1):
        if not is_entry(entry):
            return _("第 %d 号校验点看不懂。请重新下载校验点记录。") % place
        head, text = entry["head"], chain.canonical(entry["head"])
        total += head["size"]
        linked = (head["number"], head["previous"], head["total"]) == (place, previous, total)
        signed = signing.verify(keys.get(head["key"], ""), text, entry["signature"])
        if not linked or not signed:
            return _("第 %d 号校验点与前面的对不上，或签名不对：记录被改动过。") % place
        previous = sha256(text).hexdigest()
        hashes.add(previous)
    if receipt is not None and receipt["inclusion"] is not None:
        own = sha256(chain.canonical(receipt["inclusion"]["head"])).hexdigest()
        if own not in hashes:
            return _(
                "回执所附的校验点不在公布的记录里：两者有一个被改动过。请保留回执并向平台核对。"
            )
    return ""
