"""Registers at the desk: the directory, one list, what is brought in and what goes out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import RegisterRow
from yingshang.surfaces.desk.forms.registers import SheetForm, kept, packed, unpacked
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.kit.records import asked_of, chosen_of, download, filters_of

__all__ = ["bring_in", "export", "register_list", "registers_page", "reveal_export", "template"]


def city_of(actor: Actor) -> str:
    """Registers are the city's: an officer of a district reads its city's."""
    known = dict(accounts.regions())
    return actor.region if actor.region in known else actor.region[:4] + "00"


def declared(actor: Actor, register: str) -> registers.Register:
    return registers.register_view(actor, register, region=city_of(actor), on=timezone.localdate())


@require_GET
@staff()
def registers_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All registers that this officer sees, by topic; those of the own unit first."""
    today = timezone.localdate()
    found = registers.directory(actor, region=city_of(actor), on=today)
    q = request.GET.get("q", "").strip()[:60]
    rows = [row for row in found if not q or q in row.name or q in row.topic or q in row.summary]
    topics: dict[str, list[RegisterRow]] = {}
    for row in rows:
        topics.setdefault(row.topic, []).append(row)
    context = {
        "topics": topics,
        "q": q,
        "mine": [row for row in rows if row.may_write],
        "number": len(found),
        "soon": registers.expiring(actor, region=city_of(actor), on=today)[:8],
        "region": city_of(actor),
        "now": timezone.now(),
    }
    return render(request, "desk/registers/index.html", context)


@require_GET
@staff()
def register_list(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    """One register as a table: searched, filtered, sorted by any column."""
    return _list(request, actor, register)


def _list(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    found, today = declared(actor, register), timezone.localdate()
    asked = asked_of(request.GET, found)
    page = registers.listing(actor, register, asked, region=found.region, on=today)
    part = request.htmx and not request.htmx.boosted
    counts = [] if part else registers.counts(actor, register, region=found.region, on=today)
    context = {
        "register": found,
        "asked": asked,
        "found": page,
        "filters": filters_of(found, asked),
        "chosen": chosen_of(found, asked.standing),
        "counts": counts,
        "row": _standing(actor, found, today),
        "may_write": registers.may_write(actor, found),
        "owner": accounts.unit_name(registers.owner_unit(found)),
        "now": timezone.now(),
    }
    name = "desk/registers/_table.html" if part else "desk/registers/list.html"
    return render(request, name, context)


def _standing(actor: Actor, found: registers.Register, today: Any) -> Any:
    rows = registers.directory(actor, region=found.region, on=today, only=found.code)
    return rows[0] if rows else None


@require_GET
@staff()
def export(request: HttpRequest, actor: Actor, register: str, form: str) -> HttpResponse:
    """What the list shows, as a file; personal data masked."""
    found = declared(actor, register)
    asked = asked_of(request.GET, found)
    at = timezone.now()
    args: dict[str, Any] = {"region": found.region, "at": at, "asked": asked, "form": form}
    return download(registers.export(actor, register, **args))


@require_POST
@staff()
def reveal_export(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    """The whole register with personal data, for who keeps it; the reason is recorded."""
    found, why = declared(actor, register), request.POST.get("why", "")
    try:
        file = registers.export(
            actor, register, region=found.region, at=timezone.now(), full=True, why=why
        )
    except Refusal as refusal:
        return refused(request, "reveal", refusal, _list, actor, register, words="why")
    return download(file)


@require_GET
@staff()
def template(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    """An empty sheet with the headings."""
    found = declared(actor, register)
    file = registers.template(actor, register, region=found.region, at=timezone.now())
    return download(file)


@require_http_methods(["GET", "POST"])
@staff()
def bring_in(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    """A sheet: every row or none, with what is wrong in which cell."""
    found = declared(actor, register)
    if not registers.may_write(actor, found):
        raise accounts.NotVisible(register)
    if request.method != "POST":
        return _page(request, found, SheetForm())
    carried = unpacked(request.POST.get("carried", ""))
    form = SheetForm(request.POST, request.FILES)
    if carried is None and not form.is_valid():
        return _page(request, found, form, status=422)
    if carried is not None and not request.FILES:
        data, name = carried, request.POST.get("name", "")[:200]
        form = SheetForm()
    elif form.is_valid():
        data, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
    else:
        return _page(request, found, form, status=422)
    return _take(request, actor, found, form, data, name)


def _take(
    request: HttpRequest,
    actor: Actor,
    found: registers.Register,
    form: SheetForm,
    data: bytes,
    name: str,
) -> HttpResponse:
    args: dict[str, Any] = {
        "register": found.code,
        "region": found.region,
        "data": data,
        "name": name,
        "by": actor,
        "at": timezone.now(),
        "choices": kept(request.POST),
    }
    more: dict[str, Any] = {"carried": packed(data), "name": name, "chosen": kept(request.POST)}
    try:
        done = registers.bring_in(**args)
    except Refusal as refusal:
        if refusal.code in ("heading-unknown", "heading-missing"):
            more["proposal"] = registers.propose(**args)
        return _page(request, found, form, status=409, refusal=refusal.sentence, **more)
    if done.errors:
        return _page(request, found, form, status=422, done=done, name=name)
    words = _("已导入：新增 %(added)d 条，修改 %(changed)d 条，%(same)d 条没有变化。")
    said = {"added": done.added, "changed": done.changed, "same": done.same}
    messages.success(request, words % said)
    if done.flagged:
        messages.warning(request, _("其中 %(n)d 条有疑点，已标出。") % {"n": done.flagged})
    return redirect("desk:register", found.code)


def _page(
    request: HttpRequest,
    found: registers.Register,
    form: SheetForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"register": found, "form": form, "fields": found.columns, **more}
    return render(request, "desk/registers/import.html", context, status=status)
