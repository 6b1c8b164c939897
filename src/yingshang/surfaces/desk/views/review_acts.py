"""What a POST of the review desk does: one service call each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import TargetView, TaskView
from yingshang.surfaces.desk.forms.review import MarkForm, ReviewTargetForm, ReviewTaskForm
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.kit.templatetags.kit import day

__all__ = ["ACTS", "Asked", "Done"]


@dataclass
class Done:
    """What an act has touched, and its sentence; or the form that does not do yet."""

    sentence: str
    touched: set[int] = field(default_factory=set)
    focus: int | None = None
    target: int | None = None
    reshaped: bool = False  # the document must be lit anew
    everything: bool = False  # so many rows that the page is loaded again
    form: forms.Form | None = None


class Asked:
    """A request to the review desk: which row, which version, by whom."""

    def __init__(self, request: HttpRequest, actor: Actor, plan_id: int) -> None:
        self.request, self.actor, self.plan_id = request, actor, plan_id
        self.scripted = request.headers.get("X-Review") == "1"
        self.given = request.POST if request.method == "POST" else request.GET

    def number(self, name: str) -> int:
        return whole(self.given.get(name, "")) or 0

    @property
    def task(self) -> int:
        return self.number("task")

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.actor, "at": timezone.now()}

    @property
    def version(self) -> int | None:
        return whole(self.given.get("version", ""))

    @cached_property
    def row(self) -> plans.ReviewRow:
        """The row that is meant; NotVisible where this plan has none such."""
        found = plans.review_rows(self.plan_id, [self.task])
        if not found:
            raise NotVisible(f"task {self.task}")
        return found[0]

    @cached_property
    def target(self) -> TargetView:
        """The target that is meant, of that row."""
        wanted = self.number("target")
        for one, _said in self.row.targets:
            if one.id == wanted:
                return one
        raise NotVisible(f"target {wanted}")

    @cached_property
    def place(self) -> int | None:
        """Where in the text stands what was marked."""
        words, start = self.given.get("words", "").strip(), self.number("start")
        if not words:
            return start or None
        return plans.find_words(self.plan_id, words, near=start, task=self.task)

    @property
    def outside(self) -> bool:
        """Whether what was marked stands in no task's words."""
        return self.place is not None and not plans.task_at(self.plan_id, self.place)

    @cached_property
    def there(self) -> plans.ReviewRow | None:
        """The other task in whose words stands what was marked; None where it is of this one."""
        place = self.place
        found = None if place is None else plans.task_at(self.plan_id, place, task=self.task)
        if found is None or found == self.task:
            return None
        return next(iter(plans.review_rows(self.plan_id, [found])), None)

    @property
    def is_target(self) -> bool:
        return bool(self.number("target"))


def _confirm(asked: Asked) -> Done:
    if asked.is_target:
        target = asked.target
        plans.confirm_target(target=target.id, version=asked.version, **asked.who)
        return Done(_("已确认“%s”。") % target.words, {asked.task}, asked.task, target.id)
    if not plans.of_plan(asked.task, asked.plan_id):
        raise NotVisible(f"task {asked.task}")
    again = asked.row.rejected
    rows = plans.confirm_whole(task=asked.task, version=asked.version, **asked.who)
    if again:
        return Done(_("已恢复为任务。"), {asked.task}, asked.task)
    sentence = ngettext("已确认 %(n)s 条。", "已确认 %(n)s 条。", rows) % {"n": rows}
    return Done(sentence, {asked.task}, asked.task)


def _edit(asked: Asked) -> Done:
    if asked.is_target:
        return _edit_target(asked)
    form = ReviewTaskForm(asked.given, auto_id="review-%s")
    if not form.is_valid():
        return Done("", form=form)
    task = asked.row.task
    changed = plans.correct_task(
        task=task.id, changes=form.changes, version=asked.version, **asked.who
    )
    if not changed:
        plans.confirm_whole(task=task.id, version=asked.version, **asked.who)
        again = asked.row.rejected
        said = _("没有改动，已恢复为任务。") if again else _("没有改动，按读法确认。")
        return Done(said, {task.id}, task.id)
    return Done(_("已更正“%s”。") % task.title, {task.id}, task.id)


def _edit_target(asked: Asked) -> Done:
    metrics = plans.metric_choices(asked.actor.region, timezone.localdate())
    form = ReviewTargetForm(asked.given, metrics=metrics, auto_id="review-%s")
    if not form.is_valid():
        return Done("", form=form)
    target = asked.target
    who = asked.who
    changed = plans.correct_target(
        target=target.id, changes=form.changes, version=asked.version, **who
    )
    if not changed:
        plans.confirm_target(target=target.id, version=asked.version, **asked.who)
        return Done(_("没有改动，按读法确认。"), {asked.task}, asked.task, target.id)
    sentence = _("已更正“%s”。") % target.words
    if fields := plans.taught(target.id, at=who["at"]):
        taught = definitions.listed(fields)
        told = _("%s已记入本市词典，以后的方案照此读。") % taught
        sentence = definitions.sentences(sentence, told)
    return Done(sentence, {asked.task}, asked.task, target.id)


