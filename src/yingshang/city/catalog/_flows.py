"""The shape of an item's flow, whatever its steps are called: copies with other names are one.

Colour refinement over the steps: two flows that differ only in names get the same signature; two
that the refinement cannot tell apart count as one, so the number of distinct flows is never
too large.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions

__all__ = ["describe", "graph", "shape", "signature"]

Body = Mapping[str, Any]


def signature(body: Body) -> str:
    """Twelve letters that two flows share exactly when they have one shape."""
    text = dumps(shape(body), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


def graph(body: Body) -> str:
    """The steps alone: which waits for which, whose they are, what flags they bear."""
    return _digest(_steps(body.get("steps", ()), str(body["lead"])))


def shape(body: Body) -> dict[str, Any]:
    """All that makes a flow run otherwise than another, without names, units' names or numbers."""
    limits = body.get("limits", {})
    acts = body.get("acts_on", {})
    return {
        "steps": _steps(body.get("steps", ()), str(body["lead"])),
        "family": body.get("family", "bundle"),
        "handled": body.get("handled", "here"),
        "returns": body.get("elsewhere", {}).get("returns", ""),
        "limits": {name: limit["unit"] for name, limit in limits.items()},
        "pauses": sorted((p["kind"], "cap" in p, "expected" in p) for p in body.get("pauses", ())),
        "extensions": sorted(e["role"] for e in body.get("extensions", ())),
        "instant": body.get("kind") == "instant",
        "hearing": body.get("hearing", ""),
        "commitment": _commitment(body.get("commitment")),
        "tolerant": any(m.get("missable") for m in body.get("materials", ())),
        "acts_on": (acts.get("act", ""), "before" in acts),
        "joint": bool(body.get("joint")),
        "renewal": bool(body.get("renewal")),
        "auto": (bool(body.get("auto_accept")), bool(body.get("auto_decide"))),
        "may_return": bool(body.get("may_return")),
        "intake": bool(body.get("intake")),
        "charges": any(c["fen"] for c in body.get("charges", ())),
        "licence": bool(body.get("licence")),
        "outcomes": sorted(body.get("outcomes", ())),
    }


def _commitment(said: Body | None) -> list[Any]:
    if not said:
        return []
    return [said["verify"]["unit"], "mend" in said]


def _steps(steps: Sequence[Body], lead: str) -> list[str]:
    """The steps' colours after refinement, sorted: which waits for which, and whose it is."""
    colours = {s["code"]: _own(s, lead) for s in steps}
    after = {s["code"]: [a for a in s.get("after", ()) if a in colours] for s in steps}
    before: dict[str, list[str]] = {code: [] for code in colours}
    for code, earlier in after.items():
        for one in earlier:
            before[one].append(code)
    unit = {s["code"]: s["unit"] for s in steps}
    for _round in range(len(steps)):
        colours = {
            code: _digest(
                colours[code],
                sorted(colours[a] for a in after[code]),
                sorted(colours[b] for b in before[code]),
                sorted(colours[o] for o in colours if o != code and unit[o] == unit[code]),
            )
            for code in colours
        }
    return sorted(colours.values())


def _own(step: Body, lead: str) -> str:
    return _digest(
        step["unit"] in (lead, "lead"),
        bool(step.get("when")),
        bool(step.get("two_person")),
        bool(step.get("preliminary")),
        step.get("on_fail", ""),
        step.get("limit", {}).get("unit", ""),
    )


def _digest(*parts: Any) -> str:
    return sha256(dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def describe(body: Body) -> str:
    """A shape in words, for people who compare groups."""
    steps = body.get("steps", ())
    units = {s["unit"] for s in steps}
    side = len(steps) - len({tuple(sorted(s.get("after", ()))) for s in steps})
    said = [
        _("%(steps)d 个环节、%(units)d 个单位") % {"steps": len(steps), "units": len(units)}
        if steps
        else _("没有环节")
    ]
    marks = (
        (body.get("handled") == "elsewhere-returned", _("在别处办、办件回传")),
        (body.get("handled") == "elsewhere-reported", _("在别处办、只报数字")),
        (side > 0, _("并行")),
        (body.get("kind") == "instant", _("即办")),
        (body.get("commitment"), _("告知承诺")),
        (body.get("hearing"), _("听证")),
        (body.get("joint"), _("联合办理")),
        (body.get("pauses"), _("特别程序")),
        (any(s.get("when") for s in steps), _("有条件的环节")),
        (any(s.get("two_person") for s in steps), _("两人核查")),
        (any(s.get("preliminary") for s in steps), _("下级初审")),
        (any(s.get("on_fail") for s in steps), _("不通过的去向")),
        (any(m.get("missable") for m in body.get("materials", ())), _("可容缺")),
        (body.get("acts_on"), _("作用于已有证照")),
        (body.get("renewal"), _("延续，沉默视为准予")),
        (any(c["fen"] for c in body.get("charges", ())), _("收费")),
        (body.get("licence"), _("发证")),
        (body.get("auto_decide"), _("到期自动办结")),
    )
    return definitions.listed([*said, *(words for there, words in marks if there)])
