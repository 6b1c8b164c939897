"""Working days and hours, limits, pauses, and the clocks made of them. Pure; reads no clock."""

from ._attribute import NOBODY, Held, Share, attribute
from ._calendar import CST, Calendar, to_cst
from ._changes import changed_days
from ._clock import Due, cap_ends, due, expected_ends, over_cap, over_expected, used
from ._explain import Day, explain, sentence
from ._lamp import lamp, warn_at
from ._limit import UNITS, Limit
from ._office import Office, office_from
from ._reasons import PAUSE_REASONS
from ._renewal import Renewal, renewal
from ._span import Extension, Pause, put_off
from ._tables import from_tables

__all__ = [
    "CST",
    "NOBODY",
    "PAUSE_REASONS",
    "UNITS",
    "Calendar",
    "Day",
    "Due",
    "Extension",
    "Held",
    "Limit",
    "Office",
    "Pause",
    "Renewal",
    "Share",
    "attribute",
    "cap_ends",
    "changed_days",
    "due",
    "expected_ends",
    "explain",
    "from_tables",
    "lamp",
    "office_from",
    "over_cap",
    "over_expected",
    "put_off",
    "renewal",
    "sentence",
    "to_cst",
    "used",
    "warn_at",
]
