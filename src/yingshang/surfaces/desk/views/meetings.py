"""Joint meetings: the list, a new one, its page with agenda and minutes, what is done to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.meetings import (
    AttendanceForm,
    DecisionForm,
    InviteForm,
    MeetingForm,
    SignForm,
    TopicForm,
)
from yingshang.surfaces.desk.gate import staff

__all__ = ["meeting", "meetings", "paper", "plan", "strike", "topic", "verb"]

KEEPERS = ("supervisor", "bureau")


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in accounts.units(actor.region)]


@require_GET
@staff()
def meetings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The meetings that the actor oversees or is a member of."""
    rows = supervision.meetings(actor, at=timezone.now())
    context = {"rows": rows, "may_keep": actor.role in KEEPERS}
    return render(request, "desk/meetings.html", context)


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Announce a meeting; its agenda is drafted at once."""
    posted = request.method == "POST"
    form = MeetingForm(request.POST if posted else None, units=_units(actor))
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                made = supervision.plan_meeting(**form.cleaned_data, by=actor, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("议程已按数据拟好，已请成员单位提出议题。"))
                return redirect("desk:meeting", made)
    return render(request, "desk/meeting_new.html", {"form": form}, status=status)


@require_GET
@staff()
def meeting(request: HttpRequest, actor: Actor, meeting_id: int) -> HttpResponse:
    """One meeting: agenda, attendance, decisions with the state of their orders."""
    return _show(request, actor, meeting_id)


def _show(
    request: HttpRequest, actor: Actor, number: int, typed: dict[str, Form] | None = None
) -> HttpResponse:
    found = supervision.meeting(actor, number, at=timezone.now())
    typed = typed or {}
    came = {one.unit: (one.name, one.state) for one in found.attendance}
    context = {
        "one": found,
        "typed": typed,
        "topic_form": typed.get("topic") or TopicForm(auto_id="topic-%s"),
        "decision_form": typed.get("decide")
        or DecisionForm(units=_units(actor), auto_id="decide-%s"),
        "attendance_form": typed.get("attendance")
        or AttendanceForm(members=found.asked, came=came, auto_id="came-%s"),
        "sign_form": typed.get("sign") or SignForm(auto_id="sign-%s"),
    }
    return render(request, "desk/meeting.html", context, status=422 if typed else 200)


@require_GET
@staff()
def paper(request: HttpRequest, actor: Actor, meeting_id: int, which: str) -> HttpResponse:
    """Agenda or minutes as they were sent or signed."""
    name, path = supervision.meeting_paper(actor, meeting_id, which)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


Given = tuple[Form, Callable[..., Any], dict[str, Any]]


def _given(request: HttpRequest, actor: Actor, number: int, verb: str) -> Given:
    """(form, act, what to hand it beside the form's values)."""
    if verb == "topic":
        return TopicForm(request.POST, auto_id="topic-%s"), supervision.add_topic, {}
    if verb == "decide":
        form = DecisionForm(request.POST, units=_units(actor), auto_id="decide-%s")
        return form, supervision.decide, {}
    if verb == "attendance":
        members = supervision.meeting(actor, number, at=timezone.now()).asked
        came = AttendanceForm(request.POST, members=members, auto_id="came-%s")
        values = {"came": came.came()} if came.is_valid() else {}
        return came, supervision.take_attendance, values
    if verb == "sign":
        return SignForm(request.POST, auto_id="sign-%s"), supervision.sign_minutes, {}
    if verb == "invite":
        return InviteForm(request.POST), supervision.invite, {}
    plain = {"call": supervision.call_meeting, "redraft": supervision.redraft}
    if verb in plain:
        return Form(request.POST), plain[verb], {}
    raise Http404


DONE = {
    "topic": _lazy("议题已列入。"),
    "decide": _lazy("已记入纪要。"),
    "attendance": _lazy("出席情况已登记。"),
    "sign": _lazy("纪要已签发，议定事项已交办。"),
    "invite": _lazy("列席单位已更新；发出通知和议程时一并通知。"),
    "call": _lazy("会议通知和议程已发给成员单位。"),
    "redraft": _lazy("议程已按最新数据更新：新的列入，已经了结的移出。"),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, meeting_id: int, verb: str) -> HttpResponse:
    """Topic, guest, call, attendance, decision, signature."""
    supervision.meeting(actor, meeting_id, at=timezone.now())  # 404 before anything is tried
    form, act, more = _given(request, actor, meeting_id, verb)
    if form.is_valid():
        values = more or form.cleaned_data
        try:
            act(meeting=meeting_id, **values, by=actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, str(DONE[verb]))
            return redirect("desk:meeting", meeting_id)
    if verb in ("call", "redraft", "invite"):
        messages.error(request, "".join(str(one) for one in form.non_field_errors()))
        return redirect("desk:meeting", meeting_id)
    return _show(request, actor, meeting_id, {verb: form})


@require_POST
@staff(*KEEPERS)
def topic(request: HttpRequest, actor: Actor, topic_id: int) -> HttpResponse:
    """Leave a topic out, or take it in again."""
    kept = request.POST.get("kept") == "1"
    return _back(
        request,
        lambda: supervision.keep_topic(topic=topic_id, kept=kept, by=actor, at=timezone.now()),
    )


@require_POST
@staff(*KEEPERS)
def strike(request: HttpRequest, actor: Actor, decision_id: int) -> HttpResponse:
    """Strike a decision out of the draft."""
    return _back(
        request,
        lambda: supervision.drop_decision(decision=decision_id, by=actor, at=timezone.now()),
    )


def _back(request: HttpRequest, act: Callable[[], int]) -> HttpResponse:
    try:
        return redirect("desk:meeting", act())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:meetings")
