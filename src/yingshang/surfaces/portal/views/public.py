"""Pages for everybody: a licence verified, the promises of the cities side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yingshang.city.licences import service as licences
from yingshang.city.plans import service as plans
from yingshang.surfaces.kit.exports import csv_response
from yingshang.surfaces.portal.matrix import side_by_side

__all__ = ["compare", "compare_csv", "compare_json", "verify"]


@require_GET
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Is this licence ours, and valid today? No sign-in, no personal data beyond the licence."""
    today = timezone.localdate()
    licence = licences.verify(token, on=today)
    context = {"licence": licence, "today": today}
    return render(request, "portal/verify.html", context, status=200 if licence else 404)


def _rows(request: HttpRequest) -> list[Any]:
    return plans.compare(on=timezone.localdate(), metric=request.GET.get("metric") or None)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """What each city promises, metric by metric, strongest promise first."""
    every = plans.compare(on=timezone.localdate())
    metrics = list(dict.fromkeys((row.metric, row.metric_name) for row in every))
    chosen = request.GET.get("metric", "")
    if chosen and chosen not in dict(metrics):
        raise Http404(chosen)
    context = {
        "metrics": metrics,
        "metric": chosen,
        "metric_name": dict(metrics).get(chosen, ""),
        "rows": [row for row in every if row.metric == chosen],
        "table": None if chosen else side_by_side(every),
    }
    return render(request, "portal/compare.html", context)


FIELDS = (
    "metric",
    "metric_name",
    "region",
    "region_name",
    "promised",
    "value",
    "unit",
    "scope",
    "statistic",
    "rank",
    "year",
    "plan_title",
    "sentence",
)


@require_GET
def compare_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON: a list of rows."""
    rows = [{name: getattr(row, name) for name in FIELDS} for row in _rows(request)]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


@require_GET
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, guarded against formulas."""
    header = [
        _("指标代码"),
        _("指标"),
        _("区划"),
        _("城市"),
        _("承诺"),
        _("数值"),
        _("计量单位"),
        _("范围"),
        _("统计口径"),
        _("同口径名次"),
        _("年份"),
        _("方案"),
        _("原文"),
    ]
    rows = ([getattr(row, name) for name in FIELDS] for row in _rows(request))
    return csv_response("promises.csv", header, rows)
