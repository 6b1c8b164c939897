"""Drafts that are due by the declared timetable; nothing is sent unless the rule says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.notify import service as notify
from yingshang.city.supervision.bulletins._declared import BulletinKind, due_at, kinds_of, window
from yingshang.city.supervision.bulletins.acting import draft_bulletin, send_bulletin
from yingshang.city.supervision.bulletins.tables import Bulletin
from yingshang.kernel.worktime import to_cst

__all__ = ["Drafted", "draft_due"]

CATCH_UP = timedelta(days=31)


@dataclass(frozen=True)
class Drafted:
    """What a round did."""

    drafts: int = 0
    sent: int = 0


def draft_due(*, at: datetime, by: Actor) -> Drafted:
    """Draft what is due in every city that has a supervisor; again: nothing new."""
    day = to_cst(at).date()
    drafts = sent = 0
    for region, _name in accounts.regions():
        due = [kind for kind in kinds_of(region, day) if _is_due(kind, at)]
        due = [kind for kind in due if not _there(kind, region, at)]
        keepers = accounts.actors(region=region, role="supervisor") if due else []
        for kind in due if keepers else ():
            made = draft_bulletin(kind=kind.code, region=region, by=by, at=at)
            drafts += 1
            if kind.auto_send:
                send_bulletin(id=made, by=by, at=at)
                sent += 1
            else:
                _tell(kind, made, keepers, at)
    return Drafted(drafts, sent)


def _is_due(kind: BulletinKind, at: datetime) -> bool:
    """Since not too long: a platform set up in November makes no report of the first quarter."""
    return timedelta() <= at - due_at(kind, at) <= CATCH_UP


def _there(kind: BulletinKind, region: str, at: datetime) -> bool:
    """Drafted, sent or dropped: a person has decided, or may."""
    period = window(kind, at).period
    return Bulletin.objects.filter(kind=kind.code, region=region, period=period).exists()


def _tell(kind: BulletinKind, made: int, keepers: list[Actor], at: datetime) -> None:
    notify.send_many(
        notify.Outgoing(
            to=f"user:{actor.id}",
            topic="bulletin",
            title=f"{kind.name}草稿已生成，待审阅",
            key=f"bulletin-draft-{made}",
            at=at,
            link=f"/desk/bulletins/{made}/",
        )
        for actor in keepers
    )
