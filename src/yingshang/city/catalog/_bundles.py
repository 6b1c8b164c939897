"""Bundles (一件事): the forms and materials of several items made one, and which waits for which.

What comes out of `compile_bundle` reads like an item: fields, materials, steps (one an item). The
key `parts` says how each item's own form is filled from the one form, and from others' results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import names_in, renamed
from yingshang.kernel.worktime import Limit

__all__ = ["BundleView", "PartView", "check_declared", "compile_bundle"]

Body = Mapping[str, Any]
SAME = ("type", "label", "choices")  # two fields are one when these agree
OUTCOMES = ("granted", "partly", "refused")


@dataclass(frozen=True)
class PartView:
    """One item of a bundle. `waits_for`: codes of the items that come first; `inputs`: what their
    results give, in words; `edition`: the item's edition in force."""

    item: str
    name: str
    lead: str
    edition: int
    optional: bool
    why: str
    waits_for: tuple[str, ...]
    inputs: tuple[str, ...]
    promised: Limit | None
    charges: tuple[tuple[str, int], ...]
    summary: str = ""
    licence: str = ""


@dataclass(frozen=True)
class BundleView:
    """A bundle in force in a region. `promised` is for the whole, from receipt to the last one."""

    code: str
    name: str
    region: str
    version: int
    lead: str
    audience: str
    summary: str
    themes: tuple[str, ...]
    aliases: tuple[str, ...]
    promised: Limit | None
    parts: tuple[PartView, ...]
    body: Body = field(repr=False)
    items: Mapping[str, Body] = field(repr=False)

    @property
    def always(self) -> tuple[str, ...]:
        """Codes of the items that belong to it in any case."""
        return tuple(p.item for p in self.parts if not p.optional)

    def chosen(self, wanted: Iterable[str] | None) -> tuple[str, ...]:
        """The items applied for: those that always belong, and the optional ones wanted."""
        also = {p.item for p in self.parts if p.optional}
        also &= set(wanted) if wanted is not None else set()
        return tuple(p.item for p in self.parts if p.item in also or not p.optional)


def compile_bundle(view: BundleView, chosen: Sequence[str]) -> dict[str, Any]:
    """The one application for the chosen items, as an item-like body. Refusal: it does not fit."""
    merged = _Merged()
    parts, steps = [], []
    for declared in view.body["items"]:
        code = declared["item"]
        if code not in chosen:
            continue
        item = view.items[code]
        inputs = [i for i in declared.get("inputs", ()) if i["of"] in chosen]
        for source in inputs:
            _check_source(view, code, source)
        fields = merged.fields(code, item, declared, inputs)
        parts.append(
            {
                "item": code,
                "edition": next(p.edition for p in view.parts if p.item == code),
                "fields": fields,
                "fixed": dict(declared.get("fixed", {})),
                "materials": merged.materials(code, item, declared, inputs, fields),
                "inputs": inputs,
            }
        )
        after = dict.fromkeys([i["of"] for i in inputs] + list(declared.get("after", ())))
        steps.append(
            {
                "code": code,
                "name": item["name"],
                "unit": "lead",
                "after": [a for a in after if a in chosen],
            }
        )
    return {
        "code": view.code,
        "name": view.name,
        "family": "bundle",
        "handled": "here",
        "lead": view.lead,
        "limits": dict(view.body.get("limits", {})),
        "fields": list(merged.found.values()),
        "materials": list(merged.papers.values()),
        "steps": steps,
        "outcomes": list(OUTCOMES),
        "parts": parts,
        "version": view.version,
        **({"subject": view.body["subject"]} if "subject" in view.body else {}),
    }


def check_declared(bodies: Mapping[tuple[str, str, str], Body]) -> None:
    """Every declared bundle becomes one application, in the nation and wherever one of its items
    is declared otherwise; Refusal names what does not fit. Called when files are loaded."""
    for (kind, code, region), body in bodies.items():
        if kind != "bundle":
            continue
        codes = [declared["item"] for declared in body["items"]]
        places = {region} | {
            place for k, item, place in bodies if k == "item" and item in codes and not region
        }
        for place in sorted(places):
            items = {
                c: bodies.get(("item", c, place)) or bodies.get(("item", c, "")) for c in codes
            }
            missing = [c for c, found in items.items() if found is None]
            if missing:
                raise Refusal(
                    "bundle-item",
                    f"一件事 {code} 里的事项 {'、'.join(missing)} 没有声明。请改正后重新装载。",
                )
            _check_joined(code, body, {c: found for c, found in items.items() if found})


def _check_joined(code: str, body: Body, items: Mapping[str, Body]) -> None:
    known: set[str] = set()
    for declared in body["items"]:
        waits = {i["of"] for i in declared.get("inputs", ())} | set(declared.get("after", ()))
        if not waits <= known:
            raise Refusal(
                "bundle-order",
                f"一件事 {code} 的 {declared['item']} 要等{'、'.join(sorted(waits - known))}，"
                "但它没有排在前面。请调整次序后重新装载。",
            )
        known.add(declared["item"])
    parts = tuple(
        PartView(d["item"], "", "", 0, bool(d.get("optional")), "", (), (), None, ())
        for d in body["items"]
    )
    view = BundleView(
        code, body["name"], "", 0, body["lead"], "", "", (), (), None, parts, body, items
    )
    for chosen in (view.always, view.chosen(items)):
        compile_bundle(view, chosen)


