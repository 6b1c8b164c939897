"""The log of another system: hand it in, see how it is read, say which column is what, import."""

from typing import Any
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
from yingshang.surfaces.desk.forms.logs import MEANINGS, LogForm, carried, carry
from yingshang.surfaces.desk.gate import staff

__all__ = ["log_import"]


@require_http_methods(["GET", "POST"])
@staff("bureau")
def log_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two steps on one address; nothing is kept before the second is confirmed."""
    if request.method != "POST":
        return _first(request, actor, LogForm())
    if "carried" in request.POST:
        return _second(request, actor)
    form = LogForm(request.POST, request.FILES)
    if not form.is_valid():
        return _first(request, actor, form, 422)
    upload, source = form.cleaned_data["file"], form.cleaned_data["source"]
    data = upload.read()
    held = carry(data)
    if held is None:
        form.add_error("file", _("这个文件太大，网页上读不下。请按月份分开上传。"))
        return _first(request, actor, form, 422)
    try:
        found = indicators.look_at_log(data, upload.name, source=source, by=actor)
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _first(request, actor, form, 422)
    return _preview(request, found, held=held, name=upload.name, source=source)


def _first(request: HttpRequest, actor: Actor, form: LogForm, status: int = 200) -> HttpResponse:
    known = indicators.log_sources(actor, region=actor.region or "")
    return render(request, "desk/log_import.html", {"form": form, "known": known}, status=status)


def _second(request: HttpRequest, actor: Actor) -> HttpResponse:
    held = request.POST["carried"]
    data, name = carried(held), request.POST.get("name", "")[:200]
    source = request.POST.get("source", "").strip()[:80]
    if data is None or not source:
        messages.error(request, _("这一页已经失效，没有导入。请重新选择日志文件。"))
        return redirect("desk:log_import")
    chosen = {key: request.POST.get(f"column-{key}", "") for key, _label, _must in MEANINGS}
    columns = {key: column for key, column in chosen.items() if column} or None
    more: dict[str, Any] = {"held": held, "name": name, "source": source}
    try:
        found = indicators.look_at_log(data, name, source=source, by=actor, columns=columns)
        if found.lacking or request.POST.get("verb") == "look":
            return _preview(request, found, status=422 if found.lacking else 200, **more)
        at = timezone.now()
        done = indicators.take_log(data, name, source=source, by=actor, at=at, columns=columns)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:log_import")
    words = _("已从“%(source)s”导入：新收 %(added)d 条，原来就有 %(known)d 条。")
    messages.success(request, words % done)
    for note in done["notes"]:
        messages.warning(request, note)
    return redirect(f"{reverse('dashboard:logs')}?{urlencode({'source': done['source_id']})}")


def _preview(
    request: HttpRequest, found: Any, *, held: str, name: str, source: str, status: int = 200
) -> HttpResponse:
    context = {
        "found": found,
        "choices": [
            (key, label, must, found.columns.get(key, ""), key in found.lacking)
            for key, label, must in MEANINGS
        ],
        "carried": held,
        "name": name,
        "source": source,
    }
    return render(request, "desk/log_preview.html", context, status=status)
