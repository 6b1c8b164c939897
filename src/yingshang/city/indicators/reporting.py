"""Figures handed in by form or interface, their review, and who still owes which month."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from pathlib import Path

from django.db.models import QuerySet

from yingshang.adapters.sheets import NotANumber, is_blank, read_number
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._definition import Definition, definitions_of
from yingshang.city.indicators._figures import Figure, checked
from yingshang.city.indicators._keeping import Delivery, keep, refuse_stranger
from yingshang.city.indicators._periods import as_day, due_in, month_of
from yingshang.city.indicators.contradictions import leaps
from yingshang.city.indicators.kinds import (
    CellError,
    DueRow,
    HandInResult,
    HandInView,
    ReviewState,
    Source,
    Way,
)
from yingshang.city.indicators.models import HandIn, Reported
from yingshang.city.indicators.questions import ask
from yingshang.kernel.flow import Refusal

__all__ = ["deadline", "due", "evidence", "hand_in", "hand_ins", "review"]

DUE_DAY = 10  # of the month after; the next working day (basis: 须由本市核实)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_SHOWN = 100


def hand_in(
    *,
    unit: str,
    region: str,
    period: str,
    figures: Mapping[str, str],
    by: Actor,
    at: datetime,
    way: Way = Way.FORM,
    confirmed: Collection[str] = (),
    note: str = "",
    proof: tuple[str, bytes] | None = None,
) -> HandInResult:
    """Take over one figure or a month's sheet (code → as typed), or nothing where one is wrong.

    A figure ten times, or a tenth, of the unit's last one must be in ``confirmed``.
    """
    refuse_stranger(by, unit, region)
    if not _MONTH.fullmatch(period) or period > month_of(as_day(at)):
        raise Refusal("period-wrong", "填报月份不对：请写成“2026-03”，不能是还没有到的月份。")
    known = {one.code: one for one in definitions_of(region, as_day(at))}
    errors, taken = _read(figures, known, period)
    before = leaps(unit, period, {one.code: one.value for one in taken})
    unsure = tuple(
        CellError(code, _leap(known[code], now=now, then=then, month=month))
        for code, (now, then, month) in before.items()
        if code not in confirmed
    )
    if not errors and not taken:
        errors = [CellError("", "还没有填写任何数字。")]
    if errors or unsure:
        return HandInResult(None, 0, tuple(errors), unsure)
    kept = cases.keep_files([cases.Upload(*proof)]) if proof else []
    said = dumps({one.code: one.text for one in taken}, ensure_ascii=False, sort_keys=True)
    told = Delivery(
        unit,
        region,
        f"{Way(way).label} {period}",
        sha256(said.encode()).hexdigest(),
        str(Way(way).label),
        Way(way),
        note.strip(),
        [code for code in before if code in confirmed],
        (kept[0].name, kept[0].sha256) if kept else ("", ""),
    )
    row, rows = keep(taken, known, told, by=by, at=at)
    return HandInResult(row.pk, len(rows), ref=ask(region, unit=unit, at=at))


def _read(
    figures: Mapping[str, str], known: Mapping[str, Definition], period: str
) -> tuple[list[CellError], list[Figure]]:
    errors, taken = [], []
    for code, text in figures.items():
        if is_blank(text):
            continue
        fault, value = _one(known.get(code), text, period)
        if fault:
            errors.append(CellError(code, fault))
        else:
            taken.append(Figure(code, "", period, value, "", text))
    return errors, taken


def _one(one: Definition | None, text: str, period: str) -> tuple[str, Decimal]:
    if one is None:
        return "没有这个指标，请从指标清单里选择。", Decimal(0)
    try:
        number = read_number(text)
    except NotANumber as problem:
        return problem.sentence, Decimal(0)
    if number is None:
        return "还没有填写数字。", Decimal(0)
    return checked(one, number, True, text, period)


def _leap(one: Definition, *, now: Decimal, then: Decimal, month: str) -> str:
    return (
        f"“{one.name}”{month} 报的是 {then.normalize():f}{one.unit}，这次是 {now.normalize():f}"
        f"{one.unit}，相差十倍以上。核对无误请勾选“确认无误”再提交。"
    )


def review(
    *, hand_in: int, verdict: ReviewState, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Accept a delivery, or return it with a reason: returned figures are no longer in force."""
    row = _visible(by).select_related("source").filter(pk=hand_in).first()
    if row is None:
        raise NotVisible(f"hand-in {hand_in}")
    if not by.oversees:
        raise Refusal("not-reviewer", "只有营商局或督办人员可以审核报数。")
    if row.state != ReviewState.WAITING:
        raise Refusal("reviewed", "这份报数已经审核过了；请刷新页面看结论。")
    if row.source.imported_by == by.id:
        raise Refusal("own-figures", "自己交的数不能自己审核，请转请另一位审核。")
    if verdict == ReviewState.RETURNED and not reason.strip():
        raise Refusal("reason-missing", "退回要写明哪里不对，请补上理由。")
    row.state, row.reason = verdict, reason.strip()[:300]
    row.reviewed_by, row.reviewed_at = by.id, at
    row.save(update_fields=["state", "reason", "reviewed_by", "reviewed_at"])
    if verdict == ReviewState.RETURNED:
        Reported.objects.filter(source=row.source, superseded_at=None).update(superseded_at=at)
    audit.record(
        by=by, at=at, action=f"figures-{verdict}", obj=f"hand-in:{row.pk}", detail={"why": reason}
    )


