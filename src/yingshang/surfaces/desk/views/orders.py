"""Orders: cases with the ground they stand on and the evidence that closes them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import ENDED
from yingshang.surfaces.desk.contexts import order_context
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.span import span_of
from yingshang.surfaces.desk.words import attached

__all__ = ["confirm", "dispatch", "order", "orders", "proof", "word"]

# narrowings that have a tab only while they are asked for; some need a span
MORE = (
    ("late", _lazy("已逾期")),
    ("missed", _lazy("逾期未达标")),
    ("homeless", _lazy("待指定承办单位")),
    ("given", _lazy("新发")),
    ("closed", _lazy("销号")),
)
SPANNED = ("given", "closed")
LARGEST = 20 * 1024 * 1024


@require_GET
@staff()
def orders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Orders that the actor gave, received or oversees; open ones first, the most pressing on top;
    what has ended newest first."""
    at, show, span = timezone.now(), request.GET.get("show", "open"), span_of(request)
    found = supervision.orders(actor, at=at)
    open_ = [o for o in found if o.row and o.row.state not in ENDED]
    running = sorted(open_, key=lambda one: one.pressure)
    ended = [o for o in found if o not in running]
    today = timezone.localdate()
    shows = {
        "open": running,
        "ended": ended,
        "late": [o for o in running if o.late_on(today)],
        "missed": [o for o in running if o.missed_on(today)],
        "homeless": [o for o in running if o.row and not o.row.unit],
    }
    if span:
        shows |= {
            "given": [o for o in found if span.holds(o.opened_at)],
            "closed": [o for o in ended if o.row and o.row.decided_at and span.holds(o.over_at)],
        }
    context = {
        "rows": shows.get(show, [*running, *ended]),
        "show": show if show in shows else "all",
        "counts": (len(running), len(ended)),
        "may_dispatch": actor.role in ("supervisor", "bureau", "leader"),
        "more": [(key, name) for key, name in MORE if key == show and show in shows],
        "span": span if show in SPANNED else None,
        "now": at,
    }
    return render(request, "desk/orders.html", context)


@require_GET
@staff()
def order(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One order: its ground, who carries it, its answers, and whether it may be closed."""
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    if found.family != "order":
        return redirect("desk:case", ref)
    return _page(request, actor, ref)


def _page(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    return render(request, "desk/order.html", order_context(actor, found, at=at))


@require_POST
@staff("supervisor", "bureau")
def confirm(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The unit's answer was checked: it is true, or goes back with what is missing."""
    words = request.POST.get("words", "")[:2000].replace("\x00", "")
    result, at = request.POST.get("result", ""), timezone.now()
    try:
        if result not in ("pass", "fail"):
            raise Refusal("result-missing", _("请选择通过或不通过。"))
        rule = supervision.confirm_order if result == "pass" else supervision.send_back
        rule(ref=ref, words=words, by=actor, at=at)
    except Refusal as refusal:
        found = cases.case_for(actor, ref, at=at)
        context = order_context(actor, found, at=at) | {"refusal": refusal.sentence}
        context["confirm_typed"] = {"result": result, "words": words}
        return render(request, "desk/order.html", context, status=409)
    messages.success(
        request,
        _("已核验，可以销号。") if result == "pass" else _("已退回承办单位，请其重新报送。"),
    )
    return redirect("desk:order", ref)


@require_POST
@staff()
def proof(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The unit adds papers to what it answered."""
    files = request.FILES.getlist("files")
    try:
        if sum(one.size or 0 for one in files) > LARGEST:
            raise Refusal("too-large", _("文件合计超过 20 MB，没有提交；请压缩后再交。"))
        supervision.give_proof(
            ref=ref,
            files=[(one.name or "", one.read()) for one in files],
            words=request.POST.get("words", "")[:500].replace("\x00", ""),
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(request, "proof", refusal, _page, actor, ref, words="words")
    messages.success(request, _("佐证已交，等待核验。"))
    return redirect("desk:order", ref)


@require_GET
@staff()
def word(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The order as a Word document."""
    data = supervision.order_docx(ref=ref, by=actor, at=timezone.now())
    return attached(data, f"督办单-{ref}")


@require_GET
@staff("supervisor", "bureau", "leader")
def dispatch(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The weekly dispatch of the actor's city as a Word document."""
    at = timezone.now()
    data = supervision.weekly_dispatch(region=actor.region, at=at, by=actor)
    return attached(data, f"工作专报-{timezone.localdate(at):%Y%m%d}")
