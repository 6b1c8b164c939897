"""What units answer, what is ruled, what is corrected. An earlier mark is never overwritten."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.appraisal import scoring
from yingshang.city.supervision.appraisal.access import may_rule, sheet_of, to_keep, visible_sheets
from yingshang.city.supervision.appraisal.tables import (
    Appeal,
    Appraisal,
    AppraisalExtra,
    AppraisalMark,
    AppraisalSheet,
)
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["add_points", "agree_sheet", "appeal_item", "correct_mark", "rule_appeal", "scorers"]

MAKES = {"good": {"ok": True, "out": False}, "bad": {"ok": False, "out": False},
         "out": {"out": True}}  # fmt: skip
EXTRA = "extra-"


def _own(by: Actor, sheet: int, at: datetime) -> AppraisalSheet:
    """The unit's own sheet, locked, while it may answer."""
    found = sheet_of(by, sheet, lock=True)
    if not by.unit or by.unit != found.unit:
        raise Refusal("not-yours", _("只有被考核单位可以确认或申诉本单位的得分。"))
    until = found.appraisal.appeal_until
    if found.appraisal.status != Appraisal.Status.OPEN or until is None:
        raise Refusal("not-open", _("这次考核不在核对期，不能确认或申诉。"))
    if to_cst(at).date() > until:
        raise Refusal(
            "window-over",
            _("核对期已于 %s 届满，不能再确认或申诉。") % day_words(until),
        )
    return found


@transaction.atomic
def agree_sheet(*, sheet: int, by: Actor, at: datetime) -> None:
    """The unit agrees with its sheet; refused while an appeal of its own is open."""
    found = _own(by, sheet, at)
    if found.appeals.filter(state=Appeal.State.OPEN).exists():
        raise Refusal("appeal-open", _("本单位还有申诉没有裁定，裁定后再确认。"))
    found.agreed_at, found.agreed_name = at, by.name
    found.save(update_fields=["agreed_at", "agreed_name"])


@official
@transaction.atomic
def appeal_item(
    *,
    sheet: int,
    item: str,
    words: str,
    by: Actor,
    at: datetime,
    evidence: tuple[str, bytes] | None = None,
) -> int:
    """Object to one item or to points taken, with what shows it; answers the appeal's id."""
    found = _own(by, sheet, at)
    if not words.strip():
        raise Refusal("words-missing", _("请写明哪里不对、应当怎样计，没有提交。"))
    known = {one["code"] for one in found.appraisal.body["items"]}
    minus = found.extras.filter(kind=AppraisalExtra.Kind.MINUS, ended_at=None)
    known |= {f"{EXTRA}{one.pk}" for one in minus}
    if item not in known:
        raise Refusal("item-unknown", _("得分表里没有这一项，请刷新页面后重试。"))
    if found.appeals.filter(item=item, state=Appeal.State.OPEN).exists():
        raise Refusal("appealed-already", _("这一项已经提出申诉，请等候裁定。"))
    if found.appeals.filter(item=item).exists():
        raise Refusal("ruled-already", _("这一项的申诉已经裁定，不再受理第二次。"))
    if found.agreed_at:
        raise Refusal("agreed-already", _("本单位已经确认得分，不能再申诉。"))
    kept = cases.keep_files([cases.Upload(*evidence)])[0] if evidence else None
    row = Appeal.objects.create(
        sheet=found,
        item=item,
        words=words.strip(),
        file_sha=kept.sha256 if kept else "",
        file_name=kept.name if kept else "",
        file_mime=kept.mime if kept else "",
        by=by.id,
        by_name=by.name,
        at=at,
    )
    return row.pk


def scorers(appeal: Appeal) -> set[str]:
    """Who counted what is appealed: none of them rules on it."""
    if appeal.item.startswith(EXTRA):
        found = appeal.sheet.extras.filter(pk=appeal.item.removeprefix(EXTRA)).first()
        return {found.by} if found else set()
    mark = scoring.latest(appeal.sheet.marks.filter(item=appeal.item)).get(appeal.item)
    return {appeal.sheet.appraisal.scored_by, *([mark.by] if mark else [])}


