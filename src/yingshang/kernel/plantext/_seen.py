"""What the small rules of refusal look at: one figure with the stretches of text around it."""

from dataclasses import dataclass

from ._scan import Figure

__all__ = ["Seen"]


@dataclass(slots=True)
class Seen:
    """One figure with the stretches of text the rules look at."""

    figure: Figure
    left: str
    right: str
    clause: str
    sentence: str
    before: str
    after: str
    above: str
    source: str
    year: int | None
    falling: bool
    meant: bool
