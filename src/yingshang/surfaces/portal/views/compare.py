"""The promises of the cities: all beside each other, one metric over years, and as files."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.plans.service import learning
from yingshang.surfaces.kit.charts import Chart, chart
from yingshang.surfaces.kit.exports import csv_stream, xlsx_response
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.portal.matrix import side_by_side

__all__ = ["compare", "compare_csv", "compare_json", "compare_xlsx", "metric"]


def _reader(request: HttpRequest) -> Actor | None:
    """Who reads, where it is staff: they see what it would take, and may learn."""
    if not request.user.is_authenticated:
        return None
    actor = accounts.actor_of(request.user)
    return actor if actor.is_staff else None


def _home(request: HttpRequest, reader: Actor | None) -> str:
    """Our city: an officer's own, else the one that was chosen."""
    if reader is not None and reader.region:
        return reader.region[:4] + "00"
    return request.preferences.city  # type: ignore[attr-defined]


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The filters, as the address says them: what can't be read is no filter."""
    given = request.GET
    year = whole(given.get("year", "")[:6])
    return {
        "q": given.get("q", "").strip()[:40],
        "year": year if year and 1990 <= year <= 2100 else None,
        "cities": [code[:12] for code in given.getlist("city")[:60]],
        "ours": given.get("ours") == "1",
        "metric": given.get("metric", "")[:80],
    }


def _boards(request: HttpRequest, home: str, asked: dict[str, Any]) -> list[learning.MetricBoard]:
    found = learning.boards(
        on=timezone.localdate(), home=home, year=asked["year"], metric=asked["metric"] or None
    )
    if asked["metric"] and not found:
        raise Http404(asked["metric"])
    return [
        one
        for one in found
        if (not asked["q"] or asked["q"] in one.name or asked["q"] in one.code)
        and (not asked["ours"] or one.mine is not None or home in one.waiting)
    ]


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """What each city promises, metric by metric; the filters stand in the address."""
    asked, reader = _asked(request), _reader(request)
    if asked["metric"]:
        known = learning.boards(on=timezone.localdate(), metric=asked["metric"])
        if not known:
            raise Http404(asked["metric"])
        return redirect("portal:metric", known[0].code)
    home = _home(request, reader)
    every = learning.boards(on=timezone.localdate(), home=home)
    found = every if asked["year"] is None and not asked["q"] and not asked["ours"] else None
    found = found if found is not None else _boards(request, home, asked)
    names = dict(side_by_side(every, home=home).cities)
    years = sorted({year for one in every for year in one.years}, reverse=True)
    keep = [(k, v) for k, v in request.GET.lists() if k in ("q", "year", "city", "ours")]
    context = {
        "asked": asked,
        "every": every,
        "years": years,
        "cities": list(names.items()),
        "table": side_by_side(found, home=home, only=[c for c in asked["cities"] if c in names]),
        "home": home,
        "reader": reader,
        "carry": f"?{urlencode(keep, doseq=True)}" if keep else "",
    }
    return render(request, "portal/compare.html", context)


@require_GET
def metric(request: HttpRequest, metric: str) -> HttpResponse:
    """One metric: who promises most, over the years, and what the next place would take."""
    reader, today = _reader(request), timezone.localdate()
    home = _home(request, reader)
    found = learning.boards(on=today, home=home, metric=metric)
    if not found:
        raise Http404(metric)
    board = found[0]
    learns = reader is not None and learning.may_learn(reader, region=home, on=today)
    context = {
        "board": board,
        "home": home,
        "reader": reader,
        "learns": learns,
        "learned": learning.learned(reader, region=home, on=today) if learns and reader else {},
        "chart": _chart(board),
        "efforts": _efforts(board, today) if reader is not None else [],
        "metrics": [(m.code, m.name) for m in learning.boards(on=today)],
    }
    return render(request, "portal/metric.html", context)


def _efforts(board: learning.MetricBoard, on: Any) -> list[tuple[Any, learning.EffortView]]:
    """The next place and the first one, each with what our own cases would have to do."""
    mine = board.mine
    if mine is None or not board.rises:
        return []
    chosen: Sequence[learning.Rise] = list(dict.fromkeys((board.rises[0], board.rises[-1])))
    return [(one, learning.effort_for(mine, level=one.level, as_of=on)) for one in chosen]


def _chart(board: learning.MetricBoard) -> Chart | None:
    """A line a city; fewer than two years are no way to draw."""
    if len(board.years) < 2:
        return None
    lines = {
        _("%s（本市）") % line.region_name if line.mine else line.region_name: line.levels
        for line in board.lines
    }
    title = _("各市历年承诺：%s") % board.name
    return chart(title, [str(year) for year in board.years], lines, unit=board.unit)


@require_GET
def compare_json(request: HttpRequest) -> HttpResponse:
    """All rows as JSON, each with its source and method."""
    found = _boards(request, _home(request, _reader(request)), _asked(request))
    rows = list(learning.comparison_rows(found, on=timezone.localdate()))
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


@require_GET
def compare_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, guarded against formulas, sent as it is made."""
    found = _boards(request, _home(request, _reader(request)), _asked(request))
    rows = learning.comparison_rows(found, on=timezone.localdate())
    lines = map(learning.sheet_row, rows)
    return csv_stream("promises.csv", learning.headings(), lines)


@require_GET
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    found = _boards(request, _home(request, _reader(request)), _asked(request))
    book = learning.comparison_book(found, on=timezone.localdate())
    return xlsx_response("promises.xlsx", book)
