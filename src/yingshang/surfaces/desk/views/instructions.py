"""Leaders' instructions: the list, taking one in, and its page for those who may read it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.oversight import (
    BackForm,
    DemandForm,
    FindingsForm,
    InstructionForm,
    KeeperForm,
    ReadersForm,
    ReplyForm,
)
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.words import attached

__all__ = ["instruction", "instructions", "register", "scan", "take_over", "verb", "word"]

KEEPERS = ("supervisor", "bureau")


@require_GET
@staff()
def instructions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The instructions that the actor may read."""
    return _list(request, actor, {})


def _list(request: HttpRequest, actor: Actor, typed: dict[int, Form]) -> HttpResponse:
    keepers = _keepers(actor)
    unkept = [
        (one, typed.get(one.id) or KeeperForm(keepers=keepers, auto_id=f"keep-{one.id}-%s"))
        for one in supervision.instructions_to_hand_on(actor)
    ]
    context = {
        "rows": supervision.instructions(actor, at=timezone.now()),
        "may_register": supervision.may_register(actor),
        "unkept": unkept,
        "typed": typed,
    }
    return render(request, "desk/instructions.html", context, status=422 if typed else 200)


def _keepers(actor: Actor) -> list[tuple[str, str]]:
    """Whom a leader chooses from; who takes it up himself has nobody to choose."""
    if actor.role != "leader":
        return []
    found = accounts.actors(region=actor.region)
    return [(one.id, _with_unit(one)) for one in found if one.role in KEEPERS]


@require_POST
@staff(*KEEPERS, "leader")
def take_over(request: HttpRequest, actor: Actor, instruction: int) -> HttpResponse:
    """Somebody else is in charge of an instruction from now on, and why."""
    if instruction not in {one.id for one in supervision.instructions_to_hand_on(actor)}:
        raise Http404
    form = KeeperForm(request.POST, keepers=_keepers(actor), auto_id=f"keep-{instruction}-%s")
    wrong = _tried(
        form,
        lambda: supervision.take_over_instruction(
            instruction=instruction, **form.cleaned_data, by=actor, at=timezone.now()
        ),
    )
    if wrong is not None:
        return _list(request, actor, {instruction: wrong})
    messages.success(request, _("已接办，记录在案。"))
    if actor.role == "leader":
        return redirect("desk:instructions")
    return redirect("desk:instruction", instruction)


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in accounts.units(actor.region)]


def _people(actor: Actor) -> list[tuple[str, str]]:
    found = accounts.actors(region=actor.region)
    return [(one.id, _with_unit(one)) for one in found if one.id != actor.id]


def _with_unit(one: Actor) -> str:
    """马骏（市财政局）; a leader has no unit."""
    return f"{one.name}（{accounts.unit_name(one.unit)}）" if one.unit else one.name


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take an instruction in, with its scan."""
    posted = request.method == "POST"
    form = InstructionForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        units=_units(actor),
        readers=_people(actor),
    )
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            values = dict(form.cleaned_data)
            upload = values.pop("scan")
            try:
                made = supervision.register_instruction(
                    **values, scan=(upload.name, upload.read()), by=actor, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("已登记，请向点名单位交办。"))
                return redirect("desk:instruction", made)
    return render(request, "desk/instruction_new.html", {"form": form}, status=status)


@require_GET
@staff()
def instruction(request: HttpRequest, actor: Actor, instruction: int) -> HttpResponse:
    """One instruction: its words, what each unit was asked and answered, the reply."""
    return _show(request, actor, instruction)


def _show(
    request: HttpRequest, actor: Actor, number: int, typed: dict[str, Form] | None = None
) -> HttpResponse:
    found = supervision.instruction(actor, number, at=timezone.now())
    typed = typed or {}
    readers = [one.id for one in found.readers]
    findings = [
        (task, typed.get(f"accept-{task.ref}") or FindingsForm(
            initial={"ref": task.ref, "findings": "".join(task.answers[-1:])},
            auto_id=f"find-{task.ref}-%s"),
         typed.get(f"back-{task.ref}") or BackForm(
            initial={"ref": task.ref}, auto_id=f"back-{task.ref}-%s"))
        for task in found.tasks
    ]  # fmt: skip
    context = {
        "one": found,
        "typed": typed,
        "tasks": findings,
        "hand": typed.get("hand") or DemandForm(units=found.waiting, auto_id="hand-%s"),
        "readers": typed.get("readers")
        or ReadersForm(readers=_people(actor), initial={"readers": readers}),
        "reply": typed.get("reply") or ReplyForm(initial={"replied_on": timezone.localdate()}),
        "may_reply": found.may_keep and found.row.answered == found.row.asked
        and found.replied_on is None,
    }  # fmt: skip
    status = 422 if typed else 200
    return render(request, "desk/instruction.html", context, status=status)


@require_GET
@staff()
def scan(request: HttpRequest, actor: Actor, instruction: int) -> HttpResponse:
    """The scan, for readers only; the look is on record."""
    name, mime, data = supervision.scan(actor, instruction, at=timezone.now())
    response = HttpResponse(data, content_type=mime)
    response.headers["Content-Disposition"] = content_disposition_header(False, name)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_GET
@staff()
def word(request: HttpRequest, actor: Actor, instruction: int) -> HttpResponse:
    """The reply's draft."""
    data = supervision.reply_docx(actor, instruction, at=timezone.now())
    return attached(data, f"批示办理情况报告-{instruction}")


