"""The data sets of a city as its list shows them: by theme, of one kind, of some words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from yingshang.city.indicators.service import OPEN_RULE, OpenKind, OpenTable, OpenTerms

__all__ = ["Listed", "Shelves", "Theme", "listed"]

FEW = 12  # so many are shown at once: folding them would hide what was asked for


@dataclass(frozen=True)
class Listed:
    """A data set under the name that the reader understands."""

    table: OpenTable
    name: str
    about: str  # without the rule that holds of all, which the page says once


@dataclass(frozen=True)
class Theme:
    name: str
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class Shelves:
    """``kinds``: kind, its label and how many the city has of it; ``every``: of all kinds;
    ``unfolded`` where there is little to fold."""

    themes: tuple[Theme, ...]
    kinds: tuple[tuple[str, str, int], ...]
    every: int
    found: int
    unfolded: bool


def listed(every: Sequence[OpenTable], terms: OpenTerms, kind: str, words: str) -> Shelves:
    """Tables that are part of another are found on its page."""
    whole = [one for one in every if not one.of]
    counts = Counter(str(one.kind) for one in whole)
    kinds = tuple((str(k), str(k.label), counts[k]) for k in OpenKind if counts[k])
    asked = words.lower().split()
    themes: dict[str, list[Listed]] = {}
    for one in whole:
        said = f"{one.title} {one.topic} {one.english} {one.code}".lower()
        if kind in ("", one.kind) and all(word in said for word in asked):
            themes.setdefault(one.topic, []).append(
                Listed(one, _name(one), one.description.removesuffix(OPEN_RULE))
            )
    found = sum(map(len, themes.values()))
    rows = tuple(Theme(_topic(topic, terms), tuple(rows)) for topic, rows in themes.items())
    return Shelves(rows, kinds, len(whole), found, bool(asked) or found <= FEW)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _name(one: OpenTable) -> str:
    return one.english if _english() and one.english else one.name


def _topic(topic: str, terms: OpenTerms) -> str:
    return terms.english.get("topics", {}).get(topic, topic) if _english() else topic
