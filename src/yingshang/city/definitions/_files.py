"""Reads declared data from YAML files: base first, then the regions laid over it."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from json import loads
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from yingshang.kernel.flow import Refusal

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCHEMAS = Path(__file__).parent / "schemas"

# What a schema cannot see (an expression over unknown words): filled from above in apps.ready().
# A check raises a Refusal whose sentence names the fault.
CHECKS: dict[str, list[Callable[[Mapping[str, Any]], None]]] = {}
# The same for what only several bodies together show: given (kind, code, region) → body.
TOGETHER: list[Callable[[Mapping[tuple[str, str, str], Mapping[str, Any]]], None]] = []


@dataclass(frozen=True)
class Declared:
    """One body as a file declares it, overlays resolved."""

    kind: str
    code: str
    region: str
    body: dict[str, Any]
    source: str


def read_yaml(path: Path) -> Any:
    """A YAML file as plain data; a broken file gives one sentence naming line and column."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal(
            "data-unreadable", f"数据文件 {path} 无法读取：{error}。请改正后重试。"
        ) from None


def merge(base: Any, over: Any) -> Any:
    """Lay `over` on `base`: mappings key by key, anything else replaces."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        merged = dict(base)
        for key, value in over.items():
            merged[key] = merge(base.get(key), value)
        return merged
    return deepcopy(over)


def fill(value: Any, words: Mapping[str, Any]) -> Any:
    """Replace "{name}" in every string; a string that is only "{name}" takes the value itself."""
    if isinstance(value, str):
        if value.startswith("{") and value.endswith("}") and value[1:-1] in words:
            return deepcopy(words[value[1:-1]])
        for name, word in words.items():
            value = value.replace("{" + name + "}", str(word))
        return value
    if isinstance(value, Mapping):
        return {key: fill(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, words) for item in value]
    return value


def expand(document: Any) -> Iterator[dict[str, Any]]:
    """A file holds one body, a list of bodies, or a template with `for_each: [{...}, ...]`."""
    for body in document if isinstance(document, list) else [document]:
        if "for_each" not in body:
            yield body
            continue
        rest = {key: value for key, value in body.items() if key != "for_each"}
        for words in body["for_each"]:
            yield fill(rest, words)


@lru_cache
def _validator(kind: str) -> Draft202012Validator | None:
    path = SCHEMAS / f"{kind}.json"
    return Draft202012Validator(loads(path.read_text("utf-8"))) if path.exists() else None


def check(declared: Declared) -> None:
    """Refuse a body that does not fit its schema: which file, which field, what is wrong."""
    validator = _validator(declared.kind)
    error = next(iter(validator.iter_errors(declared.body)), None) if validator else None
    if error is not None:
        where = "/".join(map(str, error.absolute_path)) or "(根)"
        raise Refusal(
            "data-invalid",
            f"数据文件 {declared.source} 的 {where} 不合规格：{error.message}。请改正后重新装载。",
        )
    for further in CHECKS.get(declared.kind, ()):
        further(declared.body)


def declared_in(folder: Path, region: str) -> Iterator[Declared]:
    """Every body below `folder`/<kind>s/, unmerged."""
    for sub in sorted(p for p in folder.iterdir() if p.is_dir()):
        kind = sub.name.removesuffix("s")
        for path in sorted(sub.rglob("*.yaml")):
            for body in expand(read_yaml(path)):
                code = str(body.get("code") or body.get("extends") or path.stem)
                yield Declared(kind, code, region, body, str(path))


def collect(folders: list[Path]) -> list[Declared]:
    """All declared bodies: national ones, then regional ones with what they extend merged in."""
    base: dict[tuple[str, str], Declared] = {}
    for folder in folders:
        if (folder / "base").is_dir():
            base |= {(d.kind, d.code): d for d in declared_in(folder / "base", "")}
    regional: dict[tuple[str, str, str], Declared] = {}
    for folder in folders:
        home = folder / "regions"
        for place in sorted(home.iterdir()) if home.is_dir() else []:
            for d in declared_in(place, place.name) if place.is_dir() else []:
                regional[d.kind, d.code, d.region] = _overlaid(d, base)
    everything = [*base.values(), *regional.values()]
    for declared in everything:
        check(declared)
    bodies = {(d.kind, d.code, d.region): d.body for d in everything}
    for further in TOGETHER:
        further(bodies)
    return everything


def _overlaid(d: Declared, base: Mapping[tuple[str, str], Declared]) -> Declared:
    if "extends" not in d.body:
        return d
    under = base.get((d.kind, d.code))
    if under is None:
        raise Refusal(
            "data-extends-nothing", f"{d.source} 依据的 {d.code} 不存在，请检查 extends。"
        )
    over = {key: value for key, value in d.body.items() if key != "extends"}
    return Declared(d.kind, d.code, d.region, merge(under.body, over), d.source)
