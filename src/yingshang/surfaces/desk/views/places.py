"""What is put right about a place that was only noted for its plans, from the page of a plan."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.views.lineage import links_page

__all__ = ["place"]

FIELDS = {"superior": "superior", "rename": "name", "merge": "into"}


@require_POST
@staff("supervisor", "bureau")
def place(request: HttpRequest, actor: Actor, plan_id: int, verb: str) -> HttpResponse:
    """What the place of a plan lies under, its right name, or the place that it is."""
    found = plans.plan_row(actor, plan_id)
    if verb not in FIELDS or not plans.may_edit_plan(actor, found):
        raise Http404(plan_id)
    try:
        told = _done(request, actor, found.region, verb)
    except Refusal as refusal:
        return refused(request, verb, refusal, links_page, actor, plan_id, words=FIELDS[verb])
    messages.success(request, told)
    return redirect("desk:plan_links", plan_id)


def _done(request: HttpRequest, actor: Actor, region: str, verb: str) -> str:
    """Do it, and what to say of it."""
    said, at = request.POST.get(FIELDS[verb], "").strip()[:60], timezone.now()
    reason, was = request.POST.get("reason", ""), accounts.region_name(region)
    if verb == "superior":
        over = accounts.give_superior(place=region, name=said, by=actor, at=at)
        return _("已登记：%(place)s的上级是%(name)s。") % {"place": was, "name": over}
    if verb == "rename":
        accounts.rename_place(place=region, name=said, reason=reason, by=actor, at=at)
        return _("已更正：“%(old)s”改为“%(new)s”，它的方案都用新的名称。") % {
            "old": was,
            "new": accounts.region_name(region),
        }
    into = accounts.merge_place(place=region, into=said, reason=reason, by=actor, at=at)
    return _("已合并：“%(old)s”的方案都归到“%(new)s”。") % {
        "old": was,
        "new": accounts.region_name(into),
    }
