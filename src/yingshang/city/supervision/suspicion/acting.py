"""What a supervisor makes of clues: a warning, or a note of what explains them. Both stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.definitions.service import official
from yingshang.city.supervision._rules import WatchRule, rules_of
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Clue, Warning
from yingshang.city.supervision.suspicion._declared import kinds_of
from yingshang.city.supervision.suspicion.access import clues_to_settle
from yingshang.kernel.worktime import to_cst

__all__ = ["settle_clue", "warn_of_clues"]

KIND = "suspicion"
RESULTS = (Clue.Status.EXPLAINED, Clue.Status.CONFIRMED)


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def warn_of_clues(*, clues: Sequence[int], by: Actor, at: datetime, note: str = "") -> int:
    """Raise one warning that rests on these clues; the warning's number.

    They must be of one unit and not settled yet. The warning asks the unit to look into the
    cases; it names cases and circumstances, never an officer. Raises Refusal or NotVisible.
    """
    rows = clues_to_settle(by, clues)
    _check_new(rows)
    region, unit = rows[0].region, rows[0].unit
    if any(row.unit != unit for row in rows):
        raise Refusal(
            "clues-of-one-unit", _("所选线索分属几个单位，没有发出预警。请按单位分别选择。")
        )
    rule = _rule(region, at)
    severity = rule.severity_of({"clues": len(rows)}) or rule.severity
    warning = Warning.objects.create(
        key=f"{rule.code}|clues-{rows[0].pk}-{len(rows)}|{at:%Y-%m}",
        rule=rule.code,
        kind=KIND,
        region=region,
        unit=unit,
        period=max(row.period for row in rows),
        severity=severity,
        raised_at=at,
        raised_by=by.id,
        **_words(rows, unit, note, at),
    )
    for row in rows:
        row.status, row.warning = Clue.Status.WARNED, warning
        row.settled_at, row.settled_by = at, by.name
        row.save(update_fields=["status", "warning", "settled_at", "settled_by"])
        _record(row, "supervision.clue.warned", by, at, {"warning": warning.pk})
    return warning.pk


def _check_new(rows: Sequence[Clue]) -> None:
    for row in rows:
        if row.status != Clue.Status.NEW:
            raise Refusal(
                "clue-settled",
                _("办件 %(ref)s 的线索已由%(who)s处理（%(what)s），没有重复处理。请刷新页面。")
                % {"ref": row.case, "who": row.settled_by, "what": row.get_status_display()},
            )


def _rule(region: str, at: datetime) -> WatchRule:
    found = [rule for rule in rules_of(region, to_cst(at).date()) if rule.kind == KIND]
    if not found:
        raise Refusal(
            "rule-gone", _("没有启用“办理情况需核实”的预警规则，没有发出预警。请先在数据中启用。")
        )
    return found[0]


def _words(rows: Sequence[Clue], unit: str, note: str, at: datetime) -> dict[str, Any]:
    kinds = kinds_of(rows[0].region)
    names = list(dict.fromkeys(kinds[row.kind].name for row in rows if row.kind in kinds))
    about = "、".join(names)
    name = accounts.unit_name(unit)
    sentence = _("%(name)s有 %(n)d 件办件的办理情况（%(about)s）需核实，尚无结论。") % {
        "name": name,
        "n": len(rows),
        "about": about,
    }
    if note.strip():
        sentence += note.strip()
    items = [{"kind": "case", "key": row.case, "text": row.sentence} for row in rows]
    return {
        "title": _("办理情况需核实：%s") % name,
        "sentence": sentence,
        "grounds": {
            "items": items,
            "cases": list(dict.fromkeys(row.case for row in rows)),
            "goal": None,
            "name": about,
            "clues": [row.pk for row in rows],
        },
    }


@transaction.atomic
def settle_clue(*, clue: int, result: str, reason: str, by: Actor, at: datetime) -> None:
    """Record what looking into it showed: 'explained', or, after a warning, 'confirmed'.

    The reason is kept and the same circumstances of this case do not come again.
    """
    (row,) = clues_to_settle(by, [clue])
    if result not in RESULTS:
        raise Refusal("clue-result", _("没有这种核实结果，没有保存。请从列出的结果中选择。"))
    if row.status in RESULTS:
        _check_new([row])
    if result == Clue.Status.CONFIRMED and row.status != Clue.Status.WARNED:
        raise Refusal(
            "clue-unheard",
            _("还没有据此预警、听取单位说明，不能记为属实。请先发出预警，由单位说明情况。"),
        )
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明核实到什么情况；理由会留存，同一情况不再出现。"))
    row.status, row.settled_reason = result, reason.strip()
    row.settled_at, row.settled_by = at, by.name
    row.save(update_fields=["status", "settled_reason", "settled_at", "settled_by"])
    _record(row, f"supervision.clue.{result}", by, at, {"reason": reason.strip()})


def _record(row: Clue, action: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, action=action, obj=f"clue/{row.pk}", detail=detail)
