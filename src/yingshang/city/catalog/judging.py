"""What is wrong with a draft, by the heading under which a bureau wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.catalog._table4 import PATHS
from yingshang.city.catalog.checking import place_of
from yingshang.city.catalog.checks import faults
from yingshang.city.catalog.exchange.columns import ITEM, MATERIAL, STEP, get
from yingshang.city.catalog.guide import compile_guide
from yingshang.city.definitions import service as definitions

__all__ = [
    "DraftFault",
    "blocking",
    "heading_of",
    "judge_draft",
    "owned_paths",
    "path_of",
    "superior_touched",
]

Body = Mapping[str, Any]
LISTS = {"materials": ("材料", MATERIAL), "steps": ("环节", STEP)}
HEADINGS = {c.path: c.heading for c in ITEM}
HEADING_PATHS = {c.heading: c.path for c in ITEM}


@dataclass(frozen=True)
class DraftFault:
    """`blocks`: it must be mended before publication; what the edition in force has too does
    not block, but is shown."""

    heading: str
    sentence: str
    blocks: bool = True
    number: int = 0


def judge_draft(body: Body, base: Body, region: str) -> list[DraftFault]:
    """Schema, declared checks, and the cross-field checks with what was already so marked."""
    wrong = [
        DraftFault(heading_of(f.path, body), f.sentence)
        for f in definitions.faults_of("item", body)
    ]
    if wrong:
        return wrong
    place = place_of(region)
    before = {(f.number, f.sentence) for f in faults(compile_guide(base, place))} if base else set()
    return [
        DraftFault(f.title, f.sentence, (f.number, f.sentence) not in before, f.number)
        for f in faults(compile_guide(body, place))
    ]


def blocking(body: Body, base: Body, region: str) -> list[DraftFault]:
    return [f for f in judge_draft(body, base, region) if f.blocks]


def heading_of(path: tuple[str | int, ...], body: Body) -> str:
    """Where a bureau finds a fault: the heading of its column, and the row of a list."""
    if not path:
        return _("整个事项")
    first = str(path[0])
    if first in LISTS and len(path) > 1 and isinstance(path[1], int):
        label, columns = LISTS[first]
        inner = tuple(str(p) for p in path[2:])
        name = next((c.heading for c in columns if c.path == inner), ".".join(inner))
        return _("%(list)s第 %(n)d 行 %(name)s") % {"list": label, "n": path[1] + 1, "name": name}
    words = tuple(str(p) for p in path if not isinstance(p, int))
    for length in range(len(words), 0, -1):
        if words[:length] in HEADINGS:
            return HEADINGS[words[:length]]
    return ".".join(words)


def owned_paths(body: Body) -> dict[tuple[str, ...], str]:
    """What the superior catalogue owns in an item: path → the name it is called by."""
    names = body.get("guide", {}).get("superior", ())
    return {path_of(name): name for name in names}


def path_of(name: str) -> tuple[str, ...]:
    """An element of the standard's table, a column's heading, or a path with dots."""
    return PATHS.get(name) or HEADING_PATHS.get(name) or tuple(name.split("."))


def superior_touched(base: Body, body: Body) -> list[str]:
    """Names of what the superior owns and a body says otherwise than the edition it is from."""
    owned = owned_paths(base)
    touched = [name for path, name in owned.items() if get(base, path) != get(body, path)]
    if owned and get(base, ("guide", "superior")) != get(body, ("guide", "superior")):
        touched.append(_("上级目录管理的要素"))
    return touched
