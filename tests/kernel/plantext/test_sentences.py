"""Sentences of plans of every kind, and the promises a clerk finds in each.

One sentence a line: ``[year|]sentence => comparator value unit; …``; nothing after it where the
sentence promises nothing. The document is of 2019 unless the line begins with its year.
"""

import re
from pathlib import Path

import pytest

from yingshang.kernel.plantext import parse

FOLDER = Path(__file__).parent / "sentences"
PROMISE = re.compile(r"(<=|>=|=|<|>|increase|decrease)([\d.]+)(\S+)")


def lines(*names: str) -> list[str]:
    return [
        line
        for name in names
        for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
        if line
    ]


def read(line: str) -> list[tuple[str, float, str]]:
    year, bar, sentence = line.partition(" => ")[0].rpartition("|")
    year = year if bar else "2019"
    plan = parse(
        f"海岬市{year}年优化营商环境工作方案\n海岬市人民政府\n{year}年1月8日\n一、重点任务\n"
        f"1.推进改革。全面梳理流程。{sentence}。\n2.优化服务。推行帮办代办。\n"
    )
    return sorted(
        (target.comparator, float(target.value), plain(target.unit))
        for task in plan.tasks
        for target in task.targets
    )


def wanted(line: str) -> list[tuple[str, float, str]]:
    found = PROMISE.findall(line.partition(" => ")[2].replace("; ", " ; "))
    return sorted((comparator, float(value), plain(unit)) for comparator, value, unit in found)


def plain(unit: str) -> str:
    return unit[1:] if unit.startswith("个") and len(unit) > 1 else unit


@pytest.mark.parametrize("line", lines("time-limits-and-rates", "things-and-money"))
def test_a_sentence_of_limits_rates_things_or_money_is_read_whole(line: str) -> None:
    assert read(line) == wanted(line)


@pytest.mark.parametrize("line", lines("mixed-clauses", "more-clauses"))
def test_a_sentence_of_several_promises_gives_each_its_own_comparator(line: str) -> None:
    assert read(line) == wanted(line)


@pytest.mark.parametrize("line", lines("no-promises", "more-no-promises"))
def test_a_sentence_that_commits_to_nothing_gives_nothing(line: str) -> None:
    assert read(line) == []
