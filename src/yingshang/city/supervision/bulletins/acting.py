"""Verbs on bulletins: draft, compute again, approve, send, correct, drop, read.

A draft is worked out anew as often as anybody likes. Sending freezes it: content, files, their
hashes. What was sent is never touched again; a mistake is corrected by a later issue that says so.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.bulletins import paper
from yingshang.city.supervision.bulletins._declared import (
    BulletinKind,
    Window,
    kind_named,
    whole,
    window,
)
from yingshang.city.supervision.bulletins._to import proposed
from yingshang.city.supervision.bulletins.access import (
    addresses,
    fetch,
    locked,
    require_write,
)
from yingshang.city.supervision.bulletins.content import compared, gather_of_period
from yingshang.city.supervision.bulletins.kinds import Content, Refusal, content_of
from yingshang.city.supervision.bulletins.tables import Bulletin, BulletinReader
from yingshang.kernel.worktime import to_cst

__all__ = [
    "acknowledge_bulletin",
    "anew",
    "approve_bulletin",
    "correct_bulletin",
    "draft_bulletin",
    "drop_bulletin",
    "issue_of",
    "kind_of",
    "redraft_bulletin",
    "send_bulletin",
]

Status = Bulletin.Status


def kind_of(row: Bulletin, at: datetime) -> BulletinKind:
    return kind_named(row.kind, row.region, to_cst(at).date())


def issue_of(row: Bulletin | None) -> str:
    """2026年第3期; '' of a draft."""
    return f"{row.year}年第{row.number}期" if row is not None and row.number else ""


@official  # what is written stays Chinese, whatever language the screen speaks
def draft_bulletin(*, kind: str, region: str, by: Actor, at: datetime) -> int:
    """The draft of the running (or last whole) period, made now; the id of the one there is,
    computed anew, where it was drafted before. Refusal where that period's issue is sent."""
    require_write(by, region)
    declared = kind_named(kind, region, to_cst(at).date())
    over = window(declared, at)
    found = Bulletin.objects.filter(
        kind=kind, region=region, period=over.period, corrects=None
    ).exclude(status=Status.DROPPED)
    there = found.first()
    if there is not None:
        if there.status == Status.SENT:
            raise Refusal(
                "sent-already",
                _("这一期间的%(name)s已印发（%(issue)s），不能再起草；数字有误请在该期上办理更正。")
                % {"name": declared.name, "issue": issue_of(there)},
            )
        return redraft_bulletin(id=there.pk, by=by, at=at)
    content = _content(declared, region, over, at)
    try:
        with transaction.atomic():
            row = _keep(declared, content, by, at)
    except IntegrityError:  # somebody else drafted it this very moment
        return found.get().pk
    return row.pk


def _content(kind: BulletinKind, region: str, over: Window, at: datetime) -> Content:
    now = gather_of_period(kind, region, over, at=at)
    before = (
        Bulletin.objects.filter(kind=kind.code, region=region, status=Status.SENT)
        .exclude(period=over.period)
        .order_by("-sent_at", "-pk")
        .first()
    )
    return compared(now, content_of(before.content), issue_of(before)) if before else now


def _keep(
    kind: BulletinKind,
    content: Content,
    by: Actor,
    at: datetime,
    corrects: Bulletin | None = None,
    reason: str = "",
) -> Bulletin:
    row = Bulletin.objects.create(
        kind=kind.code,
        region=content.region,
        period=content.period,
        year=to_cst(at).year,
        content=content.plain(),
        digest=content.digest,
        corrects=corrects,
        correction_reason=reason,
        drafted_at=at,
        drafted_by=by.name,
        drafted_id=by.id,
    )
    _record(row, "draft", by, at, {"period": content.period, "digest": content.digest})
    return row


