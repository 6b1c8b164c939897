"""One made-up ledger of many tasks, printed in every layout that offices use: for the benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["layouts"]

TASKS = 160  # about forty kilobytes, as the largest real plans
_DO = ("推进", "优化", "完善", "规范", "加快", "深化", "推行", "提升")
_WHAT = ("企业开办", "施工许可", "不动产登记", "纳税服务", "跨境贸易", "用水用气报装", "政务服务")
_HOW = ("全程网办", "一窗受理", "并联审批", "告知承诺", "免证办理", "联合验收")
_UNITS = ("市审批局", "市住建局", "市税务局", "市财政局", "市发展改革委", "市司法局", "市大数据局")
_PROMISES = (
    "网上办理率达到{n}%以上",
    "办理时间压缩至{n}个工作日以内",
    "建成示范窗口{n}个",
    "申请材料精简{n}%",
    "培训企业{n}家次",
)
_HEAD = "澄州市2026年优化营商环境任务清单\n一、主要任务\n"


@dataclass(frozen=True)
class _Row:
    no: int
    title: str
    says: str
    lead: str
    others: str
    until: str


def _ledger() -> Iterator[_Row]:
    for no in range(1, TASKS + 1):
        what = _WHAT[no % 7] + _HOW[no % 6]
        promise = _PROMISES[no % 5].format(n=no % 89 + 3)
        others = "、".join(_UNITS[(no + step) % 7] for step in range(1, no % 3 + 2))
        yield _Row(
            no,
            _DO[no % 8] + what,
            f"健全{what}工作机制，{promise}。",
            _UNITS[no % 7],
            others,
            f"2026年{no % 12 + 1}月底前",
        )


def _bracketed(row: _Row) -> str:
    units = f"（牵头单位：{row.lead}；配合单位：{row.others}）"
    return f"{row.no}.{row.title}。{row.until}，{row.says}{units}"


def _fielded(row: _Row) -> str:
    names = f"牵头单位：{row.lead}\n责任单位：{row.others}\n完成时限：{row.until}"
    return f"{row.no}.{row.title}\n{row.says}\n{names}"


def _spoken(row: _Row) -> str:
    return f"{row.no}.{row.title}。由{row.lead}牵头，{row.others}配合，{row.until}，{row.says}"


def _bare(row: _Row) -> str:
    return f"{row.no}.{row.title}。{row.until}，{row.says}"


def _cells(row: _Row) -> list[str]:
    return [str(row.no), row.title, row.says, row.lead, row.others, row.until]


_COLUMNS = ["序号", "工作任务", "具体措施", "牵头单位", "责任单位", "完成时限"]


def _table(between: str, rows: list[_Row]) -> str:
    return "\n".join(between.join(cells) for cells in (_COLUMNS, *map(_cells, rows)))


def _broken(text: str, wide: int) -> str:
    """Every line broken as a narrow page breaks it."""
    lines = text.split("\n")
    return "\n".join(
        line[at : at + wide] for line in lines for at in range(0, max(1, len(line)), wide)
    )


def layouts() -> Iterator[tuple[str, str]]:
    """The ledger in each layout, with what the layout is called."""
    rows = list(_ledger())
    kinds: dict[str, Callable[[_Row], str]] = {
        "units in brackets": _bracketed,
        "field lines": _fielded,
        "units in the sentence": _spoken,
        "no units": _bare,
    }
    for what, printed in kinds.items():
        yield f"layout: {what}", _HEAD + "\n".join(map(printed, rows))
    bracketed = _HEAD + "\n".join(map(_bracketed, rows))
    yield "layout: lines of 36", _broken(bracketed, 36)
    yield "layout: all in one line", bracketed.replace("\n", "")
    yield "layout: table, tabs", _HEAD + _table("\t", rows)
    yield "layout: table, strokes", _HEAD + _table("|", rows)
    yield "layout: table, a cell a line", _HEAD + _table("\n", rows)
    yield "layout: table, cells broken", _HEAD + _broken(_table("\n", rows), 18)
