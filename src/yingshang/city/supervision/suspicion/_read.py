"""The facts of a region over a span, as the examination wants them: four queries for a year."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.supervision.suspicion._declared import MARKS
from yingshang.kernel.suspicion import Act, CaseFacts, RatingFacts, Said
from yingshang.kernel.worktime import to_cst

__all__ = ["facts_of", "terminals_of"]


def facts_of(region: str, since: datetime, until: datetime) -> Iterator[CaseFacts]:
    """Cases in work in [since, until), with what was known at `until`; nothing personal."""
    ratings = _ratings(region, since, until)
    instant = {
        one.code
        for one in catalog.items(region=region, on=to_cst(until).date(), portal_only=False)
        if _is_instant(one)
    }
    for one in cases.event_facts(region=region, since=since, until=until, marks=MARKS):
        row = one.case
        yield CaseFacts(
            ref=row["ref"],
            item=row["item"],
            unit=row["unit"],
            channel=row["channel"],
            party=str(row["party_id"] or row["ref"]),
            opened_by=row["opened_by"],
            acts=tuple(_act(event) for event in one.events),
            limit=row["promised_workdays"],
            instant=row["item"] in instant,
            due_at=row["due_at"],
            rating=ratings.get(row["ref"]),
        )


def _is_instant(item: catalog.ItemView) -> bool:
    """Decided on the spot: declared so, or promised within hours."""
    promised = item.promised
    if item.body.get("instant"):
        return True
    return promised is not None and (promised.unit == "hour" or promised.value == 0)


def _act(event: cases.EventFact) -> Act:
    said = event.said
    return Act(
        seq=event.seq,
        name=event.name,
        by=event.by,
        at=event.at,
        data=event.data,
        said=Said(said.length, said.digest, said.marks) if said else None,
        entered_at=event.entered_at,
        staff=event.staff,
    )


def _ratings(region: str, since: datetime, until: datetime) -> dict[str, RatingFacts]:
    found = {}
    for row in feedback.facts(region=region, since=since):
        if row["rated_at"] >= until:
            continue
        text = row["comment"].strip()
        digest = sha256(text.encode()).hexdigest()[:16] if text else ""
        found[row["ref"]] = RatingFacts(
            level=row["level"],
            at=row["rated_at"],
            channel=row["channel"],
            by=row["by"],
            device=row["device"],
            said=Said(len(text), digest) if text else None,
        )
    return found


def terminals_of(region: str) -> dict[str, str]:
    """Kind of each device that the city itself set up."""
    return {row["device"]: row["kind"] for row in feedback.terminals(region=region)}
