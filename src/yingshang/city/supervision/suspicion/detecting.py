"""Look at a span of a region's work and keep what should be looked into. Safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.models import Clue
from yingshang.city.supervision.suspicion._declared import kinds_of
from yingshang.city.supervision.suspicion._read import facts_of, terminals_of
from yingshang.kernel.suspicion import Finding, examine
from yingshang.kernel.worktime import CST

__all__ = ["Looked", "detect", "findings", "look_daily"]

LOOK_BACK = timedelta(days=180)  # what an officer's ordinary rhythm is read from
SETTLING = 5  # days into a month on which the month before is still looked at again
CHANGING = (
    *("unit", "officer", "at", "period", "score"),
    *("sentence", "reasons", "against", "seqs", "drawn"),
)


@dataclass(frozen=True)
class Looked:
    """What a look did: cases read, clues that are new, changed, and gone with better knowledge."""

    cases: int
    new: int
    changed: int
    gone: int


def findings(
    region: str, *, since: datetime, until: datetime, all_scores: bool = False
) -> tuple[int, list[Finding]]:
    """(cases read, findings about moments in [since, until)) known at `until`; writes nothing."""
    facts = list(facts_of(region, since - LOOK_BACK, until))
    kinds = kinds_of(region)
    found = examine(
        facts,
        calendar=definitions.calendar(),
        weights={code: kind.weights for code, kind in kinds.items()},
        terminals=terminals_of(region),
        all_scores=all_scores,
    )
    return len(facts), [one for one in found if since <= one.at < until]


def month_of(at: datetime) -> datetime:
    """Where a periodic look begins: this month, in its first days the month before too."""
    local = at.astimezone(CST)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first - timedelta(days=1)).replace(day=1) if local.day <= SETTLING else first


@official  # what is written stays Chinese, whatever language the screen speaks
def detect(
    *,
    at: datetime,
    by: Actor,
    regions: Sequence[str] | None = None,
    since: datetime | None = None,
) -> Looked:
    """Examine the work since `since` (this month unless told otherwise) as known at `at`.

    The same look again changes nothing. What was settled by a person stays as it was settled; a
    clue that nobody has touched and that later facts explain goes away.
    """
    wanted = regions or ([by.region] if by.region else [code for code, _n in accounts.regions()])
    since = since or month_of(at)
    total = Looked(0, 0, 0, 0)
    for region in wanted:
        require_order(by, region)
        count, found = findings(region, since=since, until=at)
        with transaction.atomic():
            looked = _keep(region, count, found, since, at)
            audit.record(
                by=by,
                at=at,
                action="supervision.suspicion",
                obj=f"suspicion:{region}",
                detail=asdict(looked),
            )
        sums = (getattr(total, name) + getattr(looked, name) for name in asdict(total))
        total = Looked(*sums)
    return total


def look_daily(*, at: datetime, by: Actor) -> Looked:
    """The periodic look, once a day and region however often it is asked for."""
    day = at.astimezone(CST).date()
    due = []
    for region, _name in accounts.regions():
        last = audit.records(obj=f"suspicion:{region}", limit=1)
        if not last or last[0].at.astimezone(CST).date() < day:
            due.append(region)
    return detect(at=at, by=by, regions=due) if due else Looked(0, 0, 0, 0)


def _keep(
    region: str, count: int, found: Iterable[Finding], since: datetime, at: datetime
) -> Looked:
    best: dict[str, Finding] = {}
    for one in found:
        key = f"{one.kind}|{one.ref}"
        if key not in best or one.score > best[key].score:
            best[key] = one
    known = {row.key: row for row in Clue.objects.filter(region=region, at__gte=since, at__lt=at)}
    missing = [key for key in best if key not in known]
    for start in range(0, len(missing), 500):  # seen before, but with its moment outside the span
        rows = Clue.objects.filter(key__in=missing[start : start + 500])
        known |= {row.key: row for row in rows}
    fresh, changed = [], []
    for key, one in best.items():
        row, values = known.get(key), _values(one)
        if row is None:
            fresh.append(Clue(key=key, region=region, found_at=at, **values))
        elif row.status == Clue.Status.NEW and any(
            getattr(row, name) != values[name] for name in CHANGING
        ):
            for name in CHANGING:
                setattr(row, name, values[name])
            changed.append(row)
    _name(fresh)
    Clue.objects.bulk_create(fresh, batch_size=200)
    Clue.objects.bulk_update(changed, CHANGING, batch_size=100)
    stale = [r.pk for key, r in known.items() if key not in best and r.status == Clue.Status.NEW]
    for start in range(0, len(stale), 500):
        Clue.objects.filter(pk__in=stale[start : start + 500], status=Clue.Status.NEW).delete()
    return Looked(count, len(fresh), len(changed), len(stale))


def _name(fresh: Sequence[Clue]) -> None:
    """Names of the officers and the items, as the cases themselves have them."""
    people, items = cases.names_of([row.case for row in fresh])
    for row in fresh:
        row.officer_name, row.item_name = people.get(row.officer, ""), items.get(row.case, "")


def _values(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "case": one.ref,
        "unit": one.unit,
        "officer": one.officer,
        "at": one.at,
        "period": f"{one.at.astimezone(CST):%Y-%m}",
        "score": min(one.score, 99),
        "sentence": "".join(reason.sentence for reason in one.reasons[:3]),
        "reasons": [_plain(asdict(reason)) for reason in one.reasons],
        "against": [_plain(asdict(reason)) for reason in one.against],
        "seqs": list(one.seqs),
        "drawn": _plain(one.drawn),
    }


def _plain(value: Any) -> Any:
    """As JSON keeps it, so that what is read back equals what was written."""
    if isinstance(value, datetime):
        return value.astimezone(CST).isoformat()
    if hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
