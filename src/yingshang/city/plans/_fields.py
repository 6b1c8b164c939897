"""Which fields of the ledger a person may correct, and how what was typed is read."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

__all__ = [
    "COMPARATORS",
    "DOUBTS_OF",
    "HEAD_FIELDS",
    "KINDS",
    "LABELS",
    "STATISTICS",
    "TARGET_FIELDS",
    "TASK_FIELDS",
    "read_field",
]

COMPARATORS = {
    "<=": _lazy("不超过 ≤"),
    ">=": _lazy("不低于 ≥"),
    "=": _lazy("等于 ="),
    "<": _lazy("少于 <"),
    ">": _lazy("多于 >"),
    "increase": _lazy("提高／增长"),
    "decrease": _lazy("压缩／下降"),
}
STATISTICS = {
    "each": _lazy("每一件"),
    "max": _lazy("最长"),
    "mean": _lazy("平均"),
    "median": _lazy("中位数"),
    "share": _lazy("占比"),
    "count": _lazy("数量"),
    "amount": _lazy("金额"),
}
KINDS = {
    "action_plan": _lazy("行动方案"),
    "measures": _lazy("措施"),
    "reply": _lazy("答复"),
    "report": _lazy("情况报告"),
    "notice": _lazy("通知"),
}
LABELS = {
    "plan_title": _lazy("方案标题"),
    "doc_number": _lazy("文号"),
    "issuer": _lazy("发文机关"),
    "issued_on": _lazy("印发日期"),
    "kind": _lazy("文种"),
    "metric": _lazy("指标名称"),
    "metric_key": _lazy("指标库对应项"),
    "comparator": _lazy("比较方式"),
    "value": _lazy("目标值"),
    "value_max": _lazy("目标值上限"),
    "baseline": _lazy("基数"),
    "unit": _lazy("计量单位"),
    "statistic": _lazy("统计口径"),
    "due_on": _lazy("完成日期"),
    "scope": _lazy("适用范围"),
    "title": _lazy("任务名称"),
    "lead": _lazy("牵头单位"),
    "responsible": _lazy("责任单位"),
    "cooperating": _lazy("配合单位"),
    "deadline": _lazy("完成时限"),
    "deadline_text": _lazy("时限原文"),
}


def _text(value: Any) -> str:
    return str(value or "").strip()


def _required(value: Any) -> str:
    text = _text(value)
    if not text:
        raise ValueError(_("不能为空"))
    return text


def _short(limit: int, required: bool = False) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _required(value) if required else _text(value)
        if len(text) > limit:
            raise ValueError(_("不能超过 %d 个字") % limit)
        return text

    return read


def _decimal(value: Any) -> Decimal | None:
    text = _text(value).replace(",", "").replace("\uff0c", "")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("应为数字，如 2 或 1.5")) from None
    if not found.is_finite() or abs(found) >= Decimal(10) ** 16:
        raise ValueError(_("数字过大"))
    return found


def _required_decimal(value: Any) -> Decimal:
    found = _decimal(value)
    if found is None:
        raise ValueError(_("不能为空"))
    return found


def _date(value: Any) -> date | None:
    if isinstance(value, date) or value in (None, ""):
        return value or None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(_("应为日期，如 2026-12-31")) from None


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.replace(",", "、").replace("\uff0c", "、").replace("\n", "、").split("、")
    return [name.strip() for name in value if name and name.strip()]


def _one_of(choices: Collection[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value)
        if text not in choices:
            raise ValueError(_("只能是：%s") % definitions.listed(filter(None, choices)))
        return text

    return read


HEAD_FIELDS: dict[str, Callable[[Any], Any]] = {
    "plan_title": _short(300, required=True),
    "doc_number": _short(80),
    "issuer": _short(200),
    "issued_on": _date,
    "kind": _one_of(("", *KINDS)),
}
TARGET_FIELDS: dict[str, Callable[[Any], Any]] = {
    "metric": _required,
    "metric_key": _text,
    "comparator": _one_of(COMPARATORS),
    "value": _required_decimal,
    "value_max": _decimal,
    "baseline": _decimal,
    "unit": _required,
    "statistic": _one_of(("", *STATISTICS)),
    "due_on": _date,
    "scope": _text,
}
_OF_UNITS = (
    "units-absent", "units-inherited", "units-in-prose", "role-by-position", "role-by-mark",
    "role-lost",
)  # fmt: skip
_OF_DAYS = ("deadline-from-text", "deadline-unclear")
# what a doubt of a reading is about: it goes once a person has corrected that field
DOUBTS_OF: dict[str, tuple[str, ...]] = {
    "title": ("title-cut", "title-odd"),
    "lead": _OF_UNITS,
    "responsible": _OF_UNITS,
    "cooperating": _OF_UNITS,
    "deadline": _OF_DAYS,
    "deadline_text": _OF_DAYS,
}
TASK_FIELDS: dict[str, Callable[[Any], Any]] = {
    "title": _required,
    "lead": _names,
    "responsible": _names,
    "cooperating": _names,
    "deadline": _date,
    "deadline_text": _text,
}


def read_field(fields: dict[str, Callable[[Any], Any]], name: str, value: Any) -> Any:
    """What was typed, as the field keeps it; Refusal with one sentence otherwise."""
    if name not in fields:
        raise Refusal("field-unknown", _("台账中没有可更正的字段“%s”。") % name)
    try:
        return fields[name](value)
    except ValueError as error:
        raise Refusal(
            "field-invalid",
            _("“%(field)s”填写有误：%(why)s。请改正后再保存。")
            % {"field": LABELS[name], "why": error},
        ) from None
