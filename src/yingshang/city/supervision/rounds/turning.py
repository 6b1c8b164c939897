"""The periodic step: open what comes next, remind who has not sent, tell the office who is late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.rounds.access import fetch, may_keep
from yingshang.city.supervision.rounds.opening import open_next
from yingshang.city.supervision.rounds.tables import Round, RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = ["Turned", "remind_now", "turn_rounds"]

OWES = ("waiting", "returned")
LOOK_BACK = timedelta(days=60)  # who is later than that is past being reminded


@dataclass(frozen=True)
class Turned:
    """What the step did; a message that went out before is counted, and not sent again."""

    opened: int
    reminded: int


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def turn_rounds(*, at: datetime, by: Actor) -> Turned:
    """Open the next rounds and remind. Again on the same day: nothing new."""
    opened = [made for made in (_next(root, by, at) for root in _roots()) if made]
    found = list(_reminders(at))
    notify.send_many(found)
    return Turned(len(opened), len(found))


def _roots() -> list[Round]:
    rows = Round.objects.exclude(every="").filter(series=None, stopped_at=None)
    return list(rows.annotate(newest=Max("later__pk")))


def _next(root: Round, by: Actor, at: datetime) -> int | None:
    newest: int | None = root.newest  # type: ignore[attr-defined]
    last = Round.objects.prefetch_related("shares").get(pk=newest) if newest else root
    return open_next(root, last, by=by, at=at)


def _reminders(at: datetime) -> Iterator[notify.Outgoing]:
    day = to_cst(at).date()
    rows = RoundShare.objects.filter(status__in=OWES, due_on__gte=day - LOOK_BACK)
    late: dict[int, tuple[Round, list[str]]] = {}
    for share in rows.select_related("round"):
        one, calendar = share.round, definitions.calendar(share.round.region)
        if day <= share.due_on <= calendar.add_workdays(day, max(one.remind_before, 1)):
            title = _("请在 %(due)s 前报送：%(title)s")
            yield _message(share, title, "before", at)
        elif day >= calendar.add_workdays(share.due_on, max(one.remind_after, 1)):
            yield _message(share, _("已过期限 %(due)s，请尽快报送：%(title)s"), "after", at)
            late.setdefault(one.pk, (one, []))[1].append(accounts.unit_name(share.unit))
    for one, names in late.values():
        title = _("%(n)d 个单位逾期未报：%(title)s") % {"n": len(names), "title": one.title}
        for who in _office(one):
            yield notify.Outgoing(
                to=f"user:{who}", topic="round", at=at, key=f"round-{one.pk}-late",
                title=title[:300], body="、".join(names)[:300], link=f"/desk/rounds/{one.pk}/",
            )  # fmt: skip


def _office(one: Round) -> list[str]:
    """Who asked for the material; the supervisors of the city where he has left."""
    if accounts.officer(one.opened_by) is not None:
        return [one.opened_by]
    return [actor.id for actor in accounts.actors(region=one.region, role="supervisor")]


def _message(share: RoundShare, title: str, what: str, at: datetime) -> notify.Outgoing:
    return notify.Outgoing(
        to=f"unit:{share.unit}", topic="round", at=at,
        title=(title % {"due": day_words(share.due_on), "title": share.round.title})[:300],
        key=f"round-{share.round_id}-{what}-{share.due_on.isoformat()}",
        body=share.reason or share.round.demand[:300], link=f"/desk/rounds/{share.round_id}/",
    )  # fmt: skip


@official
@transaction.atomic
def remind_now(*, round: int, by: Actor, at: datetime) -> int:
    """A word to every unit that owes, at most one a day; answers to how many."""
    row = fetch(by, round)
    if not may_keep(by, row.region):
        raise Refusal("not-keeper", _("只有本市督办人员或营商局可以催报。"))
    owing = list(row.shares.filter(Q(status__in=OWES)).select_related("round"))
    if not owing:
        raise Refusal("nobody-owes", _("各单位都已报送或免报，没有要催的单位。"))
    day = to_cst(at).date().isoformat()
    title = _("请在 %(due)s 前报送：%(title)s")
    notify.send_many(_message(share, title, f"urge-{day}", at) for share in owing)
    detail = {"units": "、".join(share.unit for share in owing)}
    audit.record(by=by, at=at, action="round.urge", obj=f"round/{row.pk}", detail=detail)
    return len(owing)
