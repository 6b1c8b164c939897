"""Working days and hours, limits, pauses, and the clocks made of them. Pure; reads no clock."""

from ._calendar import CST, Calendar, to_cst
from ._clock import Due, cap_ends, due, over_cap, used
from ._explain import Day, explain, sentence
from ._lamp import lamp, warn_at
from ._limit import UNITS, Limit
from ._reasons import PAUSE_REASONS
from ._span import Extension, Pause
from ._tables import from_tables

__all__ = [
    "CST",
    "PAUSE_REASONS",
    "UNITS",
    "Calendar",
    "Day",
    "Due",
    "Extension",
    "Limit",
    "Pause",
    "cap_ends",
    "due",
    "explain",
    "from_tables",
    "lamp",
    "over_cap",
    "sentence",
    "to_cst",
    "used",
    "warn_at",
]
