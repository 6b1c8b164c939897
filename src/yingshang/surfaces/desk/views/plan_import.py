"""Taking a plan in: handed in, read, looked at, and only then kept."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms.ledger import HeadForm, ImportForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.exports import XLSX

__all__ = ["EDITORS", "act", "blank", "place_of", "plan_import", "preview"]

EDITORS = ("supervisor", "bureau")


def _regions(actor: Actor) -> list[tuple[str, str]]:
    """One's own city first, its districts, its province and the state; the reference cities and
    provinces that nobody here administers."""
    own = actor.region or ""
    near = (own, *(code for code, _name in accounts.districts(own)), own[:2] + "0000", "000000")
    known = [*accounts.regions(), *accounts.districts(own), *accounts.superiors()]
    known += accounts.noted()
    found = {code: name for code, name in known if plans.may_edit(actor, code)}
    first = [(code, found.pop(code)) for code in near if code in found]
    return [*first, *sorted(found.items())]


@require_http_methods(["GET", "POST"])
@staff(*EDITORS)
def plan_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand a document in; what can't be read is answered with one sentence, and nothing is kept."""
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        regions=_regions(actor),
        initial={"region": actor.region},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _fits(form):
            upload = form.cleaned_data["file"]
            try:
                if upload:
                    return _read_file(request, actor, form.cleaned_data["region"], upload)
                return _read_text(actor, form.cleaned_data)
            except Refusal as refusal:
                form.add_error("file" if upload else "text", refusal.sentence)
    return render(request, "desk/plan_import.html", {"form": form}, status=status)


def _read_file(request: HttpRequest, actor: Actor, region: str, upload: Any) -> HttpResponse:
    data = upload.read()
    if there := plans.known_plan(data=data, region=region):
        return _opened(request, there)
    held = plans.preview(data=data, name=upload.name, region=region, by=actor, at=timezone.now())
    return redirect("desk:plan_preview", held)


def _read_text(actor: Actor, said: dict[str, Any]) -> HttpResponse:
    held = plans.preview_paste(
        text=said["text"], name="", region=said["region"], by=actor, at=timezone.now()
    )
    return redirect("desk:plan_preview", held)


def _opened(request: HttpRequest, plan: int) -> HttpResponse:
    messages.info(request, _("这份文件以前已经导入，这里打开的是原来的台账，没有重复建立。"))
    return redirect("desk:plan", plan)


