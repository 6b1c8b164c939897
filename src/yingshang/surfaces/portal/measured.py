"""What an item really takes, from the indicators; shown only where it was measured."""

from datetime import date
from typing import Any

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators

__all__ = ["typical"]


def typical(item: Any, *, region: str, as_of: date) -> Any | None:
    """The median time of an item this year, with its mark and unit; None where there is none."""
    try:
        found = indicators.latest(f"{item.code}-median", region, as_of=as_of)
    except Refusal:  # a city may offer an item that no indicator measures
        return None
    return found if found.value is not None else None
