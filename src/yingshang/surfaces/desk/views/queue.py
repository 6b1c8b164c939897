"""The queue: what is due first stands first. Everything chosen is in the address."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import State
from yingshang.surfaces.desk.gate import staff

__all__ = ["queue"]

SIZE = 30
LAMPS = (("red", _("超期")), ("yellow", _("临期")), ("green", _("正常")), ("grey", _("不计时")))


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown is passed over."""

    lamp: str
    item: str
    state: str
    mine: bool
    q: str
    after: str
    before: str

    @classmethod
    def of(cls, params: Any) -> "Asked":
        lamp, state = params.get("lamp", ""), params.get("state", "")
        return cls(
            lamp=lamp if lamp in dict(LAMPS) else "",
            item=params.get("item", "")[:80],
            state=state if state in (*State.values, "any") else "",
            mine=params.get("mine") == "1",
            q=params.get("q", "").strip()[:60],
            after=params.get("after", "")[:200],
            before=params.get("before", "")[:200],
        )


@require_GET
@staff()
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of the queue; htmx gets the table alone."""
    asked, at = Asked.of(request.GET), timezone.now()
    found = cases.queue(
        actor,
        lamp=asked.lamp or None,
        item=asked.item or None,
        state=asked.state or None,
        mine=asked.mine,
        q=asked.q,
        after=asked.after,
        before=asked.before,
        size=SIZE,
        at=at,
    )
    context = {
        "rows": found.rows,
        "found": found,
        "asked": asked,
        "tabs": [(key, label, found.counts.get(key, 0)) for key, label in LAMPS],
        "all_count": sum(found.counts.get(key, 0) for key, _label in LAMPS),
        "now": at,
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/_queue_table.html", context)
    context |= {
        "items": found.items,
        "states": [s for s in State if s != State.DRAFT],
        "unit_name": accounts.unit_name(actor.unit) if actor.unit else "",
    }
    return render(request, "desk/queue.html", context)
