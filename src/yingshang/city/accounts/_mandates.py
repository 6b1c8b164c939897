"""Agents with an authorisation (代办授权): who may act for whom, in which items, until which day.

The principal gives it and takes it back; the agent acts as himself, and every fact says for whom.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.kinds import Actor, PartyKind, Refusal, Role
from yingshang.city.accounts.models import Mandate, User
from yingshang.city.audit import service as audit
from yingshang.city.notify import service as notify
from yingshang.kernel.worktime import to_cst

__all__ = ["MandateView", "authorise", "mandates", "on_behalf", "withdraw_mandate"]

LONGEST = timedelta(days=366)  # 须由本市核实: the longest that one authorisation holds
MOST = 20  # running ones that a party may have given


@dataclass(frozen=True)
class MandateView:
    """One authorisation. `items` empty: for all of them; `mine`: I am the one who gave it."""

    id: int
    principal_name: str
    agent_name: str
    items: tuple[str, ...]
    until: date
    given_at: datetime
    withdrawn_at: datetime | None
    running: bool
    mine: bool


def authorise(
    *,
    agent_name: str,
    agent_code: str,
    until: date,
    by: Actor,
    at: datetime,
    items: Collection[str] = (),
) -> MandateView:
    """Let a person act for the party of `by`: in the named items, or in all, up to and with
    `until`. Name and number must both be the agent's. Raises Refusal."""
    if by.party is None or by.role != Role.APPLICANT or by.mandate:
        raise Refusal("not-principal", _("只有申请人本人可以授权别人代办。请用本人账号登录。"))
    _check_day(until, at)
    code = "".join(agent_code.split()).upper()
    agent = _agent(agent_name.strip(), code)
    if agent is None or agent.party_id == by.party:
        raise Refusal(
            "agent-unknown",
            _(
                "姓名和身份证号对不上任何一位已实名登记的人，没有授权。请核对；"
                "对方还没有登记的，请他先登录一次。"
            ),
        )
    with transaction.atomic():
        given = Mandate.objects.select_for_update().filter(principal=by.party)
        if _running(given, at).count() >= MOST:
            raise Refusal("mandates-many", _("您给出的授权已经很多。请先撤回不用的，再授权。"))
        row = Mandate.objects.create(
            principal_id=by.party,
            agent=agent,
            items=sorted(set(items)),
            until=until,
            given_by=by.id,
            given_at=at,
        )
        _tell(row, by, at, "mandate-given", "您被授权代办")
    return _view(row, by, at)


def withdraw_mandate(*, id: int, by: Actor, at: datetime) -> None:
    """Take an authorisation back, or, as the agent, give it up: it ends this very moment."""
    with transaction.atomic():
        row = _concerning(by).select_for_update(of=("self",)).filter(pk=id).first()
        if row is None or by.mandate:
            raise Refusal("mandate-unknown", _("没有这项授权，或不归您管理。请刷新页面查看。"))
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = at
        Mandate.objects.filter(pk=row.pk).update(withdrawn_at=at)
        _tell(row, by, at, "mandate-withdrawn", "代办授权已撤回")


def mandates(actor: Actor, *, at: datetime) -> list[MandateView]:
    """Those that I gave and those given to me, the newest first."""
    rows = _concerning(actor).order_by("-given_at", "-pk")[:100]
    return [_view(row, actor, at) for row in rows]


def on_behalf(actor: Actor, id: int, *, at: datetime) -> Actor:
    """The agent acting for the principal. Refusal 'mandate-over' where it holds no longer: what
    is asked next would be done in the agent's own name."""
    rows = Mandate.objects.select_related("principal", "agent").filter(agent__username=actor.id)
    row = _running(rows, at).filter(pk=id).first()
    if row is None:
        raise Refusal(
            "mandate-over", _("这项代办授权已经到期或被撤回，没有办理。请先退出代办，再继续。")
        )
    return replace(
        actor,
        name=f"{actor.name} 代 {row.principal.name}"[:60],
        party=row.principal_id,
        mandate=row.pk,
        items=frozenset(row.items),
    )


def _check_day(until: date, at: datetime) -> None:
    today = to_cst(at).date()
    if until < today:
        raise Refusal("mandate-past", _("授权的最后一天已经过去。请选今天或以后的日子。"))
    if until - today > LONGEST:
        raise Refusal("mandate-long", _("一次授权最长一年。请选近一些的日子，到期可以再授权。"))


def _agent(name: str, code: str) -> User | None:
    """One answer for a wrong name and a wrong number: nobody finds people out by guessing."""
    return User.objects.filter(
        party__kind=PartyKind.PERSON,
        party__code=code,
        party__name=name,
        role=Role.APPLICANT,
        is_active=True,
    ).first()


def _running(rows: QuerySet[Mandate], at: datetime) -> QuerySet[Mandate]:
    return rows.filter(withdrawn_at=None, until__gte=to_cst(at).date())


def _concerning(actor: Actor) -> QuerySet[Mandate]:
    given = Q(principal=actor.party) if actor.party is not None else Q(pk__in=[])
    rows = Mandate.objects.select_related("principal", "agent")
    return rows.filter(given | Q(agent__username=actor.id))


@override("zh-hans")  # what is kept stays Chinese, whatever the screen speaks
def _tell(row: Mandate, by: Actor, at: datetime, topic: str, title: str) -> None:
    """On record, and to both: the principal sees what was given in the party's name."""
    detail: dict[str, Any] = {"mandate": row.pk, "items": row.items, "until": str(row.until)}
    detail |= {"agent": row.agent.username}
    audit.record(by=by, at=at, action=topic, obj=f"party:{row.principal_id}", detail=detail)
    day = row.until.isoformat()
    body = _("%(agent)s 代 %(principal)s 办事，到 %(day)s 为止。") % {
        "agent": row.agent.label,
        "principal": row.principal.name,
        "day": day,
    }
    for to in (f"user:{row.agent.username}", f"party:{row.principal_id}"):
        key = f"{topic}:{row.pk}:{to}"
        notify.send(to=to, topic=topic, title=title, body=body, key=key, at=at)


def _view(row: Mandate, actor: Actor, at: datetime) -> MandateView:
    return MandateView(
        id=row.pk,
        principal_name=row.principal.name,
        agent_name=row.agent.label,
        items=tuple(row.items),
        until=row.until,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        running=row.withdrawn_at is None and row.until >= to_cst(at).date(),
        mine=actor.party is not None and row.principal_id == actor.party,
    )
