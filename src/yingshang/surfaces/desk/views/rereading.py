"""A kept plan read again: what would change, and what of it is taken over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff

__all__ = ["reread"]

WHATS = (
    ("changed", _lazy("读法会变")),
    ("new", _lazy("新读出的任务")),
    ("gone", _lazy("不再读作任务")),
)


@require_http_methods(["GET", "POST"])
@staff("supervisor", "bureau")
def reread(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """GET compares and writes nothing; POST takes over what is ticked."""
    if plans.plan_row(actor, plan_id).withdrawn_at is not None:
        return redirect("desk:review", plan_id)  # where it says so
    status, ticked = 200, None
    if request.method == "POST":
        try:
            taken = plans.take_reread(
                plan=plan_id,
                keys=request.POST.getlist("key"),
                seen=request.POST.get("seen", ""),
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            status, ticked = 409, request.POST.getlist("key")
        else:
            told = _("已改用 %s 项的新读法，都等您核对；不合适的话可以在这里撤销。")
            messages.success(request, told % taken)
            return redirect("desk:review", plan_id)
    found = plans.reread(plan_id, by=actor, on=timezone.localdate())
    groups = [(label, [r for r in found.rows if r.what == what]) for what, label in WHATS]
    groups = [group for group in groups if group[1]]
    context = {"found": found, "groups": groups, "ticked": ticked}
    return render(request, "desk/review/reread.html", context, status=status)
