"""A unit's own number of a target that nothing measures: read, kept with its report, and held
against the promise. It closes nothing; where it says itself that the promise is missed, the task
closes only on a named person's grounds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans._wording import number, promise_text
from yingshang.city.plans.models import Status, Target
from yingshang.city.plans.tracking._kin import kin_of
from yingshang.city.plans.tracking._ways import sign_of, weigh
from yingshang.city.plans.tracking.models import ClosingAsk, Report
from yingshang.city.plans.tracking.periods import month_of
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Gap, Promise, Value
from yingshang.kernel.plantext import parse_number
from yingshang.kernel.worktime import CST

__all__ = ["Own", "kept_as", "lines_of", "own_numbers", "read", "typed_in"]

_MOST = Decimal(10) ** 12
_PLACES = Decimal("0.0001")
_FULL_WIDTH = {0xFF00 + n: 0x20 + n for n in range(1, 0x5F)}
_ARABIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Own:
    """What the unit reported last of one target: `short` where that misses the promise,
    `verified` where the task's closing has been verified since."""

    figure: ValueView
    gap: Gap
    sentence: str
    sign: str  # the promise's comparator, as the number is held against it
    verified: bool = False
    period: str = ""  # the report's own: 2026-W10 lies in the figure's 2026-03

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
        "reason": "",
        "period": "",  # what stood there was said of the number before
    }


def own_numbers(targets: Iterable[Target], as_of: date) -> dict[int, Own]:
    """By target, what its unit reported last by the end of the day, of no year before its plan's.
    One query for all of them, a few more where cases went on to a new edition."""
    wanted: dict[int, list[Target]] = {}
    for one in targets:
        wanted.setdefault(one.task_id, []).append(one)
    if not wanted:
        return {}
    end = datetime.combine(as_of, time.max, CST)
    reports = _reports(wanted, end)
    lines = [line for report in reports for line in report.numbers if line.get("number")]
    kin = kin_of((one for mine in wanted.values() for one in mine), lines)
    found: dict[int, Own] = {}
    for report in reports:
        told = [line for line in report.numbers if line.get("number")]
        for target in wanted[report.task]:
            since = target.task.plan.year or as_of.year
            if target.pk in found or int(month_of(report.period)[:4]) < since:
                continue
            line = kin.line_of(target, told)
            if line is not None:
                found[target.pk] = _held(target, line, report, as_of)
    return found


def _reports(tasks: Iterable[int], end: datetime) -> list[Any]:
    """As they stood at a moment, the newest first."""
    passed = ClosingAsk.objects.filter(
        track=OuterRef("track"), state=ClosingAsk.State.PASSED, verified_at__lte=end
    ).order_by("-verified_at")
    rows = Report.objects.filter(track__task__in=list(tasks), at__lte=end).order_by("-at")
    found = list(
        rows.annotate(task=F("track__task"), passed=Subquery(passed.values("verified_at")[:1]))
    )
    for report in found:
        report.rewind(end)
    return found


def lines_of(task: int, lines: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """A report's lines of what nothing measured, by the targets of its task as they are now."""
    rows = Target.objects.filter(task=task).exclude(status=Status.REJECTED)
    targets = list(rows.select_related("task__plan").defer("task__plan__reading"))
    loose = [line for line in lines if not line.get("bound")]
    kin = kin_of(targets, loose)
    found = {one.pk: kin.line_of(one, loose) for one in targets}
    return {pk: line for pk, line in found.items() if line is not None}


def typed_in(line: Mapping[str, Any], unit: str) -> str:
    """The number that was typed into a report's line; '' where none was."""
    if line.get("number"):
        return str(line["number"])
    # before numbers were read the words were kept; what was only carried along has a period
    if line.get("mark") != "reported" or line.get("period"):
        return ""
    try:
        return str(read(line["value"], metric=line["metric"], unit=unit))
    except Refusal:
        return ""


def _held(target: Target, line: Mapping[str, Any], report: Any, as_of: date) -> Own:
    value = Decimal(line["number"])
    sign = sign_of(target, as_of)
    mine = Promise(sign, target.value, target.unit, target.value_max)
    against = weigh(mine, sign, Value(value, line["unit"], mark="reported"))
    promised = promise_text(
        target.comparator, target.value, target.unit, value_max=target.value_max
    )
    says = {True: _("已达到"), False: _("未达到"), None: _("无法比较")}[against.met]
    sentence = _("自报 %(text)s，承诺 %(promised)s，%(says)s") % {
        "text": definitions.measured(number(value), line["unit"]),
        "promised": promised,
        "says": says,
    }
    figure = ValueView(
        code="",
        region=target.task.plan.region,
        period=month_of(report.period),
        kind="month",
        value=value,
        unit=line["unit"],
        mark="reported",
    )
    verified = report.passed is not None and report.passed >= report.told_at
    return Own(figure, against, sentence, sign, verified, report.period)
