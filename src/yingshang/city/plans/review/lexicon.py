"""What corrections teach, and how a later reading uses it. The kernel knows nothing of this.

Taught are only meanings that carry over: the metric that a printed phrase stands for, how the
same phrase in the same words is read (name, statistic, comparator, scope), and words that were
twice found to be a label or a threshold. A phrase that names nothing (办理时限) teaches
nothing, nor does a name that was only made narrower by where it stood (网办率 → 企业开办网办率).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import events
from yingshang.city.plans._metrics import says_nothing
from yingshang.city.plans._naming import fold
from yingshang.city.plans.models import PlanEvent, Target, Task
from yingshang.city.plans.review.dictionary import put, take_out
from yingshang.city.plans.review.models import Act, Kind, Teaching
from yingshang.city.plans.units import resolver

__all__ = [
    "Lexicon",
    "learn_reading",
    "learn_rejection",
    "learn_units",
    "lexicon",
    "shape",
    "unlearn_rejection",
]

READ_FIELDS = ("statistic", "comparator", "scope")
DOUBTED = 0.4  # confidence of words that were twice found to be no target
TWICE = 2
MOST_NAMES = 3  # a name put right, and put right again


def shape(span: str) -> str:
    """The words with every number taken out: what two readings of one form have in common."""
    return re.sub(r"\d+(?:\.\d+)?", "#", fold(span))


def _metric_phrase(metric: str, unit: str) -> str:
    return f"{fold(metric)}|{fold(unit)}"


def _reading_phrase(metric: str, span: str, field: str) -> str:
    return f"{fold(metric)}|{shape(span)}|{field}"


@dataclass(frozen=True)
class Lexicon:
    """A city's entries, by kind and phrase: one question to the database for a whole plan."""

    entries: Mapping[tuple[str, str], Teaching]

    def apply(self, target: Target) -> None:
        """Lay what the city knows over a reading that is not kept yet."""
        for name in self._named(target):
            self._metric(target, name)
            for field in READ_FIELDS:
                self._field(target, name, field)
        self._doubt(target)

    def _named(self, target: Target) -> list[str]:
        """The metric as read, then as the city calls it: what was taught holds for either name."""
        names = [target.metric]
        for _renamed in range(MOST_NAMES):
            self._field(target, names[-1], "metric")
            if target.metric == names[-1]:
                break
            names.append(target.metric)
        return names

    def _metric(self, target: Target, name: str) -> None:
        phrase = _metric_phrase(name, target.unit)
        found = self.entries.get((Kind.METRIC, phrase))
        if found and found.meaning["key"] != target.metric_key:
            target.metric_key = found.meaning["key"]
            target.taught = [*target.taught, found.pk]

    def _field(self, target: Target, name: str, field: str) -> None:
        phrase = _reading_phrase(name, target.span, field)
        found = self.entries.get((Kind.READING, phrase))
        if found and (getattr(target, field) or "") == found.meaning["from"]:
            setattr(target, field, found.meaning["to"])
            target.taught = [*target.taught, found.pk]

    def _doubt(self, target: Target) -> None:
        found = self.entries.get((Kind.NO_TARGET, shape(target.span)))
        if found is None or found.meaning["times"] < TWICE:
            return
        target.confidence = min(target.confidence, DOUBTED)
        target.taught = [*target.taught, found.pk]
        why = _("本市词典：“%(words)s”这种说法已 %(n)s 次被剔除（%(why)s）") % {
            "words": found.phrase,
            "n": found.meaning["times"],
            "why": definitions.listed(found.meaning["reasons"]),
        }
        target.doubts = [*target.doubts, why]


def lexicon(region: str) -> Lexicon:
    """The entries of a city that a reading uses (unit names are resolved when shown)."""
    rows = Teaching.objects.filter(region=region, removed_at=None).exclude(
        kind__in=(Kind.UNIT, Kind.COLUMN)
    )
    return Lexicon({(row.kind, row.phrase): row for row in rows})


def _read_by_machine(target: Target, fields: tuple[str, ...]) -> dict[str, Any]:
    """What the machine read, where a person has corrected it since."""
    rows = PlanEvent.objects.filter(target=target, name=events.CORRECTED, field__in=fields)
    first: dict[str, Any] = {}
    for field, old in rows.order_by("seq").values_list("field", "old"):
        first.setdefault(field, old or "")
    return first


def _where(target: Target, act: Act, by: Actor, at: datetime) -> dict[str, Any]:
    plan = target.task.plan_id
    return {"by": by, "at": at, "target": target.pk, "plan": plan, "act": act}


