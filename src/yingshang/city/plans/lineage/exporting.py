"""The comparisons as files: a workbook for whoever works on, a Word paper for the meeting."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.adapters.sheets import Table, table_book
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import day_words, official
from yingshang.city.plans.lineage.kinds import (
    Below,
    Beside,
    BesideRow,
    FigureRow,
    Side,
    Taking,
    TakingRow,
)
from yingshang.city.plans.lineage.models import Kind
from yingshang.city.plans.lineage.weighing import WAYS
from yingshang.kernel.flow import Refusal

__all__ = ["FORMS", "STATES", "as_file"]

FORMS = ("xlsx", "docx")
STATES = {"kept": "保留", "changed": "修改", "new": "新增", "dropped": "删去"}
_TAKEN = {"taken": "已承接", "letgo": "不再承接", "open": "未承接"}
_CELL = {"none": "未承接", "letgo": "不承接", "taken": "已承接"}
_FEW = 300  # characters of a clause on paper: whoever needs all has the workbook

Grid = tuple[tuple[str, ...], list[tuple[str, ...]]]


@official  # what leaves as a paper is Chinese, whatever language the screen speaks
def as_file(view: Beside | Taking | Below, form: str, *, at: datetime) -> bytes:
    """The comparison as xlsx or docx."""
    if form not in FORMS:
        raise Refusal("format-unknown", _("只能导出 xlsx 或 docx。请换一种格式。"))
    title, (header, rows) = _GRIDS[type(view)](view)
    if form == "xlsx":
        return table_book([Table(_("对照表"), header, rows)])
    return _word(title, view, header, rows, at)


def _word(
    title: str, view: Any, header: Sequence[str], rows: Iterable[Sequence[str]], at: datetime
) -> bytes:
    plan = view.plan if isinstance(view, Below) else view.heir
    blocks: list[paper.Block] = [paper.Title(title), paper.Paragraph(_lead(view))]
    blocks.append(paper.Grid(tuple(header), tuple(tuple(_short(c) for c in row) for row in rows)))
    blocks.append(paper.Note(_("生成于 %s，文字超过三百字的只列开头。") % day_words(at)))
    sample = accounts.is_fictional(plan.region)
    if sample:
        blocks.append(paper.Note(_("虚构城市的演示数据。")))
    sheet = paper.Sheet(
        title=title, author=plan.issuer or plan.region_name, at=at, blocks=tuple(blocks)
    )
    return paper.render(sheet)


def _short(text: str) -> str:
    return text if len(text) <= _FEW else text[:_FEW] + "……"


def _lead(view: Beside | Taking | Below) -> str:
    if isinstance(view, Below):
        return _("共 %(n)d 项任务，%(m)d 份下级方案已关联，%(k)d 个地区尚未关联方案。") % {
            "n": len(view.rows),
            "m": len(view.columns),
            "k": len(view.silent),
        }
    counts = {key: view.counts.get(key, 0) for key in (*STATES, *_TAKEN, "pending", "moved")}
    if isinstance(view, Beside):
        said = _(
            "逐条对照：保留 %(kept)d 条，修改 %(changed)d 条，新增 %(new)d 条，"
            "删去 %(dropped)d 条，其中移位或改号 %(moved)d 条，目标有改动待复核 %(pending)d 个。"
        )
        return said % counts
    return _("已承接 %(taken)d 项，不再承接 %(letgo)d 项，未承接 %(open)d 项。") % counts


def _beside(view: Beside) -> tuple[str, Grid]:
    header = (
        _("情况"),
        _("原序号"),
        _("原条款"),
        _("原文"),
        _("新序号"),
        _("新条款"),
        _("新文"),
        _("改了什么"),
        _("目标变化"),
    )
    return _("方案前后版逐条对照"), (header, [_beside_row(row) for row in view.rows])


def _beside_row(row: BesideRow) -> tuple[str, ...]:
    said = [STATES[row.state]]
    if row.shifted:
        said.append(_("移位或改号"))
    if row.kin is not None:
        words = _("拆自：%s") if row.state == "new" else _("并入：%s")
        said.append(words % row.kin.name)
    changed = [f"{label}：{old or _('无')} → {new or _('无')}" for label, old, new in row.fields]
    rest = [one for one in row.changes if one not in {label for label, _o, _n in row.fields}]
    return (
        "；".join(said),
        *_columns(row.old),
        *_columns(row.new),
        "；".join([*rest, *changed]),
        _figures(row.figures, only_changed=row.state in ("kept", "changed")),
    )


def _columns(side: Side | None) -> tuple[str, str, str]:
    return (side.no, side.title, side.text) if side else ("", "", "")


def _figures(rows: Iterable[FigureRow], *, only_changed: bool = False) -> str:
    shown = [one for one in rows if not (only_changed and one.way == "same")]
    return "；".join(
        f"{one.metric}：{one.first or _('无')} → {one.second or _('无')}（{one.label}）"
        for one in shown
    )


def _taking(view: Taking) -> tuple[str, Grid]:
    after = _("承接任务") if view.kind == Kind.SUCCESSOR else _("下级任务")
    header = (
        _("情况"),
        _("原任务"),
        _("牵头或责任单位"),
        _("原进展"),
        after,
        _("单位"),
        _("目标对比"),
        _("时限"),
        _("理由"),
    )
    title = _("上年任务承接情况") if view.kind == Kind.SUCCESSOR else _("上级任务落实情况")
    return title, (header, [line for row in view.rows for line in _taking_rows(row)])


def _taking_rows(row: TakingRow) -> Iterable[tuple[str, ...]]:
    head = (
        "已完成，不需承接" if row.done else _TAKEN[row.state],
        row.side.name,
        "、".join(row.side.answerable),
        row.standing_label,
    )
    if not row.taken:
        yield (*head, "", "", "", "", row.letgo)
    for one in row.taken:
        yield (
            *head,
            one.side.name,
            "、".join(one.side.answerable),
            _figures(one.figures),
            one.deadline_label,
            one.grounds,
        )


def _below(view: Below) -> tuple[str, Grid]:
    columns = [row.region_name for _link, row in view.columns]
    header = (_("任务"), *columns)
    rows = [
        (task.name, *(_below_cell(cell.state, cell.ways, cell.letgo) for cell in cells))
        for task, cells in view.rows
    ]
    if view.silent:
        names = "、".join(name for _c, name in view.silent)
        rows.append((_("尚未关联方案的地区：%s") % names, *("" for _column in columns)))
    return _("上级任务由谁承接"), (header, rows)


def _below_cell(state: str, ways: Iterable[str], letgo: str) -> str:
    said = "、".join(str(WAYS[way]) for way in ways)
    return _CELL[state] + (f"（{said or letgo}）" if said or letgo else "")


_GRIDS: dict[type, Callable[[Any], tuple[str, Grid]]] = {
    Beside: _beside,
    Taking: _taking,
    Below: _below,
}
