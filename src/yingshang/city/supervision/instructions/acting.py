"""Register, hand out, accept, reply: what the office does with an instruction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision._words import paper_number, year_begins
from yingshang.city.supervision.confirming import answered_at, checking, hand_back
from yingshang.city.supervision.instructions._likeness import copies
from yingshang.city.supervision.instructions.access import fetch_to_keep, may_register
from yingshang.city.supervision.instructions.tables import Instruction, InstructionTask
from yingshang.city.supervision.kinds import CHECK, Refusal
from yingshang.city.supervision.models import Order
from yingshang.city.supervision.ordering import order_of_instruction
from yingshang.kernel.worktime import to_cst

__all__ = [
    "accept_answer",
    "hand_out",
    "name_readers",
    "register_instruction",
    "reply",
    "return_answer",
]

RULE = "leader-instruction"


@official  # what is written stays Chinese, whatever language the screen speaks
def register_instruction(
    *,
    leader: str,
    source: str,
    words: str,
    received_on: date,
    reply_by: date,
    units: Sequence[str],
    scan: tuple[str, bytes],
    by: Actor,
    at: datetime,
    post: str = "",
    readers: Sequence[str] = (),
) -> int:
    """Keep an instruction with its scan; answers its id.

    ``units``: codes of the units it names; ``readers``: ids of those who may read it besides the
    registrar. Refused: no words, no scan, a unit that the city has not, a reply date before the
    day it was received.
    """
    if not may_register(by):
        raise Refusal("not-registrar", _("只有本市督办人员或营商局可以登记批示。"))
    _check_words(leader, source, words)
    if reply_by < received_on:
        raise Refusal("reply-early", _("回复期限早于收到批示的日期，请核对后再登记。"))
    if received_on > to_cst(at).date():
        raise Refusal("received-late", _("收到日期在今天之后，请核对后再登记。"))
    _check_units(units, by.region)
    known = {one.id for one in accounts.actors(region=by.region)}
    if strangers := sorted(set(readers) - known):
        raise Refusal(
            "reader-unknown",
            _("知悉人“%s”不是本市工作人员；请从名单中选择。") % "、".join(strangers),
        )
    (kept,) = cases.keep_files([cases.Upload(*scan)])
    return _write(
        by,
        at,
        leader=leader.strip()[:60],
        post=post.strip()[:60],
        source=source.strip()[:300],
        words=words.strip(),
        received_on=received_on,
        reply_by=reply_by,
        units=list(dict.fromkeys(units)),
        readers=sorted(set(readers)),
        scan_sha=kept.sha256,
        scan_name=kept.name,
        scan_mime=kept.mime,
    )


def _check_words(leader: str, source: str, words: str) -> None:
    missing = [
        label
        for label, value in (
            (_("批示领导"), leader),
            (_("来文名称"), source),
            (_("批示原文"), words),
        )
        if not value.strip()
    ]
    if missing:
        raise Refusal("words-missing", _("还没有填写：%s。请补齐后再登记。") % "、".join(missing))


def _check_units(units: Sequence[str], region: str) -> None:
    known = {one.code for one in accounts.units(region)}
    if not units:
        raise Refusal("units-missing", _("请选择批示点名的承办单位，至少一个。"))
    if strangers := [one for one in units if one not in known]:
        raise Refusal(
            "unit-unknown",
            _("“%s”不是本市的承办单位；请从单位清单里选择。") % "、".join(strangers),
        )


@transaction.atomic
def _write(by: Actor, at: datetime, **values: object) -> int:
    since = year_begins(at)
    taken = Instruction.objects.filter(region=by.region, registered_at__gte=since).count()
    row = Instruction.objects.create(
        region=by.region,
        number=paper_number(by.region, "批", taken, at),
        registered_by=by.id,
        registered_name=by.name,
        registered_at=at,
        **values,
    )
    _record(row, "instruction.register", by, at, {"units": "、".join(row.units)})
    return row.pk


def _record(
    row: Instruction, action: str, by: Actor, at: datetime, detail: Mapping[str, str]
) -> None:
    audit.record(by=by, at=at, action=action, obj=f"instruction/{row.pk}", detail=dict(detail))


@official
@transaction.atomic
def hand_out(
    *,
    instruction: int,
    demands: Mapping[str, str],
    by: Actor,
    at: datetime,
    due: date | None = None,
) -> list[str]:
    """An order for each unit of ``demands`` (code → what it is asked, in the office's own words).

    The order does not repeat the instruction. All or none; answers the orders' numbers.
    """
    row = fetch_to_keep(by, instruction)
    if row.status == Instruction.Status.REPLIED:
        raise Refusal("replied", _("这件批示已经回复，不能再交办；需要补办的请另行登记。"))
    asked = set(row.tasks.values_list("unit", flat=True))
    refs = []
    for unit, demand in demands.items():
        if unit not in row.units:
            raise Refusal("unit-not-named", _("批示没有点名这个单位；请核对后再交办。"))
        if unit in asked:
            raise Refusal(
                "asked-already",
                _("%s已经收到这件批示的督办单，不能重复交办。") % accounts.unit_name(unit),
            )
        if not demand.strip():
            raise Refusal("demand-missing", _("请写明要求各单位做什么；不要照抄批示原文。"))
        if copies(row.words, demand):
            raise Refusal(
                "words-leak",
                _("交办要求里照抄了批示原文，而督办单有更多人能看到；请改用自己的话写明要求。"),
            )
        ref = order_of_instruction(
            number=row.number, key=f"{row.pk}", region=row.region, unit=unit,
            demand=demand.strip(), due=due or row.reply_by, by=by, at=at,
        )  # fmt: skip
        InstructionTask.objects.create(instruction=row, unit=unit, ref=ref, demand=demand.strip())
        refs.append(ref)
    if refs:
        row.status = Instruction.Status.HANDED
        row.save(update_fields=["status"])
        _record(row, "instruction.hand-out", by, at, {"orders": "、".join(refs)})
    return refs


@transaction.atomic
def name_readers(*, instruction: int, readers: Sequence[str], by: Actor, at: datetime) -> None:
    """Who may read the instruction from now on, besides the registrar."""
    row = fetch_to_keep(by, instruction)
    known = {one.id for one in accounts.actors(region=row.region)}
    if strangers := sorted(set(readers) - known):
        raise Refusal(
            "reader-unknown",
            _("知悉人“%s”不是本市工作人员；请从名单中选择。") % "、".join(strangers),
        )
    old, row.readers = row.readers, sorted(set(readers))
    row.save(update_fields=["readers"])
    detail = {"old": "、".join(old), "new": "、".join(row.readers)}
    _record(row, "instruction.readers", by, at, detail)


def _to_rule(ref: str, by: Actor) -> tuple[Instruction, InstructionTask]:
    """The instruction, locked, and the order of it whose answer its keeper may rule on now."""
    task = InstructionTask.objects.filter(ref=ref).first()
    if task is None:
        raise NotVisible(f"order {ref}")
    row = fetch_to_keep(by, task.instruction_id)
    task.refresh_from_db()  # another keeper may have ruled while we waited for the lock
    if task.accepted_at is not None:
        raise Refusal("accepted-already", _("%s已经确认过这份答复。") % task.accepted_by)
    if answered_at(ref) is None:
        raise Refusal("no-answer", _("承办单位还没有报送办理情况，不能确认。"))
    return row, task


@official
@transaction.atomic
def return_answer(*, ref: str, words: str, by: Actor, at: datetime) -> None:
    """The unit's answer cannot be reported as it is: it answers again, and is told why."""
    row, _task = _to_rule(ref, by)
    if copies(row.words, words):
        raise Refusal(
            "words-leak",
            _("退回的理由里照抄了批示原文，而督办单有更多人能看到；请改用自己的话写明。"),
        )
    hand_back(Order.objects.get(ref=ref), words, by, at)
    _record(row, "instruction.return", by, at, {"order": ref})


@official
@transaction.atomic
def accept_answer(*, ref: str, findings: str, by: Actor, at: datetime) -> None:
    """The unit's answer is good enough to be reported; ``findings`` go into the reply's draft."""
    row, task = _to_rule(ref, by)
    if not findings.strip():
        raise Refusal("findings-missing", _("请写明要向领导报告的办理情况。"))
    if checking(ref):  # orders of earlier editions were decided without anybody's word
        said = _("办理情况已确认。")  # the findings are for the leader, and stay with the readers
        cases.complete_step(ref=ref, step=CHECK, opinion=said, by=by, at=at, past_guard=True)
    task.accepted_at, task.accepted_by, task.findings = at, by.name, findings.strip()
    task.save(update_fields=["accepted_at", "accepted_by", "findings"])
    _record(row, "instruction.accept", by, at, {"order": ref})


@official
@transaction.atomic
def reply(*, instruction: int, replied_on: date, note: str, by: Actor, at: datetime) -> None:
    """The reply has gone to the leader: on which day, and by which way."""
    row = fetch_to_keep(by, instruction)
    if row.status == Instruction.Status.REPLIED:
        raise Refusal("replied", _("这件批示已由%s登记回复。") % row.replied_by)
    tasks = list(row.tasks.all())
    if not tasks or any(task.accepted_at is None for task in tasks) or len(tasks) < len(row.units):
        raise Refusal(
            "answers-missing", _("还有点名单位没有交办或答复没有确认，不能登记为已回复。")
        )
    if not row.received_on <= replied_on <= to_cst(at).date():
        raise Refusal("replied-day", _("回复日期应在收到批示之后、今天之前，请核对。"))
    row.status = Instruction.Status.REPLIED
    row.replied_on, row.replied_by, row.reply_note = replied_on, by.name, note.strip()
    row.save(update_fields=["status", "replied_on", "replied_by", "reply_note"])
    _record(row, "instruction.reply", by, at, {"on": replied_on.isoformat()})
