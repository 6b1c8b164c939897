"""Outages, books of numbered paper, and the papers that are entered afterwards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.service import ItemView
from yingshang.surfaces.desk.forms.counter import CounterForm, PersonForm
from yingshang.surfaces.desk.forms.paper import BookForm, EndForm, OutageForm, PaperForm, VoidForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.kit.forms import uploads_of

__all__ = ["book", "enter", "outage_end", "outages", "paper", "scan", "send_back", "sign", "void"]

DECLARERS = ("bureau", "supervisor")
READERS = ("clerk", "bureau", "supervisor", "leader")


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(u.code, u.name) for u in accounts.units(actor.region)]


# -- outages and books -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(*READERS)
def outages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was down and when, the books that were given out, the papers that wait."""
    if request.method != "POST":
        return _list(request, actor)
    form = OutageForm(request.POST, units=_units(actor), auto_id="outage-%s")
    if _done(form, cases.declare_outage, actor):
        messages.success(request, _("已登记停用。"))
        return redirect("desk:outages")
    return _list(request, actor, outage=form, status=422)


@require_POST
@staff(*DECLARERS)
def outage_end(request: HttpRequest, actor: Actor, outage_id: int) -> HttpResponse:
    """It works again."""
    form, key = EndForm(request.POST), f"end-{outage_id}"
    if not form.is_valid():
        sentence = _("恢复时间没有填对，没有登记。请重填。")
        return refused(request, key, sentence, _list, actor)
    try:
        until = form.cleaned_data["until"]
        cases.end_outage(outage=outage_id, until=until, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, key, refusal, _list, actor)
    messages.success(request, _("已登记恢复时间。"))
    return redirect("desk:outages")


