"""What an item really takes, from the indicators; shown only where it was measured."""

from datetime import date
from typing import Any

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators

__all__ = ["typical"]


def typical(item: Any, *, region: str, as_of: date) -> Any | None:
    """The median time of an item this year, with its mark and unit; None where there is none, or
    where it rests on so few cases that the open data withhold it."""
    try:
        found = indicators.latest(f"{item.code}-median", region, as_of=as_of)
    except Refusal:  # a city may offer an item that no indicator measures
        return None
    small = indicators.open_terms(region, as_of).small
    few = found.denominator is not None and found.denominator < small
    return found if found.value is not None and not few else None
