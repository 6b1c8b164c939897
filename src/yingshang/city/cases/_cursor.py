"""A place in a list as text: where the next page begins. Nobody needs to read it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Place", "place_of", "read_place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Behind (or before) the case `ref`, whose sort date is `at`."""

    at: datetime
    ref: str


def place_of(at: datetime, ref: str) -> str:
    """The text of a place; only characters that stand in an address as they are."""
    text = f"{at.astimezone(UTC).isoformat()}|{ref}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(text: str) -> Place | None:
    """The place behind a text; None for anything that `place_of` did not write."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode()
        at, ref = raw.split("|")
        moment = datetime.fromisoformat(at)
    except (ValueError, UnicodeError):
        return None
    return Place(moment, ref[:40]) if moment.tzinfo is not None and ref else None
