"""What becomes of a unit of the register: another name, short forms more or fewer, its end, each
with its day and on record. Plans of before that day are read by what it was."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts._unit_names import (
    FIRST_DAY,
    MOST_ALIASES,
    day_said,
    free,
    spelled,
)
from yingshang.city.accounts._units import UnitView, may_register_unit, places, view_of
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.accounts.models import System, Unit, User
from yingshang.city.audit import service as audit
from yingshang.kernel.worktime import to_cst

__all__ = [
    "CARRIED",
    "HOLDINGS",
    "Held",
    "add_alias",
    "drop_alias",
    "end_unit",
    "holdings",
    "rename_unit",
    "restore_unit",
]

SHOWN = 5  # of what is still open, in a refusal


@dataclass(frozen=True)
class Held:
    """What a unit still has in hand: how it is called, which (numbers of cases, names), how many
    in all."""

    what: str
    names: tuple[str, ...]
    total: int
    cases: bool = False  # names are numbers of cases


HOLDINGS: list[Callable[[UnitView, datetime], Iterable[Held]]] = []
"""Filled by the apps above, when they are ready: whatever must be handed on before a unit ends."""


def holdings(unit: UnitView, *, at: datetime) -> list[Held]:
    """Everything that the unit still has in hand."""
    return [held for ask in HOLDINGS for held in ask(unit, at) if held.total]


def systems_of(unit: UnitView, _at: datetime) -> Iterable[Held]:
    """Its systems with access, which act in its name."""
    names = list(System.objects.filter(unit=unit.code, active=True).values_list("name", flat=True))
    yield Held(_("还能接入的业务系统"), tuple(names), len(names))


HOLDINGS.append(systems_of)


class Carries(Protocol):
    """Hands what a unit is answerable for to another; answers the numbers of it. `only`: of
    these."""

    def __call__(
        self, unit: str, to: str, *, why: str, by: Actor, at: datetime,
        only: Collection[str] | None = None,
    ) -> list[str]: ...  # fmt: skip


CARRIED: list[Carries] = []
"""Filled by the apps above: what goes along with a unit into another."""


def _carry(unit: str, to: str, why: str, by: Actor, at: datetime, only: Any = None) -> list[str]:
    return [ref for go in CARRIED for ref in go(unit, to, why=why, by=by, at=at, only=only)]


def _row(code: str, by: Actor) -> Unit:
    row = Unit.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotVisible(code)
    if not may_register_unit(by, row.region_id):
        raise Refusal("not-yours", _("只有本市营商局和督办人员可以改单位表，没有改动。"))
    return row


def _standing(row: Unit) -> Unit:
    if row.ended_on is not None:
        raise Refusal(
            "unit-ended",
            _("“%(unit)s”已于%(day)s撤并，不能再改；登记有误的，请先撤销撤并。")
            % {"unit": row.name, "day": day_said(row.ended_on)},
        )
    return row


def _check_day(row: Unit, on: date, at: datetime) -> None:
    """A change holds from a day that has come, and not before what is on record already."""
    today = to_cst(at).date()
    if not FIRST_DAY <= on <= today:
        raise Refusal(
            "unit-day",
            _("日期应在1949年10月1日以后、不晚于今天；还没到的，到那一天再登记。没有改动。"),
        )
    if row.valid_from and on <= row.valid_from:
        raise Refusal(
            "unit-overlap",
            _("“%(unit)s”%(day)s才成立，日期有重叠，没有改动。请核对日期。")
            % {"unit": row.name, "day": day_said(row.valid_from)},
        )
    if row.renamed_on and on <= row.renamed_on:
        raise Refusal(
            "unit-overlap",
            _("“%(unit)s”这个名称是%(day)s起用的，日期有重叠，没有改动。请核对日期。")
            % {"unit": row.name, "day": day_said(row.renamed_on)},
        )


def _keep(row: Unit, action: str, by: Actor, at: datetime, **detail: Any) -> None:
    row.changed_at = at
    row.save()
    said = {k: v.isoformat() if isinstance(v, date) else v for k, v in detail.items()}
    audit.record(by=by, at=at, action=f"unit.{action}", obj=f"unit:{row.code}", detail=said)
    transaction.on_commit(places.cache_clear)
    places.cache_clear()


@transaction.atomic
def rename_unit(
    *, unit: str, name: str, by: Actor, at: datetime, on: date | None = None, basis: str = ""
) -> None:
    """The unit is called otherwise from a day on; its old name leads to it all the same, and is
    its name in plans of before. No day: the name was registered wrongly and is put right."""
    row = _standing(_row(unit, by))
    (new,) = spelled([name])
    if new == row.name:
        raise Refusal("unit-same", _("名称没有变，没有改动。"))
    if on is not None:
        _check_day(row, on, at)
    free(row.region_id, [new], since=on or row.renamed_on or row.valid_from, besides=row.code)
    old, row.name = row.name, new
    row.aliases = [one for one in row.aliases if one != new]
    if on is not None:
        row.former = [*row.former, {"name": old, "until": on.isoformat()}]
        row.renamed_on = on
    _keep(row, "rename", by, at, old=old, name=new, on=on, basis=basis.strip()[:200])


@transaction.atomic
def add_alias(*, unit: str, alias: str, by: Actor, at: datetime) -> None:
    """Plans call the unit so as well; those of a day on which another was called so still mean
    that one."""
    row = _standing(_row(unit, by))
    (new,) = spelled([alias])
    if new == row.name or new in row.aliases:
        raise Refusal("unit-same", _("“%s”已经是它的名称或简称，没有再加。") % new)
    if len(row.aliases) >= MOST_ALIASES:
        raise Refusal("unit-aliases", _("简称最多 %d 个，没有登记。") % MOST_ALIASES)
    free(row.region_id, [new], since=to_cst(at).date(), besides=row.code)
    row.aliases = [*row.aliases, new]
    _keep(row, "alias-added", by, at, name=new)


@transaction.atomic
def drop_alias(*, unit: str, alias: str, by: Actor, at: datetime, on: date | None = None) -> None:
    """The unit is called so no more: from a day on, or (no day) it never was."""
    row = _standing(_row(unit, by))
    if alias not in row.aliases:
        raise Refusal("alias-unknown", _("“%s”不是它的简称，没有改动。请刷新页面。") % alias[:60])
    if on is not None:
        if not FIRST_DAY <= on <= to_cst(at).date() or (row.valid_from and on <= row.valid_from):
            raise Refusal(
                "unit-day", _("停用日期应在单位成立以后、不晚于今天，没有改动。请核对日期。")
            )
        row.former = [*row.former, {"name": alias, "until": on.isoformat(), "alias": True}]
    row.aliases = [one for one in row.aliases if one != alias]
    _keep(row, "alias-dropped", by, at, name=alias, on=on)


@transaction.atomic
def end_unit(
    *, unit: str, on: date, basis: str, by: Actor, at: datetime, successor: str = ""
) -> None:
    """There is no such unit from a day on; ``successor``: it went into another one, which its
    names mean from then; its people, what it is answerable for and whom it was above go along.
    Without one, those whom it was above are under what it was under.
    Refused, with what is open named, while the unit has anything in hand."""
    # both at once and in one order: one into the other and the other into the one make no ring
    list(Unit.objects.select_for_update().filter(code__in=(unit, successor)).order_by("code"))
    row = _standing(_row(unit, by))
    if not basis.strip():
        raise Refusal("unit-basis", _("请写明撤并的依据（如机构改革方案的文号），没有改动。"))
    _check_day(row, on, at)
    heir = _heir(row, successor, on)
    why = basis.strip()[:200]
    work = _carry(row.code, heir.code, why, by, at) if heir is not None else []
    held = holdings(view_of(row), at=at)
    if held:
        raise Refusal("unit-holds", _in_hand(row, held))
    row.ended_on, row.successor = on, heir
    if heir is not None:
        people = User.objects.filter(unit=row)
        row.took_along = sorted(people.values_list("username", flat=True))
        people.update(unit=heir)
    below = Unit.objects.filter(superior=row)
    units = sorted(below.values_list("code", flat=True))
    below.update(superior=heir or row.superior)
    if heir is not None:  # its own subordinate that takes it over is under nobody new
        Unit.objects.filter(pk=heir.pk, superior=heir).update(superior=row.superior)
    along = {"people": row.took_along, "units": units, "work": work}
    _keep(row, "end", by, at, on=on, into=successor, basis=why, **along)


def _heir(row: Unit, code: str, on: date) -> Unit | None:
    if not code:
        return None
    heir = Unit.objects.filter(code=code, region=row.region_id).first()
    if heir is None or heir.pk == row.pk:
        raise Refusal("unit-heir", _("并入的单位请从本市单位表里另选一个，没有改动。"))
    if heir.ended_on is not None:
        how = _("已于%s撤并") % day_said(heir.ended_on)
    elif heir.valid_from and on < heir.valid_from:
        how = _("%s才成立") % day_said(heir.valid_from)
    else:
        return heir
    raise Refusal(
        "unit-overlap",
        _("“%(unit)s”%(how)s，接不住%(day)s并入的单位，没有改动。请核对日期或另选单位。")
        % {"unit": heir.name, "how": how, "day": day_said(on)},
    )


def _in_hand(row: Unit, held: Iterable[Held]) -> str:
    parts = [
        _("%(n)d 项%(what)s（%(names)s%(more)s）")
        % {
            "n": one.total,
            "what": one.what,
            "names": "、".join(one.names[:SHOWN]),
            "more": _("等") if one.total > min(SHOWN, len(one.names)) else "",
        }
        for one in held
    ]
    return _("“%(unit)s”还有%(what)s，没有撤并。请先办结；事项要改由别的单位办理。") % {
        "unit": row.name,
        "what": "；".join(parts),
    }


@transaction.atomic
def restore_unit(*, unit: str, why: str, by: Actor, at: datetime) -> None:
    """The end was registered wrongly: the unit is there again, with all that had gone along."""
    row = _row(unit, by)
    if row.ended_on is None:
        raise Refusal("unit-standing", _("“%s”没有撤并，没有改动。请刷新页面。") % row.name)
    if not why.strip():
        raise Refusal("unit-basis", _("请写明撤销撤并的理由，没有改动。"))
    free(row.region_id, [row.name, *row.aliases], since=row.ended_on, besides=row.code)
    along = _along(row)
    below = Unit.objects.filter(code__in=along.get("units", ()))
    moved = Q(superior=row.successor_id or row.superior_id)
    heir = Q(pk=row.successor_id, superior=row.superior_id)
    below.filter(moved | heir).update(superior=row)
    if row.successor_id:
        back = User.objects.filter(username__in=row.took_along, unit=row.successor_id)
        back.update(unit=row)
        _carry(row.successor_id, row.code, why.strip()[:200], by, at, along.get("work", ()))
    row.ended_on, row.successor, row.took_along = None, None, []
    _keep(row, "restore", by, at, why=why.strip()[:200])


def _along(row: Unit) -> dict[str, Any]:
    """What had gone along when it ended, as it is on record."""
    told = audit.records(obj=f"unit:{row.code}", within="unit.end", limit=1)
    return told[0].detail if told else {}
