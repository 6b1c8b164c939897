"""The clerk's day (日清日结): what the facts say, what was counted by hand, why they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from yingshang.adapters.sheets import Table, table_book
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls.kinds import Refusal
from yingshang.city.halls.models import DayClose, HallEvent
from yingshang.kernel.worktime import CST

__all__ = ["COLUMNS", "DayRow", "DaySheet", "day_book", "day_sheet", "sign_day"]

COLUMNS: Mapping[str, str] = {
    "served": "叫号办理",
    "received": "收件",
    "accepted": "受理",
    "correction": "告知补正",
    "refused": "不予受理",
    "handed": "移交同事",
    "delivered": "送达",
    "boxed": "存件",
    "posted": "寄出",
    "left": "当日收件未处理",
}
OF_CASES = {
    "submitted": "received",
    "accepted": "accepted",
    "correction-asked": "correction",
    "refused": "refused",
    "handed-over": "handed",
    "delivered": "delivered",
}
OF_HALLS = {("visit", "finished"): "served", ("box", "put"): "boxed", ("post", "sent"): "posted"}
COUNTED = ("received", "delivered")
"""What a clerk counts by hand at the end of a day: papers taken in, results handed out."""


@dataclass(frozen=True)
class DayRow:
    """One clerk's day. `hall`: where most of the clerk's numbers were called, '' where none."""

    clerk: str
    name: str
    hall: str
    numbers: Mapping[str, int]
    left: tuple[tuple[str, str], ...]
    signed_at: datetime | None
    counted: Mapping[str, int]
    note: str
    next_name: str

    @property
    def cells(self) -> tuple[int, ...]:
        return tuple(self.numbers[name] for name in COLUMNS)


@dataclass(frozen=True)
class DaySheet:
    day: date
    region: str
    unit_name: str
    rows: tuple[DayRow, ...]
    totals: tuple[int, ...]


def day_sheet(by: Actor, *, day: date, at: datetime) -> DaySheet:
    """Every clerk of the actor's unit; overseers of the city see its hall's. Few questions."""
    unit = by.unit if by.role == Role.CLERK else f"{by.region[:4]}00-hall" if by.oversees else None
    if not unit:
        raise NotVisible(day)
    region = unit.partition("-")[0]
    clerks = [a for a in accounts.actors(region=region, unit=unit) if a.role == Role.CLERK]
    since, until = _bounds(day)
    numbers, places = _numbers([c.id for c in clerks], since, until)
    signed = {row.clerk: row for row in DayClose.objects.filter(region=region, day=day)}
    names = accounts.person_names(
        {c.id for c in clerks} | {row.next for row in signed.values() if row.next}
    )
    received = cases.received_between(by, since=since, until=until, by=[c.id for c in clerks])
    rows = []
    for clerk in clerks:
        left = tuple(
            (ref, item)
            for who, ref, item, state in received
            if who == clerk.id and state == "submitted"
        )
        own = {name: numbers[clerk.id, name] for name in COLUMNS} | {"left": len(left)}
        rows.append(_row(clerk, names, places.get(clerk.id, ""), own, left, signed.get(clerk.id)))
    totals = tuple(sum(row.numbers[name] for row in rows) for name in COLUMNS)
    return DaySheet(day, region, accounts.unit_name(unit), tuple(rows), totals)


def _row(
    clerk: Actor,
    names: Mapping[str, str],
    hall: str,
    own: Mapping[str, int],
    left: tuple[tuple[str, str], ...],
    signed: DayClose | None,
) -> DayRow:
    return DayRow(
        clerk=clerk.id,
        name=names.get(clerk.id, clerk.name),
        hall=hall,
        numbers=own,
        left=left,
        signed_at=signed.signed_at if signed else None,
        counted=signed.counted if signed else {},
        note=signed.note if signed else "",
        next_name=names.get(signed.next, "") if signed else "",
    )


def _bounds(day: date) -> tuple[datetime, datetime]:
    since = datetime.combine(day, time(), CST)
    return since, since + timedelta(1)


def _numbers(
    clerks: list[str], since: datetime, until: datetime
) -> tuple[Counter[tuple[str, str]], dict[str, str]]:
    """((clerk, column) → how many, clerk → hall): one question to each log of facts."""
    found: Counter[tuple[str, str]] = Counter()
    for (who, name), n in cases.acts_of_day(since=since, until=until, by=clerks).items():
        if name in OF_CASES:
            found[who, OF_CASES[name]] += n
    where: dict[str, Counter[str]] = {}
    rows = HallEvent.objects.filter(at__gte=since, at__lt=until, by__in=clerks)
    for who, kind, name, hall in rows.values_list("by", "kind", "name", "hall"):
        if (kind, name) in OF_HALLS:
            found[who, OF_HALLS[kind, name]] += 1
        if hall:
            where.setdefault(who, Counter())[hall] += 1
    return found, {who: halls.most_common(1)[0][0] for who, halls in where.items()}


def sign_day(
    *,
    day: date,
    hall: str,
    counted: Mapping[str, int],
    note: str,
    next: str,
    by: Actor,
    at: datetime,
) -> None:
    """The clerk signs the own day and says who takes over what is left.

    Refusal 'difference': what was counted by hand differs and nothing explains it; 'left-to'
    where something is left and nobody takes it; 'signed'.
    """
    sheet = day_sheet(by, day=day, at=at)
    own = next_row(sheet, by)
    differs = [COLUMNS[name] for name in COUNTED if int(counted.get(name, 0)) != own.numbers[name]]
    if differs and not note.strip():
        raise Refusal(
            "difference",
            f"手工清点的{'、'.join(differs)}与系统记录不一致，没有签字。请查清，或写明差异原因。",
        )
    colleagues = {row.clerk for row in sheet.rows} - {by.id}
    if own.left and next not in colleagues:
        raise Refusal(
            "left-to", f"还有 {len(own.left)} 件没有处理，没有签字。请选由哪位同事接着办。"
        )
    try:
        with transaction.atomic():
            DayClose.objects.create(
                region=sheet.region,
                hall=hall,
                day=day,
                clerk=by.id,
                numbers=dict(own.numbers),
                counted=dict(counted),
                note=note.strip()[:1000],
                next=next if next in colleagues else "",
                signed_at=at,
            )
            audit.record(by=by, at=at, action="halls.sign-day", obj=f"day:{day}", detail={})
    except IntegrityError:
        raise Refusal(
            "signed", "这一天您已经签过字，没有再签。要更正的，写在次日说明里。"
        ) from None


def next_row(sheet: DaySheet, by: Actor) -> DayRow:
    """The actor's own row; NotVisible for who is not on the sheet."""
    for row in sheet.rows:
        if row.clerk == by.id:
            return row
    raise NotVisible(sheet.day)


def day_book(sheet: DaySheet) -> bytes:
    """The sheet as an xlsx: the day by clerk, and what is left by case."""
    header = [
        "窗口人员",
        "大厅",
        *COLUMNS.values(),
        "清点收件",
        "清点送达",
        "差异说明",
        "接班",
        "签字时间",
    ]
    rows = [
        [
            row.name,
            row.hall,
            *row.cells,
            row.counted.get("received"),
            row.counted.get("delivered"),
            row.note,
            row.next_name,
            f"{row.signed_at.astimezone(CST):%Y-%m-%d %H:%M}" if row.signed_at else "未签",
        ]
        for row in sheet.rows
    ]
    total = ["合计", "", *sheet.totals]
    left = [[row.name, ref, item] for row in sheet.rows for ref, item in row.left]
    return table_book(
        [
            Table(f"日清日结{sheet.day:%m%d}", header, [*rows, total]),
            Table("未处理", ["窗口人员", "办件编号", "事项"], left),
        ]
    )
