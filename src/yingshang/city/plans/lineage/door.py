"""The links between plans, as the service of plans hands them out."""

from collections import Counter
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.plans.lineage.beside import beside, rows_of_plans
from yingshang.city.plans.lineage.carrying import FOLLOWERS, RETURNERS, Follow
from yingshang.city.plans.lineage.declaring import declare, keep_apart, undo
from yingshang.city.plans.lineage.exporting import as_file
from yingshang.city.plans.lineage.finding import (
    Candidate,
    candidates,
    earlier_edition,
    links_of,
    superseded,
)
from yingshang.city.plans.lineage.kinds import Below, Beside, LinkRow, Replaced, Taking
from yingshang.city.plans.lineage.lamps import goes_on_as
from yingshang.city.plans.lineage.linking import let_go, part, settle, take
from yingshang.city.plans.lineage.models import Kind, PlanLink, TargetLink, TaskLink
from yingshang.city.plans.lineage.taking import DONE, below, taking
from yingshang.city.plans.lineage.weighing import promised
from yingshang.city.plans.models import Status
from yingshang.kernel.worktime import to_cst

__all__ = [
    "DONE",
    "FOLLOWERS",
    "RETURNERS",
    "Below",
    "Beside",
    "Candidate",
    "Follow",
    "LinkRow",
    "Taking",
    "as_file",
    "below_of",
    "beside_of",
    "candidates_of",
    "declare",
    "earlier_edition",
    "earlier_tasks",
    "keep_apart",
    "let_go",
    "link",
    "links",
    "part",
    "promise_after",
    "replaced",
    "replaced_by",
    "settle",
    "take",
    "taking_of",
    "undo",
]

WORDS = {
    (Kind.EDITION, True): _("上一版"),
    (Kind.EDITION, False): _("新一版"),
    (Kind.SUCCESSOR, True): _("接续自"),
    (Kind.SUCCESSOR, False): _("由其接续"),
    (Kind.SUPERIOR, True): _("上级方案"),
    (Kind.SUPERIOR, False): _("下级方案"),
}


def replaced(as_of: date) -> frozenset[int]:
    """Plans that a newer edition, or a later year's plan once it has begun, has replaced."""
    return frozenset(superseded(as_of).values_list("pk", flat=True))


def links(actor: Actor, plan: int) -> list[LinkRow]:
    """What a plan is linked with, on both sides."""
    rows = links_of(plan)
    others = rows_of_plans(
        *(row.heir_id if row.origin_id == plan else row.origin_id for row in rows)
    )
    waiting = _waiting([row.pk for row in rows])
    return [
        _link_row(row, other, plan, waiting[row.pk])
        for row, other in zip(rows, others, strict=True)
    ]


def _link_row(row: PlanLink, other: object, plan: int, pending: int) -> LinkRow:
    up = row.heir_id == plan
    return LinkRow(
        id=row.pk,
        kind=row.kind,
        label=str(WORDS[Kind(row.kind), up]),
        up=up,
        plan=other,
        grounds=row.grounds,
        by_name=row.by_name,
        at=row.at,
        pending=pending,
    )


def _waiting(links: list[int]) -> Counter[int]:
    rows = TargetLink.objects.filter(
        task__link__in=links,
        task__link__kind=Kind.EDITION,  # next year's plan is reviewed like any other plan
        task__undone_at=None,
        same=False,
        settled_at=None,
    ).exclude(heir__status=Status.REJECTED)
    return Counter(
        rows.exclude(origin__status=Status.REJECTED).values_list("task__link", flat=True)
    )


def link(actor: Actor, id: int) -> tuple[str, int, int]:
    """(kind, origin, heir) of a live link; NotVisible where there is none."""
    row = PlanLink.objects.filter(pk=id, undone_at=None).first()
    if row is None:
        raise NotVisible(f"link {id}")
    return row.kind, row.origin_id, row.heir_id


def candidates_of(actor: Actor, plan: int) -> list[Candidate]:
    """Plans that this one may come from, likeliest first; for those who may link it."""
    rows_of_plans(plan)
    return candidates(plan)


def replaced_by(plan: int, *, at: datetime) -> Replaced | None:
    """What a plan was replaced by: the newest of its later editions, else the plan that goes on
    with it once that plan's year has begun; None while it holds."""
    links = PlanLink.objects.filter(undone_at=None)
    seen, here = {plan}, plan
    while (one := links.filter(origin=here, kind=Kind.EDITION).first()) and one.heir_id not in seen:
        here = one.heir_id
        seen.add(here)
    if here != plan:
        return Replaced(Kind.EDITION, rows_of_plans(here)[0])
    year = to_cst(at).year
    later = links.filter(origin=plan, kind=Kind.SUCCESSOR, heir__year__lte=year)
    follower = later.order_by("heir__year", "pk").first()
    return Replaced(Kind.SUCCESSOR, rows_of_plans(follower.heir_id)[0]) if follower else None


def promise_after(target: int, *, edition: bool) -> tuple[int, str, str] | None:
    """A promise in what replaced its plan: its id, its words, what it promises; None where it was
    left out."""
    found = goes_on_as(target, edition=edition)
    return (found.pk, found.words, promised(found)) if found else None


def beside_of(actor: Actor, origin: int, heir: int, *, at: datetime) -> Beside:
    """Two editions clause by clause."""
    return beside(origin, heir, on=to_cst(at).date())


def taking_of(actor: Actor, link: int, *, at: datetime) -> Taking:
    """What of a plan goes on in next year's, or is answered below."""
    return taking(link, on=to_cst(at).date())


def below_of(actor: Actor, plan: int, *, at: datetime) -> Below:
    """A superior plan and everybody who answers it."""
    return below(plan, on=to_cst(at).date())


def earlier_tasks(task: int) -> list[int]:
    """The task itself and what it was in earlier editions, newest first."""
    found, here = [task], {task}
    while here:
        rows = TaskLink.objects.filter(heir__in=here, link__kind=Kind.EDITION, undone_at=None)
        here = set(rows.values_list("origin_id", flat=True)) - set(found)
        found += sorted(here)
    return found
