"""What a reading says of the whole document: header, dated duties, achievements."""

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from ._pairing import Json, plain, target_key

__all__ = ["HEADER", "count_whole", "header_differences", "leftovers"]

HEADER = ("title", "kind", "doc_number", "issuer", "issue_date", "region")

_ALIKE = 0.4


def count_whole(gold: Json, parsed: Json) -> dict[str, int]:
    """Counts of header fields, duties and achievements, of those that gold states."""
    stated = [name for name in HEADER if name in gold]
    counts = {
        "headers": len(stated),
        "headers_right": len(stated) - len(header_differences(gold, parsed)),
    }
    for kind in ("duties", "achievements"):
        if kind in gold:
            missed, _invented = leftovers(kind, gold, parsed)
            counts[f"{kind}_gold"] = len(gold[kind])
            counts[f"{kind}_read"] = len(parsed.get(kind, ()))
            counts[f"{kind}_right"] = len(gold[kind]) - len(missed)
    return counts


def header_differences(gold: Json, parsed: Json) -> list[tuple[str, str, str]]:
    """(field, gold, read) of every header field that gold states and the reading misses."""
    sides = [
        (name, str(gold[name] or ""), str(parsed.get(name) or ""))
        for name in HEADER
        if name in gold
    ]
    return [(name, want, have) for name, want, have in sides if plain(want) != plain(have)]


def leftovers(kind: str, gold: Json, parsed: Json) -> tuple[list[Json], list[Json]]:
    """Duties or achievements that were missed, and those that were invented."""
    same = _SAME[kind]
    left, missed = list(parsed.get(kind, ())), []
    for one in gold.get(kind, ()):
        found = next((other for other in left if same(one, other)), None)
        if found is None:
            missed.append(one)
        else:
            left.remove(found)
    return missed, left


def _same_duty(gold: Json, read: Json) -> bool:
    one, other = plain(gold["text"]), plain(read["text"])
    if gold.get("deadline") != read.get("deadline"):
        return False
    if one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _same_fact(gold: Json, read: Json) -> bool:
    """The same figure; an annotation that gives but the words is compared by them."""
    if "value" not in gold:
        one, other = plain(gold["span"]), plain(read["span"])
        return one in other or other in one
    return target_key(gold) == target_key(read)


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    "duties": _same_duty,
    "achievements": _same_fact,
}
