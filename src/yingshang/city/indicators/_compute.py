"""The verb ``compute``: facts → values, for whole regions at a time; the same again is equal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from yingshang.adapters.lake import Lake
from yingshang.adapters.rows import copy
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.indicators._begun import began
from yingshang.city.indicators._definition import Definition, by_period
from yingshang.city.indicators._facts import CASE_VIEWS, gather, lay_out, seal
from yingshang.city.indicators._measure import Measured, measure
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import ComputeReport, Mark
from yingshang.city.indicators.known import keep_past
from yingshang.city.indicators.models import Run, Value
from yingshang.kernel.flow import Refusal

__all__ = ["compute"]

_BATCH = 400
_COMPARED = ("edition_id", "until", "value", "numerator", "denominator", "skipped", "reason")

_COLUMNS = (
    "edition_id", "code", "region", "unit", "district", "kind", "period", "until", "value",
    "numerator", "denominator", "skipped", "mark", "reason", "as_of", "computed_at",
)  # fmt: skip

Key = tuple[str, str, str, str, str]


def compute(*, at: datetime, by: Actor, regions: Sequence[str] | None = None) -> ComputeReport:
    """Measure every indicator of the regions (default: all cities) as known at ``at``.

    What others return or report is left as it is: no cases here can give it.
    Idempotent: a second run over the same facts changes nothing. A region without cases
    keeps no values: it shows as 暂无数据, never as zero. A look back (``at`` before the
    newest run) is compared with what is stored and reported, but replaces nothing: the
    months after it would vanish.
    """
    cities = [code for code, _name in accounts.regions()]
    wanted = tuple(regions or cities)
    unknown = [region for region in wanted if region not in cities]
    if unknown:
        raise Refusal("region-unknown", f"没有编码为“{unknown[0]}”的城市，请核对区划代码。")
    facts: dict[str, int] = dict.fromkeys(CASE_VIEWS, 0)
    counts = {"values": 0, "added": 0, "changed": 0, "removed": 0}
    empty, kept = [], []
    for region in wanted:
        cursor = cases.last_row()
        with Lake() as lake:
            found, rows = _compute_region(lake, region, at)
        for view in CASE_VIEWS:
            facts[view] += found[view]["rows"]
        if not found["cases"]["rows"]:
            empty.append(region)
        newer = Run.objects.filter(region=region, as_of__gt=at).exists()
        if newer:
            kept.append(region)
        done = (
            _difference(region, rows)[0] if newer else _write(region, rows, found, at, by, cursor)
        )
        counts = {name: counts[name] + done[name] for name in counts}
    return ComputeReport(
        at, wanted, facts, **counts, without_data=tuple(empty), not_stored=tuple(kept)
    )


def _compute_region(lake: Lake, region: str, at: datetime) -> tuple[dict[str, Any], list[Value]]:
    found = gather(lake, region, at)
    if not found["cases"]["rows"]:
        return found, []
    found["cases"]["began"] = began(lake)
    seal(lake, region, found)
    last = {(p.kind, p.name): p.last for p in lay_out(lake, at)}
    rows = []
    for layer in by_period(region, as_day(at), last):
        mine = {one.code: keys for one, keys in layer}
        rows += [
            _row(definition, one, region, last[one.kind, one.period], at)
            for definition, one in measure(lake, (one for one, _keys in layer if one.is_measured))
            if (one.kind, one.period) in mine[definition.code]
        ]
    return found, sorted(rows, key=_key)


def _row(definition: Definition, one: Measured, region: str, last: Any, at: datetime) -> Value:
    return Value(
        edition_id=definition.edition,
        code=definition.code,
        region=region,
        unit=one.unit,
        district=one.district,
        kind=one.kind,
        period=one.period,
        until=last,
        value=one.value.value,
        numerator=one.value.numerator,
        denominator=one.value.denominator,
        skipped=one.value.skipped,
        mark=Mark.MEASURED,
        reason=one.value.reason,
        as_of=at,
        computed_at=at,
    )


Counts = dict[str, int]


def _difference(
    region: str, rows: Iterable[Value]
) -> tuple[Counts, list[Value], list[Value], list[Value], list[Value]]:
    """(counts, new rows, changed rows with the ids of the stored, what these were, those gone)."""
    stored = {_key(row): row for row in Value.objects.filter(region=region, mark=Mark.MEASURED)}
    fresh, changed, former, seen = [], [], [], 0
    for row in rows:
        seen += 1
        old = stored.pop(_key(row), None)
        if old is None:
            fresh.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in _COMPARED):
            row.pk = old.pk
            changed.append(row)
            former.append(old)
    gone = list(stored.values())
    sizes = {"added": len(fresh), "changed": len(changed), "removed": len(gone)}
    return {"values": seen, **sizes}, fresh, changed, former, gone


@transaction.atomic
def _write(
    region: str,
    rows: Iterable[Value],
    facts: dict[str, Any],
    at: datetime,
    by: Actor,
    cursor: int,
) -> Counts:
    """Bring the stored values of ``region`` to ``rows``; ids of unchanged places stay."""
    counts, fresh, changed, former, gone = _difference(region, rows)
    if not counts["values"] and not gone:
        return counts
    keep_past((*former, *gone), at=at)
    copy(Value._meta.db_table, _COLUMNS, [_plain(row) for row in fresh])
    Value.objects.bulk_update(changed, [*_COMPARED, "as_of", "computed_at"], batch_size=_BATCH)
    for i in range(0, len(gone), _BATCH):
        Value.objects.filter(pk__in=[row.pk for row in gone[i : i + _BATCH]]).delete()
    Run.objects.create(
        region=region, as_of=at, computed_at=at, computed_by=by.id, facts=facts, cursor=cursor
    )
    audit.record(by=by, at=at, action="indicators-computed", obj=f"region:{region}", detail=counts)
    transaction.on_commit(lambda: _sweep(region))
    return counts


def _plain(row: Value) -> tuple[Any, ...]:
    """The row as the driver takes it: a first run has tens of thousands."""
    value = None if row.value is None else str(row.value)
    return tuple(
        value
        if name == "value"
        else row.until.isoformat()
        if name == "until"
        else str(row.mark)
        if name == "mark"
        else getattr(row, name)
        for name in _COLUMNS
    )


def _key(row: Value) -> Key:
    return (row.code, row.unit, row.district, row.kind, row.period)


def _sweep(region: str) -> None:
    """Remove sealed files that neither of the two newest runs of a region was made from.

    Two, because a reader may have picked up the older run just before this one.
    """
    keep = set()
    for run in Run.objects.filter(region=region).order_by("-pk")[:2]:
        keep |= {f"{view}-{region}-{run.facts[view]['digest'][:16]}.parquet" for view in run.facts}
    for path in settings.LAKE.glob(f"*-{region}-*.parquet"):
        if path.name not in keep:
            path.unlink(missing_ok=True)
