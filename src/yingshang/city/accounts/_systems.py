"""Systems of bureaus and their keys: registered by the bureau, shown once, kept as digests."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal, Role, Scope
from yingshang.city.accounts.models import ApiKey, System, Unit
from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify

__all__ = [
    "IssuedKey",
    "KeyView",
    "SystemView",
    "actor_of_system",
    "issue_key",
    "key_actor",
    "key_used",
    "register_system",
    "revoke_key",
    "set_system_active",
    "systems",
]

PREFIX = "ys"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
# What an unknown prefix is compared with, so that it takes as long as a wrong secret.
_NOBODY = sha256(b"nobody").hexdigest()
LONGEST_DAYS = 730


@dataclass(frozen=True)
class KeyView:
    id: int
    prefix: str
    label: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None

    def usable(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True)
class SystemView:
    code: str
    name: str
    unit: str
    region: str
    scopes: tuple[str, ...]
    active: bool
    created_at: datetime
    keys: tuple[KeyView, ...] = ()

    @property
    def owner(self) -> str:
        """How audit, events and deliveries name it."""
        return f"system:{self.code}"


@dataclass(frozen=True)
class IssuedKey:
    """The one time that a key is seen whole."""

    id: int
    secret: str
    expires_at: datetime


def _manages(by: Actor, region: str) -> None:
    if by.role == Role.SYSTEM or (by.role == Role.BUREAU and by.region == region):
        return
    raise Refusal(
        "not-yours", _("接入系统由本市营商局登记和发放密钥。请把接入申请交给营商局办理。")
    )


def _found(code: str, by: Actor) -> System:
    row = System.objects.filter(code=code).first()
    if row is None or (by.role != Role.SYSTEM and row.region_id != by.region):
        raise NotVisible(code)
    _manages(by, row.region_id)
    return row


def register_system(
    *, code: str, name: str, unit: str, scopes: Iterable[str], by: Actor, at: datetime
) -> SystemView:
    """A new system of a unit, registered by the bureau of the unit's city."""
    owner = Unit.objects.filter(code=unit).first()
    if owner is None:
        raise Refusal("no-such-unit", _("没有这个单位。请从列出的单位中选择。"))
    _manages(by, owner.region_id)
    wanted = sorted(set(scopes))
    if not _CODE.fullmatch(code):
        raise Refusal(
            "bad-code",
            _("系统代码应是 3 到 40 个小写字母、数字或连字符，例如 tax-core。请改写后再登记。"),
        )
    if not name.strip() or len(name.strip()) > 80:
        raise Refusal("bad-name", _("请填写系统名称，80 个字以内。"))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise Refusal("bad-scopes", _("请至少选择一项权限，只能从列出的权限中选择。"))
    with transaction.atomic():
        row, new = System.objects.get_or_create(
            code=code,
            defaults={
                "name": name.strip(),
                "unit": owner,
                "region_id": owner.region_id,
                "scopes": wanted,
                "created_at": at,
                "created_by": by.id,
            },
        )
        if not new:
            raise Refusal(
                "code-taken", _("系统代码“%(code)s”已被使用。请换一个。") % {"code": code}
            )
        _record(by, at, "register_system", row.code, unit=unit, scopes=wanted)
    return _view(row, ())


def set_system_active(*, code: str, active: bool, by: Actor, at: datetime) -> SystemView:
    """Stop or start a system. Stopped: its keys answer 401 and nothing more is sent to it."""
    with transaction.atomic():
        row = _found(code, by)
        if row.active != active:
            row.active = active
            row.save(update_fields=["active"])
            if not active:
                notify.stop_receivers(owner=f"system:{code}")
            _record(by, at, "start_system" if active else "stop_system", code)
    return _view(row, row.keys.order_by("pk"))


