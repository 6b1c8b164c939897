"""Numbers of orders and of papers of the ladder: 青营督〔2026〕3号, each given once."""

import re
from datetime import datetime

from yingshang.adapters import rows
from yingshang.city.accounts import service as accounts
from yingshang.city.supervision.models import Escalation, Order, PaperNumber
from yingshang.kernel.worktime import CST

__all__ = ["next_number"]

# The upsert locks the counter's row until the transaction ends, on both databases.
_NEXT = (
    "INSERT INTO supervision_papernumber (series, last) VALUES (%s, %s) "
    "ON CONFLICT (series) DO UPDATE SET last = supervision_papernumber.last + 1 "
    "RETURNING last"
)


def next_number(region: str, mark: str, at: datetime) -> str:
    """The next number of a city, mark and year; must run in a transaction. Numbers that were given
    before there was a counter stay as they are, and it goes on behind them."""
    city = accounts.region_name(region)[0]
    series = f"{city}{mark}〔{at.astimezone(CST).year}〕"
    known = PaperNumber.objects.filter(series=series).exists()
    first = 1 if known else _greatest(series) + 1
    return f"{series}{rows.ask(_NEXT, (series, first))[0][0]}号"


def _greatest(series: str) -> int:
    """The greatest number of the series on any paper; 0 where there is none."""
    given = [
        number
        for kept in (Order, Escalation)
        for number in kept.objects.filter(number__startswith=series).values_list(
            "number", flat=True
        )
    ]
    found = (re.fullmatch(r"(\d+)号", number.removeprefix(series)) for number in given)
    return max((int(one[1]) for one in found if one), default=0)
