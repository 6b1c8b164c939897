"""Every component on one page, with made-up words: for designers and for the accessibility test."""

import datetime as dt
from types import SimpleNamespace as Sample

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yingshang.surfaces.kit.charts import chart

__all__ = ["gallery"]

_NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


class _SampleForm(forms.Form):
    name = forms.CharField(label=_("企业名称"), help_text=_("与营业执照一致"), max_length=60)
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(
        label=_("领取方式"),
        choices=[("mail", _("邮寄")), ("hall", _("大厅自取"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)


def _clock() -> Sample:
    days = [
        Sample(day=dt.date(2026, 2, 27), number=None, code="start", why=_("收件当日不计")),
        Sample(day=dt.date(2026, 2, 28), number=1, code="make-up", why=_("调休上班")),
        Sample(day=dt.date(2026, 3, 1), number=None, code="weekend", why=_("周日")),
        Sample(day=dt.date(2026, 3, 2), number=2, code="workday", why=_("工作日")),
        Sample(day=dt.date(2026, 3, 3), number=None, code="paused", why=_("检测，不计时")),
        Sample(day=dt.date(2026, 3, 4), number=3, code="overdue", why=_("已超期第1个工作日")),
    ]
    for row in days:
        row.counted = row.number is not None
    return Sample(
        name=_("承诺办结"),
        limit=_("5个工作日"),
        used=2,
        due=_NOON,
        provisional=True,
        lamp="yellow",
        days=days,
        finished_at=None,
        group="main",
        owner_name=_("某某局"),
        basis=_("某法第一条"),
        if_silent=_("逾期视为同意"),
        sentence="",
    )


def _shares() -> list[Sample]:
    rows = [
        ("unit", _("某某局"), 1500, 1, 50.0),
        ("unit", _("某某大厅"), 600, 1, 20.0),
        ("applicant", _("申请人"), 480, 0, 16.0),
        ("special", _("检测"), 300, 1, 10.0),
        ("nobody", _("无人持有"), 120, 0, 4.0),
    ]
    names = ("kind", "name", "minutes", "workdays", "share")
    return [Sample(**dict(zip(names, row, strict=True))) for row in rows]


def _pauses() -> list[Sample]:
    return [
        Sample(
            kind_label=_("检测"),
            since=_NOON,
            until=None,
            reason=_("抽样送检"),
            basis=_("某法第一条"),
            expected="10个工作日",
            cap="30天",
            notice="2026-12",
            counterpart=_("某某检测中心"),
            over=_("已超过上限 30天"),
        )
    ]


def _steps() -> list[Sample]:
    states = ("done", "open", "waiting", "skipped")
    return [
        Sample(
            name=_("环节 %(n)s") % {"n": n},
            unit_name=_("某某局"),
            by_name="",
            state=state,
            result="pass",
            opinion=_("材料齐全。") if state == "done" else "",
            opened_at=_NOON,
            done_at=_NOON,
            due_at=_NOON,
            lamp="green",
        )
        for n, state in enumerate(states, 1)
    ]


def _events() -> list[Sample]:
    return [
        Sample(
            name="submitted", label=_("提交申请"), at=_NOON, by_name=_("林"), text="", hash="0" * 64
        ),
        Sample(
            name="accepted",
            label=_("予以受理"),
            at=_NOON,
            by_name=_("周"),
            text=_("已核对原件。"),
            hash="",
        ),
    ]


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the kit; only where the demo is on."""
    if not settings.DEMO:
        raise Http404
    form = _SampleForm({"name": "", "way": "mail"})
    months = [_("%(n)s 月") % {"n": n} for n in range(1, 7)]
    context = {
        "form": form,
        "clock": _clock(),
        "shares": _shares(),
        "pauses": _pauses(),
        "steps": _steps(),
        "events": _events(),
        "line": chart(
            _("平均用时"),
            months,
            {_("实测"): [4.1, 3.9, None, 3.2, 2.8, 2.6], _("部门自报"): [2, 2, 2, 2, 2, 2]},
            unit=_("工作日"),
            target=3,
            target_label=_("承诺 3 个工作日"),
        ),
        "bars": chart(
            _("按期率"),
            [_("东城区"), _("西岭区"), _("高新区")],
            {_("按期率"): [98.2, 91.4, 95]},
            kind="bar",
            unit="%",
            horizontal=True,
        ),
        "lamps": ["green", "yellow", "red", "grey"],
        "page": 4,
    }
    page = "kit/gallery_dense.html" if "dense" in request.GET else "kit/gallery.html"
    return render(request, page, context)
