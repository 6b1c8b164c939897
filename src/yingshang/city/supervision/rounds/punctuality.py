"""Who handed in on time over a year: for the appraisal of units. Reads only."""

from collections import Counter, defaultdict
from datetime import date

from yingshang.city.supervision.rounds.kinds import Punctuality
from yingshang.city.supervision.rounds.tables import RoundShare

__all__ = ["punctuality"]


def punctuality(region: str, year: int, *, as_of: date) -> list[Punctuality]:
    """Per unit, over the rounds of the region that were due in the year, as of a day.

    The first sending counts against the round's own day; a return gives a new day and is counted
    apart. What was excused, or is not due yet, is not in ``due``.
    """
    rows = RoundShare.objects.filter(round__region=region, round__due_on__year=year)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, status, sent_on, returns, due in rows.values_list(
        "unit", "status", "sent_on", "returns", "round__due_on"
    ):
        tally = found[unit]
        tally["asked"] += 1
        tally["returned"] += returns > 0
        if sent_on is not None:
            tally["on_time" if sent_on <= due else "late"] += 1
        elif status == RoundShare.Status.EXCUSED:
            tally["excused"] += 1
        elif due < as_of:
            tally["missing"] += 1
    return [
        Punctuality(
            unit=unit,
            asked=one["asked"],
            due=one["on_time"] + one["late"] + one["missing"],
            on_time=one["on_time"],
            late=one["late"],
            missing=one["missing"],
            excused=one["excused"],
            returned=one["returned"],
        )
        for unit, one in sorted(found.items())
    ]
