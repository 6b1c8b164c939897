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

Bases = tuple[str, ...]

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
class _Part:
    """What is asked of the rows of some bases: whoever counts decided cases does not look at
    those that were sent in. Terms and columns are shared: what is asked twice is computed once.

    ``terms`` are conditions and numbers of single rows, worked out below the aggregates, so that a
    filter is a few yes-or-no columns and not the same text compared sixty times.
    """

    terms: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    def column(self, sql: str) -> int:
        return self.columns.setdefault(sql, len(self.columns))

    def term(self, sql: str) -> str:
        return self.terms.setdefault(sql, f"t{len(self.terms)}")


@dataclass
class _Statement:
    """The definitions of one view, in a part for each choice of bases."""

    view: str
    by_item: bool
    parts: dict[Bases, _Part] = field(default_factory=dict)
    asked: list[tuple[Definition, str, Bases, tuple[int, ...]]] = field(default_factory=list)

    def ask(self, one: Definition, item: str, where: rules.Expr | None, dialect: str) -> None:
        bases = (one.by, *(("overdue",) if one.overdue and one.by != "overdue" else ()))
        part = self.parts.setdefault(bases, _Part())
        slots = tuple(map(part.column, _columns(one, where, part.term, dialect)))
        self.asked.append((one, item, bases, slots))

    def sqls(self, places: Sequence[Sequence[str]], source: str) -> dict[Bases, str]:
        """By part; ``places``: the grouping sets, each the columns of one kind of place. A count
        is zero wherever there is any row: the part () finds the places that no other would."""
        found = {
            bases: self._sql(part, f"basis IN ({_texts(bases)})", places, source)
            for bases, part in self.parts.items()
        }
        if any(one.statistic == "count" for one, *_rest in self.asked):
            seen = dict.fromkeys(basis for bases in self.parts for basis in bases)
            found[()] = self._sql(_Part(), f"basis NOT IN ({_texts(seen)})", places, source)
        return found

    def _sql(self, part: _Part, where: str, places: Sequence[Sequence[str]], source: str) -> str:
        names = list(dict.fromkeys(name for place in places for name in place))
        more = ["item"] if self.by_item else []
        sets = ", ".join(f"({', '.join([*place, *more])})" for place in places)
        marks = [f"grouping({name})" for name in names]
        picked = [f"{sql} AS c{number}" for sql, number in part.columns.items()]
        terms = [f"({sql}) AS {name}" for sql, name in part.terms.items()]
        rows = f"SELECT {', '.join([*names, *more, *terms])} FROM {source} WHERE {where}"
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
        made.setdefault(key, _Statement(*key)).ask(one, item, where, dialect)
    return list(made.values())


def read(
    statement: _Statement,
    places: Sequence[Sequence[str]],
    run: Callable[[str], Iterable[Sequence[Any]]],
    source: str = "",
) -> Iterator[Sums]:
    """Run one statement and take it apart again; a place's columns come in the order named."""
    by_item: dict[str, list[Any]] = {}
    for one in statement.asked:
        by_item.setdefault(one[1], []).append(one)
    for place, item, cells in _rows(statement, places, run, source):
        for one, _item, bases, slots in by_item.get(item, ()):
            values = cells.get(bases)
            picked = [None if values is None else values[slot] for slot in slots]
            if formula := getattr(one, "measure", None):
                found = picked[0] or 0
                if found:
                    whole = rules.finish(formula, [_number(value) for value in picked[1:]])
                    yield Sums(one.code, place, whole, found, 0, found)
                continue
            above, below, among, known, found = picked
            if found or one.statistic == "count":
                lacking = (among or 0) - (known or 0)
                yield Sums(one.code, place, above, int(below or 0), lacking, found or 0)


def _rows(
    statement: _Statement,
    places: Sequence[Sequence[str]],
    run: Callable[[str], Iterable[Sequence[Any]]],
    source: str,
) -> Iterator[tuple[tuple[Any, ...], str, dict[Bases, Sequence[Any]]]]:
    """(place, item, cells of each part that has rows there)."""
    names = list(dict.fromkeys(name for place in places for name in place))
    start = 2 * len(names) + statement.by_item
    found: dict[tuple[Any, ...], dict[Bases, Sequence[Any]]] = {}
    for bases, sql in statement.sqls(places, source or f"{statement.view}_in").items():
        for row in run(sql):
            found.setdefault(tuple(row[:start]), {})[bases] = row[start:]
    for key, cells in found.items():
        place, marks = key[: len(names)], key[len(names) : 2 * len(names)]
        if any(not mark and not value for mark, value in zip(marks, place, strict=True)):
            continue  # without a unit or a district it counts in the whole only
        yield place, key[-1] if statement.by_item else "", cells


def _texts(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


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
    member = "" if where is None else term(to_sql(where, dialect))

    def rows(*more: str) -> str:
        return _count(*filter(None, [member]), *more)

    def over(aggregate: str, *more: str) -> str:
        asked = " AND ".join([*filter(None, [member]), *more])
        return f"{aggregate} FILTER (WHERE {asked})" if asked else aggregate

    if formula := getattr(one, "measure", None):
        also = [member] if member else []
        parts = (aggregate_sql(part, dialect, also=also, term=term) for part in formula.aggregates)
        return rows(), *parts
    if one.statistic != "share":
        if one.value is None:
            return rows(), rows(), rows(), rows(), rows()
        v = term(to_sql(one.value, dialect))
        known = rows(f"{v} IS NOT NULL")
        return over(_AGGREGATES[one.statistic].format(v=v)), known, rows(), known, rows()
    assert one.numerator is not None
    a = term(to_sql(one.numerator, dialect))
    b = term(to_sql(one.denominator, dialect)) if one.denominator else ""
    if one.numerator.type == "int":
        both = (f"{a} IS NOT NULL", f"{b} IS NOT NULL")
        return over(f"sum({a})", *both), over(f"sum({b})", *both), rows(), rows(*both), rows()
    of = (b,) if b else ()
    counted = rows(*of, f"{a} IS NOT NULL")
    return rows(*of, a), counted, rows(*of), counted, rows()


def _count(*asked: str) -> str:
    """How many rows fulfil all: summing yes and no is twice as fast as picking rows out."""
    return f"coalesce(count_if({' AND '.join(asked)}), 0)" if asked else "count(*)"
