"""A rung as Word: 提醒函, 催办通知, 约谈通知书 …, numbered and signed."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import (
    chinese_day,
    chinese_moment,
    demo_mark,
    issuer_name,
)
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder import queries
from yingshang.city.supervision.ladder._standing import TAKEN
from yingshang.city.supervision.ladder.kinds import EscalationView
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.models import Order

__all__ = ["escalation_docx"]


@official  # an official paper is Chinese, whatever language the screen speaks
def escalation_docx(actor: Actor, id: int, *, at: datetime) -> bytes:
    """The paper of a rung that was taken; NotVisible unless the actor sees it."""
    one = queries.escalation(actor, id, at=at)
    if one.taken_at is None:
        raise Refusal("not-taken", _("这项措施还没有批准，没有正式文书；批准后再下载。"))
    issuer = issuer_name(one.region)
    sheet = paper.Sheet(
        title=f"{one.number} {one.document}",
        author=issuer,
        at=at,
        footer=demo_mark(one.region),
        blocks=tuple(_blocks(one, issuer, one.taken_at)),
    )
    return paper.render(sheet)


def _blocks(one: EscalationView, issuer: str, taken_at: datetime) -> Iterator[paper.Block]:
    yield paper.Head(issuer, one.number)
    yield paper.Title(one.document)
    yield paper.Line(f"{one.addressee or one.unit_name}：")
    yield paper.Paragraph(one.ground)
    if one.skipped:
        yield paper.Paragraph(_("因情况紧急，直接采取本项措施：%s") % one.skipped)
    yield paper.Paragraph(one.demand)
    yield paper.Facts(tuple(_facts(one)))
    if one.due_on is not None:
        asked = _("请于%s前书面告知处理结果。") if one.addressee else _("请于%s前书面答复。")
        yield paper.Paragraph(asked % chinese_day(one.due_on))
    if one.held_on is not None:
        yield paper.Heading(_("约谈情况"))
        held = _("%(day)s约谈，参加人员：%(who)s。")
        yield paper.Paragraph(held % {"day": chinese_day(one.held_on), "who": one.held_who})
        yield paper.Paragraph(one.held_words)
        for kept in one.held_papers:
            yield paper.Note(_("附件：%s") % kept["name"])
    if one.answer and one.answered_at is not None:
        yield paper.Heading(_("答复"))
        yield paper.Paragraph(one.answer)
        for kept in one.papers:
            yield paper.Note(_("附件：%s") % kept["name"])
        yield paper.Note(f"{one.answered_by}　{chinese_moment(one.answered_at)}")
    yield paper.Signature(issuer, chinese_day(taken_at), (_hands(one),))


def _facts(one: EscalationView) -> Iterator[tuple[str, str]]:
    """What the paper is about, whatever words its ground was given in."""
    yield _("事项"), one.subject
    order = Order.objects.filter(ref=one.ref).first()
    if order is not None:
        yield _("督办单"), order.number
    yield _("办件编号"), one.ref
    if one.addressee:
        yield _("承办单位"), one.unit_name
        if taken := _taken_before(one):
            yield _("已采取的措施"), taken
    if one.meet_at is not None:
        yield _("时间"), chinese_moment(one.meet_at)
        yield _("地点"), one.place


def _taken_before(one: EscalationView) -> str:
    mine = accounts.answers_for(one.unit)
    rows = Escalation.objects.filter(ref=one.ref, unit__in=mine, status__in=TAKEN)
    return "；".join(
        f"{row.name}（{row.number}，{chinese_day(row.taken_at)}）"
        for row in rows.filter(level__lt=one.level).order_by("taken_at")
        if row.taken_at is not None
    )


def _hands(one: EscalationView) -> str:
    """Who put it up and who approved it: the approver is not who handles it."""
    if one.proposed_name == one.taken_name:
        return _("（经办：%s）") % one.taken_name
    return _("（经办：%(by)s　批准：%(approver)s）") % {
        "by": one.proposed_name,
        "approver": one.taken_name,
    }
