"""A declared indicator, its expressions parsed once: what cannot be computed is refused early."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView
from yingshang.city.indicators._views import VOCABULARIES
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Spec, check_unit, kind_of_formula, kind_of_rule
from yingshang.kernel.rules import Expr, Formula, RuleError, parse, parse_formula

CASES = "cases"

__all__ = ["CASES", "Definition", "by_period", "check_body", "definition", "definitions_of"]


@dataclass(frozen=True)
class Definition:
    """One edition of one indicator. ``value`` for days and counts, ``numerator`` and
    ``denominator`` for shares; ``where`` narrows both.

    ``source`` other than cases: no view, nothing is computed; the figures come from the
    owner's own system (returned) or from its spreadsheets (reported). ``reads``: what a
    promised rise or fall means for this value (decrease → >=).
    """

    edition: int
    hash: str
    code: str
    name: str
    topic: str
    unit: str
    direction: str
    statistic: str
    source: str
    view: str
    by: str
    overdue: bool
    where: Expr | None
    value: Expr | None
    numerator: Expr | None
    denominator: Expr | None
    spec: Spec
    item: str
    metrics: tuple[str, ...]
    words: tuple[str, ...]
    formula: str
    owner: str
    min_count: int
    reads: Mapping[str, str]
    near: Mapping[str, str]
    every: str = "month"
    measure: Formula | None = None

    @cached_property
    def expression(self) -> str:
        """How it is computed, in the language; '' where others tell."""
        if not self.is_measured:
            return ""
        where = f", where={self.where}" if self.where else ""
        if self.measure is not None:
            return str(self.measure.text) + (f"  [{self.where}]" if self.where else "")
        if self.denominator is not None and self.numerator is not None:
            return f"({self.numerator}) / ({self.denominator}){where}"
        item = self.numerator or self.value or ""
        return f"{self.statistic}({item}{where})" if item else f"count({where[2:]})"

    @property
    def is_measured(self) -> bool:
        """Counted from the cases of the platform."""
        return self.source == CASES


def definitions_of(region: str, on: date) -> list[Definition]:
    """Every indicator in force for a region on a day, by code."""
    return [_read(e) for e in definitions.editions("indicator", region=region, on=on)]


def definition(code: str, region: str, on: date) -> Definition:
    """One indicator as it was in force on a day, before its first day as it first was; a Refusal
    where there is none of that code."""
    found = definitions.edition("indicator", code, region=region, on=on)
    if found is None:
        every = definitions.history("indicator", code, region=region)
        found = min(every, key=lambda one: one.valid_from, default=None)
    if found is None:
        raise Refusal("indicator-unknown", f"没有编码为“{code}”的指标，请从指标清单里选择。")
    return _read(found)


Key = tuple[str, str]  # kind and name of a period
Layer = list[tuple[Definition, Collection[Key]]]


def by_period(region: str, on: date, lasts: Mapping[Key, date]) -> list[Layer]:
    """The editions that measure periods (``lasts``: period → its last day), in layers.

    A period is measured by the edition in force on its last day; one before the first edition by
    the first, so that a new indicator has a past. What is in force ``on`` the day of measuring is
    measured at all. A layer has no indicator twice: most regions have one layer.
    """
    layers: list[Layer] = []
    for one in definitions_of(region, on):
        if not one.is_measured:
            continue
        for depth, part in enumerate(_editions_of(one, region, lasts)):
            if depth == len(layers):
                layers.append([])
            layers[depth].append(part)
    return layers


def _editions_of(one: Definition, region: str, lasts: Mapping[Key, date]) -> Layer:
    if len(definitions.history("indicator", one.code, region=region)) == 1:
        return [(one, lasts.keys())]
    parts: dict[int, tuple[Definition, list[Key]]] = {}
    for key, last in lasts.items():
        found = definition(one.code, region, last)
        parts.setdefault(found.edition, (found, []))[1].append(key)
    return [(found, frozenset(keys)) for found, keys in parts.values()]


def check_body(body: Mapping[str, Any]) -> None:
    """Refuse a body whose expressions cannot be used, or whose result has another unit than it
    declares; called when data is loaded."""
    found = _expressions(body)
    measure = _measure(body)
    if body.get("source", CASES) != CASES:
        return
    try:
        check_unit(_kind(found, measure, body["statistic"]), body["unit"])
    except RuleError as error:
        part = "measure" if measure else "value" if found[1] else "numerator"
        raise _refusal(body, part, error.sentence) from None


def _kind(
    found: tuple[Expr | None, Expr | None, Expr | None, Expr | None],
    measure: Formula | None,
    statistic: str,
) -> str:
    """The kind of unit of the result."""
    kinds = [kind_of_rule(one) for one in found if one is not None]
    if measure is not None:
        return kind_of_formula(measure)
    if statistic == "share":
        return "share"
    return kinds[-1] if found[1] is not None else "count"


def _measure(body: Mapping[str, Any]) -> Formula | None:
    if "measure" not in body:
        return None
    try:
        return parse_formula(body["measure"], VOCABULARIES[body["view"]])
    except RuleError as error:
        raise _refusal(body, "measure", error.sentence) from None


def _read(edition: EditionView) -> Definition:
    return _parsed(edition.id, edition.hash)


# The hash belongs to the key: ids start again in every test.
@lru_cache(maxsize=512)
def _parsed(edition: int, digest: str) -> Definition:
    body = definitions.edition_by_id(edition).body
    where, value, numerator, denominator = _expressions(body)
    return Definition(
        edition=edition,
        hash=digest,
        code=body["code"],
        name=body["name"],
        topic=body["topic"],
        unit=body["unit"],
        direction=body["direction"],
        statistic=body["statistic"],
        source=body.get("source", CASES),
        view=body.get("view", ""),
        by=body.get("population", {}).get("by", ""),
        overdue=body.get("population", {}).get("overdue", False),
        where=where,
        value=value,
        numerator=numerator,
        denominator=denominator,
        spec=_spec(body),
        item=body.get("item", ""),
        metrics=tuple(body.get("metrics", ())),
        words=tuple(body.get("words", ())),
        formula=body["formula"],
        owner=body["owner"],
        min_count=body.get("min_count", 1),
        reads=body.get("reads", {}),
        near=body.get("near", {}),
        every=body.get("every", "month"),
        measure=_measure(body),
    )


def _spec(body: Mapping[str, Any]) -> Spec:
    return Spec(
        statistic=body["statistic"],
        unit=body["unit"],
        day_kind=body.get("day_kind"),
        scope=body.get("scope", ""),
        start=body.get("start"),
        end=body.get("end"),
        scope_words=tuple(body.get("scope_words", ())),
    )


def _expressions(
    body: Mapping[str, Any],
) -> tuple[Expr | None, Expr | None, Expr | None, Expr | None]:
    """where, value, numerator, denominator, each of the right type; none where others tell."""
    if body.get("source", CASES) != CASES:
        return None, None, None, None
    where = _expression(body, "where", ("bool",))
    value = _expression(body, "value", ("int",))
    numerator = _expression(body, "numerator", ("bool", "int"))
    denominator = _expression(body, "denominator", ("bool", "int"))
    if numerator and denominator and numerator.type != denominator.type:
        raise _refusal(body, "numerator", "分子和分母要么都数件数，要么都是整数求和。")
    if numerator and numerator.type == "int" and denominator is None:
        raise _refusal(body, "numerator", "分子是整数时必须写明分母。")
    return where, value, numerator, denominator


def _expression(body: Mapping[str, Any], part: str, types: tuple[str, ...]) -> Expr | None:
    if part not in body:
        return None
    try:
        expr = parse(body[part], VOCABULARIES[body["view"]])
    except RuleError as error:
        raise _refusal(body, part, error.sentence) from None
    if expr.type not in types:
        wanted = "或".join({"bool": "是否", "int": "整数"}[one] for one in types)
        raise _refusal(body, part, f"结果应当是{wanted}。")
    return expr


def _refusal(body: Mapping[str, Any], part: str, sentence: str) -> Refusal:
    name = body.get("name", body.get("code", ""))
    return Refusal("indicator-invalid", f"指标“{name}”的 {part} 不能用：{sentence}")
