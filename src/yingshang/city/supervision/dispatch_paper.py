"""The weekly dispatch (工作专报) as Word: promises, gaps, orders, overdue cases, contradictions.

Every figure says where it comes from and as of when; the figures of a sample city are marked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision import queries
from yingshang.city.supervision._paper_parts import (
    chinese_day,
    demo_mark,
    issuer_name,
    measured_note,
)
from yingshang.city.supervision._subjects import overdue_cases
from yingshang.city.supervision.kinds import OrderView
from yingshang.kernel.worktime import to_cst

__all__ = ["weekly_dispatch"]

MOST = 10
_READERS = frozenset({"supervisor", "bureau", "leader", "system"})
_ENDED = frozenset({"closed", "withdrawn"})


@override("zh-hans")  # an official paper is Chinese, whatever language the screen speaks
def weekly_dispatch(actor: Actor, region: str, *, at: datetime) -> bytes:
    """The dispatch of the week that ends at ``at``; for those who oversee the city."""
    if actor.role not in _READERS or (actor.role != "system" and actor.region != region):
        raise NotVisible(f"dispatch {region}")
    issuer, week = issuer_name(region), at.isocalendar()
    sheet = paper.Sheet(
        title=_("优化营商环境工作专报"),
        author=issuer,
        at=at,
        footer=demo_mark(region),
        blocks=(
            paper.Head(_("优化营商环境工作专报"), f"{week.year}年第{week.week}期"),
            paper.Title(_("%s优化营商环境一周情况") % accounts.region_name(region)),
            *_promises(actor, region, at),
            *_orders(actor, region, at),
            *_overdue(region, at),
            *_contradictions(region, at),
            paper.Signature(issuer, chinese_day(at)),
        ),
    )
    return paper.render(sheet)


def _promises(actor: Actor, region: str, at: datetime) -> Iterator[paper.Block]:
    found = plans.promises(actor, region=region, as_of=to_cst(at).date())
    standing = Counter(one.standing for one in found)
    yield paper.Heading(_("一、承诺兑现"))
    yield paper.Paragraph(
        _(
            "方案量化承诺共 %(all)d 项：已达到 %(met)d 项，接近达到 %(near)d 项，"
            "未达到 %(missed)d 项，只有部门自报数据 %(reported)d 项，"
            "暂无可比数据 %(nodata)d 项（截至%(day)s）。"
        )
        % {
            "all": len(found),
            **{name: standing[name] for name in ("met", "near", "missed", "reported", "nodata")},
            "day": chinese_day(at),
        }
    )
    worst = sorted((one for one in found if one.lamp == "red"), key=_share, reverse=True)
    if worst:
        yield paper.Heading(_("差距最大的承诺"), level=2)
        yield _promise_grid(worst[:MOST])
    reported = [one for one in found if one.standing == "reported"]
    if reported:
        yield paper.Heading(_("只有部门自报数据的承诺"), level=2)
        yield _promise_grid(reported[:MOST])
    if demo_mark(region):
        yield paper.Note(_("以上为虚构城市的演示数据。"))


def _share(one: PromiseView) -> Decimal:
    """The gap as a share of what was promised."""
    if one.gap is None or not one.target.value:
        return Decimal(0)
    return one.gap / abs(one.target.value)


def _promise_grid(rows: Sequence[PromiseView]) -> paper.Grid:
    return paper.Grid(
        (_("承诺（牵头或责任单位）"), _("承诺值"), _("实际值"), _("差距"), _("来源与截至")),
        tuple(
            (
                f"{one.target.metric}（{_unit_names(one)}）",
                one.promised,
                one.actual_text,
                one.gap_text,
                f"{one.mark_label} {one.period_label}",
            )
            for one in rows
        ),
        (0.34, 0.15, 0.16, 0.15, 0.20),
    )


def _unit_names(one: PromiseView) -> str:
    return "、".join(unit.name for unit in one.units) or str(_("未明确单位"))


def _orders(actor: Actor, region: str, at: datetime) -> Iterator[paper.Block]:
    found = queries.orders(actor, region=region, at=at)
    running = [one for one in found if one.row.state not in _ENDED]
    week = at - timedelta(days=7)
    given = sum(one.opened_at > week for one in found)
    yield paper.Heading(_("二、督办情况"))
    yield paper.Paragraph(
        _("本周新发督办单 %(new)d 件；在办 %(open)d 件，已销号 %(closed)d 件（截至%(day)s）。")
        % {
            "new": given,
            "open": len(running),
            "closed": len(found) - len(running),
            "day": chinese_day(at),
        }
    )
    if running:
        yield _order_grid(running[:MOST], at)


def _order_grid(rows: Sequence[OrderView], at: datetime) -> paper.Grid:
    return paper.Grid(
        (_("编号"), _("事项"), _("承办单位"), _("期限"), _("状态")),
        tuple(
            (
                one.number,
                one.warning.title,
                one.row.unit_name or str(_("待指定")),
                f"{one.due_on:%m-%d}",
                str(_("已逾期")) if one.due_on < to_cst(at).date() else one.row.state_label,
            )
            for one in rows
        ),
        (0.22, 0.30, 0.22, 0.12, 0.14),
    )


def _overdue(region: str, at: datetime) -> Iterator[paper.Block]:
    found = sorted(overdue_cases(region, at), key=lambda one: -one.facts["overdue"])
    yield paper.Heading(_("三、超期办件"))
    if not found:
        yield paper.Paragraph(_("没有超过承诺时限仍未办结的办件。"))
    else:
        total = sum(one.facts["overdue"] for one in found)
        yield paper.Paragraph(
            _("全市超过承诺时限仍未办结的办件 %(n)d 件，涉及 %(units)d 个单位。")
            % {"n": total, "units": len(found)}
        )
        yield paper.Grid(
            (_("单位"), _("超期未办结（件）"), _("最长已超期（天）")),
            tuple(
                (one.name, str(one.facts["overdue"]), str(one.facts["longest"]))
                for one in found[:MOST]
            ),
            (0.5, 0.25, 0.25),
        )
    yield from measured_note(region, at)


def _contradictions(region: str, at: datetime) -> Iterator[paper.Block]:
    found = indicators.contradictions(region, as_of=to_cst(at).date())
    yield paper.Heading(_("四、自报与实测不一致"))
    if not found:
        yield paper.Paragraph(
            _("没有发现部门自报数据与办件实测数据不一致（截至%s）。") % chinese_day(at)
        )
        return
    yield paper.Grid(
        (_("指标与单位"), _("期间"), _("部门自报"), _("办件实测"), _("相差")),
        tuple(
            (
                f"{one.name}（{accounts.unit_name(one.unit_code)}）",
                one.period,
                f"{one.reported.normalize():f} {one.unit}",
                f"{one.measured.normalize():f} {one.unit}",
                f"{one.difference.normalize():f}",
            )
            for one in found[:MOST]
        ),
        (0.36, 0.16, 0.17, 0.17, 0.14),
    )
    yield paper.Note(_("两个数字都保留，由填报单位书面说明差异原因（截至%s）。") % chinese_day(at))
