"""What of an item applies to a case: its fields, materials and steps may each have a `when`, a rule
over the form. Three-valued: an unknown answer keeps the field, material or step; a field whose
condition hangs on a field that itself does not apply, does not apply either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from yingshang.city.cases.kinds import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse

__all__ = ["Applicable", "Conditions", "applicable", "check_conditions"]

TERM_TYPES = {"date": "date", "number": "number"}  # every other field is text
Body = Mapping[str, Any]
Terms = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Applicable:
    """Names of fields, codes of materials and of steps that apply; `asked`: the fields that must
    be filled in as things stand (required, and their condition is not in doubt)."""

    fields: tuple[str, ...]
    asked: tuple[str, ...]
    materials: tuple[str, ...]
    steps: tuple[str, ...]


def applicable(body: Body, form: Mapping[str, Any]) -> Applicable:
    """What applies to this form as far as it is filled in; wrong values count as not filled in."""
    conditions = Conditions(body.get("fields", ()))
    fields, asked = [], []
    for field in body.get("fields", ()):
        answer = conditions.of_field(field)
        if answer is False:
            continue
        fields.append(field["name"])
        if field.get("required") and answer:
            asked.append(field["name"])
        conditions.learn(field, form.get(field["name"]))
    kept = [
        tuple(one["code"] for one in body.get(key) or () if conditions.holds(one) is not False)
        for key in ("materials", "steps")
    ]
    return Applicable(tuple(fields), tuple(asked), *kept)


class Conditions:
    """The facts of one form as they become known, and the rules over them."""

    def __init__(self, fields: Iterable[Body]) -> None:
        self.terms = tuple(
            (f["name"], f["label"], TERM_TYPES.get(f["type"], "text")) for f in fields
        )
        self.kinds = {name: kind for name, _label, kind in self.terms}
        self.facts: dict[str, Any] = {}
        self.gone: set[str] = set()

    def of_field(self, field: Body) -> bool | None:
        """Does a field apply? A False one is remembered: what hangs on it does not apply."""
        answer = self.holds(field)
        if answer is False:
            self.gone.add(field["name"])
        return answer

    def holds(self, one: Body) -> bool | None:
        """The answer of a `when`; True where there is none."""
        text = one.get("when")
        if not text:
            return True
        outcome = evaluate(_rule(text, self.terms), self.facts)
        if outcome.value is None and outcome.missing in self.gone:
            return False
        return None if outcome.value is None else bool(outcome.value)

    def learn(self, field: Body, value: Any) -> None:
        """Take a value, as text, for a fact; what has not its field's type is no fact."""
        text = str(value if value is not None else "").strip()
        kind = self.kinds[field["name"]]
        if not text:
            return
        try:
            if kind == "date":
                self.facts[field["name"]] = date.fromisoformat(text)
            elif kind == "number":
                number = Decimal(text)
                if number.is_finite():
                    self.facts[field["name"]] = number
            else:
                self.facts[field["name"]] = text
        except (ValueError, InvalidOperation):
            return


@lru_cache(maxsize=4096)
def _rule(text: str, terms: Terms) -> Expr:
    words = {name: Term(label, kind, source="申请表") for name, label, kind in terms}
    return parse(text, Vocabulary(words))


def check_conditions(body: Body) -> None:
    """Every `when` can be read; a field's own looks only at fields before it. Refusal else."""
    terms = Conditions(body.get("fields", ())).terms
    for one, known in _with_words(body, terms):
        if not one.get("when"):
            continue
        try:
            _rule(one["when"], known)
        except RuleError as wrong:
            called = one.get("label") or one.get("name")
            raise Refusal(
                "data-rule",
                f"{body.get('code', '')} 的“{called}”条件用不了：{wrong.sentence}"
                "（栏目的条件只能用排在它前面的栏目。）",
            ) from None


def _with_words(body: Body, terms: Terms) -> Iterator[tuple[Body, Terms]]:
    for number, field in enumerate(body.get("fields", ())):
        yield field, terms[:number]
    for key in ("materials", "steps"):
        for one in body.get(key) or ():
            yield one, terms
