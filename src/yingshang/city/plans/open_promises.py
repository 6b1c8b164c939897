"""What a city promised in its published plans, as an open table: sentence, number, unit, date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from django.db.models import Count, Max, QuerySet

from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import OpenColumn, OpenKind, OpenTable, OpenTerms
from yingshang.city.plans import library
from yingshang.city.plans._wording import number
from yingshang.city.plans.lineage.finding import superseded
from yingshang.city.plans.lineage.models import PlanLink
from yingshang.city.plans.models import Plan, PlanEvent, Status, Target
from yingshang.kernel.measures import STATISTICS

__all__ = ["CODE", "SHELF"]

CODE = "promises"
_COLUMNS = (
    OpenColumn("promise", "承诺编号", "number of the promise", "integer", required=True),
    OpenColumn("plan", "方案", "plan", required=True),
    OpenColumn("year", "年份", "year of the plan", "integer"),
    OpenColumn("sentence", "原文", "the plan's own words", required=True),
    OpenColumn("metric", "指标代码", "metric"),
    OpenColumn("metric_name", "指标", "name of the metric"),
    OpenColumn("comparator", "比较方式", "at most, at least, rise or fall", required=True),
    OpenColumn("value", "数值", "promised level", "decimal", required=True),
    OpenColumn("value_max", "数值上限", "upper end of a promised range", "decimal"),
    OpenColumn("unit", "计量单位", "unit"),
    OpenColumn("statistic", "统计口径", "statistic"),
    OpenColumn("scope", "范围", "scope"),
    OpenColumn("due", "时限", "due date", "date"),
    OpenColumn("confirmed", "已由人核对", "confirmed by a person", "boolean", required=True),
)
_ABOUT = "已发布方案里的量化目标，一条承诺一行，原文、数值、单位和时限；未经人核对的已标明。"


def _standing(region: str) -> QuerySet[Target]:
    """Promises of the plans that still count."""
    rows = Target.objects.filter(task__plan__region=region, gone=False, task__gone=False)
    rows = rows.exclude(status=Status.REJECTED).exclude(task__status=Status.REJECTED)
    return rows.exclude(task__plan__in=superseded()).order_by("-task__plan__year", "pk")


def _rows(region: str, on: date) -> Iterator[list[str]]:
    names = {one.code: one.name for one in library.metrics(on)}
    rows = _standing(region).select_related("task__plan__document").defer("task__plan__reading")
    for target in rows:
        plan, sentence = target.task.plan, target.words
        if target.start is not None and target.end is not None:
            sentence = library.sentence(plan.document.text, (target.start, target.end))
        yield [
            str(target.pk),
            plan.title,
            str(plan.year or ""),
            sentence,
            target.metric_key,
            names.get(target.metric_key, target.metric),
            target.comparator,
            number(target.value),
            number(target.value_max),
            target.unit,
            STATISTICS.get(target.statistic, target.statistic),
            target.scope,
            target.due_on.isoformat() if target.due_on else "",
            "是" if target.status in (Status.CONFIRMED, Status.CORRECTED) else "否",
        ]


def _find(region: str, code: str, on: date, terms: OpenTerms) -> OpenTable | None:
    """None where the city has promised nothing that is known here."""
    if code != CODE or not _standing(region).exists():
        return None
    plans = Plan.objects.filter(region=region)
    known = plans.aggregate(Max("pk"), Max("imported_at"), Count("pk"))
    events = PlanEvent.objects.filter(plan__region=region).aggregate(Max("pk"), Max("at"))
    links = PlanLink.objects.filter(origin__region=region).aggregate(Max("pk"), Max("undone_at"))
    stamp = sha256(repr((known, events, links, on)).encode()).hexdigest()
    instants = [known["imported_at__max"], events["at__max"]]
    years = plans.exclude(year=None).order_by("year").values_list("year", flat=True)
    span = (str(years[0]), str(years.reverse()[0])) if years else ("", "")
    return OpenTable(
        code=CODE,
        kind=OpenKind.PROMISES,
        region=region,
        name="公开承诺",
        english=indicators.english_of(CODE, terms),
        description=_ABOUT,
        topic="公开承诺",
        owner="bureau",
        columns=_COLUMNS,
        key=("promise",),
        read=lambda: _rows(region, on),
        stamp=stamp,
        modified=max(at for at in instants if at is not None),
        span=span,
    )


def _every(region: str, on: date, terms: OpenTerms) -> list[OpenTable]:
    found = _find(region, CODE, on, terms)
    return [found] if found else []


SHELF = indicators.Shelf(_every, _find)
