"""Which of two promises is the stricter: by the same rules by which cities are ranked."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yingshang.city.plans import library
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.comparing import read, weight
from yingshang.city.plans.models import Target

__all__ = ["WAYS", "Weighed", "by_code", "deadlines", "promised", "weigh"]

WAYS = {
    "same": _("一致"),
    "stricter": _("更严"),
    "looser": _("放宽"),
    "other": _("口径不同，不比"),
    "missing": _("没有数字"),
    "added": _("增加"),
    "earlier": _("提前"),
    "later": _("推后"),
}
_UNKNOWN = Metric(code="", name="", direction="", units=(), words=())


@dataclass(frozen=True)
class Weighed:
    """Two promises of one thing; ``way`` says what the second is against the first."""

    metric: str
    first: str
    second: str
    way: str

    @property
    def label(self) -> str:
        return str(WAYS[self.way])


def promised(row: Target) -> str:
    return promise_text(row.comparator, row.value, row.unit, value_max=row.value_max)


def weigh(first: Target, second: Target, metrics: dict[str, Metric]) -> Weighed:
    """The second promise against the first; what is of another kind is not compared."""
    metric = metrics.get(first.metric_key or second.metric_key, _UNKNOWN)
    one, other = read(metric, first), read(metric, second)
    if metric is _UNKNOWN:
        alike = (one.kind, one.statistic, one.growth) == (other.kind, other.statistic, other.growth)
    else:
        alike = one.likeness == other.likeness
    direction = metric.direction or ("down" if first.comparator in ("<=", "<") else "up")
    way = "other"
    if alike and (first.comparator in "<=<") == (second.comparator in "<=<"):
        before, after = weight(one, direction), weight(other, direction)
        way = "same" if before == after else "stricter" if after < before else "looser"
    return Weighed(first.metric, promised(first), promised(second), way)


def by_code(on: date) -> dict[str, Metric]:
    return {one.code: one for one in library.metrics(on)}


def deadlines(first: date | None, second: date | None) -> str:
    """What the second day is against the first; '' where they are one, or the first is open."""
    if first == second or first is None:
        return ""
    if second is None:
        return "missing"
    return "later" if second > first else "earlier"
