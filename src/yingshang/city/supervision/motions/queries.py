"""Motions that the actor sees: overseers those of the city, a unit those it handles."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from yingshang.adapters import sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision.kinds import ENDED, late_on
from yingshang.city.supervision.motions.access import visible
from yingshang.city.supervision.motions.checking import grade_label
from yingshang.city.supervision.motions.kinds import (
    MotionTotals,
    MotionView,
    OpinionView,
    ShareView,
    Wrote,
)
from yingshang.city.supervision.motions.tables import Motion, MotionOpinion, MotionShare
from yingshang.kernel.worktime import to_cst

__all__ = ["motion", "motion_file", "motion_totals", "motions", "motions_xlsx"]

MOST = 1000
WRITES = ("draft", "opine")  # the steps in which a unit writes to the deputies, or to the lead


def motions(
    actor: Actor, *, at: datetime, kind: str | None = None, show: str = ""
) -> list[MotionView]:
    """Newest first. ``show``: '' all, open, late, bad (somebody was not satisfied)."""
    rows = visible(actor).prefetch_related("shares__opinions")
    if kind:
        rows = rows.filter(kind=kind)
    found = _views(list(rows[:MOST]), at)
    keep = {
        "open": lambda one: not one.replied,
        "late": lambda one: one.late,
        "bad": lambda one: any(share.redone for share in one.shares),
    }.get(show)
    return [one for one in found if keep(one)] if keep else found


def motion(actor: Actor, id: int, *, at: datetime) -> MotionView:
    """One motion; NotVisible unless the actor oversees the city or handles it."""
    row = visible(actor).prefetch_related("shares__opinions").filter(pk=id).first()
    if row is None:
        raise NotVisible(f"motion {id}")
    found = _views([row], at)[0]
    refs = [one.ref for one in found.shares]
    written, seen = cases.written(refs, WRITES), cases.visible_refs(actor, refs)
    shares = (
        replace(one, wrote=_wrote(one, written.get(one.ref)), seen=one.ref in seen)
        for one in found.shares
    )
    return replace(found, shares=tuple(shares))


def _wrote(share: ShareView, said: cases.Written | None) -> Wrote | None:
    """Access goes through the motion: the lead reads what its co-handlers wrote, whose cases it
    does not see."""
    if said is None:
        return None
    again = said.open and said.due_at is not None and share.redone
    return Wrote(
        words=said.words,
        by_name=said.by_name,
        at=said.at,
        files=said.files,
        again_by=to_cst(said.due_at).date() if again and said.due_at else None,
    )


def motion_file(
    actor: Actor, id: int, share: int, file: int, *, at: datetime
) -> tuple[cases.CaseView, cases.FileView, Path]:
    """The case, a paper of it, and where its bytes lie: for whoever sees the motion."""
    shares = motion(actor, id, at=at).shares
    row = next((one for one in shares if one.id == share), None)
    if row is None:
        raise NotVisible(f"share {share}")
    found, path = cases.attachment(SYSTEM, row.ref, file)
    return cases.case_for(SYSTEM, row.ref, at=at), found, path


def motion_totals(found: Iterable[MotionView]) -> MotionTotals:
    """Counts of a list: each lead's reply by class, and the last opinion of each."""
    rows = list(found)
    leads = [share for one in rows for share in one.leads]
    last = [share.opinions[-1] for share in leads if share.opinions]
    return MotionTotals(
        motions=len(rows),
        replied=sum(one.replied for one in rows),
        late=sum(one.late for one in rows),
        grades=dict(Counter(share.grade for share in leads if share.grade)),
        work=dict(Counter(one.work for one in last)),
        result=dict(Counter(one.result for one in last)),
    )


def _views(rows: list[Motion], at: datetime) -> list[MotionView]:
    refs = [share.ref for row in rows for share in row.shares.all()]
    seen = {one.ref: one for one in cases.by_refs(SYSTEM, refs, at=at)}
    steps = cases.open_steps(refs)
    return [_view(row, seen, steps, at) for row in rows]


def _view(
    row: Motion,
    seen: Mapping[str, cases.CaseRow],
    steps: Mapping[str, Collection[str]],
    at: datetime,
) -> MotionView:
    copied = {
        name: getattr(row, name)
        for name in (
            "region", "number", "title", "kind", "mode", "session", "body", "hard", "handed_on",
            "reply_by", "open_reply",
        )
    }  # fmt: skip
    return MotionView(
        id=row.pk,
        kind_label=str(row.get_kind_display()),
        mode_label=str(row.get_mode_display()),
        members=tuple(row.members),
        shares=tuple(
            _share(share, seen.get(share.ref), steps.get(share.ref, ()), at)
            for share in row.shares.all()
        ),
        **copied,
    )


def _share(
    row: MotionShare, case: cases.CaseRow | None, steps: Collection[str], at: datetime
) -> ShareView:
    opinions = tuple(_opinion(one) for one in row.opinions.all())
    state = case.state if case else ""
    today, checked = to_cst(at).date(), row.leads and "review" in steps
    owed = row.replied_on is None and row.waived_on is None
    runs = case is not None and case.state not in ENDED and late_on(case, row.due_on, today)
    late = owed and runs
    return ShareView(
        id=row.pk,
        ref=row.ref,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        leads=row.leads,
        due_on=row.due_on,
        state=state,
        state_label=case.state_label if case else "",
        late=late,
        check_late=checked and owed and not late and today > row.due_on,
        grade=row.grade,
        grade_label=grade_label(row.grade),
        replied_on=row.replied_on,
        opinions=opinions,
        awaits_opinion=row.leads and "opinion" in steps,
        awaits_check=checked,
        waived_why=row.waived_why,
        waived_by=row.waived_by,
        waived_on=row.waived_on,
    )


def _opinion(row: MotionOpinion) -> OpinionView:
    return OpinionView(
        work=str(row.get_work_display()),
        result=str(row.get_result_display()),
        words=row.words,
        said_on=row.said_on,
        satisfied=MotionOpinion.Word.BAD not in (row.work, row.result),
    )


def motions_xlsx(actor: Actor, *, at: datetime) -> bytes:
    """The register as a workbook, one row a replying unit; what the actor sees."""
    header = (
        _("编号"), _("题目"), _("种类"), _("提出人"), _("办理方式"), _("主办单位"), _("会办单位"),
        _("交办日期"), _("答复期限"), _("答复日期"), _("类别"), _("对工作"), _("对结果"),
    )  # fmt: skip
    rows = [_line(one, lead) for one in motions(actor, at=at) for lead in one.leads]
    return sheets.table_book([sheets.Table(_("建议提案台账"), header, rows)])


def _line(one: MotionView, lead: ShareView) -> tuple[str | date | None, ...]:
    last = lead.opinions[-1] if lead.opinions else None
    others = "、".join(share.unit_name for share in one.shares if not share.leads)
    return (
        one.number, one.title, one.kind_label, "、".join(one.members), one.mode_label,
        lead.unit_name, others, one.handed_on, lead.due_on, lead.replied_on, lead.grade or None,
        last.work if last else None, last.result if last else None,
    )  # fmt: skip
