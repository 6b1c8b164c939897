"""Appraisals as the actor sees them. What was published is read from what was frozen."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision.appraisal import access, freezing, scoring
from yingshang.city.supervision.appraisal.answering import EXTRA, scorers
from yingshang.city.supervision.appraisal.kinds import (
    AppealView,
    AppraisalRow,
    AppraisalView,
    CountedRow,
    ExtraView,
    ItemWeight,
    MarkView,
    MarkWas,
    SheetLine,
    SheetView,
)
from yingshang.city.supervision.appraisal.tables import (
    Appeal,
    Appraisal,
    AppraisalExtra,
    AppraisalMark,
    AppraisalSheet,
)
from yingshang.kernel.measures import printed
from yingshang.kernel.worktime import to_cst

__all__ = ["appeal", "appraisal", "appraisal_sheet", "appraisals", "evidence", "fetch"]

Status = Appraisal.Status


def appraisals(actor: Actor) -> list[AppraisalRow]:
    """Newest year first, with weights that were replaced."""
    return [_row(one) for one in access.visible(actor)]


def fetch(actor: Actor, appraisal: int) -> Appraisal:
    found = access.visible(actor).filter(pk=appraisal).first()
    if found is None:
        raise NotVisible(f"appraisal {appraisal}")
    return found


def _row(row: Appraisal) -> AppraisalRow:
    return AppraisalRow(
        id=row.pk,
        region=row.region,
        year=row.year,
        version=row.version,
        title=row.title,
        status=row.status,
        status_label=str(row.get_status_display()),
        announced_at=row.announced_at,
        announced_name=row.announced_name,
        final_at=row.final_at,
    )


def appraisal(actor: Actor, id: int) -> AppraisalView:
    """One year; NotVisible for another city."""
    row = fetch(actor, id)
    body, oversees = row.body, access.oversees(actor)
    seen = access.visible_sheets(actor).filter(appraisal=row)
    appeals = Appeal.objects.filter(sheet__in=seen).select_related("sheet__appraisal")
    return AppraisalView(
        row=_row(row),
        basis=body["basis"],
        body_sha=row.body_sha,
        items=scoring.weight_views(body),
        plus=_extras(body, "plus"),
        minus=_extras(body, "minus"),
        plus_most=Decimal(str(body.get("plus_most", 0))),
        minus_most=Decimal(str(body.get("minus_most", 0))),
        small=body.get("small", 0),
        rank_from=Decimal(str(body.get("rank_from", 0))),
        appeal_workdays=body["appeal_workdays"],
        scored_name=row.scored_name,
        scored_at=row.scored_at,
        appeal_until=row.appeal_until,
        sheets=tuple(_lines(row, set(seen.values_list("pk", flat=True)))),
        appeals=tuple(_appeal(one) for one in appeals),
        keeps=access.keeps(actor),
        oversees=oversees,
        final_sha=row.final_sha,
        final_name=row.final_name,
        sealed=row.final is not None and freezing.digest(row.final) == row.final_sha,
    )


def _extras(body: dict[str, Any], kind: str) -> tuple[tuple[str, str, Decimal], ...]:
    return tuple(
        (one["code"], one["name"], Decimal(str(one["most"]))) for one in body.get(kind, ())
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _lines(row: Appraisal, seen: set[int]) -> list[SheetLine]:
    """The ranking: of all once it is published, before that of the sheets that the actor sees."""
    sheets = {one.unit: one for one in row.sheets.prefetch_related("appeals")}
    frozen = row.final or (freezing.result_of(row, row.scored_at) if row.scored_at else None)
    if frozen is None:
        return []
    spans = freezing.intervals(frozen["units"])
    return [
        _line(one, sheets[one["unit"]], spans.get(one["unit"], (None, None)))
        for one in frozen["units"]
        if row.status == Status.FINAL or sheets[one["unit"]].pk in seen
    ]


def _line(
    one: dict[str, Any], sheet: AppraisalSheet, span: tuple[int | None, int | None]
) -> SheetLine:
    return SheetLine(
        id=sheet.pk,
        unit=sheet.unit,
        unit_name=one["unit_name"],
        score=_decimal(one["score"]),
        rank=one["rank"],
        weighed=Decimal(one["weighed"]),
        points=tuple((item["code"], _decimal(item["points"])) for item in one["items"]),
        plus=Decimal(one["plus"]),
        minus=Decimal(one["minus"]),
        small=any(item["small"] for item in one["items"]),
        agreed=sheet.agreed_at is not None,
        open_appeals=sum(a.state == Appeal.State.OPEN for a in sheet.appeals.all()),
        low=span[0],
        high=span[1],
    )


def appraisal_sheet(actor: Actor, id: int, *, at: datetime) -> SheetView:
    """One unit's sheet; NotVisible for other units, and before it was sent."""
    sheet = access.sheet_of(actor, id)
    row, body = sheet.appraisal, sheet.appraisal.body
    marks, extras = list(sheet.marks.all()), list(sheet.extras.all())
    total, scores = scoring.total_of(body, marks, extras)
    told = [_appeal(one) for one in sheet.appeals.select_related("sheet__appraisal")]
    until = row.appeal_until
    open_ = row.status == Status.OPEN and until is not None and to_cst(at).date() <= until
    own = open_ and bool(actor.unit) and actor.unit == sheet.unit and sheet.agreed_at is None
    (line,) = [one for one in _lines(row, {sheet.pk}) if one.id == sheet.pk]
    if not access.oversees(actor) and row.status != Status.FINAL:
        line = SheetLine(**{**line.__dict__, "rank": None})  # places of others are not out yet
    items = {one.code: one for one in scoring.weight_views(body)}
    return SheetView(
        id=sheet.pk,
        appraisal=_row(row),
        line=line,
        marks=tuple(_mark(body, items[code], marks, told, own) for code in scores),
        extras=tuple(_extra(body, one, told, own) for one in extras),
        base=scoring.show(total.base, body),
        appeal_until=until,
        may_answer=own,
        may_change=access.keeps(actor) and row.status == Status.DRAFTED,
        agreed_name=sheet.agreed_name,
        agreed_at=sheet.agreed_at,
    )


