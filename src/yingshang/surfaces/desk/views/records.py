"""One record at the desk: read, entered, changed, ended, with its history."""

from collections.abc import Callable
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
from yingshang.city.registers.kinds import RecordInvalid, RecordView
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.registers import declared
from yingshang.surfaces.kit.forms import name_what_is_missing, whole
from yingshang.surfaces.kit.records import RecordForm

__all__ = ["add", "change", "end", "record", "reveal"]


def _seen(actor: Actor, register: str, record: int, **more: Any) -> RecordView:
    """The record, of this register."""
    found = registers.record(actor, record, at=timezone.now(), **more)
    if found.register != register:
        raise accounts.NotVisible(record)
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    found: RecordView,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "record": found,
        "register": declared(actor, found.register),
        "history": registers.history(actor, found.id, on=today),
        "looks": [
            {
                "at": look.at,
                "by_name": look.by_name,
                "unit_name": accounts.unit_name(look.unit),
                "fields": look.fields,
                "why": look.why,
                "page_label": PAGES.get(look.page, look.page),
            }
            for look in registers.looks(actor, found.id, on=today)[:20]
        ],
        "order": supervision.recorded(actor, found.register, found.id),
        "masked": any(field.masked for field in found.fields),
        **more,
    }
    return render(request, "desk/registers/record.html", context, status=status)


PAGES = {"reveal": _("查看完整信息"), "form": _("打开修改页"), "api": _("系统接口")}


@require_GET
@staff()
def record(request: HttpRequest, actor: Actor, register: str, record: int) -> HttpResponse:
    """What a record says, how it stands, who changed it and who looked."""
    return _page(request, actor, _seen(actor, register, record))


@require_POST
@staff()
def reveal(request: HttpRequest, actor: Actor, register: str, record: int) -> HttpResponse:
    """The same with personal data in full; the look is recorded first."""
    why = request.POST.get("why", "")
    found = _seen(actor, register, record, full=True, page="reveal", why=why)
    return _page(request, actor, found, revealed=True)


def _form_page(
    request: HttpRequest,
    found: registers.Register,
    form: RecordForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"register": found, "form": form, **more}
    return render(request, "desk/registers/form.html", context, status=status)


def _saved(form: RecordForm, save: Callable[[], int]) -> tuple[int | None, str]:
    """(what the verb answered, the sentence of a refusal); errors stand in the form."""
    try:
        return save(), ""
    except RecordInvalid as wrong:
        form.explain(wrong.errors)
    except Refusal as refusal:
        return None, refusal.sentence
    return None, ""


@require_http_methods(["GET", "POST"])
@staff()
def add(request: HttpRequest, actor: Actor, register: str) -> HttpResponse:
    """A new record; “save and add another” keeps the page open."""
    found = declared(actor, register)
    if not registers.may_write(actor, found):
        raise accounts.NotVisible(register)
    if request.method != "POST":
        return _form_page(request, found, _blank(found))
    form = RecordForm(found, request.POST)
    verb = {"register": register, "region": found.region, "by": actor, "at": timezone.now()}
    record, refusal = _saved(form, lambda: registers.add(form=form.raw(), **verb))
    if record is None:
        return _form_page(request, found, form, 409 if refusal else 422, refusal=refusal)
    messages.success(request, _("已登记。"))
    if request.POST.get("then") == "more":
        return redirect("desk:record_add", register)
    return redirect("desk:record", register, record)


def _blank(found: registers.Register, initial: Any = None) -> RecordForm:
    form = RecordForm(found, initial=initial)
    name_what_is_missing(form)
    return form


@require_http_methods(["GET", "POST"])
@staff()
def change(request: HttpRequest, actor: Actor, register: str, record: int) -> HttpResponse:
    """The record in a form; what somebody else wrote meanwhile is never lost."""
    found = declared(actor, register)
    seen = _seen(actor, register, record)
    if not seen.may_write or seen.state != "current":
        raise accounts.NotVisible(record)
    at = timezone.now()
    if request.method != "POST":
        values = registers.values_of(actor, record, at=at, page="form")
        return _form_page(request, found, _blank(found, values), record=seen, version=seen.version)
    form = RecordForm(found, request.POST)
    typed = request.POST.get("version", "")
    version = whole(typed)
    version = -1 if version is None else version
    save = {"record": record, "version": version, "by": actor, "at": at}
    done, refusal = _saved(form, lambda: registers.change(form=form.raw(), **save))
    if done is None:
        status = 409 if refusal else 422
        return _form_page(request, found, form, status, refusal=refusal, record=seen, version=typed)
    same = done == seen.version
    messages.success(request, _("没有改动，未保存。") if same else _("已保存。"))
    return redirect("desk:record", register, record)


@require_POST
@staff()
def end(request: HttpRequest, actor: Actor, register: str, record: int) -> HttpResponse:
    """Out of the register, with a reason."""
    seen = _seen(actor, register, record)
    reason = request.POST.get("reason", "")
    version = whole(request.POST.get("version", ""))
    try:
        registers.end(record=record, reason=reason, version=version, by=actor, at=timezone.now())
    except Refusal as refusal:
        return _page(request, actor, seen, 409, refusal=refusal.sentence, reason=reason)
    messages.success(request, _("已移出，记录和历史都还在。"))
    return redirect("desk:record", register, record)
