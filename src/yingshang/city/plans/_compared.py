"""Promises of a unit and of a city held together: what a page of them shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Comparison", "Lamp", "UnitLamp"]

Lamp = str  # 'green' | 'yellow' | 'red' | 'grey'


@dataclass(frozen=True)
class UnitLamp:
    """The worst lamp of one unit's promises, and how many of each."""

    unit: str
    name: str
    lamp: Lamp
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """One promise of one city for one metric; ``target`` is None where it promised nothing.

    ``beneath``: the city's further promises (a part of the metric, an older plan), listed after
    the one that stands for it. ``scope``: the part it speaks of, '' for the whole; ``said``: the
    plan's own words for it. ``among`` names its kind (工作日 · 平均), and ``rank`` is among
    promises of that kind only; with those of other kinds it may be from ``rank_low`` to
    ``rank_high``.
    """

    metric: str
    metric_name: str
    region: str
    region_name: str
    promised: str
    target: int | None
    plan: int | None
    plan_title: str
    sentence: str
    span: str
    rank: int | None
    scope: str = ""
    year: int | None = None
    value: int | float | None = None
    unit: str = ""
    statistic: str = ""
    said: str = ""
    among: str = ""
    beneath: bool = False
    rank_low: int | None = None
    rank_high: int | None = None
    checked: bool = True  # a person has confirmed the reading