def _visible(by: Actor) -> QuerySet[HandIn]:
    """Deliveries of the actor's own unit; overseers see those of their region."""
    rows = HandIn.objects.filter(source__region=by.region)
    return rows if by.oversees else rows.filter(source__unit=by.unit or "-")


def hand_ins(by: Actor, *, waiting: bool = False) -> list[HandInView]:
    """The newest deliveries that the actor sees, with how their review stands."""
    rows = _visible(by).select_related("source").prefetch_related("source__figures")
    if waiting:
        rows = rows.filter(state=ReviewState.WAITING)
    return [_view(row) for row in rows.order_by("-pk")[:_SHOWN]]


def _view(row: HandIn) -> HandInView:
    source = row.source
    months = sorted({one.period for one in source.figures.all()})
    span = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" if months else ""
    return HandInView(
        id=row.pk,
        unit=source.unit,
        unit_name=accounts.unit_name(source.unit),
        way=row.way,
        way_label=str(Way(row.way).label),
        file=source.file,
        by=source.imported_by,
        at=source.imported_at,
        rows=source.rows,
        periods=span,
        note=row.note,
        evidence=row.evidence_name,
        state=row.state,
        state_label=str(ReviewState(row.state).label),
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        reason=row.reason,
    )


def evidence(by: Actor, hand_in: int) -> tuple[str, Path]:
    """Name and place of the file that came with a delivery."""
    row = _visible(by).filter(pk=hand_in).exclude(evidence_name="").first()
    if row is None:
        raise NotVisible(f"hand-in {hand_in}")
    return row.evidence_name, cases.path_of(row.evidence_sha256)


def deadline(region: str, month: str) -> date:
    """The day by which a month's figures are due."""
    year, number = (int(part) for part in month.split("-"))
    last = date(year + number // 12, number % 12 + 1, DUE_DAY - 1)
    return definitions.calendar(region).add_workdays(last, 1)


def due(
    region: str, *, month: str, as_of: date | datetime, unit: str | None = None
) -> list[DueRow]:
    """What is owed for a month, unit by unit: reported, by whom, or not yet and how late."""
    if not _MONTH.fullmatch(month):
        raise Refusal("period-wrong", "月份不对，请写成“2026-03”。")
    day = as_day(as_of)
    until = deadline(region, month)
    owed = [
        (accounts.answering(f"{region}-{one.owner}"), one)
        for one in definitions_of(region, day)
        if one.source == Source.REPORTED and due_in(one.every, month)
    ]
    figures = (
        Reported.objects.filter(region=region, district="", period__lte=month)
        .select_related("source", "source__hand_in")
        .order_by("period", "pk")
    )
    standing: dict[tuple[str, str], Reported] = {}
    before: dict[tuple[str, str], Decimal] = {}
    returned: dict[tuple[str, str], str] = {}
    for row in figures:
        key, told = (row.unit, row.code), getattr(row.source, "hand_in", None)
        if row.superseded_at is None:
            if row.period == month:
                standing[key] = row
            else:
                before[key] = row.value
        elif row.period == month and told and told.state == ReviewState.RETURNED:
            returned[key] = told.reason
    names = {one.code: one.name for one in accounts.units(region)}
    return [
        _due(code, names[code], one, until, day, standing, before, returned)
        for code, one in sorted(owed, key=lambda pair: (pair[0], pair[1].code))
        if code in names and unit in (None, code)
    ]


def _due(
    unit: str,
    name: str,
    one: Definition,
    until: date,
    day: date,
    standing: Mapping[tuple[str, str], Reported],
    before: Mapping[tuple[str, str], Decimal],
    returned: Mapping[tuple[str, str], str],
) -> DueRow:
    row, key = standing.get((unit, one.code)), (unit, one.code)
    told = getattr(row.source, "hand_in", None) if row else None
    if row:
        state = told.state if told else ReviewState.WAITING.value
    elif key in returned:
        state = ReviewState.RETURNED.value
    else:
        state = "late" if day > until else "open"
    return DueRow(
        unit_code=unit,
        unit_name=name,
        code=one.code,
        name=one.name,
        unit=one.unit,
        formula=one.formula,
        deadline=until,
        state=state,
        value=row.value if row else None,
        said_by=row.source.imported_by if row else "",
        said_at=row.source.imported_at if row else None,
        on_time=row is not None and as_day(row.source.imported_at) <= until,
        before=before.get(key),
        reason="" if row else returned.get(key, ""),
    )
