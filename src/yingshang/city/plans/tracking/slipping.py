"""A closed task that no longer keeps what was promised: a new edition asks for more, or its
indicator, bound or fallen since, misses. Whether it starts anew a named person decides."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.plans.tracking import numbers
from yingshang.city.plans.tracking.access import bureau_track, require_stage
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.working import end_of
from yingshang.kernel.worktime import to_cst

__all__ = ["leave_closed", "restart"]


def _ready(track: Track, reason: str, at: datetime) -> numbers.TargetCheck:
    """What the task misses now; a Refusal where there is nothing to decide."""
    require_stage(track, Stage.CLOSED)
    if track.look_backs.filter(done_at=None).exists():
        raise Refusal(
            "look-back-open",
            _("这项任务的回头看还没有办，没有改动；请先办回头看，已经回落的在那里重新启动。"),
        )
    check = numbers.check(track, at)
    if not numbers.slipped(track, check):
        raise Refusal("not-slipped", _("销号以后没有新的未达到承诺的情况，不用决定。请刷新页面。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明决定的理由，没有办成。"))
    return check


@official
@transaction.atomic
def restart(*, ref: str, reason: str, due: date | None, by: Actor, at: datetime) -> None:
    """重新启动: the unit has it again, with a new date."""
    track = bureau_track(by, ref)
    check = _ready(track, reason, at)
    if due is None or due <= to_cst(at).date():
        raise Refusal("due-past", _("重新启动要定新的完成时限，应在今天之后；没有办成。"))
    ground = _("重新启动：%(why)s %(says)s") % {"why": reason.strip(), "says": check.says}
    cases.reopen(ref=ref, ground=ground.strip()[:1900], until=end_of(due), by=by, at=at)


@official
@transaction.atomic
def leave_closed(*, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """不重新启动: it stays closed on this person's reason, until something else is missed."""
    track = bureau_track(by, ref)
    check = _ready(track, reason, at)
    said = _("不重新启动：%(why)s（当时：%(says)s）") % {"why": reason.strip(), "says": check.says}
    cases.note(ref=ref, text=said[:1900], by=by, at=at)
    left = {
        "says": _("%(day)s %(who)s决定不重新启动：%(why)s")
        % {"day": day_words(at), "who": by.name, "why": reason.strip()},
        "numbers": [line.kept() for line in check.numbers],
    }
    row = Track.objects.get(pk=track.pk)
    Track.objects.filter(pk=track.pk).update(closed_on=row.closed_on | {"left": left})
