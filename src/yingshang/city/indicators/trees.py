"""Trees: what an evaluation asks, node by node, and what our own numbers can answer of it.

One observation may feed several trees. A node that nothing feeds says so; a node whose indicators
have no value has none either: missing is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingshang.city.definitions import service as known
from yingshang.city.indicators.kinds import DefinitionView, PeriodKind, ValueView
from yingshang.city.indicators.queries import definitions, series
from yingshang.kernel.flow import Refusal

__all__ = ["Leaf", "Node", "Tree", "tree", "tree_names", "trees"]


@dataclass(frozen=True)
class Leaf:
    """One indicator under a node, with the year's value."""

    definition: DefinitionView
    value: ValueView


@dataclass(frozen=True)
class Node:
    """``leaves`` of itself (second level), ``children`` of a first-level node."""

    code: str
    name: str
    children: tuple["Node", ...] = ()
    leaves: tuple[Leaf, ...] = ()

    @property
    def every(self) -> tuple[Leaf, ...]:
        """Its own indicators and those below, each once."""
        found = {leaf.definition.code: leaf for leaf in self.leaves}
        for child in self.children:
            found |= {leaf.definition.code: leaf for leaf in child.every}
        return tuple(found.values())

    @property
    def known(self) -> int:
        """How many of its indicators have a value."""
        return sum(leaf.value.value is not None for leaf in self.every)

    @property
    def marks(self) -> tuple[str, ...]:
        """Where its values come from."""
        found = {leaf.value.mark for leaf in self.every if leaf.value.value is not None}
        return tuple(sorted(found))


@dataclass(frozen=True)
class Tree:
    """``answered``: first-level nodes with a value; ``second`` and ``second_answered`` below."""

    code: str
    name: str
    year: int
    verified: bool
    basis: str
    nodes: tuple[Node, ...]

    @property
    def answered(self) -> int:
        return sum(node.known > 0 for node in self.nodes)

    @property
    def second(self) -> int:
        return sum(len(node.children) for node in self.nodes)

    @property
    def second_answered(self) -> int:
        return sum(child.known > 0 for node in self.nodes for child in node.children)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        found = {leaf.definition.code: leaf for node in self.nodes for leaf in node.every}
        return tuple(found.values())


def trees(region: str, *, as_of: date) -> list[Tree]:
    """Every tree in force for a region, with the year's values: two queries for all of them."""
    declared, values = _values(region, as_of)
    editions = known.editions("tree", region=region, on=as_of)
    return [_tree(one.body, declared, values) for one in editions]


def tree_names(region: str, *, as_of: date) -> list[tuple[str, str]]:
    """(code, name) of every tree in force, without a value: to choose from."""
    editions = known.editions("tree", region=region, on=as_of)
    return [(one.body["code"], one.body["name"]) for one in editions]


def tree(code: str, region: str, *, as_of: date) -> Tree:
    """One tree; a Refusal where there is none of that code."""
    found = known.edition("tree", code, region=region, on=as_of)
    if found is None:
        raise Refusal("tree-unknown", f"没有编码为“{code}”的指标树，请从列表里选择。")
    return _tree(found.body, *_values(region, as_of))


Known = Mapping[str, DefinitionView]
Values = Mapping[str, ValueView]


def _values(region: str, as_of: date) -> tuple[Known, Values]:
    declared = {one.code: one for one in definitions(region, as_of)}
    found = series(region, as_of=as_of, period=PeriodKind.YEAR)
    return declared, {code: one.latest for code, one in found.items()}


def _tree(body: Mapping[str, Any], declared: Known, values: Values) -> Tree:
    return Tree(
        body["code"],
        body["name"],
        body["year"],
        body["verified"],
        body["basis"],
        tuple(
            Node(
                node["code"],
                node["name"],
                tuple(_child(child, declared, values) for child in node["children"]),
            )
            for node in body["nodes"]
        ),
    )


def _child(body: Mapping[str, Any], declared: Known, values: Values) -> Node:
    """An indicator that is no longer declared drops out of its node."""
    codes = [code for code in body["indicators"] if code in declared]
    leaves = tuple(Leaf(declared[code], values[code]) for code in codes)
    return Node(body["code"], body["name"], (), leaves)
