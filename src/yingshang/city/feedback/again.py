"""After a rating: one more word (追评), and one reminder to those who have not rated."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.feedback._rules import rule
from yingshang.city.feedback.kinds import LEVELS
from yingshang.city.feedback.models import Rating
from yingshang.city.notify import service as notify
from yingshang.city.notify.service import Outgoing

__all__ = ["add_word", "remind"]


def add_word(*, ref: str, level: int, comment: str, by: Actor, at: datetime) -> None:
    """One further rating of the same case, e.g. after its rectification; the first one stays."""
    case = cases.case_for(by, ref)
    row = Rating.objects.filter(case=ref).first()
    if row is None:
        raise Refusal("not-rated", "本件还没有评价过，不能追评。请先评价。")
    if row.by != by.id and (by.party is None or case.party != by.party):
        raise Refusal("not-yours", "追评只能由申请人本人作出，没有保存。")
    if level not in LEVELS:
        raise Refusal("level-missing", "还没有选择满意程度，没有保存。请在五个等级中选一个。")
    days = rule(row.region, at).again_days
    if at > row.rated_at + timedelta(days=days):
        raise Refusal("again-late", f"评价已超过 {days} 天，不能再追评。有意见请拨打 12345。")
    changed = Rating.objects.filter(pk=ref, again_at=None).update(
        again_level=level, again_comment=comment.strip()[:1000], again_at=at
    )
    if not changed:
        raise Refusal("again-already", "本件已经追评过，只能追评一次，没有再次保存。")
    audit.record(by=by, at=at, action="feedback.again", obj=ref, detail={"level": level})


def remind(*, at: datetime, region: str = "") -> int:
    """One message to each applicant whose case was decided some days ago and is not rated; sent
    again it is the same message. How many were found."""
    days = rule(region, at).remind_days
    until = at - timedelta(days=days)
    found = cases.rateable_since(since=until - timedelta(days=3), until=until, region=region)
    rated = set(
        Rating.objects.filter(case__in=[r.ref for r in found]).values_list("case", flat=True)
    )
    messages = [
        Outgoing(
            to=f"party:{row.party}",
            topic="rating",
            title=f"“{row.item_name}”办完了，您觉得怎么样？",
            key=f"rate:{row.ref}",
            at=at,
            body="评不评都由您。点开就能评，只要十秒钟。",
            link=f"/my/{row.ref}/rate/",
        )
        for row in found
        if row.ref not in rated
    ]
    notify.send_many(messages)
    return len(messages)
