"""The library of practices: learned from a city's plan, weighed, planned, taken over or not.

The records stand in the register ``best-practices`` (its history says who, when and what); this
module adds what a register cannot: learning from a promise, and turning a practice into a task.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import day_words, official
from yingshang.city.plans import binding, events, library
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.access import editable_plan, may_edit
from yingshang.city.plans.learning.kinds import Adoption, Practice
from yingshang.city.plans.models import Plan, Status, Target, Task
from yingshang.city.plans.review.recording import recording
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import ChangeView
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "REGISTER",
    "decide_practice",
    "learn",
    "learned",
    "may_learn",
    "plan_practice",
    "practice",
    "practice_history",
    "practices",
    "taught_by",
]

REGISTER = "best-practices"
_PAIR = re.compile(r"(\d+)/\d+")  # plan/target, as the register keeps it
_BEGUN = (Adoption.PLANNED, Adoption.PILOTING, Adoption.ADOPTED)


def may_learn(actor: Actor, *, region: str, on: date) -> bool:
    """Whether this actor keeps the library of its city."""
    try:
        found = registers.register_view(actor, REGISTER, region=region, on=on)
    except NotVisible:
        return False
    return registers.may_write(actor, found)


def practices(
    actor: Actor,
    *,
    region: str,
    on: date,
    q: str = "",
    status: str = "",
    metric: str = "",
    source: str = "",
) -> list[Practice]:
    """The library, the newest change first; searched by words, narrowed by the others."""
    asked = registers.Asked(q=q)
    rows = registers.bodies(actor, REGISTER, asked, region=region, on=on)
    names = {one.code: one.name for one in library.metrics(on)}
    found = [_view(row, names, region) for row in rows]
    return [
        one
        for one in found
        if (not status or one.status == status)
        and (not metric or one.metric == metric)
        and (not source or one.source == source)
    ]


def practice(actor: Actor, record: int, *, region: str, on: date) -> Practice:
    """One practice; NotVisible where the library has none of that number."""
    rows = registers.bodies(actor, REGISTER, registers.Asked(), region=region, on=on, ids=(record,))
    if not rows:
        raise NotVisible(record)
    return _view(rows[0], {one.code: one.name for one in library.metrics(on)}, region)


def practice_history(actor: Actor, record: int, *, on: date) -> list[ChangeView]:
    """Who changed what of a practice, and when; newest first, in names and not in codes."""
    names = {one.code: one.name for one in library.metrics(on)}
    found = registers.history(actor, record, on=on)
    said = {text for one in found for _label, *pair in one.fields for text in pair}
    plans = {int(m[1]) for text in said if (m := _PAIR.fullmatch(text))}
    titles = dict(Plan.objects.filter(pk__in=plans).values_list("pk", "title"))

    def plain(text: str) -> str:
        pair = _PAIR.fullmatch(text)
        return titles.get(int(pair[1]), text) if pair else names.get(text, text)

    return [
        replace(one, fields=tuple((la, plain(old), plain(new)) for la, old, new in one.fields))
        for one in found
    ]


def learned(actor: Actor, *, region: str, on: date) -> dict[int, int]:
    """Promise → the practice that was learned from it."""
    return {one.target: one.id for one in practices(actor, region=region, on=on) if one.target}


def _day_said(text: str) -> str:
    return day_words(date.fromisoformat(text)) if text else ""


def _view(row: registers.Body, names: Mapping[str, str], region: str) -> Practice:
    said = row.values
    plan, target = _pair(said.get("from_plan", ""))
    task_plan, task = _pair(said.get("task", ""))
    metric = said.get("metric", "")
    status = said.get("status") or (
        Adoption.ADOPTED if said.get("landed_on") else Adoption.STUDYING
    )
    plain = "practice source gap owner words measured evidence document effect reason decided_by"
    days = "decided_on started_on landed_on"
    return Practice(
        id=row.id,
        version=row.version,
        metric=metric,
        metric_name=names.get(metric, metric),
        status=str(status),
        plan=plan,
        target=target,
        task=task,
        task_plan=task_plan,
        changed_at=row.changed_at,
        region=region,
        **{name: said.get(name, "") for name in plain.split()},
        **{name: _day_said(said.get(name, "")) for name in days.split()},
    )


def _pair(text: str) -> tuple[int | None, int | None]:
    """plan/target as written by us; anything else is nothing."""
    first, _slash, second = text.partition("/")
    if first.isdecimal() and second.isdecimal() and len(text) < 30:
        return int(first), int(second)
    return None, None


def taught_by(target: int, *, on: date) -> dict[str, str]:
    """What a form of a new practice starts from: the promise's own words and where they stand."""
    return _taught(_said(target), on)


def _taught(row: Target, on: date) -> dict[str, str]:
    plan = row.task.plan
    words = row.words
    if row.start is not None and row.end is not None:
        words = library.sentence(plan.document.text, (row.start, row.end))
    metric = library.find(row.metric_key, on) if row.metric_key else None
    promised = promise_text(row.comparator, row.value, row.unit, value_max=row.value_max)
    return {
        "practice": row.task.title[:120],
        "source": accounts.region_name(plan.region),
        "metric": row.metric_key,
        "metric_name": metric.name if metric else row.metric,
        "words": words,
        "promised": promised,
        "plan_title": plan.title,
        "plan": str(plan.pk),
    }


