"""The steps of an item laid out in columns: what one column holds runs at the same time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Stop", "columns", "waves"]


@dataclass(frozen=True)
class Stop:
    """One step of one bureau; `limit` is words or empty."""

    name: str
    unit: str
    limit: str
    uses: tuple[str, ...] = ()  # what it takes from others' results
    optional: bool = False


def columns(steps: Sequence[Mapping[str, Any]], *, names: Mapping[str, str]) -> list[list[Stop]]:
    """Steps by how many others must be done before them; `names` gives a unit's name by role.

    Steps that wait for one another in a circle cannot be drawn and raise ValueError.
    """
    depth: dict[str, int] = {}
    waiting = list(steps)
    while waiting:
        ready = [s for s in waiting if all(a in depth for a in s.get("after", ()))]
        if not ready:
            raise ValueError("steps wait for one another in a circle")
        for step in ready:
            depth[step["code"]] = max((depth[a] + 1 for a in step.get("after", ())), default=0)
        waiting = [s for s in waiting if s not in ready]
    laid: list[list[Stop]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for step in steps:
        laid[depth[step["code"]]].append(
            Stop(step["name"], names.get(step["unit"], step["unit"]), _limit(step.get("limit")))
        )
    return laid


def waves(parts: Sequence[Any], *, names: Mapping[str, str]) -> list[list[Stop]]:
    """The items of a bundle by how many must be granted before them."""
    depth: dict[str, int] = {}
    for part in parts:  # as declared, nothing comes before what it waits for
        depth[part.item] = max((depth.get(code, 0) + 1 for code in part.waits_for), default=0)
    laid: list[list[Stop]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for part in parts:
        limit = str(part.promised) if part.promised else ""
        unit = names.get(part.lead, part.lead)
        stop = Stop(part.name, unit, limit, part.inputs, part.optional)
        laid[depth[part.item]].append(stop)
    return laid


def _limit(limit: Mapping[str, Any] | None) -> str:
    words = {"workday": "个工作日", "day": "天", "hour": "小时", "month": "个月"}
    return f"{limit['value']}{words[limit['unit']]}" if limit else ""
