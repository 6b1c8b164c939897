"""Split a task that the machine took for one; merge two that it took apart. Lineage is kept."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans.access import editable_task
from yingshang.city.plans.models import Status, Task
from yingshang.city.plans.review.parts import read_parts
from yingshang.city.plans.review.recording import Recording, check_version, recording
from yingshang.kernel.flow import Refusal

__all__ = [
    "Sentence",
    "cut_off",
    "follower",
    "join",
    "merge_tasks",
    "next_task",
    "sentences",
    "sentences_in",
    "split_task",
]

_END = re.compile(r"[。；;！!]\s*|\n+")
_LISTS = ("lead", "responsible", "cooperating", "generic")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a task; ``start`` is where a second task could begin."""

    start: int
    end: int
    text: str


def _cut(text: str, start: int, end: int) -> list[Sentence]:
    found, begin = [], start
    for match in _END.finditer(text, start, end):
        found.append((begin, match.end()))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    pieces = [_trimmed(text, a, b) for a, b in found]
    return [Sentence(a, b, text[a:b]) for a, b in pieces if a < b]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences_in(text: str) -> list[str]:
    """The sentences of some words, in order."""
    return [one.text for one in _cut(text, 0, len(text))]


def sentences(task: int) -> list[Sentence]:
    """The sentences of a task, in order; NotVisible where there is none."""
    row = Task.objects.select_related("plan__document").defer("plan__reading")
    found = row.filter(pk=task, gone=False).first()
    if found is None:
        raise NotVisible(f"task {task}")
    if found.start is None or found.end is None:
        return []
    return _cut(found.plan.document.text, found.start, found.end)


@official
@transaction.atomic
def split_task(
    *, task: int, at_offset: int, by: Actor, at: datetime, version: int | None = None
) -> int:
    """From ``at_offset`` (a character of the document) on it is another task; answers its id.

    Targets go with their words. Each is read again from its own words (:func:`read_parts`), keeps
    the units of the whole where these name none, and waits for a person. Refused in the middle of
    a target's words, and where either part would be empty.
    """
    row = editable_task(by, task)
    check_version(row, version)
    if refusal := _why_not(row, at_offset):
        raise refusal
    with recording(row.plan, "split", by=by, at=at) as act:
        whole = row.text
        new = cut_off(row, at_offset, act, status=Status.SUGGESTED)
        assert new is not None
        new.plan = row.plan
        read_parts(row, new, whole, act)
        act.sentence = _("把“%(a)s”拆出“%(b)s”") % {"a": row.title[:60], "b": new.title[:60]}
    return new.pk


def _why_not(row: Task, at_offset: int) -> Refusal | None:
    """Why a task cannot be split there; None where it can."""
    if row.start is None or row.end is None or not row.start < at_offset < row.end:
        said = _("切分处不在这项任务的原文里；请在它的句子之间选一处。")
        return Refusal("split-outside", said)
    for one in row.targets.filter(gone=False):
        if one.start is not None and one.start < at_offset < (one.end or one.start):
            said = _("切分处在目标“%s”的原话中间；请选在它之前或之后。")
            return Refusal("split-inside-target", said % one.words)
    text = row.plan.document.text
    first = _trimmed(text, row.start, at_offset)
    second = _trimmed(text, at_offset, row.end)
    if first[0] == first[1] or second[0] == second[1]:
        return Refusal("split-empty", _("切分后有一项是空的；请选在两句话之间。"))
    return None


def cut_off(
    row: Task,
    at_offset: int,
    act: Recording,
    *,
    status: str = Status.CORRECTED,
    reason: str = "",
) -> Task | None:
    """Part a task in two within an act; None where the place is none that a task can be split at.
    Both parts are ``status`` then."""
    if row.start is None or row.end is None or _why_not(row, at_offset):
        return None
    text = row.plan.document.text
    first = _trimmed(text, row.start, at_offset)
    second = _trimmed(text, at_offset, row.end)
    new = _second(row, text, second, status)
    act.made(new)
    act.note(row, events.SPLIT, new={"task": new.pk, "title": new.title}, reason=reason)
    act.note(new, events.SPLIT, old={"task": row.pk, "title": row.title}, reason=reason)
    act.set(row, text=text[slice(*first)], start=first[0], end=first[1], status=status)
    for one in row.targets.filter(gone=False):
        if one.start is not None and one.start >= second[0]:
            act.set(one, task_id=new.pk)
    return new


