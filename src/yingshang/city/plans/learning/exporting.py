"""The comparison as a table that leaves the platform: each row with its source and its method."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import day_words
from yingshang.city.plans.learning.kinds import Cell, MetricBoard
from yingshang.kernel.measures import STATISTICS

__all__ = ["FIELDS", "comparison_book", "comparison_rows", "headings", "sheet_row"]

FIELDS = (
    "metric", "metric_name", "region", "region_name", "year", "promised", "comparator", "value",
    "value_max", "unit", "scope", "statistic", "compared_as", "alike", "stands", "rank", "rank_low",
    "rank_high", "plan_title", "sentence", "source", "method", "sample",
)  # fmt: skip


def headings() -> list[str]:
    """The columns as people read them, in the order of FIELDS."""
    return [
        _("指标代码"), _("指标"), _("区划"), _("城市"), _("年份"), _("承诺"), _("比较方式"),
        _("数值"), _("数值上限"), _("计量单位"), _("范围"), _("统计口径"), _("和谁比"),
        _("口径相同"), _("代表本市"), _("同口径名次"), _("名次最好"), _("名次最差"), _("方案"),
        _("原文"), _("来源"), _("方法"), _("演示数据"),
    ]  # fmt: skip


def comparison_rows(boards: Iterable[MetricBoard], *, on: date) -> Iterator[dict[str, Any]]:
    """One row a promise (the older years too), and one for each city that promised nothing."""
    for board in boards:
        stand = {one.target for one in board.standing}
        older = [
            cell
            for line in board.lines
            for cell in line.cells
            if cell is not None and cell.target not in stand
        ]
        beneath = [cell for cells in board.beneath.values() for cell in cells]
        seen: set[int] = set()
        for cell in (*board.standing, *beneath, *older):
            if cell.target not in seen:
                seen.add(cell.target)
                yield _row(board, cell, on, cell.target in stand)
        for cell in board.unchecked:
            said = _("待核对"), _("《%s》由机器读出，还没有人确认") % cell.plan_title
            yield _empty(board, cell.region, cell.region_name, *said, on)
        for code, name in board.silent:
            said = _("未承诺"), _("已读入该市方案，其中没有这一项")
            yield _empty(board, code, name, *said, on)


def _row(board: MetricBoard, cell: Cell, on: date, stands: bool) -> dict[str, Any]:
    return {
        "metric": board.code,
        "metric_name": board.name,
        "region": cell.region,
        "region_name": cell.region_name,
        "year": cell.year,
        "promised": cell.promised,
        "comparator": cell.comparator,
        "value": _plain(cell.value),
        "value_max": None if cell.value_max is None else _plain(cell.value_max),
        "unit": cell.unit,
        "scope": cell.part,
        "statistic": cell.statistic,
        "compared_as": cell.kind,
        "alike": cell.alike,
        "stands": stands,
        "rank": cell.rank or None,
        "rank_low": cell.low or None,
        "rank_high": cell.high or None,
        "plan_title": cell.plan_title,
        "sentence": cell.sentence,
        "source": _("《%(plan)s》原文，承诺 %(id)s") % {"plan": cell.plan_title, "id": cell.target},
        "method": _method(board, on),
        "sample": accounts.is_fictional(cell.region),
    }


def sheet_row(row: dict[str, Any]) -> list[Any]:
    """A row as people read it in a table: no codes."""
    told = row | {"statistic": STATISTICS.get(row["statistic"], row["statistic"])}
    return [_cell(told[name]) for name in FIELDS]


def _empty(
    board: MetricBoard, code: str, name: str, promised: str, source: str, on: date
) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    return empty | {
        "metric": board.code,
        "metric_name": board.name,
        "region": code,
        "region_name": name,
        "promised": promised,
        "alike": False,
        "stands": False,
        "source": source,
        "method": _method(board, on),
        "sample": accounts.is_fictional(code),
    }


def _method(board: MetricBoard, on: date) -> str:
    way = _("越低越强") if board.direction == "down" else _("越高越强")
    return _(
        "截至%(on)s；%(way)s；同单位、同统计口径、同范围才排名次，工作日与天不互换；"
        "口径不同的只给名次区间；多数城市的口径：%(kind)s"
    ) % {"on": day_words(on), "way": way, "kind": board.kind or _("无")}


def _plain(value: Any) -> int | float:
    """2 stays 2, 0.2 stays 0.2."""
    return int(value) if value == value.to_integral_value() else float(value)


def comparison_book(boards: Sequence[MetricBoard], *, on: date) -> bytes:
    """The same as a workbook; no text becomes a formula."""
    rows = (sheet_row(row) for row in comparison_rows(boards, on=on))
    return sheets.table_book([sheets.Table(_("承诺对照"), headings(), rows)])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value
