"""Does confidence mean something: how many readings of each confidence are right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ._pairing import Json, match_targets, match_tasks

__all__ = ["Calibration", "Reading", "calibration", "readings"]

_EDGES = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One target as read: its confidence, and whether the annotation bears it out."""

    confidence: float
    found: bool
    """Value and unit are right."""
    right: bool
    """The comparator is right as well."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Bins from sure to unsure, and the readings marked at least ``floor``."""

    floor: float
    of: int
    marked: int
    marked_found: int
    marked_right: int
    bins: tuple[dict[str, Any], ...]

    @property
    def marked_share(self) -> float:
        """Share of all readings that are marked at least ``floor``."""
        return _share(self.marked, self.of)

    @property
    def right_share(self) -> float:
        """Share of the marked readings that are right, comparator included."""
        return _share(self.marked_right, self.marked)

    def to_json(self) -> dict[str, Any]:
        """The statement and the bins as plain data."""
        return {
            "floor": self.floor,
            "of": self.of,
            "marked": self.marked,
            "marked_share": round(self.marked_share, 4),
            "marked_found": self.marked_found,
            "marked_right": self.marked_right,
            "right_share": round(self.right_share, 4),
            "bins": list(self.bins),
        }


def readings(gold: Json, parsed: Json) -> list[Reading]:
    """Every target of a reading; those of tasks that nobody annotated are wrong."""
    answer: list[Reading] = []
    partner = {id(found): task for task, found in match_tasks(gold["tasks"], parsed["tasks"])}
    for task in parsed["tasks"]:
        wanted = partner.get(id(task), {}).get("targets", ())
        pairs, _missed, invented = match_targets(wanted, task["targets"])
        answer += [
            Reading(float(best["confidence"]), True, best["comparator"] == target.get("comparator"))
            for target, best in pairs
        ]
        answer += [Reading(float(other["confidence"]), False, False) for other in invented]
    return answer


def calibration(some: Iterable[Reading], *, floor: float = 0.9) -> Calibration:
    """Sort readings into bins of confidence; a bin begins at its edge and ends below the next."""
    all_of = list(some)
    marked = [one for one in all_of if one.confidence >= floor]
    return Calibration(
        floor=floor,
        of=len(all_of),
        marked=len(marked),
        marked_found=sum(one.found for one in marked),
        marked_right=sum(one.right for one in marked),
        bins=tuple(_bins(all_of)),
    )


def _bins(some: list[Reading]) -> Iterable[dict[str, Any]]:
    above = 1.01
    for edge in _EDGES:
        inside = [one for one in some if edge <= one.confidence < above]
        right = sum(one.right for one in inside)
        yield {
            "from": edge,
            "below": min(above, 1.0),
            "read": len(inside),
            "found": sum(one.found for one in inside),
            "right": right,
            "right_share": round(_share(right, len(inside)), 4) if inside else None,
            "of_all": round(_share(len(inside), len(some)), 4),
        }
        above = edge


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
