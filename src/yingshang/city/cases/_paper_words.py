"""What a voucher says: the words of one fact, filled into the declared paragraphs.

Only what stood fast on the day goes in: limits in words rather than dates that a pause may move.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases._later_words import day, moment
from yingshang.city.cases.kinds import PAUSE_LABELS, REFUSAL_LABELS, outcome_label
from yingshang.kernel.worktime import CST

__all__ = ["chinese_day", "paragraphs"]

Filled = tuple[str | tuple[str, ...], ...]
SILENCE = (
    "本机关没有在规定期限内告知补正，依据《中华人民共和国行政许可法》第三十二条第一款第四项，"
    "自{}收到申请材料之日起即为受理。"
)
DEEMED = "原证有效期届满前没有作出决定，依据《中华人民共和国行政许可法》第五十条，视为准予延续。"
LAPSE = {
    "make-up": "因没有在承诺的期限内补交材料",
    "correction": "因没有在规定的期限内补正",
}
_HOLE = re.compile(r"{(\w+)}")


def chinese_day(at: datetime) -> str:
    here = at.astimezone(CST)
    return f"{here.year}年{here.month}月{here.day}日"


def paragraphs(
    declared: list[str], item: ItemFlow, data: Mapping[str, Any], received: datetime
) -> Filled:
    """The paragraphs that could be filled; a list stands for itself; the rest is left out."""
    words = _words(item, data, received)
    filled: list[str | tuple[str, ...]] = []
    for text in declared:
        names = _HOLE.findall(text)
        if any(not words.get(name) for name in names):
            continue
        alone = words[names[0]] if names and text.strip() == f"{{{names[0]}}}" else None
        if isinstance(alone, tuple):
            filled.append(alone)
        else:
            filled.append(_HOLE.sub(lambda hole: str(words[hole.group(1)]), text))
    return tuple(filled)


def _words(item: ItemFlow, data: Mapping[str, Any], received: datetime) -> dict[str, Any]:
    flow = item.flow
    words: dict[str, Any] = {
        "item": item.name,
        "received": chinese_day(received),
        "statutory": str(flow.statutory or ""),
        "promised": str(flow.promised or flow.statutory or ""),
        "supply_limit": str(flow.correction or ""),
    }
    words |= {name: str(data[name]) for name in _PLAIN if data.get(name)}
    for name, write in _MADE.items():
        if data.get(name):
            words |= write(data, item)
    return words


_PLAIN = ("reason", "body", "basis", "expected", "counterpart", "approver", "workdays", "place")
_MADE: Mapping[str, Callable[[Mapping[str, Any], ItemFlow], dict[str, Any]]] = {
    "items": lambda d, i: {"items": tuple(d["items"])},
    "missing": lambda d, i: {"missing": tuple(_material(i, code) for code in d["missing"])},
    "make_up_by": lambda d, i: {"make_up_by": day(d["make_up_by"])},
    "ask_by": lambda d, i: {"ask_by": day(d["ask_by"])},
    "until": lambda d, i: {"until": day(d["until"])},
    "on": lambda d, i: {"on": moment(d["on"])},
    "chair": lambda d, i: {"chair": d["chair"]},
    "hearing": lambda d, i: {"hearing": str(d["hearing"])},
    "outcome": lambda d, i: {"outcome": str(outcome_label(d["outcome"]))},
    "kind": lambda d, i: {
        "kind": str(REFUSAL_LABELS.get(d["kind"], "")),
        "procedure": str(PAUSE_LABELS.get(d["kind"], "")),
    },
    "deemed_at": lambda d, i: {"silence": SILENCE.format(day(d["deemed_at"]))},
    "deemed": lambda d, i: {"deemed": DEEMED, "cause": LAPSE.get(str(d["deemed"]), "")},
    "result": lambda d, i: {"cause": "承诺不实" if d.get("untrue") else "逾期没有整改到位"},
}


def _material(item: ItemFlow, code: str) -> str:
    materials = item.body.get("materials") or ()
    return next((str(m["name"]) for m in materials if m["code"] == code), code)
