"""Worked examples that a lawyer can check: each file under examples/ is one theme."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from worktime_calendar import national

from yingshang.kernel.worktime import (
    CST,
    PAUSE_REASONS,
    Extension,
    Limit,
    Pause,
    due,
    explain,
    sentence,
    used,
)

KIND_OF = {words: kind for kind, words in PAUSE_REASONS.items()} | {"补正": "correction"}
EXAMPLES = [
    pytest.param(example, id=f"{path.stem}:{example['name']}")
    for path in sorted((Path(__file__).parent / "examples").glob("*.yaml"))
    for example in yaml.safe_load(path.read_text("utf-8"))
]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


def pause(text: str) -> Pause:
    """ "2025-09-26/2025-10-09 补正" """
    span, _, kind = text.rpartition(" ")
    since, until = span.split("/")
    return Pause(moment(since), moment(until), KIND_OF[kind])


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
        "extensions": [
            Extension(Limit.parse(text), "负责人", "案情复杂", start)
            for text in example.get("extensions", ())
        ],
    }
    return start, limit, more


def test_there_are_enough_examples_and_no_two_share_a_name():
    names = [param.id for param in EXAMPLES]
    assert len(names) >= 120
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_ends_when_the_lawyer_says(example):
    start, limit, more = clock_of(example)
    answer = due(national(), start, limit, **more)
    assert answer.at == moment(example["due"])
    assert answer.provisional is example.get("provisional", False)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_explains_itself_to_its_last_day(example):
    start, limit, more = clock_of(example)
    rows = explain(national(), start, limit, **more)
    assert (rows[0].day, rows[-1].day) == (start.date(), moment(example["due"]).date())
    assert all(row.why for row in rows)
    numbers = [row.number for row in rows if row.counted]
    if limit.unit != "hour":
        assert numbers == list(range(1, len(numbers) + 1))
    granted = limit.value + sum(extension.by.value for extension in more["extensions"])
    if limit.unit != "month":
        assert (numbers[-1] if numbers else 0) == granted
    assert moment(example["due"]).strftime("%H:%M届满") in sentence(
        national(), start, limit, **more
    )


# Limits in days and months may end later than their count, after a holiday.
EXACT = [p for p in EXAMPLES if p.values[0]["limit"].endswith(("工作日", "小时"))]


@pytest.mark.parametrize("example", EXACT)
def test_a_clock_that_ends_on_its_last_day_has_used_its_limit(example):
    start, limit, more = clock_of(example)
    spent = used(
        national(),
        start,
        moment(example["due"]),
        unit=limit.unit,
        pauses=more["pauses"],
        count_from=limit.count_from,
        after_hours=limit.after_hours,
    )
    granted = limit.value + sum(extension.by.value for extension in more["extensions"])
    assert spent == granted or limit.value == 0
