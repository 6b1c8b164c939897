"""Another system's cases beside an item's declared flow: what fits, what strays, what is late."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.drill import may_drill
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.map_asked import leg_of, map_asked
from yingshang.surfaces.dashboard.process_map import draw
from yingshang.surfaces.dashboard.views.logs import log_span
from yingshang.surfaces.kit.forms import whole

__all__ = ["log_flow"]

FAULT = {
    "skipped": gettext_lazy("没有办“%(one)s”，后面的环节却办了"),
    "missing": gettext_lazy("没有“%(one)s”的记录，办到一半或没有办"),
    "extra": gettext_lazy("多出流程里没有的“%(one)s”"),
    "again": gettext_lazy("“%(one)s”办了不止一次"),
    "order": gettext_lazy("“%(one)s”早于应在其前的“%(other)s”"),
}
PLACE = {
    "kept": gettext_lazy("相符"),
    "order": gettext_lazy("先后不对"),
    "again": gettext_lazy("重复"),
    "extra": gettext_lazy("流程外"),
    "ignored": gettext_lazy("不算"),
}
KINDS = (*FAULT, "lacks", "late")


@readers
def log_flow(request: HttpRequest, actor: Actor) -> HttpResponse:
    """?source=, ?kind=, ?fault= with ?step= (which cases to list), ?case= (whose events)."""
    look = look_at(request, actor)
    asked = request.GET
    if "source" not in asked:
        return redirect("dashboard:logs")
    source = whole(asked["source"]) or 0
    if not may_drill(actor, look.city):
        raise NotVisible("logs")
    fault, step = asked.get("fault", ""), asked.get("step", "")
    wanted = (fault, step) if fault in KINDS else None
    found = indicators.beside_flow(
        actor,
        region=look.city,
        source=source,
        on=timezone.localdate(),
        kind=asked.get("kind"),
        asked=wanted,
        ref=asked.get("case", ""),
    )
    context: dict[str, Any] = {
        "look": look,
        "found": found,
        "source": source,
        "kind": asked.get("kind", ""),
        "may_confirm": indicators.may_import_logs(actor, look.city),
        "ref": asked.get("case", ""),
        **map_asked(asked),
    }
    if found is not None:
        context |= _told(found, look, wanted, context["map_show"])
    return render(request, "dashboard/log_flow.html", context)


def _told(found: Any, look: Look, wanted: tuple[str, str] | None, show: str) -> dict[str, Any]:
    base = {"source": found.source.id} | ({} if look.own else {"city": look.city})
    base |= {"kind": found.kind} if found.kind else {}

    def link(**more: str) -> str:
        return "?" + urlencode({**base, **more})

    def span(minutes: float | None) -> str:
        return "—" if minutes is None else log_span(minutes, found)

    return {
        "fitness": f"{100 * found.fitness:.1f}%",
        "steps": [_step(one, span, link) for one in found.steps],
        "units": [
            {"one": one, "share": f"{100 * one.late / one.judged:.0f}%" if one.judged else "—"}
            for one in found.units
        ],
        "untold": [found.names[code] for code in found.untold],
        "faults": [
            {
                "words": _words(fault, found.names),
                "cases": n,
                "url": link(fault=fault.kind, step=fault.activity) + "#cases",
            }
            for fault, n in found.faults[:20]
        ],
        "listed": [_listed(one, found, span, link) for one in found.listed],
        "wanted": _wanted(wanted, found),
        "moments": [
            {"one": one, "step": found.names.get(one.step, "—"), "place": PLACE[one.place]}
            for one in found.moments
        ],
        "drawing": _drawing(found, span, show) if found.way else None,
    }


def _listed(one: Any, found: Any, span: Any, link: Any) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "url": link(case=one.ref) + "#case",
        "fitness": f"{100 * one.fitness:.0f}%",
        "span": span(one.minutes),
        "faults": [_words(fault, found.names) for fault in one.faults[:4]],
        "late": [found.names[code] for code in one.late],
    }


def _step(one: Any, span: Any, link: Any) -> dict[str, Any]:
    return {
        "one": one,
        "limit": str(one.limit) if one.limit else "—",
        "middle": span(one.middle),
        "slow": span(one.slow),
        "late": link(fault="late", step=one.code) + "#cases",
        "skipped": link(fault="lacks", step=one.code) + "#cases",
    }


def _words(fault: Any, names: dict[str, str]) -> str:
    return FAULT[fault.kind] % {
        "one": names.get(fault.activity, fault.activity),
        "other": names.get(fault.other, fault.other),
    }


def _wanted(wanted: tuple[str, str] | None, found: Any) -> str:
    if wanted is None:
        return ""
    fault, step = wanted
    name = found.names.get(step, step)
    if fault == "late":
        return _("“%s”超过时限的件") % name if step else _("有环节超过时限的件")
    if fault == "lacks":
        return _("没有“%s”的件") % name
    return (FAULT[fault] % {"one": name, "other": _("别的环节")}).removesuffix("“别的环节”")


def _drawing(found: Any, span: Any, show: str) -> Any:
    legs = [
        leg_of(
            edge,
            show,
            span,
            found.names,
            stray=edge.before != edge.after and (edge.before, edge.after) not in found.declared,
        )
        for edge in found.way
    ]
    rows = [one for one in found.steps if one.code in found.places]
    return draw(
        {one.code: one.done for one in rows},
        found.places,
        found.names,
        legs,
        1.0,
        notes={one.code: _note(one) for one in rows},
        warns=frozenset(one.code for one in rows if one.late or one.skipped or one.early),
    )


def _note(one: Any) -> str:
    parts = [str(one.done)]
    if one.late:
        parts.append(_("超限 %d") % one.late)
    if one.skipped:
        parts.append(_("缺 %d") % one.skipped)
    return " · ".join(parts)
