"""A reading (JSON of design.md §5) as rows of a ledger that are not kept yet, what the city's
dictionary says laid over them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yingshang.city.plans import library
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans.limits import own_day
from yingshang.city.plans.models import OF_THE_WHOLE, Plan, Target, Task
from yingshang.city.plans.review.lexicon import lexicon

__all__ = ["Drafts", "day_of", "drafts", "issuers", "target_row"]

Drafts = list[tuple[Task, list[Target]]]


def drafts(plan: Plan, reading: Mapping[str, Any], text: str, *, on: date) -> Drafts:
    """Tasks in order, each with its targets; nothing is written."""
    metrics = library.metrics(on, plan.region)
    taught = lexicon(plan.region)
    found: Drafts = []
    tasks = [*reading["tasks"], *_of_the_whole(reading.get("targets") or [], text)]
    for order, said in enumerate(tasks, start=1):
        task = _task(plan, order, said)
        targets = [
            target_row(task, place, target, text, metrics)
            for place, target in enumerate(said["targets"], start=1)
        ]
        for target in targets:
            taught.apply(target)
        found.append((task, targets))
    return found


def issuers(reading: Mapping[str, Any]) -> str:
    """Who issued it; names that were printed one under the other are parted again."""
    named, place = reading.get("issuer") or "", reading.get("region") or ""
    return (
        re.sub(rf"(?<=[局委办厅部会府])\s*(?={re.escape(place)})", "、", named) if place else named
    )


def _of_the_whole(targets: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Targets of no task hang on rows of the ledger, for a person to judge: one row for those of
    the aims, one for those of a table of indicators."""
    said = [target for target in targets if target.get("sentence_span")]
    listed = [target for target in targets if not target.get("sentence_span")]
    rows = []
    if said:
        rows.append(_whole(OF_THE_WHOLE[0], said, text, "plan-goal"))
    if listed:
        rows.append(_whole(OF_THE_WHOLE[1], listed, text, "indicator-table"))
    return rows


def _whole(title: str, targets: list[dict[str, Any]], text: str, doubt: str) -> dict[str, Any]:
    spans = [target.get("sentence_span") or target["offsets"] for target in targets]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    row: dict[str, Any] = {"title": title, "text": text[start:end]}
    row |= {"span": (start, end), "targets": targets, "confidence": 0.5}
    row |= {name: [] for name in ("lead", "responsible", "cooperating", "generic")}
    row |= {"open_ended": False, "deadline": max((t["by"] for t in targets if t["by"]), default="")}
    return row | {"deadline_text": "", "doubts": [doubt]}


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _task(plan: Plan, order: int, task: Mapping[str, Any]) -> Task:
    start, end = task.get("span") or (None, None)
    return Task(
        plan=plan,
        order=order,
        no=str(task.get("no") or "")[:40],
        title=task["title"][:500],
        section=(task.get("section") or "")[:300],
        text=task["text"],
        start=start,
        end=end,
        lead=task["lead"],
        responsible=task["responsible"],
        cooperating=task["cooperating"],
        generic=task["generic"],
        open_ended=task["open_ended"],
        deadline=day_of(task["deadline"]),
        deadline_text=(task["deadline_text"] or "")[:200],
        confidence=task.get("confidence"),
        doubts=task.get("doubts") or [],
    )


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def target_row(
    task: Task, order: int, target: Mapping[str, Any], text: str, metrics: list[Metric]
) -> Target:
    """A number as read, as a row of a task; nothing is written."""
    start, end = target["offsets"]
    metric = target["metric"][:200]
    return Target(
        task=task,
        order=order,
        span=target["span"],
        start=start,
        end=end,
        metric=metric,
        metric_key=library.key_of(
            metrics,
            metric=metric,
            unit=target["unit"],
            text=text,
            offsets=(start, end),
            title=task.title,
        ),
        comparator=target["comparator"],
        value=Decimal(str(target["value"])),
        value_max=_amount(target.get("value_max")),
        baseline=_amount(target.get("baseline")),
        unit=target["unit"][:40],
        statistic=target.get("statistic") or "",
        due_on=own_day(day_of(target.get("by")), task.deadline, text, (start, end)),
        scope=(target.get("scope") or "")[:200],
        confidence=float(target.get("confidence", 1.0)),
        doubts=target.get("doubts") or [],
    )
