"""Announce the weights, count, send the sheets, publish: the office's part."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.appraisal import freezing, scoring
from yingshang.city.supervision.appraisal.access import keeps, to_keep
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.appraisal.tables import (
    Appeal,
    Appraisal,
    AppraisalMark,
    AppraisalSheet,
)
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel import chain
from yingshang.kernel.worktime import to_cst

__all__ = ["announce_weights", "draft_scores", "publish_appraisal", "send_sheets"]

CODE = "unit-appraisal"
Status = Appraisal.Status


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def announce_weights(*, year: int, by: Actor, at: datetime) -> int:
    """Publish the weights in force as those of the year; answers the appraisal's id.

    Again before anything was counted: a new version, the one before stays to be read. Refused: no
    weights declared, of another year, or the year is counted already.
    """
    if not keeps(by):
        raise Refusal("not-keeper", _("年度考核由本市督办人员或营商局办理，没有办成。"))
    today = to_cst(at).date()
    if not today.year - 1 <= year <= today.year + 1:
        raise Refusal("year-odd", _("只能公布上年、今年或明年的权重，请核对年份。"))
    found = definitions.edition("appraisal", CODE, region=by.region, on=today)
    if found is None or found.body.get("year", year) != year:
        raise Refusal(
            "no-weights", _("本市还没有适用于 %d 年的考核权重，请先在数据中声明。") % year
        )
    earlier = Appraisal.objects.select_for_update().filter(region=by.region, year=year)
    if standing := earlier.exclude(status=Status.REPLACED).first():
        if standing.status != Status.ANNOUNCED:
            raise Refusal(
                "counted-already",
                _("%d 年已经按公布的权重计分，权重不能再改；新的权重用于下一年度。") % year,
            )
        standing.status = Status.REPLACED
        standing.save(update_fields=["status"])
    version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
    body = _exact(found.body)
    row = Appraisal.objects.create(
        region=by.region,
        year=year,
        version=version,
        title=_("%(year)d年度%(name)s") % {"year": year, "name": body["name"]},
        body=body,
        body_sha=sha256(chain.canonical(body)).hexdigest(),
        announced_by=by.id,
        announced_name=by.name,
        announced_at=at,
    )
    _tell(row, [one.code for one in accounts.units(by.region)],
          _("%s的权重已公布") % row.title, "weights", at)  # fmt: skip
    return row.pk


def _exact(value: Any) -> Any:
    """Numbers with a point as text, so that the copy is the same bytes everywhere."""
    if isinstance(value, float):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value


@official
@transaction.atomic
def draft_scores(*, appraisal: int, by: Actor, at: datetime) -> int:
    """Count the year from the ledger under the announced weights; answers how many units.

    May be repeated until the sheets are sent: nobody has seen them yet.
    """
    row = to_keep(by, appraisal, Status.ANNOUNCED, Status.DRAFTED)
    if to_cst(at).year < row.year:
        raise Refusal("year-ahead", _("%d 年还没有开始，不能计分。") % row.year)
    measures = {one["code"]: one["measure"] for one in row.body["items"]}
    found = counted(row.region, row.year, measures.values(), at=at)
    ours = {one.code for one in accounts.units(row.region)}
    units = sorted({unit for rows in found.values() for unit in rows} & ours)
    if not units:
        raise Refusal("nothing-counted", _("台账里还没有 %d 年可以计分的事项。") % row.year)
    if AppraisalMark.objects.filter(sheet__appraisal=row, version__gt=1).exists():
        raise Refusal(
            "corrected-already",
            _("已经有更正过的得分，重新计算会丢掉它们；请发出核对，或继续逐项更正。"),
        )
    kept = {one.unit: one for one in row.sheets.all()}
    AppraisalMark.objects.filter(sheet__appraisal=row).delete()
    for unit in units:
        kept.setdefault(unit, AppraisalSheet(appraisal=row, unit=unit))
    AppraisalSheet.objects.bulk_create([one for one in kept.values() if one.pk is None])
    marks = []
    for unit, sheet in kept.items():
        for item, measure in measures.items():
            rows = found[measure].get(unit, [])
            good, of = scoring.tally(rows)
            marks.append(AppraisalMark(sheet=sheet, item=item, good=good, of=of, rows=rows,
                                       by=by.id, by_name=by.name, at=at))  # fmt: skip
    AppraisalMark.objects.bulk_create(marks, batch_size=500)
    row.status, row.scored_by, row.scored_name, row.scored_at = Status.DRAFTED, by.id, by.name, at
    row.save(update_fields=["status", "scored_by", "scored_name", "scored_at"])
    return len(kept)


@official
@transaction.atomic
def send_sheets(*, appraisal: int, by: Actor, at: datetime) -> None:
    """Send every unit its sheet; from now it may agree or appeal, item by item, for the days that
    were announced."""
    row = to_keep(by, appraisal, Status.DRAFTED)
    calendar, today = definitions.calendar(row.region), to_cst(at).date()
    row.status, row.sent_at = Status.OPEN, at
    row.appeal_until = calendar.add_workdays(today, row.body["appeal_workdays"])
    row.save(update_fields=["status", "sent_at", "appeal_until"])
    for sheet in row.sheets.all():
        _tell(
            row,
            [sheet.unit],
            _("请在 %(until)s 前核对本单位%(title)s得分")
            % {"until": row.appeal_until, "title": row.title},
            "sheet",
            at,
            f"/desk/appraisal/sheets/{sheet.pk}/",
        )


@official
@transaction.atomic
def publish_appraisal(*, appraisal: int, by: Actor, at: datetime) -> str:
    """Freeze the result and publish it; answers its SHA-256.

    Refused while an appeal is open, or a unit may still appeal and has not agreed.
    """
    row = to_keep(by, appraisal, Status.OPEN)
    if waiting := Appeal.objects.filter(sheet__appraisal=row, state=Appeal.State.OPEN).count():
        raise Refusal("appeals-open", _("还有 %d 项申诉没有裁定，不能公布；请先裁定。") % waiting)
    silent = row.sheets.filter(agreed_at=None).count()
    if silent and row.appeal_until and to_cst(at).date() <= row.appeal_until:
        raise Refusal(
            "window-open",
            _("还有 %(n)d 个单位没有确认，核对期到 %(until)s；期满或全部确认后再公布。")
            % {"n": silent, "until": row.appeal_until},
        )
    row.final = freezing.result_of(row, at)
    row.final_sha = freezing.digest(row.final)
    row.status, row.final_name, row.final_at = Status.FINAL, by.name, at
    row.save(update_fields=["final", "final_sha", "status", "final_name", "final_at"])
    units = [one.code for one in accounts.units(row.region)]
    _tell(row, units, _("%s结果已公布") % row.title, "final", at)
    return row.final_sha


def _tell(
    row: Appraisal, units: list[str], title: str, what: str, at: datetime, link: str = ""
) -> None:
    notify.send_many(
        notify.Outgoing(
            to=f"unit:{unit}",
            topic="appraisal",
            title=title,
            key=f"appraisal-{row.pk}-{what}",
            at=at,
            link=link or f"/desk/appraisal/{row.pk}/",
        )
        for unit in units
    )
