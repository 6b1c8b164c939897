"""Which steps of an item the activities of another system's log are: guessed, then confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.indicators._log_models import LoggedEvent
from yingshang.city.indicators.log_analysis import SourceRow, log_sources
from yingshang.city.indicators.log_upload import may_import_logs
from yingshang.city.logflows import service as logflows
from yingshang.city.logflows.service import EXTRA, IGNORED, FlowView
from yingshang.kernel.eventlog import ACCEPT, DECIDE, guessed

__all__ = ["ActivityRow", "FlowAsked", "confirm_log_flow", "log_flow_asked", "own_source"]

MOST = 200  # activities that a person is asked about; rarer ones count as extra
OTHER = {
    ACCEPT: ("受理", "收件", "接件", "申请受理", "材料接收"),
    DECIDE: ("决定", "办结", "审批决定", "制证", "发证", "准予许可", "送达", "结束"),
}
QUIET = ("提交", "申请提交", "保存草稿", "登录", "短信通知", "打印")


@dataclass(frozen=True)
class ActivityRow:
    """One activity of the log: how often, in which step it is put, ``sure`` from 0 to 1 where it
    was guessed, 1 where a person said so."""

    activity: str
    count: int
    step: str
    sure: float


@dataclass(frozen=True)
class FlowAsked:
    """What a person is shown before confirming. ``kinds`` with their cases where a column told
    them; ``choices``: steps of the item by code; ``untold``: declared steps that no activity is
    put in; ``kept`` is what was confirmed before."""

    source: SourceRow
    kinds: tuple[tuple[str, int], ...]
    kind: str
    items: tuple[tuple[str, str], ...]
    item: str
    choices: tuple[tuple[str, str], ...]
    rows: tuple[ActivityRow, ...]
    untold: tuple[tuple[str, str], ...]
    counted: tuple[str, ...]
    kept: FlowView | None


def own_source(actor: Actor, region: str, source: int) -> SourceRow:
    """The source, for those who oversee the region. Raises NotVisible."""
    row = next((one for one in log_sources(actor, region=region) if one.id == source), None)
    if row is None:
        raise NotVisible("log-source")
    return row


def log_flow_asked(
    by: Actor, *, source: int, on: date, kind: str | None = None, item: str = ""
) -> FlowAsked:
    """The mapping as confirmed, else as guessed by name. Raises NotVisible."""
    row = _mine(by, source)
    kinds = logflows.kind_counts(source=source)
    names = [name for name, _n in kinds]
    chosen = kind if kind in names else (names[0] if names else "")
    items = {one.code: one for one in _items(row.region, on)}
    kept = logflows.flow_of(source=source, kind=chosen)
    counts = _counts(source, chosen)
    if item not in items:
        item = kept.item if kept and kept.item in items else _likeliest(chosen, counts, items)
    steps = steps_of(items[item].body) if item else {}
    told = kept.steps if kept and kept.item == item else {}
    rows = tuple(_row(name, n, told, steps) for name, n in counts[:MOST])
    used = {one.step for one in rows}
    return FlowAsked(
        source=row,
        kinds=kinds,
        kind=chosen,
        items=tuple((code, one.name) for code, one in items.items()),
        item=item,
        choices=tuple(steps.items()),
        rows=rows,
        untold=tuple(
            (code, name)
            for code, name in steps.items()
            if code not in used and code not in (ACCEPT, DECIDE)
        ),
        counted=kept.counted if kept and kept.item == item else (),
        kept=kept,
    )


def confirm_log_flow(
    *,
    source: int,
    kind: str,
    item: str,
    steps: Mapping[str, str],
    counted: Sequence[str],
    by: Actor,
    at: datetime,
    on: date,
) -> None:
    """Keep which step each activity is. Raises Refusal, NotVisible."""
    row = _mine(by, source)
    items = {one.code: one for one in _items(row.region, on)}
    if item not in items:
        raise Refusal("item", _("请先选择这些件属于哪个事项，没有保存。"))
    known = steps_of(items[item].body)
    if strange := sorted(set(steps.values()) - known.keys() - {EXTRA, IGNORED}):
        raise Refusal(
            "step",
            _("事项“%(item)s”没有环节“%(step)s”，没有保存；请重新选择。")
            % {"item": items[item].name, "step": strange[0][:40]},
        )
    if not set(steps.values()) & known.keys():
        raise Refusal("no-step", _("没有一种活动对应到环节，无从比对；请至少指明一种。"))
    if kind and kind not in dict(logflows.kind_counts(source=source)):
        raise NotVisible("log-kind")
    logflows.confirm_flow(
        source=source,
        kind=kind,
        item=item,
        steps={name[:200]: code for name, code in steps.items()},
        counted=[code for code in counted if code in known and code not in steps.values()],
        by=by,
        at=at,
    )


def steps_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Code and name of what a case of an item runs through, acceptance and decision with it."""
    steps = {step["code"]: str(step.get("name", step["code"])) for step in body.get("steps", ())}
    return {ACCEPT: _("受理"), **steps, DECIDE: _("决定")}


def _mine(by: Actor, source: int) -> SourceRow:
    if not by.region or not may_import_logs(by, by.region):
        raise NotVisible("logs")
    return own_source(by, by.region, source)


def _items(region: str, on: date) -> list[catalog.ItemView]:
    found = catalog.items(region=region, on=on, portal_only=False)
    return [one for one in found if one.body.get("steps")]


def _counts(source: int, kind: str) -> list[tuple[str, int]]:
    """Activities with their events; of a kind, over its cases."""
    events = LoggedEvent.objects.filter(case__source=source)
    if not kind:
        rows = events.values_list("activity").annotate(n=Count("pk"))
        return sorted(rows, key=lambda pair: (-pair[1], pair[0]))
    refs, counts = logflows.refs_of(source=source, kind=kind), dict[str, int]()
    by_case = events.values_list("case__ref", "activity").annotate(n=Count("pk"))
    for ref, activity, n in by_case.iterator():
        if ref in refs:
            counts[activity] = counts.get(activity, 0) + n
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _likeliest(
    kind: str, counts: Sequence[tuple[str, int]], items: Mapping[str, catalog.ItemView]
) -> str:
    """By the name of the kind, else the item most of whose steps the activities are called like."""
    if kind in items:
        return kind
    if kind:
        named, sure = guessed(kind, {code: (one.name,) for code, one in items.items()})
        if named and sure >= 0.6:
            return named
    best, score = "", 0.0
    for code, one in items.items():
        inner = {step["code"]: (str(step.get("name", "")),) for step in one.body["steps"]}
        found = {guessed(name, inner) for name, _n in counts[:40]}
        own = sum({step: sure for step, sure in sorted(found) if step}.values()) / len(inner)
        if own > score:
            best, score = code, own
    return best or next(iter(items), "")


def _row(name: str, n: int, told: Mapping[str, str], steps: Mapping[str, str]) -> ActivityRow:
    if name in told:
        return ActivityRow(name, n, told[name], 1.0)
    words = {code: (label, *OTHER.get(code, ())) for code, label in steps.items()}
    step, sure = guessed(name, {**words, IGNORED: QUIET})
    return ActivityRow(name, n, step or EXTRA, sure if step else 0.0)
