"""The way down from a number to its cases, by the very expressions that made it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.adapters.lake import Lake
from yingshang.adapters.sql import to_sql
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Role
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.indicators._definition import Definition, definition
from yingshang.city.indicators._facts import gather, lay_out, open_sealed
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._measure import conditions, measure
from yingshang.city.indicators._newest import newest_run, run_key
from yingshang.city.indicators._periods import Period, as_day, month_of, periods
from yingshang.city.indicators._views import VIEWS
from yingshang.city.indicators.few import rests_on_few
from yingshang.city.indicators.kinds import (
    NOWHERE,
    Lineage,
    LineageRow,
    Mark,
    Part,
    PeriodKind,
    Source,
    ValueView,
)
from yingshang.city.indicators.models import Run, Value
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["lineage", "over_window"]

_SHOWN = ("submitted_at", "decided_at", "due_at", "overdue_open", "on_time")


@dataclass(frozen=True)
class _Place:
    """Which number: a definition, a place and a period."""

    definition: Definition
    region: str
    unit: str
    district: str
    kind: str
    period: str
    run: Run

    @property
    def as_of(self) -> datetime:
        return self.run.as_of


def lineage(
    actor: Actor,
    value_id: int | None = None,
    *,
    code: str = "",
    region: str = "",
    period: str = "",
    kind: str = PeriodKind.MONTH,
    unit: str = "",
    district: str = "",
    part: str = Part.DENOMINATOR,
    page: int = 1,
    size: int = 50,
) -> Lineage:
    """The cases behind a value (by id, or by code, region and period), the worst first.

    part: denominator = all that count; numerator = those that meet a share's condition;
    missed = those that count and do not. Whoever oversees the region sees all of them,
    other staff those of their own unit; nobody else (NotVisible).
    """
    wanted = _place(value_id, code, region, period, kind, unit, district)
    if not actor.is_staff or (actor.role != Role.SYSTEM and actor.region != wanted.region):
        raise NotVisible(code or value_id)
    own = "" if actor.oversees else (actor.unit or "-")
    one, run = wanted.definition, wanted.run
    place = (one.code, one.hash, wanted.unit, wanted.district, wanted.kind, wanted.period)
    key = (place, str(part), own, page, size, wanted.region, run_key(run))
    total, rows = _kept.get(key, lambda: _page(wanted, part, own, page, size))
    return Lineage(
        code=one.code,
        region=wanted.region,
        period=wanted.period,
        part=part,
        total=total,
        page=page,
        size=size,
        rows=rows,
        view=one.view,
    )


_kept: Kept[tuple[int, tuple[LineageRow, ...]]] = Kept(128)


def _page(
    wanted: _Place, part: str, own: str, page: int, size: int
) -> tuple[int, tuple[LineageRow, ...]]:
    with Lake() as lake:
        _prepare(lake, wanted)
        total, rows = _rows(lake, wanted, part, own, (page - 1) * size, size)
    return total, tuple(rows)


def _place(
    value_id: int | None, code: str, region: str, period: str, kind: str, unit: str, district: str
) -> _Place:
    if value_id is not None:
        row = Value.objects.filter(pk=value_id).first()
        if row is None:
            raise NotVisible(value_id)
        if row.mark != Mark.MEASURED:
            raise Refusal("no-cases", "这个数由承办单位的系统回传，本平台没有它的办件可以下钻。")
        code, region, period, kind = row.code, row.region, row.period, row.kind
        unit, district = row.unit, row.district
    run = newest_run(region)
    if run is None:
        raise Refusal("no-data", "这个地区暂无数据，没有可以下钻的办件。")
    found = definition(code, region, _last_day(period, run.as_of))
    _refuse_told(found)
    return _Place(found, region, unit, district, kind, period, run)


def _last_day(period: str, as_of: datetime) -> date:
    """The last day of a month or of what is known of it: its edition measured it."""
    known = as_day(as_of)
    try:
        after = date.fromisoformat(f"{period}-01") + timedelta(days=32)
    except ValueError:
        return known
    return min(after.replace(day=1) - timedelta(days=1), known)


def _refuse_told(one: Definition) -> None:
    if one.is_measured:
        return
    raise Refusal(
        "no-cases",
        f"“{one.name}”的数{Source(one.source).label}，没有办件可以下钻；请看填报的表格和单元格。",
    )


def _prepare(lake: Lake, wanted: _Place) -> None:
    """Open what the run sealed (or gather it again) and lay out the one period asked for."""
    if not open_sealed(lake, wanted.region, wanted.run.facts):
        gather(lake, wanted.region, wanted.as_of, [wanted.definition.view])
    try:
        first = date.fromisoformat(f"{wanted.period}-01")
    except ValueError:
        raise Refusal(
            "period-unreadable", f"“{wanted.period}”不是月份，请写成 2026-03 这样。"
        ) from None
    only = [
        one
        for one in periods(first, wanted.as_of)
        if (one.kind, one.name) == (wanted.kind, wanted.period)
    ]
    lay_out(lake, wanted.as_of, only, [wanted.definition.view])


def _rows(
    lake: Lake, wanted: _Place, part: str, own: str, offset: int, size: int
) -> tuple[int, list[LineageRow]]:
    source, parameters = _source(wanted, part, own)
    (total,) = lake.run(f"SELECT count(*) FROM ({source})", parameters)[0]
    order = "counted NULLS LAST, overdue_open DESC, v DESC NULLS LAST, ref"
    found = lake.table(
        f"SELECT * FROM ({source}) ORDER BY {order} LIMIT {int(size)} OFFSET {int(offset)}",
        parameters,
    )
    return total, [_row(row) for row in found]


def _source(wanted: _Place, part: str, own: str) -> tuple[str, list[Any]]:
    one = wanted.definition
    where, below, above = conditions(one)
    value = _value_sql(one)
    has = VIEWS[one.view]
    shown = [name if name in has else f"NULL AS {name}" for name in _SHOWN]
    if above is not None and one.numerator is not None and one.numerator.type == "bool":
        counted, member = f"({above})", f"({below or 'true'}) AND ({above}) IS NOT NULL"
    else:
        # of days used, the cases that met their own limit count as met
        counted = "on_time" if "on_time" in has else "NULL"
        member = f"({value}) IS NOT NULL" if one.value is not None else "true"
    inner = (
        f"SELECT ref, item, unit, district, {counted} AS counted, {value} AS v, "
        f"{', '.join(shown)} FROM {one.view}_in WHERE {where} AND {member}"
    )
    narrow, parameters = _narrow(wanted, own)
    chosen = {Part.NUMERATOR: "counted", Part.MISSED: "NOT counted"}.get(Part(part), "true")
    return f"SELECT * FROM ({inner}) WHERE {narrow} AND {chosen}", parameters


def _value_sql(one: Definition) -> str:
    """What the list shows as the case's own number: what was summed, else the days used."""
    if one.value is not None:
        return to_sql(one.value)
    if one.numerator is not None and one.numerator.type == "int":
        return to_sql(one.numerator)
    return {"cases": "coalesce(used_workdays, used_days)", "ratings": "level"}.get(one.view, "1")