def learn_reading(
    target: Target, before: Mapping[str, Any], region: str, *, act: Act, by: Actor, at: datetime
) -> list[Teaching]:
    """Teach what a correction says of the phrase; ``before`` are the corrected fields as read.
    Who puts back what the machine had read takes out what the correction before had taught."""
    read = {"metric": before.get("metric", target.metric), "unit": before.get("unit", target.unit)}
    read = read | dict(before) | _read_by_machine(target, ("metric", "unit", *before))
    metric, taught = read["metric"], []
    where = _where(target, act, by, at)
    if "metric_key" in before and not says_nothing(metric):
        phrase, key = _metric_phrase(metric, read["unit"]), target.metric_key
        if key == (read["metric_key"] or ""):
            take_out(region, Kind.METRIC, phrase, by=by, at=at)
        elif key:
            taught.append(put(region, Kind.METRIC, phrase, {"key": key}, **where))
    for field in ("metric", *READ_FIELDS):
        if field not in before:
            continue
        said, now = read[field] or "", getattr(target, field) or ""
        phrase = _reading_phrase(metric, target.span, field)
        meaning = {"field": field, "from": said, "to": now}
        if said == now:
            take_out(region, Kind.READING, phrase, by=by, at=at)
        elif field != "metric" or _carries(metric, target.metric):
            taught.append(put(region, Kind.READING, phrase, meaning, **where))
    return taught


def _carries(read: str, said: str) -> bool:
    """Whether a name put right holds wherever the same words stand."""
    return not says_nothing(read) and fold(read) not in fold(said)


def learn_rejection(
    target: Target, reason: str, region: str, *, act: Act, by: Actor, at: datetime
) -> Teaching:
    """Count a label or threshold of this form; from the second on a reading doubts it."""
    phrase, known = _rejections(target, region)
    of = [*(known.meaning["targets"] if known else ())]
    reasons = [*(known.meaning["reasons"] if known else ())]
    targets = list(dict.fromkeys([*of, target.pk]))
    meaning = _told(targets, list(dict.fromkeys([*reasons, reason])))
    return put(region, Kind.NO_TARGET, phrase, meaning, **_where(target, act, by, at))


def unlearn_rejection(target: Target, region: str, *, act: Act, by: Actor, at: datetime) -> None:
    """A person takes it for a target after all: its rejection counts no more."""
    phrase, known = _rejections(target, region)
    if known is None or target.pk not in known.meaning["targets"]:
        return
    rest = [one for one in known.meaning["targets"] if one != target.pk]
    if rest:
        meaning = _told(rest, known.meaning["reasons"])
        put(region, Kind.NO_TARGET, phrase, meaning, **_where(target, act, by, at))
    else:
        take_out(region, Kind.NO_TARGET, phrase, by=by, at=at)


def _rejections(target: Target, region: str) -> tuple[str, Teaching | None]:
    phrase = shape(target.span)
    rows = Teaching.objects.filter(region=region, kind=Kind.NO_TARGET, phrase=phrase[:300])
    return phrase, rows.filter(removed_at=None).first()


def _told(targets: list[int], reasons: list[str]) -> dict[str, Any]:
    return {"times": len(targets), "targets": targets, "reasons": reasons}


def learn_units(
    task: Task,
    before: Mapping[str, list[str]],
    region: str,
    *,
    act: Act,
    by: Actor,
    at: datetime,
) -> list[Teaching]:
    """A name that nobody answered to, replaced by one that a unit answers to, means that unit."""
    taught = []
    ask = resolver(region) if before else None
    for field, old in before.items():
        new = getattr(task, field)
        gone = [name for name in old if name not in new]
        come = [name for name in new if name not in old]
        if ask is None or len(gone) != 1 or len(come) != 1:
            continue
        _put_back(come[0], ask(gone[0]).codes, region, by=by, at=at)
        if ask(gone[0]).known:
            continue
        found = ask(come[0])
        if found.codes:
            meaning = {"what": "unit", "units": list(found.codes)}
            where: dict[str, Any] = {"by": by, "at": at, "plan": task.plan_id, "act": act}
            taught.append(put(region, Kind.UNIT, fold(gone[0]), meaning, **where))
    return taught


def _put_back(
    printed: str, codes: tuple[str, ...], region: str, *, by: Actor, at: datetime
) -> None:
    """The printed name stands again in place of a unit that it was taught to mean: it means it no
    more. What a person has decided by name holds."""
    live = Teaching.objects.filter(
        region=region, kind=Kind.UNIT, phrase=fold(printed), removed_at=None, act__isnull=False
    )
    if any(tuple(row.meaning.get("units", ())) == codes for row in live):
        take_out(region, Kind.UNIT, fold(printed), by=by, at=at)
