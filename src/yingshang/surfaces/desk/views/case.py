"""One case: what was filed, who holds it, why it is due when it is, and what may be done now."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.licences import service as licences
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.contexts import case_context, order_context
from yingshang.surfaces.desk.forms.verbs import FORMS, AnswerForm, VerbForm, answer_of, step_form
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.kit.papers import paper_response

__all__ = ["case", "file", "looks", "paper", "receipt", "reveal", "verb"]


@require_GET
@staff()
def case(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The page of a case; an order has a page of its own."""
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    if found.family == "order" and supervision.is_order(ref):
        return redirect("desk:order", ref)
    if found.family == "plan-task":
        return redirect("desk:tracked_task", ref)
    cases.record_look(case=found, by=actor, at=at, page="case")
    return render(request, "desk/case.html", case_context(actor, found, at=at))


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, ref: str, verb: str) -> HttpResponse:
    """Do one thing to a case. Refused: the sentence, the page as it is now, the words kept."""
    if verb not in FORMS:
        raise NotVisible(verb)
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    key = f"{verb}-{request.POST.get('step', '')}" if verb == "complete_step" else verb
    step = request.POST.get("step", "")
    kind = step_form(found, step) if verb == "complete_step" else FORMS[verb]
    form = kind(request.POST, request.FILES, case=found, auto_id=f"{key}-%s")
    if not form.is_valid():
        return _redraw(request, actor, ref, typed={key: form}, at=at, status=422)
    try:
        getattr(cases, verb)(ref=ref, by=actor, at=at, **_seq(request, verb), **form.said)
    except (Refusal, FormInvalid) as refusal:
        return _redraw(
            request, actor, ref, typed={key: form}, at=at, status=409, refusal=str(refusal)
        )
    messages.success(request, answer_of(found.body, step).get("sent") or _done(form, verb))
    return redirect("desk:case", ref)


def _done(form: VerbForm, verb: str) -> str:
    if isinstance(form, AnswerForm):
        return str(_("办理情况已报送。"))
    return str(UNASKED.get(verb, DONE[verb]) if form.case.party is None else DONE[verb])


DONE = {
    "accept": _("已受理，开始计时。"),
    "ask_correction": _("已一次告知申请人补正，等待期间不计时。"),
    "supply": _("已代收补正材料，受理期限重新起算。"),
    "refuse": _("已作出不予受理决定，并通知申请人。"),
    "complete_step": _("审查意见已提交。"),
    "pause": _("已启动特别程序，暂停计时。"),
    "resume": _("特别程序结束，恢复计时。"),
    "extend": _("已延长期限，并告知申请人。"),
    "decide": _("已作出决定，并通知申请人。"),
    "close": _("已办结归档。"),
    "withdraw": _("已撤回。"),
    "reopen": _("已重新启动。"),
    "note": _("已记录。"),
    "correct_on_spot": _("已当场更正，不影响时限。"),
    "make_up": _("已代收容缺材料。"),
    "decide_now": _("已当场作出决定，并通知申请人。"),
    "withdraw_promise": _("承诺已撤回，改按一般程序办理。"),
    "verify_commitment": _("核查结论已提交，并通知申请人。"),
    "tell_hearing": _("已告知听证权利。"),
    "ask_hearing": _("已申请听证，暂停计时。"),
    "waive_hearing": _("已记下放弃听证。"),
    "call_hearing": _("已发出听证通知。"),
    "hold_hearing": _("听证笔录已存档。"),
    "deliver": _("已登记送达。"),
    "assign": _("已指定统筹单位并下发。"),
    "return_assignment": _("已申请退回，等待裁定。"),
    "rule_return": _("已作出裁定。"),
}


UNASKED = {  # where nobody applied, nobody is told so
    "decide": _("已作出决定。"),
    "extend": _("已延长期限。"),
}


MOVED_ON = _("本件已有变化，这一步现在不能做，没有保存。请看过最新情况再办。")


def _seq(request: HttpRequest, verb: str) -> dict[str, int]:
    """How old the tab is. Steps of several units run side by side: another's step is no conflict,
    and the same step done twice is refused by the step itself."""
    typed = whole(request.POST.get("seq", ""))
    return {} if typed is None or verb == "complete_step" else {"seq": typed}


