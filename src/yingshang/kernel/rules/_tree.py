"""The typed tree of a rule: what the evaluator and the SQL compiler both walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from yingshang.kernel.rules._vocabulary import Term

__all__ = [
    "AllOf",
    "AnyOf",
    "Arith",
    "Call",
    "Compare",
    "Expr",
    "IsMissing",
    "Literal",
    "Name",
    "Negate",
    "Node",
    "Not",
    "OneOf",
    "Scalar",
    "children",
    "names",
]

Scalar = bool | int | float | str | date | datetime


@dataclass(frozen=True)
class Literal:
    """A constant; dates and instants are already parsed."""

    value: Scalar
    type: str
    text: str = ""


@dataclass(frozen=True)
class Name:
    """A fact of the vocabulary."""

    name: str
    term: Term
    type: str
    text: str = ""


@dataclass(frozen=True)
class Not:
    item: Node
    text: str = ""
    type: str = "bool"


@dataclass(frozen=True)
class AllOf:
    """Kleene and: one no makes it no, whatever is unknown."""

    items: tuple[Node, ...]
    text: str = ""
    type: str = "bool"


@dataclass(frozen=True)
class AnyOf:
    """Kleene or: one yes makes it yes, whatever is unknown."""

    items: tuple[Node, ...]
    text: str = ""
    type: str = "bool"


@dataclass(frozen=True)
class Compare:
    """``op`` is one of == != < <= > >=."""

    op: str
    left: Node
    right: Node
    text: str = ""
    type: str = "bool"


@dataclass(frozen=True)
class OneOf:
    """Membership: a missing element leaves a non-match unknown, as in SQL's IN."""

    item: Node
    options: tuple[Node, ...]
    text: str = ""
    type: str = "bool"

    @cached_property
    def constants(self) -> frozenset[Scalar]:
        """The values of the options that are constants: a list may be as long as a catalogue."""
        return frozenset(one.value for one in self.options if isinstance(one, Literal))

    @cached_property
    def others(self) -> tuple[Node, ...]:
        """The options that have to be computed."""
        return tuple(one for one in self.options if not isinstance(one, Literal))


@dataclass(frozen=True)
class IsMissing:
    """The only question that a missing fact answers."""

    item: Node
    text: str = ""
    type: str = "bool"


@dataclass(frozen=True)
class Arith:
    """``op`` is one of + - * /; a division by zero is unknown."""

    op: str
    left: Node
    right: Node
    type: str
    text: str = ""


@dataclass(frozen=True)
class Negate:
    item: Node
    type: str
    text: str = ""


@dataclass(frozen=True)
class Call:
    """``function`` is one of min max abs; one missing argument makes it unknown."""

    function: str
    args: tuple[Node, ...]
    type: str
    text: str = ""


Node = Literal | Name | Not | AllOf | AnyOf | Compare | OneOf | IsMissing | Arith | Negate | Call


@dataclass(frozen=True)
class Expr:
    """A parsed rule: its text, its tree, the type of its answer and the facts it reads."""

    text: str
    root: Node
    type: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in reading order."""
    match node:
        case Not() | IsMissing() | Negate():
            return (node.item,)
        case AllOf() | AnyOf():
            return node.items
        case Compare() | Arith():
            return (node.left, node.right)
        case OneOf():
            return (node.item, *node.options)
        case Call():
            return node.args
        case _:
            return ()


def names(node: Node) -> Iterator[str]:
    """Every fact named in the tree, in reading order, repeats included."""
    if isinstance(node, Name):
        yield node.name
    for child in children(node):
        yield from names(child)