@require_POST
@staff(*DECLARERS)
def book(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a unit a range of numbers."""
    form = BookForm(request.POST, units=_units(actor), auto_id="book-%s")
    if _done(form, cases.issue_book, actor):
        messages.success(request, _("已登记发放。"))
        return redirect("desk:outages")
    return _list(request, actor, book=form, status=422)


@require_POST
@staff("clerk")
def void(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A spoiled or lost number is accounted for; it can never be used."""
    form = VoidForm(request.POST, auto_id="void-%s")
    if _done(form, cases.void_paper, actor):
        messages.success(request, _("已登记作废。"))
        return redirect("desk:outages")
    return _list(request, actor, void=form, status=422)


def _done(form: Form, verb: Callable[..., object], actor: Actor) -> bool:
    """The verb with what the form says; where it is refused, the form says why."""
    if not form.is_valid():
        return False
    try:
        verb(by=actor, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _list(
    request: HttpRequest,
    actor: Actor,
    *,
    outage: OutageForm | None = None,
    book: BookForm | None = None,
    void: VoidForm | None = None,
    status: int = 200,
) -> HttpResponse:
    declares = actor.role in DECLARERS
    units, today = _units(actor), timezone.localdate()
    items = catalog.items(region=actor.region, on=today) if actor.role == "clerk" else []
    context = {
        "outages": cases.outages(actor),
        "books": cases.books(actor),
        "waiting": cases.papers(actor),
        "back": cases.papers(actor, status="back"),
        "declares": declares,
        "outage_form": outage or OutageForm(units=units, auto_id="outage-%s"),
        "book_form": book or BookForm(units=units, auto_id="book-%s"),
        "void_form": void or VoidForm(auto_id="void-%s"),
        "items": [i for i in items if i.is_here and i.family == "application"],
        "me": actor.id,
    }
    return render(request, "desk/outages.html", context, status=status)


# -- one paper -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff("clerk")
def enter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The paper, the applicant and the form on one screen; a colleague signs afterwards."""
    code = request.POST.get("item") or request.GET.get("item", "")
    found = catalog.item(code, region=actor.region, on=timezone.localdate())
    if not found.is_here:
        raise accounts.NotVisible(code)
    if request.method != "POST":
        return _show(request, found, PaperForm(), _person(None), _form(found, actor, None))
    head = PaperForm(request.POST, request.FILES)
    person, form = _person(request.POST), _form(found, actor, request.POST)
    right = [head.is_valid(), person.is_valid()]
    if not all(right):
        return _show(request, found, head, person, form, status=422)
    try:
        entry = _enter(request, actor, found, head, person, form)
    except FormInvalid as wrong:
        form.explain(wrong.errors)
        return _show(request, found, head, person, form, status=422)
    except Refusal as refusal:
        head.add_error(None, refusal.sentence)
        return _show(request, found, head, person, form, status=409)
    messages.success(
        request,
        _("%(series)s 第 %(number)s 号已录入，请另一名同事复核签字。")
        % {"series": entry.series, "number": entry.number},
    )
    return redirect("desk:outages")


def _enter(
    request: HttpRequest,
    actor: Actor,
    found: ItemView,
    head: PaperForm,
    person: PersonForm,
    form: CounterForm,
) -> Any:
    at, said = timezone.now(), head.cleaned_data
    upload = said.pop("scan")
    party = person.register(region=actor.region, by=actor, at=at)
    return cases.enter_paper(
        **said,
        item=found.code,
        form=form.raw(),
        party=party,
        scan=(upload.name, upload.read()),
        district=form.district(),
        files=uploads_of(request.FILES, found.body.get("materials", ())),
        by=actor,
        at=at,
    )


def _person(data: Any) -> PersonForm:
    return PersonForm(data, auto_id="person-%s", prefix="who")


def _form(found: ItemView, actor: Actor, data: Any) -> CounterForm:
    places = accounts.districts(actor.region)
    return CounterForm(found.body.get("fields", ()), data, districts=places, auto_id="form-%s")


def _show(
    request: HttpRequest,
    found: ItemView,
    head: PaperForm,
    person: PersonForm,
    form: CounterForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "item": found,
        "head": head,
        "person": person,
        "form": form,
        "materials": found.body.get("materials", ()),
    }
    return render(request, "desk/paper_enter.html", context, status=status)


def _item(actor: Actor, code: str) -> ItemView | None:
    """The item of a paper; None for a void number and for an item that is no longer in force."""
    try:
        return catalog.item(code, region=actor.region, on=timezone.localdate()) if code else None
    except accounts.NotVisible:
        return None


@require_GET
@staff(*READERS)
def paper(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    """One paper: what was entered beside the scan. Whoever is shown the form leaves a record."""
    return _paper_page(request, actor, paper_id)


def _paper_page(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    found, at = cases.paper(actor, paper_id), timezone.now()
    rows: list[tuple[str, str]] = []
    item = _item(actor, found.item)
    if found.form and item and actor.role == "clerk":
        fields = [f for f in item.body.get("fields", ()) if f["name"] in found.form]
        rows = [(f["label"], found.form[f["name"]]) for f in fields]
        audit.record_read(
            by=actor,
            at=at,
            obj=f"paper:{found.id}",
            fields=[f["label"] for f in fields],
            page="paper",
            unit=actor.unit or "",
        )
    context = {
        "paper": found,
        "item": item,
        "rows": rows,
        "may_sign": found.status == "waiting" and actor.role == "clerk",
        "mine": found.entered_by == actor.id,
    }
    return render(request, "desk/paper.html", context)


@require_POST
@staff("clerk")
def sign(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    """The second signature opens the case."""
    try:
        case = cases.sign_paper(paper=paper_id, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:paper", paper_id)
    messages.success(request, _("已复核签字，办件 %s 的时限从真实收件时间起算。") % case.ref)
    return redirect("desk:case", case.ref)


@require_POST
@staff("clerk")
def send_back(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    """Not as the paper says: back to who entered it, with the reason."""
    try:
        reason = request.POST.get("reason", "")
        cases.send_back_paper(paper=paper_id, reason=reason, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, "back", refusal, _paper_page, actor, paper_id)
    messages.success(request, _("已退回录入人。"))
    return redirect("desk:outages")


@require_GET
@staff(*READERS)
def scan(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    """The scan of the paper; what it shows is personal: a look."""
    found = cases.paper(actor, paper_id)
    name, path = cases.paper_scan(actor, paper_id)
    with override("zh-hans"):  # what is kept stays Chinese, whatever language the screen speaks
        label = _("收件单扫描件")
    audit.record_read(
        by=actor,
        at=timezone.now(),
        obj=f"paper:{found.id}",
        fields=[label],
        page="scan",
        unit=actor.unit or "",
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
