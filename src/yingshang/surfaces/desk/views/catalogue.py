"""The catalogue at the desk: its check-up, its versions, the workbook out and in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.kinds import CHECKS, ItemCheck
from yingshang.surfaces.desk.forms.catalogue import BookForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.exports import xlsx_response
from yingshang.surfaces.kit.forms import whole

__all__ = ["ROLES", "catalogue", "compare", "export", "import_book", "item"]

ROLES = ("bureau", "reviewer", "clerk", "supervisor")
SHOWN = 100


def _lead(actor: Actor) -> str:
    """Bureau and supervisors look at the whole city, others at what their unit leads."""
    return "" if actor.oversees else (actor.unit or "").rpartition("-")[2]


@require_GET
@staff(*ROLES)
def catalogue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What fails where, worst first; drafts that are open; the three kinds of handling apart."""
    today = timezone.localdate()
    found = catalog.checkup(actor.region, today, lead=_lead(actor))
    check = whole(request.GET.get("check", "")) or 0
    text = request.GET.get("q", "").strip()[:60]
    rows = [r for r in found.items if _fits(r, check, text)]
    codes = {r.code for r in found.items}
    counted = catalog.coverage(
        [i for i in catalog.catalogue(actor.region, today) if i.code in codes]
    )
    context = {
        "found": found,
        "total": len(found.items),
        "rows": rows[:SHOWN],
        "matching": len(rows),
        "check": check,
        "q": text,
        "checks": [(c, n) for c, (_number, _title, n) in zip(CHECKS, found.by_check, strict=True)],
        "drafts": catalog.drafts(actor),
        "units": {u.role: u.name for u in accounts.units(actor.region)},
        "kinds": [
            (name, getattr(counted, kind.replace("-", "_")))
            for kind, name in catalog.handled_names().items()
        ],
        "now": timezone.now(),
    }
    return render(request, "desk/catalogue.html", context)


def _fits(row: ItemCheck, check: int, text: str) -> bool:
    if check and not any(f.number == check for f in row.faults):
        return False
    return text in row.name or text in row.code


@require_GET
@staff(*ROLES)
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is in force, as the workbook that can be edited and brought back."""
    book = catalog.export_catalogue(actor.region, on=timezone.localdate(), lead=_lead(actor))
    return xlsx_response(_("事项目录.xlsx"), book)


@require_http_methods(["GET", "POST"])
@staff(*ROLES)
def import_book(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Read a workbook: drafts for what differs, or what is wrong in which cell."""
    form = BookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            report = catalog.import_catalogue(
                data=upload.read(),
                name=upload.name,
                region=actor.region,
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            if not report.wrong:
                said = _("读完了：%(drafts)d 项有改动，已成为草案；%(same)d 项没有变化。")
                counts = {"drafts": len(report.drafts), "same": report.unchanged}
                messages.success(request, said % counts)
                return redirect("desk:catalogue")
            context["report"] = report
    status = 422 if form.errors or "report" in context else 200
    return render(request, "desk/catalogue_import.html", context, status=status)


@require_GET
@staff(*ROLES)
def item(request: HttpRequest, actor: Actor, item: str) -> HttpResponse:
    """One item: its versions, its faults, and the way to a draft."""
    today = timezone.localdate()
    editions = catalog.editions_of(item, region=actor.region)
    shown = catalog.item(item, region=actor.region, on=today)
    guide = catalog.guide(shown, region=actor.region)
    names = accounts.person_names({e.published_by for e in editions})
    names |= {"system": _("随数据装载")}
    context = {
        "item": shown,
        "guide": guide,
        "faults": catalog.faults(guide),
        "editions": [
            (e, names.get(e.published_by, ""), _standing(e, shown.edition, today))
            for e in reversed(editions)
        ],
        "last": [e.id for e in editions[-2:]],
        "may_write": catalog.may_write(actor, region=actor.region, lead=shown.lead),
        "draft": next((d for d in catalog.drafts(actor) if d.code == item), None),
        "lead_name": accounts.unit_name(f"{actor.region}-{shown.lead}"),
    }
    return render(request, "desk/catalogue_item.html", context)


def _standing(edition: Any, in_force: int, today: Any) -> str:
    if edition.id == in_force:
        return _("现行")
    return _("将生效") if edition.valid_from > today else _("已被替代")


@require_GET
@staff(*ROLES)
def compare(request: HttpRequest, actor: Actor, item: str) -> HttpResponse:
    """Two versions side by side, differences marked."""
    old, new = (whole(request.GET.get(key, "")) or 0 for key in ("old", "new"))
    editions = catalog.editions_of(item, region=actor.region)
    known = [e.id for e in editions]
    old = old if old in known else known[max(len(known) - 2, 0)]
    new = new if new in known else known[-1]
    every = request.GET.get("all") == "1"
    rows = catalog.compare_editions(item, region=actor.region, old=old, new=new)
    by_id = {e.id: e for e in editions}
    context = {
        "name": by_id[new].body["name"],
        "item": item,
        "editions": editions,
        "old": by_id[old],
        "new": by_id[new],
        "rows": rows if every else [r for r in rows if r.changed],
        "every": every,
        "changed": sum(r.changed for r in rows),
    }
    return render(request, "desk/catalogue_compare.html", context)
