"""How an indicator is computed, in words for officials: from which facts, what is counted, above
and below the line. Made from the very expressions that compute it, so that it cannot say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.cases.kinds import EXTRA_OUTCOMES, Channel, Outcome, State
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._definition import Definition, definition
from yingshang.kernel.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Arith,
    Call,
    Compare,
    Expr,
    IsMissing,
    Literal,
    Name,
    Negate,
    Not,
    OneOf,
)

__all__ = ["wording"]

Row = tuple[str, str]

# what one row of each view is, and which rows a period takes
ROWS = {
    ("cases", "decided"): _lazy("本期办结的办件"),
    ("cases", "submitted"): _lazy("本期提交的办件"),
    ("steps", "done"): _lazy("本期完成的办理环节"),
    ("ratings", "rated"): _lazy("本期收到的评价"),
    ("items", "standing"): _lazy("期末公布的事项"),
}
LATE = _lazy("，加上期末还没有办结、已经超过承诺时限的")
FAMILIES = {
    "application": _lazy("申请"),
    "ticket": _lazy("诉求工单"),
    "plan-task": _lazy("方案任务"),
    "order": _lazy("督办单"),
    "bundle": _lazy("一件事"),
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "family": FAMILIES,
    "channel": {str(one.value): one.label for one in Channel},
    "state": {str(one.value): one.label for one in State},
    "outcome": {str(one.value): one.label for one in Outcome} | EXTRA_OUTCOMES,
}
COMPARED = {
    "==": _lazy("%(a)s为%(b)s"),
    "!=": _lazy("%(a)s不是%(b)s"),
    "<=": _lazy("%(a)s不超过%(b)s"),
    ">=": _lazy("%(a)s不少于%(b)s"),
    "<": _lazy("%(a)s少于%(b)s"),
    ">": _lazy("%(a)s多于%(b)s"),
}
MOMENTS = {
    "<=": _lazy("%(a)s不晚于%(b)s"),
    ">=": _lazy("%(a)s不早于%(b)s"),
    "<": _lazy("%(a)s早于%(b)s"),
    ">": _lazy("%(a)s晚于%(b)s"),
}
TAKEN = {
    "sum": _lazy("%s之和"),
    "mean": _lazy("%s的平均"),
    "median": _lazy("%s的中位数"),
    "min": _lazy("%s中最小的"),
    "max": _lazy("%s中最大的"),
    "distinct": _lazy("不同的%s有多少个"),
}
OF_EACH = {
    "mean": _lazy("各件%s之和 ÷ 件数"),
    "median": _lazy("各件%s排好，取中间的一件"),
    "max": _lazy("各件%s中最大的"),
    "each": _lazy("各件%s中最大的：每一件都要做到"),
    "count": _lazy("各件%s之和"),
    "amount": _lazy("各件%s之和"),
}


def wording(code: str, region: str, on: date) -> tuple[Row, ...]:
    """(what, words) of a measured indicator: from which records, which of them count, numerator and
    denominator or what is taken; empty where others tell it. Refusal: no such indicator."""
    one = definition(code, region, on)
    if not one.is_measured:
        return ()
    known = catalog.items(region=region, on=on, portal_only=False)
    said = _Said({found.code: found.name for found in known})
    rows: list[Row] = [(_("从哪些记录"), _facts(one))]
    if one.where is not None:
        rows.append((_("只计"), said.told(one.where.root)))
    rows += _computed(one, said)
    return tuple((what, " ".join(words.split())) for what, words in rows)


def _facts(one: Definition) -> str:
    rows = str(ROWS.get((one.view, one.by), one.view))
    return rows + (str(LATE) if one.overdue else "")


def _computed(one: Definition, said: _Said) -> list[Row]:
    if one.measure is not None:
        return [(_("算式"), said.told(one.measure.root))]
    if one.statistic == "share" and one.numerator is not None:
        summed = one.numerator.type == "int"
        below = said.summed(one.denominator, summed) if one.denominator else _("上面的全部")
        return [(_("分子"), said.summed(one.numerator, summed)), (_("分母"), below)]
    item = one.numerator or one.value
    if item is None or item.type == "bool":
        told = said.summed(item, False) if item else _("上面这些有多少%s") % one.unit
        return [(_("数什么"), told)]
    return [(_("怎样合成"), str(OF_EACH.get(one.statistic, "%s")) % said.told(item.root))]


class _Said:
    """Trees of the language in words; the names of items are the city's own."""

    def __init__(self, items: Mapping[str, str]) -> None:
        self.items = items

    def summed(self, item: Expr | None, whole: bool) -> str:
        if item is None:
            return ""
        words = self.told(item.root)
        return (_("各件（%s）之和") if whole else _("其中%s的")) % words

    def told(self, node: Any) -> str:
        match node:
            case Name():
                return node.term.label
            case Literal():
                return self._value("", node)
            case Not(item=IsMissing(item=item)):
                known = _("判得出是否%s") if item.type == "bool" else _("有%s")
                return known % self.told(item)
            case Not():
                return _("不属于“%s”") % self.told(node.item)
            case IsMissing():
                known = _("判不出是否%s") if node.item.type == "bool" else _("没有%s")
                return known % self.told(node.item)
            case AllOf():
                return _("，而且").join(self._inner(one) for one in node.items)
            case AnyOf():
                return _("，或者").join(self._inner(one) for one in node.items)
            case Compare():
                return self._compared(node)
            case OneOf():
                field = getattr(node.item, "name", "")
                options = definitions.listed(self._value(field, one) for one in node.options)
                return _("%(a)s是%(b)s之一") % {"a": self.told(node.item), "b": options}
            case _:
                return self._number(node)

    def _number(self, node: Any) -> str:
        match node:
            case Arith():
                sign = {"-": "−", "*": "×", "/": "÷"}.get(node.op, node.op)
                return f"{self._inner(node.left)} {sign} {self._inner(node.right)}"
            case Negate():
                return f"−{self._inner(node.item)}"
            case Call():
                return f"{node.function}({'、'.join(map(self.told, node.args))})"
            case Aggregate():
                return self._taken(node)
            case _:
                return str(getattr(node, "text", node))

    def _inner(self, node: Any) -> str:
        """A part of a larger whole, in brackets where it has parts itself."""
        words = self.told(node)
        return f"（{words}）" if isinstance(node, AllOf | AnyOf | Arith) else words

    def _compared(self, node: Compare) -> str:
        a, field = self.told(node.left), getattr(node.left, "name", "")
        b = self._value(field, node.right)
        if node.left.type in ("instant", "day", "date") and node.op in MOMENTS:
            return str(MOMENTS[node.op]) % {"a": a, "b": b}
        if field == "family" and node.op in ("==", "!="):
            return (_("属于%s") if node.op == "==" else _("不属于%s")) % b
        if node.left.type == "text" and node.op == "==":
            return _("%(a)s是%(b)s") % {"a": a, "b": b}
        return str(COMPARED[node.op]) % {"a": a, "b": b}

    def _value(self, field: str, node: Any) -> str:
        if not isinstance(node, Literal):
            return self._inner(node)
        value = node.value
        if isinstance(value, str):
            names = self.items if field == "item" else WORDS.get(field, {})
            return _("“%s”") % names.get(value, value)
        if isinstance(value, date | datetime):
            return value.isoformat()
        return f" {value:g} "

    def _taken(self, one: Aggregate) -> str:
        words = self.told(one.item.root) if one.item else ""
        narrowed = self.told(one.where.root) if one.where else ""
        if one.function == "count":
            only = _("，而且").join(part for part in (words, narrowed) if part)
            return _("%s的件数") % only if only else _("件数")
        if one.function == "share":
            told = _("%s的占比") % words
        elif one.function == "percentile":
            told = _("%(a)s由小到大排到 %(b)g%% 处的值") % {"a": words, "b": one.at}
        else:
            told = str(TAKEN[one.function]) % (self._inner(one.item.root) if one.item else "")
        return _("%(a)s（只计%(b)s的）") % {"a": told, "b": narrowed} if narrowed else told
