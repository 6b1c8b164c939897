"""Saying which plan comes from which, and taking it back.

Plans are locked first, the links are read then: what somebody took back meanwhile is gone.
"""

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible, over_noted
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.access import editable_plan, lock_plans
from yingshang.city.plans.lineage.carrying import Follow, carry, follow, go_back
from yingshang.city.plans.lineage.clauses import Sides, tasks_of
from yingshang.city.plans.lineage.finding import above
from yingshang.city.plans.lineage.models import Kind, PlanLink, TargetLink, TaskLink
from yingshang.city.plans.lineage.remaking import remake
from yingshang.city.plans.lineage.returning import WENT, bind_again, homes, let_bindings_go
from yingshang.city.plans.models import Plan
from yingshang.kernel.flow import Refusal

__all__ = ["declare", "editable_link", "keep_apart", "lock_linked", "relink", "undo", "undo_all"]


@transaction.atomic
def declare(
    *, kind: str, origin: int, heir: int, by: Actor, at: datetime, grounds: str = ""
) -> int:
    """Say that ``heir`` is the next edition of ``origin``, goes on from it, or answers it.

    Of a new edition, clauses are paired by their likeness and what was done to them follows.
    Answers the link's id. Saying it twice changes nothing.
    """
    lock_plans(origin, heir)
    new = editable_plan(by, heir)
    if not (origin and kind):
        raise Refusal(
            "link-incomplete", _("还没有选定与哪一份方案、是什么关系，没有关联；请选定后再提交。")
        )
    old = Plan.objects.select_for_update().filter(pk=origin).first()
    if old is None:
        raise NotVisible(f"plan {origin}")
    if old.withdrawn_at is not None:
        raise Refusal("plan-withdrawn", _("所选方案已整份撤回，不能关联；请另选一份。"))
    known = PlanLink.objects.filter(origin=old, heir=new, undone_at=None).first()
    if known is not None and known.kind == kind:
        return known.pk
    _check(Kind(kind), old, new, known)
    link = PlanLink.objects.create(
        kind=kind,
        origin=old,
        heir=new,
        grounds=grounds.strip()[:400],
        by=by.id,
        by_name=by.name,
        at=at,
    )
    if kind == Kind.EDITION:
        new.edition = old.edition + 1
        new.save(update_fields=["edition"])
        _carry_all(link, old, new, by=by, at=at)
    said = {"kind": kind, "origin": old.pk, "title": old.title}
    write(new, events.LINKED, by=by, at=at, new=said, reason=link.grounds)
    return link.pk


@transaction.atomic
def keep_apart(*, origin: int, heir: int, by: Actor, at: datetime) -> None:
    """Say that ``heir`` is no new edition of ``origin``: both count, and nobody is asked again."""
    row = editable_plan(by, heir)
    old = Plan.objects.defer("reading").filter(pk=origin, region=row.region).first()
    if old is None:
        raise NotVisible(f"plan {origin}")
    write(row, events.APART, by=by, at=at, new={"origin": old.pk, "title": old.title})


def _check(kind: Kind, old: Plan, new: Plan, known: PlanLink | None) -> None:
    if old.pk == new.pk:
        raise Refusal("link-itself", _("一份方案不能与自己关联；请另选一份。"))
    if known is not None:
        raise Refusal(
            "linked-otherwise",
            _("这两份方案已关联为“%s”；要改，请先撤销原来的关联。") % Kind(known.kind).label,
        )
    if kind == Kind.SUPERIOR:
        if not above(old.region, new.region, over_noted(new.region)):
            raise Refusal(
                "not-superior",
                _("所选方案不是上级地区的方案，不能作为上级方案关联；请核对两份方案的地区。"),
            )
        return
    if old.region != new.region:
        raise Refusal(
            "other-region", _("两份方案不是同一个地区的，不能作为前后版关联；请核对地区。")
        )
    if old.pk in _descendants(new.pk):
        raise Refusal("link-circle", _("所选方案本身就承接自这一份，方向反了；请换过来关联。"))
    if kind == Kind.EDITION:
        _check_free(old, new)


