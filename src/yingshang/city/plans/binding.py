"""Which indicator measures which target: suggested by the machine, decided by a person.

A target binds only to an indicator with the same statistic, kind of day, scope, start and end
(design.md §3). What differs is said in sentences, and the lamp stays grey until it is mended.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView
from yingshang.city.plans import events, library
from yingshang.city.plans._extent import Measure, Said, barred, open_points, without_asides
from yingshang.city.plans._history import write
from yingshang.city.plans._wording import mismatch_sentence
from yingshang.city.plans.access import editable_target
from yingshang.city.plans.extents import extent
from yingshang.city.plans.kinds import SAME_METRIC, MismatchView, Suggestion
from yingshang.city.plans.models import Binding, Status, Target
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Spec, unit_of
from yingshang.kernel.worktime import to_cst

__all__ = ["asks", "bind", "differences", "read_as", "suggest", "target_with_plan", "unbind"]

ENOUGH = 5  # suggestions shown; more would not be read

# Moments that a text names as the start of its time; our clocks start at acceptance.
_STARTS = ("公告期满", "公示期满", "审核通过")
# Where a promise's own words say which moment it ends at: 企业投诉受理 is not its 办结.
_ENDS = ("受理", "签收", "转办", "回访", "反馈", "预警", "公告", "踏勘", "勘查", "核实")
_BETTER = {"lower": "<=", "higher": ">="}
_ANY_THING = "个"  # names no unit of its own
_HOPELESS = {"unit", "metric"}


def target_with_plan(target: int) -> Target:
    """A target with task, plan and document; NotVisible where there is none."""
    rows = Target.objects.select_related("task__plan__document").defer("task__plan__reading")
    found = rows.filter(pk=target).first()
    if found is None:
        raise NotVisible(f"target {target}")
    return found


def differences(target: Target, code: str, *, on: date) -> tuple[MismatchView, ...]:
    """Why this indicator does not measure this target; empty where it does."""
    region = target.task.plan.region
    spec = _spec(target, code, region, on)
    found = indicators.agreement(spec, code=code, region=region, on=on)
    other = _other_metric(target, code, region, on)
    scoped = tuple(MismatchView(one.what, mismatch_sentence(one)) for one in found)
    if any(one.field in ("scope", *_HOPELESS) for one in (*other, *scoped)):
        return (*other, *scoped)  # said already, or quite another thing
    body = _body(code, region, on)
    wider = barred(extent(on, region), _said(target), _measure(body))
    return (*other, *scoped, *(MismatchView("scope", sentence) for sentence in wider))


def asks(target: Target, code: str, *, on: date) -> tuple[MismatchView, ...]:
    """What a person weighs before binding: words of the promise that the indicator lacks, and
    that the two are alike in words only."""
    region = target.task.plan.region
    body = _body(code, region, on)
    if target.metric_key not in body.get("metrics", ()):
        alike = _("只是字面相近：方案的说法没有归到指标库的这一项，请核对是不是一回事。")
        return (MismatchView("words", alike),)
    metric = library.find(target.metric_key, on)
    by, known = extent(on, region), metric.told if metric else ()
    points = open_points(by, _said(target), _measure(body), known=known)
    return tuple(MismatchView("words", sentence) for sentence in points)


def _body(code: str, region: str, on: date) -> Mapping[str, Any]:
    declared = definitions.edition("indicator", code, region=region, on=on)
    return declared.body if declared else {}


def _said(target: Target) -> Said:
    counts = target.statistic == "count" or unit_of(target.unit).dimension.startswith("count")
    around = f"{target.task.title}，{around_of(target)}"
    return Said(target.metric, target.scope, clause_of(target), around, counts)


def _measure(body: Mapping[str, Any]) -> Measure:
    return Measure(
        name=body.get("name", ""),
        scope=body.get("scope", ""),
        same=tuple(body.get("scope_words", ())),
        words=tuple(body.get("words", ())),
        formula=body.get("formula", ""),
        start=body.get("start", ""),
        end=body.get("end", ""),
    )


def _other_metric(target: Target, code: str, region: str, on: date) -> tuple[MismatchView, ...]:
    """Known to speak of one metric, while the indicator is declared for others."""
    body = _body(code, region, on)
    measured = body.get("metrics", ())
    if not target.metric_key or not measured or target.metric_key in measured:
        return ()
    said = library.find(target.metric_key, on)
    sentence = _("方案说的是“%(said)s”，而指标测的是“%(has)s”，不是一回事。") % {
        "said": said.name if said else target.metric,
        "has": body.get("name", code),
    }
    return (MismatchView("metric", sentence),)


def _spec(target: Target, code: str, region: str, on: date) -> Spec:
    """The target's own conditions, read against one indicator.

    A scope that its metric's name says need not be said twice: “低压报装时间” is about 低压,
    whether or not the reader set it apart; “疑难诉求” is about a part of the 诉求. A promised
    fall that the indicator states itself has that indicator's statistic.
    """
    body = _body(code, region, on)
    metric = library.find(target.metric_key, on) if target.metric_key else None
    scope = target.scope
    if not scope and body.get("scope"):
        named = (body["scope"], *body.get("scope_words", ()))
        told = target.metric
        if library.says_nothing(told):  # 全流程审批时间: whose, the sentence said before
            told += around_of(target)
        scope = next((word for word in named if word in told), "")
    scope = scope or library.part_of(metric, scope="", said=target.metric)
    statistic = target.statistic
    if not statistic and target.comparator in body.get("reads", {}):
        statistic = body["statistic"]
    _comparator, unit = read_as(target, body.get("reads", {}), body.get("unit", ""))
    return Spec(
        statistic=statistic or None,
        unit=unit,
        scope=scope or None,
        start=next((word for word in _STARTS if word in target.metric + target.words), None),
        end=next((word for word in _ENDS if target.metric.endswith(word)), None),
    )


def read_as(
    target: Target, reads: Mapping[str, str], unit: str, direction: str = ""
) -> tuple[str, str]:
    """(comparator, unit) of a promise held against an indicator: what a promised fall or rise
    means for its value, that a plain number (减至2次) is kept by a better one as well where the
    indicator says which way is better, and which things “20个” counts."""
    comparator = reads.get(target.comparator, target.comparator)
    if comparator == "=":
        comparator = _BETTER.get(direction, "=")
    counted = target.unit == _ANY_THING and unit_of(unit).dimension.startswith("count")
    return comparator, unit if counted else target.unit


def suggest(
    target: Target, *, on: date, among: Iterable[DefinitionView] | None = None
) -> list[Suggestion]:
    """Indicators that speak of the same thing, bindable ones first, then by likeness. ``among``:
    those of the target's region, where they are known already."""
    found = []
    if among is None:
        among = indicators.definitions(target.task.plan.region, on)
    text = without_asides(target.metric + clause_of(target))
    for definition in among:
        score = _score(target, definition, text)
        if score:
            differs = differences(target, definition.code, on=on)
            if score < SAME_METRIC and _HOPELESS & {one.field for one in differs}:
                continue  # alike in a word only
            open_to = asks(target, definition.code, on=on)
            found.append(Suggestion(definition.code, definition.name, score, differs, open_to))
    found.sort(key=lambda s: (len(s.mismatches), len(s.asks), -s.score, s.indicator))
    return found[:ENOUGH]


