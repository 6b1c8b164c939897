"""Rounds as people read them: the office sees every unit, a unit only its own part."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.supervision.rounds.access import fetch, may_keep, shares_seen, visible
from yingshang.city.supervision.rounds.kinds import (
    DutyView,
    Paper,
    RoundRow,
    RoundView,
    SendingView,
    ShareView,
)
from yingshang.city.supervision.rounds.opening import next_nominal
from yingshang.city.supervision.rounds.recurring import read_turn
from yingshang.city.supervision.rounds.tables import Round, RoundSending, RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = [
    "duties",
    "material",
    "round_of_share",
    "round_view",
    "rounds",
    "rounds_owed",
    "share_view",
]

MOST = 200
Carried = Sequence[tuple[str, str, int]]  # basis, every, id of a round
_LEADS = re.compile(r"^(?:各|所有|有关|相关)*(?:任务)?牵头(?:部门|单位|责任单位)")


def rounds(actor: Actor, *, at: datetime) -> list[RoundRow]:
    """The rounds that the actor sees, the latest day first."""
    day = to_cst(at).date()
    mine = shares_seen(actor).prefetch_related("sendings")
    rows = visible(actor).prefetch_related(Prefetch("shares", mine, to_attr="seen"))
    return [_row(row, actor, day) for row in rows[:MOST]]


def rounds_owed(actor: Actor) -> int:
    """How many rounds still want something of the actor's unit: what its workbench says."""
    if not actor.unit or actor.oversees:
        return 0
    waits = (RoundShare.Status.WAITING, RoundShare.Status.RETURNED)
    mine = RoundShare.objects.filter(unit=actor.unit, status__in=waits, round__stopped_at=None)
    return mine.count()


def _row(row: Round, actor: Actor, day: date) -> RoundRow:
    shares = [share_view(one, day) for one in row.seen]  # type: ignore[attr-defined]
    return RoundRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        every=row.every,
        every_label=str(row.get_every_display()),
        due_on=row.due_on,
        days_left=(row.due_on - day).days,
        asked=len(shares),
        sent=sum(one.standing in ("sent", "accepted") for one in shares),
        accepted=sum(one.standing == "accepted" for one in shares),
        missing=sum(one.owes for one in shares),
        late=sum(one.overdue for one in shares),
        stopped=row.stopped_at is not None,
        mine=next((one for one in shares if one.unit == actor.unit), None),
    )


def _standing(row: RoundShare) -> tuple[str, str]:
    if row.status == RoundShare.Status.WAITING:
        return ("seen", str(_("已签收，待报送"))) if row.seen_at else ("unseen", str(_("未签收")))
    return row.status, str(row.get_status_display())


def share_view(row: RoundShare, day: date) -> ShareView:
    standing, label = _standing(row)
    sendings = tuple(_sending(one) for one in row.sendings.all())
    return ShareView(
        id=row.pk,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        standing=standing,
        standing_label=label,
        due_on=row.due_on,
        overdue=standing in ("unseen", "seen", "returned") and row.due_on < day,
        sent_late=bool(sendings) and sendings[-1].late,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
        sent_on=row.sent_on,
        returns=row.returns,
        reason=row.reason,
        ruled_by=row.ruled_by,
        sendings=sendings,
    )


def _sending(row: RoundSending) -> SendingView:
    papers = tuple(
        Paper(place, one["name"], one["size"], one["sealed"]) for place, one in enumerate(row.files)
    )
    return SendingView(
        row.pk, row.at, row.by_name, row.words, row.late, papers,
        row.returned_at, row.returned_by, row.returned_reason,
    )  # fmt: skip


def round_view(actor: Actor, round: int, *, at: datetime) -> RoundView:
    """One round; NotVisible for units that are not asked in it."""
    fetch(actor, round)
    day = to_cst(at).date()
    mine = shares_seen(actor).prefetch_related("sendings")
    rows = Round.objects.select_related("plan", "series")
    row = rows.prefetch_related(Prefetch("shares", mine, to_attr="seen")).get(pk=round)
    root = row.series or row
    others = visible(actor).filter(series=root) | visible(actor).filter(pk=root.pk)
    head = _row(row, actor, day)
    shares = tuple(share_view(one, day) for one in row.seen)
    row.stopped_at = root.stopped_at
    return RoundView(
        row=head,
        region=row.region,
        demand=row.demand,
        basis=row.basis,
        plan=row.plan_id,
        plan_title=row.plan.title if row.plan else "",
        nominal=row.nominal,
        moved=row.nominal != row.due_on,
        sealed=row.sealed,
        remind_before=row.remind_before,
        remind_after=row.remind_after,
        opened_name=row.opened_name,
        opened_at=row.opened_at,
        until=row.until,
        next_nominal=next_nominal(row),
        stopped_at=root.stopped_at,
        stopped_by=root.stopped_by,
        stopped_reason=root.stopped_reason,
        shares=shares,
        others=tuple(
            others.exclude(pk=row.pk).order_by("-due_on").values_list("pk", "number")[:24]
        ),
        may_keep=may_keep(actor, row.region),
    )


