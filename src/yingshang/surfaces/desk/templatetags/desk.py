"""Tags that only the desk needs."""

import datetime as dt
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.surfaces.desk.document import Piece

register = template.Library()


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """What stands under a key; None where nothing does."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def piece_mark(piece: Piece) -> SafeString:
    """Lit words: a mark for each target that begins here, and a link to the row of the ledger."""
    words = format_html('<a class="plain" href="#target-{}">{}</a>', piece.link, piece.text)
    inner = min(piece.lit, key=lambda w: w.end - w.start)
    for stretch in sorted(piece.lit, key=lambda w: w.end - w.start):
        own = format_html(' id="said-{}"', stretch.target) if stretch.target in piece.first else ""
        kind = "told" if stretch is inner else "told told-around"
        words = format_html(
            '<mark class="{} told-{}"{} title="{}">{}</mark>',
            kind,
            stretch.status,
            own,
            stretch.title,
            words,
        )
    return words


@cache
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#icon-{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """<c-icon> for rows that a page holds by the hundred: drawn once a process."""
    return _icon(name)


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, key: str) -> str:
    """The present query string without one choice, from its first page."""
    query = context["request"].GET.copy()
    for name in (key, "after", "before"):
        query.pop(name, None)
    query["all"] = "1"
    return f"?{query.urlencode()}"


@register.simple_tag
def near_moment(value: dt.datetime, now: dt.datetime) -> str:
    """11月16日 17:00; the year only where it is another one."""
    value, now = timezone.localtime(value), timezone.localtime(now)
    if (get_language() or "").startswith("en"):
        return date_format(value, "j M H:i" if value.year == now.year else "j M Y H:i")
    day = f"{value.month}月{value.day}日"
    return f"{day if value.year == now.year else f'{value.year}年{day}'} {value:%H:%M}"


@register.simple_tag
def away(value: dt.datetime, now: dt.datetime) -> str:
    """How far off a due moment is, in calendar days: for the eye, the lamp counts working days."""
    days = (timezone.localtime(value).date() - timezone.localtime(now).date()).days
    if value < now:
        return _("已过 %(days)d 天") % {"days": -days} if days else _("今天已过")
    if days == 0:
        return _("今天")
    return _("明天") if days == 1 else _("还有 %(days)d 天") % {"days": days}