def _reject(asked: Asked) -> Done:
    kind, words = asked.given.get("kind", ""), asked.given.get("reason", "").strip()
    reasons = dict(plans.TARGET_REASONS if asked.is_target else plans.TASK_REASONS)
    with override("zh-hans"):  # what is kept stays Chinese, whatever the screen speaks
        reason = "；".join(filter(None, (str(reasons.get(kind, "")), words)))
    if asked.is_target:
        target = asked.target
        plans.reject_target(
            target=target.id, reason=reason, kind=kind, version=asked.version, **asked.who
        )
        return Done(_("已剔除“%s”。") % target.words, {asked.task}, asked.task, target.id)
    task = asked.row.task
    plans.reject_task(task=task.id, reason=reason, version=asked.version, **asked.who)
    return Done(_("已剔除任务“%s”。") % task.title, {task.id}, task.id)


def _split(asked: Asked) -> Done:
    task = asked.row.task
    new = plans.split_task(
        task=task.id, at_offset=asked.number("at_offset"), version=asked.version, **asked.who
    )
    parts = plans.review_rows(asked.plan_id, [task.id, new])
    told = definitions.sentences(_("已拆成两项，请逐项核对。"), *_otherwise(asked.row, parts))
    return Done(told, {task.id, new}, task.id, reshaped=True)


def _otherwise(whole: plans.ReviewRow, parts: Iterable[plans.ReviewRow]) -> list[str]:
    """What the parts of a split task have no more, and what they have that it had not."""
    told, had = [], _units_of(whole.task)
    before = {target.id for target, _said in whole.targets}
    for part in parts:
        has = _units_of(part.task)
        gone = [name for name in had if name not in has]
        found = [name for name in has if name not in had]
        if whole.task.deadline != part.task.deadline:
            gone += [day(whole.task.deadline)] if whole.task.deadline else []
            found += [day(part.task.deadline)] if part.task.deadline else []
        found += [one.words for one, _s in part.targets if one.id not in before]
        for said, what in (
            (_("“%(task)s”按自己的原话重读，不再有：%(what)s"), gone),
            (_("“%(task)s”按自己的原话重读，新读出：%(what)s"), found),
        ):
            if what:
                told.append(said % {"task": part.task.name, "what": definitions.listed(what)})
    return told


def _units_of(task: TaskView) -> list[str]:
    units = (*task.lead, *task.responsible, *task.cooperating)
    return [*dict.fromkeys([*(one.name for one in units), *task.generic])]


def _merge(asked: Asked) -> Done:
    task, chosen = asked.row.task, parse_date(asked.given.get("deadline", ""))
    partner = asked.number("partner") or plans.follower(task.id)
    second = next(iter(plans.review_rows(asked.plan_id, [partner])), None) if partner else None
    plans.merge_tasks(
        task=task.id, version=asked.version, partner=partner, deadline=chosen, **asked.who
    )
    names = {"a": task.name, "b": second.task.name if second else ""}
    said = _("已把“%(b)s”并入“%(a)s”。") % names
    held = plans.review_rows(asked.plan_id, [task.id])[0].task.deadline
    if second and held and {task.deadline, second.task.deadline} != {held}:
        said += _("时限取 %s。") % day(held)
    return Done(said, {task.id, partner or 0}, task.id, reshaped=True)


def _add(asked: Asked) -> Done:
    form = MarkForm(asked.given, auto_id="review-%s")
    if not form.is_valid():
        return Done("", form=form)
    typed = dict(form.cleaned_data)
    words = typed.pop("words").strip()
    start = plans.find_words(asked.plan_id, words, near=asked.number("start"), task=asked.task)
    if start is None:
        form.add_error("words", _("正文里没有这几个字。请从左边正文里原样选取。"))
        return Done("", form=form)
    span = {"start": start, "end": start + len(words)}
    what = asked.given.get("as")
    if what == "task":
        new = plans.add_read_task(plan=asked.plan_id, **form.number, **span, **asked.who)
        said = _("已补录为新任务，单位、时限和目标按这几个字读出，请核对。")
        return Done(said, {new}, new, reshaped=True)
    there = asked.there
    if asked.outside and what != "here":
        form.add_error("words", _("这几个字不在任何任务里。请选定补为新任务，或补到哪一项任务。"))
        return Done("", form=form)
    if there is not None and what not in ("there", "here"):  # nobody has said of which task
        form.add_error("words", _("这几个字写在另一项任务里。请选定补到哪一项。"))
        return Done("", form=form)
    row = there if there is not None and what == "there" else asked.row
    added = plans.add_target(task=row.id, **span, **typed, **asked.who)
    touched = {row.id, asked.task} - {0}
    return Done(_("已给“%s”补录这个目标。") % row.task.name, touched, row.id, added, reshaped=True)


def _certain(asked: Asked) -> Done:
    count = plans.confirm_certain(
        plan=asked.plan_id, expected=asked.number("expected"), **asked.who
    )
    return Done(_("已一次确认 %s 条；按 u 可以整体撤销。") % count, everything=True)


def _undo(asked: Asked) -> Done:
    sentence, touched = plans.undo(plan=asked.plan_id, **asked.who)
    many = len(touched) > 12
    return Done(
        _("已撤销：%s。") % sentence,
        touched,
        min(touched, default=None),
        reshaped=True,
        everything=many,
    )


ACTS: dict[str, Callable[[Asked], Done]] = {
    "confirm": _confirm,
    "edit": _edit,
    "reject": _reject,
    "split": _split,
    "merge": _merge,
    "add": _add,
    "certain": _certain,
    "undo": _undo,
}
