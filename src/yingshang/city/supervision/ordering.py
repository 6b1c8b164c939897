"""From a warning to an order: one transaction opens the case, links it and appoints the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.supervision._drafts import newest, next_key
from yingshang.city.supervision._numbers import next_number
from yingshang.city.supervision._rules import WatchRule, rule_named
from yingshang.city.supervision._words import condition_text
from yingshang.city.supervision.access import require_order, warning_to_settle
from yingshang.city.supervision.kinds import BY_HAND, ITEM, Refusal
from yingshang.city.supervision.models import Order, Warning
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "Ground",
    "default_due",
    "dismiss",
    "draft_by_hand",
    "order_by_hand",
    "order_from",
    "order_of_instruction",
]


@transaction.atomic
def dismiss(*, warning: int, reason: str, by: Actor, at: datetime) -> None:
    """No order for this warning, and why; the reason stays on record."""
    row = warning_to_settle(by, warning)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明不予督办的理由；理由会留在预警记录里。"))
    _settle(row, Warning.Status.DISMISSED, reason.strip(), by, at)
    audit.record(
        by=by,
        at=at,
        action="supervision.dismiss",
        obj=f"warning/{row.pk}",
        detail={"reason": reason.strip()},
    )


def _settle(row: Warning, status: str, reason: str, by: Actor, at: datetime) -> None:
    row.status, row.settled_at = status, at
    row.settled_by, row.settled_reason = by.name, reason
    row.save(update_fields=["status", "settled_at", "settled_by", "settled_reason"])


def default_due(rule: WatchRule, at: datetime) -> date:
    """The day that the rule's working days end on."""
    return definitions.calendar().add_workdays(at.astimezone(CST).date(), rule.answer_workdays)


def order_from(
    *,
    warning: int,
    by: Actor,
    at: datetime,
    unit: str | None = None,
    demand: str = "",
    due: date | None = None,
    window_days: int | None = None,
    min_cases: int | None = None,
) -> str:
    """Open the order of a warning; answers the case's number.

    ``unit`` is appointed at once; without it the warning's own unit, where it has exactly one;
    otherwise the order waits for the appointment (``cases.assign``). ``due`` must lie ahead.
    """
    wish = _Wish(unit, demand, due, window_days, min_cases)
    try:
        return _order(warning, wish, by, at)
    except IntegrityError:  # another order of the city took the same number: count again
        return _order(warning, wish, by, at)


def order_of_instruction(
    *,
    number: str,
    key: str,
    region: str,
    unit: str,
    demand: str,
    due: date,
    by: Actor,
    at: datetime,
) -> str:
    """The order of one unit named by a leader's instruction; answers the case's number.

    ``number`` and ``key`` are the instruction's: its words stay with its readers.
    """
    ground = Ground(
        rule="leader-instruction",
        kind="instruction",
        key=f"{key}-{unit}|{number}",
        title=_("批示件%s的办理") % number,
        sentence=_("根据市领导批示（编号%s）交办，批示原文按知悉范围另行查阅。") % number,
    )
    return order_by_hand(ground, region=region, unit=unit, demand=demand, due=due, by=by, at=at)


@dataclass(frozen=True)
class Ground:
    """What an order given by hand rests on: a rule of data/watchs, and what is said of it."""

    rule: str
    kind: str
    key: str
    title: str
    sentence: str
    detail: Mapping[str, str] = field(default_factory=dict)  # what the giver finds it by
    items: tuple[dict[str, str], ...] = ()  # the grounds as pages list and link them
    name: str = ""  # what the demand calls the subject; '' the title


def order_by_hand(
    ground: Ground, *, region: str, unit: str, demand: str, due: date, by: Actor, at: datetime
) -> str:
    """An order that no watch rule saw coming: an instruction, a meeting, a walk-through. One that
    was drafted and waits goes out."""
    require_order(by, region)
    last = newest(f"{ground.rule}|{ground.key}", region)
    waits = last if last is not None and last.status == Warning.Status.NEW else None
    row = waits or draft_by_hand(ground, region=region, unit=unit, by=by, at=at)
    return order_from(warning=row.pk, by=by, at=at, unit=unit, demand=demand, due=due)


def draft_by_hand(
    ground: Ground, *, region: str, unit: str, by: Actor, at: datetime, key: str = ""
) -> Warning:
    """What waits to become an order: somebody who may order sends it out, or says why not.
    IntegrityError where the same waits or was ordered; after a dismissed one it is a new draft."""
    return Warning.objects.create(
        key=key or next_key(f"{ground.rule}|{ground.key}", region),
        rule=ground.rule,
        kind=ground.kind,
        region=region,
        unit=unit,
        period=f"{to_cst(at):%Y-%m}",
        severity=Warning.Severity.SERIOUS,
        title=ground.title[:300],
        sentence=ground.sentence,
        grounds={**ground.detail, "items": list(ground.items), "name": ground.name},
        raised_at=at,
        raised_by=by.id,
    )


