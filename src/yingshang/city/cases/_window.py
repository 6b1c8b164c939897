"""What a window hands over, and what its clerks did in a day: from the facts themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._queue import rows_of
from yingshang.city.cases._views import CaseRow
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.models import CaseEvent

__all__ = ["acts_of_day", "received_between", "to_hand_over"]

RECENT = 300_000
"""So many of the newest facts hold several days of a large city: a day is looked for in them."""


def to_hand_over(
    actor: Actor, *, at: datetime, party: int | None = None, limit: int = 50
) -> tuple[CaseRow, ...]:
    """Decided cases that the actor sees and whose result nobody has received yet; of one person,
    or the newest of all."""
    gone = CaseEvent.objects.filter(case=OuterRef("pk"), name="delivered")
    rows = visible_to(actor).filter(state__in=("decided", "closed"), family="application")
    if party is not None:
        rows = rows.filter(party=party)
    found = rows.exclude(decided_at=None).filter(~Exists(gone)).order_by("-decided_at", "-ref")
    return rows_of(found[:limit], at)


def acts_of_day(
    *, since: datetime, until: datetime, by: Collection[str]
) -> dict[tuple[str, str], int]:
    """(officer, name of the fact) → how many, of what these officers did in [since, until)."""
    facts = CaseEvent.objects.filter(by__in=by, at__gte=since, at__lt=until)
    newest = CaseEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    oldest = CaseEvent.objects.filter(pk__lte=max(1, newest - RECENT)).order_by("-pk").first()
    if oldest is not None and oldest.at < since:
        facts = facts.filter(pk__gt=oldest.pk)
    rows = facts.order_by().values_list("by", "name").annotate(n=Count("pk"))
    return {(who, name): n for who, name, n in rows}


def received_between(
    actor: Actor, *, since: datetime, until: datetime, by: Collection[str]
) -> list[tuple[str, str, str, str]]:
    """(officer, number, item, state now) of what these officers received in [since, until)."""
    rows = visible_to(actor).filter(
        region__startswith=actor.region[:4],
        submitted_at__gte=since,
        submitted_at__lt=until,
        opened_by__in=by,
    )
    return list(rows.order_by("ref").values_list("opened_by", "ref", "item_name", "state"))