def _redraw(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    *,
    typed: Mapping[str, VerbForm],
    at: datetime,
    status: int,
    refusal: str = "",
) -> HttpResponse:
    """The page as the case stands now, with what was typed still in its panel."""
    found = cases.case_for(actor, ref, at=at)
    cases.record_look(case=found, by=actor, at=at, page="case")
    if found.family == "order" and supervision.is_order(ref):
        context, name = order_context(actor, found, at=at, typed=typed), "desk/order.html"
    else:
        context, name = case_context(actor, found, at=at, typed=typed), "desk/case.html"
    orphans = [form for key, form in typed.items() if key not in {p.key for p in context["panels"]}]
    if orphans and not refusal:  # a stale tab: what it asked for is not to be done any more
        refusal, status = str(MOVED_ON), 409
    context |= {"refusal": refusal, "orphans": orphans}
    return render(request, name, context, status=status)


@require_POST
@staff()
def reveal(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Personal data in full: recorded with the name of who looked, then shown once.

    Who works on the case only asks; an overseer has to say what for.
    """
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    if any(f.masked for f in found.fields):
        why = request.POST.get("reason", "")
        try:
            shown = cases.reveal(ref=ref, by=actor, at=at, reason=why)
        except Refusal as refusal:
            context = case_context(actor, found, at=at)
            context |= {"refusal": refusal.sentence, "reveal_why": why}
            return render(request, "desk/case.html", context, status=409)
    else:
        own = [f for f in found.fields if f.personal]
        shown = {f.name: f.value for f in own}
        audit.record_reveal(
            by=actor,
            at=at,
            obj=ref,
            fields=list(shown),
            labels=[f.label for f in own],
            unit=actor.unit or "",
        )
    return render(request, "desk/case.html", case_context(actor, found, at=at, revealed=shown))


@require_GET
@staff()
def receipt(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """What the applicant takes home from the counter: large print, one page."""
    at = timezone.now()
    found, clock = cases.case_for(actor, ref, at=at), cases.clock(actor, ref, at=at)
    cases.record_look(case=found, by=actor, at=at, page="receipt")
    promised = next((line for line in clock.limits if line.kind == "promised"), None)
    context = {"case": found, "promised": promised, "qr": _verify_code(request, actor, ref)}
    return render(request, "desk/receipt.html", context)


def _verify_code(request: HttpRequest, actor: Actor, ref: str) -> str:
    """The code by which anybody can check the paper: of the acceptance, else of the filing."""
    marks = cases.receipt_marks(actor, ref)
    seq = next((mark.seq for mark in marks if mark.name == "accepted"), 1)
    token = cases.receipt_token(actor, ref, seq)
    address = request.build_absolute_uri(f"{reverse('portal:verify_receipt')}?r={token}")
    return mark_safe(licences.qr_svg(address))


@require_GET
@staff("supervisor", "bureau", "leader")
def looks(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Who was shown personal data of this case, when, and what for."""
    found = cases.case_for(actor, ref, at=timezone.now())
    context = {"case": found, "looks": cases.looks(actor, ref)}
    return render(request, "desk/looks.html", context)


@require_GET
@staff()
def paper(request: HttpRequest, actor: Actor, ref: str, seq: int) -> HttpResponse:
    """One numbered paper of a case as signed PDF, drawn from its fact; its addressee is a look."""
    answer = paper_response(request, actor, ref, seq)
    at = timezone.now()
    cases.record_look(case=cases.case_for(actor, ref, at=at), by=actor, at=at, page="voucher")
    return answer


@require_GET
@staff()
def file(request: HttpRequest, actor: Actor, ref: str, file_id: int) -> HttpResponse:
    """One file of a case, for those who see the case. What it shows is personal: a look."""
    at = timezone.now()
    found, path = cases.attachment(actor, ref, file_id)
    case_of_it = cases.case_for(actor, ref, at=at)
    cases.record_look(case=case_of_it, by=actor, at=at, page="file", fields=[f"材料：{found.name}"])
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.name)
