"""The guide of an item: 64 elements of GB/T 39046-2020, each declared, derived, not applicable or
honestly missing. Nothing is asked twice: what limits, steps or units say is not typed in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.catalog._facts import GuideFacts, facts_of
from yingshang.city.catalog._table4 import ELEMENTS
from yingshang.city.catalog.codes import LEVELS, NATURES, TYPES
from yingshang.city.definitions import service as definitions

__all__ = ["Element", "Guide", "MaterialGuide", "Place", "compile_guide"]

DECLARED, DERIVED, NONE, MISSING = "declared", "derived", "none", "missing"
AUDIENCES = {
    "enterprise": ("企业法人", "2"),
    "person": ("自然人", "1"),
    "both": ("自然人、企业法人", "1,2"),
    "staff": ("行政机关", "5"),
}
CHANNEL_CODES = {"窗口": "1", "电脑端网上": "2", "移动端": "3", "快递申请": "4", "其他": "9"}
UNITS = {"workday": "工作日", "day": "自然日", "hour": "小时", "month": "个月"}
SPECIAL = {
    "hearing": "听证",
    "bidding": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert": "专家评审",
}
Said = tuple[str, str]  # value, source


@dataclass(frozen=True)
class Place:
    """Where the guide holds: the city and the names of its units by role."""

    code: str
    name: str
    units: Mapping[str, str] = field(default_factory=dict)
    phones: Mapping[str, str] = field(default_factory=dict)

    def unit(self, role: str) -> str:
        return self.units.get(role, role)


@dataclass(frozen=True)
class Element:
    """One element as printed. `source`: declared, derived, none (there is nothing to say, and the
    value says so) or missing (the bureau has yet to fill it in)."""

    number: int
    name: str
    value: str
    source: str

    @property
    def is_missing(self) -> bool:
        return self.source == MISSING


@dataclass(frozen=True)
class MaterialGuide:
    """One material with the elements 56–64 and what the city adds."""

    code: str
    name: str
    elements: tuple[Element, ...]
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Guide:
    """All elements in the standard's order; `facts` are the same as numbers and flags."""

    code: str
    name: str
    lead: str
    elements: tuple[Element, ...]
    materials: tuple[MaterialGuide, ...]
    facts: GuideFacts = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)

    @property
    def missing(self) -> tuple[Element, ...]:
        return tuple(e for e in self.elements if e.is_missing)

    @property
    def filled(self) -> int:
        return len(self.elements) - len(self.missing)

    def value(self, name: str) -> str:
        """What the table says under a name; '' where it is missing."""
        return next((e.value for e in self.elements if e.name == name), "")


def compile_guide(body: Mapping[str, Any], place: Place) -> Guide:
    """The guide of an item's body in a place. Pure: what is missing is said, not invented."""
    facts = facts_of(body)
    materials = tuple(_materials(body))
    said = _Sayings(body, place, facts)
    answers = [
        *said.who(),
        *said.limits(),
        *said.way(),
        *said.result(),
        *said.reach(),
        *said.service(),
        *_of_materials(materials),
    ]
    elements = tuple(
        Element(e.number, e.name, value, source)
        for e, (value, source) in zip(ELEMENTS, answers, strict=True)
    )
    return Guide(
        str(body["code"]),
        str(body["name"]),
        str(body["lead"]),
        elements,
        materials,
        facts,
        body,
    )


def _say(value: Any, source: str = DECLARED) -> Said:
    """A value, or missing where there is none."""
    text = (
        definitions.listed(map(str, value), "；")
        if isinstance(value, list | tuple)
        else str(value or "")
    )
    return (text, source) if text else ("", MISSING)


def _flag(value: bool | None, source: str = DECLARED) -> Said:
    return ("", MISSING) if value is None else (_("是") if value else _("否"), source)


