"""What a guide says, as numbers and flags: the ground of the checks and of the four do's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingshang.city.catalog.codes import read_code

__all__ = ["GuideFacts", "depth_of", "facts_of"]

ONLINE = ("电脑端网上", "移动端")
FREE = ("不收费", "免费", "无收费")
DEPTHS = (("全程网办", 4), ("Ⅳ", 4), ("四级", 4), ("Ⅲ", 3), ("三级", 3), ("Ⅱ", 2), ("Ⅰ", 1))
# What a result's name ends in, and how a matter with such a result ends
ENDINGS = (("批复", "审批办结"), ("证", "出证办结"), ("文", "出文办结"))


@dataclass(frozen=True)
class GuideFacts:
    """`derived`: names of those that follow from others and were not declared."""

    type: str
    level: str
    uscc: str
    kind: str  # 即办件, 承诺件
    review: str  # 即审即办, 前审后批
    on_the_spot: bool
    process: tuple[str, ...]
    other_units: tuple[str, ...]
    result_name: str
    result_kind: str
    result_sample: str
    charged: bool | None
    fee_basis: str
    charges: int
    scope: str
    channels: tuple[str, ...]
    online: bool
    mail: bool | None
    pay_online: bool | None
    visits: int | None  # None: nobody has said
    visits_reason: str
    depth: int | None
    own_address: str
    audience: str
    derived: frozenset[str] = field(default_factory=frozenset)

    def source(self, name: str) -> str:
        return "derived" if name in self.derived else "declared"


def depth_of(text: str) -> int | None:
    """全程网办（Ⅳ级） → 4; None where the text names no level."""
    return next((level for word, level in DEPTHS if word in text), None)


def ending_of(name: str) -> str:
    return next((kind for end, kind in ENDINGS if name.endswith(end)), "")


def facts_of(body: Mapping[str, Any]) -> GuideFacts:
    """Read an item's body; what it does not declare follows from what it does."""
    g: Mapping[str, Any] = body.get("guide", {})
    derived: set[str] = set()

    def declared(name: str, otherwise: Any, *, key: str = "") -> Any:
        value = g.get(key or name)
        if value is None or value == "":
            derived.add(name)
            return otherwise
        return value

    code = read_code(g["impl_code"]) if g.get("impl_code") else None
    known = code if code and not code.problems else None
    basic = read_code(g["basic_code"]) if g.get("basic_code") else None
    typed = (known or basic).type if known or (basic and not basic.problems) else ""  # type: ignore[union-attr]
    on_the_spot = _on_the_spot(body)
    here = body["handled"] == "here"
    visits = body.get("visits")
    channels = tuple(declared("channels", _channels(body)))
    result = g.get("result", {})
    name = result.get("name") or _result_name(body)
    if not result.get("name"):
        derived.add("result_name")
    charged, charges = _charged(body)
    if not body.get("charges"):
        derived.add("charged")
    kind = declared("kind", "即办件" if on_the_spot else "承诺件")
    mail = declared("mail", "快递申请" in channels or None)
    return GuideFacts(
        type=declared("type", typed if typed.isdigit() else ""),
        level=declared("level", known.level if known else ""),
        uscc=known.uscc if known else "",
        kind=kind,
        review=declared("review", "即审即办" if kind == "即办件" else "前审后批"),
        on_the_spot=on_the_spot,
        process=tuple(declared("process", _process(body))),
        other_units=_others(body),
        result_name=name,
        result_kind=result.get("kind") or ending_of(name),
        result_sample=result.get("sample", ""),
        charged=charged,
        fee_basis=declared("fee_basis", _fee_basis(body)),
        charges=charges,
        scope=declared("scope", "跨省" if body.get("cross_region") else ""),
        channels=channels,
        online=bool(set(channels) & set(ONLINE)),
        mail=mail,
        pay_online=declared("pay_online", None if charged else False),
        visits=visits,
        visits_reason=declared("visits_reason", "无" if visits == 0 else ""),
        depth=depth_of(str(body.get("depth", ""))),
        own_address=f"/items/{body['code']}/" if here and set(channels) & set(ONLINE) else "",
        audience=str(body.get("audience", "both")),
        derived=frozenset(derived),
    )


def _on_the_spot(body: Mapping[str, Any]) -> bool:
    promised = body.get("limits", {}).get("promised")
    return body.get("kind") == "instant" or bool(promised and promised["value"] == 0)


def _channels(body: Mapping[str, Any]) -> list[str]:
    """Handled here and shown to applicants: the portal on both screens, and the hall."""
    if body["handled"] == "here" and body.get("portal", True):
        return ["窗口", *ONLINE]
    return ["电脑端网上"] if body.get("elsewhere", {}).get("url") else []


def _process(body: Mapping[str, Any]) -> list[str]:
    """What the engine does with every application, with the item's own steps between."""
    names = [step["name"] for step in body.get("steps", ())]
    if not names and body["handled"] != "here":
        return []
    if body.get("family") != "application":
        return ["登记", *names, "办结"]
    return ["受理", *names, "审批决定", "办结", "送达"]


def _others(body: Mapping[str, Any]) -> tuple[str, ...]:
    units = (s["unit"] for s in body.get("steps", ()))
    return tuple(dict.fromkeys(u for u in units if u not in (body["lead"], "lead")))


def _result_name(body: Mapping[str, Any]) -> str:
    return str(body.get("licence", {}).get("name") or "无")


def _charged(body: Mapping[str, Any]) -> tuple[bool | None, int]:
    charges = body.get("charges", ())
    if charges:
        return True, len(charges)
    fee = str(body.get("fee", ""))
    if not fee:
        return None, 0
    return not fee.startswith(FREE), 0


def _fee_basis(body: Mapping[str, Any]) -> str:
    found = dict.fromkeys(c["basis"] for c in body.get("charges", ()) if c.get("basis"))
    return "；".join(found)
