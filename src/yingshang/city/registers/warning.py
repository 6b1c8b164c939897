"""Owners are told, once, of records that lapse and of duties that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yingshang.adapters import rows
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.definitions.service import day_words
from yingshang.city.notify import service as notify
from yingshang.city.registers import _schema as schema
from yingshang.city.registers._clocks import due_day, duty_rows, validity_rows
from yingshang.city.registers._values import flags, masked, words
from yingshang.city.registers._write import MARK, marks_of
from yingshang.city.registers.models import Mark, Record, Told
from yingshang.kernel.worktime import to_cst

__all__ = ["Warned", "follow_declarations", "warn_lapsing"]

NAMED = 5
WORDS = {
    ("valid", "near"): "即将到期",
    ("valid", "late"): "已过有效期",
    ("duty", "near"): "即将到期，尚未办",
    ("duty", "late"): "已经超期",
}
WRITE = (
    rows.insert("registers_told", ("record_id", "what", "stage", "on", "at"))
    + ' ON CONFLICT ("record_id", "what", "stage", "on") DO NOTHING'
)


@dataclass(frozen=True)
class Warned:
    """How many records the owners were told of, in how many messages."""

    records: int
    messages: int


@dataclass(frozen=True)
class _Case:
    """One reason to warn: validity, or a duty of the register."""

    what: str
    stage: str
    name: str
    standing: str
    found: QuerySet[Record]
    duty: schema.Duty | None = None


def warn_lapsing(*, at: datetime, by: Actor, region: str = "") -> Warned:
    """Tell the keeping units' inboxes; nobody is told twice of the same last day."""
    today, told, sent = to_cst(at).date(), 0, 0
    places = Record.objects.filter(state="current").values_list("region", flat=True).distinct()
    for place in [region] if region else sorted(places):
        for found in schema.registers(region=place, on=today):
            for case in _cases(found, today):
                fresh = _fresh(found, case, today)
                if fresh:
                    told += len(fresh)
                    sent += _tell(found, case, fresh, at)
    return Warned(told, sent)


def _cases(found: schema.Register, today: date) -> Iterator[_Case]:
    held = Record.objects.filter(register=found.code, region=found.region)
    if found.valid_until:
        for stage in ("late", "near"):
            chosen = validity_rows(held, found, stage, today)
            yield _Case("valid", stage, found.declared[found.valid_until]["label"], stage, chosen)
    for duty in found.duties:
        for stage, standing in (("late", "duty"), ("near", "duty-near")):
            chosen = duty_rows(held, found, duty, stage, today)
            yield _Case(duty.code, stage, duty.name, f"{standing}:{duty.code}", chosen, duty)


def _fresh(found: schema.Register, case: _Case, today: date) -> list[tuple[Record, date]]:
    """(record, its last day) of those that nobody was told of."""
    listed = list(case.found.order_by("pk").defer("words", "personal_words"))
    if not listed:
        return []
    known = Told.objects.filter(
        what=case.what, stage=case.stage, record__register=found.code, record__region=found.region
    )
    seen = set(known.values_list("record_id", "on"))
    days = ((row, _last(found, case, row)) for row in listed)
    return [(row, day) for row, day in days if (row.pk, day) not in seen]


def _last(found: schema.Register, case: _Case, row: Record) -> date:
    if case.duty is None:
        assert row.valid_until is not None  # they were chosen by it
        return row.valid_until
    return due_day(found, case.duty, date.fromisoformat(row.body[case.duty.start]))


def _tell(
    found: schema.Register, case: _Case, fresh: list[tuple[Record, date]], at: datetime
) -> int:
    """One message a unit for all records of a reason; a clerk reads one, not five hundred."""
    by_unit: dict[str, list[tuple[Record, date]]] = defaultdict(list)
    for row, day in fresh:
        by_unit[row.unit or schema.owner_unit(found)].append((row, day))
    kind = "valid" if case.duty is None else "duty"
    messages = []
    for unit, listed in sorted(by_unit.items()):
        named = "、".join(
            f"{_title(found, row)}（{day_words(day)}）" for row, day in listed[:NAMED]
        )
        more = f"等 {len(listed)} 条" if len(listed) > NAMED else ""
        about = WORDS[kind, case.stage]
        head = f"“{found.name}”有 {len(listed)} 条{about}"
        if case.duty is not None:
            head = f"“{found.name}”有 {len(listed)} 条{about}：{case.name}"
        messages.append(
            notify.Outgoing(
                to=f"unit:{unit}",
                topic="registers",
                title=head[:200],
                body=f"{named}{more}",
                key=f"{found.code}:{found.region}:{case.what}:{case.stage}:{at.isoformat()}"[:200],
                at=at,
                link=f"/desk/registers/{found.code}/?standing={case.standing}",
            )
        )
    with rows.turn():
        notify.send_many(messages)
        noted = [(row.pk, case.what, case.stage, day.isoformat(), at) for row, day in fresh]
        rows.change_many(WRITE, noted)
    return len(messages)


def _title(found: schema.Register, row: Record) -> str:
    value = row.body.get(found.title, "")
    column = found.column(found.title)
    return masked(column.type, value) if column and column.personal else value


def follow_declarations(*, at: datetime, region: str = "") -> int:
    """After a register was declared anew: marks and search words of its records, rewritten."""
    today, done = to_cst(at).date(), 0
    held = Record.objects.filter(region=region) if region else Record.objects.all()
    for code, place in held.values_list("register", "region").distinct().order_by():
        try:
            found = schema.register(code, region=place, on=today)
        except accounts.NotVisible:
            continue  # no longer declared: its records stand as they are
        stale = held.filter(register=code, region=place).exclude(shape=found.shape)
        while part := list(stale.order_by("pk")[:2000]):
            with rows.turn():
                _rewrite(found, part, today)
            done += len(part)
    return done


def _rewrite(found: schema.Register, part: list[Record], today: date) -> None:
    for row in part:
        row.words, row.personal_words = words(found, row.body)
        row.shape = found.shape
        row.flagged = row.state == "current" and bool(flags(found, row.body, today))
        row.title = "" if found.title in found.personal else row.body.get(found.title, "")[:200]
        since, until = row.body.get(found.valid_from), row.body.get(found.valid_until)
        row.valid_from = date.fromisoformat(since) if since else None
        row.valid_until = date.fromisoformat(until) if until else None
    changed = ["words", "personal_words", "shape", "flagged", "title", "valid_from", "valid_until"]
    Record.objects.bulk_update(part, changed, batch_size=200)
    Mark.objects.filter(record__in=[row.pk for row in part]).delete()
    head = (found.code, found.region)
    rows.change_many(
        rows.insert("registers_mark", MARK),
        [(row.pk, *head, *one) for row in part for one in marks_of(found, row.body)],
    )
