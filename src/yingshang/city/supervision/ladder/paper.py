"""A rung as Word: 提醒函, 催办通知, 约谈通知书 …, numbered and signed."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.adapters import paper
from yingshang.city.accounts.service import Actor
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark, issuer_name, moment
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder import queries
from yingshang.city.supervision.ladder.kinds import EscalationView

__all__ = ["escalation_docx"]


@override("zh-hans")  # an official paper is Chinese, whatever language the screen speaks
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
    yield paper.Line(f"{one.unit_name}：")
    yield paper.Paragraph(one.ground)
    if one.skipped:
        yield paper.Paragraph(_("因情况紧急，直接采取本项措施：%s") % one.skipped)
    yield paper.Paragraph(one.demand)
    if one.meet_at is not None:
        yield paper.Facts(((_("时间"), moment(one.meet_at)), (_("地点"), one.place)))
    if one.due_on is not None:
        yield paper.Paragraph(_("请于%s前书面答复。") % chinese_day(one.due_on))
    yield paper.Note(_("办件编号：%s") % one.ref)
    if one.answer and one.answered_at is not None:
        yield paper.Heading(_("答复"))
        yield paper.Paragraph(one.answer)
        yield paper.Note(f"{one.answered_by}　{moment(one.answered_at)}")
    yield paper.Signature(issuer, chinese_day(taken_at), (_("（经办：%s）") % one.taken_name,))