def _hand(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    found = supervision.instruction(actor, number, at=timezone.now())
    form = DemandForm(request.POST, units=found.waiting, auto_id="hand-%s")
    if form.is_valid() and not form.demands():
        form.add_error(None, _("请至少写明对一个单位的要求。"))
    return _tried(
        form,
        lambda: supervision.hand_out(
            instruction=number,
            demands=form.demands(),
            due=form.cleaned_data["due"],
            by=actor,
            at=timezone.now(),
        ),
    )


def _accept(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    form = FindingsForm(request.POST, auto_id=f"find-{request.POST.get('ref', '')}-%s")
    return _tried(
        form,
        lambda: supervision.accept_answer(**form.cleaned_data, by=actor, at=timezone.now()),
    )


def _back(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    form = BackForm(request.POST, auto_id=f"back-{request.POST.get('ref', '')}-%s")
    return _tried(
        form,
        lambda: supervision.return_answer(**form.cleaned_data, by=actor, at=timezone.now()),
    )


def _readers(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    form = ReadersForm(request.POST, readers=_people(actor))
    return _tried(
        form,
        lambda: supervision.name_readers(
            instruction=number, **form.cleaned_data, by=actor, at=timezone.now()
        ),
    )


def _reply(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    form = ReplyForm(request.POST)
    return _tried(
        form,
        lambda: supervision.reply(
            instruction=number, **form.cleaned_data, by=actor, at=timezone.now()
        ),
    )


def _tried(form: Form, act: Callable[[], Any]) -> Form | None:
    """None where it was done; the form with its faults where it was not."""
    if not form.is_valid():
        return form
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return form
    return None


VERBS: dict[str, tuple[Callable[[HttpRequest, Actor, int], Form | None], Any]] = {
    "hand": (_hand, _lazy("已交办，督办单已发出。")),
    "accept": (_accept, _lazy("已确认，内容将写进报告。")),
    "back": (_back, _lazy("已退回承办单位，请其重新报送。")),
    "readers": (_readers, _lazy("知悉范围已更新。")),
    "reply": (_reply, _lazy("已登记回复。")),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, instruction: int, verb: str) -> HttpResponse:
    """Hand out, accept an answer or send it back, name readers, note that the reply went out."""
    if verb not in VERBS:
        raise Http404
    act, done = VERBS[verb]
    wrong = act(request, actor, instruction)
    if wrong is not None:
        key = f"{verb}-{request.POST.get('ref', '')}" if verb in ("accept", "back") else verb
        return _show(request, actor, instruction, {key: wrong})
    messages.success(request, str(done))
    return redirect("desk:instruction", instruction)
