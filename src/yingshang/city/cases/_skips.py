"""Which declared steps do not apply to a case: their `when` is a rule over the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from yingshang.city.cases._flows import ItemFlow
from yingshang.kernel.rules import Expr, Term, Vocabulary, evaluate, parse

__all__ = ["skipped_steps"]

TERM_TYPES = {"date": "date", "number": "number"}  # every other field is text


def skipped_steps(item: ItemFlow, form: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the steps whose condition says no; an unknown answer keeps the step."""
    conditions = [(step.code, step.when) for step in item.flow.steps if step.when]
    if not conditions:
        return ()
    terms = tuple(
        (f["name"], f["label"], TERM_TYPES.get(f["type"], "text"))
        for f in item.body.get("fields", ())
    )
    known = dict(_facts(terms, form))
    return tuple(
        code for code, text in conditions if evaluate(_rule(text, terms), known).value is False
    )


@lru_cache(maxsize=256)
def _rule(text: str, terms: tuple[tuple[str, str, str], ...]) -> Expr:
    words = {name: Term(label, kind, source="申请表") for name, label, kind in terms}
    return parse(text, Vocabulary(words))


def _facts(
    terms: tuple[tuple[str, str, str], ...], form: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """What was filled in, typed; an empty field is a missing fact."""
    for name, _label, kind in terms:
        value = form.get(name)
        if not value:
            continue
        if kind == "date":
            yield name, date.fromisoformat(value)
        else:
            yield name, Decimal(value) if kind == "number" else value
