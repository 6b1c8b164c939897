"""Plan a walk-through, record it, hand out what was found, publish the result."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.registers import service as registers
from yingshang.city.supervision.access import may_order, require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning
from yingshang.city.supervision.ordering import Ground, order_by_hand
from yingshang.city.supervision.walks.kinds import FindingKind, WalkStep
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["ITEM", "add_finding", "plan_walk", "publish_walk", "read_steps", "record_walk"]

ITEM = "walk-through"
REGISTER = "walk-results"
PUBLISH_WORKDAYS = 20
_LINE = re.compile(r"^(\d{1,2})[:：](\d{2})\s+(\S.*)$")


def read_steps(text: str) -> tuple[WalkStep, ...]:
    """The record, one line a step: ``09:05 取号``. Refusal for a line without a time, or back in
    time."""
    found: list[tuple[int, str]] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        match = _LINE.match(line)
        minute = int(match[1]) * 60 + int(match[2]) if match else -1
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise Refusal(
                "step-unread",
                _("“%s”看不懂：每行写时间和情况，例如“09:05 取号，前面有12人”。") % line[:40],
            )
        if found and minute < found[-1][0]:
            raise Refusal("step-back", _("“%s”的时间早于上一行，请按先后顺序写。") % line[:40])
        found.append((minute, match[3]))
    if not found:
        raise Refusal("steps-missing", _("请按时间写下每一步，至少一行。"))
    spans = [0, *(after[0] - before[0] for before, after in pairwise(found))]
    return tuple(
        WalkStep(f"{minute // 60:02d}:{minute % 60:02d}", said, span)
        for (minute, said), span in zip(found, spans, strict=True)
    )


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def plan_walk(
    *, walked: str, role: str, walker: str, post: str, planned_on: date, by: Actor, at: datetime
) -> str:
    """Somebody will walk an item on a day; answers the case's number."""
    require_order(by, by.region)
    given = ((_("走的事项"), walked), (_("领导姓名"), walker), (_("职务"), post))
    if missing := [label for label, value in given if not value.strip()]:
        raise Refusal("walk-incomplete", _("还没有填写：%s。请补齐。") % "、".join(missing))
    if planned_on < to_cst(at).date():
        raise Refusal("walk-past", _("计划日期已经过去；请另选今天或以后的日期。"))
    title = _("%(who)s以%(role)s身份走流程：%(walked)s") % {
        "who": walker.strip(),
        "role": role,
        "walked": walked.strip(),
    }
    due = definitions.calendar(by.region).add_workdays(planned_on, PUBLISH_WORKDAYS)
    ref = cases.open_case(
        item=ITEM,
        region=by.region,
        form={
            "title": title[:200],
            "walked": walked.strip()[:200],
            "role": role,
            "walker": walker.strip()[:60],
            "post": post.strip()[:60],
            "planned_on": planned_on.isoformat(),
        },
        party=None,
        channel="system",
        by=by,
        at=at,
        subject=title[:200],
        due_at=datetime.combine(due, time(23, 59, 59), CST),
    ).ref
    if by.unit:
        cases.assign(ref=ref, unit=by.unit, by=by, at=at, reason=_("走流程由本单位组织"))
    return ref


def fetch(actor: Actor, ref: str, at: datetime) -> cases.CaseView:
    """The walk, or NotVisible."""
    found = cases.case_for(actor, ref, at=at)
    if found.item != ITEM:
        raise NotVisible(f"walk {ref}")
    return found


def _kept(by: Actor, ref: str, at: datetime) -> cases.CaseView:
    found = fetch(by, ref, at)
    if not may_order(by, found.region):
        raise Refusal("not-keeper", _("只有本市督办人员或营商局可以办理走流程；请转请他们办理。"))
    return found


@official
@transaction.atomic
def record_walk(
    *, ref: str, steps: str, by: Actor, at: datetime, photos: Sequence[tuple[str, bytes]] = ()
) -> None:
    """The walk as it went, step by step with times, and its photographs."""
    _kept(by, ref, at)
    lines = read_steps(steps)
    text = "\n".join(f"{one.time} {one.text}" for one in lines)
    if len(text) > 1900:
        raise Refusal("steps-long", _("记录太长（最多1900字）；请把每一步写得简短些。"))
    if photos:
        uploads = [cases.Upload(*one) for one in photos]
        cases.note(ref=ref, text=_("走流程照片"), by=by, at=at, files=uploads)
    cases.complete_step(ref=ref, step="walk", opinion=text, by=by, at=at)


def _walked(ref: str, by: Actor) -> bool:
    return any(one.name == "step-done" for one in cases.timeline(by, ref))


@official
@transaction.atomic
def add_finding(
    *, ref: str, kind: str, text: str, unit: str, due_on: date, by: Actor, at: datetime
) -> str:
    """What is wrong, and who mends it until when: an order; answers its number."""
    found = _kept(by, ref, at)
    if kind not in FindingKind.values:
        raise Refusal("kind-unknown", _("请选择问题的种类。"))
    if not text.strip():
        raise Refusal("finding-missing", _("请写明发现的问题。"))
    if not _walked(ref, by):
        raise Refusal("not-walked", _("还没有记录走流程的经过，不能交办问题；请先记录。"))
    prefix = f"walk-finding|{ref}-"
    place = Warning.objects.filter(key__startswith=prefix).count() + 1
    order = order_by_hand(
        Ground(
            rule="walk-finding",
            kind="walk",
            key=f"{ref}-{place}",
            title=_("走流程发现：%s") % text.strip(),
            sentence=_("%(title)s，发现问题（%(kind)s）：%(text)s")
            % {
                "title": found.subject,
                "kind": FindingKind(kind).label,
                "text": text.strip(),
            },
            detail={"walk": ref, "finding": kind, "text": text.strip()},
        ),
        region=found.region,
        unit=unit,
        demand=_("请整改：%s 整改后报送情况和佐证材料，经核验后销号。") % text.strip(),
        due=due_on,
        by=by,
        at=at,
    )
    cases.note(ref=ref, text=_("发现问题已交办：督办单 %s") % order, by=by, at=at)
    return order


@official
@transaction.atomic
def publish_walk(*, ref: str, summary: str, by: Actor, at: datetime) -> None:
    """The walk is over: its summary stands in the open register."""
    found = _kept(by, ref, at)
    if not _walked(ref, by):
        raise Refusal("not-walked", _("还没有记录走流程的经过，不能公布；请先记录。"))
    if not summary.strip():
        raise Refusal("summary-missing", _("请写明走流程的情况和整改要求，公布给社会看。"))
    cases.decide(ref=ref, outcome="done", reason=summary.strip()[:1000], by=by, at=at)
    said = [one.data["opinion"] for one in cases.timeline(by, ref) if one.name == "step-done"]
    form, minutes = found.form, sum(one.minutes for one in read_steps(said[0]))
    registers.put(
        register=REGISTER,
        region=found.region,
        key=ref,
        form={
            "ref": ref,
            "walked": form["walked"],
            "role": form["role"],
            "walker": f"{form['post']} {form['walker']}",
            "walked_on": to_cst(at).date().isoformat(),
            "minutes": str(minutes),
            "findings": str(Warning.objects.filter(key__startswith=f"walk-finding|{ref}-").count()),
            "summary": summary.strip()[:1000],
        },
        by=SYSTEM,
        at=at,
        source="case",
    )
