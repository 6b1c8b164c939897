"""Tags and filters that every surface uses: `{% load kit %}`."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms, template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.kit import forms as kit_forms
from yingshang.surfaces.kit.context import is_sample

register = template.Library()

# a lamp is a shape and a word before it is a colour
WORDS = {
    "case": {
        "green": _lazy("正常"),
        "yellow": _lazy("临期"),
        "red": _lazy("超期"),
        "grey": _lazy("不计时"),
    },
    "promise": {
        "green": _lazy("达标"),
        "yellow": _lazy("接近"),
        "red": _lazy("未达标"),
        "reported": _lazy("只有自报"),
        "grey": _lazy("无数据"),
    },
    "done": {
        "green": _lazy("按期"),
        "yellow": _lazy("按期"),
        "red": _lazy("逾期办结"),
        "grey": _lazy("已结束"),
    },
}
MARKS = {
    "measured": (_lazy("实测"), _lazy("由本平台的办件过程直接计算")),
    "returned": (_lazy("回流"), _lazy("由部门系统回传的办件过程计算")),
    "reported": (_lazy("部门自报"), _lazy("由部门填报的数字，未经办件核对")),
}
WEEKDAYS = (
    _lazy("周一"),
    _lazy("周二"),
    _lazy("周三"),
    _lazy("周四"),
    _lazy("周五"),
    _lazy("周六"),
    _lazy("周日"),
)


@register.filter
def said(label: Any) -> str:
    """A declared label (a step, a rung, a unit of measure) in the reader's language."""
    return definitions.said(str(label or ""))


@register.filter
def listed(words: Any, mark: str = "、") -> str:
    """甲、乙、丙; a, b, c: a list in the reader's language."""
    return definitions.listed(words or (), mark)


@register.filter
def place(code: str) -> str:
    """The name of a region by its code."""
    return accounts.region_name(code)


@register.filter
def from_iso(text: str) -> dt.datetime | None:
    """An instant from the ISO text that a fact holds; None for anything else."""
    try:
        return dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


@register.filter
def yuan(fen: int | None) -> str:
    """Money in yuan from whole fen: 8000 → 80, 8050 → 80.50."""
    if fen is None:
        return "–"
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


@register.filter
def lamp_word(lamp: str, kind: str = "case") -> str:
    """The word beside a lamp: `{{ case.lamp|lamp_word:"promise" }}`."""
    return str(WORDS.get(kind or "case", WORDS["case"]).get(lamp or "grey", ""))


@register.simple_tag
def lamp(value: str, kind: str = "case") -> SafeString:
    """The component `<c-lamp>` for a list of many rows: drawn once a process and language."""
    return _lamp(value, kind, get_language() or "")


@lru_cache(maxsize=64)
def _lamp(value: str, kind: str, _language: str) -> SafeString:
    # by a page that uses it: rendered by itself, the component's own defaults hide what is given
    said = {"value": value, "kind": kind}
    return mark_safe(render_to_string("kit/_lamp.html", said).strip())


@register.filter
def mark_word(mark: str) -> str:
    """实测, 回流 or 部门自报."""
    return str(MARKS[mark][0]) if mark in MARKS else ""


@register.filter
def few_word(few: Any) -> str:
    """小样本, behind a value that rests on few cases."""
    return str(indicators.FEW_MARK) if few else ""


@register.filter
def few_words(few: Any) -> str:
    """What that mark means, as one sentence."""
    return str(indicators.FEW_WORDS) if few else ""


@register.filter
def mark_title(mark: str) -> str:
    """What the mark means, as one sentence."""
    return str(MARKS[mark][1]) if mark in MARKS else ""


