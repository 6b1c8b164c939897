"""A document read and shown before it is kept: the reading waits with whoever handed it in.

Nothing of it stands in any list until it is kept; a reading that nobody kept is gone after a day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import (
    Actor,
    NotVisible,
    note_place,
    place_named,
    region_name,
    unit_name,
    units,
)
from yingshang.city.plans._asked import grounds_of, origin_of
from yingshang.city.plans._history import plain
from yingshang.city.plans._naming import of_state
from yingshang.city.plans._previewed import (
    LASTS,
    ROLES,
    DutyLine,
    GoalLine,
    ResultLine,
    TaskLine,
    duty_of,
    goal_of,
    is_sure,
    line_of,
    mine,
    month_said,
    result_of,
)
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.importing import (
    PLACED,
    SAID,
    Imported,
    head_of,
    refuse_without_tasks,
    store,
    title_of,
    year_of,
)
from yingshang.city.plans.kinds import UnitName
from yingshang.city.plans.lineage.declaring import declare, keep_apart
from yingshang.city.plans.lineage.models import Kind as LinkKind
from yingshang.city.plans.models import Plan, Preview
from yingshang.city.plans.reading import (
    PASTED,
    Paper,
    fingerprint,
    read_paper,
    read_paste,
    read_rows,
)
from yingshang.city.plans.recognising import (
    edition_of,
    kept_elsewhere,
    next_edition,
    repealed,
    same_number,
    same_words,
)
from yingshang.city.plans.review import dictionary
from yingshang.city.plans.review.models import Kind
from yingshang.city.plans.review.words import in_words
from yingshang.city.plans.units import resolver

__all__ = [
    "PreviewView",
    "choose",
    "drop",
    "keep",
    "known",
    "move",
    "preview",
    "preview_paste",
    "sweep",
    "view",
]

STATE = "国家"
DOUBTS = 6


@dataclass(frozen=True)
class PreviewView:
    """What would be kept. ``units`` are (name as printed, tasks, our unit's name or '',
    the entry of the city's dictionary that says so); ``known``
    is the id of the plan that this very file already is, ``edition`` > 1 another edition of one."""

    key: UUID
    region: str
    region_name: str
    elsewhere: str  # the place that the document itself names, where it is another one
    there: str  # ... its code, where it is known here
    unplaced: bool  # nothing in it says whose plan it is, and no person has
    name: str
    title: str
    doc_number: str
    issuer: str
    issued_on: date | None
    issue_month: str  # in words: the title says no more; a person confirms the day
    kind: str
    tasks: int
    targets: int
    deadlines: int
    without_unit: int
    duties: tuple[DutyLine, ...]
    results: tuple[ResultLine, ...]  # what it tells as reached
    sure: int  # tasks that are read with confidence; a doubt that was noted lowers it a little
    lines: tuple[TaskLine, ...]
    units: tuple[tuple[str, int, str, int | None], ...]
    register: bool  # whether the place has units that names could be resolved to
    doubts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    known: int | None
    known_name: str  # the file that it came from, where the same words came in another one
    withdrawn: bool  # this very file was a plan once; keeping it brings that plan back
    like: tuple[int, str] | None  # the plan (id, title) whose new edition this may be
    same_number: tuple[int, str] | None  # the plan in force of the same number: a person must say
    repeals: tuple[int, str, str] | None  # the plan in force that it repeals by number: likewise
    moved: tuple[int, str] | None  # the plan that this very file is in another place, which is told
    edition: int
    made_at: datetime
    sheet: bool = False
    columns: tuple[Mapping[str, str], ...] = ()  # key, letter, heading, role, how, sample
    left: tuple[Mapping[str, Any], ...] = ()  # sheet, row, words, sentence: no task was made
    goals: tuple[GoalLine, ...] = ()  # of the plan as a whole, outside the tasks


def preview(*, data: bytes, name: str, region: str, by: Actor, at: datetime) -> UUID:
    """Read a file and hold the reading for the one who handed it in; the key of what is held.

    Refused: what can't be read (picture, empty, too large), and what holds no task.
    """
    require_edit(by, region)
    return _hold(read_paper(data, name, dictionary.columns(region)), region, by, at)


def preview_paste(*, text: str, name: str, region: str, by: Actor, at: datetime) -> UUID:
    """The same for words that were pasted."""
    require_edit(by, region)
    return _hold(read_paste(text, name or PASTED), region, by, at)


def known(*, data: bytes, region: str) -> int | None:
    """The plan that this very file already is in this region."""
    return _same_file(fingerprint(data), region).filter(withdrawn_at=None).first()


def _same_file(sha256: str, region: str) -> QuerySet[Plan, int]:
    """The id of the plan of this very file, in force or withdrawn."""
    return Plan.objects.filter(document__sha256=sha256, region=region).values_list("pk", flat=True)


def _hold(paper: Paper, region: str, by: Actor, at: datetime) -> UUID:
    refuse_without_tasks(paper.reading, paper.name, paper.media)
    sweep(at=at)
    held = Preview.objects.create(
        key=uuid4(),
        sha256=paper.sha256,
        name=Path(paper.name).name[:255],
        region=region,
        text=paper.text,
        reading=_with_rows(paper),
        notes=list(paper.notes),
        by=by.id,
        at=at,
    )
    return held.key


def _with_rows(paper: Paper) -> dict[str, Any]:
    """The rows of a spreadsheet wait with its reading: its columns may be named otherwise."""
    if not paper.rows:
        return paper.reading
    return paper.reading | {"sheet": paper.reading["sheet"] | {"rows": paper.rows}}


def choose(key: UUID, *, columns: Mapping[str, str], by: Actor, at: datetime) -> None:
    """A person says what columns of the spreadsheet are; it is read again at once.

    Refused where no task is left so; what was read before stays.
    """
    held = mine(key, by, at)
    sheet = held.reading.get("sheet")
    if sheet is None:
        raise NotVisible(f"sheet of {key}")
    now = {row["key"]: row["role"] for row in sheet["columns"]}
    said = {
        name: role
        for name, role in columns.items()
        if name in now and role in dictionary.COLUMN_ROLES and role != now[name]
    }
    if not said:
        return
    chosen = {**sheet.get("chosen", {}), **said}
    known = dictionary.columns(held.region)
    paper = read_rows(sheet["rows"], held.name, held.sha256, known, chosen)
    held.text, held.notes = paper.text, list(paper.notes)
    told = {name: held.reading[name] for name in (SAID, PLACED) if name in held.reading}
    held.reading = _with_rows(paper) | told
    held.reading["sheet"]["chosen"] = chosen
    held.save(update_fields=["text", "notes", "reading"])


@transaction.atomic
def move(key: UUID, *, place: str, by: Actor, at: datetime) -> str:
    """The reading is of another place's plan, by its name; one that nobody knows here is noted.
    The name of the place that it belongs to now."""
    held = mine(key, by, at)
    region = note_place(name=place, by=by, at=at)
    require_edit(by, region)
    held.region, held.reading[PLACED] = region, True
    held.save(update_fields=["region", "reading"])
    return region_name(region)


def sweep(*, at: datetime) -> int:
    """Readings that nobody kept within a day are gone; how many."""
    return Preview.objects.filter(at__lt=at - LASTS).delete()[0]


def view(key: UUID, *, by: Actor, at: datetime) -> PreviewView:
    """What would be kept; NotVisible to everybody else, and after a day."""
    held = mine(key, by, at)
    reading = held.reading
    tasks = reading["tasks"]
    title = title_of(reading, held.name)
    known = _known(held, title)
    withdrawn = not known and _same_file(held.sha256, held.region).exists()
    head = head_of(reading, title)
    named = _place(reading)
    elsewhere = "" if PLACED in reading else _elsewhere(named, region_name(held.region))
    there = place_named(elsewhere)
    place = there if elsewhere else held.region
    year = year_of({**reading, "issue_date": plain(head["issued_on"])}, title)
    return PreviewView(
        key=held.key,
        region=held.region,
        region_name=region_name(held.region),
        elsewhere=elsewhere,
        there=there,
        unplaced=not named and PLACED not in reading and region_name(held.region) not in title,
        name=held.name,
        title=title,
        doc_number=head["doc_number"],
        issuer=head["issuer"],
        issued_on=head["issued_on"],
        issue_month=month_said(reading),
        kind=head["kind"],
        tasks=len(tasks),
        targets=len(reading.get("targets") or ()) + sum(len(task["targets"]) for task in tasks),
        deadlines=sum(1 for task in tasks if task["deadline"]),
        without_unit=sum(1 for task in tasks if not any(task[role] for role in ROLES)),
        duties=tuple(map(duty_of, reading.get("duties") or ())),
        results=tuple(map(result_of, reading.get("achievements") or ())),
        sure=sum(map(is_sure, tasks)),
        lines=tuple(map(line_of, tasks)),
        units=_units(tasks, place, head["issued_on"]),
        register=bool(units(place)),
        doubts=tuple(
            (in_words(doubt), count)
            for doubt, count in Counter(
                d for t in tasks for d in t.get("doubts") or ()
            ).most_common(DOUBTS)
        ),
        notes=tuple(held.notes),
        known=known[0] if known else None,
        known_name=known[1] if known else "",
        withdrawn=withdrawn,
        like=edition_of(title=title, year=year, region=held.region),
        same_number=None if known else _same_number(held),
        repeals=None if known or withdrawn else repealed(held.text, held.region),
        moved=None if known else kept_elsewhere(held.sha256, held.region),
        edition=next_edition(title, held.region),
        made_at=held.at,
        sheet="sheet" in reading,
        columns=tuple(reading.get("sheet", {}).get("columns", ())),
        left=tuple(reading.get("sheet", {}).get("left", ())),
        goals=tuple(goal_of(target) for target in reading.get("targets") or ()),
    )


def _known(held: Preview, title: str) -> tuple[int, str] | None:
    """The plan that this is already, and the name of the other file that it came from."""
    same_file = _same_file(held.sha256, held.region).filter(withdrawn_at=None).first()
    if same_file:
        return same_file, ""
    return same_words(held.text, title=title, region=held.region)


def _same_number(held: Preview) -> tuple[int, str] | None:
    number = head_of(held.reading, "")["doc_number"]
    return same_number(number, sha256=held.sha256, region=held.region)


def _place(reading: Mapping[str, Any]) -> str:
    """Where the document says that it is from; the State Council and ministries speak for all."""
    signed = reading.get("issuer") or reading.get("title") or ""
    return reading.get("region") or (STATE if of_state(signed) else "")


def _elsewhere(named: str, chosen: str) -> str:
    """A document of 营口市, or of a district of its own, that is to be kept with 青岚市: said,
    not forbidden."""
    chosen = re.sub(r"（.*?）", "", chosen)
    same = named in chosen or named.endswith(chosen) or named.rstrip("市区县州") in chosen
    return "" if same or not named else named


def _units(
    tasks: Sequence[Mapping[str, Any]], region: str, on: date | None
) -> tuple[tuple[str, int, str, int | None], ...]:
    """Names as printed with their tasks, and whom the reader takes them for; open names first."""
    counts = Counter(name for task in tasks for name in {n for r in ROLES for n in task[r]})
    resolve = resolver(region, on)
    found = [(name, n, resolve(name)) for name, n in counts.most_common()]
    told = [(name, n, _ours(unit), unit.entry) for name, n, unit in found]
    return tuple(sorted(told, key=lambda row: (bool(row[2]), -row[1])))


def _ours(found: UnitName) -> str:
    """Our unit's name; what is no unit of ours but known (every county, a body elsewhere): how."""
    if found.code:
        return unit_name(found.code)
    return found.how or _("已知名称") if found.known else ""


@transaction.atomic
def keep(
    key: UUID, *, by: Actor, at: datetime, goals: bool = True, edition: bool | None = None
) -> Imported:
    """Make the held reading a plan of its region; (plan, new). The reading held is gone after.
    ``goals``: with the targets of the plan as a whole, as a row of their own. ``edition``: whether
    it is the new edition of the plan in force that has its number (a person must say so), or of
    the one whose title is like its own."""
    held = mine(key, by, at)
    require_edit(by, held.region)
    told = view(key, by=by, at=at)
    origin = origin_of(told, edition)
    if not goals:
        held.reading["targets"] = []
        refuse_without_tasks(held.reading, held.name)
    if sheet := held.reading.get("sheet"):
        sheet.pop("rows", None)
        for heading, role in sheet.get("chosen", {}).items():
            if not heading.isdigit():  # a column without a heading is another one next time
                meaning = {"role": role}
                dictionary.put(held.region, Kind.COLUMN, heading, meaning, by=by, at=at)
    kept = store(
        held.text,
        held.reading,
        digest=held.sha256,
        name=held.name,
        region=held.region,
        by=by,
        at=at,
        notes=held.notes,
    )
    held.delete()
    if origin and edition is False:
        keep_apart(origin=origin, heir=kept[0], by=by, at=at)
    if origin and edition:
        said = grounds_of(told)
        declare(kind=LinkKind.EDITION, origin=origin, heir=kept[0], by=by, at=at, grounds=said)
    return kept


def drop(key: UUID, *, by: Actor, at: datetime) -> None:
    """Lay the reading aside; nothing was kept."""
    held = mine(key, by, at)
    held.delete()
