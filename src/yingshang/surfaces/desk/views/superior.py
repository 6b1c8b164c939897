"""The superior catalogue at the desk: a new edition arrives, is compared and taken over."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.desk.forms.catalogue import BookForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused

__all__ = ["superior", "superior_list", "superior_verb"]


class SuperiorForm(BookForm):
    """The file as it came, and what it is called."""

    title = forms.CharField(
        label=gettext_lazy("这一版叫什么"),
        max_length=200,
        help_text=gettext_lazy("例如：省级目录2026年版"),
        error_messages={"required": gettext_lazy("请写明这一版的名称。")},
    )
    field_order = ("title", "file")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = gettext_lazy("上级目录文件（xlsx 或 JSON）")
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.json"


@require_http_methods(["GET", "POST"])
@staff("bureau")
def superior_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What arrived, and the way to hand in the next edition."""
    form = SuperiorForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = catalog.receive_superior(
                data=upload.read(),
                name=upload.name,
                title=form.cleaned_data["title"],
                region=actor.region,
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("desk:superior", found)
    rows = catalog.superiors(actor)
    names = accounts.person_names(r.arrived_by for r in rows)
    context = {"form": form, "rows": [(r, names[r.arrived_by]) for r in rows]}
    return render(request, "desk/superior_list.html", context, status=422 if form.errors else 200)


@require_GET
@staff("bureau")
def superior(request: HttpRequest, actor: Actor, superior: int) -> HttpResponse:
    """Differences item by item, with the promises, cases and forms that each touches."""
    return _page(request, actor, superior)


def _page(request: HttpRequest, actor: Actor, superior: int) -> HttpResponse:
    context = {
        "view": catalog.superior_view(actor, superior, on=timezone.localdate()),
        "units": {u.role: u.name for u in accounts.units(actor.region)},
    }
    return render(request, "desk/superior.html", context)


@require_POST
@staff("bureau")
def superior_verb(request: HttpRequest, actor: Actor, superior: int, verb: str) -> HttpResponse:
    """Take over what is ticked, or leave ours with a reason."""
    code, keys = request.POST.get("code", ""), request.POST.getlist("key")[:100]
    said = {"superior": superior, "code": code, "keys": keys, "by": actor, "at": timezone.now()}
    try:
        if verb == "take":
            catalog.take_over(**said)
            messages.success(request, _("已放进草案，审过、发布后生效。"))
        elif verb == "decline":
            catalog.decline(**said, reason=request.POST.get("reason", "")[:400])
            messages.success(request, _("已记下不采用的原因。"))
        else:
            raise Http404(verb)
    except Refusal as refusal:
        return refused(request, f"decline-{code}", refusal, _page, actor, superior)
    return redirect("desk:superior", superior)
