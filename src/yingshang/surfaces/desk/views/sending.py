"""Tasks of a plan go out to their units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["send"]


@require_http_methods(["GET", "POST"])
@staff("supervisor", "bureau")
def send(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Tick the tasks, name one coordinator where the plan names several or none, send."""
    at = timezone.now()
    found = plans.plan_row(actor, plan_id)
    if not plans.may_direct(actor, found.region):
        raise accounts.NotVisible(f"plan {plan_id}")
    refusal, chosen = "", dict[int, str]()
    if request.method == "POST":
        ticked = [id for one in request.POST.getlist("task") if (id := whole(one)) is not None]
        chosen = {id: request.POST.get(f"unit-{id}", "") for id in ticked}
        try:
            refs = plans.send_tasks(
                plan=plan_id,
                tasks=ticked,
                coordinators={id: unit for id, unit in chosen.items() if unit},
                rhythms={id: request.POST.get(f"every-{id}", "") for id in ticked},
                by=actor,
                at=at,
            )
        except Refusal as error:
            refusal = str(error)
        else:
            messages.success(request, _sent(plans.without_lead(refs), len(refs)))
            return redirect("desk:tasks")
    replaced = plans.lineage.replaced_by(plan_id, at=at)
    closed = found.withdrawn_at is not None or (replaced and replaced.kind == "edition")
    lines = [] if closed else plans.send_lines(actor, plan_id, at=at)
    units = accounts.units(found.region)
    context = {
        "replaced": replaced,
        "closed": closed,
        "plan": found,
        "lines": lines,
        "ready": sum(not line.ref and not line.why_not for line in lines),
        "unread": any(line.why_not and not line.ref for line in lines),
        "units": units,
        "named": {line.task: _named(line, units) for line in lines},
        "refusal": refusal,
        "rhythms": [(code, _(label)) for code, label in plans.EVERY.items()],
        "every": {line.task: request.POST.get(f"every-{line.task}", line.every) for line in lines},
        "chosen": chosen,  # what was ticked, with its unit, where it was refused
    }
    return render(request, "desk/plan_send.html", context, status=409 if refusal else 200)


def _sent(waiting: int, sent: int) -> str:
    """Who hears of it: nobody does of a task that has no lead unit yet."""
    if not waiting:
        return _("已交办 %d 项任务，牵头单位会收到通知。") % sent
    if waiting == sent:
        return _("已交办 %d 项任务，都还没有牵头单位，没有通知到谁，请逐项指定。") % sent
    said = _(
        "已交办 %(sent)d 项任务。其中 %(waiting)d 项还没有牵头单位，没有通知到谁，请指定；"
        "其余的牵头单位会收到通知。"
    )
    return said % {"sent": sent, "waiting": waiting}


def _named(line: plans.SendLine, units: list[accounts.UnitView]) -> list[accounts.UnitView]:
    """Those of ours that the plan names for the task: they come first."""
    codes = {code for one in line.units for code in one.duty}
    return [one for one in units if one.code in codes]
