"""A unit that plans name and the register lacks is registered, and its names resolve from then."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.plans._naming import brackets, fold
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.review.dictionary import UNIT, decide_unit
from yingshang.city.plans.units import Resolver, resolver
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["register_unit"]


def register_unit(
    *,
    region: str,
    printed: str,
    name: str,
    kind: str,
    by: Actor,
    at: datetime,
    aliases: Iterable[str] = (),
    superior: str = "",
    valid_from: date | None = None,
) -> str:
    """Register the unit that plans print as ``printed``; answers its code. Where the printed name
    is neither its name nor a short form of it, the city's dictionary keeps that it means it."""
    require_edit(by, region)
    ask, short = resolver(region, to_cst(at).date()), list(aliases)
    for one in (name, *short):
        _check(ask, one)
    bodies = (ask.names.body(brackets(one)[0]) for one in (name, printed))
    try:
        with transaction.atomic():
            made = accounts.register_unit(
                region=region,
                name=name,
                aliases=short,
                kind=kind,
                superior=superior,
                valid_from=valid_from,
                role=next((body.role for body in bodies if body is not None), ""),
                by=by,
                at=at,
            )
            if fold(printed) and resolver(region)(printed).code != made.code:
                mine = [made.code]  # by its day: who registers it says since when it is there
                decide_unit(
                    region=region, name=printed, what=UNIT, units=mine, by=by, at=at, dated=True
                )
    finally:  # what was read meanwhile lacks the unit, or has one that is not kept
        accounts.refresh()
    return made.code


def _check(ask: Resolver, name: str) -> None:
    """Refuse a name that is known to mean something: a unit of ours, a place, a body above."""
    found = ask(name)
    if found.code:
        raise Refusal(
            "unit-known",
            _("“%(name)s”就是单位表里的“%(unit)s”，没有再登记；请选“就是它”。")
            % {"name": name, "unit": accounts.unit_name(found.code)},
        )
    if found.known and found.what != "usual":
        raise Refusal(
            "unit-elsewhere",
            _("“%(name)s”不是本级单位（%(how)s），没有登记。") % {"name": name, "how": found.how},
        )
