"""The guiding questions of an item (情形引导): asked first, they narrow what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from yingshang.city.cases import service as cases

__all__ = ["Guided", "Question", "answers", "guided"]

LONGEST = 60  # characters of an answer in an address


@dataclass(frozen=True)
class Question:
    """One question; `options` are (value, words), empty where the answer is typed."""

    name: str
    label: str
    help: str
    options: tuple[tuple[str, str], ...]
    given: str


@dataclass(frozen=True)
class Guided:
    """An item as it stands after the answers so far. `query` carries them to another page."""

    questions: tuple[Question, ...]
    materials: tuple[Mapping[str, Any], ...]
    steps: tuple[Mapping[str, Any], ...]
    dropped: int
    open: int
    query: str

    @property
    def given(self) -> list[Question]:
        """The questions that are answered."""
        return [q for q in self.questions if q.given]


def answers(body: Mapping[str, Any], query: Mapping[str, str]) -> dict[str, str]:
    """The answers that an address carries: to guiding questions alone, of their choices alone."""
    found = {}
    for field in body.get("fields", ()):
        given = str(query.get(field["name"], ""))[:LONGEST].strip()
        if field.get("ask") and given and (not _options(field) or given in dict(_options(field))):
            found[field["name"]] = given
    return found


def guided(body: Mapping[str, Any], query: Mapping[str, str]) -> Guided:
    """Questions that apply, and what of materials and steps is left after their answers."""
    given = answers(body, query)
    applies = cases.applicable(body, given)
    asked = [f for f in body.get("fields", ()) if f.get("ask") and f["name"] in applies.fields]
    given = {f["name"]: given[f["name"]] for f in asked if f["name"] in given}
    materials = body.get("materials") or ()
    kept = tuple(m for m in materials if m["code"] in applies.materials)
    return Guided(
        questions=tuple(_question(f, given) for f in asked),
        materials=kept,
        steps=_joined(body.get("steps") or (), set(applies.steps)),
        dropped=len(materials) - len(kept),
        open=len(asked) - len(given),
        query=f"?{urlencode(given)}" if given else "",
    )


def _joined(steps: Any, kept: set[str]) -> tuple[Mapping[str, Any], ...]:
    """The steps left; what came after one that falls away comes after those before it."""
    before = {s["code"]: tuple(s.get("after", ())) for s in steps}

    def waits(code: str) -> list[str]:
        found: list[str] = []
        for earlier in before.get(code, ()):
            found += [earlier] if earlier in kept else waits(earlier)
        return list(dict.fromkeys(found))

    return tuple({**s, "after": waits(s["code"])} for s in steps if s["code"] in kept)


def _question(field: Mapping[str, Any], given: Mapping[str, str]) -> Question:
    name = field["name"]
    return Question(
        name, field["label"], field.get("help", ""), _options(field), given.get(name, "")
    )


def _options(field: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(c["value"]), str(c["label"])) if isinstance(c, Mapping) else (str(c), str(c))
        for c in field.get("choices", ())
    )
