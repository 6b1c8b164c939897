"""Instructions as their readers see them; every look at the words is recorded."""

from datetime import date, datetime

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.supervision.confirming import answered_at
from yingshang.city.supervision.instructions.access import fetch, may_keep, visible
from yingshang.city.supervision.instructions.kinds import (
    InstructionRow,
    InstructionTaskView,
    InstructionView,
    Reader,
)
from yingshang.city.supervision.instructions.tables import Instruction, InstructionTask
from yingshang.city.supervision.kinds import CHECK
from yingshang.kernel.worktime import to_cst

__all__ = ["answers_of", "instruction", "instruction_of", "instructions", "scan"]


def answers_of(actor: Actor, ref: str) -> list[str]:
    """What the unit wrote when it reported, oldest first."""
    done = [one.data for one in cases.timeline(actor, ref) if one.name == "step-done"]
    said = [one.get("opinion", "") for one in done if one["step"] != CHECK]
    return [text for text in said if text.strip()]


def instruction_of(actor: Actor, ref: str) -> int | None:
    """The instruction that an order comes from, for those who may read it."""
    task = InstructionTask.objects.filter(ref=ref).first()
    if task is None or not visible(actor).filter(pk=task.instruction_id).exists():
        return None
    return task.instruction_id


def instructions(actor: Actor, *, at: datetime, status: str | None = None) -> list[InstructionRow]:
    """The instructions that the actor may read, newest first."""
    rows = visible(actor).prefetch_related("tasks")
    if status:
        rows = rows.filter(status=status)
    day = to_cst(at).date()
    return [_row(row, day) for row in rows[:300]]


def _row(row: Instruction, day: date) -> InstructionRow:
    tasks = list(row.tasks.all())
    return InstructionRow(
        id=row.pk,
        number=row.number,
        leader=row.leader,
        post=row.post,
        source=row.source,
        received_on=row.received_on,
        reply_by=row.reply_by,
        days_left=(row.reply_by - day).days,
        status=row.status,
        status_label=str(row.get_status_display()),
        units=tuple(accounts.unit_name(code) for code in row.units),
        answered=sum(task.accepted_at is not None for task in tasks),
        asked=len(row.units),
    )


def instruction(actor: Actor, id: int, *, at: datetime) -> InstructionView:
    """One instruction in full; the look is recorded first. NotVisible for all but its readers."""
    row = fetch(actor, id)
    _look(actor, row, at, page="instruction")
    names = accounts.person_names(row.readers)
    tasks = {task.unit: task for task in row.tasks.all()}
    seen = cases.by_refs(SYSTEM, [task.ref for task in tasks.values()], at=at)
    states = {one.ref: one.state_label for one in seen}
    units = {one.ref: one.unit for one in seen if one.unit}  # handed to another since, or not
    views = tuple(
        InstructionTaskView(
            ref=task.ref,
            unit=units.get(task.ref, task.unit),
            unit_name=accounts.unit_name(units.get(task.ref, task.unit)),
            demand=task.demand,
            state_label=states.get(task.ref, ""),
            answers=tuple(answers_of(SYSTEM, task.ref)),
            answered=answered_at(task.ref) is not None,
            accepted_at=task.accepted_at,
            accepted_by=task.accepted_by,
            findings=task.findings,
        )
        for task in tasks.values()
    )
    waiting = tuple((code, accounts.unit_name(code)) for code in row.units if code not in tasks)
    return InstructionView(
        row=_row(row, to_cst(at).date()),
        region=row.region,
        words=row.words,
        scan_name=row.scan_name,
        readers=tuple(Reader(one, names.get(one, one)) for one in row.readers),
        registered_name=row.registered_name,
        registered_at=row.registered_at,
        tasks=views,
        waiting=waiting,
        replied_on=row.replied_on,
        replied_by=row.replied_by,
        reply_note=row.reply_note,
        may_keep=may_keep(actor, row),
    )


def scan(actor: Actor, id: int, *, at: datetime) -> tuple[str, str, bytes]:
    """(name, type, bytes) of the scan; the look is recorded first."""
    row = fetch(actor, id)
    _look(actor, row, at, page="instruction-scan")
    return row.scan_name, row.scan_mime, cases.path_of(row.scan_sha).read_bytes()


def _look(actor: Actor, row: Instruction, at: datetime, *, page: str) -> None:
    audit.record_read(
        by=actor,
        at=at,
        obj=f"instruction/{row.pk}",
        fields=["批示原文"],
        page=page,
        unit=actor.unit or "",
    )
