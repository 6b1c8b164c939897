"""A new version of an item, tried on past cases before it goes live; nothing is published."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.service import ItemView
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.charts import chart

__all__ = ["trial"]

LARGEST = 200_000
MONTHS = (1, 3, 6, 12, 24)


class TrialForm(forms.Form):
    """The draft as text, or as a file that replaces it; for how many months back."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("草案（YAML）"),
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "class": "code", "spellcheck": "false"}),
        help_text=gettext_lazy("现行版本已在这里，改要改的地方；也可以只写 extends 和要改的几行。"),
    )
    file = forms.FileField(
        label=gettext_lazy("或者上传 YAML 文件"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("用最近几个月办结的办件试"), coerce=int, initial=6
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [(n, _("最近 %d 个月") % n) for n in MONTHS]

    def draft(self) -> str:
        """What is to be tried. Refusal: a file that is no text."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return str(self.cleaned_data["text"])
        try:
            return bytes(upload.read(LARGEST * 4)).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refusal(
                "draft-unreadable", _("上传的不是 UTF-8 文本。请另存为 UTF-8 后再传。")
            ) from None


@require_http_methods(["GET", "POST"])
@staff("bureau")
def trial(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose an item, change its text, see what would have changed."""
    items = [i for i in _items(actor) if i.is_here]
    code = request.GET.get("item") or request.POST.get("item", "")
    chosen = next((i for i in items if i.code == code), None)
    start = {"text": _text(chosen) if chosen else "", "months": 6}
    form = TrialForm(request.POST or None, request.FILES or None, initial=start)
    context: dict[str, Any] = {"items": items, "chosen": chosen, "form": form}
    if request.method != "POST":
        return render(request, "desk/trial.html", context)
    if form.is_valid():
        try:
            report = cases.try_definition(
                text=form.draft(),
                region=actor.region,
                by=actor,
                at=timezone.now(),
                months=form.cleaned_data["months"],
            )
        except Refusal as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", refusal.sentence)
        else:
            context |= {"report": report, "charts": _charts(report)}
            return render(request, "desk/trial.html", context)
    return render(request, "desk/trial.html", context, status=422)


def _items(actor: Actor) -> list[ItemView]:
    return catalog.items(region=actor.region, on=timezone.localdate(), portal_only=False)


def _text(item: ItemView) -> str:
    return definitions.yaml_text(item.body)


def _charts(report: cases.TrialReport) -> list[Any]:
    """Late before and after: the whole, and step by step where anything was late."""
    before, after = _("现行版本"), _("草案")
    steps = [s for s in report.steps if s.cases]
    drawn = [
        chart(
            _("超期的办件"),
            [_("超期"), _("按期")],
            {
                before: [report.late_before, report.decided - report.late_before],
                after: [report.late_after, report.decided - report.late_after],
            },
            kind="bar",
            unit=_("件"),
            horizontal=True,
        )
    ]
    if any(s.late_before or s.late_after for s in steps):
        drawn.append(
            chart(
                _("超期的环节"),
                [s.name for s in steps],
                {
                    before: [s.late_before for s in steps],
                    after: [s.late_after for s in steps],
                },
                kind="bar",
                unit=_("件"),
                horizontal=True,
            )
        )
    return drawn
