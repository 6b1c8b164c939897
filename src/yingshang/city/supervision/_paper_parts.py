"""Words that both papers print: who issues, which day, what is only a demonstration."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import moment_words
from yingshang.kernel.worktime import CST

__all__ = [
    "chinese_day",
    "chinese_moment",
    "demo_mark",
    "issuer_name",
    "measured_note",
    "moment",
    "quoted",
]


def chinese_day(day: date | datetime) -> str:
    """2026年3月2日, of the city's own day."""
    if isinstance(day, datetime):
        day = day.astimezone(CST).date()
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(at: datetime) -> str:
    """2026年3月2日9:05, city time."""
    local = at.astimezone(CST)
    return f"{chinese_day(local)}{local.hour}:{local.minute:02d}"


def quoted(text: str) -> str:
    """In quotation marks, those within it being single ones (GB/T 15834)."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def moment(at: datetime) -> str:
    """2026年3月2日 10:00, city time."""
    return moment_words(at)


def issuer_name(region: str) -> str:
    """The city's government office, under its full name."""
    city = accounts.region_name(region)
    named = next((one for one in accounts.units(region) if one.role == "office"), None)
    if named is None:
        return city
    full = [alias for alias in named.aliases if alias.startswith(city)]
    return max(full, key=len) if full else city + named.name.removeprefix("市")


def demo_mark(region: str) -> str:
    """演示数据 for a fictional city; '' for a real one."""
    return str(_("演示数据")) if accounts.is_fictional(region) else ""


def measured_note(region: str, at: datetime) -> Iterator[paper.Block]:
    """The remark below figures counted from cases: their source, their day, 演示数据."""
    mark = demo_mark(region)
    text = _("来源：办件实测，截至%s。") % moment(at)
    yield paper.Note(f"{text}（{mark}）" if mark else text)
