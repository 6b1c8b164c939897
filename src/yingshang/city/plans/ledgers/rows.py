"""Rows of a headed sheet: which are tasks, which are headings between them, and which are left
with a sentence. No row is lost: what makes no task stands in the text and in the list of what
was left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from yingshang.city.plans.ledgers.columns import LEAVE, NOTE, Column, Headed
from yingshang.city.plans.ledgers.grids import is_fault

__all__ = ["Draft", "Left", "Part", "parts_of"]

_TOTAL = re.compile(r"(?:合计|总计|小计|共计)")
_FOOT = re.compile(
    r"(?:填表|填报|审核|审批|制表|报送|联系)(?:人|单位|日期|时间|电话)?\s*[:：]|注\s*[:：]|备注\s*[:：]|说明\s*[:：]"
)
_OUTLINE = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十]{1,3}[章部类]"
)
_NUMBER = re.compile(r"[（(]?(\d{1,4})(?:\.0+)?[）)]?[.、．]?")
_SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
_TOGETHER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?")


@dataclass(slots=True)
class Draft:
    """A task as the sheet has it: ``rows`` are numbers of the sheet, ``words`` (column, text) in
    the order of the columns, ``section`` its heading."""

    rows: list[int]
    no: str
    section: str
    words: list[tuple[Column, list[str]]]
    doubts: list[str] = field(default_factory=list)

    def of(self, *roles: str) -> str:
        return "\n".join(t for c, texts in self.words if c.role in roles for t in texts)


@dataclass(frozen=True, slots=True)
class Left:
    """A row of which no task was made: what stands in it, and why."""

    row: int
    words: str
    sentence: str


Part = Draft | Left | str
"""A task, a row that was left, or a heading between them."""


def parts_of(headed: Headed) -> tuple[list[Part], list[str]]:
    """The rows below the headings in order, and sentences on what was done to them."""
    found: list[Part] = []
    section = carried = ""
    repeated: list[int] = []
    titled = _said_titles(headed)
    for number, row in enumerate(headed.grid.rows[headed.first :], start=headed.first + 1):
        texts = list(dict.fromkeys(text for text in row if text))
        if not texts:
            continue
        if _repeats(headed, row):
            repeated.append(number)
        elif left := _no_task(number, texts):
            found.append(left)
        elif heading := _heading(headed, row, texts):
            section, carried = heading, ""
            found.append(heading)
        else:
            draft = _draft(headed, number, row, section)
            own = draft.of("section").replace("\n", "")
            carried = own or carried
            draft.section = own or carried or section
            found.append(_with_title(draft, found, titled))
    joined, merged = _joined(found)
    return _parted(joined), _sentences(repeated, merged)


def _said_titles(headed: Headed) -> bool:
    """Whether the sheet has a column of titles beside one of what is to be done."""
    return {"title", "body"} <= headed.roles


def _repeats(headed: Headed, row: tuple[str, ...]) -> bool:
    """The headings again, as on every page of a printed sheet."""
    named = [c for c in headed.columns if c.heading]
    same = sum(
        row[c.place].replace("\n", "") in c.heading.split("·") for c in named if row[c.place]
    )
    return same >= 2 and same == sum(bool(row[c.place]) for c in named)


def _no_task(number: int, texts: list[str]) -> Left | None:
    words = "　".join(texts).replace("\n", " ")
    if any(_TOTAL.match(text) for text in texts[:2]):
        return Left(number, words, f"第 {number} 行是合计，不是任务。")
    if _FOOT.match(texts[0]):
        return Left(number, words, f"第 {number} 行是填表说明，不是任务。")
    return None


def _heading(headed: Headed, row: tuple[str, ...], texts: list[str]) -> str:
    """A row that only names a part: one text over the columns, or with the mark of an outline."""
    if len(texts) != 1 or len(texts[0]) > 60:
        return ""
    wide = sum(bool(text) for text in row) >= 3
    return texts[0].replace("\n", "") if wide or _OUTLINE.match(texts[0]) else ""


def _draft(headed: Headed, number: int, row: tuple[str, ...], section: str) -> Draft:
    draft = Draft([number], "", section, [])
    for column in headed.columns:
        text = row[column.place] if column.place < len(row) else ""
        if not text or column.role == LEAVE:
            continue
        if is_fault(text):
            named = column.heading or "这一格"
            draft.doubts.append(
                f"第 {number} 行“{named}”是错误或没有算出结果的公式（{text[:20]}），没有读"
            )
            column = replace(column, role=NOTE)
        if column.role == "no":
            draft.no = _number(text)
        elif column.role == "deadline":
            text = _date(text)
        draft.words.append((column, [text]))
    return draft


def _number(text: str) -> str:
    plain = _NUMBER.fullmatch(text)
    return plain[1] if plain else text.replace("\n", " ")[:40]


def _date(text: str) -> str:
    """Days that lost their format (46022, 20261231), as people write them."""
    if _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return f"{day.year}年{day.month}月{day.day}日"
    if together := _TOGETHER.fullmatch(text):
        year, month, day_of = together.groups()
        return f"{year}年{int(month)}月" + (f"{int(day_of)}日" if day_of else "")
    return text


def _with_title(draft: Draft, found: list[Part], titled: bool) -> Draft | Left:
    """A row without words of a task is left; one that goes on with the task above is its part."""
    if not (draft.of("title") or draft.of("body")):
        words = "　".join(t for _c, texts in draft.words for t in texts).replace("\n", " ")
        row = draft.rows[0]
        why = f"第 {row} 行没有写任务，没有建；请在表里补上任务再导入，或在核对时补录。"
        return Left(row, words, why)
    last = next((part for part in reversed(found) if not isinstance(part, Left)), None)
    if titled and not draft.of("title") and isinstance(last, Draft) and last.of("title"):
        column = next(c for c, _t in last.words if c.role == "title")
        draft.words.insert(0, (column, [last.of("title")]))
        draft.no = draft.no or last.no
    return draft


def _joined(parts: list[Part]) -> tuple[list[Part], list[list[int]]]:
    """Rows of one task (merged cells) become one: same task, same measures, units added up."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Draft) and isinstance(last, Draft) and _same(last, part):
            _add(last, part)
        else:
            found.append(part)
    return found, [part.rows for part in found if isinstance(part, Draft) and len(part.rows) > 1]


