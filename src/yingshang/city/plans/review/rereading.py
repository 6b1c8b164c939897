"""A kept plan read again, with the city's dictionary and the grammar as they are now.

What a person has confirmed, corrected, rejected, split, merged, added, sent out, bound or linked
stays as it is; of the rest it is shown, task by task, what would change, and only what is chosen
is taken over, in one act that can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._history import plain
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.access import editable_plan, require_edit
from yingshang.city.plans.editing import place_of
from yingshang.city.plans.models import Plan, Status, Target, Task
from yingshang.city.plans.review.pairing import Pair, matched, pairs_of
from yingshang.city.plans.review.recording import Recording, recording
from yingshang.city.plans.review.words import in_words
from yingshang.city.plans.telling import field_label, value_words
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["Difference", "Reread", "RereadRow", "reread", "take_reread"]

OF_TASK = (
    "no", "title", "section", "lead", "responsible", "cooperating", "generic", "open_ended",
    "deadline", "deadline_text", "text", "start", "end", "confidence", "doubts",
)  # fmt: skip
OF_TARGET = (
    "span", "start", "end", "metric", "metric_key", "comparator", "value", "value_max",
    "baseline", "unit", "statistic", "due_on", "scope", "confidence", "doubts", "taught",
)  # fmt: skip
_UNSAID = ("start", "end", "taught")  # go along with what is said


@dataclass(frozen=True)
class Difference:
    """One thing that would be read otherwise; ``of`` are a target's words, '' for the task."""

    label: str
    old: str
    new: str
    of: str = ""
    taught: tuple[int, ...] = ()  # entries of the city's dictionary that say so


@dataclass(frozen=True)
class RereadRow:
    """A task that would change. ``what``: changed | new | gone | held (stays, though it would
    be read otherwise today)."""

    key: str
    what: str
    task: int | None
    no: str
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Reread:
    """``same`` and ``held`` count tasks; ``seen`` is to be handed back with what is chosen."""

    plan: int
    title: str
    region: str
    rows: tuple[RereadRow, ...]
    stay: tuple[RereadRow, ...]
    same: int
    held: int
    seen: str


def reread(plan: int, *, by: Actor, on: date) -> Reread:
    """What would change if the plan were read today; nothing is written."""
    row = Plan.objects.select_related("document").filter(pk=plan).first()
    if row is None:
        raise NotVisible(f"plan {plan}")
    require_edit(by, row.region)
    return _compared(row, pairs_of(row, on))


def _compared(plan: Plan, pairs: Sequence[Pair]) -> Reread:
    rows, stay, same = [], [], 0
    for pair in pairs:
        found = _row(pair)
        if found is None:
            same += not pair.held
        elif pair.held:
            stay.append(found)
        else:
            rows.append(found)
    seen = sha256(repr(rows).encode()).hexdigest()[:16]
    held = sum(pair.held for pair in pairs)
    return Reread(plan.pk, plan.title, plan.region, tuple(rows), tuple(stay), same, held, seen)


def _row(pair: Pair) -> RereadRow | None:
    """What would change of a task; None where nothing would."""
    old, new = pair.old, pair.new
    if old is None:
        assert new is not None
        come = tuple(_came(target) for target in pair.targets)
        return RereadRow(pair.key, "new", None, new.no, new.title, come)
    if new is None:
        return RereadRow(pair.key, "held" if pair.held else "gone", old.pk, old.no, old.title, ())
    found = [*_differences(old, new, OF_TASK), *_of_targets(old, pair.targets)]
    if not found:
        return None
    if pair.held and {one.label for one in found} <= {field_label("confidence")}:
        return None  # a person has settled it: how sure the machine would be is no news
    what = "held" if pair.held else "changed"
    return RereadRow(pair.key, what, old.pk, old.no, old.title, tuple(found))


def _of_targets(old: Task, fresh: Sequence[Target]) -> list[Difference]:
    found: list[Difference] = []
    for before, after in matched(list(old.targets.all()), fresh):
        if before is None and after is not None:
            found.append(_came(after))
        elif after is None and before is not None:
            found.append(Difference(_("不再读出的目标"), _said(before), "", before.words))
        elif before is not None and after is not None:
            found += _differences(before, after, OF_TARGET, after.words, tuple(after.taught))
    return found