def _check_free(old: Plan, new: Plan) -> None:
    taken = PlanLink.objects.filter(Q(origin=old) | Q(heir=new), kind=Kind.EDITION, undone_at=None)
    other = taken.select_related("origin", "heir").first()
    if other is not None:
        raise Refusal(
            "edition-taken",
            _("《%(old)s》的新一版已定为《%(new)s》；如有误，请先撤销那一条。")
            % {"old": other.origin.title, "new": other.heir.title},
        )


def _descendants(plan: int) -> set[int]:
    found: set[int] = set()
    fresh = {plan}
    while fresh:
        rows = PlanLink.objects.filter(origin__in=fresh, undone_at=None)
        fresh = set(rows.values_list("heir_id", flat=True)) - found
        found |= fresh
    return found


def _carry_all(link: PlanLink, old: Plan, new: Plan, *, by: Actor, at: datetime) -> None:
    """Rejected rows too: what a person took out stays out where the new edition says it again."""
    remake(old, new, by=by, at=at)
    sides = Sides(tasks_of(old.pk, rejected=True), tasks_of(new.pk, rejected=True))
    tasks: dict[int, int] = {}
    targets: dict[int, int] = {}
    for match in sides.matches():
        if match.old is None or match.new is None:
            continue
        before, after = sides.old[match.old], sides.new[match.new]
        before.plan, after.plan = old, new  # one object a plan, since it counts its events
        row = TaskLink.objects.create(
            link=link,
            origin=before,
            heir=after,
            likeness=match.likeness,
            by=by.id,
            by_name=by.name,
            at=at,
        )
        tasks[before.pk] = after.pk
        targets |= carry(row, by=by, at=at)
    follow(Follow(new.region, tasks, targets, link=link.pk), by=by, at=at)


def editable_link(by: Actor, link: int) -> PlanLink:
    """A live link, its younger plan locked for a change."""
    rows = PlanLink.objects.filter(pk=link, undone_at=None)
    heir = rows.values_list("heir", flat=True).first()
    plan = editable_plan(by, heir) if heir else None
    row = rows.select_related("origin").first()
    if row is None or plan is None:
        raise NotVisible(f"link {link}")
    row.heir = plan
    return row