def _record(row: Bulletin, what: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(
        by=by, at=at, action=f"supervision.bulletin.{what}", obj=f"bulletin/{row.pk}", detail=detail
    )


@official
@transaction.atomic
def redraft_bulletin(*, id: int, by: Actor, at: datetime) -> int:
    """Work a draft out anew with the data of this moment; an approval of the old one is void."""
    row = locked(by, id)
    _open(row)
    content = anew(row, at)
    row.content, row.digest = content.plain(), content.digest
    row.status, row.approved_at, row.approved_by, row.approved_id = Status.DRAFT, None, "", ""
    row.drafted_at, row.drafted_by, row.drafted_id = at, by.name, by.id
    row.save()
    _record(row, "redraft", by, at, {"digest": row.digest})
    return row.pk


def anew(row: Bulletin, at: datetime) -> Content:
    """What a draft would say, were it worked out at this moment."""
    stored = content_of(row.content)
    if row.corrects is not None:
        since, until = (datetime.fromisoformat(one) for one in (stored.since, stored.until))
        over = Window(row.period, since, until)
    else:
        over = _running(kind_of(row, at), row, stored, at)
    return _content(kind_of(row, at), row.region, over, at)


def _running(kind: BulletinKind, row: Bulletin, stored: Content, at: datetime) -> Window:
    """The draft's own period, up to now where it still runs, whole where it is over."""
    now = window(kind, at)
    if now.period == row.period:
        return now
    return whole(kind.every, row.period, datetime.fromisoformat(stored.since))


def _open(row: Bulletin) -> None:
    if row.status == Status.SENT:
        raise Refusal(
            "sent-already",
            _("%s已经印发，内容不能再改；数字有误请办理更正，由新的一期说明。") % issue_of(row),
        )
    if row.status == Status.DROPPED:
        raise Refusal("dropped-already", _("这份草稿已经作废；需要时请重新起草。"))


@transaction.atomic
def approve_bulletin(*, id: int, by: Actor, at: datetime, digest: str = "") -> None:
    """Somebody other than the drafter has read it; whoever approves may not send it.

    ``digest``: of the draft that was read; one computed anew meanwhile is not approved unseen.
    """
    row = locked(by, id)
    _open(row)
    _same(row, digest)
    if row.drafted_id == by.id:
        raise Refusal("own-draft", _("草稿是您起草的，请由另一位督办人员或营商局人员审核。"))
    row.status, row.approved_at = Status.APPROVED, at
    row.approved_by, row.approved_id = by.name, by.id
    row.save(update_fields=["status", "approved_at", "approved_by", "approved_id"])
    _record(row, "approve", by, at, {"digest": row.digest})


def send_bulletin(
    *, id: int, by: Actor, at: datetime, to: Sequence[str] | None = None, digest: str = ""
) -> str:
    """Number it, freeze it, keep its files, tell its readers; answers the issue (2026年第3期).

    ``to``: addresses among those proposed, or None for all of them. ``digest``: of the draft that
    the sender has read; where it was computed anew meanwhile, nothing is sent.
    """
    try:
        return _send(id, by, at, to, digest)
    except IntegrityError:  # another issue took the same number: count again
        return _send(id, by, at, to, digest)


@official
@transaction.atomic
def _send(id: int, by: Actor, at: datetime, to: Sequence[str] | None, digest: str) -> str:
    row = locked(by, id)
    _open(row)
    kind, content = kind_of(row, at), content_of(row.content)
    _same(row, digest)
    _second(row, kind, by)
    known = dict(proposed(kind, content))
    wanted = list(known) if to is None else [one for one in to if one in known]
    if not wanted:
        raise Refusal("nobody", _("没有选定发送对象；请至少选择一位领导或一个单位。"))
    row.year = to_cst(at).year
    row.number = _next_number(row)
    row.status, row.sent_at, row.sent_by = Status.SENT, at, by.name
    row.docx, row.xlsx, row.pdf = _files(row, kind, content, at)
    row.save()
    _deliver(row, kind, [(one, known[one]) for one in wanted], at)
    detail = {"issue": issue_of(row), "digest": row.digest, "docx": row.docx, "xlsx": row.xlsx}
    _record(row, "send", by, at, {**detail, "to": wanted})
    return issue_of(row)


def _same(row: Bulletin, digest: str) -> None:
    if digest and digest != row.digest:
        raise Refusal(
            "changed-meanwhile", _("草稿刚刚被重新生成，数字已有变化；请重新看过后再办理。")
        )


def _second(row: Bulletin, kind: BulletinKind, by: Actor) -> None:
    if not kind.second_person or by.role == "system":
        return
    if row.status != Status.APPROVED:
        raise Refusal("needs-approval", _("%s须由另一人审核后才能印发；请先送审。") % kind.name)
    if row.approved_id == by.id:
        raise Refusal("own-approval", _("审核和印发须由两人办理；请由另一位同事印发。"))


def _next_number(row: Bulletin) -> int:
    taken = Bulletin.objects.filter(region=row.region, kind=row.kind, year=row.year)
    return (taken.aggregate(most=Max("number"))["most"] or 0) + 1


def _files(row: Bulletin, kind: BulletinKind, content: Content, at: datetime) -> tuple[str, ...]:
    issue = paper.Issue(issue_of(row), at, issue_of(row.corrects), row.correction_reason)
    name = f"{kind.name}{issue.number}"
    kept = cases.keep_files(
        [
            cases.Upload(f"{name}.docx", paper.word(kind, content, issue)),
            cases.Upload(f"{name}.xlsx", paper.book(kind, content, issue)),
            cases.Upload(f"{name}.pdf", paper.pdf(kind, content, issue)),
        ]
    )
    return tuple(one.sha256 for one in kept)


def _deliver(
    row: Bulletin, kind: BulletinKind, to: Iterable[tuple[str, str]], at: datetime
) -> None:
    found = list(to)
    BulletinReader.objects.bulk_create(
        BulletinReader(bulletin=row, to=address, name=name) for address, name in found
    )
    title = f"{accounts.region_name(row.region)}{kind.name}{issue_of(row)}"
    if row.corrects is not None:
        title += _("（更正%s）") % issue_of(row.corrects)
    notify.send_many(
        notify.Outgoing(
            to=address,
            topic="bulletin",
            title=title,
            key=f"bulletin-{row.pk}",
            at=at,
            body=_("请阅读并签收。"),
            link=f"/desk/bulletins/{row.pk}/",
        )
        for address, _name in found
    )


@official
@transaction.atomic
def correct_bulletin(*, id: int, reason: str, by: Actor, at: datetime) -> int:
    """A new draft over the same span of time that says which issue it corrects, and why."""
    row = locked(by, id)
    if row.status != Status.SENT:
        raise Refusal("not-sent", _("还没有印发的草稿直接重新生成即可，不用更正。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明更正原因；原因会印在新的一期上。"))
    later = row.corrections.exclude(status=Status.DROPPED).first()
    if later is not None:
        raise Refusal(
            "corrected-already",
            _("这一期已有更正（%s）；请在那一期上继续办理。") % (issue_of(later) or _("草稿")),
        )
    sent = content_of(row.content)
    since, until = (datetime.fromisoformat(one) for one in (sent.since, sent.until))
    kind = kind_of(row, at)
    now = gather_of_period(kind, row.region, Window(row.period, since, until), at=at)
    return _keep(kind, compared(now, sent, issue_of(row)), by, at, row, reason.strip()).pk


@transaction.atomic
def drop_bulletin(*, id: int, reason: str, by: Actor, at: datetime) -> None:
    """A draft that will not be sent; the reason stays in the audit."""
    row = locked(by, id)
    _open(row)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明作废的原因；原因会留存。"))
    row.status = Status.DROPPED
    row.save(update_fields=["status"])
    _record(row, "drop", by, at, {"reason": reason.strip()})


@transaction.atomic
def acknowledge_bulletin(*, id: int, by: Actor, at: datetime) -> int:
    """The receipt of whoever it was sent to, for themselves and for their unit; how many."""
    row = fetch(by, id)
    mine = row.readers.filter(to__in=addresses(by), read_at=None)
    return mine.update(read_at=at, read_by=by.name)
