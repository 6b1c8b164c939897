"""A unit that plans name and the register lacks is registered, and its names resolve from then;
what it is called later is checked against what names mean here."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, UnitView
from yingshang.city.plans._naming import brackets, fold
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.review.dictionary import UNIT, decide_unit
from yingshang.city.plans.units import Resolver, resolver
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["add_unit_alias", "register_unit", "rename_unit"]


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


def rename_unit(
    *, unit: str, name: str, by: Actor, at: datetime, on: date | None = None, basis: str = ""
) -> None:
    """See accounts; refused as well where the name means somebody else in plans."""
    found = _mine(unit, by)
    _check(resolver(found.region, on or to_cst(at).date()), name, besides=unit)
    accounts.rename_unit(unit=unit, name=name, on=on, basis=basis, by=by, at=at)


def add_unit_alias(*, unit: str, alias: str, by: Actor, at: datetime) -> None:
    """See accounts; refused as well where the name means somebody else in plans."""
    found = _mine(unit, by)
    _check(resolver(found.region, to_cst(at).date()), alias, besides=unit)
    accounts.add_alias(unit=unit, alias=alias, by=by, at=at)


def _mine(unit: str, by: Actor) -> UnitView:
    found = accounts.unit(unit)
    require_edit(by, found.region)
    return found


def _check(ask: Resolver, name: str, besides: str = "") -> None:
    """Refuse a name that is known to mean something: a unit of ours, a place, a body above."""
    found = ask(name)
    if _of_the_past(ask, name):
        return  # the day is looked at where it is written
    if found.code and found.code != besides:
        raise Refusal(
            "unit-known",
            _("“%(name)s”就是单位表里的“%(unit)s”，没有再登记；请选“就是它”。")
            % {"name": name, "unit": accounts.unit_name(found.code)},
        )
    if found.known and not found.code and found.what != "usual":
        raise Refusal(
            "unit-elsewhere",
            _("“%(name)s”不是本级单位（%(how)s），没有登记。") % {"name": name, "how": found.how},
        )


def _of_the_past(ask: Resolver, name: str) -> bool:
    """Units of ours were called so, and none is on the day."""
    known, units = ask.register.exact.get(fold(name), ()), ask.register.by_code
    return bool(known) and not any(
        one.on(ask.on) and units[one.code].stood(ask.on) for one in known
    )