def _mark(
    body: dict[str, Any],
    item: ItemWeight,
    marks: Iterable[AppraisalMark],
    told: list[AppealView],
    own: bool,
) -> MarkView:
    versions = sorted((m for m in marks if m.item == item.code), key=lambda m: -m.version)
    held, *before = versions
    score = scoring.points_of(body, item.code, held.good, held.of)
    appeals = tuple(one for one in told if one.item == item.code)
    return MarkView(
        item=item,
        points=scoring.show(score.points, body),
        good=held.good,
        of=held.of,
        small=score.small,
        rows=tuple(
            CountedRow(one["kind"], one["ref"], one["label"], one["ok"], one["why"],
                       bool(one.get("out")))
            for one in held.rows
        ),
        reason=held.reason,
        by_name=held.by_name,
        at=held.at,
        was=tuple(
            MarkWas(
                scoring.show(scoring.points_of(body, item.code, m.good, m.of).points, body),
                m.good, m.of, m.by_name, m.at,
            )
            for m in before
        ),
        appeals=appeals,
        may_appeal=own and not appeals,
    )  # fmt: skip


def _name(body: dict[str, Any], code: str) -> str:
    named = [*body["items"], *body.get("plus", ()), *body.get("minus", ())]
    return next((str(one["name"]) for one in named if one["code"] == code), code)


def _extra(
    body: dict[str, Any], row: AppraisalExtra, told: list[AppealView], own: bool
) -> ExtraView:
    appeals = tuple(one for one in told if one.item == f"{EXTRA}{row.pk}")
    minus = row.kind == AppraisalExtra.Kind.MINUS
    return ExtraView(
        id=row.pk,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        name=_name(body, row.code),
        points=printed_points(row.points),
        ground=row.ground,
        by_name=row.by_name,
        at=row.at,
        ended_name=row.ended_name,
        ended_reason=row.ended_reason,
        appeals=appeals,
        may_appeal=own and minus and not appeals and row.ended_at is None,
    )


def printed_points(points: Decimal) -> Decimal:
    return printed(scoring.number(points))


def _appeal(row: Appeal, ruler: Actor | None = None) -> AppealView:
    """``ruler``: who would rule; asked for one appeal only, since it is looked up who counted."""
    body = row.sheet.appraisal.body
    open_ = row.state == Appeal.State.OPEN and row.sheet.appraisal.status == Status.OPEN
    name = _("扣分") if row.item.startswith(EXTRA) else _name(body, row.item)
    return AppealView(
        id=row.pk,
        sheet=row.sheet_id,
        unit_name=accounts.unit_name(row.sheet.unit),
        item=row.item,
        item_name=name,
        words=row.words,
        file_name=row.file_name,
        by_name=row.by_name,
        at=row.at,
        state=row.state,
        state_label=str(row.get_state_display()),
        ruling=row.ruling,
        ruled_name=row.ruled_name,
        ruled_at=row.ruled_at,
        may_rule=ruler is not None and open_ and access.may_rule(ruler, row, scorers(row)),
    )


def _fetch_appeal(actor: Actor, id: int) -> Appeal:
    seen = access.visible_sheets(actor)
    rows = Appeal.objects.filter(pk=id, sheet__in=seen).select_related("sheet__appraisal")
    found = rows.first()
    if found is None:
        raise NotVisible(f"appeal {id}")
    return found


def appeal(actor: Actor, id: int) -> AppealView:
    """One appeal; NotVisible unless the actor sees its sheet."""
    return _appeal(_fetch_appeal(actor, id), actor)


def evidence(actor: Actor, id: int) -> tuple[str, str, bytes]:
    """(name, type, bytes) of what came with an appeal."""
    row = _fetch_appeal(actor, id)
    if not row.file_sha:
        raise NotVisible(f"evidence {id}")
    return row.file_name, row.file_mime, cases.path_of(row.file_sha).read_bytes()