def material(actor: Actor, sending: int, place: int) -> tuple[str, Path]:
    """(name, path) of one file that was sent; the sending unit's and the office's only."""
    row = RoundSending.objects.filter(pk=sending, share__in=shares_seen(actor)).first()
    if row is None or not 0 <= place < len(row.files):
        raise NotVisible(f"sending {sending}")
    one = row.files[place]
    path = cases.path_of(one["sha"])
    if not path.exists():
        raise NotVisible(f"file of sending {sending}")
    return one["name"], path


def duties(actor: Actor, *, at: datetime, plan: int | None = None) -> list[DutyView]:
    """Dated duties in the plans of the actor's city that a round could carry, newest plan first.

    Duties whose only day has passed are left out, and those of a plan that another has replaced.
    """
    day = to_cst(at).date()
    gone = plans.lineage.replaced(day)
    rows = [
        one
        for one in plans.plans(actor, region=actor.region)
        if plan in (None, one.id) and one.id not in gone
    ]
    begun = Round.objects.filter(region=actor.region, plan__isnull=False, series=None)
    carried = list(begun.order_by("-pk").values_list("basis", "every", "pk"))
    ask = plans.resolver(actor.region)
    return [duty for row in rows[:12] for duty in _duties_of(actor, row.id, day, at, ask, carried)]


def _duties_of(
    actor: Actor, plan: int, day: date, at: datetime, ask: object, carried: Carried
) -> Iterable[DutyView]:
    seen = plans.plan(actor, plan, at=at)
    everybody, leads = _all_units(seen), _lead_units(seen)
    for place, one in enumerate(seen.duties):
        if not one.get("sends", True):
            continue  # work that a schedule dates: nothing is handed in
        turn = read_turn(one["text"])
        once = date.fromisoformat(one["deadline"]) if one.get("deadline") else None
        nominal = turn.next(day - timedelta(days=1)) if turn else once
        if nominal is None or nominal < day:
            continue
        named = one.get("who", ())
        known, unknown = _named([name for name in named if not _LEADS.search(name)], ask)
        led = len(known) + len(unknown) < len(named) or (not named and _LEADS.match(one["text"]))
        if led:
            known = tuple(dict.fromkeys((*leads, *known)))
        if led or not known:  # of those who are meant it may not be known who they are
            unknown = tuple(dict.fromkeys((*unknown, *_undecided(seen, led=bool(led)))))
        yield DutyView(
            plan=plan,
            plan_title=seen.row.title,
            place=place,
            text=one["text"],
            every=turn.every if turn else "",
            every_label=str(Round.Every(turn.every if turn else "").label),
            nominal=nominal,
            units=known or everybody,
            unknown=unknown,
            round=_carried_by(one["text"].strip(), turn.every if turn else "", carried),
        )


def _carried_by(text: str, every: str, carried: Carried) -> int | None:
    """The round that was opened on this sentence. One that was opened on a paragraph in which an
    earlier reading saw a single duty carries of its duties the one that recurs as it does."""
    same = (one for basis, _every, one in carried if basis == text)
    within = (one for basis, how, one in carried if text in basis and how == every)
    return next(same, None) or next(within, None)


def _named(names: Iterable[str], ask: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = {name: ask(name).now for name in names}  # type: ignore[operator]
    known = dict.fromkeys(code for code in found.values() if code)
    return tuple(known), tuple(name for name, code in found.items() if not code)


def _lead_units(seen: object) -> tuple[str, ...]:
    """Whoever leads a task of the plan: meant where it says 各牵头单位."""
    tasks = seen.tasks  # type: ignore[attr-defined]
    names = (unit for task in tasks for unit in (task.lead or task.responsible))
    return tuple(dict.fromkeys(unit.now for unit in names if unit.now))


def _all_units(seen: object) -> tuple[str, ...]:
    """Whoever has a task in the plan: meant where it says 各单位."""
    tasks = seen.tasks  # type: ignore[attr-defined]
    names = (unit for task in tasks for unit in (*task.lead, *task.responsible, *task.cooperating))
    return tuple(dict.fromkeys(unit.now for unit in names if unit.now))


def _undecided(seen: object, *, led: bool) -> tuple[str, ...]:
    """Names in the tasks (of those who lead) that no unit of ours answers to yet."""
    names = (
        unit
        for task in seen.tasks  # type: ignore[attr-defined]
        for unit in (
            (task.lead or task.responsible)
            if led
            else (*task.lead, *task.responsible, *task.cooperating)
        )
    )
    return tuple(dict.fromkeys(unit.name for unit in names if not unit.known))


def round_of_share(actor: Actor, share: int) -> int:
    """The round that a unit's part belongs to; NotVisible where the actor does not see it."""
    found: int | None = shares_seen(actor).filter(pk=share).values_list("round", flat=True).first()
    if found is None:
        raise NotVisible(f"share {share}")
    return found