def issue_key(
    *, system: str, by: Actor, at: datetime, label: str = "", days: int = 365
) -> IssuedKey:
    """A fresh key: `secret` is shown now and never again."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal(
            "bad-days", _("有效期应在 1 到 %(most)d 天之间。请改写天数。") % {"most": LONGEST_DAYS}
        )
    with transaction.atomic():
        row = _found(system, by)
        if not row.active:
            raise Refusal("stopped", _("这个系统已停用，不能发放密钥。请先启用。"))
        prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        key = ApiKey.objects.create(
            system=row,
            prefix=prefix,
            digest=sha256(secret.encode()).hexdigest(),
            label=label.strip()[:60],
            created_at=at,
            created_by=by.id,
            expires_at=at + timedelta(days=days),
        )
        _record(by, at, "issue_key", system, prefix=prefix, days=days)
    return IssuedKey(key.pk, f"{PREFIX}_{prefix}_{secret}", key.expires_at)


def revoke_key(*, system: str, key: int, by: Actor, at: datetime) -> None:
    """The key answers 401 from now on; revoking it again changes nothing."""
    with transaction.atomic():
        row = _found(system, by)
        changed = ApiKey.objects.filter(system=row, pk=key, revoked_at=None).update(revoked_at=at)
        if not changed and not ApiKey.objects.filter(system=row, pk=key).exists():
            raise NotVisible(key)
        if changed:
            _record(by, at, "revoke_key", system, key=key)


def key_actor(text: str, *, at: datetime) -> tuple[Actor, KeyView] | None:
    """Who a key stands for; None for a wrong, expired or revoked one, or a stopped system."""
    kind, _sep, rest = text.partition("_")
    prefix, _sep, secret = rest.partition("_")
    row = None
    if kind == PREFIX and re.fullmatch(r"[0-9a-f]{12}", prefix) and secret:
        row = ApiKey.objects.filter(prefix=prefix).select_related("system").first()
    same = compare_digest(
        row.digest if row else _NOBODY, sha256(secret.encode("utf-8", "replace")).hexdigest()
    )
    if row is None or not same or not row.system.active or not _key(row).usable(at):
        return None
    return _actor(row.system), _key(row)


def key_used(key: int, *, on: date) -> None:
    """Keep the day of last use: one write a key and day."""
    ApiKey.objects.filter(Q(used_on=None) | Q(used_on__lt=on), pk=key).update(used_on=on)


def actor_of_system(owner: str) -> Actor | None:
    """The actor of "system:<code>"; None where it is unknown or stopped."""
    kind, _sep, code = owner.partition(":")
    row = System.objects.filter(code=code, active=True).first() if kind == "system" else None
    return _actor(row) if row else None


def systems(by: Actor) -> list[SystemView]:
    """The systems of the bureau's city with their keys."""
    rows = System.objects.order_by("code").prefetch_related("keys")
    if by.role != Role.SYSTEM:
        _manages(by, by.region)
        rows = rows.filter(region=by.region)
    return [_view(row, sorted(row.keys.all(), key=lambda k: -k.pk)) for row in rows]


def _actor(row: System) -> Actor:
    """A reviewer of its unit: what that unit's officers see, and nothing more."""
    return Actor(
        id=f"system:{row.code}",
        name=row.name,
        role=Role.REVIEWER,
        region=row.region_id,
        unit=row.unit_id,
        scopes=frozenset(row.scopes),
    )


def _key(row: ApiKey) -> KeyView:
    return KeyView(
        row.pk,
        row.prefix,
        row.label,
        row.created_at,
        row.created_by,
        row.expires_at,
        row.revoked_at,
        row.used_on,
    )


def _view(row: System, keys: Iterable[ApiKey]) -> SystemView:
    return SystemView(
        row.code,
        row.name,
        row.unit_id,
        row.region_id,
        tuple(row.scopes),
        row.active,
        row.created_at,
        tuple(_key(key) for key in keys),
    )


def _record(by: Actor, at: datetime, action: str, code: str, **detail: object) -> None:
    audit.record(by=by, at=at, action=f"accounts.{action}", obj=f"system:{code}", detail=detail)
