"""Who is told of a motion: a lead of the opinions that come in, a unit of what is to be redone."""

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._paper_parts import chinese_day
from yingshang.city.supervision.motions.tables import MotionShare

__all__ = ["tell_given", "tell_redo"]


@official  # what is kept stays Chinese, whatever the screen speaks
def tell_given(row: MotionShare, at: datetime) -> None:
    """A co-handler's opinion has come: where the lead reads it, and whether others are due."""
    shares = list(row.motion.shares.all())
    due = [one for one in shares if not (one.leads or one.replied_on or one.waived_on)]
    names = "、".join(accounts.unit_name(one.unit) for one in due)
    body = _("还在等%s的会办意见。") % names if due else _("会办意见已齐，可以拟稿答复。")
    words = {"who": accounts.unit_name(row.unit), "what": row.motion.title}
    for lead in shares:
        if lead.leads:
            title = _("%(who)s已送会办意见：%(what)s") % words
            _send(lead, f"motion-given-{row.pk}-{at:%y%m%d%H%M%S}", title, body, at)


@official
def tell_redo(row: MotionShare, title: str, why: str, at: datetime) -> None:
    """Why a reply goes back to the unit that drafted it, and until when it is to come again."""
    due = cases.written([row.ref], ("draft",))[row.ref].due_at
    body = _("%(why)s。请于%(due)s前重新拟稿，报政府办公室核稿。") % {
        "why": why.rstrip("。"),
        "due": chinese_day(due) if due else chinese_day(row.due_on),
    }
    key = f"motion-redo-{row.pk}-{at:%y%m%d%H%M%S}"
    _send(row, key, f"{title}：{row.motion.title}", body, at)


def _send(row: MotionShare, key: str, title: str, body: str, at: datetime) -> None:
    notify.send(
        to=f"unit:{row.unit}",
        topic="motion",
        title=title[:200],
        key=key,
        at=at,
        body=body[:1000],
        link=f"/desk/motions/{row.motion_id}/",
    )
