"""The reply to a leader as a Word draft: what was asked, what each unit has done."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark, issuer_name, quoted
from yingshang.city.supervision.instructions import queries
from yingshang.city.supervision.instructions.kinds import InstructionView
from yingshang.kernel.worktime import to_cst

__all__ = ["reply_docx"]

STOPS = "。！？…"
NUMERALS = "一二三四五六七八九十"


def _sentence(words: str) -> str:
    """The words in quotation marks, with a stop where they end without one."""
    said = words.strip()
    return quoted(said) if said[-1:] in STOPS else f"{quoted(said)}。"


@official  # an official paper is Chinese, whatever language the screen speaks
def reply_docx(actor: Actor, id: int, *, at: datetime) -> bytes:
    """The draft as it stands; units that have not answered are named as such. Readers only."""
    one = queries.instruction(actor, id, at=at)
    issuer = issuer_name(one.region)
    sheet = paper.Sheet(
        title=f"{one.row.number} {_('批示办理情况报告')}",
        author=issuer,
        at=at,
        footer=demo_mark(one.region),
        blocks=tuple(_blocks(one, issuer, at)),
    )
    return paper.render(sheet)


def _blocks(one: InstructionView, issuer: str, at: datetime) -> Iterator[paper.Block]:
    row = one.row
    # it goes upwards, so somebody signs it; its number is the report's own, given when it is sent
    blank = _("〔%d〕　号（拟稿）") % to_cst(at).year
    yield paper.Head(issuer, blank, signer=_("（待签发）"))
    yield paper.Title(_("关于%s同志批示办理情况的报告") % row.leader)
    yield paper.Line(f"{row.leader}{row.post}：")
    yield paper.Paragraph(
        _("%(day)s，您在《%(source)s》上作出批示：%(words)s现将办理情况报告如下。")
        % {
            "day": chinese_day(row.received_on),
            "source": row.source.strip("《》"),
            "words": _sentence(one.words),
        }
    )
    for place, task in enumerate(one.tasks):
        sign = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        yield paper.Heading(f"{sign}、{task.unit_name}")
        if task.accepted_at is not None:
            yield paper.Paragraph(task.findings)
        else:
            yield paper.Paragraph(_("（尚未报送或尚未确认，督办单 %s。）") % task.ref)
    for _code, name in one.waiting:
        yield paper.Paragraph(_("（%s尚未交办。）") % name)
    yield paper.Paragraph(_("专此报告。"))
    yield paper.Signature(issuer, chinese_day(at))
    yield paper.Note(_("本稿由平台按已确认的答复生成，送签前请核对。"))
