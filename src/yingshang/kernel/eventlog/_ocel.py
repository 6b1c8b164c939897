"""Whether plain data is an object-centric event log by OCEL 2.0 (JSON).

What the published JSON schema asks for (four lists, names, ids, times, values as strings), and what
the specification asks for beyond it: ids are unique, types and attributes declared, values of their
declared type, relations lead to objects (Berti et al., OCEL 2.0 Specification, 2023, definition 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

__all__ = ["ocel_faults"]

TYPES = ("string", "time", "integer", "float", "boolean")
PARTS = ("eventTypes", "objectTypes", "events", "objects")


def ocel_faults(whole: object, most: int = 20) -> tuple[str, ...]:
    """The first ``most`` faults, each where and what; none where it is an OCEL 2.0 log."""
    return tuple(islice(_faults(whole), most))


def _faults(whole: object) -> Iterator[str]:
    if not isinstance(whole, Mapping):
        yield "最外层应是一个对象。"
        return
    lacking = [part for part in PARTS if not isinstance(whole.get(part), list)]
    yield from (f"缺少列表“{part}”。" for part in lacking)
    if lacking:
        return
    told: dict[str, dict[str, dict[str, str]]] = {}
    for part in ("eventTypes", "objectTypes"):
        told[part] = {}
        yield from _types(part, whole[part], told[part])
    ids = {
        one["id"]
        for one in whole["objects"]
        if isinstance(one, Mapping) and isinstance(one.get("id"), str)
    }
    for part, kinds in (("objects", told["objectTypes"]), ("events", told["eventTypes"])):
        seen: set[str] = set()
        for number, one in enumerate(whole[part]):
            yield from _thing(f"{part}[{number}]", one, kinds, seen, ids, part == "events")


def _types(part: str, rows: list[Any], told: dict[str, dict[str, str]]) -> Iterator[str]:
    for number, one in enumerate(rows):
        where = f"{part}[{number}]"
        if not isinstance(one, Mapping) or not isinstance(one.get("name"), str):
            yield f"{where} 没有名称。"
            continue
        if one["name"] in told:
            yield f"{where} 的名称“{one['name']}”重复。"
        own = told[one["name"]] = {}
        if not isinstance(one.get("attributes"), list):
            yield f"{where} 没有 attributes 列表。"
            continue
        for each in one["attributes"]:
            if not isinstance(each, Mapping) or not isinstance(each.get("name"), str):
                yield f"{where} 有一个没有名称的属性。"
            elif each.get("type") not in TYPES:
                yield f"{where} 的属性“{each['name']}”的类型不是 {'、'.join(TYPES)} 之一。"
            else:
                own[each["name"]] = each["type"]


def _thing(
    where: str,
    one: Any,
    kinds: Mapping[str, Mapping[str, str]],
    seen: set[str],
    ids: set[str],
    event: bool,
) -> Iterator[str]:
    if not isinstance(one, Mapping) or not isinstance(one.get("id"), str) or not one["id"]:
        yield f"{where} 没有 id。"
        return
    if one["id"] in seen:
        yield f"{where} 的 id“{one['id']}”重复。"
    seen.add(one["id"])
    kind = one.get("type")
    if not isinstance(kind, str) or kind not in kinds:
        yield f"{where} 的类型“{kind}”没有声明。"
        return
    if event and not _is_time(one.get("time")):
        yield f"{where} 的时间不是带时区的 ISO 8601。"
    for each in _list(one, "attributes"):
        yield from _attribute(where, each, kinds[kind], event)
    links: set[tuple[str, str]] = set()
    for each in _list(one, "relationships"):
        if not isinstance(each, Mapping) or not all(
            isinstance(each.get(key), str) for key in ("objectId", "qualifier")
        ):
            yield f"{where} 有一条关系缺少 objectId 或 qualifier。"
            continue
        link = (each["objectId"], each["qualifier"])
        if link[0] not in ids:
            yield f"{where} 的关系指向不存在的对象“{link[0]}”。"
        if link in links:
            yield f"{where} 的关系“{link[0]}（{link[1]}）”重复。"
        links.add(link)


def _attribute(where: str, each: Any, told: Mapping[str, str], event: bool) -> Iterator[str]:
    if not isinstance(each, Mapping) or not isinstance(each.get("name"), str):
        yield f"{where} 有一个没有名称的属性。"
        return
    name = each["name"]
    if name not in told:
        yield f"{where} 的属性“{name}”没有在类型里声明。"
    elif not isinstance(each.get("value"), str):
        yield f"{where} 的属性“{name}”的值不是字符串。"
    elif not _IS[told[name]](each["value"]):
        yield f"{where} 的属性“{name}”的值不是 {told[name]}。"
    if not event and not _is_time(each.get("time")):
        yield f"{where} 的属性“{name}”没有带时区的时间。"


def _list(one: Mapping[str, Any], key: str) -> list[Any]:
    found = one.get(key, [])
    return found if isinstance(found, list) else [found]


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_number(read: Callable[[str], object]) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        try:
            read(value)
        except ValueError:
            return False
        return True

    return holds


_IS: Mapping[str, Callable[[str], bool]] = {
    "string": lambda value: True,
    "time": _is_time,
    "integer": _is_number(int),
    "float": _is_number(float),
    "boolean": lambda value: value in ("true", "false"),
}
