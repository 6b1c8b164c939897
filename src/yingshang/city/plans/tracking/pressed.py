"""What the ladder of supervision asks of tasks: since when their units have them, and for which
promise, with a day of its own that has passed, a task is red before its own day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans.models import Status, Target
from yingshang.city.plans.tracking.kinds import TrackRow
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.queries import tracked
from yingshang.city.plans.tracking.resting import pauses_of
from yingshang.kernel.worktime import Pause, to_cst

__all__ = ["Pressed", "pressed"]


@dataclass(frozen=True)
class Pressed:
    """A task as the ladder looks at it. `begun_on`: since when its unit has it; `resumed_on`: the
    end of its last suspension, of all `pauses`; `target`: the promise that is missed or, `untold`,
    not told."""

    title: str
    begun_on: date
    resumed_on: date | None = None
    target: str = ""
    target_due: date | None = None
    untold: bool = False
    pauses: tuple[Pause, ...] = ()


def pressed(refs: Iterable[str], *, at: datetime) -> dict[str, Pressed]:
    """By case; the title is that of the plan in force."""
    rows = Track.objects.filter(ref__in=list(refs)).exclude(ref="").select_related("task")
    found = {one.ref: _of(one) for one in rows.defer("task__text")}
    passed = Target.objects.filter(
        task__track__ref__in=list(found), due_on__lt=to_cst(at).date()
    ).exclude(status=Status.REJECTED)
    passed = passed.exclude(due_on=F("task__track__first_due_on"))
    late = set(passed.values_list("task__track__ref", flat=True))
    for row in tracked(SYSTEM, at=at, refs=late) if late else ():
        if row.lamp.lamp == "red":
            found[row.ref] = _by_target(found[row.ref], row)
    return found


def _of(track: Track) -> Pressed:
    begun = max(filter(None, (track.sent_at, track.assigned_at)))
    ends = [until for _since, until in track.pauses if until]
    return Pressed(
        title=f"{track.task.no} {track.task.title}".strip(),
        begun_on=to_cst(begun).date(),
        resumed_on=date.fromisoformat(ends[-1]) if ends else None,
        pauses=tuple(pauses_of(track)),
    )


def _by_target(one: Pressed, row: TrackRow) -> Pressed:
    """The promise whose day came first of those for which the lamp is red: by the rules, what is
    not told may be yellow for a while yet, whatever else is red."""
    red = [name for name in ("target_missed", "target_untold") if f"{name}_days" in row.lamp.looks]
    names = {row.facts[name] for name in red} - {""}
    mine = [(line.held, line) for line in row.check.numbers if line.late and line.named in names]
    due, line = min(
        ((due, line) for due, line in mine if due), key=lambda pair: pair[0], default=(None, None)
    )
    if due is None or line is None:
        return one
    return replace(one, target=line.named, target_due=due, untold=line.untold)
