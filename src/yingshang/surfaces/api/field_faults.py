"""What is wrong with a parameter or a field, in a sentence: the framework's own words are English
and name a rule, where a reader wants to know what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["field_fault"]

_PATTERNS = {
    r"^[0-9]{6}$": gettext_lazy("应是六位数字，如 990100。"),
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": gettext_lazy("应是年和月，如 2026-03。"),
    r"^[\w-]+$": gettext_lazy("只能有字母、数字和连字符。"),
}
_WORDS = {
    "missing": gettext_lazy("缺少这一项，请补上。"),
    "extra_forbidden": gettext_lazy("接口没有这一项，请去掉。"),
    "json_invalid": gettext_lazy("不是有效的 JSON，请核对括号、引号和逗号。"),
    "int_parsing": gettext_lazy("应是整数。"),
    "int_type": gettext_lazy("应是整数。"),
    "int_from_float": gettext_lazy("应是整数。"),
    "float_parsing": gettext_lazy("应是数。"),
    "float_type": gettext_lazy("应是数。"),
    "decimal_parsing": gettext_lazy("应是数。"),
    "decimal_type": gettext_lazy("应是数。"),
    "bool_parsing": gettext_lazy("应是 true 或 false。"),
    "bool_type": gettext_lazy("应是 true 或 false。"),
    "string_type": gettext_lazy("应是文字。"),
    "list_type": gettext_lazy("应是一个列表。"),
    "dict_type": gettext_lazy("应是一组“名称：值”。"),
    "model_type": gettext_lazy("应是一组“名称：值”。"),
    "model_attributes_type": gettext_lazy("应是一组“名称：值”。"),
    "none_required": gettext_lazy("应是空值（null）。"),
    "timezone_aware": gettext_lazy("时间要带时区，如 2026-03-02T09:00:00+08:00。"),
}
_OTHERWISE = gettext_lazy("不符合接口说明。")


def _choice(context: Mapping[str, Any]) -> str:
    said = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return _("只能是其中之一：%(choices)s。") % {"choices": said.replace(", ", "、")}


def _pattern(context: Mapping[str, Any]) -> str:
    pattern = str(context.get("pattern", ""))
    if pattern in _PATTERNS:
        return str(_PATTERNS[pattern])
    return _("写法应符合 %(pattern)s。") % {"pattern": pattern}


def _bounded(kind: str, context: Mapping[str, Any]) -> str:
    """Where the rule has a number in it; '' where it has none."""
    said = {
        "greater_than_equal": (_("应不小于 %(n)s。"), "ge"),
        "greater_than": (_("应大于 %(n)s。"), "gt"),
        "less_than_equal": (_("应不大于 %(n)s。"), "le"),
        "less_than": (_("应小于 %(n)s。"), "lt"),
        "string_too_long": (_("太长，最多 %(n)s 个字符。"), "max_length"),
        "string_too_short": (_("太短，至少 %(n)s 个字符。"), "min_length"),
        "too_long": (_("太多，最多 %(n)s 个。"), "max_length"),
        "too_short": (_("太少，至少 %(n)s 个。"), "min_length"),
    }
    if kind not in said:
        return ""
    sentence, name = said[kind]
    return sentence % {"n": context.get(name, "")}


def field_fault(entry: Mapping[str, Any]) -> str:
    """One error of the framework in our words; what was sent is not repeated."""
    kind, context = str(entry.get("type", "")), entry.get("ctx") or {}
    if kind in ("literal_error", "enum"):
        return _choice(context)
    if kind == "string_pattern_mismatch":
        return _pattern(context)
    if kind.startswith(("datetime", "time")) and kind not in _WORDS:
        return _("应是日期和时间，如 2026-03-02T09:00:00+08:00。")
    if kind.startswith("date"):
        return _("应是日期，如 2026-03-02。")
    return _bounded(kind, context) or str(_WORDS.get(kind, _OTHERWISE))
