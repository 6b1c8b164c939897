"""Which row of a sheet is its heading, and what a heading means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from yingshang.adapters.sheets import Grid
from yingshang.city.registers._schema import Register
from yingshang.city.registers._values import text_of
from yingshang.city.registers.models import Heading

__all__ = ["ID", "exact", "header_of", "heading_for", "meanings", "plain", "remembered"]

ID = "记录号"
LOOKED = 15  # a heading stands among the first rows
_TAIL = re.compile(r"[（(][^（）()]*[）)]$")
_NOISE = re.compile(r"[\s*＊:：]+")


def plain(heading: str) -> str:
    """A heading without blanks, stars and the unit in brackets behind it."""
    text = exact(heading)
    return _TAIL.sub("", text) or text


def exact(heading: str) -> str:
    """A heading without blanks and stars."""
    return _NOISE.sub("", heading).lower()


def meanings(found: Register) -> dict[str, str]:
    """Headings that are known without asking → field: labels, with their unit or without."""
    short = Counter(plain(c.label) for c in found.columns)
    known = {plain(c.label): c.name for c in found.columns if short[plain(c.label)] == 1}
    for column in found.columns:
        for said in (column.label, heading_for(column.label, column.unit), column.name):
            known[exact(said)] = column.name
    return {**known, plain(ID): ID}


def heading_for(label: str, unit: str) -> str:
    """A column's heading in a sheet: what `plain` reads as its label again."""
    return f"{label}（{unit}）" if unit else label


def remembered(found: Register, unit: str) -> dict[str, str]:
    """What this unit's own headings were chosen for; a field that is gone is forgotten."""
    rows = Heading.objects.filter(register=found.code, unit=unit)
    known = dict(rows.values_list("heading", "field"))
    return {h: f for h, f in known.items() if not f or found.column(f) is not None}


def header_of(found: Register, grid: Grid, known: Mapping[str, str]) -> int | None:
    """The first row that names most columns, and at least two (or all, where there are fewer)."""
    labels = meanings(found).keys() | {heading for heading, name in known.items() if name}
    best, most = None, 1
    for number, row in enumerate(grid.rows[:LOOKED]):
        said = [text_of(cell) for cell in row if cell != ""]
        hits = sum(exact(one) in labels or plain(one) in labels for one in said)
        if hits > most:
            best, most = number, hits
    return best
