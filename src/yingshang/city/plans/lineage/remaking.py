"""What a person made in a plan stands in its new edition too, where the same words stand there.

Tasks that a person merged are merged again, one that was split is split again; a task or a target
that a person added is added again.
Each stands in the new edition's history with who had made it, and waits or counts as it did.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans.editing import place_of
from yingshang.city.plans.lineage.clauses import clause_of
from yingshang.city.plans.models import Plan, PlanEvent, Status, Target, Task
from yingshang.city.plans.review.parts import read_parts
from yingshang.city.plans.review.recording import Recording, recording
from yingshang.city.plans.review.shaping import cut_off, join, sentences_in
from yingshang.kernel.plantext.align import likeness

__all__ = ["add_again", "remake"]

ADDED = events.ADDED  # the field of an event that says: added again in a new edition
ALIKE = 0.3
NEARLY = 0.7  # of two stretches: so much of what they cover they share
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_MARK = re.compile(r"\s*(?:(?:[(（]?[0-9一二三四五六七八九十百]{1,4}[)）、.．:：]|[①-⒇])\s*)*")
SHORT = 6  # characters: so few words stand anywhere
_OF_TARGET = (
    "span", "metric", "metric_key", "comparator", "value", "value_max", "baseline", "unit",
    "statistic", "due_on", "scope", "confidence", "status",
)  # fmt: skip
_OF_TASK = (
    "no", "title", "section", "lead", "responsible", "cooperating", "generic", "open_ended",
    "deadline", "deadline_text", "status",
)  # fmt: skip


@official
def remake(old: Plan, new: Plan, *, by: Actor, at: datetime) -> None:
    """Merge, split and add in the new edition what a person merged, split and added in the old
    one; once more at the end what could be merged only after something had been split."""
    left = _merge_again(_merged(old), new, by=by, at=at)
    mine = list(old.tasks.filter(gone=False).exclude(status=Status.REJECTED).order_by("order"))
    makers = _makers(old)
    by_id = {task.pk: task for task in mine}
    for task in mine:
        # an act each: a cut is written before the next one is looked for
        with recording(new, "carry", by=by, at=at) as act:
            act.sentence = _("照上一版拆分、补录")
            if task.split_from_id:
                _split_again(task, by_id.get(task.split_from_id), new, act, makers)
            elif task.pk in makers:
                _add_task_again(task, new, act, makers[task.pk])
    _merge_again(left, new, by=by, at=at)


def _merged(old: Plan) -> list[Task]:
    """Tasks that a person merged into another, in the order in which that was done."""
    done = PlanEvent.objects.filter(plan=old, name=events.MERGED, field="status")
    order = dict(done.order_by("seq").values_list("task", "seq"))
    rows = old.tasks.filter(gone=True, merged_into__isnull=False).select_related("merged_into")
    return sorted(rows, key=lambda row: order.get(row.pk, 0))


def _merge_again(rows: list[Task], new: Plan, *, by: Actor, at: datetime) -> list[Task]:
    """Merge two tasks that stand side by side where one begins as what had been merged into
    begins, and the other as what was merged; answers those for which there are no such two."""
    left = []
    for row in rows:
        origin = row.merged_into
        found = _side_by_side(origin, row, new) if origin else None
        if found is None or origin is None:
            left.append(row)
            continue
        one, other = found
        last = PlanEvent.objects.filter(task=row, name=events.MERGED).order_by("-seq").first()
        wanted = other.deadline if row.deadline == origin.deadline else one.deadline
        with recording(new, "carry", by=by, at=at) as act:
            act.sentence = _("照上一版合并")
            said = _said(last.by_name if last else "")
            join(one, other, act, deadline=wanted, status=Status.SUGGESTED, reason=said)
    return left


def _side_by_side(origin: Task, row: Task, new: Plan) -> tuple[Task, Task] | None:
    """The only two neighbours that begin as these two; of several none is meant for sure."""
    firsts = [_MARK.sub("", (sentences_in(one.text) or [""])[0], count=1) for one in (origin, row)]
    if min(map(len, firsts)) < SHORT:
        return None
    text = new.document.text
    live = list(
        new.tasks.filter(gone=False, start__isnull=False)
        .exclude(status=Status.REJECTED)
        .order_by("order")
    )
    found = [
        couple
        for couple in pairwise(live)
        if all(_begins(task, words, text) for words, task in zip(firsts, couple, strict=True))
    ]
    if len(found) != 1:
        return None
    one, other = found[0]
    one.plan = other.plan = new  # one object a plan, since it counts its events
    return one, other


def _begins(task: Task, words: str, text: str) -> bool:
    """Whether a task begins with these words, behind its number."""
    start, end = task.start or 0, task.end or 0
    mark = _MARK.match(text, start, end)
    behind = mark.end() if mark else start
    place = _place(words, text, behind, end, any_number=True)
    return place is not None and place[0] == behind


def _makers(old: Plan) -> dict[int, str]:
    """Tasks that a person added or split off → who."""
    made = PlanEvent.objects.filter(plan=old, target=None).exclude(task=None)
    made = made.filter(
        Q(name=events.ADDED)
        | Q(name=events.SPLIT, task__split_from__isnull=False)
        | Q(name=events.CARRIED, field=ADDED)
    )
    return dict(made.order_by("seq").values_list("task", "by_name"))


def _said(maker: str) -> str:
    return _("上一版由%(who)s处理") % {"who": maker}


def _place(
    words: str, text: str, start: int, end: int, *, any_number: bool = False
) -> tuple[int, int] | None:
    """Where the same words stand in a stretch, however the lines are broken; ``any_number``:
    whatever their numbers say now."""
    letters = re.findall(rf"{_NUMBER}|\S", words)
    if not letters:
        return None
    parts = (
        _NUMBER if any_number and re.fullmatch(_NUMBER, one) else r"\s*".join(map(re.escape, one))
        for one in letters
    )
    found = re.compile(r"\s*".join(parts)).search(text, start, end)
    return found.span() if found else None


def _split_again(
    task: Task, origin: Task | None, new: Plan, act: Recording, makers: dict[int, str]
) -> None:
    """Where the sentence with which the second part begins stands within a task that is like the
    first part, that task is split there."""
    said = sentences_in(task.text)
    if not said or len(said[0]) < SHORT:
        return
    text, found = new.document.text, []
    for one in new.tasks.filter(gone=False, start__isnull=False).exclude(status=Status.REJECTED):
        at = _place(said[0], text, one.start or 0, one.end or 0, any_number=True)
        near = max(
            likeness(clause_of(one, ()), clause_of(each, ())) for each in (origin or task, task)
        )
        if at and near >= ALIKE:
            found.append((near, at[0], one))
    if not found:
        return
    _near, at_offset, row = max(found, key=lambda each: each[0])
    row.plan = new
    maker = _said(makers.get(task.pk, ""))
    whole = row.text
    part = cut_off(row, at_offset, act, status=Status.SUGGESTED, reason=maker)
    if part is not None:
        part.plan = new
        read_parts(row, part, whole, act)


def _add_task_again(task: Task, new: Plan, act: Recording, maker: str) -> None:
    text = new.document.text
    where = _place(task.text, text, 0, len(text))
    if where is None or _is_read(task, where, new):
        return
    made = Task.objects.create(
        plan=new,
        order=place_of(new, where[0]),
        text=text[slice(*where)],
        start=where[0],
        end=where[1],
        **{name: getattr(task, name) for name in _OF_TASK},
    )
    act.made(made)
    act.note(made, events.CARRIED, field=ADDED, new=made.title, reason=_said(maker))


def _is_read(task: Task, where: tuple[int, int], new: Plan) -> bool:
    """Whether the new reading has as a task what a person had to add. What was added within, or
    instead of, a task that was read before has been read only where nearly the same words have,
    and not as what was taken out."""
    start, end = where
    there = new.tasks.filter(gone=False, start__lt=end, end__gt=start)
    there = there.exclude(status=Status.REJECTED)
    before = Task.objects.filter(plan=task.plan_id, gone=False).exclude(pk=task.pk)
    around: list[Task] = []
    if task.start is not None:
        around = list(before.filter(start__lte=task.start, end__gt=task.start))
    if not around:
        return there.filter(start__lte=start).exists()
    out = {_letters(one.text) for one in around if one.status == Status.REJECTED}
    return any(
        _nearly((one.start or 0, one.end or 0), where)
        for one in there
        if _letters(one.text) not in out
    )


def _letters(text: str) -> str:
    return "".join(text.split())


def _nearly(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= NEARLY * (max(one[1], other[1]) - min(one[0], other[0]))


def add_again(
    old: Task, new: Task, taken: set[int], *, by: Actor, at: datetime
) -> Iterator[tuple[Target, Target]]:
    """Targets that a person added to the old task, added to the new one where its text has the
    same words; (old, new). ``taken``: those that have a counterpart already."""
    rows = old.targets.filter(gone=False).exclude(status=Status.REJECTED).exclude(pk__in=taken)
    made = PlanEvent.objects.filter(target__in=rows)
    made = made.filter(name=events.ADDED) | made.filter(name=events.CARRIED, field=ADDED)
    makers = dict(made.values_list("target", "by_name"))
    text = new.plan.document.text
    with recording(new.plan, "carry", by=by, at=at) as act:
        act.sentence = _("照上一版补录目标")
        for row in rows.filter(pk__in=makers):
            where = _place(row.span, text, new.start or 0, new.end or len(text))
            if where is None:
                continue
            twin = Target.objects.create(
                task=new,
                order=new.next_place(),
                start=where[0],
                end=where[1],
                **{name: getattr(row, name) for name in _OF_TARGET},
            )
            act.made(twin)
            maker = _said(makers[row.pk])
            act.note(twin, events.CARRIED, field=ADDED, new=row.span, reason=maker)
            yield row, twin
