"""The queue: what is due first stands first. Everything chosen is in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import ERRANDS, SERVICES, State
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["drop_filter", "queue", "save_filter"]

SIZE = 30
LAMPS = (("red", _("超期")), ("yellow", _("临期")), ("green", _("正常")), ("grey", _("不计时")))
FAMILIES = ((",".join(SERVICES), _("办件")), (",".join(ERRANDS), _("诉求、整改事项")))
HELD = (("me", _("我认领的")), ("nobody", _("待领")), ("others", _("同事认领的")))


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown is passed over."""

    lamp: str
    item: str
    state: str
    mine: bool
    held: str
    of: str
    q: str
    family: str
    after: str
    before: str

    @classmethod
    def of_query(cls, params: Any, actor: Actor) -> "Asked":
        lamp, state = params.get("lamp", ""), params.get("state", "")
        family = params.get("family", "")
        return cls(
            lamp=lamp if lamp in dict(LAMPS) else "",
            item=params.get("item", "")[:80],
            state=state if state in (*State.values, "any") else "",
            mine=params.get("mine") == "1",
            held=params.get("held", "")[:150],
            of=params.get("of", "")[:40] if actor.oversees else "",
            q=params.get("q", "").strip()[:60],
            family=family if family in dict(FAMILIES) else "",
            after=params.get("after", "")[:200],
            before=params.get("before", "")[:200],
        )

    @property
    def kept(self) -> dict[str, str]:
        """What a saved filter keeps: all but the place in the list."""
        names = (f.name for f in fields(self) if f.name not in ("after", "before"))
        found = {name: getattr(self, name) for name in names}
        return {name: "1" if value is True else value for name, value in found.items() if value}


@require_GET
@staff()
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of the queue; htmx gets the table alone. Nothing chosen: the officer's own view."""
    if not request.GET:
        own = cases.own_view(actor)
        if own is not None and own.query:
            return redirect(f"{reverse('desk:queue')}?{own.query}")
    return _page(request, actor, Asked.of_query(request.GET, actor))


def _page(
    request: HttpRequest, actor: Actor, asked: Asked, given: Mapping[str, str] | None = None
) -> HttpResponse:
    """The queue as asked for; ``given``: the form of a filter that was not saved, as typed."""
    at = timezone.now()
    found = cases.queue(
        actor,
        lamp=asked.lamp or None,
        item=asked.item or None,
        state=asked.state or None,
        mine=asked.mine,
        held=asked.held,
        of=asked.of,
        family=asked.family or None,
        q=asked.q,
        after=asked.after,
        before=asked.before,
        size=SIZE,
        at=at,
    )
    standing_in = accounts.stands_in_for(actor.id, at=at)
    context = {
        "rows": supervision.as_orders(found.rows),
        "standing_in": standing_in,
        "found": found,
        "asked": asked,
        "tabs": [(key, label, found.counts.get(key, 0)) for key, label in LAMPS],
        "all_count": sum(found.counts.get(key, 0) for key, _label in LAMPS),
        "now": at,
        "chosen": _chosen(asked, dict(found.items)),
        "may_hold": bool(actor.unit) and not actor.oversees,
        "may_move": actor.role in ("supervisor", "bureau"),
        "receives": actor.role in ("clerk", "operator"),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/_queue_table.html", context)
    context |= {
        "rungs_waiting": supervision.rungs_waiting(actor),
        "rounds_owed": supervision.rounds_owed(actor),
        "missed": supervision.missed(actor, at=at),
        "items": found.items,
        "states": [s for s in State if s != State.DRAFT],
        "unit_name": accounts.unit_name(actor.unit) if actor.unit else "",
        "held": HELD,
        "filters": cases.saved_filters(actor),
        "query_now": request.GET.urlencode(),
    }
    context["given"] = given
    return render(request, "desk/queue.html", context, status=409 if given else 200)


def _chosen(asked: Asked, items: dict[str, str]) -> list[tuple[str, str]]:
    """(parameter, words) of every choice that narrows the list, to be taken off one by one."""
    held = {key: str(label) for key, label in HELD}
    chosen = []
    if asked.of:
        chosen.append(("of", accounts.unit_name(asked.of)))
    if asked.item:
        chosen.append(("item", items.get(asked.item, asked.item)))
    if asked.family:
        chosen.append(("family", str(dict(FAMILIES)[asked.family])))
    if asked.state:
        label = State(asked.state).label if asked.state in State.values else _t("全部状态")
        chosen.append(("state", str(label)))
    if asked.mine:
        chosen.append(("mine", _t("轮到本单位")))
    if asked.held:
        name = held.get(asked.held) or accounts.person_names([asked.held])[asked.held]
        chosen.append(("held", name))
    if asked.q:
        chosen.append(("q", f"“{asked.q}”"))
    return chosen


@require_POST
@staff()
def save_filter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the choices of the page under a name; back to that page."""
    asked = Asked.of_query(request.POST, actor)
    try:
        cases.save_filter(
            name=request.POST.get("name", ""),
            asked=asked.kept,
            is_default=request.POST.get("default") == "1",
            by=actor,
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _page(request, actor, asked, request.POST)
    messages.success(request, _("筛选已保存。"))
    return _back(asked)


@require_POST
@staff()
def drop_filter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Forget one saved filter."""
    number = whole(request.POST.get("id", ""))
    if number is not None:
        cases.drop_filter(id=number, by=actor)
        messages.success(request, _("筛选已删除。"))
    return _back(Asked.of_query(request.POST, actor))


def _back(asked: Asked) -> HttpResponse:
    return redirect(f"{reverse('desk:queue')}?{urlencode(asked.kept) or 'all=1'}")
