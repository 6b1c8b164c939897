"""What the watch rules look at: one subject each for a late target, a unit's overdue cases,
a falling rating, a contradiction; with the facts a rule asks for and the words for people."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import ERRANDS, SERVICES
from yingshang.city.definitions.service import day_words, sentences
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import Contradiction
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.kernel.worktime import to_cst

__all__ = [
    "ERRAND_WORDS",
    "PROVIDERS",
    "Goal",
    "Subject",
    "about",
    "agrees",
    "ground",
    "named",
    "said_of",
    "watcher",
]

_SERVICES_LATE = (
    _lazy("%s有办件超过承诺时限仍未办结"),
    _lazy("%(name)s有 %(n)d 件办件超过承诺时限仍未办结，最长的已超期 %(days)d 天。"),
)
_ERRANDS_LATE = (
    _lazy("%(name)s有%(kinds)s超过时限仍未办结"),
    _lazy("%(name)s有 %(n)d 件%(kinds)s超过时限仍未办结，最长的已超期 %(days)d 天。"),
)
ERRAND_WORDS = {"ticket": _lazy("诉求"), "rectification": _lazy("整改事项")}
MOST_CASES = 50  # case numbers kept as grounds; the page leads to the rest
RATING = "good-rating-rate"
HISTORY = "history"  # a figure against the unit's own month before, not against the cases


@dataclass(frozen=True)
class Goal:
    """A level that an indicator has to reach before an order closes."""

    indicator: str
    comparator: str
    level: Decimal
    unit: str
    level_max: Decimal | None = None


@dataclass(frozen=True)
class Subject:
    """One thing under watch on one day; ``key`` is stable from day to day."""

    key: str
    region: str
    unit: str
    period: str
    title: str
    sentence: str
    facts: Mapping[str, Any]
    grounds: tuple[dict[str, str], ...] = ()
    target: int | None = None
    cases: tuple[str, ...] = ()
    goal: Goal | None = None
    name: str = ""


def watcher(region: str) -> Actor:
    """The system, looking at one region as its supervisor does."""
    return replace(SYSTEM, role="supervisor", region=region)


def ground(kind: str, key: object, text: str) -> dict[str, str]:
    return {"kind": kind, "key": str(key), "text": text}


def late_targets(region: str, at: datetime) -> Iterator[Subject]:
    """Every bound promise of the region that a person stands behind, as of the day."""
    day = to_cst(at).date()
    for one in plans.promises(watcher(region), region=region, as_of=day):
        told = one.mark == "reported"  # a unit's own word raises no warning
        if one.checked and one.indicator and one.lamp != "grey" and not told:
            yield _late_target(one, at)


def _late_target(one: PromiseView, at: datetime) -> Subject:
    due = one.held_to
    left = (due - to_cst(at).date()).days if due else None
    base = abs(one.target.value)
    share = one.gap / base * 100 if one.gap is not None and base else None
    sentence = _("《%(plan)s》承诺：“%(span)s”。%(gap)s（%(name)s，%(period)s，%(mark)s）") % {
        "plan": one.plan.title,
        "span": one.target.words,
        "gap": one.reason,
        "name": one.indicator_name,
        "period": one.period_label,
        "mark": one.mark_label,
    }
    if one.extended_to:
        longer = _("完成时限已批准延期至 %s。") % day_words(one.extended_to)
        sentence = sentences(sentence, longer)
    return Subject(
        key=f"target-{one.target.id}",
        period=one.period,
        title=_("%s没有达到承诺") % named(one.plan.region, said_of(one)),
        sentence=sentence,
        facts={
            "lamp": one.lamp,
            "days_left": left,
            "gap_percent": share,
            "reported": one.mark == "reported",
        },
        **about(one),
    )


def about(one: PromiseView) -> dict[str, Any]:
    """What every subject about a promise says alike: whose it is, what it rests on, its goal."""
    return {
        "region": one.plan.region,
        "unit": only_lead(one),
        "grounds": (
            ground("target", one.target.id, one.target.words),
            ground("value", one.value_id, f"{one.indicator_name} {one.actual_text}"),
        ),
        "target": one.target.id,
        "goal": _goal(one),
        "name": said_of(one),
    }


def _goal(one: PromiseView) -> Goal | None:
    """The level as the indicator is held to it: “减至2次” is kept by one as well."""
    held = one.held
    if held is None or not one.indicator:
        return None
    return Goal(one.indicator, held.comparator, held.value, held.unit, held.value_max)


def named(place: str, name: str) -> str:
    """Whose number, and which: what a title begins with."""
    return _("%(place)s“%(name)s”") % {"place": accounts.region_name(place), "name": name}


def said_of(one: PromiseView) -> str:
    """What the promise is about: a plan may say no more than “rural areas” of it, its indicator
    says what is measured."""
    return one.indicator_name or one.target.metric


def only_lead(one: PromiseView) -> str:
    """The one lead that is a unit of ours; '' where a coordinating unit must be appointed."""
    leads = {unit.now for unit in one.task.lead}
    return leads.pop() if len(leads) == 1 else ""


@dataclass(frozen=True)
class _Late:
    """A case that was past its due date, as a fact row tells it."""

    ref: str
    family: str
    unit: str
    due_at: datetime
    item_name: str = ""
    subject: str = ""


def overdue_cases(
    region: str, at: datetime, then: Iterable[Mapping[str, Any]] | None = None
) -> Iterator[Subject]:
    """Per unit, the cases it leads that are open past their due date; errands told apart.

    ``then``: fact rows of what was open, where the moment lies behind.
    """
    late: dict[tuple[bool, str], list[Any]] = {}
    for row in _red(region, at) if then is None else _past_due(then, at):
        if row.family in (*SERVICES, *ERRANDS) and row.unit:
            late.setdefault((row.family in ERRANDS, row.unit), []).append(row)
    for (errand, unit), rows in sorted(late.items()):
        yield _overdue_unit(region, unit, rows, at, errand=errand)


def _red(region: str, at: datetime) -> Iterator[Any]:
    after = ""
    while True:
        found = cases.queue(watcher(region), lamp="red", after=after, size=200, at=at)
        yield from found.rows
        after = found.next
        if not after:
            break


def _past_due(rows: Iterable[Mapping[str, Any]], at: datetime) -> Iterator[_Late]:
    for row in rows:
        if row["due_at"] is not None and row["due_at"] < at:
            yield _Late(row["ref"], row["family"], row["unit"], row["due_at"])


def _overdue_unit(
    region: str, unit: str, rows: list[Any], at: datetime, *, errand: bool
) -> Subject:
    longest = max((at - row.due_at).days for row in rows if row.due_at)
    name = accounts.unit_name(unit)
    worst = sorted(rows, key=lambda row: row.due_at)
    title, sentence = _ERRANDS_LATE if errand else _SERVICES_LATE
    families = {code: sum(row.family == code for row in rows) for code in ERRANDS}
    kinds = "、".join(str(ERRAND_WORDS[code]) for code, n in families.items() if n)
    said = {"name": name, "n": len(rows), "days": longest, "kinds": kinds}
    return Subject(
        key=f"overdue-errands-{unit}" if errand else f"overdue-{unit}",
        region=region,
        unit=unit,
        period=f"{at:%Y-%m}",
        title=str(title) % (said if errand else name),
        sentence=str(sentence) % said,
        facts={"overdue": len(rows), "longest": longest, "errands": errand, "families": families},
        grounds=tuple(
            ground("case", row.ref, f"{row.item_name}：{row.subject}") for row in worst[:MOST_CASES]
        ),
        cases=tuple(row.ref for row in worst),
        name=name,
    )


def falling_ratings(region: str, at: datetime) -> Iterator[Subject]:
    """Per unit, the good-rating rate of the last two whole months."""
    for unit in accounts.units(region):
        known = [
            one
            for one in indicators.values(RATING, region, unit=unit.code, as_of=at, months_back=4)
            if one.value is not None and not one.partial
        ]
        if len(known) < 2:
            continue
        before, last = known[-2:]
        old, rate = Decimal(before.value or 0), Decimal(last.value or 0)  # none is None: filtered
        change = rate - old
        yield Subject(
            key=f"rating-{unit.code}",
            region=region,
            unit=unit.code,
            period=last.period,
            title=_("%s的好评率下滑") % unit.name,
            sentence=_(
                "%(name)s好评率由 %(before)s%% 变为 %(last)s%%（%(period)s，%(n)s 件评价）。"
            )
            % {
                "name": unit.name,
                "before": f"{old:.1f}",
                "last": f"{rate:.1f}",
                "period": last.period,
                "n": last.denominator,
            },
            facts={"rate": rate, "change": change, "count": last.denominator},
            grounds=(ground("value", last.id, f"{last.period} {rate:.1f}%"),),
            goal=Goal(RATING, ">=", old, "%"),
            name=_("%s好评率") % unit.name,
        )


def contradictions(region: str, at: datetime) -> Iterator[Subject]:
    """Units' figures beside what the cases (or the unit's own month before) say.

    Where they were looked at and agree there is a subject too, with ``difference`` 0: the positive
    word by which a contradiction ends. What has nothing to be set beside is no subject, and that
    ends nothing. A figure that leaps is not warned of where the cases confirm it, nor a second
    time where they contradict it.
    """
    found = indicators.compared(region, as_of=to_cst(at).date())
    wrong = {_figure(one) for one in found.contradictions if one.against != HISTORY}
    right = {_figure(one): one for one in found.agreements if one.against != HISTORY}
    for one in found.contradictions:
        if one.against == HISTORY and (figure := _figure(one)) in right:
            yield _agreed(right[figure], HISTORY)
        elif one.against != HISTORY or _figure(one) not in wrong:
            yield _contradicted(region, one)
    for agreement in found.agreements:
        yield _agreed(agreement, agreement.against)


def agrees(subject: Subject) -> bool:
    """Whether a subject of ``contradictions`` says that the two were looked at and agree."""
    return subject.facts.get("difference") == 0


Figure = indicators.Agreement | Contradiction


def _figure(one: Figure) -> str:
    return f"figures-{one.code}-{one.unit_code}-{one.district}-{one.period}"


def _doubt(one: Figure, against: str) -> str:
    """What a figure is doubted for, stable from day to day: by the cases, or by its own leap."""
    return f"{_figure(one)}-{HISTORY}" if against == HISTORY else _figure(one)


def _contradicted(region: str, one: Contradiction) -> Subject:
    return Subject(
        key=_doubt(one, one.against),
        region=region,
        unit=one.unit_code,
        period=one.period,
        title=(
            _("%s的自报数比上一次报的相差十倍以上")
            if one.against == HISTORY
            else _("%s的自报数与办件实测数对不上")
        )
        % named(region, one.name),
        sentence=one.sentence,
        facts={
            "difference": abs(one.difference),
            "reported": one.reported,
            "measured": one.measured,
        },
        grounds=(
            ground("contradiction", one.reported_id, one.sentence),
            ground("value", one.measured_id, f"{one.measured} {one.unit}"),
        ),
        name=one.name,
    )


def _agreed(one: indicators.Agreement, against: str) -> Subject:
    facts = {"difference": Decimal(0), "reported": one.reported, "measured": one.measured}
    key, title = _doubt(one, against), one.sentence
    return Subject(key, one.region, one.unit_code, one.period, title, one.sentence, facts)


def suspicions(region: str, at: datetime) -> Iterator[Subject]:
    """None: a clue becomes a warning by a supervisor's hand only, see suspicion.acting."""
    return iter(())


PROVIDERS: Mapping[str, Callable[[str, datetime], Iterator[Subject]]] = {
    "late-target": late_targets,
    "overdue-cases": overdue_cases,
    "falling-rating": falling_ratings,
    "contradiction": contradictions,
    "suspicion": suspicions,
}
