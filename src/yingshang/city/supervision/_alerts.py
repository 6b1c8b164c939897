"""Under watch in the numbers themselves: dates that will be missed, jumps, lags, silences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, MonthRow
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision._subjects import (
    PROVIDERS,
    Goal,
    Subject,
    about,
    ground,
    named,
    said_of,
    watcher,
)
from yingshang.city.supervision._words import plain
from yingshang.kernel.measures import Value, gap, jump, lag, pace, silence
from yingshang.kernel.worktime import to_cst

__all__ = ["ALERTS", "WATCHED", "heard"]

_LEVELS = ("<=", "<", ">=", ">", "=")
_BETTER = {"lower": "<=", "higher": ">="}


def slow_targets(region: str, at: datetime) -> Iterator[Subject]:
    """Promises whose date is still to come: kept then, if the pace of the last months goes on?"""
    day = to_cst(at).date()
    known = _definitions(region, day)
    for one in plans.promises(watcher(region), region=region, as_of=day):
        definition = known.get(one.indicator or "") if one.checked else None
        if definition and one.held_to and one.held_to > day and one.target.comparator in _LEVELS:
            subject = _slow_target(one, definition, day)
            if subject:
                yield subject


def _slow_target(one: PromiseView, definition: DefinitionView, day: date) -> Subject | None:
    values = [value for _period, value in one.trend]
    moving = pace(values)
    if moving is None or one.held_to is None or one.held is None:
        return None
    last = indicators.month_number(one.trend[-1][0])
    ahead = indicators.month_number(f"{one.held_to:%Y-%m}") - last
    # a share or a time is not carried below nothing, nor a share above everything
    then = max(0.0, moving.at(len(values) - 1 + ahead))
    then = min(100.0, then) if definition.unit == "%" else then
    met = gap(one.held, Value(Decimal(str(round(then, 4))), definition.unit)).met
    words = {
        "plan": one.plan.title,
        "span": one.target.words,
        "n": moving.known,
        "due": f"{one.held_to.year}年{one.held_to.month}月",
        "met": _("达不到") if met is False else _("能达到"),
        "then": f"{plain(Decimal(str(then)))} {definition.unit}",
        "now": one.actual_text,
        "mark": one.mark_label,
    }
    return Subject(
        key=f"pace-{one.target.id}",
        period=one.trend[-1][0],
        title=_("%(what)s照此进度到%(due)s达不到承诺")
        % {"what": named(one.plan.region, said_of(one)), "due": words["due"]},
        sentence=_(
            "《%(plan)s》承诺：“%(span)s”。按最近 %(n)d 个月的走势推算，到%(due)s约为 %(then)s，"
            "%(met)s承诺（目前 %(now)s，%(mark)s）。"
        )
        % words,
        facts={
            "will_miss": met is False,
            "lamp": one.lamp,
            "months": moving.known,
            "days_left": (one.held_to - day).days,
        },
        **about(one),
    )


def sudden_changes(region: str, at: datetime) -> Iterator[Subject]:
    """Per indicator and unit, the last whole month against the year before it."""
    day = to_cst(at).date()
    known = _definitions(region, day)
    newest = indicators.month_number(f"{day:%Y-%m}") - 1
    found = indicators.months_of(region, until=day)
    for (code, unit), months in found.items():
        one = known.get(code)
        if one is None or not months or (not unit and _is_one_unit(found, code, max(months))):
            continue
        last = max(months)
        if indicators.month_number(last) < newest:
            continue
        moved = jump([months[period].value for period in sorted(months)])
        if moved is None:
            continue
        worse = (moved.change > 0) == (one.direction == "lower")
        name = accounts.unit_name(unit) if unit else accounts.region_name(region)
        value = f"{plain(months[last].value)} {one.unit}"
        yield Subject(
            key=f"jump-{code}-{unit}",
            region=region,
            unit=unit,
            period=last,
            title=(_("%(unit)s“%(name)s”突然变差") if worse else _("%(unit)s“%(name)s”突然变化"))
            % {"unit": name, "name": one.name},
            sentence=_(
                "%(unit)s“%(name)s”%(period)s为 %(value)s，此前 %(n)d 个月通常为 %(usual)s，"
                "这次的变化是平常起伏的 %(z).1f 倍。"
            )
            % {
                "unit": name,
                "name": one.name,
                "period": last,
                "value": value,
                "n": moved.known,
                "usual": f"{plain(Decimal(str(moved.usual)))} {one.unit}",
                "z": abs(moved.distance),
            },
            facts={
                "worse": worse and moved.change != 0,
                "distance": abs(moved.distance),
                "cases": months[last].cases,
            },
            grounds=(ground("value", months[last].id, f"{one.name} {last} {value}"),),
            goal=_goal(one, moved.usual),
            name=one.name,
        )


def _is_one_unit(
    found: Mapping[tuple[str, str], Mapping[str, MonthRow]], code: str, month: str
) -> bool:
    """Whether one unit's number is the whole region's: then it is warned of once, with its unit."""
    whole = found[code, ""][month]
    return any(
        other == code and unit and month in rows and rows[month].value == whole.value
        for (other, unit), rows in found.items()
    )


def peer_gaps(region: str, at: datetime) -> Iterator[Subject]:
    """Per indicator, the year so far against other cities that are measured the same way.

    Sample cities are compared with sample cities only, and real ones with real ones.
    """
    day = to_cst(at).date()
    known = _definitions(region, day)
    sample = accounts.is_fictional(region)
    comparable = sum(accounts.is_fictional(city) == sample for city, _name in accounts.regions())
    for code, cities in indicators.across(region, period=f"{day:%Y-%m}").items():
        one, mine = known.get(code), cities[region]
        peers = {
            city: row
            for city, row in cities.items()
            if city != region and row.mark == mine.mark and accounts.is_fictional(city) == sample
        }
        # a larger city counts more of everything: numbers of cases are no lag
        counted = one is not None and one.statistic in ("count", "amount")
        if one is None or counted or mine.value is None or not peers:
            continue
        behind = lag(
            mine.value,
            [row.value for row in peers.values() if row.value is not None],
            one.direction,
        )
        if behind is None:
            continue
        silent = comparable - 1 - behind.peers
        yield Subject(
            key=f"peers-{code}",
            region=region,
            unit="",
            period=f"{day:%Y-%m}",
            title=_("%s落后于其他城市") % named(region, one.name),
            sentence=_(
                "“%(name)s”本年为 %(mine)s，%(n)d 个可比城市的中位数为 %(middle)s，"
                "本市排%(place)s（共 %(all)d 个城市）。"
            )
            % {
                "name": one.name,
                "mine": f"{plain(mine.value)} {one.unit}",
                "n": behind.peers,
                "middle": f"{plain(Decimal(str(behind.middle)))} {one.unit}",
                "place": _place(behind.place, silent),
                "all": behind.peers + 1 + silent,
            },
            facts={
                "behind_percent": behind.behind,
                "place": behind.place,
                "peers": behind.peers,
                "cases": mine.cases,
            },
            grounds=(ground("value", mine.id, f"{one.name} {plain(mine.value)} {one.unit}"),),
            goal=Goal(
                code, _BETTER[one.direction], Decimal(str(round(behind.middle, 4))), one.unit
            ),
            name=one.name,
        )


def _place(place: int, silent: int) -> str:
    """Never a bare place: cities that have no value may stand before us."""
    if not silent:
        return _("第 %d 位（确定）") % place
    return _("第 %(low)d–%(high)d 位（%(n)d 个城市没有这个数）") % {
        "low": place,
        "high": place + silent,
        "n": silent,
    }


def data_silences(region: str, at: datetime) -> Iterator[Subject]:
    """Units that used to report and have stopped; units whose cases have stopped coming.

    A month has until the end of the following one to be reported. Whoever is heard is a subject
    too, with ``silent`` 0: the positive word by which a silence ends. Of whom nothing can be told
    there is no subject, and that ends nothing.
    """
    day = to_cst(at).date()
    last_whole = indicators.month_number(f"{day:%Y-%m}") - 1
    quiet: dict[str, list[tuple[int, float, str]]] = {}
    regular: set[str] = set()
    known = _definitions(region, day)
    for (code, unit), months in indicators.words_of(region, until=day).items():
        found = silence(months, last_whole)
        if found is None or found.heard < 2:
            continue
        if found.silent > found.usual:
            name = known[code].name if code in known else code
            quiet.setdefault(unit, []).append((found.silent, found.usual, name))
        else:
            regular.add(unit)
    for unit, rows in sorted(quiet.items()):
        yield _silent_reports(region, unit, rows, day)
    for unit in sorted(regular - quiet.keys()):
        yield _heard(f"silent-{unit}", region, unit, "reports", day)
    yield from _without_cases(region, day, last_whole)
    yield from _quiet_systems(region, day)


def heard(subject: Subject) -> bool:
    """Whether a subject of ``data_silences`` says that data come (again)."""
    return subject.facts.get("silent") == 0 and subject.facts.get("days", 0) <= 1


def _heard(key: str, region: str, unit: str, of: str, day: date) -> Subject:
    said = _("数据已经恢复报送。")
    facts = {"silent": 0, "usual": 0, "series": 0, "of": of, "days": 0}
    return Subject(key, region, unit, f"{day:%Y-%m}", said, said, facts)


def _quiet_systems(region: str, day: date) -> Iterator[Subject]:
    """Systems of bureaus that sent before and have not for days (a key's use is kept by day)."""
    for system in accounts.systems(replace(watcher(region), role="system")):
        used = [key.used_on for key in system.keys if key.used_on]
        if not used or not system.active or system.region != region:
            continue  # switched off is not heard again
        days = (day - max(used)).days
        if days <= 1:
            yield _heard(f"quiet-{system.code}", region, system.unit, "system", day)
        else:
            yield Subject(
                key=f"quiet-{system.code}",
                region=region,
                unit=system.unit,
                period=f"{day:%Y-%m}",
                title=_("%(unit)s的“%(name)s”停止报送数据")
                % {"unit": accounts.unit_name(system.unit), "name": system.name},
                sentence=_(
                    "%(unit)s的“%(name)s”已 %(n)d 天没有向平台发过请求（最后一次是 %(last)s）。"
                )
                % {
                    "unit": accounts.unit_name(system.unit),
                    "name": system.name,
                    "n": days,
                    "last": day_words(max(used)),
                },
                facts={"silent": days // 30, "usual": 0, "series": 1, "of": "system", "days": days},
                grounds=(ground("silence", system.code, system.name),),
                name=system.name,
            )


def _silent_reports(
    region: str, unit: str, rows: list[tuple[int, float, str]], day: date
) -> Subject:
    silent, usual, _name = max(rows)
    name = accounts.unit_name(unit)
    names = definitions.listed(sorted(name for _s, _u, name in rows)[:5])
    return Subject(
        key=f"silent-{unit}",
        region=region,
        unit=unit,
        period=f"{day:%Y-%m}",
        title=_("%(unit)s有 %(n)d 项指标停止报数") % {"unit": name, "n": len(rows)},
        sentence=_("%(unit)s有 %(n)d 项指标停报（%(names)s），最长的已 %(m)d 个月没有数。")
        % {"unit": name, "n": len(rows), "names": names, "m": silent},
        facts={"silent": silent, "usual": usual, "series": len(rows), "of": "reports", "days": 0},
        grounds=(ground("silence", unit, names),),
        name=name,
    )


def _without_cases(region: str, day: date, last_whole: int) -> Iterator[Subject]:
    """Units that ended cases in most months of the half year before, and none in the last."""
    active: dict[str, set[int]] = {}
    for (_code, unit), months in indicators.months_of(region, until=day, back=8).items():
        if unit:
            active.setdefault(unit, set()).update(
                indicators.month_number(period) for period, row in months.items() if row.cases
            )
    if not any(last_whole in there for there in active.values()):
        return  # nobody has: the values are old, not the units silent
    for unit, there in sorted(active.items()):
        found = silence(sorted(there), last_whole)
        if found and not found.silent:
            yield _heard(f"no-cases-{unit}", region, unit, "cases", day)
        elif found and found.heard >= 4:
            name = accounts.unit_name(unit)
            yield Subject(
                key=f"no-cases-{unit}",
                region=region,
                unit=unit,
                period=f"{day:%Y-%m}",
                title=_("%s不再有可统计的办件") % name,
                sentence=_("%(unit)s已 %(m)d 个整月没有任何可统计的办件，此前几乎每月都有。")
                % {"unit": name, "m": found.silent},
                facts={
                    "silent": found.silent,
                    "usual": found.usual,
                    "series": found.heard,
                    "of": "cases",
                    "days": 0,
                },
                grounds=(ground("silence", unit, name),),
                name=name,
            )


def _goal(one: DefinitionView, level: float) -> Goal:
    return Goal(one.code, _BETTER[one.direction], Decimal(str(round(level, 4))), one.unit)


def _definitions(region: str, day: date) -> dict[str, DefinitionView]:
    return {
        one.code: one for one in indicators.definitions(region, day) if one.direction in _BETTER
    }


ALERTS: dict[str, Callable[[str, datetime], Iterator[Subject]]] = {
    "slow-target": slow_targets,
    "sudden-change": sudden_changes,
    "peer-gap": peer_gaps,
    "data-silence": data_silences,
}
WATCHED = {**PROVIDERS, **ALERTS}
