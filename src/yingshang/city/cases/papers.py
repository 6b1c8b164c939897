"""Vouchers of a case: listed, drawn as signed PDF when asked for, verified by anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases._paper_words import chinese_day, paragraphs
from yingshang.city.cases._reading import fetch
from yingshang.city.cases._vouchers import digest_of_voucher
from yingshang.city.cases.access import may_see_personal
from yingshang.city.cases.kinds import State
from yingshang.city.cases.models import Case, CaseEvent, Step
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Event
from yingshang.kernel.worktime import CST

__all__ = ["VoucherView", "check_voucher_file", "verify_voucher", "voucher_file", "vouchers"]


@dataclass(frozen=True)
class VoucherView:
    """One paper. `true`: its digest is still that of the fact; `token`: what the QR code holds.

    `applicant`: masked, except on the paper itself where the reader sees the name anyway.
    """

    ref: str
    seq: int
    kind: str
    title: str
    number: str
    unit_name: str
    item_name: str
    at: datetime
    state_label: str
    digest: str
    true: bool
    token: str
    applicant: str = ""


def vouchers(actor: Actor, ref: str) -> list[VoucherView]:
    """The papers of a visible case, oldest first."""
    case = fetch(actor, ref)
    rows = CaseEvent.objects.filter(case=case.pk, data__contains='"voucher":').order_by("seq")
    return [_view(case, row, masked=True) for row in rows if "voucher" in json.loads(row.data)]


def voucher_file(actor: Actor, ref: str, seq: int, *, url: str) -> tuple[str, bytes]:
    """(file name, signed PDF) of one paper of a visible case; NotVisible where there is none.

    `url`: the address of the public page that verifies it. The applicant's name stands in it as on
    the reader's page of the case: masked for who only oversees. Staff who are given the name leave
    a look (record_look).
    """
    case = fetch(actor, ref)
    row = CaseEvent.objects.filter(case=case.pk, seq=seq).first()
    if row is None or "voucher" not in json.loads(row.data):
        raise NotVisible(f"{ref}#{seq}")
    units = {case.unit, *Step.objects.filter(case=case.pk).values_list("unit", flat=True)}
    view = _view(case, row, masked=not may_see_personal(actor, case, units))
    pdf = paper.voucher_pdf(_drawn(case, row, view, url))
    key, certificate = _keys(row.at)
    signed = paper.sign_pdf(pdf, key=key, certificate=certificate, reason=view.title, at=row.at)
    return f"{view.title}-{ref}-{seq}.pdf", signed


def verify_voucher(token: str) -> VoucherView | None:
    """Public: the paper behind a token; None for one that was never given out."""
    ref, _dot, rest = token.partition(".")
    seq, _dot, _mac = rest.partition(".")
    if not seq.isdecimal() or len(seq) > 6:
        return None
    row = CaseEvent.objects.select_related("case").filter(case=ref, seq=int(seq)).first()
    if row is None or "voucher" not in json.loads(row.data):
        return None
    view = _view(row.case, row, masked=True)
    return view if compare_digest(view.token.encode(), token.encode()) else None


def check_voucher_file(pdf: bytes, *, at: datetime) -> paper.SignatureCheck:
    """Public: whether a file is, byte for byte, as this platform signed it."""
    _key, certificate = _keys(at)
    return paper.check_pdf(pdf, certificate=certificate)


def _keys(at: datetime) -> Any:
    name = "Yingshang platform papers (self-signed)"
    return paper.keys_in(settings.VAR / "keys", name=name, at=at)


def _token(ref: str, seq: int, digest: str) -> str:
    mac = salted_hmac("yingshang.voucher", f"{ref}.{seq}.{digest}", algorithm="sha256")
    return f"{ref}.{seq}.{mac.hexdigest()[:32]}"


def _view(case: Case, row: CaseEvent, *, masked: bool = False) -> VoucherView:
    data = json.loads(row.data)
    said = data["voucher"]
    fact = Event(row.name, row.by, row.at, data)
    return VoucherView(
        ref=case.ref,
        seq=row.seq,
        kind=said["kind"],
        title=definitions.edition_by_id(said["edition"]).body["title"],
        number=said["no"],
        unit_name=accounts.unit_name(said["unit"]),
        item_name=case.item_name,
        at=row.at,
        state_label=str(State(case.state).label),
        digest=said["digest"],
        true=digest_of_voucher(case.ref, fact, said) == said["digest"],
        token=_token(case.ref, row.seq, said["digest"]),
        applicant=_applicant(case, masked=masked),
    )


def _applicant(case: Case, *, masked: bool) -> str:
    if case.party_id is None:
        return ""
    party = accounts.party_view(case.party_id)
    return accounts.mask(party.name) if masked and party.kind == "person" else party.name


def _drawn(case: Case, row: CaseEvent, view: VoucherView, url: str) -> paper.Voucher:
    data = json.loads(row.data)
    body = definitions.edition_by_id(data["voucher"]["edition"]).body
    item = item_flow_by_id(case.edition_id)
    text = paragraphs(body["paragraphs"], item, data, case.submitted_at)
    sample = case.region.startswith("99")
    return paper.Voucher(
        organ=_organ(case, view.unit_name),
        title=view.title,
        number=view.number,
        addressee=view.applicant,
        paragraphs=(*text, *(_remedies(case, row.at) if body.get("remedies") else ())),
        signed_by=_organ(case, view.unit_name),
        dated=chinese_day(row.at),
        seal_note="平台电子章 · 演示" if sample else "平台电子章",
        url=url,
        fine=(
            f"办件编号 {case.ref}　记录 {row.seq}　文书校验值 {view.digest[:32]}",
            "印章为本平台绘制，不是公安机关备案的公章；文件带有平台数字签名，改动任何一个字节都会被发现。",
        ),
        at=row.at,
        sample=sample,
    )


def _organ(case: Case, unit_name: str) -> str:
    """A city's organ with its city's name before it, as it is printed on its papers."""
    city = accounts.region_name(case.region)
    if unit_name.startswith(city) or not unit_name.startswith("市"):
        return unit_name
    return city.removesuffix("市") + unit_name


def _remedies(case: Case, at: datetime) -> tuple[str, ...]:
    today = at.astimezone(CST).date()
    edition = definitions.edition("voucher", "remedies", region=case.region, on=today)
    return tuple(edition.body["text"]) if edition else ()
