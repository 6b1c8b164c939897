"""What an applicant does after applying: make up, hearing, taking a promise back; papers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.surfaces.kit.forms import uploads_of
from yingshang.surfaces.kit.papers import paper_response
from yingshang.surfaces.portal import places

__all__ = ["act", "make_up", "paper", "verify_voucher"]

MOST = 5 * 1024 * 1024
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "ask-hearing": (cases.ask_hearing, gettext_lazy("已申请听证。听证期间不计时，请等候通知。")),
    "waive-hearing": (cases.waive_hearing, gettext_lazy("已记下：您放弃听证。")),
    "withdraw-promise": (
        cases.withdraw_promise,
        gettext_lazy("承诺已撤回，您的申请改按一般程序办理。"),
    ),
}


@places.signed_in
@require_POST
def act(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Ask for a hearing, waive it, take a promise back: one click, one sentence."""
    if what not in ACTS:
        raise cases.NotVisible(what)
    verb, done = ACTS[what]
    places.own_case(request, ref)
    said = {"reason": request.POST["reason"][:500]} if request.POST.get("reason") else {}
    verb(ref=ref, by=places.acting(request), at=timezone.now(), **said)
    messages.success(request, done)
    return redirect("portal:case", ref=ref)


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def make_up(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand in the materials that were promised at a tolerant acceptance."""
    actor, view = places.acting(request), places.own_case(request, ref)
    codes = dict(view.life.missing)
    materials = [m for m in view.body.get("materials", ()) if m["code"] in codes]
    problem = ""
    if request.method == "POST":
        files = uploads_of(request.FILES, materials)
        try:
            cases.make_up(ref=ref, files=files, by=actor, at=timezone.now())
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _("已补交，办理不受影响。"))
            return redirect("portal:case", ref=ref)
    context = {"case": view, "materials": materials, "problems": [problem] if problem else []}
    return render(request, "portal/make_up.html", context, status=422 if problem else 200)


@places.signed_in
@require_GET
def paper(request: HttpRequest, ref: str, seq: int) -> HttpResponse:
    """One numbered paper of my case as signed PDF."""
    places.own_case(request, ref)
    return paper_response(request, places.acting(request), ref, seq)


@require_http_methods(["GET", "HEAD", "POST"])
def verify_voucher(request: HttpRequest, token: str) -> HttpResponse:
    """Is this paper ours? And is the file, byte for byte, as we signed it? No sign-in."""
    found = cases.verify_voucher(token)
    context: dict[str, Any] = {"paper": found, "today": timezone.localdate()}
    upload = request.FILES.get("file") if request.method == "POST" else None
    if upload is not None:
        context["file"] = cases.check_voucher_file(upload.read(MOST), at=timezone.now())
    return render(request, "portal/verify_voucher.html", context, status=200 if found else 404)
