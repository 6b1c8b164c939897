"""Whom a fact concerns: outbox rows written in its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import override

from yingshang.city.cases._flows import unit_code
from yingshang.city.cases._timeline import describe
from yingshang.city.cases._work import Fact, Work
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.notify.service import Outgoing

__all__ = ["notices"]

TO_PARTY = frozenset(
    {
        "submitted",
        "correction-asked",
        "accepted",
        "refused",
        "paused",
        "resumed",
        "extended",
        "decided",
        "licence-issued",
        "reopened",
        "withdrawn",
        "commitment-checked",
        "hearing-told",
        "hearing-called",
        "hearing-held",
        "delivered",
    }
)
TO_LEAD = frozenset(
    {
        "supplied",
        "made-up",
        "hearing-asked",
        "hearing-waived",
        "withdrawn",
        "assigned",
        "return-ruled",
        "amended",
        "reopened",
    }
)


# Families whose lead unit is told in words of their own what it has to do: a step that begins with
# its own signature is no news to it.
OWN_WORDS = frozenset({"plan-task"})


def notices(work: Work) -> Iterator[Outgoing]:
    """One message a receiver and fact; `link` is the case's number."""
    for fact in work.facts:
        for to in _receivers(work, fact):
            yield Outgoing(
                to=to,
                topic=fact.event.name,
                title=f"{work.item.name} {work.ref}：{_label(fact.event.name)}",
                key=f"{work.ref}#{fact.seq}",
                at=fact.event.at,
                body=_told(work, fact),
                link=work.ref,
            )


# what is kept is kept in Chinese, whatever language the page of the moment has
@override("zh-hans")
def _told(work: Work, fact: Fact) -> str:
    return describe(fact.event.name, fact.event.data, work.item.flow)


@lru_cache(maxsize=128)
def _label(name: str) -> str:
    with override("zh-hans"):
        return str(EVENT_LABELS[name])


def _receivers(work: Work, fact: Fact) -> Iterator[str]:
    name, region, lead = fact.event.name, work.header["region"], work.standing.unit
    party = work.header["party_id"]
    if name == "withdrawn" and not fact.event.data.get("deemed"):
        party = None  # who withdrew need not be told
    if name in TO_PARTY and party is not None:
        yield f"party:{party}"
    if name in TO_LEAD and lead:
        yield f"unit:{lead}"
    if name == "submitted":
        receiver = lead if work.item.flow.assigned else unit_code(work.item.intake, region)
        if receiver:
            yield f"unit:{receiver}"
    if name == "step-opened":
        step = work.item.flow.step(fact.event.data["step"])
        if step is not None and not (step.is_lead and work.item.family in OWN_WORDS):
            yield f"unit:{lead if step.is_lead else unit_code(step.unit, region)}"
    if name in ("handed-over", "moved"):
        told = [fact.event.data["to"], fact.event.data["from"] if name == "moved" else ""]
        yield from (f"user:{who}" for who in told if who)
    if name == "returned":
        yield f"user:{work.header['opened_by']}"
