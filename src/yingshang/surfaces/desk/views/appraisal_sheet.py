"""One unit's sheet: every number with its rows; agreeing, appealing, correcting, ruling."""

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

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.appraisal import AppealForm, PointsForm, RowsForm, RulingForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.calendars import page_of

__all__ = ["appeal", "evidence", "sheet", "verb"]


@require_GET
@staff()
def sheet(request: HttpRequest, actor: Actor, sheet: int) -> HttpResponse:
    """The sheet, for the unit and for those who oversee the city."""
    return _show(request, actor, sheet)


def _show(
    request: HttpRequest, actor: Actor, number: int, typed: dict[str, Form] | None = None
) -> HttpResponse:
    found = supervision.appraisal_sheet(actor, number, at=timezone.now())
    year, typed = supervision.appraisal(actor, found.appraisal.id), typed or {}
    corrects = year.keeps and year.row.status in ("drafted", "open")
    marks = [
        {
            "mark": one,
            "rows": [(row, page_of(row.kind, row.ref)) for row in one.rows],
            "appeal": typed.get(f"appeal-{one.item.code}") or _appeal_form(one.item.code)
            if one.may_appeal
            else None,
            "correct": typed.get(f"correct-{one.item.code}") or _rows_form(one)
            if corrects and one.rows and not any(a.state == "open" for a in one.appeals)
            else None,
        }
        for one in found.marks
    ]
    extras = [
        (one, typed.get(f"appeal-extra-{one.id}") or _appeal_form(f"extra-{one.id}"))
        for one in found.extras
    ]
    context = {
        "one": found,
        "typed": typed,
        "year": year,
        "marks": marks,
        "extras": extras,
        "points": typed.get("points") or PointsForm(extras=_choices(year))
        if found.may_change
        else None,
    }
    return render(request, "desk/appraisal/sheet.html", context, status=422 if typed else 200)


def _appeal_form(item: str) -> Form:
    return AppealForm(initial={"item": item}, auto_id=f"{item}-%s")


def _labels(rows: Any) -> list[str]:
    return [f"{row.label}（{row.why}）" for row in rows]


def _rows_form(mark: Any, data: Any = None) -> RowsForm:
    return RowsForm(data, rows=_labels(mark.rows), auto_id=f"correct-{mark.item.code}-%s")


def _choices(year: Any) -> list[tuple[str, str]]:
    return [
        (code, f"{label} {name}（≤{most}）")
        for label, listed in ((_("加分"), year.plus), (_("扣分"), year.minus))
        for code, name, most in listed
    ]


def _agree(request: HttpRequest, actor: Actor, number: int) -> dict[str, Form] | None:
    supervision.agree_sheet(sheet=number, by=actor, at=timezone.now())
    return None


def _appeal(request: HttpRequest, actor: Actor, number: int) -> dict[str, Form] | None:
    item = request.POST.get("item", "")
    form = AppealForm(request.POST, request.FILES, auto_id=f"{item}-%s")

    def act() -> None:
        values = dict(form.cleaned_data)
        upload = values.pop("file")
        supervision.appeal_item(
            sheet=number, **values, by=actor, at=timezone.now(),
            evidence=(upload.name, upload.read()) if upload else None,
        )  # fmt: skip

    return _tried(f"appeal-{item}", form, act)


def _correct(request: HttpRequest, actor: Actor, number: int) -> dict[str, Form] | None:
    found = supervision.appraisal_sheet(actor, number, at=timezone.now())
    mark = next((m for m in found.marks if m.item.code == request.POST.get("item")), None)
    if mark is None:
        raise Http404
    form = _rows_form(mark, request.POST)
    return _tried(
        f"correct-{mark.item.code}",
        form,
        lambda: supervision.correct_mark(
            sheet=number, item=mark.item.code, changes=form.changes(),
            reason=form.cleaned_data["reason"], by=actor, at=timezone.now(),
        ),
    )  # fmt: skip


def _points(request: HttpRequest, actor: Actor, number: int) -> dict[str, Form] | None:
    found = supervision.appraisal_sheet(actor, number, at=timezone.now())
    year = supervision.appraisal(actor, found.appraisal.id)
    form = PointsForm(request.POST, extras=_choices(year))
    return _tried(
        "points",
        form,
        lambda: supervision.add_points(
            sheet=number, **form.cleaned_data, by=actor, at=timezone.now()
        ),
    )


def _tried(key: str, form: Form, act: Callable[[], Any]) -> dict[str, Form] | None:
    """None where it was done; the form with its faults where it was not."""
    if not form.is_valid():
        return {key: form}
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return {key: form}
    return None


VERBS: dict[str, tuple[Callable[[HttpRequest, Actor, int], dict[str, Form] | None], Any]] = {
    "agree": (_agree, _lazy("已确认本单位得分。")),
    "appeal": (_appeal, _lazy("申诉已提交，由没有参与计分的人裁定。")),
    "correct": (_correct, _lazy("已更正，原来的得分仍可查看。")),
    "points": (_points, _lazy("已记入，依据随得分表一起发出。")),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, sheet: int, verb: str) -> HttpResponse:
    """Agree, appeal, correct, add or take points."""
    if verb not in VERBS:
        raise Http404
    act, done = VERBS[verb]
    try:
        wrong = act(request, actor, sheet)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:appraisal_sheet", sheet)
    if wrong is not None:
        return _show(request, actor, sheet, wrong)
    messages.success(request, str(done))
    return redirect("desk:appraisal_sheet", sheet)


@require_http_methods(["GET", "POST"])
@staff()
def appeal(request: HttpRequest, actor: Actor, appeal: int) -> HttpResponse:
    """An appeal with the rows it is about; ruling on it."""
    found = supervision.appeal(actor, appeal)
    owner = supervision.appraisal_sheet(actor, found.sheet, at=timezone.now())
    mark = next((m for m in owner.marks if m.item.code == found.item), None)
    extra = next((e for e in owner.extras if f"extra-{e.id}" == found.item), None)
    labels = _labels(mark.rows) if mark else []
    posted = request.method == "POST"
    if posted and not found.may_rule:
        messages.error(request, _("裁定由没有参与计分、不属于申诉单位的人作出。"))
        return redirect("desk:appraisal_appeal", appeal)
    form = RulingForm(request.POST if posted else None, rows=labels, auto_id="rule-%s")
    wrong = posted and _tried(
        "rule",
        form,
        lambda: supervision.rule_appeal(
            appeal=appeal, upheld=form.cleaned_data["upheld"] == "yes",
            words=form.cleaned_data["reason"], changes=form.changes(),
            by=actor, at=timezone.now(),
        ),
    )  # fmt: skip
    if posted and not wrong:
        messages.success(request, _("已裁定，申诉单位已收到通知。"))
        return redirect("desk:appraisal_sheet", found.sheet)
    context = {"one": found, "sheet": owner, "mark": mark, "extra": extra,
               "form": form if found.may_rule else None}  # fmt: skip
    status = 422 if wrong else 200
    return render(request, "desk/appraisal/appeal.html", context, status=status)


@require_GET
@staff()
def evidence(request: HttpRequest, actor: Actor, appeal: int) -> HttpResponse:
    """What came with an appeal."""
    name, mime, data = supervision.appeal_evidence(actor, appeal)
    response = HttpResponse(data, content_type=mime)
    response.headers["Content-Disposition"] = content_disposition_header(False, name)
    return response
