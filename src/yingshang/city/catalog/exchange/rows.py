"""A body as rows and back. What no cell can hold without loss goes along as JSON, cell by cell,
so that export and import are identity for whatever a schema allows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog.exchange.columns import (
    ABSENT,
    ITEM,
    MATERIAL,
    STEP,
    CellWrong,
    Column,
    get,
    put,
)
from yingshang.city.definitions import service as definitions

__all__ = ["COVERED", "ItemRows", "RowWrong", "Units", "body_of", "kept", "rows_of", "units_of"]

LIMITS_IN_ROW = ("statutory", "promised")
COVERED = frozenset({c.path[0] for c in ITEM} | {"materials", "steps", "limits"})


@dataclass(frozen=True)
class Units:
    """Names of a city's units and back; a role that the city has no unit for stands for itself."""

    names: Mapping[str, str]
    roles: Callable[[str], str | None]

    def name(self, role: str) -> str:
        return self.names.get(role, role)


def units_of(region: str) -> Units:
    names = {u.role: u.name for u in accounts.units(region)}
    known = {*names, *_roles_in_use(region)}

    def role(text: str) -> str | None:
        found = accounts.resolve_unit(text, region)
        if found is not None:
            return found.role
        return text if text in known else None

    return Units(names, role)


def _roles_in_use(region: str) -> set[str]:
    """Roles that the catalogue speaks of, also where the city has no such unit of its own."""
    found = set()
    for edition in definitions.editions("item", region=region, on=date.max):
        found.add(str(edition.body["lead"]))
        found |= {str(step["unit"]) for step in edition.body.get("steps", ())}
    return found


@dataclass
class ItemRows:
    """One item as cells by heading: its row, its materials, its steps and limits, and the rest
    (path → JSON)."""

    cells: dict[str, Any]
    materials: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    rest: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowWrong:
    """What is wrong: `sheet` is item, material, step or rest; `row` counts within the item."""

    sheet: str
    row: int
    heading: str
    sentence: str


def rows_of(body: Mapping[str, Any], units: Units) -> ItemRows:
    """The rows that say a body."""
    found = ItemRows(_encoded(body, ITEM, units))
    found.materials = [_encoded(m, MATERIAL, units) for m in body.get("materials", ())]
    found.steps = [_encoded({**s, "row": "step"}, STEP, units) for s in body.get("steps", ())]
    found.steps += [
        _encoded({"row": "limit", "code": name, "limit": limit}, STEP, units)
        for name, limit in body.get("limits", {}).items()
        if name not in LIMITS_IN_ROW
    ]
    found.materials = found.materials if _back("materials", body, found, units) else []
    if not _back("steps", body, found, units):
        found.steps = [row for row in found.steps if row.get("类别") == "时限"]
    said, wrong = body_of(found, units, under={})
    if wrong or _further(said) != _further(body):
        found.steps = [row for row in found.steps if row.get("类别") == "环节"]
        said, wrong = body_of(found, units, under={})
    found.rest = {
        ".".join(path): json.dumps(value, ensure_ascii=False) for path, value in _unsaid(body, said)
    }
    return found


def _back(key: str, body: Mapping[str, Any], rows: ItemRows, units: Units) -> bool:
    """Whether the rows of a list say all of it: if not, the list goes along as a whole."""
    said, wrong = body_of(rows, units, under={})
    return not wrong and (said.get(key) == body.get(key) or not body.get(key))


def _further(body: Mapping[str, Any]) -> dict[str, Any]:
    """The limits that stand in rows of their own."""
    limits = body.get("limits", {})
    return {k: v for k, v in limits.items() if k not in LIMITS_IN_ROW}


def _encoded(body: Mapping[str, Any], columns: Sequence[Column], units: Units) -> dict[str, Any]:
    """Cells by heading; a value that its cell would not give back is left to the rest."""
    cells: dict[str, Any] = {}
    for column in columns:
        value = get(body, column.path)
        cell = column.encode(value, units.name)
        if cell == "" or value is ABSENT:
            continue
        try:
            same = column.decode(cell, units.roles) == value
        except CellWrong:
            same = False
        if same:
            cells[column.heading] = cell
    return cells


def _unsaid(
    body: Mapping[str, Any], said: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths of a body where the cells say something else."""
    for key, value in body.items():
        path = (*above, key)
        if key in said and said[key] == value:
            continue
        inner = said.get(key)
        if isinstance(value, Mapping) and isinstance(inner, Mapping):
            yield from _unsaid(value, inner, path)
        else:
            yield path, value


def body_of(
    rows: ItemRows, units: Units, *, under: Mapping[str, Any]
) -> tuple[dict[str, Any], list[RowWrong]]:
    """The body that rows say, laid over `under`, and what is wrong in which cell."""
    wrong: list[RowWrong] = []
    body: dict[str, Any] = {**deepcopy(dict(under)), **_rest(rows.rest, wrong)}
    for column in ITEM:
        value = _read(column, rows.cells, units, wrong, ("item", 0))
        if value is not ABSENT:
            put(body, column.path, value)
    if rows.materials:
        body["materials"] = [
            _row(MATERIAL, row, units, wrong, ("material", number))
            for number, row in enumerate(rows.materials)
        ]
    _steps(body, rows, units, wrong)
    return body, wrong


def kept(body: Mapping[str, Any], heads: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """What a file does not speak of: no column of its sheets says it. It stays as it is."""
    spoken = {c.path for c in ITEM if c.heading in heads.get("item", ())}
    lists = {"materials": "material" in heads, "steps": "step" in heads}
    found: dict[str, Any] = {}
    for path, value in _leaves(body):
        further = len(path) > 1 and path[0] == "limits" and path[1] not in LIMITS_IN_ROW
        if path in spoken or lists.get(path[0]) or (further and lists["steps"]):
            continue
        put(found, path, deepcopy(value))
    return found


def _leaves(
    body: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in body.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _rest(rest: Mapping[str, str], wrong: list[RowWrong]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, (key, text) in enumerate(rest.items()):
        try:
            put(found, tuple(key.split(".")), json.loads(text))
        except (ValueError, RecursionError):
            wrong.append(RowWrong("rest", number, key, _("“%s”的内容不是 JSON。") % key))
    return found


def _read(
    column: Column,
    cells: Mapping[str, Any],
    units: Units,
    wrong: list[RowWrong],
    where: tuple[str, int],
) -> Any:
    try:
        return column.decode(cells.get(column.heading), units.roles)
    except CellWrong as error:
        wrong.append(RowWrong(*where, column.heading, str(error)))
        return ABSENT


def _row(
    columns: Sequence[Column],
    cells: Mapping[str, Any],
    units: Units,
    wrong: list[RowWrong],
    where: tuple[str, int],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in columns:
        value = _read(column, cells, units, wrong, where)
        if value is not ABSENT:
            put(found, column.path, value)
    return found


def _steps(body: dict[str, Any], rows: ItemRows, units: Units, wrong: list[RowWrong]) -> None:
    steps = []
    for number, cells in enumerate(rows.steps):
        found = _row(STEP, cells, units, wrong, ("step", number))
        kind = found.pop("row", "step")
        if kind == "step":
            steps.append(found)
        elif "code" in found:
            put(body, ("limits", found["code"]), found.get("limit", {}))
        else:
            wrong.append(RowWrong("step", number, "代码", _("时限要有代码，例如 acceptance。")))
    if steps:
        body["steps"] = steps
