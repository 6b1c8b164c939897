"""“办不成事”: an intake of its own, with its own ledger, escalation and public counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, Role
from yingshang.city.cases import service as cases
from yingshang.city.halls._halls import day_of
from yingshang.city.halls.kinds import Refusal
from yingshang.city.halls.models import HallEvent
from yingshang.city.notify import service as notify

__all__ = [
    "ITEM",
    "Entry",
    "PublicCounts",
    "counts",
    "escalate",
    "ledger",
    "report",
    "take_up_late",
]

ITEM = "cannot-be-done"
KIND = "unsolved"
VIA = ("portal", "counter", "kiosk")


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: the case, how it came in, what failed, whether it was taken up."""

    row: cases.CaseRow
    via: str
    failed_ref: str
    failed_item: str
    failed_hall: str
    escalated_at: datetime | None


@dataclass(frozen=True)
class PublicCounts:
    """Whole numbers of one year, from the cases themselves. `on_time`: of the ended ones."""

    received: int
    open: int
    ended: int
    on_time: int
    resolved: int
    explained: int
    unresolved: int
    via: Mapping[str, int]


def report(
    *,
    region: str,
    form: Mapping[str, str],
    via: str,
    by: Actor,
    at: datetime,
    party: int | None = None,
    hall: str = "",
    key: str | None = None,
) -> cases.CaseView:
    """Take in what could not be done. A kiosk's visitor needs no sign-in; the case that failed is
    linked where the number is real and the reporter's own (or a clerk's to see)."""
    if via not in VIA:
        raise Refusal("via-unknown", "没有这样的受理渠道，没有保存。请从网上、窗口或自助终端反映。")
    failed = form.get("failed_ref", "").strip()[:24]
    linked = _linked(failed, by)
    with transaction.atomic():
        view = cases.open_case(
            item=ITEM,
            region=region,
            form=form,
            party=party,
            channel="web" if via == "portal" else "window",
            by=SYSTEM if via == "kiosk" else by,
            at=at,
            about=linked,
            key=key,
        )
        if not HallEvent.objects.filter(kind=KIND, subject=_number(view.ref)).exists():
            _fact(view.ref, 1, "reported", hall, by, at, via=via, **_failed(form, linked))
    return view


def _linked(failed: str, by: Actor) -> str:
    if not failed:
        return ""
    try:
        return cases.case_for(by, failed).ref
    except NotVisible:
        return ""


def _failed(form: Mapping[str, str], linked: str) -> dict[str, str]:
    return {
        "failed_ref": linked or form.get("failed_ref", "").strip()[:24],
        "failed_item": form.get("failed_item", "").strip()[:80],
        "failed_hall": form.get("failed_hall", "").strip()[:80],
    }


def _fact(ref: str, seq: int, name: str, hall: str, by: Actor, at: datetime, **data: Any) -> None:
    HallEvent.objects.create(
        kind=KIND,
        subject=_number(ref),
        seq=seq,
        name=name,
        hall=hall,
        by=by.id,
        at=at,
        data={"ref": ref, **data},
    )


def _number(ref: str) -> int:
    """A case's number as one integer: region, year and running number keep their order."""
    return int(ref.replace("-", ""))


def _facts_of(refs: list[str]) -> dict[str, dict[str, HallEvent]]:
    rows = HallEvent.objects.filter(kind=KIND, subject__in=[_number(ref) for ref in refs])
    found: dict[str, dict[str, HallEvent]] = {ref: {} for ref in refs}
    for row in rows:
        found[row.data["ref"]][row.name] = row
    return found


def ledger(by: Actor, *, at: datetime, state: str = "") -> tuple[Entry, ...]:
    """What this officer may see of it, due first; ended ones with `state` 'any'. Few questions,
    however many lines."""
    page = cases.queue(by, at=at, item=ITEM, state=state or None, size=200)
    facts = _facts_of([row.ref for row in page.rows])
    return tuple(_entry(row, facts[row.ref]) for row in page.rows)


def _entry(row: cases.CaseRow, facts: Mapping[str, HallEvent]) -> Entry:
    said = facts["reported"].data if "reported" in facts else {}
    raised = facts.get("raised")
    return Entry(
        row=row,
        via=str(said.get("via", "portal" if row.channel in ("web", "mobile") else "counter")),
        failed_ref=str(said.get("failed_ref", "")),
        failed_item=str(said.get("failed_item", "")),
        failed_hall=str(said.get("failed_hall", "")),
        escalated_at=raised.at if raised else None,
    )


def escalate(*, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """Bring it before the business-environment bureau and the supervisors; once, with a reason.

    Refusal 'escalated', 'reason-missing'; NotVisible for who does not see the case.
    """
    case = cases.case_for(by, ref)
    if case.item != ITEM or by.role == Role.APPLICANT:
        raise NotVisible(ref)
    if not reason.strip():
        raise Refusal("reason-missing", "升级要写明原因，没有升级。请写一句卡在哪里、需要谁协调。")
    with transaction.atomic():
        mine = HallEvent.objects.filter(kind=KIND, subject=_number(ref))
        if mine.filter(name="raised").exists():
            raise Refusal("escalated", "这件事已经升级督办，没有重复升级。请看办件里的记录。")
        seq = mine.count() + 1
        _fact(ref, seq, "raised", "", by, at, reason=reason.strip()[:300])
        cases.note(ref=ref, text=f"升级督办：{reason.strip()[:300]}", by=by, at=at)
        for role in ("bureau", "office"):
            notify.send(
                to=f"unit:{case.region}-{role}",
                topic="unsolved-raised",
                title=f"办不成事升级督办 {ref}",
                body=reason.strip()[:300],
                key=f"unsolved:{ref}:raised",
                at=at,
                link=ref,
            )


def take_up_late(*, at: datetime) -> int:
    """Whatever is past a clock is escalated by itself; how many. Safe to repeat."""
    done = 0
    page = cases.queue(SYSTEM, at=at, item=ITEM, lamp="red", size=200)
    facts = _facts_of([row.ref for row in page.rows])
    for row in page.rows:
        if "raised" in facts[row.ref]:
            continue
        where = "、".join(row.open_steps) or row.state_label
        escalate(ref=row.ref, reason=f"“{where}”已超过时限，自动升级。", by=SYSTEM, at=at)
        done += 1
    return done


def counts(*, region: str, at: datetime) -> PublicCounts:
    """Of this calendar year, for everybody to see."""
    year = day_of(at).year
    first = _number(f"{region}-{year}-000000")
    rows = HallEvent.objects.filter(
        kind=KIND, name="reported", subject__gte=first, subject__lt=first + 10**6
    )
    said = list(rows.values_list("data", flat=True))
    refs = [data["ref"] for data in said]
    found = [row for i in range(0, len(refs), 500) for row in cases.facts(refs=refs[i : i + 500])]
    ended = [row for row in found if row["decided"]]
    outcomes = Counter(row["outcome"] for row in ended)
    return PublicCounts(
        received=len(found),
        open=len(found) - len(ended),
        ended=len(ended),
        on_time=sum(bool(row["on_time"]) for row in ended),
        resolved=outcomes["resolved"],
        explained=outcomes["explained"],
        unresolved=outcomes["unresolved"],
        via=Counter(data["via"] for data in said),
    )
