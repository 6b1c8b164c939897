"""The promises of a region by the units that answer for them."""

from datetime import date

from yingshang.city.accounts import service as accounts
from yingshang.city.plans.kinds import UnitLamp
from yingshang.city.plans.promising import promises

__all__ = ["unit_lamps"]

_WORST = ("red", "yellow", "grey", "green")


def unit_lamps(*, region: str, as_of: date) -> list[UnitLamp]:
    """Per unit of ours: the worst lamp of the promises it answers for, and how many of each; what
    nobody has confirmed yet counts for no unit, as it counts in no headline.

    Grey ranks below red and yellow: what can't be told must not hide what can.
    """
    counts: dict[str, dict[str, int]] = {}
    for one in promises(as_of=as_of, region=region):
        for unit in one.answering if one.checked else ():
            mine = counts.setdefault(unit, dict.fromkeys(_WORST, 0))
            mine[one.lamp] += 1
    lamps = [
        UnitLamp(
            unit=code,
            name=accounts.unit_name(code),
            lamp=next(lamp for lamp in ("red", "yellow", "green", "grey") if mine[lamp]),
            counts=mine,
        )
        for code, mine in counts.items()
    ]
    return sorted(lamps, key=lambda one: (_WORST.index(one.lamp), one.unit))
