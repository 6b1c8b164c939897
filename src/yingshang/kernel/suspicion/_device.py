"""Devices that ratings came from, and what their ratings have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yingshang.kernel.suspicion._facts import CaseFacts, RatingFacts

__all__ = ["Device", "Use", "came_in", "devices_of", "is_quick", "officer_of"]

SOON = 3600  # seconds after the decision within which a rating counts as given with it


@dataclass(frozen=True, slots=True)
class Use:
    """One rating on a device. `quick`: within an hour of the decision; `absent`: by all that is
    known the applicant was never at a window."""

    at: datetime
    officer: str
    level: int
    quick: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class Device:
    """What was rated on one device. `terminal`: "" unknown, else desk | window | kiosk."""

    digest: str
    terminal: str
    uses: tuple[Use, ...]
    parties: int
    raters: int

    @property
    def shared(self) -> bool:
        """Set up by the city for applicants or at a window: many hands are no news."""
        return self.terminal in ("kiosk", "window")

    def like(self, case: CaseFacts, rating: RatingFacts) -> list[Use]:
        """The ratings to hear about this one.

        On a shared terminal only those given with the decision tell who stood beside it, and
        among them those of absent applicants, where this is one; elsewhere all of them.
        """
        if not self.shared:
            return list(self.uses)
        if not is_quick(case, rating):
            return []
        return [use for use in self.uses if use.quick and (use.absent or came_in(case))]


def officer_of(case: CaseFacts) -> str:
    """Who the praise is for: whoever decided, else whoever accepted."""
    act = case.last(("decided", "accepted"))
    return act.by if act else ""


def is_quick(case: CaseFacts, rating: RatingFacts) -> bool:
    """Whether the rating came within an hour of the decision."""
    ended = case.last(("decided",))
    return ended is not None and (rating.at - ended.at).total_seconds() <= SOON


def came_in(case: CaseFacts) -> bool:
    """Whether the applicant was at a window at any time, as far as the facts know."""
    return case.channel == "window" or any(a.data.get("channel") == "window" for a in case.acts)


def devices_of(cases: Sequence[CaseFacts], terminals: Mapping[str, str]) -> dict[str, Device]:
    """Every device that ratings came from."""
    rows: dict[str, list[tuple[CaseFacts, RatingFacts]]] = defaultdict(list)
    for case, rating in _rated(cases):
        if rating.device:
            rows[rating.device].append((case, rating))
    return {
        digest: Device(
            digest=digest,
            terminal=terminals.get(digest, ""),
            uses=tuple(sorted((_use(*row) for row in found), key=lambda use: use.at)),
            parties=len({case.party for case, _rating in found}),
            raters=len({rating.by for _case, rating in found}),
        )
        for digest, found in rows.items()
    }


def _rated(cases: Sequence[CaseFacts]) -> Iterator[tuple[CaseFacts, RatingFacts]]:
    for case in cases:
        if case.rating is not None:
            yield case, case.rating


def _use(case: CaseFacts, rating: RatingFacts) -> Use:
    quick, absent = is_quick(case, rating), not came_in(case)
    return Use(rating.at, officer_of(case), rating.level, quick, absent)
