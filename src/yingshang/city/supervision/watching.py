"""Look at everything under watch and raise what the rules call a warning."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._drafts import next_key
from yingshang.city.supervision._rules import WatchRule
from yingshang.city.supervision._subjects import Subject
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.easing import ease, look
from yingshang.city.supervision.kinds import ENDED
from yingshang.city.supervision.models import Warning

__all__ = ["watch"]


@official  # what is written stays Chinese, whatever language the screen speaks
def watch(*, at: datetime, by: Actor, regions: Sequence[str] | None = None) -> list[int]:
    """Run every rule over every region; answers the ids of the warnings raised now.

    Doing it again raises nothing new: a subject is warned of once a period, and not at all
    while an earlier warning of it waits or its order is still open. A warning that nobody has
    handled and whose rule no longer holds says so (see easing).
    """
    wanted = regions or ([by.region] if by.region else [code for code, _n in accounts.regions()])
    raised: list[int] = []
    for region in wanted:
        require_order(by, region)
        looked = look(region, at)
        with transaction.atomic():
            ease(region, looked, at, by)
            raised += _raise(region, looked.found, at, by)
    return raised


def _raise(
    region: str, found: list[tuple[WatchRule, Subject, str]], at: datetime, by: Actor
) -> list[int]:
    waiting, raised = _waiting(region, at), []
    for rule, subject, severity in found:
        stem = f"{rule.code}|{subject.key}"
        if stem in waiting:
            continue
        cleared = Warning.Status.CLEARED.value  # what is over may begin again in the same month
        key = next_key(f"{stem}|{subject.period}", region, after=cleared)
        if Warning.objects.filter(key=key).exists():
            continue
        row = Warning.objects.create(key=key, **_values(rule, subject, severity, at, by))
        raised.append(row.pk)
    if raised:
        detail = {"raised": len(raised), "seen": len(found)}
        audit.record(
            by=by, at=at, action="supervision.watch", obj=f"region:{region}", detail=detail
        )
        _tell(region, raised, at)
    return raised


def _waiting(region: str, at: datetime) -> set[str]:
    """Rule and subject of warnings that wait, or whose order is not closed."""
    rows = Warning.objects.filter(region=region).exclude(status=Warning.Status.DISMISSED)
    rows = rows.select_related("order")
    held = [row for row in rows if row.status == Warning.Status.NEW]
    ordered = {row.order.ref: row for row in rows if row.status == Warning.Status.ORDERED}
    for case in cases.by_refs(accounts.SYSTEM, ordered, at=at):
        if case.state not in ENDED:
            held.append(ordered[case.ref])
    return {row.key.rpartition("|")[0] for row in held}


def _values(
    rule: WatchRule, subject: Subject, severity: str, at: datetime, by: Actor
) -> dict[str, Any]:
    goal = asdict(subject.goal) if subject.goal else None
    return {
        "rule": rule.code,
        "kind": rule.kind,
        "region": subject.region,
        "unit": subject.unit,
        "target_id": subject.target,
        "period": subject.period,
        "severity": severity,
        "title": subject.title,
        "sentence": subject.sentence,
        "grounds": {
            "items": list(subject.grounds),
            "cases": list(subject.cases),
            "goal": {name: str(v) for name, v in goal.items() if v is not None} if goal else None,
            "name": subject.name,
        },
        "raised_at": at,
        "raised_by": by.id,
    }


def _tell(region: str, raised: list[int], at: datetime) -> None:
    """One message a supervisor, however many warnings."""
    title = f"{accounts.region_name(region)}：新增预警 {len(raised)} 条"
    notify.send_many(
        notify.Outgoing(
            to=f"user:{actor.id}",
            topic="warning",
            title=title,
            key=f"watch-{region}-{max(raised)}-{actor.id}",
            at=at,
        )
        for actor in accounts.actors(region=region, role="supervisor")
    )
