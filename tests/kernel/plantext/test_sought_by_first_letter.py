"""What is sought by its first letter is found as if the whole pattern were tried everywhere.

Whoever teaches the grammar a new word that opens otherwise is told here.
"""

import re
import sys
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from plantext_support import ROOT, SAMPLES

from yingshang.kernel.plantext import (
    _breaks,
    _cells,
    _deadlines,
    _lines,
    _marks,
    _metrics,
    _names,
    _past,
    _refuse,
    _repair,
    _torn,
    _units,
    _units_of_measure,
    _words,
    parse,
)
from yingshang.kernel.plantext._text import Ending, fold, found

PAIRS = {
    "numbers": (_units_of_measure.OPENS, _units_of_measure.NUMBER),
    "marks in long lines": (_breaks._OPENS, _breaks._MARK),
}


@cache
def papers() -> list[str]:
    folder = ROOT / "tests" / "kernel" / "plantext"
    paths = [*SAMPLES, *sorted(folder.glob("plans*/*.txt")), *sorted(folder.glob("sentences/*"))]
    spaced = "总则。1 .甲。( 一 )乙。二 、丙。( 3 )丁。第三 条戊。三、4 、己。( 十二 )5 个月。"
    read = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    return [spaced, *map(fold, read)]


@pytest.mark.parametrize("name", PAIRS)
def test_first_letters_lose_nothing(name: str):
    first, pattern = PAIRS[name]
    for text in papers():
        whole = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in found(first, pattern, text)] == whole


def test_labels_and_fields_are_all_found():
    for text in papers():
        labels = [match.span() for match in _units._LABEL.finditer(text)]
        assert [match.span() for match in _units._labels(text)] == labels
        fields = [match.span() for match in _deadlines._FIELD.finditer(text)]
        assert [match.span() for match in _deadlines._fields(text)] == fields


def test_dates_are_all_found():
    everywhere = re.compile(rf"(?=\S){_deadlines._DATE.pattern}")
    for text in papers():
        whole = [
            match.span()
            for match in everywhere.finditer(text)
            if match.end() - match.start() > 1 and _deadlines._day(match, 2026) is not None
        ]
        sought = [
            match.span()
            for match in found(_deadlines._OPENS, _deadlines._DATE, text)
            if match.end() - match.start() > 1 and _deadlines._day(match, 2026) is not None
        ]
        assert sought == whole


def test_every_style_of_number_may_open_a_paragraph():
    for text in papers():
        for line in filter(None, re.split(r"\s*\n\s*", text)):
            opened = [style for style in _marks._STYLES if style[2].match(line)]
            assert set(opened) <= set(_marks._styles(line[:1]))


def test_what_closes_a_text_may_end_with_no_other_character():
    endings = {
        f"{module.__name__}.{name}": value
        for module in (_words, _units, _refuse, _metrics, _past)
        for name, value in vars(module).items()
        if isinstance(value, Ending)
    }
    assert len(endings) > 8
    for name, ending in endings.items():
        assert edge(_parser.parse(ending.pattern), -1)[0] <= ending.last, name


def test_what_opens_a_paragraph_is_told_by_its_first_character():
    for pattern in (_marks._BARE, _marks._NEXT_OPEN, _marks._LEAD, *map(re.compile, _marks._FIRST)):
        openers = edge(_parser.parse(pattern.pattern), 1)[0]
        assert all(map(_marks._OPENS.match, openers)), pattern.pattern
    for pattern in (_repair._MENU, _repair._WAY):
        openers = edge(_parser.parse(pattern.pattern), 1)[0] - {" "}
        assert all(map(_repair._SITE.match, openers)), pattern.pattern


def test_signs_that_stand_for_a_pattern_are_all_its_signs():
    for pattern, signs, way in (
        (_lines._HEADING, _lines._HEADS, -1),
        (_torn._TORN, _lines._TEARS, 1),
        (_cells._WHOLE, _cells._LAST, -1),
        (_names._GIVEN, _names._PLACED, 1),
    ):
        assert edge(_parser.parse(pattern.pattern), way)[0] <= signs, pattern.pattern


def edge(parsed: Any, way: int) -> tuple[set[str], bool]:
    """With what a pattern may open (1) or end (-1), and whether it may match the empty text."""
    ends: set[str] = set()
    for op, what in list(parsed)[::way]:
        kind, empty = str(op), False
        if kind == "LITERAL":
            ends.add(chr(what))
        elif kind == "IN":
            ends |= {chr(one) for _, one in what}
        elif kind == "SUBPATTERN":
            more, empty = edge(what[3], way)
            ends |= more
        elif kind == "BRANCH":
            for more, none in (edge(branch, way) for branch in what[1]):
                ends |= more
                empty |= none
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            more, empty = edge(what[2], way)
            ends |= more
            empty |= what[0] == 0
        else:
            assert kind in ("AT", "ASSERT", "ASSERT_NOT"), kind
            continue
        if not empty:
            return ends, False
    return ends, True


@pytest.mark.parametrize(
    "unit", ["（", "1.推进\n2.推", "市税务局、", "建成3个", "\t文\t字\n", "牵 头 单 位：市局 "]
)
def test_twice_the_text_takes_no_more_than_about_twice_the_work(unit: str):
    """Counted in calls, not in seconds: a machine at work would make it fail by chance."""
    head = "澄州市2026年优化营商环境行动方案\n一、主要任务\n1.推进办理。（市局负责）\n2.优化服务。"
    once, twice = (calls(head + unit * count) for count in (150, 300))
    assert twice < 3 * once


def calls(text: str) -> int:
    count = 0

    def tick(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        parse(text)
    finally:
        sys.setprofile(before)
    return count