@transaction.atomic
def undo(*, link: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a link back; what people did to the rows meanwhile stays, and so does the record."""
    row = editable_link(by, link)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明撤销关联的理由；理由会留在修改记录里。"))
    _take_back(row, reason, by=by, at=at)


def _of(plan: int) -> QuerySet[PlanLink]:
    return PlanLink.objects.filter(Q(origin=plan) | Q(heir=plan))


def lock_linked(plan: int, **which: datetime | None) -> None:
    """Lock a plan and all that it is linked with (by links undone then, or live)."""
    if plan >= 2**63:  # a number that no database holds
        raise NotVisible(f"plan {plan}")
    lock_plans(plan, *chain(*_of(plan).filter(**which).values_list("origin", "heir")))


def undo_all(plan: Plan, reason: str, *, by: Actor, at: datetime) -> None:
    """Take every link of a plan that is withdrawn back, on both sides: first those to what comes
    after it, so that a case that went on through it goes the whole way back."""
    rows = _of(plan.pk).filter(undone_at=None).select_related("origin")
    for row in sorted(rows, key=lambda row: (row.heir_id == plan.pk, -row.pk)):
        mine = row.heir_id == plan.pk
        row.heir = plan if mine else Plan.objects.select_for_update().get(pk=row.heir_id)
        _take_back(row, reason, by=by, at=at, withdrawn=mine)


def _take_back(
    row: PlanLink, reason: str, *, by: Actor, at: datetime, withdrawn: bool = False
) -> None:
    row.undone_at, row.undone_because = at, reason.strip()[:400]
    row.save(update_fields=["undone_at", "undone_because"])
    said = {"kind": row.kind, "origin": row.origin_id, "title": row.origin.title}
    write(row.heir, events.UNLINKED, by=by, at=at, old=said, reason=row.undone_because)
    pairs = TaskLink.objects.filter(link=row, undone_at=None).exclude(heir=None)
    if row.kind == Kind.SUCCESSOR:
        let_bindings_go(pairs, row.heir, row.undone_because, by=by, at=at)
    found = Follow(
        row.heir.region,
        dict(pairs.values_list("origin_id", "heir_id")),
        kind=row.kind,
        link=row.pk,
        whole=True,
        homes=homes(pairs, until=at if withdrawn else None),
    )
    go_back(found, row.undone_because, by=by, at=at)


def relink(plan: Plan, undone_at: datetime, *, by: Actor, at: datetime) -> None:
    """The links that were undone when a plan was withdrawn live again with it, and what had gone
    on over them goes on again; not where the other plan has another edition by now, or was
    withdrawn itself."""
    rows = _of(plan.pk).filter(undone_at=undone_at).select_related("origin")
    for row in sorted(rows, key=lambda row: (row.heir_id != plan.pk, row.pk)):
        mine = row.heir_id == plan.pk
        row.heir = plan if mine else Plan.objects.select_for_update().get(pk=row.heir_id)
        if (row.origin if mine else row.heir).withdrawn_at is not None:
            continue
        try:
            _check(Kind(row.kind), row.origin, row.heir, None)
        except Refusal:
            continue
        row.undone_at, row.undone_because = None, ""
        row.save(update_fields=["undone_at", "undone_because"])
        _go_on_again(row, undone_at, by=by, at=at)


@official
def _go_on_again(row: PlanLink, since: datetime, *, by: Actor, at: datetime) -> None:
    said = {"kind": row.kind, "origin": row.origin_id, "title": row.origin.title}
    write(row.heir, events.LINKED, by=by, at=at, new=said, reason=_("随整份撤回的方案一并恢复"))
    pairs = TaskLink.objects.filter(link=row, undone_at=None).exclude(heir=None)
    tasks = dict(pairs.order_by("-pk").values_list("origin_id", "heir_id"))  # the first one counts
    targets = {}
    if row.kind == Kind.EDITION:
        same = TargetLink.objects.filter(task__in=pairs).filter(WENT)
        targets = dict(same.values_list("origin_id", "heir_id"))
    elif row.kind == Kind.SUCCESSOR:
        bind_again(pairs, row.heir, since, by=by, at=at)
    if row.kind != Kind.SUPERIOR:
        follow(Follow(row.heir.region, tasks, targets, kind=row.kind, link=row.pk), by=by, at=at)
        _through_editions(row.heir_id, tasks.values(), targets.values(), by=by, at=at)


def _through_editions(
    plan: int, tasks: Collection[int], targets: Collection[int], *, by: Actor, at: datetime
) -> None:
    """What has come to these tasks and targets of a plan goes on into its later editions."""
    editions = PlanLink.objects.filter(kind=Kind.EDITION, undone_at=None).select_related("heir")
    while link := editions.filter(origin=plan).first():
        pairs = TaskLink.objects.filter(link=link, undone_at=None, origin__in=tasks)
        pairs = pairs.exclude(heir=None).order_by("-pk")
        same = TargetLink.objects.filter(task__in=pairs, origin__in=targets).filter(WENT)
        found = Follow(
            link.heir.region,
            dict(pairs.values_list("origin_id", "heir_id")),
            dict(same.values_list("origin_id", "heir_id")),
            link=link.pk,
        )
        follow(found, by=by, at=at)
        plan, tasks, targets = link.heir_id, found.tasks.values(), found.targets.values()
