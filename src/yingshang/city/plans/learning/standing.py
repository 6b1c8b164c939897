"""Per metric: each city's promise, its place, its way over the years, and our distance."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import comparing, library
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans._revision import plans_revision
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.learning.kinds import Cell, CityLine, MetricBoard, Rise
from yingshang.city.plans.models import REVIEWED, Plan, Target
from yingshang.kernel.measures import (
    STATISTICS,
    Kind,
    Pledge,
    best_by_year,
    common_kind,
    kind_of,
    path,
    places,
    rungs,
    strength,
    unit_of,
)

__all__ = ["boards"]


def boards(
    *, on: date, home: str = "", metric: str | None = None, year: int | None = None
) -> list[MetricBoard]:
    """The metrics that most cities promise first. ``year``: only the plans of that year count.

    ``home``: our city. A city's newest promise stands for it; those of older plans make its way.
    What a person has not confirmed stands for nobody, and is told apart. Kept until a plan changes.
    """
    return list(_boards(on, home, metric, year, get_language() or "", plans_revision()))


@lru_cache(maxsize=16)
def _boards(
    on: date,
    home: str,
    metric: str | None,
    year: int | None,
    _language: str,
    _read_from: tuple[Any, ...],
) -> tuple[MetricBoard, ...]:
    parts = comparing.districts()
    targets = [t for t in comparing.promised(metric) if t.task.plan.region not in parts]
    rows = Plan.objects.filter(withdrawn_at=None).values_list("region", "year").distinct()
    cities = sorted({code for code, when in rows if year in (None, when)} - parts)
    names = {code: accounts.region_name(code) for code in {*cities, home} if code}
    declared = {one.code: one for one in library.metrics(on)}
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        if target.metric_key in declared:
            by_metric.setdefault(target.metric_key, []).append(target)
    found = [
        _board(declared[code], mine, cities, names, home, year) for code, mine in by_metric.items()
    ]
    found = [one for one in found if one.standing or one.unchecked]
    return tuple(sorted(found, key=lambda one: (-one.promising, one.code)))


def pledge(metric: Metric, target: Target) -> Pledge:
    """A target as the kernel compares it."""
    return Pledge(
        city=target.task.plan.region,
        comparator=target.comparator,
        value=target.value,
        unit=target.unit,
        year=target.task.plan.year,
        statistic=target.statistic,
        part=comparing.part_said(metric, target),
        value_max=target.value_max,
        key=target.pk,
    )


def kind_label(kind: Kind, unit: str) -> str:
    """工作日 · 最长（最大）: what promises are ranked among."""
    named = unit_of(unit)
    word = named.label if named.dimension in ("workday", "elapsed") else named.name
    statistic = STATISTICS["change"] if kind.growth else STATISTICS.get(kind.statistic, "")
    loose = _("只说了下限，不能比") if kind.loose else ""
    return " · ".join(text for text in (kind.part, word, statistic, loose) if text)


def _board(
    metric: Metric,
    targets: Sequence[Target],
    cities: Sequence[str],
    names: dict[str, str],
    home: str,
    year: int | None,
) -> MetricBoard:
    way = metric.direction
    by_key = {target.pk: target for target in targets}
    read = [pledge(metric, target) for target in targets]
    every = [one for one in read if by_key[one.key].status in REVIEWED]
    shown = [one for one in every if year is None or one.year == year]
    common = common_kind(_newest(shown) or shown, way)
    by_city = _by_city(shown, common, way)
    standing = [mine[0] for mine in by_city.values()]
    cells = {one.key: _cell(metric, by_key[one.key], one, common, names, home) for one in read}
    waiting = {
        city: mine
        for city, mine in _by_city(_waiting(read, every, year), common, way).items()
        if city not in by_city
    }
    stand = _ranked(standing, common, way, cells)
    mine = next((one for one in standing if one.city == home), None)
    rises = rungs(mine, standing, way) if mine else []
    unit = next((cell.unit for cell in stand), "")
    years, lines = _lines(every, common, way, unit, cells, names, home)
    return MetricBoard(
        code=metric.code,
        name=metric.name,
        direction=way,
        kind=kind_label(common, unit) if common else "",
        unit=unit,
        standing=tuple(stand),
        alone=len({one.city for one in read}) == 1,
        beneath=_beneath(by_city, cells),
        silent=tuple((c, names[c]) for c in cities if c not in by_city and c not in waiting),
        unchecked=tuple(cells[mine[0].key] for mine in waiting.values()),
        years=years,
        lines=lines,
        rises=tuple(
            Rise(r.rank, tuple(names[c] for c in r.cities), r.level, r.gap, r.unit) for r in rises
        ),
    )


def _waiting(read: Iterable[Pledge], told: Iterable[Pledge], year: int | None) -> list[Pledge]:
    known = {one.key for one in told}
    return [one for one in read if one.key not in known and year in (None, one.year)]


def _beneath(
    by_city: dict[str, list[Pledge]], cells: dict[int, Cell]
) -> dict[str, tuple[Cell, ...]]:
    """What a city promises besides what stands for it."""
    return {
        city: tuple(cells[one.key] for one in mine[1:])
        for city, mine in by_city.items()
        if len(mine) > 1
    }


def _ranked(
    standing: Sequence[Pledge], common: Kind | None, way: str, cells: dict[int, Cell]
) -> list[Cell]:
    """Each city's own promise with its place, those of the common kind first."""
    found = places(standing, way)
    alike = [one for one in standing if kind_of(one, way) == common]
    ranked = places(alike, way)
    top = min((strength(one, way) for one in alike), default=None)
    return [
        replace(
            cells[one.key],
            rank=ranked[one.city].low if one.city in ranked and one in alike else 0,
            low=found[one.city].low,
            high=found[one.city].high,
            shared=one.city in ranked and ranked[one.city].shared,
            best=len(alike) > 1 and one in alike and strength(one, way) == top,
        )
        for one in sorted(standing, key=lambda one: _order(one, common, way))
    ]


