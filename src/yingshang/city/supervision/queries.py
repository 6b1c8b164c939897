"""Warnings and orders as people read them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.supervision._rules import WatchRule, rules_of
from yingshang.city.supervision._words import condition_text, level_text
from yingshang.city.supervision.access import visible_orders, visible_warnings
from yingshang.city.supervision.kinds import (
    BY_NUMBERS,
    ENDED,
    Ground,
    OrderView,
    WarningView,
)
from yingshang.city.supervision.models import Order, Warning
from yingshang.kernel.worktime import to_cst

__all__ = ["as_orders", "is_order", "order", "orders", "warning", "warnings"]


def warnings(
    actor: Actor,
    *,
    region: str | None = None,
    status: str | None = None,
    kind: str | None = None,
    unit: str | None = None,
    limit: int = 200,
) -> list[WarningView]:
    """The warnings that the actor sees: the gravest first, then the newest."""
    rows = visible_warnings(actor)
    wanted = {"region": region, "status": status, "kind": kind, "unit": unit}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = sorted(rows[:limit], key=lambda row: _GRAVITY[row.severity])
    return _views(found)


_GRAVITY = {"grave": 0, "serious": 1, "notice": 2}


def warning(actor: Actor, id: int) -> WarningView:
    """One warning, with the units that could coordinate; NotVisible where the actor sees none."""
    row = visible_warnings(actor).filter(pk=id).first()
    if row is None:
        raise NotVisible(f"warning {id}")
    return _views([row], candidates=True)[0]


def _views(rows: Iterable[Warning], candidates: bool = False) -> list[WarningView]:
    rules: dict[str, dict[str, WatchRule]] = {}
    views = []
    for row in rows:
        if row.region not in rules:
            known = rules_of(row.region, to_cst(row.raised_at).date())
            rules[row.region] = {rule.code: rule for rule in known}
        rule = rules[row.region].get(row.rule)
        views.append(_view(row, rule, _candidates(row) if candidates else ()))
    return views


def _candidates(row: Warning) -> tuple[tuple[str, str], ...]:
    """(code, name) of the task's own units first, then every other unit of the city."""
    named: dict[str, str] = {}
    if row.target_id:
        one = plans.promise(accounts.SYSTEM, row.target_id, as_of=to_cst(row.raised_at).date())
        named = {unit.now: accounts.unit_name(unit.now) for unit in one.units if unit.now}
    rest = {unit.code: unit.name for unit in accounts.units(row.region)}
    return tuple((named | {code: rest[code] for code in rest if code not in named}).items())


def _view(
    row: Warning, rule: WatchRule | None, candidates: tuple[tuple[str, str], ...]
) -> WarningView:
    given = getattr(row, "order", None) if row.status == Warning.Status.ORDERED else None
    grounds = row.grounds
    demand = rule.demand.replace("{subject}", grounds.get("name") or row.title) if rule else ""
    return WarningView(
        id=row.pk,
        rule=row.rule,
        rule_name=rule.name if rule else row.rule,
        kind=row.kind,
        region=row.region,
        region_name=accounts.region_name(row.region),
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        target=row.target_id,
        period=row.period,
        severity=row.severity,
        severity_label=str(Warning.Severity(row.severity).label),
        title=row.title,
        sentence=row.sentence,
        grounds=tuple(Ground(**one) for one in grounds.get("items", ())),
        status=row.status,
        status_label=str(Warning.Status(row.status).label),
        raised_at=row.raised_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        settled_reason=row.settled_reason,
        order_ref=given.ref if given else None,
        order_number=given.number if given else "",
        demand=demand,
        answer_workdays=rule.answer_workdays if rule else 0,
        needs_coordinator=not row.unit,
        candidates=candidates,
        eased_at=row.eased_at,
        eased_sentence=row.eased_sentence,
        eases=rule.eases if rule else "ask",
        eases_after=rule.eases_after if rule else 0,
    )


def orders(
    actor: Actor, *, at: datetime, region: str | None = None, open_only: bool = False
) -> list[OrderView]:
    """Orders whose case the actor sees, newest first, each with its case's row."""
    rows = visible_orders(actor)
    if region:
        rows = rows.filter(region=region)
    found = list(rows)
    seen = {row.ref: row for row in cases.by_refs(actor, [one.ref for one in found], at=at)}
    shown = [one for one in found if one.ref in seen]
    if open_only:
        shown = [one for one in shown if seen[one.ref].state not in ENDED]
    grounds = {view.id: view for view in _views([one.warning for one in shown])}
    return [_order(one, grounds[one.warning_id], seen[one.ref]) for one in shown]


def is_order(ref: str) -> bool:
    """Whether a case of the family `order` has a ground here; motions and others have none."""
    return Order.objects.filter(ref=ref).exists()


def order(actor: Actor, ref: str, *, at: datetime) -> OrderView:
    """What stands behind one order; NotVisible unless the actor sees its case."""
    row = visible_orders(actor).filter(ref=ref).first()
    seen = cases.by_refs(actor, [ref], at=at)
    if row is None or not seen:
        raise NotVisible(f"order {ref}")
    return _order(row, _views([row.warning])[0], seen[0])


def as_orders(rows: Sequence[cases.CaseRow]) -> list[cases.CaseRow]:
    """Rows of any list of cases, those of answered orders as the list of orders shows them."""
    refs = [row.ref for row in rows if row.family == "order" and row.state == "decided"]
    known = {one.ref: one for one in Order.objects.filter(ref__in=refs)} if refs else {}
    return [_by_number(known[row.ref], row) if row.ref in known else row for row in rows]


def _by_number(row: Order, case: cases.CaseRow) -> cases.CaseRow:
    """One that closes on a number is not over with words."""
    if case.state == "decided" and row.closes_by in BY_NUMBERS:
        case = replace(case, state_label=_("待达标"))
    return case


def _order(row: Order, given: WarningView, case: cases.CaseRow) -> OrderView:
    due: date = row.due_on
    case = _by_number(row, case)
    return OrderView(
        ref=row.ref,
        number=row.number,
        warning=given,
        region=row.region,
        region_name=accounts.region_name(row.region),
        target=row.target_id,
        indicator=row.indicator,
        level_text=level_text(row),
        closes_by=row.closes_by,
        closes_by_label=str(Order.ClosesBy(row.closes_by).label),
        condition=condition_text(row),
        window_days=row.window_days,
        min_cases=row.min_cases,
        cases=tuple(row.cases),
        demand=row.demand,
        due_on=due,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        row=case,
        short=row.short,
        met_on=row.met_on,
        looked_on=row.looked_on,
    )
