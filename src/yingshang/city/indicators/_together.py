"""Many indicators of one view in one statement: one scan, filtered aggregates, one GROUP BY.

What a definition asks of one item (``item == '…'``) becomes a group of its own, so that thirty
indicators of ten items are three aggregates over ten groups and not ninety over all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from yingshang.adapters.sql import aggregate_sql, to_sql
from yingshang.city.indicators._definition import Definition
from yingshang.kernel import rules

__all__ = ["Sums", "read", "statements"]

_AGGREGATES = {
    "max": "max({v})",
    "each": "max({v})",
    "median": "median({v})",
    "mean": "sum({v})",
    "amount": "sum({v})",
    "count": "sum({v})",
}


@dataclass(frozen=True)
class Sums:
    """One value before it is divided: what stands above and below the line, what lacks a number.

    ``found``: rows that the definition asks for; none means no value (a count: zero).
    """

    code: str
    place: tuple[Any, ...]
    above: Any
    below: int
    skipped: int
    found: int


@dataclass
class _Statement:
    """Terms and columns are shared: what is asked twice is computed once.

    ``terms`` are conditions and numbers of single rows, worked out below the aggregates, so that a
    filter is a few yes-or-no columns and not the same text compared sixty times.
    """

    view: str
    by_item: bool
    terms: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[Definition, str, tuple[int, ...]]] = field(default_factory=list)

    def column(self, sql: str) -> int:
        return self.columns.setdefault(sql, len(self.columns))

    def term(self, sql: str) -> str:
        return self.terms.setdefault(sql, f"t{len(self.terms)}")

    def sql(self, places: Sequence[Sequence[str]], source: str) -> str:
        """``places``: the grouping sets, each the columns of one kind of place."""
        names = list(dict.fromkeys(name for place in places for name in place))
        more = ["item"] if self.by_item else []
        sets = ", ".join(f"({', '.join([*place, *more])})" for place in places)
        marks = [f"grouping({name})" for name in names]
        picked = [f"{sql} AS c{number}" for sql, number in self.columns.items()]
        terms = [f"({sql}) AS {name}" for sql, name in self.terms.items()]
        rows = f"SELECT {', '.join([*names, *more, *terms])} FROM {source}"
        return (
            f"SELECT {', '.join([*names, *marks, *more, *picked])} FROM ({rows}) rows_in "
            f"GROUP BY GROUPING SETS ({sets})"
        )


def statements(definitions: Iterable[Definition], dialect: str = "duckdb") -> list[_Statement]:
    """At most two for a view: what is asked of single items, and the rest."""
    made: dict[tuple[str, bool], _Statement] = {}
    for one in definitions:
        plain = one.statistic != "count" and not getattr(one, "measure", None)
        item, where = _item_of(one.where) if plain else ("", one.where)
        key = (one.view, bool(item))
        statement = made.setdefault(key, _Statement(*key))
        columns = _columns(one, where, statement.term, dialect)
        slots = tuple(statement.column(sql) for sql in columns)
        statement.asked.append((one, item, slots))
    return list(made.values())


def read(
    statement: _Statement,
    places: Sequence[Sequence[str]],
    run: Callable[[str], Iterable[Sequence[Any]]],
    source: str = "",
) -> Iterator[Sums]:
    """Run one statement and take it apart again; a place's columns come in the order named."""
    names = list(dict.fromkeys(name for place in places for name in place))
    start = 2 * len(names) + statement.by_item
    by_item: dict[str, list[Any]] = {}
    for one in statement.asked:
        by_item.setdefault(one[1], []).append(one)
    for row in run(statement.sql(places, source or f"{statement.view}_in")):
        marks = row[len(names) : 2 * len(names)]
        if any(not mark and not value for mark, value in zip(marks, row, strict=False)):
            continue  # without a unit or a district it counts in the whole only
        place = tuple(row[: len(names)])
        item = row[start - 1] if statement.by_item else ""
        for one, _item, slots in by_item.get(item, ()):
            if formula := getattr(one, "measure", None):
                found = row[start + slots[0]] or 0
                if found:
                    values = [_number(row[start + slot]) for slot in slots[1:]]
                    whole = rules.finish(formula, values)
                    yield Sums(one.code, place, whole, found, 0, found)
                continue
            above, below, among, known, found = (row[start + slot] for slot in slots)
            if found or one.statistic == "count":
                lacking = (among or 0) - (known or 0)
                yield Sums(one.code, place, above, int(below or 0), lacking, found or 0)


def _number(value: Any) -> int | float | None:
    return value if value is None or isinstance(value, int) else float(value)


def _item_of(where: rules.Expr | None) -> tuple[str, rules.Expr | None]:
    """(the one item asked for, the rest of the condition); ('', all of it) where none is."""
    if where is None:
        return "", None
    parts = where.root.items if isinstance(where.root, rules.AllOf) else (where.root,)
    for part in parts:
        match part:
            case rules.Compare(op="==", left=rules.Name(name="item"), right=rules.Literal(value=v)):
                rest = tuple(one for one in parts if one is not part)
                return str(v), _joined(where, rest)
    return "", where


def _joined(where: rules.Expr, parts: tuple[rules.Node, ...]) -> rules.Expr | None:
    if not parts:
        return None
    root = parts[0] if len(parts) == 1 else rules.AllOf(parts, where.text)
    return rules.Expr(where.text, root, "bool", where.names)


def _columns(
    one: Definition, where: rules.Expr | None, term: Callable[[str], str], dialect: str
) -> tuple[str, ...]:
    """SQL of above and below, of the rows asked, of those with a number, and of those found; of a
    formula: of those found and of each aggregate."""
    bases = [one.by, *(["overdue"] if one.overdue else [])]
    asked = "basis IN ({})".format(", ".join(f"'{name}'" for name in bases))
    if where is not None:
        asked += f" AND ({to_sql(where, dialect)})"
    member = term(asked)

    def rows(*more: str, what: str = "count(*)") -> str:
        return f"{what} FILTER (WHERE {' AND '.join([member, *more])})"

    if formula := getattr(one, "measure", None):
        parts = (
            aggregate_sql(part, dialect, also=[member], term=term) for part in formula.aggregates
        )
        return rows(), *parts
    if one.statistic != "share":
        if one.value is None:
            return rows(), rows(), rows(), rows(), rows()
        v = term(to_sql(one.value, dialect))
        above = rows(what=_AGGREGATES[one.statistic].format(v=v))
        counted = rows(what=f"count({v})")
        return above, counted, rows(), counted, rows()
    assert one.numerator is not None
    a = term(to_sql(one.numerator, dialect))
    b = term(to_sql(one.denominator, dialect)) if one.denominator else ""
    if one.numerator.type == "int":
        known = (f"{a} IS NOT NULL", f"{b} IS NOT NULL")
        summed = rows(*known, what=f"sum({a})"), rows(*known, what=f"sum({b})")
        return *summed, rows(), rows(*known), rows()
    of = (b,) if b else ()
    counted = rows(*of, f"{a} IS NOT NULL")
    return rows(*of, a), counted, rows(*of), counted, rows()