def _same(a: Draft, b: Draft) -> bool:
    if a.section != b.section or (b.no and a.no != b.no):
        return False
    return all(a.of(role) == b.of(role) for role in ("title", "body"))


def _add(last: Draft, part: Draft) -> None:
    last.rows += part.rows
    last.doubts += part.doubts
    for column, texts in part.words:
        mine = next((t for c, t in last.words if c.place == column.place), None)
        if mine is None:
            last.words.append((column, list(texts)))
            last.words.sort(key=lambda pair: pair[0].place)
        else:
            mine += [text for text in texts if text not in mine]


def _parted(parts: list[Part]) -> list[Part]:
    """Several measures under one title (merged) are tasks of their own under that heading."""
    drafts = [part for part in parts if isinstance(part, Draft)]
    for run in _runs(drafts):
        for draft in run:
            title = draft.of("title").replace("\n", "")
            draft.section = f"{draft.section} {title}".strip() if draft.section else title
            draft.words = [
                (replace(c, role="section"), t) if c.role == "title" else (c, t)
                for c, t in draft.words
            ]
    return parts


def _runs(drafts: list[Draft]) -> Iterator[list[Draft]]:
    run: list[Draft] = []
    for draft in drafts:
        title = draft.of("title")
        if run and (title != run[0].of("title") or draft.section != run[0].section):
            if len(run) > 1:
                yield run
            run = []
        if title and draft.of("body"):
            run.append(draft)
    if len(run) > 1:
        yield run


def _sentences(repeated: list[int], merged: list[list[int]]) -> list[str]:
    found = []
    if repeated:
        found.append(f"第 {_listed(repeated)} 行是重复的表头，已跳过。")
    if merged:
        shown = "；".join(f"第 {_listed(rows)} 行" for rows in merged[:6])
        more = f"等 {len(merged)} 处" if len(merged) > 6 else ""
        found.append(f"{shown}{more}说的是同一项任务（合并单元格），各并成一项。")
    return found


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:12]))
    return f"{shown} 等" if len(numbers) > 12 else shown
