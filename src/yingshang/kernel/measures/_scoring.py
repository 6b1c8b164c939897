"""A table of raw values scored against fixed frontiers: components, topics, overall, ranks.

The Doing Business method: component = distance to frontier; topic = weighted mean of its
components; overall = plain mean of the topics; rank by the unrounded overall score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yingshang.kernel.measures._frontier import distance_to_frontier

__all__ = ["FORMS", "Bound", "RawValue", "Scored", "score_table"]

# exponent of the distance by form; the tax term punishes the last steps less (DB17 methodology)
FORMS: Mapping[str, Decimal] = {"linear": Decimal(1), "tax": Decimal("0.8")}
_FULL = Decimal(100)


@dataclass(frozen=True)
class Bound:
    """The fixed ends of one component, its weight within the topic, and its form (FORMS)."""

    topic: str
    component: str
    worst: Decimal
    best: Decimal
    weight: Decimal = Decimal(1)
    form: str = "linear"

    def score(self, value: Decimal | None) -> Decimal | None:
        """0 to 100, unrounded; a missing value stays missing."""
        plain = distance_to_frontier(value, self.best, self.worst)
        power = FORMS[self.form]
        if plain is None or power == 1:
            return plain
        return (plain / _FULL) ** power * _FULL


@dataclass(frozen=True)
class RawValue:
    """One raw value; ``value`` None is missing, ``reason`` says why."""

    entity: str
    period: str
    topic: str
    component: str
    value: Decimal | None
    reason: str = ""


@dataclass(frozen=True)
class Scored:
    """One score. Topic None is the overall score, component None a topic's. ``rank`` is one
    more than the number of entities with a higher overall score in the period; ties share it."""

    entity: str
    period: str
    topic: str | None
    component: str | None
    score: Decimal | None
    rank: int | None = None
    reason: str = ""


def score_table(raw: Iterable[RawValue], bounds: Sequence[Bound]) -> list[Scored]:
    """Every entity and period of ``raw``, in their order: components, topics, the overall score.

    What cannot be computed is None with its reason, never zero; a topic needs all components
    that ``bounds`` names, the overall score all topics. A raw value without bounds is told and
    counts nowhere. Raises ValueError for two different values of one thing.
    """
    places: dict[tuple[str, str], dict[tuple[str, str], RawValue]] = {}
    for one in raw:
        held = places.setdefault((one.entity, one.period), {})
        before = held.setdefault((one.topic, one.component), one)
        if before.value != one.value:
            raise ValueError(
                f"{one.entity} {one.period} 的“{one.component}”有两个不同的值："
                f"{before.value} 和 {one.value}"
            )
    topics: dict[str, list[Bound]] = defaultdict(list)
    for bound in bounds:
        topics[bound.topic].append(bound)
    rows: list[Scored] = []
    for (entity, period), held in places.items():
        rows += _of_one(entity, period, held, topics)
    return _ranked(rows)


def _of_one(
    entity: str,
    period: str,
    held: Mapping[tuple[str, str], RawValue],
    topics: Mapping[str, Sequence[Bound]],
) -> list[Scored]:
    rows: list[Scored] = []
    means: dict[str, Decimal | None] = {}
    for topic, bounds in topics.items():
        parts = [_component(entity, period, bound, held) for bound in bounds]
        weighed = [(bound.weight, part.score) for bound, part in zip(bounds, parts, strict=True)]
        lacking = [part.component or "" for part in parts if part.score is None]
        means[topic] = None if lacking else _mean(weighed)
        why = f"缺少：{'、'.join(lacking)}" if lacking else ""
        rows += [*parts, Scored(entity, period, topic, None, means[topic], reason=why)]
    for (topic, component), one in held.items():
        if not any(bound.component == component for bound in topics.get(topic, ())):
            why = "没有这一项的最优值和最差值"
            rows.append(Scored(one.entity, one.period, topic, component, None, reason=why))
    lacking = [topic for topic, mean in means.items() if mean is None]
    overall = None if lacking or not means else _mean([(Decimal(1), m) for m in means.values()])
    why = f"缺少：{'、'.join(lacking)}" if lacking else ""
    return [*rows, Scored(entity, period, None, None, overall, reason=why)]


def _component(
    entity: str, period: str, bound: Bound, held: Mapping[tuple[str, str], RawValue]
) -> Scored:
    one = held.get((bound.topic, bound.component))
    score = bound.score(one.value) if one else None
    why = "" if score is not None else (one.reason if one else "") or "没有这一项的值"
    return Scored(entity, period, bound.topic, bound.component, score, reason=why)


def _mean(weighed: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal:
    """Summed first, divided last."""
    whole = sum((weight * score for weight, score in weighed if score is not None), Decimal(0))
    return whole / sum((weight for weight, _score in weighed), Decimal(0))


def _ranked(rows: Sequence[Scored]) -> list[Scored]:
    fields: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row.topic is None and row.score is not None:
            fields[row.period].append(row.score)
    first = {
        period: {score: at for at, score in reversed(list(enumerate(sorted(scores, reverse=True))))}
        for period, scores in fields.items()
    }
    return [
        replace(row, rank=first[row.period][row.score] + 1)
        if row.topic is None and row.score is not None
        else row
        for row in rows
    ]
