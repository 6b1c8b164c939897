"""Sections on what the city promised: promises kept and behind, plan tasks by lamp."""

from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision.bulletins._asked import Asked
from yingshang.city.supervision.bulletins._tasks import TaskRow, is_tracked, tasks
from yingshang.city.supervision.bulletins._words import among, cut, sentence, share
from yingshang.city.supervision.bulletins.kinds import Cell, Line, Section, Table

__all__ = ["promises_section", "tasks_section"]

LAMPS = (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"), ("grey", "灰灯"))


def promises_section(asked: Asked) -> Section:
    """Kept and behind, per unit ordered by result, the widest gaps."""
    found = plans.promises(asked.actor, region=asked.region, as_of=asked.day)
    unread = sum(not one.checked for one in found)
    found = [one for one in found if one.checked]  # as on the page that the numbers lead to
    standing = Counter(one.standing for one in found)
    told = [
        asked.figure("promises.all", _("量化承诺"), len(found), _("项"), "promises", head=True),
        asked.figure("promises.met", _("已达到"), standing["met"], _("项"), "promises", head=True),
        asked.figure("promises.near", _("接近达到"), standing["near"], _("项"), "promises"),
        asked.figure(
            "promises.missed", _("未达到"), standing["missed"], _("项"), "promises", head=True
        ),
        asked.figure(
            "promises.reported", _("只有部门自报"), standing["reported"], _("项"), "promises"
        ),
        asked.figure("promises.nodata", _("暂无可比数据"), standing["nodata"], _("项"), "promises"),
    ]
    rows = _by_unit(found)
    best = [str(row.cells[0]) for row in rows if row.cells[7] == 100]
    behind = [str(row.cells[0]) for row in reversed(rows) if row.cells[4]]
    lines = [
        sentence(
            _("方案量化承诺共%d项") % len(found),
            among(
                (
                    (_("已达到"), standing["met"]),
                    (_("接近达到"), standing["near"]),
                    (_("未达到"), standing["missed"]),
                    (_("只有部门自报数据"), standing["reported"]),
                    (_("暂无可比数据"), standing["nodata"]),
                ),
                _("项"),
            ),
        )
        if found
        else _("本市没有已入库的量化承诺。"),
        sentence(_("另有%d项机器读出、还没有人核对，不计在内") % unread) if unread else "",
        sentence(_("可比承诺全部达到的单位：%s") % cut(best)) if best else "",
        sentence(_("有承诺未达到的单位：%s") % cut(behind)) if behind else "",
    ]
    return Section(
        "promises",
        _("承诺兑现"),
        tuple(filter(None, lines)),
        tuple(told),
        tuple(one for one in (_unit_table(rows, found), _gaps(found)) if one.rows),
        _("“已达到”以办件实测或系统回传的指标为准，部门自报数据单列，不计入达到。"),
    )


def _by_unit(found: list[PromiseView]) -> list[Line]:
    """Per unit of ours: by the share kept of what can be told, then by how much that is."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        for unit in one.answering:
            counts.setdefault(unit, Counter())[one.standing] += 1
    rows = []
    for code, mine in counts.items():
        told = _told(mine)
        order = (mine["met"] / told if told else -1, told)
        rows.append((order, Line(_cells(accounts.unit_name(code), mine), "unit", code)))
    rows.sort(key=lambda one: (-one[0][0], -one[0][1], str(one[1].cells[0])))
    return [line for _order, line in rows]


def _told(mine: Counter[str]) -> int:
    return mine["met"] + mine["near"] + mine["missed"]


def _cells(name: str, mine: Counter[str]) -> tuple[Cell, ...]:
    standings = (mine[key] for key in ("met", "near", "missed", "reported", "nodata"))
    return (name, sum(mine.values()), *standings, share(mine["met"], _told(mine)))


def _unit_table(rows: list[Line], found: list[PromiseView]) -> Table:
    """The units' rows, one for what no unit of ours answers for, and how they add up."""
    homeless = Counter(one.standing for one in found if not one.answering)
    if homeless and rows:
        rows = [*rows, Line(_cells(_("没有写明本市牵头单位"), homeless))]
    return Table(
        "promises.units",
        _("各单位承诺兑现（按达到率排序）"),
        (
            _("单位"),
            _("承诺"),
            _("达到"),
            _("接近"),
            _("未达"),
            _("自报"),
            _("无数据"),
            _("达到率%"),
        ),
        tuple(rows),
        (0.30, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
        _("达到率 = 已达到 ÷（已达到 + 接近 + 未达到）；没有可比数据的单位排在最后，不给比率。")
        + _adds_up(found),
        shown=20,
    )


def _adds_up(found: list[PromiseView]) -> str:
    """Why the rows come to more than there are promises; '' where they do not."""
    joint = [one for one in found if len(one.answering) > 1]
    met = [one for one in joint if one.standing == "met"]
    if not joint:
        return ""
    return _(
        "%(n)d项由几个单位共同承担，各单位各计一次，"
        "各行相加比承诺总数多%(more)d项（其中已达到的多%(met)d项）。"
    ) % {"n": len(joint), "more": _again(joint), "met": _again(met)}


def _again(joint: list[PromiseView]) -> int:
    return sum(len(one.answering) - 1 for one in joint)


def _gaps(found: list[PromiseView]) -> Table:
    worst = sorted((one for one in found if one.lamp == "red"), key=_gap, reverse=True)
    return Table(
        "promises.gaps",
        _("差距最大的承诺"),
        (_("承诺（单位）"), _("承诺值"), _("实际值"), _("差距"), _("来源与截至")),
        tuple(
            Line(
                (
                    f"{one.target.metric}（{_units(one)}）",
                    one.promised,
                    one.actual_text,
                    one.gap_text,
                    f"{one.mark_label} {one.period_label}",
                ),
                "promise",
                f"{one.plan.id}/{one.target.id}",
            )
            for one in worst
        ),
        (0.34, 0.15, 0.16, 0.15, 0.20),
    )


def _gap(one: PromiseView) -> Decimal:
    """The gap as a share of what was promised."""
    if one.gap is None or not one.target.value:
        return Decimal(0)
    return one.gap / abs(one.target.value)


def _units(one: PromiseView) -> str:
    return "、".join(unit.name for unit in one.units) or _("未明确单位")


def tasks_section(asked: Asked) -> Section:
    """Plan tasks by lamp; the red ones with why, days late and reports missing."""
    found = tasks(asked.actor, asked.region, asked.at, past=asked.past)
    found = [one for one in found if one.sent_at is None or one.sent_at <= asked.at]
    running = [one for one in found if one.running]
    lamps = Counter(one.lamp for one in running)
    late = [one for one in running if one.days_late]
    silent = [one for one in running if one.reports_missing]
    closed = [one for one in found if one.closed_at and asked.since <= one.closed_at < asked.until]
    excepted = sum(one.excepted for one in closed)
    told = [
        asked.figure("tasks.open", _("在办任务"), len(running), _("项"), "tasks"),
        asked.figure("tasks.red", _("红灯任务"), lamps["red"], _("项"), "tasks", head=True),
        asked.figure("tasks.yellow", _("黄灯任务"), lamps["yellow"], _("项"), "tasks"),
        asked.figure("tasks.late", _("已超期任务"), len(late), _("项"), "tasks"),
    ]
    if is_tracked(found):
        told += [
            asked.figure("tasks.closed", _("销号任务"), len(closed), _("项"), "tasks", flow=True),
            asked.figure("tasks.excepted", _("例外销号"), excepted, _("项"), "tasks", flow=True),
            asked.figure("tasks.silent", _("欠报进展任务"), len(silent), _("项"), "tasks"),
        ]
    lines = [
        sentence(
            _("方案任务在办%d项") % len(running),
            among([(label, lamps[code]) for code, label in LAMPS], _("项")),
        )
        if running
        else _("没有在办的方案任务。"),
        sentence(
            _("%(when)s销号%(n)d项") % {"when": asked.when, "n": len(closed)},
            among(((_("例外销号"), excepted),), _("项")),
        )
        if closed
        else "",
        sentence(_("已超期%d项，最长超期%d天") % (len(late), max(one.days_late for one in late)))
        if late
        else "",
        sentence(_("欠报进展的单位：%s") % cut(_names(silent))) if silent else "",
    ]
    return Section(
        "tasks",
        _("方案任务"),
        tuple(filter(None, lines)),
        tuple(told),
        tuple(one for one in (_late_table(running),) if one.rows),
    )


def _names(rows: list[TaskRow]) -> list[str]:
    return sorted({one.unit_name for one in rows})


def _late_table(running: list[TaskRow]) -> Table:
    rank = {"red": 0, "yellow": 1}
    worst = sorted(
        (one for one in running if one.lamp in rank),
        key=lambda one: (rank[one.lamp], -one.days_late, one.unit_name, one.no),
    )
    names = dict(LAMPS)
    return Table(
        "tasks.behind",
        _("红灯和黄灯任务"),
        (_("灯"), _("任务"), _("单位"), _("原因"), _("超期天数"), _("欠报")),
        tuple(
            Line(
                (
                    names[one.lamp],
                    f"{one.no} {one.title}" if one.no else one.title,
                    one.unit_name,
                    one.reason,
                    one.days_late,
                    one.reports_missing,
                ),
                "task",
                one.ref,
            )
            for one in worst
        ),
        (0.08, 0.27, 0.19, 0.28, 0.10, 0.08),
    )
