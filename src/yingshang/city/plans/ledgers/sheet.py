"""From the sheets of a file to a text and its reading (JSON of design.md §5).

The text is the sheet written out, a row after a row, so that every offset points at the words of
a cell; ``reading["sheet"]`` says which column was taken for what, and which rows were left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import column_letter, read_year
from yingshang.city.plans.ledgers.columns import (
    LEAVE,
    Headed,
    find_headings,
    heading_key,
)
from yingshang.city.plans.ledgers.grids import TextGrid
from yingshang.city.plans.ledgers.rows import Draft, Left, parts_of
from yingshang.kernel import plantext
from yingshang.kernel.flow import Refusal
from yingshang.kernel.plantext.entries import CELLS, Entry, read_entries

__all__ = ["read_again", "read_sheets"]

_ASIDE = re.compile(
    r"(?:单位|日期|时间|填报|附件|表\s*\d|附表)[^。]{0,12}[:：]|附件\s*\d*$|附表\s*\d*$"
)
_BARE = re.compile(
    r"(?:不超过|不低于|不少于|不高于|达到|约|[≤≥<>=＜＞＝])*\s*\d+(?:\.\d+)?\s*[%％\w]{0,6}?(?:以内|以上|以下)?"
)
_TOLD = 10


@dataclass(slots=True)
class _Text:
    """The text as it grows, and the entries that point into it."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    entries: list[Entry] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)

    def put(self, words: str) -> tuple[int, int]:
        start = self.size
        self.pieces.append(words)
        self.size += len(words)
        return start, self.size


def read_sheets(
    grids: Sequence[TextGrid],
    name: str,
    remembered: Mapping[str, str],
    chosen: Mapping[str, str],
) -> tuple[str, dict[str, Any], list[str]]:
    """(text, reading, notes). Refusal where no sheet is a ledger of tasks."""
    headed = [(grid, find_headings(grid, remembered, chosen)) for grid in grids]
    read = [found for _grid, found in headed if found is not None]
    if not read:
        raise Refusal(
            "sheet-no-heading",
            _(
                "没有在“%s”里找到任务台账：要有一行表头，写明任务、责任单位或完成时限各在哪一列。"
                "请保留表头那一行，或者先下载空白模板，把内容贴进去再导入。"
            )
            % name,
        )
    head, title = _head(read[0], name)
    notes = [f"工作表“{grid.name}”没有任务表头，没有读取。" for grid, one in headed if one is None]
    year = read_year(title) or head["year"] or read_year(read[0].grid.name) or read_year(name)
    text = _Text()
    text.put("\n".join(_above(read[0]) or [title]) + "\n")
    for one in read:
        notes += _write(text, one, named=len(read) > 1)
    if year is None and any("deadline" in one.roles for one in read):
        notes.append("表里没有写明年份，只写了月份的时限没有换算成日期。")
    notes += _people(read)
    if not text.entries:
        raise Refusal(
            "sheet-without-tasks",
            _(
                "“%s”有表头，但没有一行写了任务，没有读取；"
                "请确认任务写在哪一列，表头下面是否还有内容。"
            )
            % name,
        )
    whole = "".join(text.pieces)
    sheet = {
        "year": year,
        "columns": _columns(read),
        "left": text.left,
        "entries": [_kept(entry) for entry in text.entries],
    }
    reading = head["json"] | {"title": title, "tasks": _tasks(whole, text.entries, year)}
    return whole, reading | {"sheet": sheet}, notes + _of_left(text.left)


