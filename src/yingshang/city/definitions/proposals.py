"""Another edition for a city: one person proposes it, another publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions._official import official
from yingshang.city.definitions.models import Proposal
from yingshang.city.notify import service as notify
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["ProposalView", "proposals", "propose", "rule_proposal"]

State = Proposal.State
_SHOWN = 60


@dataclass(frozen=True)
class ProposalView:
    """``own``: the reader's, so that another person has to publish it."""

    id: int
    code: str
    body: Mapping[str, Any]
    reason: str
    by_name: str
    at: datetime
    state: str
    state_label: str
    ruled_name: str
    ruled_at: datetime | None
    words: str
    own: bool
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        return self.state == State.WAITING


def proposals(actor: Actor, kind: str) -> list[ProposalView]:
    """Those of the actor's city, the newest first."""
    rows = Proposal.objects.filter(kind=kind, region=actor.region)
    return [_view(row, actor) for row in rows[:_SHOWN]]


def _view(row: Proposal, actor: Actor) -> ProposalView:
    return ProposalView(
        row.pk, row.code, row.body, row.reason, row.by_name, row.at, row.state,
        str(row.get_state_display()), row.ruled_name, row.ruled_at, row.words, row.by == actor.id,
        row.detail,
    )  # fmt: skip


@transaction.atomic
def propose(
    *,
    kind: str,
    code: str,
    body: Mapping[str, Any],
    reason: str,
    by: Actor,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Nothing holds before another person has agreed. Refusals: reason-missing, nothing-changes,
    draft-waits. Who may propose is the caller's rule."""
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么改，没有提交。"))
    now = _in_force(kind, code, by.region, at)
    if now is not None and dict(body) == dict(now):
        raise Refusal("nothing-changes", _("和现行的一样，没有提交。"))
    row = Proposal(
        kind=kind,
        code=code,
        region=by.region,
        body=dict(body),
        under=_hash(now),
        reason=reason.strip(),
        detail=dict(detail or {}),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal("draft-waits", _("已有一份草案待审核；先审核那一份，再提新的。")) from None
    audit.record(
        by=by, at=at, action=f"{kind}.propose", obj=f"proposal/{row.pk}",
        detail={"code": code, "reason": row.reason},
    )  # fmt: skip
    return row.pk


@official  # what is told stays Chinese, whatever language the screen speaks
@transaction.atomic
def rule_proposal(
    *, proposal: int, kind: str, agreed: bool, by: Actor, at: datetime, words: str, link: str
) -> ProposalView:
    """Publish it as an edition of the city, or refuse it with a reason (its own proposer: take it
    back). Refusals: ruled-already, own-draft, reason-missing, draft-stale."""
    from yingshang.city.definitions.service import publish

    row = (
        Proposal.objects.select_for_update()
        .filter(pk=proposal, kind=kind, region=by.region)
        .first()
    )
    if row is None:
        raise NotVisible(f"proposal {proposal}")
    if row.state != State.WAITING:
        raise Refusal("ruled-already", _("%s已经处理了这份草案，请刷新页面。") % row.ruled_name)
    if agreed and row.by == by.id:
        raise Refusal("own-draft", _("草案要由另一个人审核发布，提出的人不能自己发布。"))
    if not agreed and not words.strip():
        raise Refusal("reason-missing", _("不同意的，请写明理由，没有办成。"))
    if agreed and _hash(_in_force(kind, row.code, row.region, at)) != row.under:
        raise Refusal("draft-stale", _("提出草案以后现行的又变了；请不通过这份，重新提出。"))
    row.state = State.PUBLISHED if agreed else State.REFUSED
    row.ruled_by, row.ruled_name, row.ruled_at = by.id, by.name, at
    row.words = words.strip()
    row.save(update_fields=["state", "ruled_by", "ruled_name", "ruled_at", "words"])
    if agreed:
        publish(kind=kind, code=row.code, region=row.region, body=row.body, by=by, at=at)
    audit.record(
        by=by, at=at, action=f"{kind}.{row.state}", obj=f"proposal/{row.pk}",
        detail={"code": row.code, "words": row.words},
    )  # fmt: skip
    title = _("您提出的草案已发布") if agreed else _("您提出的草案未通过：%s") % row.words
    notify.send(
        to=f"user:{row.by}", topic=kind, title=title[:300], key=f"proposal-{row.pk}", at=at,
        link=link,
    )  # fmt: skip
    return _view(row, by)


def _in_force(kind: str, code: str, region: str, at: datetime) -> Mapping[str, Any] | None:
    from yingshang.city.definitions.service import edition

    found = edition(kind, code, region=region, on=to_cst(at).date())
    return None if found is None else found.body


def _hash(body: Mapping[str, Any] | None) -> str:
    from yingshang.city.definitions.service import body_hash

    return "" if body is None else body_hash(body)
