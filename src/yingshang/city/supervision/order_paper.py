"""The order as Word: numbered, red head, facts, grounds, demand, when it closes, signature."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision import queries
from yingshang.city.supervision._paper_parts import (
    chinese_day,
    demo_mark,
    issuer_name,
    measured_note,
    moment,
    quoted,
)
from yingshang.city.supervision.kinds import BY_HAND, OrderView
from yingshang.kernel.worktime import to_cst

__all__ = ["order_docx"]

MOST_CASES = 20
TURNS = frozenset(
    {"assigned", "returned", "return-ruled", "step-done", "decided", "closed", "reopened", "noted"}
)


@official  # an official paper is Chinese, whatever language the screen speaks
def order_docx(actor: Actor, ref: str, *, at: datetime) -> bytes:
    """The order as it stands at ``at``; NotVisible unless the actor sees it."""
    order = queries.order(actor, ref, at=at)
    issuer = issuer_name(order.region)
    sheet = paper.Sheet(
        title=f"{order.number} {order.warning.title}",
        author=issuer,
        at=at,
        footer=demo_mark(order.region),
        blocks=tuple(_blocks(actor, order, issuer, at)),
    )
    return paper.render(sheet)


def _blocks(actor: Actor, order: OrderView, issuer: str, at: datetime) -> Iterator[paper.Block]:
    unit = order.row.unit_name or _("（统筹单位待指定）")
    yield paper.Head(issuer, order.number)
    yield paper.Title(_("督 办 单"))
    yield paper.Line(f"{unit}：")
    yield paper.Paragraph(
        _("经核查，%s一事需要督办。现将有关情况和要求通知如下。") % quoted(order.warning.title)
    )
    yield paper.Facts(tuple(_facts(order, unit, at)))
    yield paper.Heading(_("一、督办依据"))
    yield paper.Paragraph(order.warning.sentence)
    yield from _ground_cases(order)
    if order.warning.kind not in BY_HAND:  # nothing was measured
        yield from measured_note(order.region, order.warning.raised_at)
    yield paper.Heading(_("二、办理要求"))
    yield paper.Paragraph(order.demand)
    yield paper.Paragraph(
        _(
            "请于%s前报送整改措施和进展。认为不属本单位职责的，应在收到后一个工作日内"
            "引用职责规定提出退回，由督办人员裁定；退回以一次为限。"
        )
        % chinese_day(order.due_on)
    )
    yield paper.Heading(_("三、销号条件"))
    yield paper.Paragraph(order.condition)
    yield from _turns(actor, order)
    yield paper.Signature(
        issuer, chinese_day(order.opened_at), (_("（经办：%s）") % order.opened_by,)
    )


def _facts(order: OrderView, unit: str, at: datetime) -> Iterator[tuple[str, str]]:
    warning = order.warning
    yield _("督办事项"), warning.title
    if warning.kind in BY_HAND:
        yield _("交办依据"), warning.rule_name
    else:
        yield _("预警类别"), f"{warning.rule_name}（{warning.severity_label}）"
    yield _("承办单位"), unit
    if order.target:
        one = plans.promise(accounts.SYSTEM, order.target, as_of=to_cst(order.opened_at).date())
        yield from _promise_facts(one)
    if order.cases:
        yield _("超期办件"), _("%d 件") % len(order.cases)
    yield _("办结期限"), chinese_day(order.due_on)
    yield _("办件编号"), order.ref
    yield _("当前状态"), f"{order.state_label}（{moment(at)}）"


def _promise_facts(one: PromiseView) -> Iterator[tuple[str, str]]:
    source = "，".join(filter(None, (one.plan.title, one.plan.doc_number, one.task.title)))
    yield _("方案依据"), source
    yield _("承诺原文"), f"“{one.target.words}”"
    yield _("承诺值"), one.promised
    if one.actual is not None:
        yield (
            _("实际值"),
            _("%(value)s（%(mark)s，%(period)s，截至%(day)s）")
            % {
                "value": one.actual_text,
                "mark": one.mark_label,
                "period": one.period_label,
                "day": chinese_day(one.as_of),
            },
        )
        yield _("差距"), one.gap_text


def _ground_cases(order: OrderView) -> Iterator[paper.Block]:
    rows = [ground for ground in order.warning.grounds if ground.kind == "case"]
    if not rows:
        return
    yield paper.Grid(
        (_("办件编号"), _("事项与申请")),
        tuple((row.key, row.text) for row in rows[:MOST_CASES]),
        (0.36, 0.64),
    )
    left = len(order.cases) - min(len(rows), MOST_CASES)
    if left > 0:
        yield paper.Note(_("其余 %d 件见平台该督办单。") % left)


def _turns(actor: Actor, order: OrderView) -> Iterator[paper.Block]:
    """Appointment, return, ruling, answer: what has happened since, if anything."""
    events = [one for one in cases.timeline(actor, order.ref) if one.name in TURNS]
    if not events:
        return
    yield paper.Heading(_("四、办理经过"))
    yield paper.Grid(
        (_("时间"), _("环节"), _("办理人"), _("内容")),
        tuple((moment(e.at), e.label, e.by_name, e.text) for e in events),
        (0.24, 0.16, 0.14, 0.46),
    )
