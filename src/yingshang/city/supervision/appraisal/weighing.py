"""Other weights: one person proposes them, another publishes them as a new edition.

What is announced for a year is a copy of what is in force on that day (see ``announcing``), so
that a new edition changes no year that has been announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.supervision.appraisal.access import keeps
from yingshang.city.supervision.appraisal.announcing import CODE
from yingshang.city.supervision.appraisal.scoring import check_body
from yingshang.city.supervision.appraisal.weights_tables import WeightsDraft
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["DraftView", "WeightRow", "WeightsView", "propose_weights", "rule_weights", "weights"]

State = WeightsDraft.State


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
class DraftView:
    id: int
    reason: str
    by_name: str
    at: datetime
    state: str
    state_label: str
    ruled_name: str
    ruled_at: datetime | None
    words: str
    own: bool  # the actor's: another person has to publish it


@dataclass(frozen=True)
class WeightsView:
    name: str
    basis: str
    rows: tuple[WeightRow, ...]
    appeal_workdays: int
    proposed_workdays: int | None
    waiting: DraftView | None
    earlier: tuple[DraftView, ...]
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
    drafts = list(WeightsDraft.objects.filter(region=actor.region)[:20])
    waiting = next((one for one in drafts if one.state == State.WAITING), None)
    new = {one["code"]: one for one in waiting.body["items"]} if waiting else {}
    return WeightsView(
        name=found.body["name"],
        basis=found.body["basis"],
        rows=tuple(_row(one, new.get(one["code"])) for one in found.body["items"]),
        appeal_workdays=found.body["appeal_workdays"],
        proposed_workdays=waiting.body["appeal_workdays"] if waiting else None,
        waiting=_view(waiting, actor) if waiting else None,
        earlier=tuple(_view(one, actor) for one in drafts if one is not waiting),
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


def _view(row: WeightsDraft, actor: Actor) -> DraftView:
    return DraftView(
        row.pk, row.reason, row.by_name, row.at, row.state, str(row.get_state_display()),
        row.ruled_name, row.ruled_at, row.words, row.by == actor.id,
    )  # fmt: skip


@override("zh-hans")  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
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
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么改权重，没有提交。"))
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
    row = WeightsDraft(
        region=by.region,
        body=body,
        under=definitions.body_hash(found.body),
        reason=reason.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal(
            "draft-waits", _("已有一份权重草案待审核；先审核那一份，再提新的。")
        ) from None
    audit.record(by=by, at=at, action="weights.propose", obj=f"weights/{row.pk}",
                 detail={"reason": row.reason})  # fmt: skip
    return row.pk


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


@override("zh-hans")
@transaction.atomic
def rule_weights(*, draft: int, agreed: bool, by: Actor, at: datetime, words: str = "") -> None:
    """Another person publishes the draft as an edition of the city, or refuses it with a reason.

    Refused: by who proposed it, or where other weights have come into force since.
    """
    row = WeightsDraft.objects.select_for_update().filter(pk=draft, region=by.region).first()
    if row is None or not keeps(by):
        raise NotVisible(f"weights {draft}")
    if row.state != State.WAITING:
        raise Refusal("ruled-already", _("%s已经处理了这份草案，请刷新页面。") % row.ruled_name)
    if agreed and row.by == by.id:
        raise Refusal("own-draft", _("权重草案要由另一个人审核发布，提出的人不能自己发布。"))
    if not agreed and not words.strip():
        raise Refusal("reason-missing", _("不同意的，请写明理由，没有办成。"))
    if agreed and definitions.body_hash(_in_force(row.region, at).body) != row.under:
        raise Refusal("draft-stale", _("提出草案以后现行权重又变了；请不通过这份，重新提出。"))
    row.state = State.PUBLISHED if agreed else State.REFUSED
    row.ruled_by, row.ruled_name, row.ruled_at = by.id, by.name, at
    row.words = words.strip()
    row.save(update_fields=["state", "ruled_by", "ruled_name", "ruled_at", "words"])
    if agreed:
        definitions.publish(
            kind="appraisal", code=CODE, region=row.region, body=row.body, by=by, at=at
        )
    audit.record(by=by, at=at, action=f"weights.{row.state}", obj=f"weights/{row.pk}",
                 detail={"words": row.words})  # fmt: skip
    title = _("考核权重草案已发布") if agreed else _("考核权重草案未通过：%s") % row.words
    notify.send(to=f"user:{row.by}", topic="appraisal", title=title[:300],
                key=f"weights-{row.pk}", at=at, link="/desk/appraisal/weights/")  # fmt: skip
