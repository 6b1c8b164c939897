"""Working calendars as published editions: the nation's, a region's, a unit's own hours over them.

A year's table is an edition of kind "calendar", so a later notice is a further edition, and what
was known under an earlier one can still be asked. Without a published calendar the package's own
tables answer: `clock due` needs no database.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.definitions._files import CHECKS, read_yaml
from yingshang.city.definitions.models import Edition
from yingshang.kernel.worktime import Calendar, Office, from_tables, office_from

__all__ = [
    "CALENDAR",
    "OFFICE",
    "amended",
    "calendar",
    "calendar_edition",
    "declared_calendar",
    "forget",
]

CALENDAR, OFFICE = "calendar", "office"


@lru_cache(maxsize=1)
def declared_calendar() -> Calendar:
    """The national calendar as the package's files declare it; needs no database."""
    folder = Path(__file__).parents[2] / "data" / "base" / "calendars"
    return from_tables([read_yaml(path) for path in sorted(folder.glob("*.yaml"))])


@lru_cache(maxsize=512)
def calendar(region: str = "", unit: str = "", *, upto: int | None = None) -> Calendar:
    """The working calendar of a region, with the own hours of a unit (its code) where it has any.

    The nearest place wins year by year: district, city, province, nation. `upto`: only editions
    up to that id (see `calendar_edition`), as it was known then.
    """
    region = region or unit.partition("-")[0]
    if unit:
        city = calendar(region, upto=upto)
        office = _office(unit, upto)
        return city.at(office) if office else city
    if not region:
        return _national(upto)
    places = list(dict.fromkeys([region[:2] + "0000", region[:4] + "00", region]))
    bodies = _bodies(upto)
    local = {code: body for place in places for code, body in bodies.get(place, {}).items()}
    if not local:
        return _national(upto)
    return from_tables({**bodies.get("", {}), **local}.values())


@lru_cache(maxsize=8)
def _national(upto: int | None) -> Calendar:
    tables = _bodies(upto).get("")
    return from_tables(tables.values()) if tables else declared_calendar()


@lru_cache(maxsize=8)
def _bodies(upto: int | None) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The newest table of each year, by region and code."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for region, code, body in _rows(CALENDAR, upto):
        found.setdefault(region, {})[code] = body
    return found


@lru_cache(maxsize=8)
def _offices(upto: int | None) -> dict[str, Office]:
    return {code: office_from(body) for _region, code, body in _rows(OFFICE, upto)}


def _office(unit: str, upto: int | None) -> Office | None:
    return _offices(upto).get(unit)


def _rows(kind: str, upto: int | None) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    rows = Edition.objects.filter(kind=kind)
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    return rows.order_by("version").values_list("region", "code", "body")


def calendar_edition() -> int:
    """The id of the newest edition of a calendar or of office hours; 0 where none is published."""
    newest = Edition.objects.filter(kind__in=(CALENDAR, OFFICE)).order_by("-pk").first()
    return newest.pk if newest else 0


def forget() -> None:
    """Read again what is published."""
    for known in (calendar, _national, _bodies, _offices):
        known.cache_clear()


def amended(
    *, year: int, notice: Mapping[str, Any], holidays: list[dict[str, Any]], region: str = ""
) -> tuple[str, dict[str, Any]]:
    """(code, body) of a year's table with a later notice added: a holiday of the same name is
    replaced. Refusal "calendar-unknown" or "calendar-invalid" in one sentence."""
    code = f"calendar-{year}"
    bodies = _bodies(None)
    known = {**bodies.get("", {}), **bodies.get(region, {})}
    if code not in known:
        raise Refusal(
            "calendar-unknown", f"还没有{year}年的放假安排，不能修改。请先装载该年的日历。"
        )
    body = dict(known[code])
    body["amended_by"] = [
        *(body.get("amended_by") or ()),
        {"notice": dict(notice), "holidays": holidays},
    ]
    try:
        from_tables({**known, code: body}.values())
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("calendar-invalid", f"修改后的{year}年日历有误：{error}") from None
    return code, body


def _check_office(body: Mapping[str, Any]) -> None:
    """Refuse office hours that cannot be read, when their file is loaded."""
    try:
        office_from(body)
    except ValueError as error:
        raise Refusal("office-hours", str(error)) from None


CHECKS.setdefault(OFFICE, []).append(_check_office)