@dataclass(frozen=True)
class _Wish:
    """What the supervisor asked for; None and '' leave it to the rule."""

    unit: str | None
    demand: str
    due: date | None
    window_days: int | None
    min_cases: int | None


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def _order(warning: int, wish: _Wish, by: Actor, at: datetime) -> str:
    row = warning_to_settle(by, warning)
    rule = _rule(row, at)
    due = wish.due or default_due(rule, at)
    if due <= at.astimezone(CST).date():
        raise Refusal("due-past", _("办结期限应在今天之后；请另选日期。"))
    unit = wish.unit or accounts.answering(row.unit) or None
    _check_unit(unit, row.region)
    order = _draft(row, rule, due, wish.demand, by, at)
    order.window_days = wish.window_days or rule.window_days
    order.min_cases = wish.min_cases or rule.min_cases
    order.ref = _open(order, row, by, at).ref
    order.save(force_insert=True)
    if unit:
        cases.assign(ref=order.ref, unit=unit, by=by, at=at, reason=_origin(row, rule))
    _settle(row, Warning.Status.ORDERED, "", by, at)
    audit.record(
        by=by,
        at=at,
        action="supervision.order",
        obj=f"warning/{row.pk}",
        detail={"ref": order.ref, "number": order.number, "unit": unit or ""},
    )
    return order.ref


def _origin(row: Warning, rule: WatchRule) -> str:
    """What the history of the order says it comes from."""
    words = _("按%s交办") if row.kind in BY_HAND else _("按预警“%s”交办")
    return words % rule.name


def _draft(row: Warning, rule: WatchRule, due: date, demand: str, by: Actor, at: datetime) -> Order:
    """The order as it will be written, without the number of its case."""
    return Order(
        number=next_number(row.region, "营督", at),
        warning=row,
        region=row.region,
        target_id=row.target_id,
        closes_by=rule.closes_by,
        cases=row.grounds.get("cases", []),
        demand=(demand.strip() or _demand(rule, row)),
        due_on=due,
        opened_at=at,
        opened_by=by.name,
        **_goal(row),
    )


def _rule(row: Warning, at: datetime) -> WatchRule:
    rule = rule_named(row.rule, row.region, to_cst(at).date())
    if rule is None:
        raise Refusal(
            "rule-gone", _("这条预警所依据的规则已经停用，不能据此发单；请按现行规则重新巡查。")
        )
    return rule


def _check_unit(unit: str | None, region: str) -> None:
    if unit and unit not in {one.code for one in accounts.units(region)}:
        raise Refusal("unit-unknown", _("“%s”不是本市的承办单位；请从单位清单里选择。") % unit)


def _goal(row: Warning) -> dict[str, Any]:
    goal = row.grounds.get("goal")
    if not goal:
        return {}
    level_max = goal.get("level_max")
    return {
        "indicator": goal["indicator"],
        "comparator": goal["comparator"],
        "level": Decimal(goal["level"]),
        "level_max": Decimal(level_max) if level_max else None,
        "level_unit": goal["unit"],
        "unit_scope": row.unit if row.kind == "falling-rating" else "",
    }


def _demand(rule: WatchRule, row: Warning) -> str:
    return rule.demand.replace("{subject}", row.grounds.get("name") or row.title)


def _open(order: Order, row: Warning, by: Actor, at: datetime) -> cases.CaseView:
    lines = [row.sentence, *(one["text"] for one in row.grounds.get("items", ())[:20])]
    declared = definitions.edition("item", ITEM, region=row.region, on=to_cst(at).date())
    known = {one["name"] for one in declared.body["fields"]} if declared else set()
    form = {
        "title": row.title,
        "number": order.number,
        "grounds": "\n".join(lines)[:4900],
        "demand": order.demand,
        "due": order.due_on.isoformat(),
        "closes": condition_text(order),
        "warning": str(row.pk),
    }
    if "verified" in known:  # a city may lay an item of its own over ours
        form["verified"] = "是" if row.kind in BY_HAND else "否"
    return cases.open_case(
        item=ITEM,
        region=row.region,
        form=form,
        party=None,
        channel="system",
        by=by,
        at=at,
        key=f"warning-{row.pk}",
        subject=row.title,
        due_at=datetime.combine(order.due_on, time(23, 59, 59), CST),
        about=f"warning/{row.pk}",
    )
