"""Other weights: one person proposes them, another publishes them as a new edition.

What is announced for a year is a copy of what is in force on that day (see ``announcing``), so
that a new edition changes no year that has been announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import ProposalView, official
from yingshang.city.supervision.appraisal.access import keeps
from yingshang.city.supervision.appraisal.announcing import CODE
from yingshang.city.supervision.appraisal.scoring import check_body
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["WeightRow", "WeightsView", "propose_weights", "rule_weights", "weights"]

KIND = "appraisal"


@dataclass(frozen=True)
class WeightRow:
    """One item: what is in force, and what is proposed where it is another."""

    code: str
    name: str
    says: str
    way: str
    weight: Decimal
    each: Decimal | None
    proposed: Decimal | None = None
    proposed_each: Decimal | None = None


@dataclass(frozen=True)
class WeightsView:
    name: str
    basis: str
    rows: tuple[WeightRow, ...]
    appeal_workdays: int
    proposed_workdays: int | None
    waiting: ProposalView | None
    earlier: tuple[ProposalView, ...]
    version: int


def _in_force(region: str, at: datetime) -> definitions.EditionView:
    found = definitions.edition("appraisal", CODE, region=region, on=to_cst(at).date())
    if found is None:
        raise Refusal("no-weights", _("还没有装载考核权重，请系统管理员装载 data/base 后重试。"))
    return found


def _keeper(by: Actor) -> None:
    if not keeps(by):
        raise Refusal("not-keeper", _("年度考核由本市督办人员或营商局办理，没有办成。"))


def weights(actor: Actor, *, at: datetime) -> WeightsView:
    """What is in force, what waits, what was ruled before."""
    if not keeps(actor):
        raise NotVisible("weights")
    found = _in_force(actor.region, at)
    drafts = definitions.proposals(actor, KIND)
    waiting = next((one for one in drafts if one.waits), None)
    new = {one["code"]: one for one in waiting.body["items"]} if waiting else {}
    return WeightsView(
        name=found.body["name"],
        basis=found.body["basis"],
        rows=tuple(_row(one, new.get(one["code"])) for one in found.body["items"]),
        appeal_workdays=found.body["appeal_workdays"],
        proposed_workdays=waiting.body["appeal_workdays"] if waiting else None,
        waiting=waiting,
        earlier=tuple(one for one in drafts if one is not waiting),
        version=found.version,
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


def _row(item: Mapping[str, Any], new: Mapping[str, Any] | None) -> WeightRow:
    other = new or {}
    return WeightRow(
        code=item["code"],
        name=item["name"],
        says=item.get("says", ""),
        way=item.get("way", "share"),
        weight=Decimal(str(item["weight"])),
        each=_number(item.get("each")),
        proposed=_number(other.get("weight")),
        proposed_each=_number(other.get("each")),
    )


@official  # what is written stays Chinese, whatever language the screen speaks
def propose_weights(
    *,
    weights: Mapping[str, Decimal],
    each: Mapping[str, Decimal],
    appeal_workdays: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """Other numbers for the items in force; nothing holds before another person has agreed."""
    _keeper(by)
    found = _in_force(by.region, at)
    body = dict(found.body) | {
        "items": [_item(one, weights, each) for one in found.body["items"]],
        "appeal_workdays": appeal_workdays,
    }
    total = sum((Decimal(str(one["weight"])) for one in body["items"]), Decimal())
    if total != 100:
        raise Refusal(
            "weights-sum",
            _("各项权重合计是 %s，应当正好是 100；没有提交。") % f"{total.normalize():f}",
        )
    check_body(body)
    if body == dict(found.body):
        raise Refusal("nothing-changes", _("权重和现行的一样，没有提交。"))
    body.pop("valid_from", None)
    return definitions.propose(
        kind=KIND,
        code=CODE,
        body=body,
        reason=reason,
        detail={"changes": _changes(found.body, body)},
        by=by,
        at=at,
    )


def _changes(now: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the proposer's screen showed: item by item, what it was and what it would be."""
    was = {one["code"]: one for one in now["items"]}
    found = [
        {"name": one["name"], "before": was[one["code"]].get(key), "after": one.get(key)}
        for one in new["items"]
        for key in ("weight", "each")
        if one.get(key) != was[one["code"]].get(key)
    ]
    if now["appeal_workdays"] != new["appeal_workdays"]:
        days = (now["appeal_workdays"], new["appeal_workdays"])
        found.append({"name": _("核对期（工作日）"), "before": days[0], "after": days[1]})
    return found


def _item(
    item: Mapping[str, Any], weights: Mapping[str, Decimal], each: Mapping[str, Decimal]
) -> dict[str, Any]:
    new = dict(item)
    for name, said in (("weight", weights), ("each", each)):
        value = said.get(item["code"])
        if value is None or name not in item:
            continue
        if value <= 0:
            raise Refusal("weight-zero", _("“%s”的数字要大于零，没有提交。") % item["name"])
        new[name] = int(value) if value == value.to_integral_value() else float(value)
        if name == "each" and "says" in new:  # the words say the number too
            new["says"] = new["says"].replace(f"扣 {item[name]} 分", f"扣 {new[name]} 分")
    return new


@official
def rule_weights(*, draft: int, agreed: bool, by: Actor, at: datetime, words: str = "") -> None:
    """Another person publishes the draft as an edition of the city, or refuses it with a reason.

    Refused: by who proposed it, or where other weights have come into force since.
    """
    if not keeps(by):
        raise NotVisible(f"weights {draft}")
    definitions.rule_proposal(
        proposal=draft,
        kind=KIND,
        agreed=agreed,
        by=by,
        at=at,
        words=words,
        link="/desk/appraisal/weights/",
    )
