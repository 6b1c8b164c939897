"""What the rows of a table of indicators commit to: one target for each figure that is aimed at."""

import re
from dataclasses import replace
from datetime import date

from ._indicators import FIGURE
from ._model import Target, Task
from ._numerals import parse_number
from ._rows import Measure, Table
from ._units_of_measure import UNIT, kind_of

__all__ = ["aims_of", "shared_out"]

Number = int | float
_OWN_UNIT = re.compile(rf"\s*[(（]\s*(?:单位[:：]\s*)?((?:{UNIT})|[^()（）\d]{{1,6}})\s*[)）]\s*$")
_UNIT = re.compile(UNIT)
_UP = re.compile(r"(?:增长|增速|增幅|提高|提升|上升)(?:率|幅度|速度)?$")
_DOWN = re.compile(r"(?:下降|降低|降幅|压缩|压减|缩减|减少|精简)(?:率|幅度|比例)?$")
_AT_MOST = re.compile(
    r"时间|时限|时长|用时|周期|成本|费用|收费|环节|材料|次数|能耗|失业率|投诉率|退件率|差错率|逾期率"
    r"|不良率|超时率"
)
_SIGNS = {
    ">": ">",
    "大于": ">",
    "超过": ">",
    "<": "<",
    "小于": "<",
    "低于": "<",
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "不小于", "达到", "达", "至少"), ">="),
    **dict.fromkeys(("≤", "<=", "不超过", "不高于", "不大于", "不多于", "控制在"), "<="),
}
_MARKS = {"以上": ">=", "以内": "<=", "之内": "<=", "以下": "<=", "内": "<="}
_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[^\w\u4e00-\u9fff]")
_SURE, _LIKELY = 0.85, 0.7


def aims_of(tables: list[Table], given: str, folded: str, year: int | None) -> list[Target]:
    """The targets of all tables of indicators, in order."""
    return [
        target
        for table in tables
        for measure in table.measures
        for target in _targets(measure, given, folded, year)
    ]


def _targets(measure: Measure, given: str, folded: str, year: int | None) -> list[Target]:
    name = given[slice(*measure.metric)].strip()
    own = _OWN_UNIT.search(name)
    name = "".join((name[: own.start()] if own else name).split())
    unit = measure.unit or (own.group(1) if own else "")
    past, aimed = _parted(measure, year)
    baseline = _figure(folded, past[-1][1], unit) if past else None
    found: list[Target] = []
    for until, span in aimed:
        figure = _figure(folded, span, unit)
        if figure is None:
            continue
        value, upper, printed, said = figure
        same = baseline is not None and baseline[2] == printed
        kind = kind_of(printed)
        found.append(
            Target(
                span=given[slice(*span)],
                offsets=span,
                metric=name,
                comparator=said or _comparator(name, kind),
                value=value,
                unit=printed,
                statistic=_statistic(name, kind),
                by=date(until, 12, 31) if until else None,
                value_max=upper,
                baseline=baseline[0] if same and baseline else None,
                confidence=_SURE if said or kind in ("time", "rate") else _LIKELY,
            )
        )
    return found


Aim = tuple[int | None, tuple[int, int]]


def _parted(measure: Measure, year: int | None) -> tuple[list[Aim], list[Aim]]:
    """Where it stands, and what is aimed at: a bare year before the document's own is past."""
    past = [(until, span) for role, until, span in measure.cells if role == "baseline"]
    aimed: list[Aim] = []
    for role, until, span in measure.cells:
        gone = role == "year" and not past and year is not None and until is not None
        if role == "baseline":
            continue
        if gone and until is not None and year is not None and until < year:
            continue
        aimed.append((until, span))
    if not past:
        past = [(until, span) for role, until, span in measure.cells if (until, span) not in aimed]
    return past, aimed


def _figure(
    folded: str, span: tuple[int, int], unit: str
) -> tuple[Number, Number | None, str, str] | None:
    """Value, upper value, unit and the comparator that its own words give."""
    match = FIGURE.fullmatch(folded[slice(*span)].strip())
    value = parse_number(match["value"]) if match else None
    printed = (match["unit"] if match else "") or unit
    if match is None or value is None or not printed:
        return None
    if printed.startswith("个") and kind_of(printed[1:]) == "time":
        printed = printed[1:]
    said = _SIGNS.get(match["sign"] or "", "") or _MARKS.get(match["mark"] or "", "")
    upper = parse_number(match["upper"]) if match["upper"] else None
    return value, upper, printed, said


def _comparator(name: str, kind: str) -> str:
    if _DOWN.search(name):
        return "decrease"
    if _UP.search(name):
        return "increase"
    if kind == "time" or _AT_MOST.search(name):
        return "<="
    return "=" if kind == "count" else ">="


def _statistic(name: str, kind: str) -> str | None:
    if "平均" in name or "人均" in name:
        return "mean"
    if _UP.search(name) or _DOWN.search(name):
        return None
    if kind == "time":
        return "max" if "最长" in name else "each"
    return {"rate": "share", "money": "amount"}.get(kind, "count")


def shared_out(
    tasks: tuple[Task, ...], aims: list[Target]
) -> tuple[tuple[Task, ...], tuple[Target, ...]]:
    """Each target to the one task named so; the others belong to the plan as a whole."""
    if not aims:
        return tasks, ()
    titles = [_ASIDE.sub("", task.title) for task in tasks]
    given: dict[int, list[Target]] = {}
    rest: list[Target] = []
    places: dict[str, int | None] = {}
    for aim in aims:
        if aim.metric not in places:
            places[aim.metric] = _place(_ASIDE.sub("", aim.metric), titles)
        place = places[aim.metric]
        if place is None:
            rest.append(aim)
        elif not any(_same(aim, one) for one in tasks[place].targets):
            given.setdefault(place, []).append(aim)
    joined = tuple(
        replace(task, targets=(*task.targets, *given[place])) if place in given else task
        for place, task in enumerate(tasks)
    )
    return joined, tuple(rest)


def _place(metric: str, titles: list[str]) -> int | None:
    """The only task whose title is the metric, holds it, or is held by it."""
    for fits in (
        lambda title: title == metric,
        lambda title: len(metric) >= 4 and metric in title,
        lambda title: len(title) >= 4 and title in metric,
    ):
        found = [place for place, title in enumerate(titles) if fits(title)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _same(aim: Target, other: Target) -> bool:
    """Whether the text of the task says it already."""
    return (aim.value, aim.unit) == (other.value, other.unit) and (
        aim.by == other.by or other.by is None or aim.by is None
    )
