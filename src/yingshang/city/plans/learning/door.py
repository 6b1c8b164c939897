"""The part of the door of plans that leads to comparing and learning."""

from yingshang.city.plans.learning.exporting import (
    FIELDS,
    comparison_book,
    comparison_rows,
    headings,
    sheet_row,
)
from yingshang.city.plans.learning.glance import Glance, look_over
from yingshang.city.plans.learning.kinds import (
    Adoption,
    Cell,
    CityLine,
    EffortView,
    MetricBoard,
    Practice,
    Rise,
)
from yingshang.city.plans.learning.practices import (
    decide_practice,
    learn,
    learned,
    may_learn,
    may_plan,
    plan_practice,
    practice,
    practice_history,
    practices,
    taught_by,
)
from yingshang.city.plans.learning.standing import boards
from yingshang.city.plans.learning.taking import effort_for

__all__ = [
    "FIELDS",
    "Adoption",
    "Cell",
    "CityLine",
    "EffortView",
    "Glance",
    "MetricBoard",
    "Practice",
    "Rise",
    "boards",
    "comparison_book",
    "comparison_rows",
    "decide_practice",
    "effort_for",
    "headings",
    "learn",
    "learned",
    "look_over",
    "may_learn",
    "may_plan",
    "plan_practice",
    "practice",
    "practice_history",
    "practices",
    "sheet_row",
    "taught_by",
]
