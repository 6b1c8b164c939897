"""A calendar from its declared tables, one a year, as they stand in data/**/calendars."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from ._calendar import Calendar

__all__ = ["from_tables"]

_DAY = timedelta(days=1)


def from_tables(
    tables: Iterable[Mapping[str, Any]], *, announced_by: date | None = None
) -> Calendar:
    """Build a Calendar from year tables and one index table (the one without a `year`).

    A year table: year, notice {title, number, published}, holidays [{name, first, last,
    make_up: [days]}], amended_by [{notice, holidays}]. A holiday of a later notice replaces the
    one of the same name. The index: name, known_from, known_until, opens, closes. Dates may be
    ISO text or dates. `announced_by`: only what had been published by that day, so that a clock
    can be worked out as it was known then. ValueError names the table that is wrong.
    """
    years: dict[int, Mapping[str, Any]] = {}
    index: Mapping[str, Any] = {}
    for table in tables:
        if "year" in table:
            years[int(table["year"])] = table
        else:
            index = {**index, **table}
    if announced_by is not None:
        years = {year: t for year, t in years.items() if _known(t["notice"], announced_by)}
    if not years:
        raise ValueError("日历没有任何年度的放假安排。")
    if sorted(years) != list(range(min(years), max(years) + 1)):
        raise ValueError(f"日历的年度不连续：{'、'.join(map(str, sorted(years)))}。")
    known_from = _date(index.get("known_from", date(min(years), 1, 1)))
    known_until = _date(index.get("known_until", date(max(years), 12, 31)))
    exceptions: dict[date, bool] = {}
    names: dict[date, str] = {}
    sources = {}
    for year in sorted(years):
        holidays, sources[year] = _in_force(years[year], announced_by)
        for holiday in holidays:
            _lay_out(year, holiday, exceptions, names)
    return Calendar(
        name=str(index.get("name", "工作日历")),
        exceptions=exceptions,
        known_from=known_from,
        known_until=min(known_until, date(max(years), 12, 31)),
        sources=sources,
        opens=_time(index.get("opens", "09:00")),
        closes=_time(index.get("closes", "17:00")),
        names=names,
    )


def _known(notice: Mapping[str, Any], by: date) -> bool:
    """True when a notice had been published by that day."""
    return _date(notice["published"]) <= by


def _in_force(
    table: Mapping[str, Any], announced_by: date | None
) -> tuple[list[Mapping[str, Any]], str]:
    """The holidays of a year after its amendments, and its sources in words."""
    holidays = {holiday["name"]: holiday for holiday in table["holidays"]}
    sources = [_cite(table["notice"])]
    for amendment in table.get("amended_by") or ():
        if announced_by is None or _known(amendment["notice"], announced_by):
            holidays.update((holiday["name"], holiday) for holiday in amendment["holidays"])
            sources.append(_cite(amendment["notice"]))
    return list(holidays.values()), "；".join(sources)


def _cite(notice: Mapping[str, Any]) -> str:
    """《title》（number，published）"""
    details = [str(notice[key]) for key in ("number", "published") if notice.get(key)]
    return f"《{notice['title']}》" + (f"（{'，'.join(details)}）" if details else "")


def _lay_out(
    year: int, holiday: Mapping[str, Any], exceptions: dict[date, bool], names: dict[date, str]
) -> None:
    """Mark the days off and the make-up working days of one holiday."""
    name = str(holiday["name"])
    first, last = _date(holiday["first"]), _date(holiday["last"])
    if first > last or not year - 1 <= first.year <= last.year <= year + 1:
        raise ValueError(f"{year}年日历的{name}日期有误：{first} 至 {last}。")
    days = [(first + _DAY * n, False) for n in range((last - first).days + 1)]
    days += [(_date(day), True) for day in holiday.get("make_up") or ()]
    for day, worked in days:
        if exceptions.setdefault(day, worked) != worked:
            raise ValueError(f"{year}年日历中{day}既放假又上班（{name}）。")
        names.setdefault(day, name)


def _date(value: Any) -> date:
    """An ISO text or a date."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _time(value: Any) -> time:
    """An ISO text, a time, or minutes since midnight (unquoted 17:00 in YAML is 1020)."""
    if isinstance(value, int):
        return time(*divmod(value, 60))
    return value if isinstance(value, time) else time.fromisoformat(str(value))
