"""The rows of an open table as its page shows them: in words, the newest months first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from yingshang.city.indicators.service import SAMPLE, SHORT, OpenSum, OpenTable
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["Sheet", "drawn", "sheet"]

SHOWN = 24
LONG = 16  # characters from which a cell may break into lines


@dataclass(frozen=True)
class _Cell:
    text: str
    number: bool = False

    @property
    def long(self) -> bool:
        return len(self.text) > LONG


@dataclass(frozen=True)
class Sheet:
    head: tuple[_Cell, ...]
    rows: tuple[tuple[_Cell, ...], ...]


def sheet(table: OpenTable, made: OpenSum) -> Sheet:
    """The first rows; of months those up to the oldest that has anything."""
    if table.monthly:
        return _months(table)
    shown = [column for column in made.columns if column.name != SAMPLE]  # the page says so itself
    numeric = [column.kind in ("decimal", "integer") for column in shown]
    head = tuple(_Cell(c.label, n) for c, n in zip(shown, numeric, strict=True))
    rows = (
        tuple(_Cell(text or "", n) for text, n in zip(row, numeric, strict=False))
        for row in islice(table.read(), SHOWN)
    )
    return Sheet(head, tuple(rows))


def _months(table: OpenTable) -> Sheet:
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, (cell or "" for cell in row), strict=True)) for row in table.read()]
    told = [row["period"] for row in rows if row["status"] != "missing" or row["reason"] == SHORT]
    first = min(told, default="")
    parted = "district_name" in names
    kept = [row for row in rows if row["period"] >= first]
    if parted:
        kept.sort(key=lambda row: row["district"])
    kept.sort(key=lambda row: row["period"], reverse=True)
    unit = table.facts.get("unit", "")
    value = _("值（%(unit)s）") % {"unit": unit} if unit else _("值")
    head = [_Cell(_("月份")), _Cell(value, True), _Cell(_("件数"), True), _Cell(_("说明"))]
    if parted:
        head.insert(1, _Cell(_("区县")))
    return Sheet(tuple(head), tuple(_month(row, parted) for row in kept[:SHOWN]))


def drawn(table: OpenTable) -> Chart | None:
    """The months as a line, of districts a line each; what is withheld is a gap. None where there
    are too few to draw."""
    if not table.monthly:
        return None
    names = [column.name for column in table.columns]
    lines: dict[str, dict[str, str]] = {}
    for cells in table.read():
        row = dict(zip(names, cells, strict=True))
        line = lines.setdefault(row.get("district_name") or table.name, {})
        if row["value"] and row["period"]:
            line[row["period"]] = row["value"]
    lines = {name: line for name, line in lines.items() if len(line) > 2}
    if not lines:
        return None
    months = sorted({month for line in lines.values() for month in line})
    values = {name: [line.get(month) for month in months] for name, line in lines.items()}
    return chart(table.name, months, values, unit=table.facts.get("unit", ""))


def _month(row: dict[str, str], parted: bool) -> tuple[_Cell, ...]:
    value = f"{row['low']}–{row['high']}" if row["status"] == "range" else row["value"]
    cells = [
        _Cell(row["period"]),
        _Cell(value or "—", True),
        _Cell(row["cases"] or "—", True),
        _Cell(row["reason"]),
    ]
    if parted:
        cells.insert(1, _Cell(row["district_name"]))
    return tuple(cells)