def read_again(text: str, sheet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tasks of a sheet that was kept, by the grammar as it is now."""
    entries = [
        Entry(
            tuple(row["span"]),
            {role: [tuple(s) for s in spans] for role, spans in row["cells"].items()},
            row["no"],
            row["section"],
            tuple(row["doubts"]),
        )
        for row in sheet["entries"]
    ]
    return _tasks(text, entries, sheet["year"])


def _tasks(text: str, entries: Sequence[Entry], year: int | None) -> list[dict[str, Any]]:
    tasks = read_entries(text, entries, year)
    plan = plantext.Plan(title="", kind="action_plan", tasks=tasks)
    return [_once(task) for task in plantext.to_json(plan)["tasks"]]


def _once(task: dict[str, Any]) -> dict[str, Any]:
    """A column of bare target values (≤5个工作日) says again what the measure beside it promises:
    the same number twice is one target, the one whose words say of what."""
    kept: list[dict[str, Any]] = []
    rows = sorted(task["targets"], key=lambda one: bool(_BARE.fullmatch(one["span"].strip())))
    for one in rows:
        same = [(one["value"], one["unit"]) == (other["value"], other["unit"]) for other in kept]
        if not (any(same) and _BARE.fullmatch(one["span"].strip())):
            kept.append(one)
    return task | {"targets": [one for one in task["targets"] if one in kept]}


def _kept(entry: Entry) -> dict[str, Any]:
    return {
        "span": list(entry.span),
        "cells": {role: [list(s) for s in spans] for role, spans in entry.cells.items()},
        "no": entry.no,
        "section": entry.section,
        "doubts": list(entry.doubts),
    }


def _above(headed: Headed) -> list[str]:
    rows = headed.grid.rows[: headed.above]
    return list(dict.fromkeys(t.replace("\n", "") for row in rows for t in row if t))


def _head(headed: Headed, name: str) -> tuple[dict[str, Any], str]:
    """What stands above the headings, read as the head of a paper."""
    lines = _above(headed)
    titles = [line for line in lines if 4 <= len(line) <= 80 and not _ASIDE.search(line)]
    title = titles[0] if titles else PurePath(name).stem
    said = plantext.parse("\n".join([*lines, title]))
    json = plantext.to_json(said) | {"kind": "action_plan", "duties": [], "achievements": []}
    json.pop("targets", None)
    issued = said.issue_date or said.issue_month
    if said.issue_month and title.startswith(said.title):
        title = said.title
    return {"json": json, "year": issued.year if issued else None}, title


def _write(text: _Text, headed: Headed, *, named: bool) -> list[str]:
    """Write the rows of one sheet out; sentences on what was done to them."""
    parts, notes = parts_of(headed)
    sheet = headed.grid.name if named else ""
    if sheet:
        text.put(f"\n工作表：{sheet}\n")
    for part in parts:
        if isinstance(part, Draft):
            _write_task(text, part, sheet)
        elif isinstance(part, Left):
            text.put(f"\n【{sheet}第{part.row}行】{part.words}\n")
            told = {"sheet": sheet, "row": part.row, "words": part.words[:300]}
            text.left.append(told | {"sentence": part.sentence})
        else:
            text.put(f"\n{part}\n")
    return [f"工作表“{sheet}”：{note}" if sheet else note for note in notes]


def _write_task(text: _Text, draft: Draft, sheet: str) -> None:
    rows = "、".join(map(str, draft.rows[:6])) + ("等" if len(draft.rows) > 6 else "")
    start, _end = text.put(f"\n【{sheet}第{rows}行】")
    start += 1
    cells: dict[str, list[tuple[int, int]]] = {}
    for column, texts in draft.words:
        if column.role == "no" and draft.no.isdigit() and texts == [draft.no]:
            continue  # said by the number of the task
        text.put(f"\n{column.heading or column_letter(column.place) + '列'}：")
        for place, words in enumerate(texts):
            if place:
                text.put("\n")
            span = text.put(words)
            if column.role in CELLS:
                cells.setdefault(column.role, []).extend(_lines(words, span[0]))
    section = draft.section or sheet
    text.entries.append(
        Entry((start, text.size), cells, draft.no, section[:300], tuple(draft.doubts))
    )
    text.put("\n")


def _lines(words: str, start: int) -> list[tuple[int, int]]:
    found = []
    for line in words.split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _columns(read: Sequence[Headed]) -> list[dict[str, Any]]:
    """Each heading once, though several sheets have it."""
    found: dict[str, dict[str, Any]] = {}
    for headed in read:
        for column in headed.columns:
            key = heading_key(column.heading) or str(column.place)
            row = {
                "key": key,
                "letter": column_letter(column.place),
                "heading": column.heading,
                "role": column.role,
                "how": column.how,
                "sample": column.sample.replace("\n", " "),
            }
            found.setdefault(key, row)
    return list(found.values())


def _people(read: Sequence[Headed]) -> list[str]:
    """Columns with people's names and numbers stay out until somebody wants them in."""
    left = [c for one in read for c in one.columns if c.role == LEAVE and c.how == "heading"]
    names = "、".join(dict.fromkeys(c.heading for c in left))
    if not names:
        return []
    return [f"“{names}”可能有个人信息，没有收进台账；确实需要的，在“每一列是什么”里改选。"]


def _of_left(left: Sequence[Mapping[str, Any]]) -> list[str]:
    if not left:
        return []
    told = " ".join(row["sentence"] for row in left[:_TOLD])
    more = f" 另有 {len(left) - _TOLD} 行，见正文。" if len(left) > _TOLD else ""
    return [f"有 {len(left)} 行没有建任务，原话都留在正文里。{told}{more}"]
