"""What would halve the time of a log: a bound on its worst transitions that others keep already.

The minutes of a case are the sum of those between its events, so what a bound saves is exact for
the cases of the log. Nothing is said of queues: that takes a simulation.
"""

from __future__ import annotations

from dataclasses import dataclass

from yingshang.kernel.eventlog._paths import ProcessMap

__all__ = ["Saving", "halve"]

MOST = 8
LEAST = 0.01  # of all the time


@dataclass(frozen=True)
class Saving:
    """No longer than ``most`` minutes between the two; ``share`` of all the time is saved."""

    before: str
    after: str
    most: float
    share: float


def halve(found: ProcessMap) -> tuple[Saving, ...]:
    """As few transitions as can be, held to what half of their times keep already; where that
    does not halve the whole, to what a quarter of them keeps, those first that save most."""
    whole = sum(edge.total for edge in found.edges)
    chosen: dict[tuple[str, str], Saving] = {}
    saved = 0
    soft = sorted(found.edges, key=lambda e: (-e.spare, e.before, e.after))[:MOST]
    hard = sorted(soft, key=lambda e: (e.spare - e.more, e.before, e.after))
    steps = [(e, e.middle, e.spare, e.spare) for e in soft]
    steps += [(e, e.quick, e.more, e.more - e.spare) for e in hard]
    for edge, most, sum_saved, gained in steps:
        if gained <= LEAST * whole or 2 * saved >= whole:
            continue
        key = (edge.before, edge.after)
        if key not in chosen:
            gained = sum_saved
        chosen[key] = Saving(*key, most, sum_saved / whole)
        saved += gained
    return tuple(sorted(chosen.values(), key=lambda one: -one.share))
