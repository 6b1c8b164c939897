"""Cells → figures of known indicators, places and months; every fault is named by its cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yingshang.adapters.sheets import (
    Layout,
    NotANumber,
    Number,
    cell_name,
    is_blank,
    read_month,
    read_number,
)
from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._periods import due_in, month_of, said_in
from yingshang.city.indicators.kinds import CellError
from yingshang.kernel.measures import UnitMismatch, convert, unit_of

__all__ = ["Figure", "Reader", "checked"]

_WHOLE = re.compile(r"^(全市|市本级|本市|市级)$")
_MOST = Decimal(10) ** 15  # what the column of a figure holds
_ONE = Decimal(1)


@dataclass(frozen=True)
class Figure:
    """One figure: what, where, when, and the cell that says so."""

    code: str
    district: str
    period: str
    value: Decimal
    cell: str
    text: str


class Reader:
    """Reads one layout. ``figures`` and ``errors`` are filled by ``read``."""

    def __init__(
        self,
        layout: Layout,
        chosen: Mapping[str, Definition],
        districts: Mapping[str, str],
        whole: str,
        today: date,
    ) -> None:
        """``chosen``: column letter (row number for layout columns) → indicator;
        ``districts``: name → code; ``whole``: the city's own name."""
        self.layout, self.chosen, self.districts = layout, chosen, districts
        self.whole, self.today = whole, today
        self.figures: list[Figure] = []
        self.errors: list[CellError] = []
        self._seen: dict[tuple[str, str, str], str] = {}

    def read(self) -> None:
        if self.layout.kind == "columns":
            self._read_columns()
        else:
            self._read_rows()

    def _read_rows(self) -> None:
        layout, columns = self.layout, self._columns()
        in_points = {
            column: _in_points(
                layout.headers[column], [layout.grid.rows[row][column] for row in layout.data_rows]
            )
            for column in columns
        }
        for row in layout.data_rows:
            period, place = self._period(row), self._place(row)
            if period is None or place is None:
                continue
            for column, one in columns.items():
                self._take(one, place, period, (row, column), in_points[column])

    def _columns(self) -> dict[int, Definition]:
        from_letter = {_letter_index(letter): one for letter, one in self.chosen.items()}
        return {c: one for c, one in from_letter.items() if c in self.layout.headers}

    def _read_columns(self) -> None:
        """A month a column: each chosen row is one indicator of the whole city."""
        layout = self.layout
        for key, one in self.chosen.items():
            row = int(key) - 1
            if row not in layout.data_rows:
                continue
            cells = layout.grid.rows[row]
            values = [cells[column] for column in layout.headers]
            in_points = _in_points(str(cells[layout.label_column]), values)
            for column, period in layout.headers.items():
                if is_blank(cells[column]) or self._known(period, layout.header_row, column):
                    self._take(one, "", period, (row, column), in_points)

    def _period(self, row: int) -> str | None:
        column = self.layout.period_column
        if column < 0:
            if not self.layout.period:
                self._fault(-1, 0, "标题里找不到是哪一年哪一月，请在标题写明，例如“2026年3月”。")
                return None
            return self.layout.period if self._known(self.layout.period, -1, 0) else None
        cell = self.layout.grid.rows[row][column]
        found = read_month(cell, year=self.layout.year)
        if found is None:
            self._fault(row, column, f"“{_shown(cell)}”不是一个月份，请写成“2026年3月”。")
            return None
        return found if self._known(found, row, column) else None

    def _known(self, period: str, row: int, column: int) -> bool:
        if period <= month_of(self.today):
            return True
        self._fault(row, column, f"{period} 还没有到，不能填报未来的数据。")
        return False

    def _place(self, row: int) -> str | None:
        column = self.layout.label_column
        if column < 0:
            return ""
        name = str(self.layout.grid.rows[row][column]).strip()
        if not name or _WHOLE.match(name) or name == self.whole:
            return ""
        if name in self.districts:
            return self.districts[name]
        known = "、".join(self.districts)
        self._fault(row, column, f"不认识“{name}”，本市的区县是：{known}。")
        return None

    def _take(
        self, one: Definition, place: str, period: str, at: tuple[int, int], in_points: bool
    ) -> None:
        cell = self.layout.grid.rows[at[0]][at[1]]
        percent = at in self.layout.grid.percents
        try:
            number = None if is_blank(cell) else read_number(cell, shown_as_percent=percent)
        except NotANumber as problem:
            self._fault(*at, problem.sentence)
            return
        if number is None:
            return  # an empty cell reports nothing; it is not a zero
        fault, value = checked(one, number, in_points, _shown(cell), period)
        key, name = (one.code, place, period), cell_name(*at)
        if not fault and key in self._seen:
            fault = f"与 {self._seen[key]} 重复填报了同一个月的“{one.name}”。"
        if fault:
            self._fault(*at, fault)
            return
        self._seen[key] = name
        self.figures.append(Figure(*key, value, name, _shown(cell)))

    def _fault(self, row: int, column: int, sentence: str) -> None:
        error = CellError(cell_name(row, column) if row >= 0 else "", sentence)
        if error not in self.errors:
            self.errors.append(error)


def checked(
    one: Definition, number: Number, in_points: bool, text: str, period: str
) -> tuple[str, Decimal]:
    """(what is wrong or '', the value in the indicator's unit)."""
    value = number.value
    if not due_in(one.every, period):
        return f"“{one.name}”{said_in(one.every)}；{period} 这一格请留空。", Decimal(0)
    if one.unit == "%":
        fault = _share_fault(one, number, in_points, text)
    elif number.percent:
        fault = f"“{one.name}”的单位是{one.unit}，不能填百分数 {text}。"
    else:
        fault, value = _converted(one, number)
    if value.copy_abs() >= _MOST:
        return f"“{one.name}”的数字太大（{text}），请核对是不是多打了几位。", Decimal(0)
    if not fault and value < 0 and one.statistic != "change":
        fault = f"“{one.name}”不能是负数（{text}），请核对。"
    whole = unit_of(one.unit).dimension.startswith("count") and one.statistic != "mean"
    if not fault and whole and value != value.to_integral_value():
        fault = f"“{one.name}”应当是整数，填的是 {text}。"
    return fault, value.quantize(Decimal("0.0001"))


def _converted(one: Definition, number: Number) -> tuple[str, Decimal]:
    if not number.unit:
        return "", number.value
    try:
        return "", convert(number.value, number.unit, one.unit)
    except UnitMismatch as mismatch:
        return mismatch.sentence, number.value


def _in_points(header: str, cells: list[Any]) -> bool:
    """Whether plain numbers of a share are per cent points: 98 is 98%, 0.98 then 0.98%."""
    return "%" in header or "％" in header or any(_over_one(cell) for cell in cells)


def _share_fault(one: Definition, number: Number, in_points: bool, text: str) -> str:
    if number.unit:
        return f"“{one.name}”应当填百分数，填的是 {text}。"
    if number.value > 100 and one.statistic == "share":
        shown = f"{number.value.normalize():f}%"
        return f"“{one.name}”是占比，{shown} 超过了 100%，请核对。"
    if not number.percent and not in_points and 0 < number.value <= _ONE:
        return f"看不出 {text} 是比例还是百分数，请写成带 % 的数，例如 98%。"
    return ""


def _over_one(cell: Any) -> bool:
    try:
        number = None if is_blank(cell) else read_number(cell)
    except NotANumber:
        return False
    return number is not None and not number.percent and number.value > _ONE


def _letter_index(letter: str) -> int:
    column = 0
    for one in letter:
        column = column * 26 + ord(one) - 64
    return column - 1


def _shown(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
