"""Tags that only the desk needs."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, FileField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.surfaces.desk.document import Piece
from yingshang.surfaces.desk.refused import typed_for
from yingshang.surfaces.kit.templatetags.kit import day

register = template.Library()


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """What stands under a key; None where nothing does."""
    return mapping.get(key) if mapping else None


@register.filter
def as_read(bound: BoundField) -> str:
    """What was typed into a field, in the words of the page: the choice and not its code, a day,
    the names of files; '' where nothing was."""
    data, widget = bound.data, bound.field.widget
    if isinstance(bound.field, FileField):
        several = data if isinstance(data, list | tuple) else [data]
        names = "、".join(one.name for one in several if one)
        return _("%s（没有收下）") % names if names else ""
    if isinstance(widget, CheckboxInput):
        return _("是") if data else ""
    choices = {str(code): str(label) for code, label in _flat(getattr(widget, "choices", ()))}
    if choices:
        codes = data if isinstance(data, list | tuple) else [data]
        return "、".join(choices.get(str(code), str(code)) for code in codes if code)
    clean = getattr(bound.form, "cleaned_data", {}).get(bound.name)
    return day(clean) if isinstance(clean, dt.date) else str(data or "")


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for code, label in choices:
        yield from label if isinstance(label, list | tuple) else ((code, label),)


def _typed(context: template.Context, key: str, row: Any) -> Any:
    """What was typed where this very act was refused, else None."""
    return typed_for(context["request"], key if row == "" else f"{key}-{row}")


@register.simple_tag(takes_context=True)
def typed_in(
    context: template.Context, key: str, row: Any = "", field: str = "reason", usual: Any = ""
) -> str:
    """What was typed into a field of an act that was refused (see `refused`), else `usual`."""
    typed = _typed(context, key, row)
    return str(usual) if typed is None else str(typed.get(field, ""))


@register.simple_tag(takes_context=True)
def opened(context: template.Context, key: str, row: Any = "") -> str:
    """The attribute of a `<details>` whose act was refused."""
    return "" if _typed(context, key, row) is None else " open"


@register.tag
def nothing_lost(parser: Any, token: Any) -> template.Node:
    """`{% nothing_lost typed %}…{% endnothing_lost %}` around a page: what was typed into a form
    that the page no longer offers is shown on top. `typed`: forms that were not taken, by verb."""
    _name, typed = token.split_contents()
    inside = parser.parse(("endnothing_lost",))
    parser.delete_first_token()
    return _NothingLost(parser.compile_filter(typed), inside)


class _NothingLost(template.Node):
    def __init__(self, typed: Any, inside: Any) -> None:
        self.typed, self.inside = typed, inside

    def render(self, context: template.Context) -> SafeString:
        page = self.inside.render(context)
        forms = (self.typed.resolve(context) or {}).values()
        lost = [form for form in forms if not getattr(form, "is_shown", False)]
        if not lost:
            return page
        return render_to_string("desk/_orphans.html", {"orphans": lost}) + page


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
