"""The parts of a task that was split, each read again from its own words."""

import re
from typing import Any

from yingshang.city.plans import events
from yingshang.city.plans.drafting import day_of
from yingshang.city.plans.models import Plan, Task
from yingshang.city.plans.review.recording import Recording
from yingshang.kernel import plantext

__all__ = ["number_of", "read_parts", "read_words"]

_NUMBER = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*")
_TOLD = ("title", "deadline", "deadline_text")
_FIELD = re.compile(r"(?:时限|时间|期限|节点|日期)\s*[：:][^。；;\n]*$")


def read_parts(first: Task, second: Task, whole: str, act: Recording) -> None:
    """Give each part the day of its own words and the first a title out of them. ``whole``: the
    words of both. A day that stands in a field of its own holds for both parts, one in the
    sentences of the other part for that part alone."""
    day, words = first.deadline, first.deadline_text
    for part, other in ((first, second), (second, first)):
        said = read_words(part.text, part.plan)
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
        if part is first and _beyond(first.title, first.text, whole):
            found["title"] = (said.get("title") or first.text)[:500]
        act.set(part, events.REREAD, **{name: found.pop(name) for name in _TOLD if name in found})
        act.set(part, **found)


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
