"""The city's dictionary: what a person decided once, every later reading of the city uses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import library
from yingshang.city.plans._fields import LABELS
from yingshang.city.plans._naming import fold
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.review.models import Act, Kind, Teaching
from yingshang.city.plans.telling import value_words
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "COLUMN_ROLES",
    "Decision",
    "Entry",
    "columns",
    "decide_unit",
    "decisions",
    "entries",
    "forget",
    "in_force",
    "put",
    "take_out",
    "taught",
]

UNIT, NOT_A_UNIT, OUTSIDE = "unit", "none", "outside"
COLUMN_ROLES = {
    "title": _lazy("任务"),
    "body": _lazy("举措、目标（读出指标）"),
    "section": _lazy("类别"),
    "no": _lazy("序号"),
    "lead": _lazy("牵头单位"),
    "responsible": _lazy("责任单位"),
    "cooperating": _lazy("配合单位"),
    "deadline": _lazy("完成时限"),
    "note": _lazy("只留原话，不读"),
    "-": _lazy("不收进台账"),
}
"""What a column of a spreadsheet can be, in the order in which a person looks for it."""


@dataclass(frozen=True)
class Decision:
    """What a person said about a printed unit name."""

    entry: int
    what: str  # unit | none | outside
    units: tuple[str, ...]
    by_name: str
    at: datetime
    dated: bool = False  # only in plans of days on which the unit was there


@dataclass(frozen=True)
class Entry:
    """One entry of the dictionary as people read it."""

    id: int
    kind: str
    kind_label: str
    phrase: str
    meaning: Mapping[str, Any]
    plan: int | None
    plan_title: str
    target: int | None
    by_name: str
    at: datetime
    removed_at: datetime | None = None
    removed_by_name: str = ""
    metric_name: str = ""

    @property
    def words(self) -> str:
        """The phrase as a person reads it."""
        return self.phrase.split("|")[0] if self.kind != Kind.NO_TARGET else self.phrase

    @property
    def said(self) -> str:
        """What it means here, in words."""
        meaning = self.meaning
        if self.kind == Kind.UNIT:
            if meaning["what"] == UNIT:
                return definitions.listed(accounts.unit_name(code) for code in meaning["units"])
            return _("不是单位") if meaning["what"] == NOT_A_UNIT else _("外地或上级单位")
        if self.kind == Kind.COLUMN:
            return _("表格里的这一列是：%s") % COLUMN_ROLES[meaning["role"]]
        if self.kind == Kind.METRIC:
            return _("指标库：%s") % (self.metric_name or meaning["key"])
        if self.kind == Kind.READING:
            form, field = self.phrase.split("|")[1], LABELS[meaning["field"]]
            return _("“%(form)s”的%(field)s读作 %(to)s（原读 %(from)s）") % {
                "form": form,
                "field": field,
                "to": value_words(meaning["field"], meaning["to"]) or _("空"),
                "from": value_words(meaning["field"], meaning["from"]) or _("空"),
            }
        return _("不是目标：%(why)s（剔除过 %(n)s 次，两次起降低把握）") % {
            "why": definitions.listed(meaning["reasons"]),
            "n": meaning["times"],
        }


def decisions(region: str) -> dict[str, Decision]:
    """Folded printed name → decision, for a city (and for its district under it)."""
    rows = Teaching.objects.filter(region=region, kind=Kind.UNIT, removed_at=None)
    return {
        row.phrase: Decision(
            row.pk,
            row.meaning["what"],
            tuple(row.meaning.get("units", ())),
            row.by_name,
            row.at,
            row.meaning.get("dated", False),
        )
        for row in rows
    }


def in_force(region: str) -> tuple[int, ...]:
    """The entries that hold: none is ever rewritten, only replaced by another one."""
    rows = Teaching.objects.filter(region=region, removed_at=None).order_by("pk")
    return tuple(rows.values_list("pk", flat=True))


def columns(region: str) -> dict[str, str]:
    """What the headings of spreadsheets mean here, as a person once said."""
    rows = Teaching.objects.filter(region=region, kind=Kind.COLUMN, removed_at=None)
    return {row.phrase: row.meaning["role"] for row in rows}


def put(
    region: str,
    kind: str,
    phrase: str,
    meaning: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    plan: int | None = None,
    target: int | None = None,
    act: Act | None = None,
) -> Teaching:
    """Teach one entry; what the phrase meant before is removed, and stays on record."""
    phrase = phrase[:300]
    take_out(region, kind, phrase, by=by, at=at)
    return Teaching.objects.create(
        region=region,
        kind=kind,
        phrase=phrase,
        meaning=dict(meaning),
        plan_id=plan,
        target_id=target,
        act=act,
        by=by.id,
        by_name=by.name,
        at=at,
    )


def take_out(region: str, kind: str, phrase: str, *, by: Actor, at: datetime) -> None:
    """A person says that the phrase means what the machine reads in it after all."""
    live = Teaching.objects.filter(region=region, kind=kind, phrase=phrase[:300], removed_at=None)
    live.update(removed_at=at, removed_by_name=by.name)


def taught(target: int, *, at: datetime) -> tuple[str, ...]:
    """What the correction of a target at that moment taught the city: the fields, in words."""
    rows = Teaching.objects.filter(target=target, at=at, act__isnull=False).order_by("pk")
    fields = (row.meaning.get("field", "metric_key") for row in rows)
    return tuple(str(LABELS[field]) for field in fields)


@transaction.atomic
def decide_unit(
    *,
    region: str,
    name: str,
    what: str,
    units: Iterable[str] = (),
    by: Actor,
    at: datetime,
    plan: int | None = None,
    dated: bool = False,
) -> int:
    """A person says which unit a printed name means; it holds in every plan of the city, also in
    one of before the unit's first day, whose name is its predecessor's; not where ``dated``.

    ``what``: unit (one or several codes), none (it is no unit), outside (not of this city).
    """
    require_edit(by, region)
    codes = list(dict.fromkeys(units))
    phrase = fold(name)
    if not phrase or what not in (UNIT, NOT_A_UNIT, OUTSIDE):
        raise Refusal("field-unknown", _("请先选定这个名称是哪个单位、不是单位，还是外地单位。"))
    known = {unit.code for unit in accounts.units(region, ended=True)}
    if what == UNIT and (not codes or not set(codes) <= known):
        raise Refusal(
            "unit-unknown",
            _("请从本市单位表里选一个单位；单位表里没有的，请先登记为新单位。"),
        )
    row = put(
        region,
        Kind.UNIT,
        phrase,
        {"what": what, "units": codes if what == UNIT else []} | ({"dated": True} if dated else {}),
        by=by,
        at=at,
        plan=plan,
    )
    _record(row, "plans.taught", by, at)
    return row.pk


@transaction.atomic
def forget(*, entry: int, by: Actor, at: datetime) -> None:
    """Take an entry out of the dictionary: later readings no longer use it."""
    row = Teaching.objects.select_for_update().filter(pk=entry).first()
    if row is None:
        raise NotVisible(f"entry {entry}")
    require_edit(by, row.region)
    if row.removed_at is not None:
        raise Refusal(
            "entry-removed", _("%s已经删除了这一条词典，无需再删。") % row.removed_by_name
        )
    row.removed_at, row.removed_by_name = at, by.name
    row.save(update_fields=["removed_at", "removed_by_name"])
    _record(row, "plans.forgot", by, at)


def _record(row: Teaching, action: str, by: Actor, at: datetime) -> None:
    detail = {"region": row.region, "kind": row.kind, "phrase": row.phrase, "meaning": row.meaning}
    audit.record(by=by, at=at, action=action, obj=f"teaching/{row.pk}", detail=detail)


def entries(region: str, *, removed: bool = False) -> list[Entry]:
    """The dictionary of a city, newest first; with ``removed`` what was taken out of it."""
    rows = Teaching.objects.filter(region=region, removed_at__isnull=not removed)
    rows = rows.select_related("plan", "target__task").defer("plan__reading")
    found = list(rows.order_by("-at", "-pk"))
    known = library.metrics(to_cst(found[0].at).date(), region) if found else ()
    metrics = {one.code: one.name for one in known}
    return [
        Entry(
            row.pk,
            row.kind,
            str(Kind(row.kind).label),
            row.phrase,
            row.meaning,
            row.plan_id or (row.target.task.plan_id if row.target else None),
            row.plan.title if row.plan else "",
            row.target_id,
            row.by_name,
            row.at,
            row.removed_at,
            row.removed_by_name,
            metrics.get(row.meaning.get("key", ""), ""),
        )
        for row in found
    ]
