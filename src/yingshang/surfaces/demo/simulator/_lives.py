"""What happens to one simulated case: the moves that people would make, in order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from yingshang.surfaces.demo.simulator._time import Calendar, at, office_minute, soon


@dataclass(frozen=True)
class Move:
    """One verb by one person; `unit` is the role that acts ('applicant' for the applicant)."""

    verb: str
    at: datetime
    unit: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """How a case of this item in this city and district tends to go (simulation.yaml)."""

    promised: int
    in_workdays: bool
    typical: float
    late: float
    slow_step: str
    correction: float
    refused: float
    withdrawn: float


def live(
    rng: Random,
    steps: Sequence[Mapping[str, Any]],
    lead: str,
    plan: Plan,
    begun: datetime,
    cal: Calendar,
) -> list[Move]:
    """All moves after submission, up to closing; the caller cuts off what is still to come."""
    moves: list[Move] = []
    hall = "hotline" if lead == "hotline" else "hall"
    when = soon(rng, begun, cal, 60)
    if rng.random() < plan.withdrawn:
        return [Move("withdraw", when, "applicant", {"reason": "计划有变，暂不办理"})]
    if rng.random() < plan.correction:
        moves.append(
            Move("ask_correction", when, hall, {"items": ["材料照片不清晰，请重新拍照上传"]})
        )
        when = soon(rng, when + timedelta(days=rng.randrange(0, 4)), cal, 90)
        moves.append(Move("supply", when, "applicant"))
        when = soon(rng, when, cal, 60)
    if rng.random() < plan.refused / 2:
        moves.append(Move("refuse", when, hall, {"reason": "不属于本市受理范围，已告知受理机关"}))
        return moves
    moves.append(Move("accept", when, hall))
    return moves + _handled(rng, steps, lead, plan, when, cal)


def _handled(
    rng: Random,
    steps: Sequence[Mapping[str, Any]],
    lead: str,
    plan: Plan,
    accepted: datetime,
    cal: Calendar,
) -> list[Move]:
    late = rng.random() < plan.late
    days = _days(rng, plan, late)
    decided = _after(rng, accepted, days, plan.in_workdays, cal)
    refused = rng.random() < plan.refused
    moves = _step_moves(rng, steps, plan.slow_step if late else "", accepted, decided, cal)
    reason = "核查不符合法定条件，理由和救济途径见决定书" if refused else ""
    outcome = "refused" if refused and lead != "hotline" else "granted"
    if lead == "hotline":
        outcome = rng.choices(["resolved", "explained", "unresolved"], [0.86, 0.11, 0.03])[0]
        reason = "" if outcome == "resolved" else "已说明政策依据和后续渠道"
    if outcome == "refused" and moves:
        moves[-1].values["result"] = "fail"
    last = moves[-1].at if moves else accepted
    decision = max(decided, last + timedelta(minutes=5))
    moves.append(Move("decide", decision, lead, {"outcome": outcome, "reason": reason}))
    moves.append(Move("close", soon(rng, decision, cal, 120), lead))
    return moves


def _days(rng: Random, plan: Plan, late: bool) -> int:
    """Days from acceptance to decision: within the promise, or a clear few days beyond it."""
    if late:
        return plan.promised + 1 + int(rng.expovariate(1 / max(1.0, plan.promised * 0.4)))
    centre = plan.promised * plan.typical
    return max(0, min(plan.promised, round(rng.gauss(centre, max(0.5, centre * 0.35)))))


def _after(rng: Random, start: datetime, days: int, in_workdays: bool, cal: Calendar) -> datetime:
    local = timezone.localtime(start)
    day = local.date() + timedelta(days)
    if in_workdays and days:
        day = cal.add_workdays(local.date(), days)
    while not cal.is_workday(day) and not in_workdays:
        day -= timedelta(days=1)
    minute = office_minute(rng)
    if day <= local.date():
        return soon(rng, start, cal, 45)
    return at(day, minute)


def _step_moves(
    rng: Random,
    steps: Sequence[Mapping[str, Any]],
    slow: str,
    accepted: datetime,
    decided: datetime,
    cal: Calendar,
) -> list[Move]:
    """Steps end before the decision, each after what it waits for; the slow one last."""
    depth: dict[str, int] = {}
    for step in steps:
        depth[step["code"]] = 1 + max((depth[a] for a in step.get("after", ())), default=0)
    deepest = max(depth.values(), default=1)
    ended: dict[str, datetime] = {}
    moves: list[Move] = []
    span = (decided - accepted) * 0.97
    for step in steps:
        begun = max((ended[a] for a in step.get("after", ())), default=accepted)
        share = depth[step["code"]] / deepest * (0.55 + 0.45 * rng.random())
        if slow:
            share = share * 0.25 if not _waits_for(step, slow, steps) else max(share, 0.93)
        ended[step["code"]] = when = _settled(begun, accepted + span * share, decided, cal)
        values = {"step": step["code"], "result": "pass", "opinion": "符合要求"}
        if step.get("two_person"):
            first = _settled(begun, begun + (when - begun) * 0.9, when, cal)
            moves.append(Move("complete_step", first, step["unit"], dict(values)))
        moves.append(Move("complete_step", when, step["unit"] + "#2", values))
    return sorted(moves, key=lambda m: m.at)


def _waits_for(step: Mapping[str, Any], slow: str, steps: Sequence[Mapping[str, Any]]) -> bool:
    if step["code"] == slow:
        return True
    by_code = {s["code"]: s for s in steps}
    return any(_waits_for(by_code[a], slow, steps) for a in step.get("after", ()))


def _settled(begun: datetime, wanted: datetime, latest: datetime, cal: Calendar) -> datetime:
    """The wanted moment in office hours, after what it waits for, before the decision."""
    local = timezone.localtime(wanted)
    minute = local.hour * 60 + local.minute
    day = local.date()
    if not cal.is_workday(day) or minute < 540:
        while True:
            day -= timedelta(days=1)
            if cal.is_workday(day):
                break
        minute = 900 + minute % 100
    when = at(day, min(minute, 1005))
    return min(max(when, begun + timedelta(minutes=3)), max(latest, begun + timedelta(minutes=3)))
