"""A unit's own number of a target that nothing measures: read, kept with its report, and held
against the promise. It closes nothing; where it says itself that the promise is missed, the task
closes only on a named person's grounds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans._wording import number, promise_text
from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking.models import Report
from yingshang.city.plans.tracking.periods import month_of
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Gap, Promise, Value, gap
from yingshang.kernel.plantext import parse_number
from yingshang.kernel.worktime import CST

__all__ = ["Own", "kept_as", "own_numbers", "read"]

_MOST = Decimal(10) ** 12
_PLACES = Decimal("0.0001")
_FULL_WIDTH = {0xFF00 + n: 0x20 + n for n in range(1, 0x5F)}
_ARABIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Own:
    """What the unit reported last of one target: `short` where that misses the promise."""

    figure: ValueView
    gap: Gap
    sentence: str

    @property
    def lamp(self) -> str:
        """As if it could be believed."""
        return {True: "green", False: "red", None: "grey"}[self.gap.met]

    @property
    def short(self) -> bool:
        return self.gap.met is False


def read(text: str, *, metric: str, unit: str) -> Decimal:
    """A number as it was typed: 3.5, 1,200, 3.5 工作日, 三十; a Refusal in words for all else."""
    plain = _plain(text).replace(",", "")
    tail = _plain(unit)
    bare = plain.removesuffix(tail).removesuffix("个") if tail and plain != tail else plain
    if _ARABIC.fullmatch(bare):
        found = Decimal(bare)
    elif bare.isascii() or (said := parse_number(bare)) is None:
        raise Refusal(
            "number-unread",
            _("“%(metric)s”的“%(text)s”不是数字，没有保存。请只写数字（如 3.5），单位是%(unit)s。")
            % {"metric": metric, "text": text.strip()[:40], "unit": unit or _("无")},
        )
    else:
        found = Decimal(str(said))
    if abs(found) >= _MOST or found != found.quantize(_PLACES):
        raise Refusal(
            "number-size",
            _("“%(metric)s”的“%(text)s”太大或小数太多，没有保存。整数不超过12位，小数不超过4位。")
            % {"metric": metric, "text": text.strip()[:40]},
        )
    return found


def _plain(text: str) -> str:
    return "".join(text.translate(_FULL_WIDTH).split())


def kept_as(text: str, target: Any) -> dict[str, Any]:
    """How a number typed for a target is kept in the report's line."""
    value = read(text, metric=target.metric, unit=target.unit)
    return {
        "value": f"{number(value)} {target.unit}".strip(),
        "number": str(value),
        "unit": target.unit,
        "mark": "reported",
        "lamp": "grey",
    }


def own_numbers(targets: Iterable[Target], as_of: date) -> dict[int, Own]:
    """By target, what its unit reported last by the end of the day: one query for all of them."""
    wanted: dict[int, list[Target]] = {}
    for one in targets:
        wanted.setdefault(one.task_id, []).append(one)
    if not wanted:
        return {}
    end = datetime.combine(as_of, time.max, CST)
    rows = Report.objects.filter(track__task__in=wanted, at__lte=end).order_by("-at")
    found: dict[int, Own] = {}
    for report in rows.annotate(task=F("track__task")):
        report.rewind(end)
        told = [line for line in report.numbers if line.get("number")]
        for target in wanted[report.task]:
            line = _line_of(target, wanted[report.task], told)
            if line is not None and target.pk not in found:
                found[target.pk] = _held(target, line, report.period)
    return found


def _line_of(
    target: Target, beside: Iterable[Target], told: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The report's line of a target, or of the same number of an earlier edition's clause."""
    here = {one.pk for one in beside}
    alike = (target.metric, target.unit)
    earlier = None
    for line in told:
        if line["target"] == target.pk:
            return line
        if line["target"] not in here and (line["metric"], line["unit"]) == alike:
            earlier = earlier or line
    return earlier


def _held(target: Target, line: Mapping[str, Any], period: str) -> Own:
    value = Decimal(line["number"])
    # of a growth or a fall the unit writes by how much
    sign = ">=" if target.comparator in ("increase", "decrease") else target.comparator
    promise = Promise(sign, target.value, target.unit, target.value_max)
    against = gap(promise, Value(value, line["unit"], mark="reported"))
    promised = promise_text(
        target.comparator, target.value, target.unit, value_max=target.value_max
    )
    says = {True: _("已达到"), False: _("未达到"), None: _("无法比较")}[against.met]
    if against.met is False and target.comparator == "=":
        says = _("与承诺不一致")
    sentence = _("自报 %(text)s，承诺 %(promised)s，%(says)s") % {
        "text": line["value"],
        "promised": promised,
        "says": says,
    }
    figure = ValueView(
        code="",
        region=target.task.plan.region,
        period=month_of(period),
        kind="month",
        value=value,
        unit=line["unit"],
        mark="reported",
    )
    return Own(figure, against, sentence)
