"""What would shorten an item: tried on its own past before anybody decides it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.views.process import asked_item, span_of

__all__ = ["simulation"]

SPANS = (180, 365, 730)
WIDE = 320  # of the widest bar
NAMES = ("mean", "median", "slow")


@readers
def simulation(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything asked stands in the address: ?item=, ?days=, staff-…, limit-…, parallel=, ask=."""
    look = look_at(request, actor)
    asked = request.GET
    items, code, days = asked_item(look, asked, SPANS, 365)
    context: dict[str, Any] = {
        "look": look,
        "items": items,
        "code": code,
        "days": days,
        "spans": SPANS,
        "load": asked.get("load", "100"),
        "whole": "whole" in asked,
        "wants_ideas": asked.get("ask") == "ideas",
    }
    if code:
        context |= _told(look, code, days, asked)
    return render(request, "dashboard/simulation.html", context)


def _told(look: Look, code: str, days: int, asked: QueryDict) -> dict[str, Any]:
    since, until = span_of(look, days)
    found = indicators.history(look.city, item=code, since=since, until=until)
    checked = indicators.check(found) if found.pasts else None
    names = {stage.code: stage.name for stage in found.stages}
    told: dict[str, Any] = {
        "found": found,
        "checked": checked,
        "stages": [_stage(stage, found.day, asked, names) for stage in found.stages],
        "rows": _check_rows(checked, found.day) if checked else [],
        "hours": f"{found.day / 60:g}",
    }
    if checked is None or not checked.holds:
        return told
    try:
        change = _change(found, asked)
        if change:
            (one,) = indicators.tried(found, [change])
            told["tried"] = _tried(one, found.day, names)
    except Refusal as refusal:
        told["refused"] = refusal.sentence
    if asked.get("ask") == "ideas":
        ideas = indicators.ideas(found)
        told["ideas"] = [_idea(one, found.day, names, asked) for one in ideas.single[:8]]
        told["halves"] = ideas.halves
        if ideas.together:
            told["together"] = _idea(ideas.together, found.day, names, asked)
    return told


def _change(found: Any, asked: QueryDict) -> Any:
    return indicators.change_of(
        found,
        staff=_numbers(asked, "staff-"),
        days=_numbers(asked, "limit-"),
        parallel=asked.getlist("parallel"),
        whole="whole" in asked,
        load=_number(asked.get("load") or "100") / 100,
    )


def _numbers(asked: QueryDict, prefix: str) -> dict[str, float]:
    given = {key[len(prefix) :]: value for key, value in asked.items() if key.startswith(prefix)}
    return {code: _number(text) for code, text in given.items() if text.strip()}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refusal(
            "simulation-number", _("“%s”不是数字，请填数字，例如 1 或 0.5。") % text[:20]
        ) from None


def _stage(stage: Any, day: int, asked: QueryDict, names: dict[str, str]) -> dict[str, Any]:
    inner = stage.code not in ("accept", "decide")
    return {
        "code": stage.code,
        "name": stage.name,
        "unit": stage.unit,
        "staff": stage.staff,
        "queued": bool(stage.work),
        "work": indicators.span_words(stage.work, day),
        "middle": indicators.span_words(stage.middle, day),
        "slow": indicators.span_words(stage.slow, day),
        "share": round(100 * stage.share),
        "limit": indicators.span_words(stage.limit, day) if stage.limit else "",
        "may_parallel": inner and bool(set(stage.after) - {"accept"}),
        "after": [names[code] for code in stage.after if code in names],
        "more": asked.get(f"staff-{stage.code}", ""),
        "most": asked.get(f"limit-{stage.code}", ""),
        "parallel": stage.code in asked.getlist("parallel"),
    }


def _check_rows(checked: Any, day: int) -> list[dict[str, Any]]:
    words = (_("平均"), _("一半不超过"), _("九成不超过"))
    return [
        {
            "name": word,
            "real": indicators.span_words(getattr(checked.real, name), day),
            "simulated": indicators.span_words(getattr(checked.simulated, name), day),
            "off": _signed(checked.off[name]),
        }
        for name, word in zip(NAMES, words, strict=True)
    ]


def _tried(one: Any, day: int, names: dict[str, str]) -> dict[str, Any]:
    widest = max(one.before.slow, one.after.slow) or 1
    words = (_("平均"), _("一半不超过"), _("九成不超过"))
    return {
        "words": indicators.change_words(one.change, day, names),
        "effect": _signed(one.effect),
        "least": _signed(one.least),
        "most": _signed(one.most),
        "quicker": one.effect < 0,
        "kept": _kept(one),
        "bars": [
            {
                "name": word,
                "before": indicators.span_words(getattr(one.before, name), day),
                "after": indicators.span_words(getattr(one.after, name), day),
                "wide": round(WIDE * getattr(one.before, name) / widest),
                "now": round(WIDE * getattr(one.after, name) / widest),
            }
            for name, word in zip(NAMES, words, strict=True)
        ],
    }


def _idea(one: Any, day: int, names: dict[str, str], asked: QueryDict) -> dict[str, Any]:
    """A change that was found, and the address at which it stands in the form."""
    link = QueryDict(mutable=True)
    for key in ("item", "days", "city", "as_of"):
        if key in asked:
            link.setlist(key, asked.getlist(key))
    link.update({f"staff-{code}": str(more) for code, more in one.change.staff})
    link.update({f"limit-{code}": f"{most / day:.4g}" for code, most in one.change.limits})
    link.setlist("parallel", sorted(one.change.parallel))
    if one.change.whole:
        link["whole"] = "1"
    return _tried(one, day, names) | {"link": f"?{link.urlencode()}"}


def _kept(one: Any) -> dict[str, str] | None:
    if one.before.kept is None:
        return None
    return {"before": f"{100 * one.before.kept:.0f}%", "after": f"{100 * one.after.kept:.0f}%"}


def _signed(share: float) -> str:
    whole = round(100 * share)
    return f"{whole:+d}%".replace("-", "−") if whole else "0%"
