"""The parts of a task that was split, each read again from its own words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yingshang.city.plans import events, library
from yingshang.city.plans.drafting import day_of, target_row
from yingshang.city.plans.models import Plan, PlanEvent, Target, Task
from yingshang.city.plans.review.lexicon import lexicon
from yingshang.city.plans.review.recording import Recording
from yingshang.kernel import plantext
from yingshang.kernel.worktime import to_cst

__all__ = ["UNITS", "number_of", "read_parts", "read_targets", "read_words"]

UNITS = ("lead", "responsible", "cooperating", "generic")

_NUMBER = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*")
_TOLD = ("no", "title", "deadline", "deadline_text", *UNITS)
_FIELD = re.compile(r"(?:时限|时间|期限|节点|日期)\s*[：:][^。；;\n]*$")


@dataclass(frozen=True)
class _Beside:
    """The other part; ``typed``: a person has corrected the units of the whole."""

    text: str
    said: Mapping[str, Any]
    typed: bool

    def names(self, unit: str) -> bool:
        return unit in self.text or any(unit in (self.said.get(name) or ()) for name in UNITS)


def read_parts(first: Task, second: Task, whole: str, act: Recording) -> None:
    """Give each part the day, the units and the numbers of its own words, and a title out of them.
    ``whole``: the words of both. A day that stands in a field of its own holds for both parts, one
    in the sentences of the other part for that part alone."""
    day, words, place = first.deadline, first.deadline_text, first.next_place()
    one, two = (read_words(part.text, part.plan) for part in (first, second))
    typed = PlanEvent.objects.filter(
        task=first, target=None, name=events.CORRECTED, field__in=UNITS
    ).exists()
    for part, said, other, beside in ((first, one, second, two), (second, two, first, one)):
        found: dict[str, Any] = {"confidence": None, "doubts": []}
        if said.get("deadline"):
            found |= {
                "deadline": day_of(said["deadline"]),
                "deadline_text": (said["deadline_text"] or "")[:200],
            }
        elif _elsewhere(words, part.text, other.text):
            found |= {"deadline": None, "deadline_text": ""}
        else:
            found |= {"deadline": day, "deadline_text": words}
        found |= _units(part, said, _Beside(other.text, beside, typed))
        if part is first and _beyond(first.title, first.text, whole):
            found["title"] = (said.get("title") or first.text)[:500]
        elif part is second and (no := _follows(first.no, second.text)):
            found |= {"no": no[:40], "title": (said.get("title") or second.title)[:500]}
        act.set(part, events.REREAD, **{name: found.pop(name) for name in _TOLD if name in found})
        act.set(part, **found)
        _add_targets(part, said, place, act)


def _units(part: Task, said: Mapping[str, Any], beside: _Beside) -> dict[str, Any]:
    """The units that the part's own words name; nothing where they name none, then it keeps those
    of the whole. What stands in the words of neither part was said by somebody, and stays."""
    mine = {one for name in UNITS for one in said.get(name) or ()}
    if not any(said.get(name) for name in UNITS[:3]):
        return {}

    read = {name: [] if beside.typed else list(said.get(name) or []) for name in UNITS}
    there = {one for names in read.values() for one in names}

    def stays(one: str) -> bool:
        here = one in mine or one in part.text
        return one not in there and (here or not beside.names(one))

    return {name: [*read[name], *filter(stays, getattr(part, name))] for name in UNITS}


def _follows(no: str, text: str) -> str:
    """The number that the second part begins with, if it is one: behind 10, 11 of 「11.121人才」,
    and not 3 of 「3.5亿元」."""
    found = number_of(text)
    if no.isdecimal() and found.isdecimal():
        return found if int(found) == int(no) + 1 else ""
    return "" if found.isdecimal() else found


def _add_targets(part: Task, said: Mapping[str, Any], place: int, act: Recording) -> None:
    """Numbers that are read in the part's own words, and were not in those of the whole."""
    known = [
        (one.start, one.end or one.start)
        for one in Target.objects.filter(task__plan=part.plan_id, gone=False)
        if one.start is not None
    ]
    for one in read_targets(part, said):
        if any(start < (one.end or 0) and (one.start or 0) < end for start, end in known):
            continue
        one.order, place = place, place + 1
        one.save()
        act.made(one)
        act.note(one, events.ADDED, new=str(one))


def read_targets(part: Task, said: Mapping[str, Any]) -> list[Target]:
    """The numbers that were read, each where its words stand in the document."""
    region, at = part.plan.region, to_cst(part.plan.imported_at).date()
    metrics, taught = library.metrics(at, region), lexicon(region)
    found: list[Target] = []
    for one in said.get("targets", ()):
        place = part.text.find(one["span"])
        if place < 0 or part.start is None:
            continue
        offsets = (part.start + place, part.start + place + len(one["span"]))
        read = target_row(
            part, len(found), {**one, "offsets": offsets}, part.plan.document.text, metrics
        )
        taught.apply(read)
        found.append(read)
    return found


def number_of(text: str) -> str:
    """The number that some words begin with, without its marks: 三 of （三）."""
    found = _NUMBER.match(text)
    return re.sub(r"[\s()（）、.．]", "", found[0]) if found else ""


def read_words(text: str, plan: Plan) -> dict[str, Any]:
    """The words as the one task of a plan of this year."""
    day = plan.issued_on
    issued = f"{day.year}年{day.month}月{day.day}日" if day else ""
    year = "" if str(plan.year or "") in plan.title else f"{plan.year}年"
    words = _NUMBER.sub("", text)
    lines = [
        f"{year}{plan.title}",
        "一、主要任务",
        f"（一）{words}",
        "（二）做好其他工作。完善机制。",
        issued,
    ]
    tasks = plantext.to_json(plantext.parse("\n".join(lines)))["tasks"]
    return tasks[0] if len(tasks) > 1 else {}


def _elsewhere(words: str, mine: str, other: str) -> bool:
    """Whether a day stands in the sentences of the other part, and not here."""
    if not words or words in mine or words not in other:
        return False
    return not _FIELD.search(other[: other.index(words)])


def _beyond(title: str, first: str, whole: str) -> bool:
    """Whether a title goes on into the words that were cut off."""
    name, mine, both = ("".join(words.split()) for words in (title, first, whole))
    return name in both and name not in mine
