"""What an open series is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingshang.city.indicators.kinds import DefinitionView

__all__ = ["OpenRow", "OpenSeries", "OpenTerms"]


@dataclass(frozen=True)
class OpenTerms:
    """Under which terms a city opens its figures; ``small``: fewer cases are withheld."""

    licence: str
    licence_url: str
    small: int
    months: int
    basis: str


@dataclass(frozen=True)
class OpenRow:
    """One period. ``value`` None: ``status`` says whether it is missing or withheld."""

    period: str
    value: str | None
    cases: int | None
    status: str
    reason: str


@dataclass(frozen=True)
class OpenSeries:
    """One indicator as a table. ``revision``: changes with definition, run or rows."""

    definition: DefinitionView
    region: str
    rows: tuple[OpenRow, ...]
    revision: str
    modified: datetime | None
    run: str
