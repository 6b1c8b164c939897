"""The ledger in the layout that offices use: a workbook, and a Word table."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper, sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import day_words, official
from yingshang.city.plans.kinds import UnitName
from yingshang.city.plans.tracking.kinds import SplitView, TrackRow
from yingshang.city.plans.tracking.moved import words
from yingshang.kernel.worktime import to_cst

__all__ = ["HEADER", "ledger_docx", "ledger_xlsx", "splits_xlsx"]

HEADER = (
    "序号",
    "任务来源",
    "任务",
    "目标与量化指标",
    "牵头单位",
    "责任单位",
    "配合单位",
    "责任人",
    "电话",
    "交办日期",
    "完成时限",
    "原定时限",
    "是否延期",
    "节点完成",
    "进度（%）",
    "进展情况",
    "存在问题",
    "下步措施",
    "报送时间",
    "状态",
    "灯",
    "亮灯原因",
    "销号日期",
    "销号说明",
)


def _names(names: Sequence[UnitName]) -> str:
    return "、".join(name.name for name in names)


def _day(value: date | datetime | None) -> date | None:
    return to_cst(value).date() if isinstance(value, datetime) else value


def _goals(row: TrackRow) -> str:
    if not row.quantified:
        return "无量化指标，凭佐证材料销号"
    return "；".join(
        f"{one.metric} {one.promised}"
        + (f"（现为 {one.value}{_mark(one.mark)}）" if one.value else "")
        for one in row.check.numbers
    )


def _mark(mark: str) -> str:
    return "，部门自报" if mark == "reported" else ""


def _held_to(row: TrackRow) -> str:
    """The day that counts, with the plan's promise and why it is another."""
    said = words(row.moved, row.first_due_on, row.due_on)
    return said or (day_words(row.due_on) if row.due_on else "")


def _closing(row: TrackRow) -> str:
    if row.override:
        return f"例外销号（{row.closed_by}）：{row.override_reason}"
    return "审核销号" if row.closed else ""


def _cells(row: TrackRow) -> tuple[object, ...]:
    done, every = row.milestones
    return (
        row.no,
        row.plan_title,
        row.title,
        _goals(row),
        row.unit_name or "待确定",
        _names(row.responsible),
        _names(row.cooperating),
        row.contact,
        row.phone,
        _day(row.sent_at),
        _day(row.due_on),
        _day(row.first_due_on),
        f"已延期 {row.extensions} 次" if row.extensions else "否",
        f"{done}/{every}" if every else "",
        row.percent,
        row.progress,
        row.problems,
        row.next_steps,
        _day(row.reported_at),
        row.stage_label,
        row.lamp.word,
        row.lamp.sentence,
        _day(row.closed_at),
        _closing(row),
    )


@official
def ledger_xlsx(rows: Sequence[TrackRow], *, at: datetime) -> bytes:
    """任务台账 as a workbook, one line a task."""
    return sheets.table_book([sheets.Table("任务台账", HEADER, [_cells(row) for row in rows])])


@official
def ledger_docx(rows: Sequence[TrackRow], *, region: str, at: datetime) -> bytes:
    """任务台账 as a Word paper: the columns that fit a page."""
    name = accounts.region_name(region)
    header = ("序号", "任务", "牵头单位", "时限", "进展", "存在问题", "下步措施", "灯")
    lines = tuple(
        (
            row.no,
            row.title,
            row.unit_name or "待确定",
            _held_to(row),
            f"{row.percent}%：{row.progress}" if row.percent is not None else "未报送",
            row.problems,
            row.next_steps,
            f"{row.lamp.word}：{row.lamp.sentence}",
        )
        for row in rows
    )
    day = to_cst(at).date()
    blocks = (
        paper.Title(_("%s重点任务台账") % name),
        paper.Paragraph(_("截至%(day)s，共 %(n)d 项。") % {"day": day_words(day), "n": len(rows)}),
        paper.Grid(header, lines, (5, 18, 12, 11, 20, 12, 12, 10)),
    )
    mark = _("演示数据") if accounts.is_fictional(region) else ""
    sheet = paper.Sheet(
        title=_("%s重点任务台账") % name, author=name, at=at, footer=mark, blocks=blocks
    )
    return paper.render(sheet)


@official
def splits_xlsx(rows: Sequence[SplitView], *, at: datetime) -> bytes:
    """目标分解 as a workbook: one line a target and county, and one line a target rolled up."""
    parts = [
        (
            one.task_title,
            f"{one.metric} {one.promised}",
            place.name,
            place.unit_name,
            place.value,
            place.returned or "未报",
            place.denominator,
            {True: "达到", False: "未达到", None: "无法比较" if place.returned else "没有数"}[
                place.met
            ],
            "逾期" if place.overdue else "",
            _day(place.returned_on),
        )
        for one in rows
        for place in one.places
    ]
    sums = [
        (
            one.task_title,
            f"{one.metric} {one.promised}",
            _day(one.due_on),
            one.rule_label,
            one.total,
            one.warning,
            one.rolled,
            one.rolled_says,
            "、".join(one.missing),
            "、".join(name for _code, name in one.unsplit) if one.places else "未分解",
        )
        for one in rows
    ]
    header = ("任务", "目标", "县区", "责任单位", "分解目标", "完成值", "计数基数", "结果", "逾期",
              "报送日期")  # fmt: skip
    whole = ("任务", "目标", "时限", "汇总办法", "分解合计", "与全市目标的差", "汇总值", "说明",
             "没有数的县区", "未分解的县区")  # fmt: skip
    tables = [sheets.Table("县区分解", header, parts), sheets.Table("汇总", whole, sums)]
    return sheets.table_book(tables)
