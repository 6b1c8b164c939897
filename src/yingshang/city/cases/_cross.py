"""Handling across regions (跨省通办) in three modes, as items declare them (`cross_region`).

remote   全程网办      the applicant applies directly to the other city
collect  异地代收代办  a window elsewhere receives, checks form and identity, and hands over
joint    多地联办      steps belong to units of several regions
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import rows
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases.kinds import Refusal

__all__ = ["crossing", "same_city", "seat_onlookers", "seat_receiver"]

# The receiving window keeps a seat: it sees how the case stands. It is never its turn (stage 0).
SEAT = (
    "INSERT INTO cases_seat (case_id, unit, stage, queue_at, claimed_by) "
    "VALUES (%s, %s, 0, %s, '') ON CONFLICT (unit, case_id) DO NOTHING"
)


def same_city(one: str, other: str) -> bool:
    """Whether two region codes are of one city: the first four digits name it."""
    return one[:4] == other[:4]


def crossing(item: ItemFlow, by: Actor, region: str) -> dict[str, Any]:
    """What the `submitted` fact says of an application from elsewhere; {} for one from here.

    Refusal where the item does not offer that mode. An item that declares none has not been
    examined yet: applicants apply online as before, windows elsewhere do not receive for it.
    """
    joint = _regions_of(item, region)
    if not by.region or same_city(by.region, region):
        return {"cross": {"mode": "joint", "regions": joint}} if joint else {}
    modes = item.body.get("cross_region")
    if by.role == Role.APPLICANT:
        if modes is not None and "remote" not in modes:
            raise Refusal("cross-remote", _no_remote(item, modes))
        return {"cross": {"mode": "remote", "from": by.region, **_with(joint)}}
    if by.role == Role.CLERK:
        if "collect" not in (modes or ()):
            raise Refusal(
                "cross-collect",
                _("“%(name)s”没有开通异地代收，没有收件。请告知申请人向%(city)s申请。")
                % {"name": item.name, "city": accounts.region_name(region)},
            )
        seat = {"unit": by.unit or "", "from": by.region}
        return {"cross": {"mode": "collect", **seat, **_with(joint)}}
    return {}


def _no_remote(item: ItemFlow, modes: list[str]) -> str:
    if "collect" in modes:
        words = _("“%s”不能跨市网上申请，没有提交。请到您所在地政务服务大厅的跨省通办窗口代收。")
    else:
        words = _("“%s”不能跨市申请，没有提交。请到事项所在地办理。")
    return words % item.name


def _regions_of(item: ItemFlow, region: str) -> list[str]:
    """Other regions whose units have a step of their own."""
    found = {s.unit.partition("-")[0] for s in item.flow.steps if "-" in s.unit}
    return sorted(code for code in found if not same_city(code, region))


def _with(joint: list[str]) -> Mapping[str, Any]:
    return {"regions": joint} if joint else {}


def seat_receiver(ref: str, cross: Mapping[str, Any]) -> None:
    """In the transaction that opens the case."""
    if cross.get("mode") == "collect" and cross["unit"]:
        rows.change(SEAT, (ref, cross["unit"], rows.FAR))


def seat_onlookers(ref: str, units: Collection[str]) -> None:
    """Units that see how the case stands, though it is never their turn."""
    rows.change_many(SEAT, [(ref, unit, rows.FAR) for unit in sorted(set(units))])
