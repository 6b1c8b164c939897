"""Which step each activity of another system's log is: shown as guessed, changed, confirmed."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.city.logflows.service import EXTRA, IGNORED
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["log_steps"]


@require_http_methods(["GET", "POST"])
@staff("bureau")
def log_steps(request: HttpRequest, actor: Actor) -> HttpResponse:
    """?source= and ?kind=; another ?item= is looked at before it is confirmed."""
    asked = request.POST if request.method == "POST" else request.GET
    if "source" not in asked:
        return redirect("desk:log_import")
    source = whole(asked["source"]) or 0
    today = timezone.localdate()
    found = indicators.log_flow_asked(
        actor, source=source, on=today, kind=asked.get("kind"), item=asked.get("item", "")
    )
    status = 200
    if request.method == "POST":
        pairs = zip(asked.getlist("activity"), asked.getlist("step"), strict=False)
        steps = {name: step for name, step in pairs if step}
        try:
            indicators.confirm_log_flow(
                source=source,
                kind=found.kind,
                item=asked.get("item", ""),
                steps=steps,
                counted=asked.getlist("counted"),
                by=actor,
                at=timezone.now(),
                on=today,
            )
        except Refusal as refusal:
            status, rows = 409, [replace(r, step=steps.get(r.activity, r.step)) for r in found.rows]
            found = replace(found, rows=tuple(rows), counted=tuple(asked.getlist("counted")))
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("对应关系已经记下，下面是比对的结果。"))
            query = urlencode({"source": source} | ({"kind": found.kind} if found.kind else {}))
            return redirect(f"{reverse('dashboard:log_flow')}?{query}")
    other = ((IGNORED, _("与流程无关，不算")), (EXTRA, _("流程外的动作，算多出来的")))
    context = {"found": found, "other": other, "extra": EXTRA}
    return render(request, "desk/log_steps.html", context, status=status)