def _score(target: Target, definition: DefinitionView, text: str) -> int:
    score = SAME_METRIC if target.metric_key and target.metric_key in definition.metrics else 0
    score += 10 * sum(word in text for word in definition.words)
    if score and target.statistic == definition.statistic:
        score += 5
    return score


def clause_of(target: Target) -> str:
    """The clause that the number stands in, out of the task's words."""
    return library.clause(*_place(target))


def around_of(target: Target) -> str:
    """Its sentence up to the number."""
    text, (start, _end) = _place(target)
    return library.sentence(text[:start], (start, start))


def _place(target: Target) -> tuple[str, tuple[int, int]]:
    """The task's words and where in them the number stands. Words that are not of the task
    (of a table elsewhere) stand alone."""
    text, words, start = target.task.text, target.span, None
    if target.start is not None and target.task.start is not None:
        start = target.start - target.task.start
    if start is None or start < 0 or text[start : start + len(words)] != words:
        start = text.find(words)
    if start < 0:
        return words, (0, len(words))
    return text, (start, start + len(words))


@transaction.atomic
def bind(*, target: int, indicator: str, by: Actor, at: datetime) -> None:
    """A person says that the indicator measures the target; an unconfirmed target is confirmed.

    Refused: a rejected target, an indicator that differs (with every difference), a target that
    is bound to another indicator already.
    """
    row = editable_target(by, target)
    if row.status == Status.REJECTED:
        raise Refusal(
            "target-rejected", _("这个目标已被剔除，不能绑定指标；如剔除有误，请先重新确认。")
        )
    _check_free(row, indicator)
    differs = differences(row, indicator, on=to_cst(at).date())
    if differs:
        raise Refusal(
            "not-bindable",
            _("口径不一致，不能绑定：%s 请更正目标口径，或另选指标。") % _sentences(differs),
        )
    if row.status == Status.SUGGESTED:
        row.status = Status.CONFIRMED
        row.version += 1
        row.save(update_fields=["status", "version"])
        write(
            row.task.plan,
            events.CONFIRMED,
            by=by,
            at=at,
            target=row,
            field="status",
            old=Status.SUGGESTED,
            new=Status.CONFIRMED,
        )
    Binding.objects.create(target=row, indicator=indicator, by=by.id, by_name=by.name, at=at)
    write(row.task.plan, events.BOUND, by=by, at=at, target=row, field="indicator", new=indicator)


def _check_free(row: Target, indicator: str) -> None:
    bound = row.bindings.filter(undone_at=None).first()
    if bound is not None:
        raise Refusal(
            "bound-already",
            _("%(who)s已将此目标绑定到“%(what)s”；要换指标，请先解除绑定。")
            % {"who": bound.by_name, "what": bound.indicator},
        )


def _sentences(differs: Iterable[MismatchView]) -> str:
    return definitions.sentences(*(one.sentence for one in differs))


@transaction.atomic
def unbind(*, target: int, reason: str, by: Actor, at: datetime) -> None:
    """Undo a binding; it stays on record with the reason."""
    row = editable_target(by, target)
    bound = row.bindings.filter(undone_at=None).first()
    if bound is None:
        raise Refusal("not-bound", _("这个目标没有绑定指标，无需解除。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明解除绑定的理由；理由会留在修改记录里。"))
    bound.undone_at = at
    bound.save(update_fields=["undone_at"])
    write(
        row.task.plan,
        events.UNBOUND,
        by=by,
        at=at,
        target=row,
        field="indicator",
        old=bound.indicator,
        reason=reason.strip(),
    )
