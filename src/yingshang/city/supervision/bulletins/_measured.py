"""Sections of the monitor: every indicator with the query and hash behind it; warnings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, PeriodKind, Series, ValueView
from yingshang.city.supervision import queries
from yingshang.city.supervision.bulletins._asked import Asked, proven
from yingshang.city.supervision.bulletins._past import waited
from yingshang.city.supervision.bulletins._words import among, listed, sentence
from yingshang.city.supervision.bulletins.kinds import Chart, Figure, Line, Section, Table
from yingshang.kernel.worktime import to_cst

__all__ = ["alerts_section", "measures_section"]

MONTHS = 13  # a year and the same month before it
UNITS = 12  # bars of one chart


def measures_section(asked: Asked) -> Section:
    """Every indicator as of the last day of the span: this year, the year before, the source."""
    last = to_cst(asked.until - timedelta(microseconds=1)).date()
    known = {one.code: one for one in indicators.definitions(asked.region, last)}
    years = indicators.series(asked.region, as_of=last, period=PeriodKind.YEAR, months_back=MONTHS)
    facts = indicators.facts_of(asked.region)
    rows, figures = [], []
    for code in sorted(years, key=lambda code: (known[code].topic, code)):
        one, value = known[code], years[code].latest
        if value.value is None:
            continue
        before = _year_before(years[code], value.period)
        figure = asked.measured(
            f"measure.{code}", f"{one.name}（{_('本年')}）", value, head=code in asked.charts
        )
        figures.append(_proven(figure, one, value, facts))
        rows.append(_row(one, value, before))
    missing = len(known) - len(rows)
    moved = Counter(row.cells[5] for row in rows)
    better, worse = _("变好"), _("变差")
    told = (
        sentence(
            _("本市声明指标%(all)d项，其中有数据的%(n)d项") % {"all": len(known), "n": len(rows)},
            _("暂无数据的%d项") % missing if missing else "",
        ),
        sentence(
            _("可与上年同期比较的%d项") % (moved[better] + moved[worse] + moved[_("持平")]),
            among(((better, moved[better]), (worse, moved[worse])), _("项")),
        )
        if any(moved[word] for word in (better, worse))
        else "",
    )
    table = Table(
        "measures.rows",
        _("各项指标"),
        (_("领域"), _("指标"), _("本年"), _("上年同期"), _("件数"), _("变化"), _("来源")),
        tuple(rows),
        (0.13, 0.31, 0.14, 0.14, 0.1, 0.08, 0.1),
        _("没有数据的指标不列；“—”表示没有可比的数。来源分办件实测、系统回传、部门自报，互不混算。")
        + f"{indicators.FEW_WORDS}。",
        shown=60,
    )
    return Section(
        "measures",
        _("指标监测"),
        tuple(filter(None, told)),
        tuple(figures),
        (table,) if rows else (),
        charts=_charts(asked, known, last),
    )


def _year_before(series: Series, period: str) -> ValueView | None:
    year, _dash, month = period.partition("-")
    wanted = f"{int(year) - 1}-{month}"
    found = next((one for one in series.values if one.period == wanted), None)
    return found if found is not None and found.value is not None else None


def _row(one: DefinitionView, value: ValueView, before: ValueView | None) -> Line:
    return Line(
        (
            one.topic,
            one.name,
            _said(value),
            _said(before) if before else None,
            value.denominator,
            _moved(one, value, before) if before else None,
            value.mark_label,
        ),
        "value",
        "" if value.id is None else str(value.id),
    )


def _said(value: ValueView) -> str:
    number = f"{round(Decimal(value.value or 0), 2):f}".rstrip("0").rstrip(".")
    return f"{number} {value.unit}{indicators.few_mark(value.few)}"


def _moved(one: DefinitionView, value: ValueView, before: ValueView) -> str:
    change = Decimal(value.value or 0) - Decimal(before.value or 0)
    if not change:
        return _("持平")
    return _("变好") if (change < 0) == (one.direction == "lower") else _("变差")


def _proven(
    figure: Figure, one: DefinitionView, value: ValueView, facts: Mapping[str, str]
) -> Figure:
    """With the words to have it again, and the hash over them and the value."""
    parts = {
        "indicator": one.code,
        "definition": one.version_hash[:16],
        "region": value.region,
        "period": value.period,
        "kind": value.kind,
        "mark": value.mark,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "facts": {view: digest[:16] for view, digest in facts.items()} if one.is_measured else {},
    }
    query, proof = proven(parts, value.value)
    return replace(figure, query=query, proof=proof)


def _charts(asked: Asked, known: Mapping[str, DefinitionView], day: date) -> tuple[Chart, ...]:
    """The declared indicators month by month, and the first of them by unit."""
    codes = [code for code in asked.charts if code in known]
    if not codes:
        return ()
    months = indicators.series(asked.region, codes=codes, as_of=day, months_back=MONTHS)
    charts = [
        Chart(
            f"month.{code}",
            _("%s逐月") % known[code].name,
            known[code].unit,
            tuple(
                (_month(one.period), _number(one)) for one in months[code].values if not one.short
            ),
        )
        for code in codes
        if any(value is not None for _period, value in months[code].drawn)
    ]
    units = indicators.spread(codes[0], asked.region, period=f"{day:%Y-%m}", kind=PeriodKind.YEAR)
    bars = [
        (accounts.unit_name(one.unit_code), _number(one))
        for one in sorted(units, key=lambda one: (one.value is None, -(one.value or 0)))
        if one.unit_code
    ]
    if bars:
        title = _("各单位%s（本年）") % known[codes[0]].name
        key, unit = f"units.{codes[0]}", known[codes[0]].unit
        charts.append(Chart(key, title, unit, tuple(bars[:UNITS]), kind="bar"))
    return tuple(charts)


def _month(period: str) -> str:
    year, _dash, month = period.partition("-")
    return f"{year[2:]}年{int(month)}月"


def _number(one: ValueView) -> float | None:
    return None if one.value is None else float(round(Decimal(one.value), 2))


def alerts_section(asked: Asked) -> Section:
    """Warnings raised in the span and those that wait now, by what raised them."""
    found = queries.warnings(asked.actor, region=asked.region, limit=1000)
    raised = [one for one in found if asked.since <= one.raised_at < asked.until]
    waiting = [one for one in found if waited(one, asked.at)]
    ordered = sum(one.status == "ordered" for one in raised)
    kinds = Counter(one.rule_name for one in raised)
    figures = (
        asked.figure("alerts.new", _("新增预警"), len(raised), _("条"), "warnings", flow=True),
        asked.figure("alerts.ordered", _("其中已转督办"), ordered, _("条"), "warnings", flow=True),
        asked.figure("alerts.open", _("待处理预警"), len(waiting), _("条"), "warnings", head=True),
    )
    told = (
        sentence(
            _("%(when)s新增预警%(n)d条") % {"when": asked.when, "n": len(raised)},
            listed(f"{name}{count}条" for name, count in kinds.most_common()),
        )
        if raised
        else _("%s没有新增预警。") % asked.when,
    )
    table = Table(
        "alerts.rows",
        _("待处理预警"),
        (_("程度"), _("预警"), _("责任单位"), _("时段")),
        tuple(
            Line(
                (one.severity_label, one.title, one.unit_name or _("待指定"), one.period),
                "warning",
                str(one.id),
            )
            for one in waiting
        ),
        (0.12, 0.5, 0.24, 0.14),
        shown=20,
    )
    return Section("alerts", _("预警"), told, figures, (table,) if waiting else ())
