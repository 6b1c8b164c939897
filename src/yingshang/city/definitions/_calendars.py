"""Working calendars as published editions: the nation's, a region's, a unit's own hours over them.

A year's table is an edition of kind "calendar", so a later notice is a further edition, and what
was known under an earlier one can still be asked. Without a published calendar the package's own
tables answer: `clock due` needs no database.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.definitions._files import CHECKS, expand, read_yaml
from yingshang.city.definitions.models import Edition
from yingshang.kernel.worktime import Calendar, Office, from_tables, office_from

__all__ = [
    "CALENDAR",
    "OFFICE",
    "amended",
    "calendar",
    "calendar_edition",
    "calendar_sources",
    "declared_calendar",
    "forget",
    "offices_changed",
    "read_notice",
]

CALENDAR, OFFICE = "calendar", "office"


@lru_cache(maxsize=64)
def declared_calendar(region: str = "", unit: str = "") -> Calendar:
    """A calendar as the files declare it, the city's own folder included; needs no database."""
    region = region or unit.partition("-")[0]
    places = list(dict.fromkeys([region[:2] + "0000", region[:4] + "00", region])) if region else []
    tables: dict[str, Mapping[str, Any]] = {}
    for folder in settings.DATA_DIRS:
        homes = [folder / "base", *(folder / "regions" / place for place in places)]
        for home in homes:
            tables |= {str(body["code"]): body for body in _declared(home / "calendars")}
    city = from_tables(tables.values())
    offices = [
        body
        for folder in settings.DATA_DIRS
        for body in _declared(folder / "regions" / region / "offices")
        if unit and body["code"] == unit
    ]
    return city.at(office_from(offices[-1])) if offices else city


def _declared(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The bodies in a folder's files; none where there is no such folder."""
    for path in sorted(folder.glob("*.yaml")):
        yield from expand(read_yaml(path))


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


def offices_changed(after: int, upto: int) -> bool:
    """True when hours of an office were published in (after, upto]."""
    return Edition.objects.filter(kind=OFFICE, pk__gt=after, pk__lte=upto).exists()


def calendar_sources(*, after: int) -> str:
    """What was published of calendars and hours since an edition, in words: the notices."""
    rows = Edition.objects.filter(kind__in=(CALENDAR, OFFICE), pk__gt=after).order_by("pk")
    words = []
    for kind, body in rows.values_list("kind", "body"):
        if kind == OFFICE:
            words.append(f"{body['name']}办公时间")
            continue
        notice = (body.get("amended_by") or [body])[-1].get("notice")
        if notice is None:  # the index that names the hours of all years
            words.append(str(body.get("name", "日历")))
            continue
        number = f"（{notice['number']}）" if notice.get("number") else ""
        words.append(f"《{notice['title']}》{number}")
    return "、".join(dict.fromkeys(words)) if len(words) <= 3 else f"{len(words)} 份日历"


def forget() -> None:
    """Read again what is published."""
    for known in (calendar, _national, _bodies, _offices):
        known.cache_clear()


def amended(
    *, year: int, notice: Mapping[str, Any], holidays: list[dict[str, Any]], region: str = ""
) -> tuple[str, dict[str, Any]]:
    """(code, body) of a year's table with a later notice added: a holiday of the same name is
    replaced. The first notice of the year after the last one makes its table. Refusal
    "calendar-unknown" or "calendar-invalid" in one sentence."""
    code = f"calendar-{year}"
    bodies = _bodies(None)
    known = {**bodies.get("", {}), **bodies.get(region, {})}
    if code in known:
        body = _with_amendment(known[code], {"notice": dict(notice), "holidays": holidays})
    elif f"calendar-{year - 1}" in known:
        body = {
            "code": code,
            "name": f"{year}年节假日安排",
            "valid_from": str(notice.get("published") or f"{year}-01-01"),
            "year": year,
            "notice": dict(notice),
            "holidays": holidays,
        }
    else:
        raise Refusal(
            "calendar-unknown", f"还没有{year}年的放假安排，不能修改。请先装载该年的日历。"
        )
    try:
        from_tables({**known, code: body}.values())
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("calendar-invalid", f"修改后的{year}年日历有误：{error}") from None
    return code, body


def _with_amendment(table: Mapping[str, Any], amendment: dict[str, Any]) -> dict[str, Any]:
    """The table with one notice more; the same notice again is none, the first one too."""
    body = dict(table)
    before = list(body.get("amended_by") or ())
    first = {"notice": body["notice"], "holidays": body["holidays"]}
    if amendment not in (first, *before):
        body["amended_by"] = [*before, amendment]
    return body


def read_notice(path: Path) -> dict[str, Any]:
    """The arguments of `announce` from a YAML file: year, notice, holidays[, region]. Refusal
    "notice-unreadable" names what is missing."""
    told = read_yaml(path)
    told = told if isinstance(told, Mapping) else {}
    missing = [name for name in ("year", "notice", "holidays") if not told.get(name)]
    if missing:
        raise Refusal(
            "notice-unreadable",
            f"通知文件 {path} 缺少 {'、'.join(missing)}。请写明年份、通知和放假安排。",
        )
    return {
        "year": int(told["year"]),
        "notice": {key: value and str(value) for key, value in told["notice"].items()},
        "holidays": [_plain_days(holiday) for holiday in told["holidays"]],
        "region": str(told.get("region") or ""),
    }


def _plain_days(holiday: Mapping[str, Any]) -> dict[str, Any]:
    """YAML dates as ISO text: editions are JSON."""
    plain = {name: str(value) for name, value in holiday.items() if name != "make_up"}
    return {**plain, "make_up": [str(day) for day in holiday.get("make_up") or ()]}


def _check_office(body: Mapping[str, Any]) -> None:
    """Refuse office hours that cannot be read, when their file is loaded."""
    try:
        office_from(body)
    except ValueError as error:
        raise Refusal("office-hours", str(error)) from None


CHECKS.setdefault(OFFICE, []).append(_check_office)
