"""Plan a meeting, gather topics, call it, record who came and what was decided, sign."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import moment_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._words import paper_number, year_begins
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.meetings import paper
from yingshang.city.supervision.meetings.access import fetch, locked
from yingshang.city.supervision.meetings.drafting import MOST, drafted
from yingshang.city.supervision.meetings.kinds import ATTENDANCE
from yingshang.city.supervision.meetings.tables import Meeting, MeetingDecision, MeetingTopic
from yingshang.city.supervision.ordering import Ground, order_by_hand
from yingshang.kernel.worktime import to_cst

__all__ = [
    "add_topic",
    "call_meeting",
    "decide",
    "drop_decision",
    "invite",
    "keep_topic",
    "plan_meeting",
    "redraft",
    "sign_minutes",
    "take_attendance",
]

Status = Meeting.Status
SAID = "said-"  # keys of topics that a person proposed
TOLD = ("kind", "title", "detail", "unit", "ref")  # what the data tells of a topic


def _record(row: Meeting, what: str, by: Actor, at: datetime, **detail: str) -> None:
    audit.record(by=by, at=at, action=f"meeting.{what}", obj=f"meeting/{row.pk}", detail=detail)


def _tell(row: Meeting, title: str, what: str, at: datetime) -> None:
    when = f"{moment_words(row.meets_at)} {row.place}"
    notify.send_many(
        notify.Outgoing(
            to=f"unit:{unit}", topic="meeting", title=title[:300], body=when, at=at,
            key=f"meeting-{row.pk}-{what}", link=f"/desk/meetings/{row.pk}/",
        )
        for unit in row.asked
    )  # fmt: skip


@official  # what is written stays Chinese, whatever language the screen speaks
def plan_meeting(
    *,
    title: str,
    meets_at: datetime,
    place: str,
    chair: str,
    members: Sequence[str],
    by: Actor,
    at: datetime,
) -> int:
    """Announce a meeting and draft its agenda from the data; members may propose topics."""
    require_order(by, by.region)
    given = ((_("会议名称"), title), (_("地点"), place), (_("召集人"), chair))
    if missing := [label for label, value in given if not value.strip()]:
        raise Refusal("meeting-incomplete", _("还没有填写：%s。请补齐。") % "、".join(missing))
    if meets_at <= at:
        raise Refusal("meeting-past", _("开会时间已经过去；请另选时间。"))
    known = {one.code for one in accounts.units(by.region)}
    if not members or set(members) - known:
        raise Refusal("members-unknown", _("请从单位清单里选择成员单位，至少一个。"))
    values = {
        "title": title.strip()[:300], "meets_at": meets_at, "place": place.strip()[:200],
        "chair": chair.strip()[:60], "members": list(dict.fromkeys(members)),
    }  # fmt: skip
    for _again in range(2):
        try:
            return _plan(values, by, at)
        except IntegrityError:  # another meeting of the city took the same number: count again
            continue
    raise Refusal("number-taken", _("编号刚被占用，没有登记；请再提交一次。"))


@transaction.atomic
def _plan(values: Mapping[str, object], by: Actor, at: datetime) -> int:
    rows = Meeting.objects.filter(region=by.region, planned_at__gte=year_begins(at))
    row = Meeting.objects.create(
        region=by.region, number=paper_number(by.region, "营联", rows.count(), at),
        planned_by=by.id, planned_name=by.name, planned_at=at, **values,
    )  # fmt: skip
    _draft(row, by, at)
    _tell(row, _("请提出议题：%s") % row.title, "plan", at)
    _record(row, "plan", by, at, members="、".join(row.members))
    return row.pk


def _draft(row: Meeting, by: Actor, at: datetime) -> int:
    raised = drafted(row, at)
    known = _renew(row, raised, by, at)
    fresh = [one for source in raised for one in source[:MOST] if one.key not in known]
    MeetingTopic.objects.bulk_create(fresh)
    _let_go(row, by, at)
    return len(fresh)


def _renew(row: Meeting, raised: list[list[MeetingTopic]], by: Actor, at: datetime) -> set[str]:
    """What the data said of a topic when it was drafted, as it says now (days late, another
    unit); what the data no longer raises goes, so that it may come again. What somebody said or
    left out stays. Answers the keys that stand on the agenda."""
    now = {one.key: one for source in raised for one in source}
    stood, changed = {one.key: one for one in row.topics.all()}, []
    for key, one in list(stood.items()):
        said = now.get(key)
        if said is not None and any(getattr(one, name) != getattr(said, name) for name in TOLD):
            for name in TOLD:
                setattr(one, name, getattr(said, name))
            changed.append(one)
        elif said is None and one.kept and not key.startswith(SAID):
            del stood[key]
            one.delete()
            _record(row, "topic-gone", by, at, title=one.title)
    MeetingTopic.objects.bulk_update(changed, TOLD)
    return set(stood)


def _let_go(row: Meeting, by: Actor, at: datetime) -> None:
    """Who was asked to sit in for a topic that is on the agenda no more is not asked for it."""
    wanted = set(row.topics.filter(kept=True).values_list("unit", flat=True))
    for unit in [one for one in row.guests if one not in wanted]:
        row.guests.remove(unit)
        _record(row, "uninvite", by, at, unit=unit)
    row.save(update_fields=["guests"])


def _still_planned(row: Meeting) -> None:
    if row.status != Status.PLANNED:
        raise Refusal("called-already", _("会议议程已经发出，不能再改议题；会上可以另行议定。"))


@official
@transaction.atomic
def redraft(*, meeting: int, by: Actor, at: datetime) -> int:
    """The agenda as the data asks for it by now; nothing that was dropped comes back."""
    row = locked(by, meeting)
    _still_planned(row)
    return _draft(row, by, at)


@official
@transaction.atomic
def add_topic(*, meeting: int, title: str, by: Actor, at: datetime, detail: str = "") -> None:
    """A topic of a member unit, or of the office; until the agenda goes out."""
    row = Meeting.objects.select_for_update().get(pk=fetch(by, meeting).pk)
    if not (by.oversees or by.unit in row.members):
        raise NotVisible(f"meeting {meeting}")
    _still_planned(row)
    if not title.strip():
        raise Refusal("topic-missing", _("请写明议题。"))
    own = by.unit in row.members and not by.oversees
    kind = MeetingTopic.Kind.PROPOSAL if own else MeetingTopic.Kind.OTHER
    MeetingTopic.objects.create(
        meeting=row, kind=kind, title=title.strip()[:300], detail=detail.strip(),
        unit=by.unit or "", said_by=by.name, key=f"{SAID}{token_hex(8)}",
    )  # fmt: skip
    _record(row, "topic", by, at, title=title.strip()[:300])


@official
@transaction.atomic
def keep_topic(*, topic: int, kept: bool, by: Actor, at: datetime) -> int:
    """Leave a topic out, or take it in again; answers the meeting."""
    one = MeetingTopic.objects.filter(pk=topic).first()
    if one is None:
        raise NotVisible(f"topic {topic}")
    row = locked(by, one.meeting_id)
    _still_planned(row)
    one.kept = kept
    one.save(update_fields=["kept"])
    _record(row, "topic-kept" if kept else "topic-dropped", by, at, title=one.title)
    return row.pk


@official
@transaction.atomic
def invite(*, meeting: int, unit: str, asked: bool, by: Actor, at: datetime) -> None:
    """Ask a unit that is no member to sit in for its topic, or take that back; until the agenda
    goes out, which it then gets as the members do."""
    row = locked(by, meeting)
    _still_planned(row)
    if asked and (not unit or not row.topics.filter(unit=unit, kept=True).exists()):
        raise Refusal("guest-unknown", _("议程上没有这个单位的议题；请刷新页面后再办。"))
    if asked == (unit in row.asked):
        said = _("这个单位已经在参加单位里。") if asked else _("这个单位没有被邀请列席。")
        raise Refusal("guest-asked", said)
    if not asked and unit in row.members:
        raise Refusal("guest-member", _("这个单位是成员单位，不能取消列席。"))
    row.guests = [*row.guests, unit] if asked else [one for one in row.guests if one != unit]
    row.save(update_fields=["guests"])
    _record(row, "invite" if asked else "uninvite", by, at, unit=unit)


@official
@transaction.atomic
def call_meeting(*, meeting: int, by: Actor, at: datetime) -> None:
    """Send the agenda: as a Word file that no longer changes."""
    row = locked(by, meeting)
    _still_planned(row)
    _renew(row, drafted(row, at), by, at)  # no number of an earlier day goes out
    _let_go(row, by, at)
    if not row.topics.filter(kept=True).exists():
        raise Refusal("agenda-empty", _("议程还没有议题；请先添加议题再发通知。"))
    row.status, row.called_at = Status.CALLED, at
    row.agenda_sha = _kept(f"{row.number}议程.docx", paper.agenda(row, at))
    row.save(update_fields=["status", "called_at", "agenda_sha"])
    _tell(row, _("会议通知和议程：%s") % row.title, "call", at)
    _record(row, "call", by, at, sha=row.agenda_sha)


def _kept(name: str, data: bytes) -> str:
    (kept,) = cases.keep_files([cases.Upload(name, data)])
    return kept.sha256


def _called(row: Meeting) -> None:
    if row.status != Status.CALLED:
        raise Refusal("not-called", _("会议通知还没有发出；请先发出通知和议程。"))


@official
@transaction.atomic
def take_attendance(
    *, meeting: int, came: Mapping[str, tuple[str, str]], by: Actor, at: datetime
) -> None:
    """Per unit that was asked: (who came, present | deputy | leave | absent)."""
    row = locked(by, meeting)
    _called(row)
    if set(came) - set(row.asked) or any(one[1] not in ATTENDANCE for one in came.values()):
        raise Refusal("attendance-unknown", _("出席情况与成员单位不符；请从名单里登记。"))
    row.attendance = [
        {"unit": unit, "name": came[unit][0].strip()[:60], "state": came[unit][1]}
        for unit in row.asked
        if unit in came
    ]
    row.save(update_fields=["attendance"])
    _record(row, "attendance", by, at)


@official
@transaction.atomic
def decide(
    *, meeting: int, text: str, by: Actor, at: datetime, unit: str = "", due_on: date | None = None
) -> None:
    """One more decision; with a unit and a day it will become an order."""
    row = locked(by, meeting)
    _called(row)
    if not text.strip():
        raise Refusal("decision-missing", _("请写明议定事项。"))
    if bool(unit) != bool(due_on):
        raise Refusal("decision-half", _("有责任单位的议定事项要有完成时限，反之亦然。"))
    if unit and unit not in {one.code for one in accounts.units(row.region)}:
        raise Refusal("unit-unknown", _("“%s”不是本市的单位；请从单位清单里选择。") % unit)
    if due_on and due_on <= to_cst(at).date():
        raise Refusal("due-past", _("完成时限应在今天之后；请另选日期。"))
    last = row.decisions.aggregate(last=Max("no"))["last"] or 0
    MeetingDecision.objects.create(
        meeting=row, no=last + 1, text=text.strip(), unit=unit, due_on=due_on
    )
    _record(row, "decide", by, at, text=text.strip()[:300])


@official
@transaction.atomic
def drop_decision(*, decision: int, by: Actor, at: datetime) -> int:
    """Strike one out of the draft of the minutes; the others move up. Answers the meeting."""
    one = MeetingDecision.objects.filter(pk=decision).first()
    if one is None:
        raise NotVisible(f"decision {decision}")
    row = locked(by, one.meeting_id)
    one.delete()
    for no, rest in enumerate(row.decisions.all(), 1):
        MeetingDecision.objects.filter(pk=rest.pk).update(no=no)
    _record(row, "strike", by, at, text=one.text[:300])
    return row.pk


@official
@transaction.atomic
def sign_minutes(*, meeting: int, signer: str, by: Actor, at: datetime) -> list[str]:
    """Freeze the minutes and give an order for every decision with a unit; answers their cases.

    All or none: an order that cannot be given leaves the minutes unsigned.
    """
    row = locked(by, meeting)
    _called(row)
    if at < row.meets_at:
        raise Refusal("not-held", _("会议还没有开，不能签发纪要。"))
    if not signer.strip():
        raise Refusal("signer-missing", _("请写明签发人。"))
    decisions = list(row.decisions.all())
    if not decisions or not row.attendance:
        raise Refusal("minutes-empty", _("请先登记出席情况和至少一项议定事项，再签发纪要。"))
    refs = []
    for one in decisions:
        if one.unit and one.due_on:
            one.ref = order_by_hand(
                _ground(row, one), region=row.region, unit=one.unit, demand=one.text,
                due=one.due_on, by=by, at=at,
            )  # fmt: skip
            one.save(update_fields=["ref"])
            refs.append(one.ref)
    row.status, row.signer, row.signed_at = Status.SIGNED, signer.strip()[:60], at
    row.signed_by = by.name
    row.minutes_sha = _kept(f"{row.number}纪要.docx", paper.minutes(row, decisions, at))
    row.save(update_fields=["status", "signer", "signed_at", "signed_by", "minutes_sha"])
    _tell(row, _("会议纪要已签发：%s") % row.title, "sign", at)
    _record(row, "sign", by, at, orders="、".join(refs), sha=row.minutes_sha)
    return refs


def _ground(row: Meeting, one: MeetingDecision) -> Ground:
    return Ground(
        rule="joint-meeting",
        kind="meeting",
        key=f"{row.pk}-{one.no}",
        title=_("联席会议议定事项：%s") % one.text,
        sentence=_("根据%(title)s会议纪要（%(number)s）第%(no)d项议定。")
        % {"title": row.title, "number": row.number, "no": one.no},
    )
