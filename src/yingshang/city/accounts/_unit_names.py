"""How a unit may be called, and from when to when a name was whose."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.models import Unit

__all__ = ["AHEAD", "FIRST_DAY", "MOST_ALIASES", "FormerName", "day_said", "free", "spelled"]

_NAME = re.compile(r"(?=.*[\u4e00-\u9fff])[\w（）()·—\-]{2,60}")
MOST_ALIASES = 10
FIRST_DAY = date(1949, 10, 1)
AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class FormerName:
    """A name or short form that a unit had until a day; plans of before are read by it."""

    name: str
    until: date
    alias: bool = False
    since: date | None = None  # of a name: when it had another one before


def spelled(names: Iterable[str]) -> list[str]:
    """The names without blanks, each once; refused where one is no name."""
    found = list(dict.fromkeys("".join(one.split()) for one in names))
    wrong = next((one for one in found if not _NAME.fullmatch(one)), None)
    if wrong is not None:
        raise Refusal(
            "unit-name",
            _("“%s”不像单位名称：应是 2 到 60 个字，不带标点。请改写后再登记。") % wrong[:60],
        )
    return found


def free(region: str, names: Iterable[str], *, since: date | None, besides: str = "") -> None:
    """Refused where another unit bears one of the names on a day from ``since`` on."""
    wanted = {_folded(one): one for one in names}
    for known in Unit.objects.filter(region=region).exclude(code=besides):
        for name, until in _borne(known):
            taken = wanted.get(_folded(name))
            if taken is None or (until and since and until <= since):
                continue
            words = {"unit": known.name, "name": taken, "until": day_said(until) if until else ""}
            if until:
                raise Refusal(
                    "unit-overlap",
                    _("“%(name)s”到%(until)s为止还是“%(unit)s”的名称，日期有重叠，没有登记。")
                    % words,
                )
            raise Refusal(
                "unit-known",
                _("单位表里已有“%(unit)s”，它的名称或简称就是“%(name)s”，没有再登记。") % words,
            )


def _borne(unit: Unit) -> Iterator[tuple[str, date | None]]:
    """Its names and short forms, each with the first day on which it is another's to have."""
    for name in (unit.name, *unit.aliases):
        yield name, unit.ended_on
    for one in unit.former:
        until = date.fromisoformat(one["until"])
        yield one["name"], min(until, unit.ended_on) if unit.ended_on else until


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", "".join(name.split()))


def day_said(day: date) -> str:
    """2026年3月1日 / 1 Mar 2026, as every page says it."""
    if (get_language() or "").startswith("en"):
        return f"{day.day} {day:%b} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