def _check_source(view: BundleView, code: str, source: Body) -> None:
    licence = view.items[source["of"]].get("licence")
    gives = {"number", "issued_on", "licence"} if licence else set()
    if licence and licence.get("assigns"):
        gives.add(licence["assigns"])
    if licence and licence.get("valid_years"):
        gives.add("valid_until")
    if source["take"] not in gives:
        raise Refusal(
            "bundle-input",
            f"一件事“{view.name}”要用“{source['of']}”的{source['take']}办“{code}”，"
            "但该事项的结果里没有它。请改正后重新装载。",
        )


class _Merged:
    """Fields and materials so far, by their name in the one form."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self.papers: dict[str, dict[str, Any]] = {}

    def fields(
        self, code: str, item: Body, declared: Body, inputs: Sequence[Body]
    ) -> dict[str, str]:
        """Where each of the item's fields stands in the one form."""
        given = {i["field"] for i in inputs if "field" in i} | set(declared.get("fixed", {}))
        mapped: Mapping[str, str] = declared.get("map", {})
        known = {f["name"] for f in item.get("fields", ())}
        _refuse_unknown(code, (given | set(mapped)) - known)
        where: dict[str, str] = {}
        for one in item.get("fields", ()):
            if one["name"] in given:
                continue
            placed = self._placed(one, declared, where)
            where[one["name"]] = self._field(code, item, placed, mapped.get(one["name"], ""))
        return where

    def _placed(self, one: Body, declared: Body, where: Mapping[str, str]) -> Body:
        """A field or material whose condition speaks of the one form. What the condition asks for
        may come from another item's result only: then it is kept, but not insisted on."""
        if "when" not in one:
            return one
        fixed = {n: v for n, v in declared.get("fixed", {}).items() if isinstance(v, (str, int))}
        unknown = names_in(one["when"]) - set(where) - set(fixed)
        rest = {key: value for key, value in one.items() if key != "when"}
        if unknown:
            return {**rest, "required": False}
        return {**rest, "when": renamed(one["when"], where, fixed)}

    def _field(self, code: str, item: Body, one: Body, target: str) -> str:
        name = target or one["name"]
        known = self.found.get(name)
        if known is None:
            self.found[name] = {**one, "name": name}
            return name
        alike = [known.get(key) == one.get(key) for key in SAME]
        if target and not (alike[0] and alike[2]):
            raise Refusal(
                "bundle-map",
                f"“{item['name']}”的“{one['label']}”与“{known['label']}”类型或选项不同，不能并为一栏。"
                "请改正一件事的 map 后重新装载。",
            )
        if not target and not all(alike):  # the same name for another thing: kept apart
            name = f"{code.replace('-', '_')}_{one['name']}"
            label = f"{one['label']}（{item['name']}）"
            self.found[name] = {**one, "name": name, "label": label}
            return name
        self.found[name] = _stricter(known, one)
        return name

    def materials(
        self,
        code: str,
        item: Body,
        declared: Body,
        inputs: Sequence[Body],
        fields: Mapping[str, str],
    ) -> dict[str, str]:
        """Where each of the item's materials stands among those asked for once. `fields`: where
        the item's fields stand in the one form."""
        given = {i["material"] for i in inputs if "material" in i}
        mapped: Mapping[str, str] = declared.get("materials", {})
        known = {m["code"] for m in item.get("materials", ())}
        _refuse_unknown(code, (given | set(mapped)) - known)
        where = {}
        for one in item.get("materials", ()):
            if one["code"] in given:
                continue
            name = mapped.get(one["code"], one["code"])
            before = self.papers.get(name)
            if before is not None and name == one["code"] and before["name"] != one["name"]:
                name = f"{code}-{one['code']}"
                before = None
            if before is None:
                self.papers[name] = {**self._placed(one, declared, fields), "code": name}
            else:
                before.update(_both(before, self._placed(one, declared, fields)))
            where[one["code"]] = name
        return where


def _refuse_unknown(code: str, names: set[str]) -> None:
    if names:
        raise Refusal(
            "bundle-unknown",
            f"事项 {code} 没有{'、'.join(sorted(names))}。请改正一件事的声明后重新装载。",
        )


def _both(known: Body, one: Body) -> dict[str, Any]:
    """`required` and `when` of what two items ask for: wherever one of them asks for it. Two
    conditions that differ are joined; insisted on only where one is without a condition."""
    first, other = known.get("when", ""), one.get("when", "")
    required = bool(known.get("required")) or bool(one.get("required"))
    if first == other:
        return {"required": required}
    if not first or not other:
        plain = one if first else known
        return {"required": bool(plain.get("required")), "when": ""}
    return {"required": required, "when": f"({first}) or ({other})"}


def _stricter(known: Body, one: Body) -> dict[str, Any]:
    """One field for both: what either of them asks for is asked for."""
    field = {**known, **_both(known, one)}
    for flag in ("past", "personal"):
        if one.get(flag):
            field[flag] = True
    lows = [f["min"] for f in (known, one) if "min" in f]
    highs = [f["max"] for f in (known, one) if "max" in f]
    if lows:
        field["min"] = max(lows)
    if highs:
        field["max"] = min(highs)
    return field