def _local(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value


@register.filter
def day(value: Any) -> str:
    """2026年3月6日 / 6 Mar 2026; nothing for nothing."""
    value = _local(value)
    if not isinstance(value, dt.date):
        return "" if value is None else str(value)
    if (get_language() or "").startswith("en"):
        return f"{value.day} {value:%b} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def clock_time(value: Any) -> str:
    """14:05, in China's time; nothing for nothing."""
    value = _local(value)
    return f"{value:%H:%M}" if isinstance(value, dt.datetime) else ""


@register.filter
def short_day(value: Any) -> str:
    """3月6日 / 6 Mar."""
    value = _local(value)
    if not isinstance(value, dt.date):
        return ""
    if (get_language() or "").startswith("en"):
        return f"{value.day} {value:%b}"
    return f"{value.month}月{value.day}日"


@register.filter
def weekday(value: Any) -> str:
    """周一 … 周日."""
    value = _local(value)
    return str(WEEKDAYS[value.weekday()]) if isinstance(value, dt.date) else ""


@register.filter
def moment(value: Any) -> str:
    """2026年3月6日 14:05, in China's time."""
    value = _local(value)
    if not isinstance(value, dt.datetime):
        return day(value)
    return f"{day(value)} {value:%H:%M}"


@register.filter
def iso(value: Any) -> str:
    """For the datetime attribute of <time>."""
    value = _local(value)
    return value.isoformat() if isinstance(value, dt.date) else ""


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """1,234.5 without trailing zeros; an en dash for a missing value, which is never zero."""
    if value is None or value == "":
        return "–"
    if not isinstance(value, int | float | Decimal):
        return str(value)
    text = f"{value:,.{places}f}" if places is not None else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text and places is None else text


_LONG_FRACTION = re.compile(r"(\d+\.\d{2})\d+")


@register.filter
def tidy(text: Any) -> str:
    """Cut the long fractions in a sentence to two places: 4.8247 工作日 → 4.82 工作日."""
    return _LONG_FRACTION.sub(r"\1", str(text or ""))


_SPAN = re.compile(r"(\d+)\s*(个工作日|天|小时|个月)")


@register.filter
def span(limit: Any) -> str:
    """A limit in the reader's language: 5个工作日 / 5 working days; an en dash for none."""
    found = _SPAN.fullmatch(str(limit or "").strip())
    if not found:
        return str(limit or "–")
    count = int(found[1])
    words = {
        "个工作日": ngettext("%(n)s个工作日", "%(n)s个工作日", count),
        "天": ngettext("%(n)s天", "%(n)s天", count),
        "小时": ngettext("%(n)s小时", "%(n)s小时", count),
        "个月": ngettext("%(n)s个月", "%(n)s个月", count),
    }
    return words[found[2]] % {"n": count}


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """0.913 → 91.3%; an en dash for a missing value."""
    return "–" if value is None else f"{float(value) * 100:.{places}f}%"


@register.filter
def file_size(value: int | None) -> str:
    """1.2 MB."""
    size = float(value or 0)
    for unit in ("B", "KB", "MB"):
        if size < 1024 or unit == "MB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return ""


@register.filter
def sample(region: str | None) -> bool:
    """Is this the code of a fictional city, whose data is simulated?"""
    return is_sample(region)


@register.filter
def layout(bound: forms.BoundField) -> str:
    """How <c-field> lays out its widget; the form is thereby on the page (see `nothing_lost`)."""
    bound.form.is_shown = True
    return kit_forms.widget_for(bound)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`{{ mapping|get:key }}`; None where there is none."""
    try:
        return mapping.get(key) if hasattr(mapping, "get") else mapping[key]
    except (KeyError, IndexError, TypeError):
        return None


@register.simple_tag
def errors_of(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """The error summary of a form."""
    return list(kit_forms.error_links(form))


@register.filter
def chosen_files(posted: Any) -> list[str]:
    """Names of the files that were chosen in a form or came with a request, and are gone."""
    files = getattr(posted, "files", None) or getattr(posted, "FILES", None)
    return kit_forms.chosen_files(files)


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The present query string with some parameters changed; None drops one."""
    request = context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        else:
            params[name] = value
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag
def page_numbers(page: int, pages: int) -> list[int | None]:
    """1 … 4 5 6 … 20; None stands for a gap."""
    near = {1, pages, *range(page - 2, page + 3)}
    shown = sorted(n for n in near if 1 <= n <= pages)
    numbers: list[int | None] = []
    for n in shown:
        if numbers and numbers[-1] is not None and n - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(n)
    return numbers


@register.simple_tag
def since(value: Any, now: Any = None) -> str:
    """ "3 天前" for people; the exact time belongs in the title attribute."""
    value = _local(value)
    if not isinstance(value, dt.datetime):
        return ""
    days = ((_local(now) or timezone.localtime()).date() - value.date()).days
    if days <= 0:
        return _("今天 %(time)s") % {"time": f"{value:%H:%M}"}
    return _("昨天") if days == 1 else _("%(days)s 天前") % {"days": days}
