"""The counties' parts of a target go on with it into a new edition that promises the same number,
and back where the edition is taken back. Where the number is another one they wait with the old
target, and the page of the new one says so."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from yingshang.city.accounts.service import Actor
from yingshang.city.plans.lineage.carrying import Follow
from yingshang.city.plans.lineage.models import Kind, TargetLink
from yingshang.city.plans.models import Status, Target
from yingshang.city.plans.tracking.kinds import WaitingView
from yingshang.city.plans.tracking.models import Share

__all__ = ["follow", "go_back", "stated_parts", "waiting"]

_SENTENCES = re.compile(r"[。；;\n]")


def follow(found: Follow, by: Actor, at: datetime) -> None:
    """Parts that were cut of the same number go on; what is split already keeps its own."""
    rows = Target.objects.in_bulk([*found.targets, *found.targets.values()])
    for old, new in found.targets.items():
        before, after = rows[old], rows[new]
        if _level(before) == _level(after) and after.status != Status.REJECTED:
            _move(old, new)


def stated_parts(text: str, row: Target, known: Mapping[str, str]) -> dict[str, Decimal]:
    """By county, what the target's own sentence gives it: 其中东城区300户、西岭区300户. Nothing
    where it gives fewer than two their part."""
    if not row.unit or any(name in row.metric for name in known.values()):
        return {}
    whole = re.compile(rf"(?<!\d){row.value.normalize():f}\s*{re.escape(row.unit)}")
    for sentence in _SENTENCES.split(text):
        found = whole.search(sentence)
        if found is None:
            continue
        rest = sentence[found.end() :]
        named = {place: _part_of(rest, name, row.unit) for place, name in known.items()}
        parts = {place: value for place, value in named.items() if value is not None}
        if len(parts) > 1:
            return parts
    return {}


def _part_of(text: str, name: str, unit: str) -> Decimal | None:
    found = re.search(
        rf"{re.escape(name)}[^\d，、,]{{0,8}}(\d+(?:\.\d+)?)\s*{re.escape(unit)}", text
    )
    return Decimal(found.group(1)) if found else None


def _level(row: Target) -> tuple[object, ...]:
    return row.comparator, row.value, row.value_max, row.baseline, row.unit


def _move(old: int, new: int) -> None:
    if not Share.objects.filter(target=new).exists():
        Share.objects.filter(target=old).update(target=new)


def go_back(found: Follow, reason: str, by: Actor, at: datetime) -> None:
    """What had come from there goes home; what was cut in the newer edition stays with it."""
    for target, home in found.homes.items():
        parts = Share.objects.filter(target=target)
        if parts.exists() and not parts.filter(at__gt=home.until).exists():
            _move(target, home.target)


def waiting(targets: Iterable[int]) -> dict[int, WaitingView]:
    """By target, the parts of an earlier edition that wait there, since the number is another."""
    found: dict[int, WaitingView] = {}
    asked = {one: one for one in targets}  # of an edition further back: whose page asks
    while asked:
        rows = _links().filter(heir__in=list(asked)).annotate(parts=Count("origin__shares"))
        told = rows.values_list(
            "heir", "origin", "origin__task__plan", "origin__task__plan__edition", "parts"
        )
        further = {}
        for heir, origin, plan, edition, parts in told:
            if parts:
                found.setdefault(asked[heir], WaitingView(plan, origin, edition, parts))
            else:
                further[origin] = asked[heir]
        asked = further
    return found


def _links() -> QuerySet[TargetLink]:
    live = TargetLink.objects.filter(task__undone_at=None, task__link__undone_at=None)
    return live.filter(task__link__kind=Kind.EDITION)
