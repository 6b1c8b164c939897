"""Worked examples that a lawyer can check: each file under examples/ is one theme."""

from datetime import date, datetime
from pathlib import Path

import pytest
import worktime_naive as naive
import yaml
from worktime_calendar import national, tables

from yingshang.kernel.worktime import (
    CST,
    PAUSE_REASONS,
    Calendar,
    Extension,
    Held,
    Limit,
    Pause,
    attribute,
    due,
    explain,
    from_tables,
    office_from,
    over_cap,
    over_expected,
    renewal,
    sentence,
    used,
)

KIND_OF = {words: kind for kind, words in PAUSE_REASONS.items()} | {"补正": "correction"}
ALL = [
    pytest.param(example, id=f"{path.stem}:{example['name']}")
    for path in sorted((Path(__file__).parent / "examples").glob("*.yaml"))
    for example in yaml.safe_load(path.read_text("utf-8"))
]
EXAMPLES = [p for p in ALL if "limit" in p.values[0]]
ENDING = [p for p in EXAMPLES if p.values[0]["due"]]
RENEWALS = [p for p in ALL if "expires_on" in p.values[0]]
ATTRIBUTIONS = [p for p in ALL if "held" in p.values[0]]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


def pause(text: str | dict) -> Pause:
    """ "2025-09-26/2025-10-09 补正", or {span, kind, cap, expected, by}"""
    if isinstance(text, str):
        span, _, kind = text.rpartition(" ")
        text = {"span": span, "kind": kind}
    since, until = text["span"].split("/")
    return Pause(
        moment(since),
        moment(until) if until else None,
        KIND_OF[text["kind"]],
        cap=Limit.parse(text["cap"]) if "cap" in text else None,
        expected=Limit.parse(text["expected"]) if "expected" in text else None,
        counterpart=text.get("by", ""),
    )


def extension(text: str | dict, start: datetime) -> Extension:
    """ "10个工作日", or {by, role, clause}"""
    told = {"by": text, "role": "负责人"} if isinstance(text, str) else text
    by, clause = Limit.parse(told["by"]), told.get("clause", "")
    return Extension(by, told["role"], "案情复杂", start, told["role"], clause)


def calendar_of(example: dict) -> Calendar:
    """The national calendar; as known on a day, or with an office's own hours."""
    known = national()
    if "known_on" in example:
        known = from_tables(tables(), announced_by=date.fromisoformat(example["known_on"]))
    return known.at(office_from(example["office"])) if "office" in example else known


def clock_of(example: dict) -> tuple:
    read = Limit.parse(example["limit"])
    limit = Limit(
        read.value,
        read.unit,
        count_from=example.get("count_from", "next_day"),
        after_hours=example.get("after_hours", "same_day"),
        basis=example["clause"],
    )
    start = moment(example["start"])
    more = {
        "pauses": [pause(text) for text in example.get("pauses", ())],
        "extensions": [extension(text, start) for text in example.get("extensions", ())],
    }
    return start, limit, more


def test_there_are_enough_examples_and_no_two_share_a_name():
    names = [param.id for param in ALL]
    assert len(names) >= 200
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("example", ALL)
def test_every_example_names_its_clause(example):
    assert len(example["clause"]) >= 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_ends_when_the_lawyer_says(example):
    start, limit, more = clock_of(example)
    answer = due(calendar_of(example), start, limit, **more)
    assert answer.at == (example["due"] and moment(example["due"]))
    assert answer.provisional is example.get("provisional", False)


@pytest.mark.parametrize("example", ENDING)
def test_the_example_explains_itself_to_its_last_day(example):
    start, limit, more = clock_of(example)
    calendar = calendar_of(example)
    rows = explain(calendar, start, limit, **more)
    assert (rows[0].day, rows[-1].day) == (start.date(), moment(example["due"]).date())
    assert all(row.why for row in rows)
    numbers = [row.number for row in rows if row.counted]
    if limit.unit != "hour":
        assert numbers == list(range(1, len(numbers) + 1))
    units = {limit.unit, *(e.by.unit for e in more["extensions"])}
    granted = limit.value + sum(extension.by.value for extension in more["extensions"])
    if limit.unit != "month" and len(units) == 1:
        assert (numbers[-1] if numbers else 0) == granted
    said = sentence(calendar, start, limit, **more)
    assert moment(example["due"]).strftime("%H:%M届满") in said


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_lasted_too_long_is_flagged_and_nothing_else(example):
    start, _limit, more = clock_of(example)
    calendar, at = calendar_of(example), start.replace(year=start.year + 1)

    def kinds(pauses) -> list[str]:
        return [PAUSE_REASONS[pause.kind] for pause in pauses]

    stopped = [p for p in more["pauses"] if p.until]
    assert kinds(over_cap(calendar, stopped, at=at)) == example.get("over_cap", [])
    late = over_expected(calendar, stopped, at=at)
    assert kinds(late) == example.get("over_expected", [])


# Limits in days and months may end later than their count, after a holiday.
EXACT = [p for p in ENDING if p.values[0]["limit"].endswith(("工作日", "小时"))]


@pytest.mark.parametrize("example", EXACT)
def test_a_clock_that_ends_on_its_last_day_has_used_its_limit(example):
    start, limit, more = clock_of(example)
    spent = used(
        calendar_of(example),
        start,
        moment(example["due"]),
        unit=limit.unit,
        pauses=more["pauses"],
        count_from=limit.count_from,
        after_hours=limit.after_hours,
    )
    granted = limit.value + sum(extension.by.value for extension in more["extensions"])
    assert spent == granted or limit.value == 0


# The other writing of the law knows the calendar as it is now, and no office of its own.
PLAIN = [p for p in ENDING if not {"office", "known_on", "after_hours"} & p.values[0].keys()]


@pytest.mark.parametrize("example", PLAIN)
def test_the_naive_writing_of_the_law_comes_to_the_same_day(example):
    start, limit, more = clock_of(example)
    spans = [(pause.since, pause.until) for pause in more["pauses"]]
    legs = [(limit.value, limit.unit)]
    legs += [(extension.by.value, extension.by.unit) for extension in more["extensions"]]
    if limit.unit == "hour":
        assert naive.last_instant(start, limit.value, spans) == moment(example["due"])
    else:
        day = naive.last_day_of_all(start.date(), legs, limit.count_from, spans)
        assert day == moment(example["due"]).date()


@pytest.mark.parametrize("example", RENEWALS)
def test_the_renewal_has_the_days_that_the_lawyer_says(example):
    answer = renewal(national(), date.fromisoformat(example["expires_on"]))
    assert answer.apply_by == date.fromisoformat(example["apply_by"])
    assert answer.decide_by == moment(example["decide_by"])
    assert answer.granted_at == moment(example["granted_at"])
    assert answer.provisional is example.get("provisional", False)


def held(text: str) -> Held:
    """ "大厅 2026-03-02 09:00/2026-03-02 15:00[ 停]" """
    holder, _, span = text.removesuffix(" 停").partition(" ")
    since, until = span.split("/")
    return Held(holder, moment(since), moment(until), text.endswith(" 停"))


@pytest.mark.parametrize("example", ATTRIBUTIONS)
def test_the_time_belongs_to_whom_the_example_says(example):
    start, end = moment(example["start"]), moment(example["end"])
    shares = attribute(national(), start, end, [held(text) for text in example["held"]])
    told = {holder: (Limit.parse(t).value * 60, n) for holder, (t, n) in example["parts"].items()}
    assert {share.holder: (share.minutes, share.workdays) for share in shares} == told
    assert sum(minutes for minutes, _ in told.values()) * 60 == (end - start).total_seconds()
