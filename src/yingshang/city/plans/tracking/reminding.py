"""Before a report or a deadline is due, its unit is told: once for each of them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.plans.tracking import rules
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.owing import owed_by
from yingshang.kernel.worktime import to_cst

__all__ = ["remind_due"]


@override("zh-hans")
@transaction.atomic
def remind_due(*, at: datetime, by: Actor) -> int:
    """Tell the units what falls due within the days of the rule; answers how many messages were
    handed over (a message that went out before is the same message)."""
    stages = (Stage.UNSIGNED, Stage.WORKING)
    rows = Track.objects.filter(stage__in=stages).exclude(unit="").select_related("task")
    found = [one for track in rows.prefetch_related("reports") for one in _messages(track, at)]
    notify.send_many(found)
    return len(found)


def _messages(track: Track, at: datetime) -> Iterator[notify.Outgoing]:
    day = to_cst(at).date()
    calendar = definitions.calendar(track.region)
    until = calendar.add_workdays(day, rules.remind_workdays(track.region, day))
    reported = {one.period for one in track.reports.all()}
    for one in owed_by(track, day):
        if one.key not in reported and day <= one.due_on <= until:
            title = _("请在 %(due)s 前报送%(period)s进展") % {
                "due": one.due_on,
                "period": one.label,
            }
            yield _message(track, title, f"report-{track.ref}-{one.key}", at)
    if track.due_on and day <= track.due_on <= until:
        title = _("任务将于 %s 到期") % track.due_on
        yield _message(track, title, f"due-{track.ref}-{_day(track.due_on)}", at)


def _day(day: date) -> str:
    return day.isoformat()


def _message(track: Track, title: str, key: str, at: datetime) -> notify.Outgoing:
    return notify.Outgoing(
        to=f"unit:{track.unit}",
        topic="task-due",
        title=title,
        key=key,
        at=at,
        body=track.task.title,
        link=track.ref,
    )