def _newest(pledges: Iterable[Pledge]) -> list[Pledge]:
    """What each city's newest plan promises: that decides which kind is the common one."""
    last: dict[str, int] = {}
    rows = list(pledges)
    for one in rows:
        last[one.city] = max(last.get(one.city, 0), one.year or 0)
    return [one for one in rows if (one.year or 0) == last[one.city]]


def _by_city(pledges: Iterable[Pledge], common: Kind | None, way: str) -> dict[str, list[Pledge]]:
    found: dict[str, list[Pledge]] = {}
    for one in pledges:
        found.setdefault(one.city, []).append(one)
    for mine in found.values():
        mine.sort(key=lambda one: (-(one.year or 0), *_order(one, common, way), one.key))
    return found


def _order(one: Pledge, common: Kind | None, way: str) -> tuple:
    kind = kind_of(one, way)
    return kind != common, bool(kind.part), kind, strength(one, way)


def _lines(
    pledges: Sequence[Pledge],
    common: Kind | None,
    way: str,
    unit: str,
    cells: dict[int, Cell],
    names: dict[str, str],
    home: str,
) -> tuple[tuple[int, ...], tuple[CityLine, ...]]:
    if common is None:
        return (), ()
    alike = [one for one in pledges if one.year and kind_of(one, way) == common]
    years = sorted({one.year for one in alike if one.year})
    lines = []
    for city in sorted({one.city for one in alike}, key=lambda c: (c != home, c)):
        mine = [one for one in alike if one.city == city]
        levels, moved = path(mine, common, way, unit, years)
        best = best_by_year(mine, common, way)
        of_year = tuple(cells[best[y][0].key] if y in best else None for y in years)
        lines.append(
            CityLine(
                city, names.get(city, city), levels, of_year, moved.direction, moved.change,
                city == home,
            )
        )  # fmt: skip
    return tuple(years), tuple(lines)


def _cell(
    metric: Metric,
    target: Target,
    one: Pledge,
    common: Kind | None,
    names: dict[str, str],
    home: str,
) -> Cell:
    plan, kind = target.task.plan, kind_of(one, metric.direction)
    sentence = target.words
    if target.start is not None and target.end is not None:
        sentence = library.sentence(plan.document.text, (target.start, target.end))
    return Cell(
        metric=metric.code,
        target=target.pk,
        plan=plan.pk,
        plan_title=plan.title,
        region=plan.region,
        region_name=names.get(plan.region) or accounts.region_name(plan.region),
        year=plan.year,
        promised=promise_text(
            target.comparator, target.value, target.unit, value_max=target.value_max
        ),
        said=target.metric,
        span=target.words,
        sentence=sentence,
        part=one.part,
        kind=kind_label(kind, target.unit),
        comparator=target.comparator,
        value=target.value,
        value_max=target.value_max,
        unit=target.unit,
        statistic=target.statistic,
        alike=kind == common,
        mine=plan.region == home,
    )