def _said(target: int) -> Target:
    row = binding.target_with_plan(target)
    if row.status == Status.REJECTED or row.task.status == Status.REJECTED:
        raise NotVisible(target)
    return row


def learn(
    *,
    target: int,
    region: str,
    practice: str,
    gap: str,
    owner: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
) -> int:
    """Take a promise of another city into our library, under study: the practice's number.

    Refused where the promise is our own, and by the register where the same practice of the same
    city is known.
    """
    row, on = _said(target), to_cst(at).date()
    plan = row.task.plan
    if plan.region == region:
        raise Refusal("own-promise", _("这是本市自己的承诺，不用学；请到方案台账里办。"))
    said = _taught(row, on)
    form = {
        "practice": practice.strip(),
        "source": said["source"],
        "metric": said["metric"],
        "words": said["words"],
        "from_plan": f"{plan.pk}/{row.pk}",
        "gap": gap.strip(),
        "owner": owner.strip(),
        "status": str(Adoption.STUDYING),
        "started_on": on.isoformat(),
        "evidence": evidence.strip() or f"《{plan.title}》{plan.doc_number}"[:200],
    }
    return registers.add(register=REGISTER, region=region, form=form, by=by, at=at)


def decide_practice(
    *,
    practice: int,
    status: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    measured: str = "",
    version: int | None = None,
    **more: Any,
) -> int:
    """How far we are with a practice: its version then. What is not taken over has a reason."""
    if status not in Adoption.values:
        raise Refusal("status-unknown", _("没有这个推行状态，请从列出的几项里选。"))
    if status == Adoption.REJECTED and not reason.strip():
        raise Refusal("reason-missing", _("不采用要写明理由，以后的人才知道为什么；请补写。"))
    on = to_cst(at).date().isoformat()
    told = {
        "status": status,
        "reason": reason.strip(),
        "decided_on": on,
        "decided_by": accounts.unit_name(by.unit) if by.unit else by.name,
    }
    if measured.strip():
        told["measured"] = measured.strip()
    return _change(practice, told, by=by, at=at, version=version, landed=status, on=on)


def _change(
    record: int,
    told: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    landed: str,
    on: str,
) -> int:
    body = registers.values_of(by, record, at=at, page="practices")
    if body.get("practice") is None:
        raise NotVisible(record)
    form = {**body, **told}
    if landed == Adoption.ADOPTED and not form.get("landed_on"):
        form["landed_on"] = on
    if landed != Adoption.ADOPTED and form.get("landed_on") and landed:
        form["landed_on"] = ""
    return registers.change(record=record, form=form, by=by, at=at, version=version)


@official
@transaction.atomic
def plan_practice(
    *,
    practice: int,
    plan: int,
    title: str,
    lead: str,
    deadline: date | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> int:
    """Make a practice a task of our plan (marked as added to it, since the paper does not say
    it), and the practice planned: the task's number. Once for each practice."""
    row = editable_plan(by, plan)
    on = to_cst(at).date()
    found = _one(by, practice, region=row.region, on=on)
    if found.task is not None:
        raise Refusal("planned-already", _("这项做法已经列入任务，不用再列一次；请打开那项任务。"))
    if found.status == Adoption.REJECTED:
        raise Refusal("rejected", _("这项做法已定为不采用；要列入任务，请先改回研究中并写明理由。"))
    if not title.strip() or not lead.strip():
        raise Refusal("task-incomplete", _("列入任务要写清任务名称和牵头单位；请补写。"))
    last = row.tasks.order_by("-order").first()
    with recording(row, "add", by=by, at=at) as act:  # written in Chinese
        text = _("学习%(source)s：%(practice)s。%(gap)s") % {
            "source": found.source, "practice": found.practice, "gap": found.gap,
        }  # fmt: skip
        task = Task.objects.create(
            plan=row,
            order=(last.order if last else 0) + 1,
            no=_("增补"),
            title=title.strip()[:200],
            section=_("对标学习增补"),
            text=text,
            lead=[lead.strip()],
            deadline=deadline,
            deadline_text=day_words(deadline) if deadline else "",
            status=Status.CONFIRMED,
        )
        act.sentence = _("把外地做法“%s”列为任务") % found.practice[:100]
        act.made(task)
        act.note(task, events.ADDED, new=task.title, reason=text[:500])
    told = {
        "task": f"{row.pk}/{task.pk}",
        "status": str(found.status if found.status in _BEGUN else Adoption.PLANNED),
        "decided_on": on.isoformat(),
        "decided_by": accounts.unit_name(by.unit) if by.unit else by.name,
    }
    landed = told["status"] if told["status"] == Adoption.ADOPTED else ""
    _change(practice, told, by=by, at=at, version=version, landed=landed, on=on.isoformat())
    return task.pk


def may_plan(actor: Actor, region: str) -> bool:
    """Whether this actor may put a task into this city's plans."""
    return may_edit(actor, region)


_one = practice
