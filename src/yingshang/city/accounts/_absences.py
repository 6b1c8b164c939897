"""Absence with a deputy: who is away, and who acts in their place meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.accounts.models import Absence, User
from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify

__all__ = ["AbsenceView", "absences", "away", "end_absence", "name_deputy", "stands_in_for"]

LONGEST = timedelta(days=366)
MAY_NAME_FOR_OTHERS = frozenset({Role.SUPERVISOR, Role.BUREAU})


@dataclass(frozen=True)
class AbsenceView:
    id: int
    person: str
    person_name: str
    deputy: str
    deputy_name: str
    unit: str
    since: datetime
    until: datetime
    reason: str
    running: bool


def name_deputy(
    *,
    deputy: str,
    since: datetime,
    until: datetime,
    by: Actor,
    at: datetime,
    person: str = "",
    reason: str = "",
) -> AbsenceView:
    """Say who acts for `person` (default: oneself) in [since, until), and tell the deputy.

    An overseer may do it for somebody who fell ill. A deputy is a colleague of the same unit, who
    is there all the time and hands nothing on. Raises Refusal.
    """
    _check_period(since, until, at)
    with transaction.atomic():
        away, instead = _both(person or by.id, deputy, by)
        overlapping = _in_force().filter(since__lt=until, until_now__gt=since)
        _check_free(overlapping, away, instead)
        row = Absence.objects.create(
            person=away,
            deputy=instead,
            since=since,
            until=until,
            reason=reason.strip()[:200],
            named_by=by.id,
            named_at=at,
        )
        detail = {"person": away.username, "deputy": instead.username, "absence": row.pk}
        audit.record(
            by=by, at=at, action="deputy-named", obj=f"user:{away.username}", detail=detail
        )
        notify.send(
            to=f"user:{instead.username}",
            topic="deputy-named",
            title=f"请您代{away.label}办理",
            body=f"自 {_day(since)} 起至 {_day(until)} 止，{away.label}认领的办件由您代办。",
            key=f"absence:{row.pk}",
            at=at,
        )
    return _view(row, at)


def end_absence(*, id: int, by: Actor, at: datetime) -> None:
    """Back again (or not going): from now on nobody acts in the person's place."""
    with transaction.atomic():
        row = _in_force().select_for_update(of=("self",)).filter(pk=id).first()
        if row is None or not _concerns(row, by):
            raise Refusal("absence-unknown", "没有这条代办安排，或不归您管理。请刷新页面查看。")
        if row.until_now <= at:
            raise Refusal("absence-over", "这条代办安排已经结束，不用再办。请刷新页面查看。")
        Absence.objects.filter(pk=id).update(ended_at=at)
        detail = {"absence": id}
        audit.record(
            by=by, at=at, action="deputy-ended", obj=f"user:{row.person.username}", detail=detail
        )


def absences(actor: Actor, *, at: datetime, unit: str | None = None) -> list[AbsenceView]:
    """Running and coming absences, soonest first: of one's own unit; overseers see their region's,
    or those of the `unit` they name."""
    rows = _in_force().filter(until_now__gt=at).order_by("since", "pk")
    if actor.oversees:
        rows = rows.filter(person__region_id=actor.region)
    place = unit if actor.oversees else actor.unit
    if place:
        rows = rows.filter(person__unit_id=place)
    elif not actor.oversees:
        return []
    return [_view(row, at) for row in rows]


def stands_in_for(username: str, *, at: datetime) -> dict[str, str]:
    """Those in whose place this person acts now: name by username."""
    rows = _in_force().filter(deputy__username=username, since__lte=at, until_now__gt=at)
    return dict(rows.values_list("person__username", "person__label"))


def away(usernames: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Those of them who are away now: the deputy's name by username."""
    rows = _in_force().filter(person__username__in=list(usernames), since__lte=at, until_now__gt=at)
    return dict(rows.values_list("person__username", "deputy__label"))


def _in_force() -> Any:
    """Absences with `until_now`, the end as it really is."""
    ended = Absence.objects.select_related("person", "deputy")
    return ended.annotate(until_now=Coalesce("ended_at", F("until")))


def _check_period(since: datetime, until: datetime, at: datetime) -> None:
    if until <= since:
        raise Refusal("absence-period", "结束时间要晚于开始时间。请改正后再提交。")
    if until <= at:
        raise Refusal("absence-past", "这段时间已经过去，代办不能补记。请填今后的时间。")
    if until - since > LONGEST:
        raise Refusal("absence-long", "一次代办不能超过一年。请分次安排，或由督办人员调整承办人。")


def _both(person: str, deputy: str, by: Actor) -> tuple[User, User]:
    """The two people, locked, so that two absences cannot pass one another."""
    rows = User.objects.select_for_update().filter(username__in=[person, deputy], is_active=True)
    found = {user.username: user for user in rows.order_by("pk")}
    away, instead = found.get(person), found.get(deputy)
    if away is None or not (person == by.id or _oversees(by, away)):
        raise Refusal("not-yours", "您不能替这位同事安排代办。请由本人或督办人员办理。")
    if instead is None or person == deputy or not away.unit_id or instead.unit_id != away.unit_id:
        raise Refusal("deputy-unit", "代办人必须是同一单位的另一名在职同事。请另选一人。")
    return away, instead


def _check_free(overlapping: Any, away: User, instead: User) -> None:
    if overlapping.filter(person=away).exists():
        raise Refusal(
            "absence-twice", f"{away.label}在这段时间已经安排了代办人。请先结束原来的安排。"
        )
    if overlapping.filter(person=instead).exists():
        raise Refusal(
            "deputy-away", f"{instead.label}在这段时间也不在岗，不能代办。请另选一名同事。"
        )
    others = overlapping.filter(deputy=away).first()
    if others is not None:
        raise Refusal(
            "deputy-chain",
            f"{away.label}在这段时间正代{others.person.label}办理，代办不能再转给别人。"
            f"请先为{others.person.label}另定代办人。",
        )


def _concerns(row: Absence, by: Actor) -> bool:
    return row.person.username == by.id or _oversees(by, row.person)


def _oversees(by: Actor, person: User) -> bool:
    return by.role in MAY_NAME_FOR_OTHERS and person.region_id == by.region


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _view(row: Absence, at: datetime) -> AbsenceView:
    end = row.ended_at or row.until
    return AbsenceView(
        id=row.pk,
        person=row.person.username,
        person_name=row.person.label,
        deputy=row.deputy.username,
        deputy_name=row.deputy.label,
        unit=row.person.unit_id or "",
        since=row.since,
        until=end,
        reason=row.reason,
        running=row.since <= at < end,
    )
