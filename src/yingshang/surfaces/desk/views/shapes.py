"""Outlines of the city's districts, given as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.desk.gate import staff

__all__ = ["shapes"]

LARGEST = 8 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@staff("supervisor", "bureau")
def shapes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is there, and the form for another file."""
    status, refusal = 200, ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise Refusal("no-file", _("还没有选择文件。"))
            if (upload.size or 0) > LARGEST:
                raise Refusal("shape-large", _("文件超过 8 MB。请用制图软件简化轮廓后再上传。"))
            lacking = indicators.give_shapes(
                data=upload.read(),
                source=request.POST.get("source", "").replace("\x00", ""),
                by=actor,
                at=timezone.now(),
            )
        except Refusal as problem:
            status, refusal = 422, problem.sentence
        else:
            messages.success(request, _("轮廓已更新，指标页的区县地图从现在起用它。"))
            if lacking:
                said = _("文件里没有这些区县，它们齐了才画地图：%s") % "、".join(lacking)
                messages.warning(request, said)
            return redirect("desk:shapes")
    context = {
        "found": indicators.shapes(actor.region, on=timezone.localdate()),
        "refusal": refusal,
        "source": request.POST.get("source", "")[:120],
    }
    return render(request, "desk/shapes.html", context, status=status)
