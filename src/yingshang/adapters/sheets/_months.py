"""Months as people write them: 2026年3月, 2026.3, 202603, 3月份, 二〇二六年三月, a date cell."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

__all__ = ["read_month", "read_year"]

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_FULL = re.compile(r"^((?:19|20)\d{2})[年./-](\d{1,2})(?:月份?|[./-]\d{1,2}日?|月\d{1,2}日)?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
_BARE = re.compile(r"^(\d{1,2})月份?$")


def read_month(cell: Any, *, year: int | None = None) -> str | None:
    """'2026-03', or None where the cell is no single month (1-3月 is a cumulated span).

    ``year`` completes a bare "3月".
    """
    if isinstance(cell, (datetime, date)):
        return f"{cell.year:04d}-{cell.month:02d}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _plain(str(cell))
    found = _FULL.match(text) or _COMPACT.match(text)
    if found:
        return _named(int(found[1]), int(found[2]))
    bare = _BARE.match(text)
    return _named(year, int(bare[1])) if bare and year else None


def read_year(text: str) -> int | None:
    """The first year that a title names."""
    found = _YEAR.search(_plain(text))
    return int(found[1]) if found else None


def _named(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None


def _plain(text: str) -> str:
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if "十" in flat:
        flat = re.sub(r"(?<![一二三四五六七八九])十(?![一二三四五六七八九])", "10", flat)
        flat = re.sub(r"(?<![一二三四五六七八九])十(?=[一二])", "1", flat)
    return flat.translate(_DIGITS)