@official
@transaction.atomic
def rule_appeal(
    *,
    appeal: int,
    upheld: bool,
    words: str,
    by: Actor,
    at: datetime,
    changes: Mapping[int, str] | None = None,
) -> None:
    """Rule on an appeal. Upheld: ``changes`` says what becomes of which row (good | bad | out);
    points that were taken are given back."""
    row = Appeal.objects.select_for_update(of=("self",)).filter(pk=appeal).first()
    if row is None or not visible_sheets(by).filter(pk=row.sheet_id).exists():
        raise NotVisible(f"appeal {appeal}")
    if not may_rule(by, row, scorers(row)):
        raise Refusal(
            "not-ruler", _("裁定由没有参与这项计分、也不属于申诉单位的督办人员、营商局或领导作出。")
        )
    if row.state != Appeal.State.OPEN or row.sheet.appraisal.status != Appraisal.Status.OPEN:
        raise Refusal("ruled-already", _("这项申诉已经裁定，请刷新页面。"))
    if not words.strip():
        raise Refusal("words-missing", _("请写明裁定理由，没有办成。"))
    if upheld:
        _give_way(row, words.strip(), changes or {}, by, at)
    row.state = Appeal.State.UPHELD if upheld else Appeal.State.REFUSED
    row.ruling, row.ruled_by, row.ruled_name, row.ruled_at = words.strip(), by.id, by.name, at
    row.save()
    notify.send(
        to=f"unit:{row.sheet.unit}",
        topic="appraisal",
        title=_("考核申诉已裁定：%s") % row.get_state_display(),
        key=f"appeal-{row.pk}",
        at=at,
        body=row.ruling,
        link=f"/desk/appraisal/sheets/{row.sheet_id}/",
    )


def _give_way(row: Appeal, words: str, changes: Mapping[int, str], by: Actor, at: datetime) -> None:
    if row.item.startswith(EXTRA):
        AppraisalExtra.objects.filter(pk=row.item.removeprefix(EXTRA)).update(
            ended_at=at, ended_name=by.name, ended_reason=words
        )
        return
    _revise(row.sheet, row.item, changes, words, by, at)


@official
@transaction.atomic
def correct_mark(
    *, sheet: int, item: str, changes: Mapping[int, str], reason: str, by: Actor, at: datetime
) -> None:
    """Mend a mistake of one's own before publication; the earlier score stays to be read."""
    found = sheet_of(by, sheet, lock=True)
    to_keep(by, found.appraisal_id, Appraisal.Status.DRAFTED, Appraisal.Status.OPEN)
    if found.appeals.filter(item=item, state=Appeal.State.OPEN).exists():
        raise Refusal("appeal-open", _("这一项正在申诉，由裁定人决定，不能另行更正。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明更正的理由，没有办成。"))
    _revise(found, item, changes, reason.strip(), by, at)


def _revise(
    sheet: AppraisalSheet,
    item: str,
    changes: Mapping[int, str],
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """A further version of the mark, counted from the changed rows."""
    mark = scoring.latest(sheet.marks.filter(item=item)).get(item)
    if mark is None:
        raise Refusal("item-unknown", _("得分表里没有这一项，请刷新页面后重试。"))
    known = {place for place in changes if 0 <= place < len(mark.rows)}
    if not known or known != set(changes) or set(changes.values()) - set(MAKES):
        raise Refusal("no-change", _("请至少改一行：计为达到、计为未达到，或不计入。没有办成。"))
    rows = [
        {**one, **MAKES[changes[place]], "note": reason} if place in changes else one
        for place, one in enumerate(mark.rows)
    ]
    good, of = scoring.tally(rows)
    AppraisalMark.objects.create(
        sheet=sheet, item=item, version=mark.version + 1, good=good, of=of, rows=rows,
        by=by.id, by_name=by.name, at=at, reason=reason,
    )  # fmt: skip
    if sheet.agreed_at:  # it agreed with another score
        sheet.agreed_at, sheet.agreed_name = None, ""
        sheet.save(update_fields=["agreed_at", "agreed_name"])


@official
@transaction.atomic
def add_points(
    *, sheet: int, code: str, points: Decimal, ground: str, by: Actor, at: datetime
) -> int:
    """Add or take points for something announced, with its ground, before the sheets go out."""
    found = sheet_of(by, sheet, lock=True)
    row = to_keep(by, found.appraisal_id, Appraisal.Status.DRAFTED)
    kind, declared = _declared(row, code)
    most = Decimal(str(declared["most"]))
    if not Decimal(0) < points <= most:
        raise Refusal(
            "points-odd",
            _("“%(name)s”的分值应大于 0、不超过公布的 %(most)s 分。")
            % {"name": declared["name"], "most": most},
        )
    if not ground.strip():
        raise Refusal("ground-missing", _("请写明依据（文号、日期），没有办成。"))
    made = AppraisalExtra.objects.create(
        sheet=found, kind=kind, code=code, points=points, ground=ground.strip(),
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    return made.pk


def _declared(row: Appraisal, code: str) -> tuple[str, dict[str, str]]:
    for kind in ("plus", "minus"):
        for one in row.body.get(kind, ()):
            if one["code"] == code:
                return kind, one
    raise Refusal("extra-unknown", _("公布的权重里没有这个加减分项，不能使用。"))
