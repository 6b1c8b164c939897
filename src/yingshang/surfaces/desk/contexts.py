"""What the pages of a case and of an order show, for one actor at one moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import CaseView, FieldView
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.delays import delay_context
from yingshang.surfaces.desk.forms.verbs import VerbForm
from yingshang.surfaces.desk.lanes import lanes
from yingshang.surfaces.desk.panels import panels
from yingshang.surfaces.desk.rungs import ladder_context

__all__ = ["case_context", "order_context", "shown_fields"]

OVERSEERS = ("supervisor", "bureau", "leader")


def _shown(found: CaseView) -> list[Any]:
    """An order that closes on numbers has no step of verification: it is not shown as one that
    does not apply, before anything was done."""
    order = found.family == "order"
    return [one for one in found.steps if not (order and one.state == "skipped")]


def case_context(
    actor: Actor,
    found: CaseView,
    *,
    at: datetime,
    typed: Mapping[str, VerbForm] | None = None,
    revealed: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Everything the page of a case shows, for one actor at one moment."""
    hands = cases.in_hands(actor, found, at=at)
    allowed = hands.leaves_open(cases.allowed(actor, found.ref))
    until = found.return_until
    too_late = "return_assignment" in allowed and until is not None and at > until
    if too_late:  # said, and not asked for what would be refused
        allowed = allowed - {"return_assignment"}
    events = cases.timeline(actor, found.ref)
    return {
        "case": found,
        "bundle": _bundle(actor, found, at),
        "lanes": lanes(_shown(found), actor.unit),
        "clock": cases.clock(actor, found.ref, at=at),
        "events": list(reversed(events)),
        "cross": next((e.data["cross"] for e in events if "cross" in e.data), None),
        "paper": next((e.data["paper"] for e in events if "paper" in e.data), None),
        "return_over": until if too_late else None,
        "panels": panels(found, allowed, actor, typed=typed),
        "vouchers": cases.vouchers(actor, found.ref),
        "materials": _materials(found),
        "trust": cases.trust(actor, found.ref) if found.files else {},
        "may_check": actor.role in ("clerk", "reviewer"),
        "fields": shown_fields(found, revealed or {}),
        "revealed": revealed is not None,
        "masked": any(f.personal for f in found.fields),
        "must_say_why": any(f.masked for f in found.fields),
        "may_reveal": not any(f.masked for f in found.fields) or actor.role in OVERSEERS,
        "hands": hands,
        "now": at,
        **ladder_context(actor, found, at),
        **delay_context(actor, found, at),
    }


def shown_fields(found: CaseView, revealed: Mapping[str, str]) -> list[tuple[FieldView, str, bool]]:
    """(field, what is shown, whether it is masked): personal data stays masked until it is asked
    for, also for those who may see it, so that every look leaves a record."""
    rows = []
    for field in found.fields:
        if not field.personal:
            rows.append((field, field.value, False))
        elif field.name in revealed:
            rows.append((field, revealed[field.name], False))
        else:
            value = field.value if field.masked else accounts.mask(field.value)
            rows.append((field, value, True))
    return rows


def _bundle(actor: Actor, found: CaseView, at: datetime) -> Any:
    """The one thing that this case is, or is part of; None for a case by itself."""
    if found.family == "bundle":
        return cases.bundle_case(actor, found.ref, at=at)
    return cases.bundle_of(actor, found.ref, at=at) if found.about else None


def _materials(found: CaseView) -> list[tuple[dict[str, Any], list[Any]]]:
    """Each material of the item with the files that stand for it; loose files at the end."""
    known = list(found.body.get("materials", ()))
    rows = [(m, [f for f in found.files if f.material == m["code"]]) for m in known]
    codes = {m["code"] for m in known}
    loose = [f for f in found.files if f.material not in codes]
    return [*rows, ({"name": _("其他附件"), "code": ""}, loose)] if loose else rows


def order_context(
    actor: Actor,
    found: CaseView,
    *,
    at: datetime,
    typed: Mapping[str, VerbForm] | None = None,
) -> dict[str, Any]:
    """What the case page shows, and what only an order has: its ground and what closes it."""
    context = case_context(actor, found, at=at, typed=typed)
    context["order"] = supervision.order(actor, found.ref, at=at)
    context["evidenced"] = context["order"].warning.kind in supervision.EVIDENCED
    context["check"] = check = supervision.closing_check(actor, found.ref, at=at)
    context["order"] = supervision.as_checked(context["order"], check, timezone.localdate(at))
    if context["order"].warning.kind == "instruction":
        context["instruction"] = supervision.instruction_of(actor, found.ref)
        context["accepts"] = context["check"].waits and supervision.may_register(actor)
    context["confirmed"] = supervision.confirmation(found.ref)
    context["may_confirm"] = supervision.may_confirm(actor, found.ref)
    if context["may_confirm"]:
        context["kept_from_back"] = supervision.kept_from_back(found.ref)
    answers = any("files" in one.form.fields for one in context["panels"])  # they go with it
    context["may_prove"] = not answers and supervision.may_prove(actor, found.ref)
    return context