def _second(row: Task, text: str, span: tuple[int, int], status: str) -> Task:
    """The second part as a task of its own, with the units and the deadline of the first."""
    Task.objects.filter(plan=row.plan, order__gt=row.order).update(order=F("order") + 1)
    lead = _cut(text, *span)[0].text.rstrip("。；;")
    return Task.objects.create(
        plan=row.plan,
        order=row.order + 1,
        no="",
        title=lead[:500],
        section=row.section,
        text=text[slice(*span)],
        start=span[0],
        end=span[1],
        deadline=row.deadline,
        deadline_text=row.deadline_text,
        open_ended=row.open_ended,
        split_from=row,
        status=status,
        **{name: getattr(row, name) for name in _LISTS},
    )


def next_task(row: Task) -> Task | None:
    """The live task that stands next in the text."""
    live = Task.objects.filter(plan=row.plan_id, gone=False).exclude(status=Status.REJECTED)
    return live.filter(order__gt=row.order).order_by("order").first()


def follower(task: int) -> int | None:
    """The task that stands next in the text, with which this one would be merged."""
    row = Task.objects.filter(pk=task, gone=False).first()
    found = next_task(row) if row else None
    return found.pk if found else None


@official
@transaction.atomic
def merge_tasks(
    *,
    task: int,
    by: Actor,
    at: datetime,
    version: int | None = None,
    partner: int | None = None,
    deadline: date | None = None,
) -> int:
    """Merge a task with the next one in the text: one text, the units of both, all targets, and
    of two deadlines the later or the one that is named. The second stays on record, merged into
    the first. ``partner``: the one that the person saw. Answers the second's id."""
    row = editable_task(by, task)
    check_version(row, version)
    other = next_task(row)
    if other is None:
        raise Refusal("merge-last", _("这是最后一项任务，后面没有可以并入的。"))
    if partner is not None and partner != other.pk:
        raise Refusal(
            "merge-other",
            _("正文里的下一项现在是“%s”，不是您看到的那一项，没有合并；请看过再合并。")
            % other.title,
        )
    with recording(row.plan, "merge", by=by, at=at) as act:
        act.sentence = _("把“%(b)s”并入“%(a)s”") % {"a": row.title[:60], "b": other.title[:60]}
        join(row, other, act, deadline=deadline)
    return other.pk


def join(
    row: Task,
    other: Task,
    act: Recording,
    *,
    deadline: date | None = None,
    status: str = Status.CORRECTED,
    reason: str = "",
) -> None:
    """Put ``other`` into ``row`` within an act; the joined task is ``status`` then."""
    text = row.plan.document.text
    act.note(row, events.MERGED, new={"task": other.pk, "title": other.title}, reason=reason)
    place = row.next_place()
    for order, one in enumerate(other.targets.filter(gone=False), start=place):
        act.set(one, task_id=row.pk, order=order)
    act.set(row, **_both(row, other, text, deadline), status=status)
    act.set(other, events.MERGED, status=Status.REJECTED, reason=reason)
    act.set(other, gone=True, merged_into_id=row.pk)


def _dated(row: Task, other: Task, wanted: date | None) -> Task:
    """Whose deadline holds for both: the one that is named, else the later."""
    dated = [one for one in (row, other) if one.deadline]
    if wanted is not None:
        named = [one for one in dated if one.deadline == wanted]
        if not named:
            raise Refusal("deadline-unknown", _("完成时限只能取这两项任务中的一个。"))
        return named[0]
    return max(dated, key=lambda one: one.deadline or date.min, default=row)


def _both(row: Task, other: Task, text: str, wanted: date | None) -> dict:
    fields = {
        name: [
            *getattr(row, name),
            *(n for n in getattr(other, name) if n not in getattr(row, name)),
        ]
        for name in _LISTS
    }
    fields["responsible"] = [n for n in fields["responsible"] if n not in fields["lead"]]
    dated = _dated(row, other, wanted)
    joined: dict[str, Any] = {
        "deadline": dated.deadline,
        "deadline_text": dated.deadline_text or row.deadline_text or other.deadline_text,
        "open_ended": row.open_ended or other.open_ended,
    }
    if row.start is not None and other.start is not None and row.end and other.end:
        start, end = min(row.start, other.start), max(row.end, other.end)
        joined |= {"start": start, "end": end, "text": text[start:end]}
    else:
        joined |= {"text": f"{row.text}\n{other.text}"}
    return fields | joined