def _came(target: Target) -> Difference:
    taught = tuple(target.taught)
    return Difference(_("新读出的目标"), "", _said(target), target.words, taught)


def _said(target: Target) -> str:
    words = promise_text(target.comparator, target.value, target.unit, value_max=target.value_max)
    return f"{target.metric} {words}"


def _differences(
    old: Task | Target,
    new: Task | Target,
    names: Iterable[str],
    of: str = "",
    taught: tuple[int, ...] = (),
) -> list[Difference]:
    found = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if name in _UNSAID or plain(before) == plain(after) or (not before and not after):
            continue
        if name == "confidence" and before is None:
            continue  # nobody has said before how sure the reading is: no change of the reading
        label = field_label(name)
        found.append(Difference(label, _words(name, before), _words(name, after), of, taught))
    return found


def _words(name: str, value: Any) -> str:
    if name == "confidence" and value is not None:
        return f"{100 * value:.0f}%"
    if isinstance(value, list):
        return definitions.listed(in_words(str(one)) for one in value)
    return value_words(name, plain(value))[:300]


@official
@transaction.atomic
def take_reread(*, plan: int, keys: Iterable[str], seen: str, by: Actor, at: datetime) -> int:
    """Take over what was chosen of :func:`reread`, in one act; answers how many tasks.

    Refused where the plan or the dictionary has changed since it was shown (``seen``).
    """
    row = editable_plan(by, plan)
    pairs = pairs_of(row, to_cst(at).date())
    shown = _compared(row, pairs)
    if shown.seen != seen:
        raise Refusal(
            "reread-changed",
            _("您看的时候，这份方案或本市词典又有改动，没有改用；请看过新的对照再选。"),
        )
    wanted = {found.key for found in shown.rows} & set(keys)
    if not wanted:
        raise Refusal("reread-nothing", _("没有勾选任何一项，台账没有变化；请先勾选要改用的。"))
    with recording(row, "reread", by=by, at=at) as act:
        act.sentence = _("重新读取，改用 %s 项") % len(wanted)
        act.note(None, events.REREAD, new={"tasks": len(wanted)})
        for pair in pairs:
            if pair.key in wanted:
                _take(act, row, pair)
    return len(wanted)


def _take(act: Recording, plan: Plan, pair: Pair) -> None:
    if pair.old is None:
        _add(act, plan, pair)
    elif pair.new is None:
        for target in pair.old.targets.all():
            _drop(act, target)
        _drop(act, pair.old)
    else:
        _lay_over(act, pair.old, pair.new, OF_TASK)
        for before, after in matched(list(pair.old.targets.all()), pair.targets):
            if before is None and after is not None:
                _make(act, pair.old, after)
            elif after is None and before is not None:
                _drop(act, before)
            elif before is not None and after is not None:
                _lay_over(act, before, after, OF_TARGET)


def _lay_over(act: Recording, old: Task | Target, new: Task | Target, names: Iterable[str]) -> None:
    said = [name for name in names if name not in (*_UNSAID, "text", "confidence", "doubts")]
    fields: Mapping[str, Any] = {name: getattr(new, name) for name in names}
    act.set(old, events.REREAD, **{name: fields[name] for name in said})
    act.set(old, **{name: value for name, value in fields.items() if name not in said})


def _drop(act: Recording, row: Task | Target) -> None:
    act.set(row, events.REREAD, status=Status.REJECTED)
    act.set(row, gone=True)


def _add(act: Recording, plan: Plan, pair: Pair) -> None:
    new = pair.new
    assert new is not None
    new.order = place_of(plan, new.start or 0)
    new.save(force_insert=True)
    act.made(new)
    act.note(new, events.REREAD, new=new.title)
    for target in pair.targets:
        _make(act, new, target)


def _make(act: Recording, task: Task, target: Target) -> None:
    target.task = task
    target.order = task.next_place()
    target.save(force_insert=True)
    act.made(target)
    act.note(target, events.REREAD, new=str(target))
