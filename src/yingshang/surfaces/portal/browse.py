"""The list of items narrowed: for whom, under which theme, by which bureau, handled where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.portal import look

__all__ = ["WHERE", "WHO", "ZONES", "Choice", "Page", "narrowed", "page_of"]

PAGE = 24
WHO = {"enterprise": _("企业办事"), "person": _("个人办事")}
WHERE = {"here": _("在本平台办"), "elsewhere": _("到部门系统办")}
ZONES = {
    "cross": (_("跨省通办"), "world-pin", _("人在外地也能办")),
    "bundle": (_("一件事"), "git-merge", _("一次申请，一次办齐")),
    "mobile": (_("掌上办"), "device-mobile", _("一部手机，一趟不跑")),
    "near": (_("就近办"), "map-pin", _("街道、社区、自助机")),
    "now": (_("当场办结"), "activity", _("材料齐全，当场决定")),
}


@dataclass(frozen=True)
class Choice:
    """What the visitor chose; an empty word chooses nothing."""

    text: str = ""
    who: str = ""
    theme: str = ""
    unit: str = ""
    where: str = ""
    zone: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        """From the address; words that mean nothing choose nothing."""
        who, where, zone = (query.get(name, "") for name in ("who", "where", "zone"))
        return cls(
            text=query.get("q", "").strip()[:60],
            who=who if who in WHO else "",
            theme=query.get("theme", "")[:30],
            unit=query.get("unit", "")[:30],
            where=where if where in WHERE else "",
            zone=zone if zone in ZONES else "",
        )

    @property
    def narrows(self) -> bool:
        """Is anything chosen beside words?"""
        return self != Choice(text=self.text)

    def kept(self, without: str) -> list[tuple[str, str]]:
        """The other choices, for the hidden fields of a form."""
        words = {**vars(self), "q": self.text}
        del words["text"]
        return [(name, word) for name, word in words.items() if word and name != without]


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int


def page_of(rows: Sequence[Any], wanted: str) -> Page:
    """The page asked for; the nearest there is where it is none."""
    pages = max(1, -(-len(rows) // PAGE))
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    number = min(max(1, number), pages)
    return Page(rows[(number - 1) * PAGE : number * PAGE], number, pages, len(rows))


def narrowed(items: Iterable[Any], choice: Choice) -> list[Any]:
    """Those that everything chosen lets through, in their order."""
    return [i for i in items if _through(i, choice)]


def _through(item: Any, choice: Choice) -> bool:
    if choice.who and item.audience not in {choice.who, "both"}:
        return False
    if choice.theme and not look.belongs(item, choice.theme, choice.who):
        return False
    if choice.unit and item.lead != choice.unit:
        return False
    if choice.where and (choice.where == "here") != _here(item):
        return False
    return not choice.zone or _in_zone(item, choice.zone)


def _here(item: Any) -> bool:
    return bool(getattr(item, "is_here", True))  # a bundle is always applied for here


def _in_zone(item: Any, zone: str) -> bool:
    body, whole = item.body, hasattr(item, "parts")
    if zone == "bundle":
        return whole or body.get("kind") == "bundle"
    if zone == "cross":
        return bool(body.get("cross_region")) or body.get("guide", {}).get("scope") in {
            "全国",
            "跨省",
        }
    if whole:
        return False
    if zone == "now":
        return body.get("kind") == "instant"
    if zone == "near":
        return bool(body.get("near"))
    said = body.get("guide", {}).get("channels")
    return "移动端" in said if said else _here(item) and item.visits == 0
