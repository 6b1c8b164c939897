"""How well suspicion found what was known: per kind and overall."""

from collections.abc import Collection, Mapping
from typing import Any

__all__ = ["score"]


def score(
    found: Collection[str] | Mapping[str, str], truth: Mapping[str, str | None]
) -> dict[str, Any]:
    """{"found", "missed", "false_alarms", "recall", "false_alarm_rate"} overall, and the same for
    each kind of fraud under "kinds".

    `found`: the cases under suspicion, or case → kind where the kind is said. A fraud counts as
    found whatever it was taken for. False alarms are honest cases under suspicion; of one kind
    they are known only where `found` says kinds (None else). Rates are shares of all frauds (of
    the kind) and of all honest cases; None where there are none. Cases outside
    `truth` are left out.
    """
    honest = {ref for ref, kind in truth.items() if kind is None}
    said = found if isinstance(found, Mapping) else None
    alarms = honest.intersection(found)
    frauds = {ref for ref, kind in truth.items() if kind is not None}
    kinds = {}
    for kind in sorted({kind for kind in truth.values() if kind is not None}):
        mine = {ref for ref in frauds if truth[ref] == kind}
        wrong = None if said is None else {ref for ref in alarms if said[ref] == kind}
        kinds[kind] = _line(mine, found, wrong, honest)
    return {**_line(frauds, found, alarms, honest), "kinds": kinds}


def _line(
    frauds: set[str], found: Collection[str], alarms: set[str] | None, honest: set[str]
) -> dict[str, Any]:
    hit = frauds.intersection(found)
    return {
        "found": sorted(hit),
        "missed": sorted(frauds - hit),
        "false_alarms": None if alarms is None else sorted(alarms),
        "recall": len(hit) / len(frauds) if frauds else None,
        "false_alarm_rate": len(alarms) / len(honest) if alarms is not None and honest else None,
    }
