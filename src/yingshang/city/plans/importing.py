"""A document becomes a plan with its ledger: one transaction, and only once per file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events, library
from yingshang.city.plans._history import write
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.models import Document, Plan, Target, Task
from yingshang.city.plans.reading import fingerprint, read_paper
from yingshang.city.plans.review.dictionary import columns
from yingshang.city.plans.review.lexicon import Lexicon, lexicon
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["Imported", "import_plan", "refuse_without_tasks", "store"]

Imported = tuple[int, bool]  # the plan's id, and whether it is new


def import_plan(*, data: bytes, name: str, region: str, by: Actor, at: datetime) -> Imported:
    """Read a file and keep it as a plan of the region.

    The same file again gives the plan that is there, unchanged. Refused: a file that can't be
    read (picture, empty, too large), and a document in which no task was found.
    """
    require_edit(by, region)
    digest = fingerprint(data)
    known = Plan.objects.filter(document__sha256=digest, region=region).first()
    if known is not None:
        return known.pk, False
    paper = read_paper(
        data, name, columns(region)
    )  # outside the transaction: reading takes seconds
    refuse_without_tasks(paper.reading, name)
    return store(
        paper.text,
        paper.reading,
        digest=digest,
        name=name,
        region=region,
        by=by,
        at=at,
        notes=paper.notes,
    )


def refuse_without_tasks(reading: Mapping[str, Any], name: str) -> None:
    """What holds no task is no plan."""
    if not (reading["tasks"] or reading.get("targets")):
        raise Refusal(
            "plan-without-tasks",
            _(
                "没有在“%s”里找到带编号的任务，未导入；"
                "请确认这是行动方案、措施或答复的正文（中文），而不是封面、附表或外文。"
            )
            % name,
        )


@transaction.atomic
def store(
    text: str,
    reading: dict[str, Any],
    *,
    digest: str,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
    notes: Sequence[str] = (),
) -> Imported:
    """Write document, plan, tasks and targets; a second writer of the same file finds the first."""
    document, _new = Document.objects.get_or_create(
        sha256=digest,
        defaults={"name": Path(name).name[:255], "text": text, "notes": list(notes)},
    )
    plan, new = Plan.objects.get_or_create(
        document=document,
        region=region,
        defaults=_head(reading, name, region) | {"imported_by": by.id, "imported_at": at},
    )
    if not new:
        return plan.pk, False
    metrics = library.metrics(to_cst(at).date(), region)
    taught = lexicon(region)
    tasks = [*reading["tasks"], *_of_the_whole(reading.get("targets") or [], text)]
    for order, task in enumerate(tasks, start=1):
        _store_task(plan, order, task, text, metrics, taught)
    counts = {
        "tasks": len(tasks),
        "targets": sum(len(task["targets"]) for task in tasks),
    }
    write(plan, events.IMPORTED, by=by, at=at, new=counts)
    return plan.pk, True


def _of_the_whole(targets: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Targets that no task is named after hang on one row of the ledger, for a person to judge."""
    if not targets:
        return []
    start = min(target["offsets"][0] for target in targets)
    end = max(target["offsets"][1] for target in targets)
    row: dict[str, Any] = {"title": _("全文的主要指标"), "text": text[start:end]}
    row |= {"span": (start, end), "targets": targets, "confidence": 0.5}
    row |= {name: [] for name in ("lead", "responsible", "cooperating", "generic")}
    row |= {"open_ended": False, "deadline": max((t["by"] for t in targets if t["by"]), default="")}
    return [row | {"deadline_text": "", "doubts": ["indicator-table"]}]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _head(reading: dict[str, Any], name: str, region: str) -> dict[str, Any]:
    title = (reading.get("title") or Path(name).stem)[:300]
    issued_on = _day(reading.get("issue_date"))
    year = issued_on.year if issued_on else _last_year(reading)
    same = Plan.objects.filter(region=region, title=title)
    return {
        "title": title,
        "doc_number": (reading.get("doc_number") or "")[:80],
        "issuer": (reading.get("issuer") or "")[:200],
        "issued_on": issued_on,
        "year": year,
        "edition": same.count() + 1,
        "kind": reading.get("kind") or "",
        "reading": reading,
    }


def _last_year(reading: dict[str, Any]) -> int | None:
    days = [task["deadline"] for task in reading["tasks"] if task.get("deadline")]
    return int(max(days)[:4]) if days else None


def _store_task(
    plan: Plan,
    order: int,
    task: dict[str, Any],
    text: str,
    metrics: list[Metric],
    taught: Lexicon,
) -> None:
    start, end = task.get("span") or (None, None)
    row = Task.objects.create(
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
        deadline=_day(task["deadline"]),
        deadline_text=(task["deadline_text"] or "")[:200],
        confidence=task.get("confidence"),
        doubts=task.get("doubts") or [],
    )
    targets = [
        _target(row, place, target, text, metrics)
        for place, target in enumerate(task["targets"], start=1)
    ]
    for target in targets:
        taught.apply(target)
    Target.objects.bulk_create(targets)


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _target(
    task: Task, order: int, target: dict[str, Any], text: str, metrics: list[Metric]
) -> Target:
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
        due_on=_day(target.get("by")),
        scope=(target.get("scope") or "")[:200],
        confidence=float(target.get("confidence", 1.0)),
        doubts=target.get("doubts") or [],
    )
