"""Times as systems write them, as microseconds since 1970; the zone told or not is kept apart."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["CHINA", "micros", "read_time"]

CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(microseconds=1)
_DATED = re.compile(
    r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?"
    r"(?:[ T]*(上午|下午)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?"
    r"\s*(?:[:分]\s*(\d{1,2})(?:\.(\d{1,9}))?\s*秒?|分)?"
    r"\s*([AaPp][Mm])?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "|".join(_MONTHS)
# Mon Mar 02 09:00:00 CST 2026 (Java), 02-Mar-2026 09:00:00, Mar 2, 2026 9:00 AM
_JAVA = re.compile(
    rf"[a-z]{{3}},? ({_MONTH})[a-z]* +(\d{{1,2}}) (\d\d:\d\d:\d\d) *(\S*) (\d{{4}})", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:[a-z]{{3}},? +)?(?:(\d{{1,2}})[- ]({_MONTH})[a-z]*|({_MONTH})[a-z]* (\d{{1,2}}),?)"
    r"[- ](\d{4})\b(.*)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s*\b(UTC|GMT|CST)\s*(?:([+-])(\d{1,2})(?::?(\d\d))?)?$")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?")
_DOTNET = re.compile(r"\\?/Date\((-?\d{9,14})(?:[+-]\d{4})?\)\\?/")
_DIGITS = re.compile(r"-?\d+(\.\d+)?")
_EXCEL = datetime(1899, 12, 30)


def micros(moment: datetime) -> int:
    """Exact; of UTC where the moment has a zone, else of its own clock."""
    return (moment - (_EPOCH if moment.tzinfo is None else _EPOCH_UTC)) // _ONE


def read_time(text: str, day_first: bool = False) -> tuple[int, bool] | None:
    """(microseconds, a zone was told), or None where it is no time.

    ISO 8601, 2026/1/3 8:05, 3.1.2026 08:05 (day first), 1/3/2026 (month first unless
    ``day_first``), 2026年1月3日8时5分, 20260103080500, months by their English names, zones as
    +08, GMT+8, UTC or CST (China's), Unix seconds, milliseconds or microseconds, and the day
    numbers of spreadsheets.
    """
    text = text.strip()
    # before ISO 8601, whose basic form would read the milliseconds 1773011500000 as of 1773
    day = len(text) == 8 and text.isdigit()
    if text[4:5].isalnum() and _DIGITS.fullmatch(text) and not day:
        return _number(text)
    try:
        moment = datetime.fromisoformat(text)
        return micros(moment), moment.tzinfo is not None
    except ValueError:
        pass
    if found := _DOTNET.fullmatch(text):
        return int(found[1]) * 1_000, True
    text = _plainly(text)
    found = _DATED.fullmatch(text)
    if not found:
        return None
    try:
        return _dated(found, text, day_first)
    except (ValueError, OverflowError):
        return None


def _plainly(text: str) -> str:
    """Full-width signs made narrow, months and zones made numbers."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("T", " ").strip()
    if found := _JAVA.fullmatch(text):
        month, day, hours, zone, year = found.groups()
        text = f"{year}-{_month(month)}-{day} {hours} {zone}".rstrip()
    elif found := _NAMED.fullmatch(text):
        day, month, other, late, year, rest = found.groups()
        text = f"{year}-{_month(month or other)}-{day or late} {rest.strip(' ,')}".rstrip()
    if found := _ZONE.search(text):
        name, sign, hour, minute = found.groups()
        zone = f"{sign}{int(hour):02}:{minute or '00'}" if sign else _NAMES[name]
        text = text[: found.start()].rstrip() + zone
    return text


_NAMES = {"UTC": "+00:00", "GMT": "+00:00", "CST": "+08:00"}


def _month(name: str) -> int:
    return 1 + _MONTHS.index(name.lower()[:3])


def _number(text: str) -> tuple[int, bool] | None:
    if found := _COMPACT.fullmatch(text):
        try:
            return micros(datetime(*[int(part or 0) for part in found.groups()])), False  # type: ignore[arg-type]
        except ValueError:
            pass
    whole = text.lstrip("-").split(".")[0]
    value = float(text)
    if len(whole) in (9, 10):
        return round(value * 1_000_000), True
    if len(whole) in (12, 13):
        return round(value * 1_000), True
    if len(whole) in (15, 16):
        return int(whole) * (-1 if text[0] == "-" else 1), True
    if len(whole) == 5:
        return micros(_EXCEL + timedelta(milliseconds=round(value * 86_400_000))), False
    return None


def _dated(found: re.Match[str], text: str, day_first: bool) -> tuple[int, bool] | None:
    one, two, three, half, hour, minute, second, part, english, zone = found.groups()
    if len(one) == 4:
        year, month, day = int(one), int(two), int(three)
    elif len(three) == 4 and (day_first or "." in text.split()[0]):
        year, month, day = int(three), int(two), int(one)
    elif len(three) == 4:
        year, month, day = int(three), int(one), int(two)
    elif "/" in text and len(one) <= 2 and len(three) == 2:  # 1/14/26
        month, day = (int(two), int(one)) if day_first else (int(one), int(two))
        year = 2000 + int(three)
    else:
        return None
    hours = int(hour or 0)
    if (half or english) and hours <= 12:
        hours = hours % 12 + (12 if half == "下午" or (english or "").lower() == "pm" else 0)
    late = hours == 24 and not int(minute or 0) and not int(second or 0)  # the end of a day
    moment = datetime(
        year,
        month,
        day,
        0 if late else hours,
        int(minute or 0),
        int(second or 0),
        int((part or "0").ljust(6, "0")[:6]),
    )
    if late:
        moment += timedelta(days=1)
    if zone:
        moment = datetime.fromisoformat(moment.isoformat() + zone)
    return micros(moment), bool(zone)
