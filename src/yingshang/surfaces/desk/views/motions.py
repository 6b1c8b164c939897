"""Motions and proposals: the list with its counts, handing over, one with its shares."""

from collections.abc import Mapping

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.oversight import (
    CheckReplyForm,
    MotionForm,
    OpinionForm,
    WaiveForm,
)
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.words import attached
from yingshang.surfaces.kit.exports import xlsx_response

__all__ = ["check", "export", "file", "hand_over", "motion", "motions", "opinion", "waive", "word"]

KEEPERS = ("supervisor", "bureau")
FORMS: Mapping[str, type[Form]] = {
    "check": CheckReplyForm,
    "opinion": OpinionForm,
    "waive": WaiveForm,
}
SHOWS = (
    ("", _lazy("全部")),
    ("open", _lazy("未答复")),
    ("late", _lazy("超期")),
    ("bad", _lazy("曾不满意")),
)


@require_GET
@staff()
def motions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that the actor oversees or handles, with classes and satisfaction counted."""
    show = request.GET.get("show", "")
    show = show if show in dict(SHOWS) else ""
    at = timezone.now()
    rows = supervision.motions(actor, at=at, show=show)
    context = {
        "rows": rows,
        "totals": supervision.motion_totals(rows),
        "show": show,
        "shows": SHOWS,
        "may_hand": actor.role in KEEPERS,
    }
    return render(request, "desk/motions.html", context)


@require_GET
@staff()
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The register of motions as a workbook."""
    data = supervision.motions_xlsx(actor, at=timezone.now())
    return xlsx_response("motions.xlsx", data)


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def hand_over(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand a motion over to the units that handle it."""
    units = [(one.code, one.name) for one in accounts.units(actor.region)]
    form = MotionForm(request.POST if request.method == "POST" else None, units=units)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = supervision.hand_over_motion(
                    **form.cleaned_data, by=actor, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("已交办，承办单位的工作台里已经有这一件。"))
                return redirect("desk:motion", made)
    return render(request, "desk/motion_new.html", {"form": form}, status=status)


@require_GET
@staff()
def motion(request: HttpRequest, actor: Actor, motion: int) -> HttpResponse:
    """One motion: its units, their replies, what the deputies said."""
    return _show(request, actor, motion)


def _show(
    request: HttpRequest,
    actor: Actor,
    number: int,
    refused: tuple[int, str, Form] | None = None,
) -> HttpResponse:
    """`refused`: share, verb and form of what was not accepted. It stands where that verb is still
    open; where it is not, its words are shown to be copied, under no other verb."""
    found = supervision.motion(actor, number, at=timezone.now())
    may_waive = supervision.may_waive(actor, found.region, [one.unit for one in found.leads])
    shares = []
    for one in found.shares:
        verb = _verb(one, keeps=actor.role in KEEPERS, may_waive=may_waive)
        form = _form(verb, one.id) if verb else None
        lost = []
        if refused and refused[0] == one.id:
            if refused[1] == verb:
                form = refused[2]
            else:
                lost = [refused[2]]
        shares.append((one, verb, form, lost))
    context = {"one": found, "shares": shares}
    return render(request, "desk/motion.html", context, status=422 if refused else 200)


def _verb(one: supervision.ShareView, *, keeps: bool, may_waive: bool) -> str:
    """What the actor may do now about one unit's share; a lead's and a co-handler's differ."""
    if keeps and one.awaits_opinion:
        return "opinion"
    if keeps and one.awaits_check:
        return "check"
    return "waive" if may_waive and one.awaited else ""


def _form(verb: str, share: int, data: Mapping[str, str] | None = None) -> Form:
    today = {"said_on": timezone.localdate()}
    return FORMS[verb](data, initial=today, auto_id=f"{verb}-{share}-%s")


@require_POST
@staff(*KEEPERS)
def opinion(request: HttpRequest, actor: Actor, motion: int, share: int) -> HttpResponse:
    """What the deputies said of one reply."""
    found = supervision.motion(actor, motion, at=timezone.now())
    if share not in {one.id for one in found.leads}:
        raise NotVisible(f"share {share}")
    form = _form("opinion", share, request.POST)
    if form.is_valid():
        try:
            supervision.take_opinion(share=share, **form.cleaned_data, by=actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            bad = "bad" in (form.cleaned_data["work"], form.cleaned_data["result"])
            redone = _("意见已记录，已退回承办单位重办。")
            messages.success(request, redone if bad else _("意见已记录，这份答复已办结。"))
            return redirect("desk:motion", motion)
    return _show(request, actor, motion, (share, "opinion", form))


@require_POST
@staff(*KEEPERS)
def check(request: HttpRequest, actor: Actor, motion: int, share: int) -> HttpResponse:
    """The office's word on a drafted reply: its class, or what is to be changed."""
    _mine(actor, motion, share)
    form = _form("check", share, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        passed = said["passed"] == "yes"
        try:
            supervision.check_reply(
                share=share, passed=passed, grade=said["grade"], words=said["words"],
                by=actor, at=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            sent = _("核稿通过，类别已定；请把答复送代表委员并征询意见。")
            messages.success(request, sent if passed else _("已退回承办单位重拟。"))
            return redirect("desk:motion", motion)
    return _show(request, actor, motion, (share, "check", form))


@require_POST
@staff()
def waive(request: HttpRequest, actor: Actor, motion: int, share: int) -> HttpResponse:
    """A co-handler's opinion is not waited for; the reason is kept."""
    _mine(actor, motion, share)
    form = _form("waive", share, request.POST)
    if form.is_valid():
        try:
            supervision.waive_opinion(
                share=share, reason=form.cleaned_data["reason"], by=actor, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已记下理由，不再等待这份会办意见。"))
            return redirect("desk:motion", motion)
    return _show(request, actor, motion, (share, "waive", form))


def _mine(actor: Actor, motion: int, share: int) -> None:
    """The share is one of this motion, and the actor sees it."""
    found = supervision.motion(actor, motion, at=timezone.now())
    if share not in {one.id for one in found.shares}:
        raise NotVisible(f"share {share}")


@require_GET
@staff()
def file(request: HttpRequest, actor: Actor, motion: int, share: int, file_id: int) -> HttpResponse:
    """A paper that one unit handed in, for all who handle the motion: a look."""
    at = timezone.now()
    case, found, path = supervision.motion_file(actor, motion, share, file_id, at=at)
    cases.record_look(case=case, by=actor, at=at, page="file", fields=[f"材料：{found.name}"])
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.name)


@require_GET
@staff()
def word(request: HttpRequest, actor: Actor, motion: int, share: int) -> HttpResponse:
    """The draft of one unit's reply."""
    data = supervision.motion_docx(actor, motion, share, at=timezone.now())
    return attached(data, f"答复拟稿-{motion}-{share}")
