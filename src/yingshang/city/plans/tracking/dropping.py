"""What a new edition dropped: its cases end when a person says so; and the way back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.plans.lineage.models import Kind, PlanLink, TaskLink
from yingshang.city.plans.models import Status, Task
from yingshang.city.plans.tracking import passing
from yingshang.city.plans.tracking._changed import lines_of
from yingshang.city.plans.tracking.access import bureau_track, may_direct, visible_refs
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import Passage, Track

__all__ = ["Passed", "PassedRow", "passed_of", "restore", "withdraw_dropped"]


@dataclass(frozen=True)
class PassedRow:
    """One case and what became of it between two plans."""

    ref: str
    title: str
    unit_name: str
    changes: tuple[str, ...] = ()
    waits: bool = False  # the unit has not acknowledged the change
    acked_by: str = ""


@dataclass(frozen=True)
class Passed:
    """What the cases of one plan became in the next."""

    kept: tuple[PassedRow, ...]
    changed: tuple[PassedRow, ...]
    dropped: tuple[PassedRow, ...]  # still running though nothing in the new plan says them
    ended: tuple[PassedRow, ...]  # closed because their clause was dropped
    leaderless: tuple[PassedRow, ...]  # running, and nobody leads them: a lead is to be appointed
    fresh: int  # tasks of the new plan that no case stands for
    may_direct: bool

    @property
    def any(self) -> bool:
        return bool(self.kept or self.changed or self.dropped or self.ended)


def _link(link: int) -> PlanLink:
    row = PlanLink.objects.select_related("origin", "heir").filter(pk=link, undone_at=None).first()
    if row is None:
        raise NotVisible(f"link {link}")
    return row


def _dropped(row: PlanLink) -> list[Track]:
    """Cases that run for clauses of the old edition without a counterpart in the new one."""
    paired = TaskLink.objects.filter(link=row, undone_at=None).exclude(heir=None)
    tracks = Track.objects.filter(task__plan=row.origin_id).exclude(ref="")
    tracks = tracks.exclude(stage__in=(Stage.CLOSED, Stage.ENDED))
    rows = tracks.exclude(task__in=paired.values("origin")).select_related("task")
    return list(rows.order_by("task__order"))


def passed_of(actor: Actor, link: int) -> Passed:
    """The cases of the plan that was replaced: kept, changed, dropped; and what is new."""
    row = _link(link)
    passages = list(
        Passage.objects.filter(link=row, undone_at=None).select_related("track", "origin", "heir")
    )
    dropped = _dropped(row) if row.kind == Kind.EDITION else []
    refs = [one.track.ref for one in passages] + [one.ref for one in dropped]
    visible = visible_refs(actor, refs)
    seen = [one for one in passages if one.track.ref in visible]
    moved = [one for one in seen if one.kind != Passage.Kind.DROPPED]
    tracked = Track.objects.exclude(ref="").values("task")
    fresh = Task.objects.filter(plan=row.heir_id, gone=False).exclude(status=Status.REJECTED)
    return Passed(
        kept=tuple(_row(one) for one in moved if not one.changes),
        changed=tuple(_row(one) for one in moved if one.changes),
        dropped=tuple(
            PassedRow(one.ref, str(one.task), accounts.unit_name(one.unit))
            for one in dropped
            if one.ref in visible
        ),
        ended=tuple(_row(one) for one in seen if one.kind == Passage.Kind.DROPPED),
        leaderless=tuple(_row(one) for one in moved if one.track.stage == Stage.UNASSIGNED),
        fresh=fresh.exclude(pk__in=tracked).count(),
        may_direct=may_direct(actor, row.heir.region),
    )


def _row(one: Passage) -> PassedRow:
    return PassedRow(
        ref=one.track.ref,
        title=str(one.heir or one.origin),
        unit_name=accounts.unit_name(one.track.unit),
        changes=tuple(lines_of(one.changes)),
        waits=one.ack_wanted and one.acked_at is None and bool(one.track.unit),
        acked_by=one.acked_by,
    )


@official
@transaction.atomic
def withdraw_dropped(*, link: int, refs: Collection[str], by: Actor, at: datetime) -> list[str]:
    """按版本撤销: these cases end because the new edition dropped their clauses, which are the
    ground. A named person decides it; :func:`restore` takes it back."""
    row = _link(link)
    if row.kind != Kind.EDITION or not may_direct(by, row.heir.region):
        raise Refusal("not-yours", _("只有本市营商局和督查人员可以按新一版撤销交办，没有办成。"))
    known = {one.ref: one for one in _dropped(row)}
    wanted = [ref for ref in dict.fromkeys(refs) if ref in known]
    if not wanted:
        raise Refusal("nothing-dropped", _("没有选中可以撤销的任务，没有办成。请刷新页面后再选。"))
    for ref in wanted:
        track = known[ref]
        Passage.objects.create(
            track=track,
            kind=Passage.Kind.DROPPED,
            link=row,
            origin=track.task,
            before={
                "unit": track.unit,
                "due": track.owed_on.isoformat() if track.owed_on else "",
            },
            by_name=by.name,
            at=at,
        )
        ground = _("《%(plan)s》%(number)s不再列入本条。原条文：%(no)s%(title)s") % {
            "plan": row.heir.title,
            "number": row.heir.doc_number,
            "no": track.task.no,
            "title": track.task.title[:200],
        }
        cases.withdraw(ref=ref, reason=ground, dropped=True, by=by, at=at)
    return wanted


@official
@transaction.atomic
def restore(*, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """The clause was not dropped after all: its case runs again, with the date it had."""
    track = bureau_track(by, ref)
    last = passing.last_of(track)
    if last is None or last.kind != Passage.Kind.DROPPED:
        raise Refusal("not-dropped", _("这项任务不是按新一版撤销的，不能恢复。请刷新页面。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明恢复交办的理由，没有办成。"))
    passing.reopen_dropped(track, last, reason, by=by, at=at)