class _Sayings:
    """Groups of elements in the standard's order; each answers (value, source)."""

    def __init__(self, body: Mapping[str, Any], place: Place, facts: GuideFacts) -> None:
        self.body, self.place, self.facts = body, place, facts
        self.guide: Mapping[str, Any] = body.get("guide", {})

    def who(self) -> list[Said]:
        """1–14: what it is and whose it is."""
        g, f = self.guide, self.facts
        kind = _say(f.type, f.source("type"))
        level = _say(f.level, f.source("level"))
        return [
            _say(self.body["name"]),
            _say(g.get("basic_code")),
            _say(g.get("impl_code")),
            (TYPES.get(f.type, ""), kind[1]),
            kind,
            _say(self.body.get("basis")),
            (LEVELS.get(f.level, ""), level[1]),
            level,
            _say(g.get("powers")),
            _say(g.get("content")),
            _say(self.place.unit(self.body["lead"]), DERIVED),
            _say(f.uscc, DERIVED),
            _say(NATURES.get(g.get("nature", ""))),
            _say(g.get("nature")),
        ]

    def limits(self) -> list[Said]:
        """15–20: law and promise, each as value, unit and explanation."""
        found: list[Said] = []
        limits = self.body.get("limits", {})
        for name in ("statutory", "promised"):
            limit = limits.get(name)
            if limit is None:
                found += [("", MISSING)] * 3
                continue
            why = limit.get("note") or limit.get("basis")
            empty = ("", MISSING) if name == "statutory" else (_("自受理之日起"), DERIVED)
            found += [
                _say(str(limit["value"])),
                _say(UNITS[limit["unit"]]),
                _say(why) if why else empty,
            ]
        return found

    def way(self) -> list[Said]:
        """21–28: conditions, process, who else, what else."""
        body, g, f = self.body, self.guide, self.facts
        others = [self.place.unit(role) for role in f.other_units]
        no_other: Said = (_("无，由实施主体单独办理"), NONE)
        doing = list(dict.fromkeys(s["unit"] for s in body.get("steps", ())))
        doing = doing or [body["lead"]]
        return [
            _say(body.get("conditions")),
            _say(" → ".join(f.process), f.source("process")),
            _say(definitions.listed(others), DERIVED) if others else no_other,
            ("", MISSING) if others else no_other,
            _say(definitions.listed(self.place.unit(role) for role in doing), DERIVED),
            _say(f.uscc, DERIVED) if doing == [body["lead"]] else ("", MISSING),
            _say(g["intermediary"]) if g.get("intermediary") else (_("无"), NONE),
            _say(g["quota"]) if g.get("quota") else (_("无"), NONE),
        ]

    def result(self) -> list[Said]:
        """29–32: what comes of it, and what it costs."""
        f = self.facts
        nothing: Said = (_("无"), NONE)
        return [
            _say(f.result_name, f.source("result_name")) if f.result_name != "无" else nothing,
            _say(f.result_sample) if f.result_name != "无" else nothing,
            _flag(f.charged, f.source("charged")),
            _say(f.fee_basis, f.source("fee_basis")) if f.charged else (_("不收费"), NONE),
        ]

    def reach(self) -> list[Said]:
        """33–43: for whom, by which channel, where."""
        g, f = self.guide, self.facts
        name, code = AUDIENCES[self.body.get("audience", "both")]
        pauses = [
            p.get("name") or SPECIAL.get(p["kind"], p["kind"]) for p in self.body.get("pauses", ())
        ]
        not_person: Said = (_("不适用"), NONE)
        audience = self.body.get("audience", "both")
        channels = definitions.listed(f.channels)
        codes = ",".join(CHANNEL_CODES[c] for c in f.channels)
        return [
            _say(f.scope, f.source("scope")),
            (name, DECLARED if "audience" in self.body else DERIVED),
            (code, DERIVED),
            _say(definitions.listed(self.body.get("themes", ()))),
            not_person if audience == "person" else _say(g.get("themes_legal")),
            not_person if audience == "enterprise" else _say(g.get("themes_person")),
            _say(channels, f.source("channels")),
            _say(codes, DERIVED),
            _say(definitions.listed(pauses)) if pauses else (_("法律规定的特别程序"), NONE),
            _say(self.place.name, DERIVED),
            _say(self.place.code, DERIVED),
        ]

    def service(self) -> list[Said]:
        """44–55: how to come, ask and complain."""
        g, f = self.guide, self.facts
        elsewhere = self.body.get("elsewhere", {})
        asked = g.get("consult_phone") or self.place.phones.get(self.body["lead"], "")
        told = DECLARED if g.get("consult_phone") else DERIVED
        url = g.get("online_url") or elsewhere.get("url") or f.own_address
        here = self.body["handled"] == "here"
        system = _("市级") if here else elsewhere.get("system", "")
        ways = [_("电话"), _("窗口")] if asked else [_("窗口")]
        faq = [f"{pair['q']}{pair['a']}" for pair in self.body.get("faq", ())]
        return [
            _flag(g.get("appointment")),
            _flag(f.pay_online, f.source("pay_online")),
            _flag(f.mail, f.source("mail")),
            _flag(f.online, DERIVED),
            _say(url, DECLARED if g.get("online_url") else DERIVED),
            _say(system, DERIVED),
            _say(g.get("address")),
            _say(g.get("hours")),
            _say(definitions.listed(ways), DERIVED),
            _say(asked, told),
            _say(g.get("complain_phone")),
            _say(faq),
        ]


def _materials(body: Mapping[str, Any]) -> Iterator[MaterialGuide]:
    for m in body.get("materials", ()):
        own = _("自备") in str(m.get("source", ""))
        own_issuer: Said = (_("申请人"), DERIVED) if own else ("", MISSING)
        own_place: Said = (_("申请人自备，不用到别处办"), NONE) if own else ("", MISSING)
        answers = [
            _say(m["name"]),
            _say(m["issuer"]) if m.get("issuer") else own_issuer,
            _say(m["issued_within"]) if m.get("issued_within") else (_("不限"), NONE),
            _say(m.get("note")),
            _say(m["issuer"], DERIVED) if m.get("issuer") and not own else own_place,
            _say(m.get("use")),
            _count(m, "originals"),
            _count(m, "copies"),
            _flag(bool(m.get("required"))),
        ]
        elements = tuple(
            Element(e.number, e.name, value, source)
            for e, (value, source) in zip(ELEMENTS[55:], answers, strict=True)
        )
        yield MaterialGuide(str(m["code"]), str(m["name"]), elements, m)


def _count(material: Mapping[str, Any], key: str) -> Said:
    if key in material:
        return str(material[key]), DECLARED
    return ("0", NONE) if material.get("form") == "电子" else ("", MISSING)


def _of_materials(materials: tuple[MaterialGuide, ...]) -> list[Said]:
    """56–64 over all materials: missing where one of them lacks it."""
    if not materials:
        return [(_("不用准备材料"), NONE)] * 9
    found: list[Said] = []
    for place in range(9):
        each = [m.elements[place] for m in materials]
        if any(e.is_missing for e in each):
            lacking = [m.name for m in materials if m.elements[place].is_missing]
            found.append((_("未填写：%s") % definitions.listed(lacking), MISSING))
            continue
        texts = [
            e.value if place == 0 else f"{m.name}：{e.value}"
            for m, e in zip(materials, each, strict=True)
        ]
        found.append((definitions.listed(texts, "；"), each[0].source))
    return found
