"""From when to when a unit of the register bears a name, and why a name of another day means it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import UnitView
from yingshang.city.definitions.service import day_words

__all__ = ["Borne", "borne_by", "why_borne"]


@dataclass(frozen=True)
class Borne:
    """A name or short form of a unit, on the days [since, until)."""

    name: str
    code: str
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether the unit bears it on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


def borne_by(unit: UnitView) -> Iterator[Borne]:
    """Every name of a unit, those of now first."""
    yield Borne(unit.name, unit.code, unit.renamed_on)
    for name in unit.aliases:
        yield Borne(name, unit.code)
    for one in unit.former:
        yield Borne(one.name, unit.code, one.since, one.until)


def why_borne(known: Iterable[Borne], meant: UnitView, units: Mapping[str, UnitView]) -> str:
    """Why a name that is not the unit's on the plan's day means it all the same."""
    for one in known:
        if one.code != meant.code:
            gone = units[one.code]
            if gone.ended_on is None:
                continue
            return _("“%(old)s”自 %(day)s 起并入“%(new)s”") % {
                "old": gone.name,
                "day": day_words(gone.ended_on),
                "new": meant.name,
            }
        if one.until is not None:
            return _("“%(old)s”自 %(day)s 起改称“%(new)s”") % {
                "old": one.name,
                "day": day_words(one.until),
                "new": meant.name,
            }
        if one.since is not None:
            return _("“%(new)s”自 %(day)s 起才用这个名称") % {
                "day": day_words(one.since),
                "new": meant.name,
            }
    return ""
