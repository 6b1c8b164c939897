"""The reply to deputies as a Word draft: class letter on top right, a reply or a co-opinion."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark
from yingshang.city.supervision.motions import queries
from yingshang.city.supervision.motions.kinds import MotionView, ShareView

__all__ = ["motion_docx"]


@official  # an official paper is Chinese, whatever language the screen speaks
def motion_docx(actor: Actor, id: int, share: int, *, at: datetime) -> bytes:
    """The draft of one unit's reply, from what it wrote on its case; NotVisible for others."""
    one = queries.motion(actor, id, at=at)
    mine = next((part for part in one.shares if part.id == share), None)
    if mine is None:
        raise NotVisible(f"share {share}")
    sheet = paper.Sheet(
        title=one.number,
        author=mine.unit_name,
        at=at,
        footer=demo_mark(one.region),
        blocks=tuple(_blocks(one, mine, at)),
    )
    return paper.render(sheet)


def _blocks(one: MotionView, mine: ShareView, at: datetime) -> Iterator[paper.Block]:
    if mine.leads:
        yield paper.Signature(_("类别标记：%s") % (mine.grade or _("（核稿时确定）")), "")
        yield paper.Title(
            _("对%(number)s%(kind)s的答复") % {"number": one.number, "kind": one.kind_label}
        )
        yield paper.Line("、".join(one.members) + "：")
        yield paper.Paragraph(
            _("您提出的《%s》收悉。感谢您的关心和支持，现答复如下。") % one.title.strip("《》")
        )
    else:
        yield paper.Title(
            _("对%(number)s%(kind)s的会办意见") % {"number": one.number, "kind": one.kind_label}
        )
        yield paper.Line("、".join(part.unit_name for part in one.leads) + "：")
    words = _words(mine.ref)
    for text in words or [_("（承办单位还没有填写办理情况。）")]:
        yield paper.Paragraph(text)
    yield paper.Signature(mine.unit_name, chinese_day(mine.replied_on or at))
    yield paper.Note(_("本稿由平台按办理记录生成，签发前请核对。"))


def _words(ref: str) -> list[str]:
    """What was written when drafting (or giving the opinion), the last round of it."""
    events = cases.timeline(SYSTEM, ref)
    done = [e for e in events if e.name == "step-done" and e.data.get("step") in ("draft", "opine")]
    return [one.data["opinion"] for one in done[-1:] if one.data.get("opinion")]
