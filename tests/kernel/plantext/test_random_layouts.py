"""Random ledgers in twenty layouts are read back as a good clerk would read them."""

import random
import re

import ledger_pages
import ledger_tables
import ledger_units
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ledger_base import PROMISES, TITLES, UNITS, Entry, Layout, Wanted

from yingshang.adapters.readers import read_document
from yingshang.kernel.plantext import Plan, Task, parse

LAYOUTS: dict[str, Layout] = {
    "brackets of every kind": ledger_units.in_brackets,
    "the first unit leads": ledger_units.by_position,
    "a star marks the lead": ledger_units.by_star,
    "units named once": ledger_units.once_for_all,
    "units in the sentence": ledger_units.in_the_sentence,
    "no units": ledger_units.nobody,
    "field lines": ledger_units.in_fields,
    "numbers of every style": ledger_units.marks,
    "no numbers": ledger_units.without_numbers,
    "table with strokes or tabs": ledger_tables.in_pipes,
    "table cell by cell": ledger_tables.in_cells,
    "table with broken cells": ledger_tables.in_broken_cells,
    "table of a web page": ledger_tables.in_html_table,
    "wrapped lines and page numbers": ledger_pages.wrapped,
    "one line": ledger_pages.on_one_line,
    "site round the plan": ledger_pages.in_a_site,
    "half width": ledger_pages.half_width,
    "blanks round numbers": ledger_pages.spaced,
    "look-alikes": ledger_pages.look_alikes,
    "traditional characters": ledger_pages.traditional,
}

# Not read yet, and why: whole layouts (None), or texts that hold the pattern.
# What is mended comes off this list; nothing else is left out.
NOT_READ_YET: dict[str, str | None] = {
    # of six columns with both texts and units broken, one row in a hundred is parted wrongly
    "table with broken cells": None,
    # a page that ends at a short line, the next without inset
    "wrapped lines and page numbers": None,
}
PROMISED = sorted(PROMISES)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Two to nine tasks, titles all different, one to four units each."""
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=9, unique=True))
    entries = []
    for title in titles:
        names = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
        entries.append(
            Entry(
                title=title,
                promise=draw(st.sampled_from(PROMISED)),
                number=draw(st.integers(2, 99)),
                lead=names[0],
                others=tuple(names[1:]),
                month=draw(st.integers(1, 12)),
            )
        )
    return entries


def read(text: str) -> tuple[str, Plan]:
    if text.startswith("<html"):
        text = read_document(text.encode(), "page.html").text
    return text, parse(text)


def plain(names: tuple[str, ...]) -> set[str]:
    return {name.translate(str.maketrans("（）", "()", " ")) for name in names}


def agrees(task: Task, want: Wanted) -> None:
    assert task.title.replace(" ", "").rstrip("。.") == want.title
    assert plain(task.lead) == plain(want.lead)
    assert plain(task.responsible) == plain(want.responsible)
    assert plain(task.cooperating) == plain(want.cooperating)
    assert (task.deadline and task.deadline.month) == want.month
    read = [(one.comparator, one.value, one.unit) for one in task.targets]
    assert read == [(want.comparator, want.value, want.unit)]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if NOT_READ_YET.get(name, "-")])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(ledger=ledgers(), seed=st.integers(0, 99_999))
def test_a_ledger_is_read_back(name: str, ledger: list[Entry], seed: int) -> None:
    text, answers = LAYOUTS[name](ledger, random.Random(seed))
    assume(not (name in NOT_READ_YET and re.search(NOT_READ_YET[name] or "", text)))
    text, plan = read(text)

    assert len(plan.tasks) == len(answers)
    for task, want in zip(plan.tasks, answers, strict=True):
        agrees(task, want)
        assert text[slice(*task.span)] == task.text
        for target in task.targets:
            assert text[slice(*target.offsets)] == target.span
