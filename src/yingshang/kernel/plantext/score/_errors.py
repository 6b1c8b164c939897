"""Every disagreement of a reading with an annotation, by kind, both sides beside each other."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from ._counts import same_words
from ._pairing import (
    Json,
    deadline_of,
    match_targets,
    match_tasks,
    plain,
    plain_title,
    unit_of,
    units_of,
)
from ._whole import header_differences, leftovers

__all__ = ["KINDS", "Disagreement", "disagreements", "tally"]

KINDS = (
    "task-missed",
    "task-invented",
    "title",
    "section",
    "unit-missed",
    "unit-invented",
    "role",
    "generic",
    "open-ended",
    "deadline",
    "deadline-text",
    "target-missed",
    "target-invented",
    "value",
    "unit",
    "comparator",
    "statistic",
    "range",
    "baseline",
    "by",
    "header",
    "duty-missed",
    "duty-invented",
    "achievement-missed",
    "achievement-invented",
)

_ROLES = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that annotation and reading tell differently; "" where a side is silent."""

    kind: str
    task: str
    gold: str
    read: str
    span: str = ""
    confidence: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The disagreement as plain data."""
        return asdict(self)


def disagreements(gold: Json, parsed: Json) -> list[Disagreement]:
    """All disagreements in reading order of the annotation, then what is invented and the whole."""
    wanted, read = gold["tasks"], parsed["tasks"]
    partner = {id(task): found for task, found in match_tasks(wanted, read)}
    taken = {id(found) for found in partner.values()}
    found: list[Disagreement] = []
    for task in wanted:
        if id(task) in partner:
            for compare in _COMPARISONS:
                found += compare(task, partner[id(task)])
        else:
            found.append(Disagreement("task-missed", _no(task), _heading(task), ""))
    for task in read:
        if id(task) not in taken:
            found.append(Disagreement("task-invented", _no(task), "", _heading(task)))
    return [*found, *_whole(gold, parsed)]


def tally(found: Mapping[str, Sequence[Disagreement]]) -> dict[str, dict[str, int]]:
    """Counts by kind and document, kinds in their order, nothing where there is none."""
    counts = Counter((one.kind, name) for name, some in found.items() for one in some)
    rows = {kind: {name: counts[kind, name] for name in found} for kind in KINDS}
    return {
        kind: {name: number for name, number in row.items() if number}
        for kind, row in rows.items()
        if any(row.values())
    }


def _whole(gold: Json, parsed: Json) -> Iterator[Disagreement]:
    for _name, want, have in header_differences(gold, parsed):
        yield Disagreement("header", "", want, have)
    for kind, one in (("duties", "duty"), ("achievements", "achievement")):
        if kind not in gold:
            continue
        missed, invented = leftovers(kind, gold, parsed)
        for fact in missed:
            yield Disagreement(f"{one}-missed", "", _statement(fact), "", _wording(fact))
        for fact in invented:
            yield Disagreement(f"{one}-invented", "", "", _statement(fact), _wording(fact))


def _statement(fact: Json) -> str:
    if "value" in fact:
        return f"{fact.get('metric', '')} {fact['value']}{fact['unit']}"
    return _text(fact.get("deadline"))


def _wording(fact: Json) -> str:
    return str(fact.get("span") if "value" in fact else fact.get("text") or "")


def _titles(gold: Json, read: Json) -> Iterator[Disagreement]:
    if gold.get("title") and plain_title(gold) != plain_title(read):
        yield Disagreement("title", _no(gold), str(gold["title"]), str(read.get("title", "")))
    if gold.get("section") and not _same(gold["section"], read.get("section")):
        yield Disagreement("section", _no(gold), gold["section"], str(read.get("section") or ""))


def _units(gold: Json, read: Json) -> Iterator[Disagreement]:
    want, have = _roles(gold), _roles(read)
    for name, roles in want.items():
        if name not in have:
            yield Disagreement("unit-missed", _no(gold), f"{name}（{roles}）", "")
        elif have[name] != roles:
            yield Disagreement("role", _no(gold), f"{name}（{roles}）", f"{name}（{have[name]}）")
    for name, roles in have.items():
        if name not in want:
            yield Disagreement("unit-invented", _no(gold), "", f"{name}（{roles}）")


def _phrases(gold: Json, read: Json) -> Iterator[Disagreement]:
    if "generic" in gold:
        want, have = (
            sorted({plain(phrase) for phrase in side.get("generic", ())}) for side in (gold, read)
        )
        if want != have:
            yield Disagreement("generic", _no(gold), "、".join(want), "、".join(have))
    more, also = bool(gold.get("open_ended")), bool(read.get("open_ended"))
    if "open_ended" in gold and more != also:
        yield Disagreement("open-ended", _no(gold), "等" if more else "", "等" if also else "")


def _deadlines(gold: Json, read: Json) -> Iterator[Disagreement]:
    want, have = deadline_of(gold), deadline_of(read)
    said = str(read.get("deadline_text") or "")
    if want != have:
        yield Disagreement("deadline", _no(gold), want or "", have or "", said)
    elif "deadline_text" in gold and not same_words(gold["deadline_text"], said):
        yield Disagreement("deadline-text", _no(gold), str(gold["deadline_text"] or ""), said)


def _targets(gold: Json, read: Json) -> Iterator[Disagreement]:
    pairs, missed, invented = match_targets(gold.get("targets", ()), read.get("targets", ()))
    for target, best in pairs:
        yield from _fields(_no(gold), target, best)
    for target in missed:
        near = max(invented, key=lambda other: _nearness(target, other), default=None)
        if near is None or not _nearness(target, near):
            yield Disagreement("target-missed", _no(gold), _said(target), "", _span(target))
            continue
        invented.remove(near)
        kind = "value" if unit_of(target) == unit_of(near) else "unit"
        yield _beside(kind, _no(gold), _said(target), _said(near), near)
    for target in invented:
        yield _beside("target-invented", _no(gold), "", _said(target), target)


def _fields(no: str, gold: Json, read: Json) -> Iterator[Disagreement]:
    for kind, name in (
        ("comparator", "comparator"),
        ("statistic", "statistic"),
        ("range", "value_max"),
        ("baseline", "baseline"),
        ("by", "by"),
    ):
        stated = name in gold or kind in ("range", "baseline")
        if stated and gold.get(name) != read.get(name):
            yield _beside(kind, no, _text(gold.get(name)), _text(read.get(name)), read)


_COMPARISONS: tuple[Callable[[Json, Json], Iterator[Disagreement]], ...] = (
    _titles,
    _units,
    _phrases,
    _deadlines,
    _targets,
)


def _nearness(gold: Json, read: Json) -> float:
    """How surely a missed and an invented target are one that was misread; 0 when they are not."""
    if gold["value"] != read["value"] and unit_of(gold) != unit_of(read):
        return 0
    one, other = plain(_span(gold)), plain(_span(read))
    if one and other:
        return float(len(one)) if one in other or other in one else 0
    one, other = plain(str(gold.get("metric", ""))), plain(str(read.get("metric", "")))
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return alike if alike >= 0.5 else 0


def _beside(kind: str, no: str, gold: str, read: str, target: Json) -> Disagreement:
    return Disagreement(kind, no, gold, read, _span(target), target.get("confidence"))


def _roles(task: Json) -> dict[str, str]:
    roles: dict[str, list[str]] = {}
    for role, name in sorted(units_of(task)):
        roles.setdefault(name, []).append(_ROLES[role])
    return {name: "、".join(some) for name, some in roles.items()}


def _said(target: Json) -> str:
    ends = [target["value"], target.get("value_max")]
    number = "—".join(_text(end) for end in ends if end is not None)
    return f"{target.get('metric', '')} {target.get('comparator', '')} {number}{target['unit']}"


def _heading(task: Json) -> str:
    return str(task.get("title") or _no(task))


def _no(task: Json) -> str:
    return str(task.get("no") or "")


def _span(target: Json) -> str:
    return str(target.get("span") or "")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _same(gold: str, read: Any) -> bool:
    return plain(gold) == plain(str(read or ""))
