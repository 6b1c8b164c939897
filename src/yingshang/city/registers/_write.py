"""The one writer of records: a verb is a batch of one, an import of a hundred thousand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection

from yingshang.adapters import rows
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.registers._schema import Register
from yingshang.city.registers._values import flags, mark, words
from yingshang.city.registers.following import tell
from yingshang.city.registers.kinds import State
from yingshang.kernel.worktime import to_cst

__all__ = ["Draft", "Origin", "marks_of", "stale", "write"]

TABLES = ("registers_record", "registers_mark", "registers_change")
CHUNK = 2000
MANY = 50
RECORD = (
    "register",
    "region",
    "unit",
    "key",
    "title",
    "state",
    "version",
    "valid_from",
    "valid_until",
    "flagged",
    "shape",
    "changed_at",
    "words",
    "personal_words",
    "body",
)
MARK = ("record_id", "register", "region", "field", "value")
CHANGE = (
    "record_id",
    "region",
    "version",
    "verb",
    "by",
    "by_name",
    "at",
    "source",
    "told",
    "before",
    "after",
)
_SET = ", ".join(f'"{name}" = %s' for name in RECORD)
UPDATE = f"UPDATE registers_record SET {_SET} WHERE id = %s AND version = %s"
UPDATE_MARK = "UPDATE registers_mark SET value = %s WHERE record_id = %s AND field = %s"


@dataclass(frozen=True)
class Origin:
    """By whom and how: what the history says of a change."""

    by: Actor
    at: datetime
    source: str
    told: str = ""


@dataclass(slots=True)
class Draft:
    """One record to be written. `id` and `version` are of what it was (0: it is new)."""

    key: str
    body: dict[str, str]
    unit: str
    id: int = 0
    version: int = 0
    before: Mapping[str, str] = field(default_factory=dict)
    verb: str = "add"
    state: str = State.CURRENT.value
    told: str = ""


def stale() -> Refusal:
    return Refusal(
        "stale", "这条记录刚被别人改过，您的改动没有保存。请刷新页面，看过新内容后再改。"
    )


def _dumps(value: Mapping[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write(
    register: Register,
    drafts: Sequence[Draft],
    origin: Origin,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the drafts in the caller's transaction; how many of them carry a warning.

    Refusal 'stale' where one has changed since it was read, 'key-taken' where another was faster.
    """
    try:
        return _write(register, drafts, origin, progress)
    except IntegrityError as error:
        if "a_record_stands_once" in str(error) or "registers_record.key" in str(error):
            raise Refusal(
                "key-taken", "同样的记录刚被别人登记，这里没有重复保存。请刷新页面查看。"
            ) from error
        raise


def _write(
    register: Register,
    drafts: Sequence[Draft],
    origin: Origin,
    progress: Callable[[int], None] | None,
) -> int:
    flagged, today = 0, to_cst(origin.at).date()
    fresh = [draft for draft in drafts if not draft.id]
    for draft, id in zip(fresh, _ids(len(fresh)), strict=True):
        draft.id = id
    for start in range(0, len(drafts), CHUNK):
        part = drafts[start : start + CHUNK]
        columns = {d.id: _columns(register, d, origin.at, today) for d in part}
        flagged += sum(bool(row[FLAGGED]) for row in columns.values())
        new = [d for d in part if not d.version]
        _add(register, new, columns, origin)
        _change(register, [d for d in part if d.version], columns, origin)
        if progress is not None:
            progress(start + len(part))
    if len(drafts) >= CHUNK:
        rows.grown(TABLES, len(drafts))
    tell(register, list(drafts), origin)
    return flagged


FLAGGED = RECORD.index("flagged")


def _ids(number: int) -> list[int]:
    """Numbers for new records: theirs are needed before they are written."""
    if not number:
        return []
    if connection.vendor == "sqlite":  # one writer at a time
        ((last,),) = rows.ask("SELECT coalesce(max(id), 0) FROM registers_record")
        return list(range(last + 1, last + 1 + number))
    found = rows.ask(
        "SELECT nextval(pg_get_serial_sequence('registers_record', 'id'))"
        " FROM generate_series(1, %s)",
        (number,),
    )
    return [id for (id,) in found]


def _columns(register: Register, draft: Draft, at: datetime, today: date) -> list[Any]:
    plain, personal = words(register, draft.body)
    title = draft.body.get(register.title, "")
    current = draft.state == State.CURRENT.value
    return [
        register.code,
        register.region,
        draft.unit,
        draft.key,
        "" if register.title in register.personal else title[:200],
        draft.state,
        draft.version + 1,
        draft.body.get(register.valid_from) or None,
        draft.body.get(register.valid_until) or None,
        current and bool(flags(register, draft.body, today)),
        register.shape,
        at,
        plain,
        personal,
        _dumps(draft.body),
    ]


def marks_of(register: Register, body: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, value as it sorts) of every column that lists use."""
    kinds = {column.name: column.type for column in register.columns}
    return [(name, mark(kinds[name], body.get(name, ""))) for name in register.marked]


def _history(draft: Draft, origin: Origin, region: str) -> list[Any]:
    names = [
        name
        for name in {**draft.before, **draft.body}
        if draft.before.get(name) != draft.body.get(name)
    ]
    return [
        draft.id,
        region,
        draft.version + 1,
        draft.verb,
        origin.by.id,
        origin.by.name[:60],
        origin.at,
        origin.source,
        (draft.told or origin.told)[:300],
        _dumps({name: draft.before[name] for name in names if name in draft.before}),
        _dumps({name: draft.body[name] for name in names if name in draft.body}),
    ]


def _add(
    register: Register, new: Sequence[Draft], columns: Mapping[int, list[Any]], origin: Origin
) -> None:
    many = len(new) >= MANY

    def insert(table: str, names: tuple[str, ...], found: list[Any]) -> None:
        if many:
            rows.copy(table, names, found)
        else:
            rows.change_many(rows.insert(table, names), found)

    head = (register.code, register.region)
    insert("registers_record", ("id", *RECORD), [(d.id, *columns[d.id]) for d in new])
    insert(
        "registers_mark",
        MARK,
        [(d.id, *head, *one) for d in new for one in marks_of(register, d.body)],
    )
    insert("registers_change", CHANGE, [_history(d, origin, register.region) for d in new])


def _change(
    register: Register, known: Sequence[Draft], columns: Mapping[int, list[Any]], origin: Origin
) -> None:
    if not known:
        return
    rows.change_many(
        UPDATE,
        [(*columns[d.id], d.id, d.version) for d in known],
        expect=len(known),
        otherwise=stale,
    )
    moved = []
    for draft in known:
        was = dict(marks_of(register, draft.before))
        moved += [
            (value, draft.id, name)
            for name, value in marks_of(register, draft.body)
            if was[name] != value
        ]
    rows.change_many(UPDATE_MARK, moved)
    history = [_history(d, origin, register.region) for d in known]
    rows.change_many(rows.insert("registers_change", CHANGE), history)