def _narrow(wanted: _Place, own: str) -> tuple[str, list[Any]]:
    parts, parameters = ["true"], []
    for column, value in (("unit", wanted.unit), ("district", wanted.district), ("unit", own)):
        if column == "district" and value == NOWHERE:
            known = [code for code, _name in accounts.districts(wanted.region)]
            holes = ", ".join("?" for _code in known)
            parts.append(f"coalesce(district, '') NOT IN ({holes})" if known else "true")
            parameters += known
        elif value:
            parts.append(f"{column} = ?")
            parameters.append(value)
    return " AND ".join(parts), parameters


def _row(row: dict[str, Any]) -> LineageRow:
    return LineageRow(
        ref=row["ref"],
        item=row["item"],
        unit=row["unit"] or "",
        district=row["district"] or "",
        counted=row["counted"],
        value=row["v"],
        submitted_at=_instant(row["submitted_at"]),
        decided_at=_instant(row["decided_at"]),
        due_at=_instant(row["due_at"]),
        overdue_open=bool(row["overdue_open"]),
    )


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=CST)


def over_window(
    *,
    code: str,
    region: str,
    at: datetime,
    since: datetime,
    until: datetime | None = None,
    opened_since: datetime | None = None,
    unit: str = "",
    district: str = "",
) -> ValueView:
    """One value over any window, straight from the cases as they stand at ``at``.

    ``opened_since`` leaves out cases opened before it: an order closes only on what came
    after it. Nothing is stored.
    """
    end = min(until or at, at)
    one = definition(code, region, as_day(at))
    start, stop = (to_cst(when).replace(tzinfo=None) for when in (since, end))
    if not one.is_measured:
        return _untold(one, region, f"{start:%Y-%m-%d}/{stop:%Y-%m-%d}")
    window = Period("month", month_of(start.date()), start, stop, as_day(end))
    with Lake() as lake:
        gather(lake, region, at, [one.view], opened_since)
        if opened_since is not None and one.view in ("steps", "ratings"):  # of cases opened earlier
            lake.run(f"DELETE FROM {one.view} WHERE ref NOT IN (SELECT ref FROM cases)")
        lay_out(lake, at, [window], [one.view])
        found = [m for _one, m in measure(lake, [one]) if (m.unit, m.district) == (unit, district)]
    value = found[0].value if found else None
    return ValueView(
        code=code,
        region=region,
        period=f"{start:%Y-%m-%d}/{stop:%Y-%m-%d}",
        kind=PeriodKind.MONTH,
        value=value.value if value else None,
        unit=one.unit,
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        missing_reason=value.reason if value else "这段时间没有可统计的办件",
        unit_code=unit,
        district=district,
        until=window.last,
        skipped=value.skipped if value else 0,
        few=value is not None and rests_on_few(value.value, value.denominator, one.statistic),
    )


def _untold(one: Definition, region: str, window: str) -> ValueView:
    """What only others tell cannot be counted over a window: missing, with the reason."""
    reason = f"{Source(one.source).label}，不能从办件核实"
    return ValueView(
        one.code, region, window, PeriodKind.MONTH, None, one.unit, missing_reason=reason
    )
