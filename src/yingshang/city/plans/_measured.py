"""What the indicators say of bound promises, read once for many of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, Series, ValueView
from yingshang.city.plans import binding
from yingshang.city.plans.kinds import Suggestion
from yingshang.city.plans.lineage.lamps import Earlier
from yingshang.city.plans.models import Target
from yingshang.kernel.measures import Promise, Value, gap

__all__ = ["WINDOW", "Known", "code_of", "known_of", "missed_before", "promise_of"]

NEAR = "promise-near"
"""The edition (kind lamp) that says how far from a promised level is still near. Practice
differs by place (domain-rules §11), hence data that a city may lay its own over."""

WINDOW = "year"
"""What a promise is held against: January up to the day. Its months show which way it moves."""


def code_of(target: Target) -> str | None:
    """The indicator that it is bound to."""
    return target.live[0].indicator if target.live else None


@dataclass(frozen=True)
class Known:
    """What the indicators of one region say: the year to date, its months, their names."""

    year: Mapping[str, Series]
    months: Mapping[str, Series]
    reported: Mapping[str, ValueView]
    definitions: Mapping[str, DefinitionView]
    near: Mapping[str, Mapping[str, str]]
    fits: Mapping[int, str] = field(default_factory=dict)
    """By unbound target, the indicator that agrees with it in all."""
    offered: Mapping[int, Suggestion] = field(default_factory=dict)
    """By unbound target, the indicator that the page of its binding offers first."""

    def values(self, code: str | None) -> tuple[ValueView | None, ValueView | None]:
        """What an indicator says last, and the unit's own figure of it."""
        seen = self.year.get(code) if code else None
        own = self.reported.get(code) if code else None
        latest = seen.latest if seen else None
        if own is not None and (latest is None or latest.value is None):
            latest = own  # only the unit's own word: shown as such, never as measured
        return latest, own

    def measured(self, code: str | None) -> ValueView | None:
        """What its cases, or a system, say; never the unit's own word."""
        latest, _own = self.values(code)
        told = latest is None or latest.value is None or latest.mark == "reported"
        return None if told else latest


def known_of(targets: Iterable[Target], as_of: date) -> dict[str, Known]:
    """Per region with data, its bound indicators: a fixed number of queries however many
    targets there are."""
    wanted: dict[str, set[str]] = {}
    targets = list(targets)
    for target in targets:
        mine = wanted.setdefault(target.task.plan.region, set())
        if target.live:
            mine.add(target.live[0].indicator)
    found = {}
    for region, bound in wanted.items():
        known = {one.code: one for one in indicators.definitions(region, as_of)}
        loose = [one for one in targets if not one.live and one.task.plan.region == region]
        offered = _near(loose, known.values(), as_of)
        fits = {pk: one.indicator for pk, one in offered.items() if one.sure}
        codes = sorted((bound & set(known)) | set(fits.values()))
        near = _bands(region, as_of)
        if not codes:
            found[region] = Known({}, {}, {}, known, near, fits, offered)
            continue
        found[region] = Known(
            indicators.series(region, codes=codes, as_of=as_of, period=WINDOW),
            indicators.series(region, codes=codes, as_of=as_of, period="month"),
            _reported(region, as_of),
            known,
            near,
            fits,
            offered,
        )
    return found


def _near(
    targets: Iterable[Target], known: Iterable[DefinitionView], as_of: date
) -> dict[int, Suggestion]:
    """Of targets that nothing is bound to, the indicator that is offered first."""
    known = list(known)
    offered = {one.pk: binding.suggest(one, on=as_of, among=known) for one in targets}
    return {pk: found[0] for pk, found in offered.items() if found}


def _bands(region: str, on: date) -> Mapping[str, Mapping[str, str]]:
    """By kind of unit, how near is near; nothing is where nothing is declared."""
    declared = definitions.edition("lamp", NEAR, region=region, on=on)
    return declared.body["near"] if declared else {}


def _reported(region: str, as_of: date) -> dict[str, ValueView]:
    """The units' own newest figures of the year, by indicator."""
    found: dict[str, ValueView] = {}
    for one in indicators.reported(region, as_of=as_of):  # newest month first
        if not one.district and one.period[:4] == str(as_of.year):
            found.setdefault(one.code, one)
    return found


def promise_of(target: Target, measured: DefinitionView) -> Promise:
    """A target's number as its indicator reads it."""
    comparator, unit = binding.read_as(target, measured.reads, measured.unit, measured.direction)
    return Promise(comparator, target.value, unit, target.value_max, target.baseline)


def missed_before(
    targets: Iterable[Target], earlier: Mapping[int, Earlier], as_of: date
) -> set[int]:
    """Those whose promise of the year before was not reached in its own year, while next year's
    number waits for a person: to be taken over makes nothing good. The year before is read once,
    however many there are."""
    days: dict[date, list[Target]] = {}
    for one in targets:
        told = earlier.get(one.pk)
        if told is not None and told.origin is not None and told.waits and told.successor:
            last = date(told.year, 12, 31) if told.year else as_of
            days.setdefault(min(as_of, last), []).append(one)
    found = set()
    for day, waiting in days.items():
        known = known_of(waiting, day)
        found |= {
            one.pk
            for one in waiting
            if _missed(earlier[one.pk].origin, known[one.task.plan.region], code_of(one))
        }
    return found


def _missed(promised: Target | None, here: Known, code: str | None) -> bool:
    measured, (latest, _own) = here.definitions.get(code or ""), here.values(code)
    if promised is None or measured is None or latest is None or latest.value is None:
        return False
    actual = Value(latest.value, latest.unit, mark=latest.mark)
    return gap(promise_of(promised, measured), actual).met is False
