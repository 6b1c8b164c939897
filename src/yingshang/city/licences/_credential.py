"""A certificate that leaves the platform: an SD-JWT VC for wallets, a statement for archives."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings

from yingshang.adapters import signing
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.licences._reading import own_row
from yingshang.city.licences._types import type_of
from yingshang.city.licences._views import LicenceView, lines_of, view_of
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.kernel import chain
from yingshang.kernel.worktime import CST

__all__ = ["check_statement", "credential", "jwks", "statement", "type_metadata"]

DAYS = 30  # no status list yet: what was revoked since is not told offline for longer than this


def credential(
    actor: Actor, number: str, *, origin: str, vct: str, verify_url: str, at: datetime
) -> str:
    """One of my certificates as an SD-JWT VC: every line is disclosed or kept by its holder.

    `origin`: who issues (https://…); `vct`: the address of the type; NotVisible for another's.
    """
    view = view_of(own_row(actor, number), at.astimezone(CST).date())
    if view.status != LicenceStatus.VALID:
        raise Refusal(
            "licence-status",
            f"这份证照现在的状态是“{view.status_label}”，不能导出可验证凭证。请先恢复、延续或重新申请。",
        )
    end = at + timedelta(days=DAYS)
    if view.valid_until is not None:
        end = min(end, datetime.combine(view.valid_until, time(23, 59, 59), CST))
    hidden = {line.code: line.value for line in lines_of(view)}
    hidden |= {"identifier": view.identifier, "verify": verify_url}
    claims = {
        "iss": origin,
        "vct": vct,
        "iat": int(at.timestamp()),
        "exp": int(end.timestamp()),
    }
    key = signing.signer(settings.SIGNING)
    return signing.issue_sd_jwt(signer=key, claims=claims, hidden=hidden)


def jwks() -> dict[str, Any]:
    """Every public key that ever signed here, as a JSON Web Key Set. Reads only."""
    return {"keys": [signing.jwk(key) for key in signing.known_keys(settings.SIGNING)]}


def type_metadata(code: str, *, region: str, vct: str, at: datetime) -> dict[str, Any]:
    """What a wallet needs to draw a credential of this type; NotVisible for an undeclared one."""
    kind = type_of(code, region=region, on=at.astimezone(CST).date())
    if not kind.declared:
        raise NotVisible(code)
    extra = (("identifier", "电子证照标识"), ("verify", "核验地址"))
    labels = [*((a.code, a.label) for a in kind.every_attribute()), *extra]
    return {
        "vct": vct,
        "name": kind.name,
        "description": kind.basis,
        "display": [{"locale": "zh-CN", "name": kind.name}],
        "claims": [
            {
                "path": [claim],
                "display": [{"locale": "zh-CN", "label": label}],
                "sd": "always",
            }
            for claim, label in labels
        ],
    }


def statement(actor: Actor, number: str, *, verify_url: str, at: datetime) -> dict[str, Any]:
    """One of my certificates as data with a detached signature by the installation's signer."""
    view = view_of(own_row(actor, number), at.astimezone(CST).date())
    said = _said(view, verify_url, at)
    key = signing.chosen_signer(settings.SIGNER, settings.SIGNING)
    return {
        "licence": said,
        "algorithm": key.algorithm,
        "key": key.public.id,
        "public_key": key.public.hex,
        "signature": key.sign(chain.canonical(said)),
    }


def _said(view: LicenceView, verify_url: str, at: datetime) -> dict[str, Any]:
    return {
        "kind": "yingshang-licence",
        "identifier": view.identifier,
        "type": view.type,
        "name": view.name,
        "region": view.region,
        "issuer": accounts.unit_name(view.issuer),
        "status": view.status,
        "grade": view.grade,
        "lines": {line.code: line.value for line in lines_of(view)},
        "verify": verify_url,
        "stated_at": at.astimezone(CST).isoformat(timespec="seconds"),
    }


def check_statement(said: Any) -> bool:
    """Whether a statement is, word for word, as its key signed it. Whose key: compare `key`."""
    try:
        body = chain.canonical(said["licence"])
        return signing.verify_with(said["algorithm"], said["public_key"], body, said["signature"])
    except (KeyError, TypeError, ValueError):
        return False
