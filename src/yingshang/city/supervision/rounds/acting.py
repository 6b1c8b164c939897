"""What a unit does in a round (sign for it, send), and what the office rules on it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.rounds.access import locked_share, own_share
from yingshang.city.supervision.rounds.tables import RoundSending, RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = [
    "MOST_FILES",
    "accept_material",
    "excuse_unit",
    "return_material",
    "send_material",
    "sign_round",
]

MOST_FILES = 10
SCANS = frozenset({"application/pdf", "image/png", "image/jpeg"})
Status = RoundShare.Status


def _record(row: RoundShare, action: str, by: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        by=by, at=at, action=f"round.{action}", obj=f"round/{row.round_id}",
        detail={"unit": row.unit, **detail},
    )  # fmt: skip


def _tell(row: RoundShare, title: str, body: str, what: str, at: datetime) -> None:
    notify.send(
        to=f"unit:{row.unit}", topic="round", title=title[:300], body=body[:300], at=at,
        key=f"round-{row.round_id}-{what}-{row.returns}", link=f"/desk/rounds/{row.round_id}/",
    )  # fmt: skip


@transaction.atomic
def sign_round(*, round: int, by: Actor, at: datetime) -> None:
    """The unit has seen the notice; a second time changes nothing."""
    row = own_share(by, round)
    if row.seen_at is None:
        row.seen_at, row.seen_by = at, by.name
        row.save(update_fields=["seen_at", "seen_by"])
        _record(row, "sign", by, at)


@official  # what is written stays Chinese, whatever language the screen speaks
def send_material(
    *,
    round: int,
    scans: Sequence[tuple[str, bytes]],
    by: Actor,
    at: datetime,
    others: Sequence[tuple[str, bytes]] = (),
    words: str = "",
) -> None:
    """Hand in: ``scans`` of the sealed papers, ``others`` beside them.

    Sent again before it is accepted, the new papers take the place of the old, which are kept.
    """
    files = [*scans, *others]
    if not files:
        raise Refusal("files-missing", _("请选择要报送的文件，至少一份。"))
    if len(files) > MOST_FILES:
        raise Refusal("files-many", _("一次最多报送 %d 份文件；请合并后再报送。") % MOST_FILES)
    kept = cases.keep_files([cases.Upload(*one) for one in files])
    for one in kept[: len(scans)]:
        if one.mime not in SCANS:
            raise Refusal(
                "not-a-scan",
                _("“%s”不是盖章件的扫描件；扫描件请用 pdf、png 或 jpg。") % one.name,
            )
    papers = [
        {"name": one.name, "sha": one.sha256, "mime": one.mime, "size": one.size,
         "sealed": place < len(scans)}
        for place, one in enumerate(kept)
    ]  # fmt: skip
    _hand_in(round, papers, words.strip()[:2000], by, at)


@transaction.atomic
def _hand_in(
    round: int, papers: list[dict[str, object]], words: str, by: Actor, at: datetime
) -> None:
    row = own_share(by, round)
    if row.status == Status.ACCEPTED:
        raise Refusal("accepted", _("%s已经采用了您单位的材料，不用再报送。") % row.ruled_by)
    if row.status == Status.EXCUSED:
        raise Refusal("excused", _("您的单位这次免报（%s），不用报送。") % row.reason)
    if row.round.sealed and not any(one["sealed"] for one in papers):
        raise Refusal("seal-missing", _("这次报送要求盖章：请上传盖章件的扫描件。"))
    day = to_cst(at).date()
    RoundSending.objects.create(
        share=row, files=papers, words=words, late=day > row.due_on, by=by.id, by_name=by.name,
        at=at,
    )  # fmt: skip
    row.status = Status.SENT
    row.sent_on = row.sent_on or day
    row.seen_at, row.seen_by = row.seen_at or at, row.seen_by or by.name
    row.save(update_fields=["status", "sent_on", "seen_at", "seen_by"])
    _record(row, "send", by, at, files="、".join(str(one["name"]) for one in papers))


def _to_rule(row: RoundShare) -> RoundSending:
    """The papers that wait for a ruling."""
    last = row.sendings.last()
    if row.status != Status.SENT or last is None:
        raise Refusal(
            "nothing-sent", _("这个单位没有待审核的材料（%s）。") % row.get_status_display()
        )
    return last


@official
@transaction.atomic
def accept_material(*, share: int, by: Actor, at: datetime) -> None:
    """The papers are good and go into the bundle."""
    row = locked_share(by, share)
    _to_rule(row)
    row.status, row.ruled_at, row.ruled_by, row.reason = Status.ACCEPTED, at, by.name, ""
    row.save(update_fields=["status", "ruled_at", "ruled_by", "reason"])
    _record(row, "accept", by, at)


@official
@transaction.atomic
def return_material(*, share: int, reason: str, due_on: date, by: Actor, at: datetime) -> None:
    """To be done again until a new day, and why."""
    row = locked_share(by, share)
    last = _to_rule(row)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明退回的原因，让单位知道要改什么。"))
    if due_on < to_cst(at).date():
        raise Refusal("due-past", _("重报期限已经过去；请另选今天或以后的日期。"))
    last.returned_at, last.returned_by, last.returned_reason = at, by.name, reason.strip()
    last.save(update_fields=["returned_at", "returned_by", "returned_reason"])
    row.status, row.due_on, row.returns = Status.RETURNED, due_on, row.returns + 1
    row.ruled_at, row.ruled_by, row.reason = at, by.name, reason.strip()
    row.save(update_fields=["status", "due_on", "returns", "ruled_at", "ruled_by", "reason"])
    title = _("材料被退回，请在 %(due)s 前重报：%(title)s") % {
        "due": day_words(due_on),
        "title": row.round.title,
    }
    _tell(row, title, reason.strip(), "return", at)
    _record(row, "return", by, at, reason=reason.strip(), due=due_on.isoformat())


@official
@transaction.atomic
def excuse_unit(*, share: int, reason: str, by: Actor, at: datetime) -> None:
    """The unit need not send this time, and why; it counts neither for nor against it."""
    row = locked_share(by, share)
    if row.status not in (Status.WAITING, Status.RETURNED):
        raise Refusal("not-owing", _("这个单位已经报送或已免报（%s）。") % row.get_status_display())
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明免报的理由；理由会留在报送记录里。"))
    row.status, row.reason = Status.EXCUSED, reason.strip()
    row.ruled_at, row.ruled_by = at, by.name
    row.save(update_fields=["status", "reason", "ruled_at", "ruled_by"])
    _tell(row, _("这次免报：%s") % row.round.title, row.reason, "excuse", at)
    _record(row, "excuse", by, at, reason=row.reason)
