"""Who is told of a rung: the unit that is to answer, and who may approve what waits."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._paper_parts import chinese_day
from yingshang.city.supervision.ladder.tables import Escalation

__all__ = ["tell_approvers", "tell_held", "tell_relieved", "tell_unit"]


@official  # what is kept stays Chinese, whatever the screen speaks
def tell_unit(row: Escalation, at: datetime) -> None:
    """What stands, and until when it is to be answered."""
    due = chinese_day(row.due_on) if row.due_on else ""
    words = {"name": row.name, "what": row.subject, "due": due}
    notify.send(
        to=f"unit:{row.unit}",
        topic="supervision",
        title=(_("%(name)s：%(what)s，请于 %(due)s 前答复") % words)[:200],
        key=f"rung-{row.pk}",
        at=at,
        body=row.demand,
        link=f"/desk/cases/{row.ref}/",
    )


@official
def tell_held(row: Escalation, at: datetime, *, sees: bool) -> None:
    """What was written down of a meeting, and until when the unit still has to answer; nothing
    leads a unit to a case that it has no more (`sees`)."""
    words = {"name": row.name, "what": row.subject, "on": chinese_day(row.held_on or at)}
    if row.status == Escalation.Status.STANDING and row.due_on is not None:
        words["due"] = chinese_day(row.due_on)
        title = _("%(name)s情况已登记（%(on)s）：%(what)s，请于 %(due)s 前答复") % words
    else:
        title = _("%(name)s情况已登记（%(on)s）：%(what)s") % words
    notify.send(
        to=f"unit:{row.unit}",
        topic="supervision",
        title=title[:200],
        key=f"rung-{row.pk}-held-{at:%y%m%d%H%M%S}",
        at=at,
        body=row.held_words,
        link=f"/desk/cases/{row.ref}/" if sees else "",
    )


@official
def tell_relieved(row: Escalation, at: datetime) -> None:
    """The unit need not answer any more; it does not see the case, so that nothing leads there."""
    words = {"name": row.name, "what": row.subject, "why": row.ended_reason}
    notify.send(
        to=f"unit:{row.unit}",
        topic="supervision",
        title=(_("%(name)s不用再答复：%(what)s") % words)[:200],
        key=f"rung-{row.pk}-relieved",
        at=at,
        body=_("%(why)s，“%(name)s”已解除。") % words,
    )


@official
def tell_approvers(rows: Sequence[Escalation], at: datetime) -> None:
    """The leaders of the city, in one message however many rungs a night proposes."""
    if not rows:
        return
    first = rows[0]
    if len(rows) == 1:
        title = _("待您批准：%(name)s（%(unit)s）%(what)s") % {
            "name": first.name,
            "unit": accounts.unit_name(first.unit),
            "what": first.subject,
        }
    else:
        title = _("有 %d 项督办措施待您批准") % len(rows)
    link = f"/desk/cases/{first.ref}/" if len(rows) == 1 else "/desk/ladder/?show=proposed"
    notify.send_many(
        notify.Outgoing(
            f"user:{leader.id}",
            "supervision",
            title[:200],
            f"rungs-wait-{first.pk}",
            at,
            "；".join(f"{one.name}：{one.subject}" for one in rows[:10])[:1000],
            link,
        )
        for leader in accounts.actors(region=first.region, role="leader")
    )
