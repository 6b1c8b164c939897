"""What happened to a ledger, in words: fields by their names, signs, names of metrics and units."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import events, library
from yingshang.city.plans._fields import COMPARATORS, KINDS, LABELS, STATISTICS
from yingshang.city.plans.kinds import PlanEventView
from yingshang.city.plans.lineage.models import Kind
from yingshang.city.plans.models import PlanEvent, Status
from yingshang.kernel.worktime import to_cst

__all__ = [
    "COMPARATORS",
    "STATISTICS",
    "Names",
    "changed_field",
    "field_label",
    "names_on",
    "tell",
    "value_words",
]

_MORE: dict[str, Any] = {
    "indicator": _lazy("绑定的指标"),
    "region": _lazy("地区"),
    "no": _lazy("编号"),
    "section": _lazy("所属部分"),
    "generic": _lazy("泛指"),
    "open_ended": _lazy("单位后有“等”"),
    "text": _lazy("原文范围"),
    "confidence": _lazy("把握"),
    "doubts": _lazy("存疑"),
    "span": _lazy("原话"),
}


# reasons that verbs give themselves; they are kept in Chinese
_REASONS = (
    gettext_noop("把握不低于 %s，一次确认"),
    gettext_noop("方案整份撤回：%s"),
    gettext_noop("随整份撤回的方案一并恢复"),
    gettext_noop("补录时清空了目标值"),
)


@dataclass(frozen=True)
class Names:
    """What the codes in a history are called."""

    metrics: Mapping[str, str]
    indicators: Mapping[str, str]


def names_on(region: str, on: date) -> Names:
    """The metrics and indicators of a place on a day."""
    return Names(
        {one.code: one.name for one in library.metrics(on, region)},
        {one.code: one.name for one in indicators.definitions(region, on)},
    )


def field_label(name: str) -> str:
    """What a field of the ledger is called."""
    return str(LABELS.get(name) or _MORE.get(name, name))


def value_words(field: str, value: Any, names: Names | None = None) -> str:
    """A value of a field as a person reads it; '' for none."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return definitions.listed(str(one) for one in value)
    known: Mapping[str, Any] = {
        "comparator": COMPARATORS,
        "statistic": STATISTICS,
        "kind": KINDS,
        "status": {str(one): one.label for one in Status},
        "metric_key": names.metrics if names else {},
        "indicator": names.indicators if names else {},
    }.get(field, {})
    return str(known.get(str(value), value))


def tell(rows: Iterable[PlanEvent]) -> list[PlanEventView]:
    """The events of one plan (with plan, task and target), in words."""
    found = list(rows)
    if not found:
        return []
    names = names_on(found[0].plan.region, to_cst(found[-1].at).date())
    return [_event(row, names) for row in found]


def changed_field(row: PlanEvent) -> str:
    """What the field is called that an event changed; '' where what happened says it all."""
    said = row.name == events.SENT or row.field in ("", "status", events.ADDED)
    return "" if said else field_label(row.field)


def _event(row: PlanEvent, names: Names) -> PlanEventView:
    field = changed_field(row)
    return PlanEventView(
        seq=row.seq,
        name=row.name,
        label=str(events.LABELS.get(row.name, row.name)),
        task=row.task_id,
        target=row.target_id,
        field=row.field,
        old=row.old,
        new=row.new,
        reason=definitions.retold(row.reason, *_REASONS),
        by_name=row.by_name,
        at=row.at,
        about=_about(row),
        said=_SAID[row.name](row) if row.name in _SAID and not field else "",
        field_label=field,
        old_words=value_words(row.field, row.old, names) if field else "",
        new_words=value_words(row.field, row.new, names) if field else "",
    )


def _about(row: PlanEvent) -> str:
    """Whose event it is: a target by its very words, a task by its title."""
    if row.target is not None:
        return _("目标“%s”") % row.target.words
    if row.task is not None:
        return _("任务“%s”") % f"{row.task.no} {row.task.title}".strip()
    return ""


def _kept(said: Any) -> dict[str, Any]:
    """What a structural event keeps: a few named things."""
    return dict(said or {})


def _counts(row: PlanEvent) -> str:
    return _("%(tasks)s 项任务、%(targets)s 个目标") % _kept(row.new)


def _plan_linked(row: PlanEvent) -> str:
    said = _kept(row.new or row.old)
    if said.get("let_go"):
        words = _("“%s”不再承接") if row.new else _("“%s”不再承接的决定已撤销")
        return words % said["title"]
    if row.task_id:
        return _("对应“%s”") % said["title"]
    return f"《{said['title']}》（{Kind(said['kind']).label}）"


def _carried(row: PlanEvent) -> str:
    return _("照上一版补录") if row.field == events.ADDED else ""


def _split(row: PlanEvent) -> str:
    if row.old:
        return _("拆自“%s”") % _kept(row.old)["title"]
    return _("拆出“%s”") % _kept(row.new)["title"]


def _merged(row: PlanEvent) -> str:
    if row.field:
        return _("已并入前一项")
    return _("“%s”并入了这一项") % _kept(row.new)["title"]


def _undone(row: PlanEvent) -> str:
    return "" if row.task_id else str(row.new)


def _sent(row: PlanEvent) -> str:
    return accounts.unit_name(str(row.new))


def _reread(row: PlanEvent) -> str:
    return _("%s 项任务") % row.new["tasks"] if isinstance(row.new, dict) else ""


def _plain(row: PlanEvent) -> str:
    return str(row.new or "")


def _apart(row: PlanEvent) -> str:
    return _("不是《%s》的新一版") % _kept(row.new)["title"]


_SAID: dict[str, Callable[[PlanEvent], str]] = {
    events.APART: _apart,
    events.IMPORTED: _counts,
    events.CONFIRMED_MANY: _counts,
    events.CARRIED: _carried,
    events.LINKED: _plan_linked,
    events.UNLINKED: _plan_linked,
    events.SPLIT: _split,
    events.MERGED: _merged,
    events.UNDONE: _undone,
    events.SENT: _sent,
    events.REREAD: _reread,
    events.SPLIT_TARGET: _plain,
    events.SHARE_RETURNED: _plain,
}
