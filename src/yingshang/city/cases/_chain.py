"""Check the hash chains: changed, missing, reordered or foreign facts are found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yingshang.city.cases._work import event_body
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.kernel import chain

__all__ = ["ChainReport", "verify_chain"]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`broken` is (case, seq, what is wrong) of the first break, or None."""

    cases: int
    events: int
    broken: tuple[str, int, str] | None

    @property
    def ok(self) -> bool:
        return self.broken is None


def verify_chain(region: str | None = None) -> ChainReport:
    """Walk every fact in order and compare with what its case says of itself."""
    ends = Case.objects.all()
    rows = CaseEvent.objects.all()
    if region:
        ends = ends.filter(region=region)
        rows = rows.filter(case__region=region)
    expected = {ref: (seq, last) for ref, seq, last in ends.values_list("ref", "seq", "last_hash")}
    cases = events = 0
    fields = ("case_id", "seq", "name", "by", "by_name", "at", "data", "hash")
    found = rows.order_by("case_id", "seq").values_list(*fields)
    for ref, facts in _by_case(found.iterator(chunk_size=2000)):
        broken = _walk(ref, facts, expected.pop(ref, None))
        if broken is not None:
            return ChainReport(cases, events, broken)
        cases, events = cases + 1, events + len(facts)
    if expected:
        return ChainReport(cases, events, (min(expected), 1, "事实缺失"))
    return ChainReport(cases, events, None)


def _by_case(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    current: list[tuple[Any, ...]] = []
    for row in rows:
        if current and current[0][0] != row[0]:
            yield current[0][0], current
            current = []
        current.append(row)
    if current:
        yield current[0][0], current


def _walk(
    ref: str, facts: list[tuple[Any, ...]], end: tuple[int, str] | None
) -> tuple[str, int, str] | None:
    prev = chain.GENESIS
    for place, (_ref, seq, name, by, by_name, at, data, claimed) in enumerate(facts, start=1):
        if seq != place:
            return ref, place, "事实缺失"
        try:
            body = event_body(ref, seq, name, by, by_name, at, json.loads(data))
            same = chain.event_hash(prev, body) == claimed
        except (TypeError, ValueError):
            same = False
        if not same:
            return ref, seq, "事实被改动或调换"
        prev = claimed
    if end is None:
        return ref, 1, "办件缺失"
    if end != (len(facts), prev):
        return ref, len(facts) + 1, "末尾的事实缺失"
    return None
