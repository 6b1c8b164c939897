"""A task that the machine missed, marked by a person: its units, deadline and numbers are read out
of the marked words; what the person typed of a number, or emptied, stands over what was read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._fields import TARGET_FIELDS, read_field
from yingshang.city.plans.access import editable_plan
from yingshang.city.plans.drafting import day_of
from yingshang.city.plans.editing import inside, place_of
from yingshang.city.plans.models import Plan, Status, Target, Task
from yingshang.city.plans.review.parts import UNITS, number_of, read_targets, read_words
from yingshang.city.plans.review.recording import recording

__all__ = ["add_read_task"]


@official
@transaction.atomic
def add_read_task(
    *,
    plan: int,
    start: int,
    end: int,
    by: Actor,
    at: datetime,
    target: Mapping[str, Any] | None = None,
    shown: Any = None,
) -> int:
    """A task out of these words, with the units, the deadline and the numbers that stand in them;
    it waits for a person. ``target``: a number that the person has given, which is confirmed; a
    field without a value was emptied. ``shown``: the value that was offered to the person, who
    has put it right, or says that it is none. Answers the task's id."""
    row = editable_plan(by, plan)
    text = inside(row.document.text, start, end)
    said = read_words(text, row)
    new = _task(row, said, text, start, end)
    given = dict(target or {})
    if "metric" in given:  # a number is always one of something
        given["metric"] = given["metric"] or new.title[:200]
    typed = {name: read_field(TARGET_FIELDS, name, value) for name, value in given.items()}
    with recording(row, "add", by=by, at=at) as act:
        new.save()
        act.sentence = _("补录任务“%s”") % new.title
        act.made(new)
        act.note(new, events.ADDED, new=new.title)
        found = read_targets(new, said)
        mine = _typed(new, found, typed, shown)
        for one in found:
            one.save()
            act.made(one)
            act.note(one, events.ADDED, new=str(one))
        if mine is not None:
            act.set(mine, events.CORRECTED, **typed)
            act.set(mine, status=Status.CONFIRMED)
        for one in [] if typed else _of_value(found, shown):
            act.set(one, status=Status.REJECTED)
            act.note(one, events.REJECTED, reason=_("补录时清空了目标值"))
    return new.pk


def _task(plan: Plan, said: Mapping[str, Any], text: str, start: int, end: int) -> Task:
    return Task(
        plan=plan,
        order=place_of(plan, start),
        no=number_of(text)[:40],
        title=(said.get("title") or text.strip().splitlines()[0].split("。")[0])[:500],
        text=text,
        start=start,
        end=end,
        deadline=day_of(said.get("deadline")),
        deadline_text=(said.get("deadline_text") or "")[:200],
        open_ended=bool(said.get("open_ended")),
        confidence=said.get("confidence"),
        doubts=said.get("doubts") or [],
        status=Status.SUGGESTED,
        **{name: said.get(name) or [] for name in UNITS},
    )


def _of_value(found: list[Target], value: Any) -> list[Target]:
    """The first of the numbers that is this one, as a list of none or one."""
    wanted = None if value in (None, "") else read_field(TARGET_FIELDS, "value", value)
    return [one for one in found if wanted is not None and one.value == wanted][:1]


def _meant(found: list[Target], typed: Mapping[str, Any], shown: Any) -> Target | None:
    """Which of the numbers that were read the person's is: the very one, the one that was shown
    and is put right, or the one of this value."""
    same = [one for one in found if one.value == typed["value"]]
    very = [one for one in same if one.unit == typed.get("unit")]
    return next(iter([*very, *_of_value(found, shown), *same]), None)


def _typed(new: Task, found: list[Target], typed: dict[str, Any], shown: Any) -> Target | None:
    """The number that the person's is; one that was not read is put beside those that were."""
    if not typed:
        return None
    if (meant := _meant(found, typed, shown)) is not None:
        return meant
    target = Target(
        task=new,
        order=len(found),
        span=new.text,
        start=new.start,
        end=new.end,
        confidence=1.0,
        metric=new.title[:200],
    )
    for name, value in typed.items():
        setattr(target, name, value)
    found.append(target)
    return target
