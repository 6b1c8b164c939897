"""Which indicator measures which target: suggested by the machine, decided by a person.

A target binds only to an indicator with the same statistic, kind of day, scope, start and end
(design.md §3). What differs is said in sentences, and the lamp stays grey until it is mended.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView
from yingshang.city.plans import events, library
from yingshang.city.plans._history import write
from yingshang.city.plans._wording import mismatch_sentence
from yingshang.city.plans.access import editable_target
from yingshang.city.plans.kinds import SAME_METRIC, MismatchView, Suggestion
from yingshang.city.plans.models import Binding, Status, Target
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Spec, unit_of
from yingshang.kernel.worktime import to_cst

__all__ = ["bind", "differences", "read_as", "suggest", "target_with_plan", "unbind"]

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
    return (*other, *(MismatchView(one.what, mismatch_sentence(one)) for one in found))


def _other_metric(target: Target, code: str, region: str, on: date) -> tuple[MismatchView, ...]:
    """Known to speak of one metric, while the indicator is declared for others."""
    declared = definitions.edition("indicator", code, region=region, on=on)
    measured = declared.body.get("metrics", ()) if declared else ()
    if not target.metric_key or not measured or target.metric_key in measured:
        return ()
    said = library.find(target.metric_key, on)
    sentence = _("方案说的是“%(said)s”，而指标测的是“%(has)s”，不是一回事。") % {
        "said": said.name if said else target.metric,
        "has": declared.body["name"] if declared else code,
    }
    return (MismatchView("metric", sentence),)


def _spec(target: Target, code: str, region: str, on: date) -> Spec:
    """The target's own conditions, read against one indicator.

    A scope that its metric's name says need not be said twice: “低压报装时间” is about 低压,
    whether or not the reader set it apart; “疑难诉求” is about a part of the 诉求. A promised
    fall that the indicator states itself has that indicator's statistic.
    """
    declared = definitions.edition("indicator", code, region=region, on=on)
    body = declared.body if declared else {}
    metric = library.find(target.metric_key, on) if target.metric_key else None
    scope = target.scope
    if not scope and body.get("scope"):
        named = (body["scope"], *body.get("scope_words", ()))
        scope = next((word for word in named if word in target.metric), "")
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


def suggest(target: Target, *, on: date) -> list[Suggestion]:
    """Indicators that speak of the same thing, bindable ones first, then by likeness."""
    region = target.task.plan.region
    found = []
    for definition in indicators.definitions(region, on):
        score = _score(target, definition)
        if score:
            differs = differences(target, definition.code, on=on)
            if score < SAME_METRIC and _HOPELESS & {one.field for one in differs}:
                continue  # alike in a word only
            found.append(Suggestion(definition.code, definition.name, score, differs))
    found.sort(key=lambda one: (len(one.mismatches), -one.score, one.indicator))
    return found[:ENOUGH]


def _score(target: Target, definition: DefinitionView) -> int:
    text = target.metric + _clause(target)
    score = SAME_METRIC if target.metric_key and target.metric_key in definition.metrics else 0
    score += 10 * sum(word in text for word in definition.words)
    if score and target.statistic == definition.statistic:
        score += 5
    return score


def _clause(target: Target) -> str:
    if target.start is None or target.end is None:
        return target.words
    return library.clause(target.task.plan.document.text, (target.start, target.end))


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