def _fits(form: ImportForm) -> bool:
    """Refused before it is read: the page is as large as the service's own limit."""
    upload = form.cleaned_data["file"]
    if not upload or upload.size <= settings.UPLOAD_LIMIT:
        return True
    over = -(-upload.size * 10 // 1048576) / 10  # rounded up: what is too large never reads as 10
    size = {"size": f"{over:.1f}", "limit": settings.UPLOAD_LIMIT // 1048576}
    form.add_error(
        "file",
        _("文件有 %(size)s MB，超过 %(limit)s MB 的上限，未导入。请只上传方案正文，去掉附图附表。")
        % size,
    )
    return False


@require_GET
@staff(*EDITORS)
def preview(request: HttpRequest, actor: Actor, preview: UUID) -> HttpResponse:
    """What would be kept: heading, counts, doubts, names, the tasks."""
    return _shown(request, actor, preview)


def _shown(
    request: HttpRequest,
    actor: Actor,
    preview: UUID,
    *,
    refused: bool = False,
    head: HeadForm | None = None,
) -> HttpResponse:
    """The preview; after a refusal with all that was chosen and typed on it."""
    found = plans.preview_view(preview, by=actor, at=timezone.now())
    given = request.POST if refused else {}
    roles = [given.get(f"column-{n}", c["role"]) for n, c in enumerate(found.columns)]
    only = request.GET.get("show") == "unsure"
    context = {
        "one": found,
        "given": given,
        "columns": list(zip(found.columns, roles, strict=True)),
        "kind": plans.PLAN_KINDS.get(found.kind, ""),
        "place": place_of(actor, found.region),
        "head": head or HeadForm.of(found, month=found.issue_month),
        "unsure": found.tasks - found.sure,
        "lines": [one for one in found.lines if one.unsure] if only else found.lines,
        "only_unsure": only,
        "open_names": sum(1 for _name, _n, ours, _entry in found.units if not ours),
        "roles": plans.COLUMN_ROLES,
        "unread": sum(1 for column in found.columns if column["role"] in ("note", "-")),
    }
    return render(request, "desk/plan_preview.html", context, status=409 if refused else 200)


def place_of(actor: Actor, region: str) -> dict[str, Any] | None:
    """A place that was only noted, its superior as far as somebody has said it, and whether this
    person may put right what is known of it."""
    if not accounts.is_noted(region):
        return None
    over = accounts.over_noted(region)
    name = accounts.region_name(region)
    return {
        "name": name,
        "superior": accounts.region_name(over[0]) if over else "",
        "may_change": accounts.may_change_place(actor, region),
    }


@require_POST
@staff(*EDITORS)
def act(request: HttpRequest, actor: Actor, preview: UUID, act: str) -> HttpResponse:
    """Keep it as a plan, or lay it aside."""
    at = timezone.now()
    if act == "drop":
        plans.drop_preview(preview, by=actor, at=at)
        messages.info(request, _("没有建立台账，读出的内容已经清除。"))
        return redirect("desk:plan_import")
    if act == "columns":
        return _columns(request, actor, preview)
    if act == "move":
        return _move(request, actor, preview)
    if act == "above":
        return _above(request, actor, preview)
    if act == "head":
        return _head(request, actor, preview)
    if act != "keep":
        raise Http404
    goals = "goals" in request.POST or "goals-offered" not in request.POST
    try:
        waiting = plans.preview_view(preview, by=actor, at=at)
        edition = {"yes": True, "no": False}.get(request.POST.get("edition", ""))
        found = plans.keep_preview(preview, by=actor, at=at, goals=goals, edition=edition)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, actor, preview, refused=True)
    if not found.new:
        return _opened(request, found.id)
    if waiting.withdrawn:
        messages.success(request, _("已恢复原来的台账和核对记录。"))
        return redirect("desk:plan", found.id)
    counts = {"tasks": waiting.tasks, "targets": found.row.targets, "goals": len(waiting.goals)}
    text = _("已导入：读出 %(tasks)s 项任务、%(targets)s 个指标目标，请逐条核对。") % counts
    if waiting.goals and goals:
        text += _("其中 %(goals)s 个是全文的目标，不属于某一项任务，在台账里单列一行。") % counts
    messages.success(request, text)
    return redirect("desk:plan", found.id)


def _move(request: HttpRequest, actor: Actor, preview: UUID) -> HttpResponse:
    """It is the plan of another place, known here or not."""
    said = request.POST.get("place", "")[:60]
    try:
        name = plans.move_preview(preview, place=said, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, actor, preview, refused=True)
    messages.success(request, _("已改为%s的方案，单位名称按那里重新对过。") % name)
    return redirect("desk:plan_preview", preview)


def _head(request: HttpRequest, actor: Actor, preview: UUID) -> HttpResponse:
    """Title, number, issuer, day or kind were read wrongly, or not at all."""
    at = timezone.now()
    form = HeadForm.of(plans.preview_view(preview, by=actor, at=at), request.POST)
    if not form.is_valid():
        return _shown(request, actor, preview, refused=True, head=form)
    if plans.amend_head(preview, changes=form.changes, by=actor, at=at):
        messages.success(request, _("已更正题头；建立台账后改动留在修改记录里。"))
    return redirect("desk:plan_preview", preview)


def _above(request: HttpRequest, actor: Actor, preview: UUID) -> HttpResponse:
    """What the place of this reading lies under."""
    found = plans.preview_view(preview, by=actor, at=timezone.now())
    said = request.POST.get("superior", "")[:60]
    try:
        name = accounts.give_superior(place=found.region, name=said, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, actor, preview, refused=True)
    words = {"place": found.region_name, "name": name}
    messages.success(request, _("已登记：%(place)s的上级是%(name)s。") % words)
    return redirect("desk:plan_preview", preview)


def _columns(request: HttpRequest, actor: Actor, preview: UUID) -> HttpResponse:
    """A person has said what the columns of the spreadsheet are."""
    found = plans.preview_view(preview, by=actor, at=timezone.now())
    said = {
        column["key"]: request.POST.get(f"column-{place}", "")
        for place, column in enumerate(found.columns)
    }
    try:
        plans.choose_columns(preview, columns=said, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, actor, preview, refused=True)
    messages.success(request, _("已按您指定的列重新读取；建立台账后，本市以后照此读。"))
    return redirect("desk:plan_preview", preview)


@require_GET
@staff(*EDITORS)
def blank(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An empty ledger to fill in."""
    name = _("任务台账模板.xlsx")
    return FileResponse(
        BytesIO(plans.blank_ledger()), as_attachment=True, filename=name, content_type=XLSX
    )
