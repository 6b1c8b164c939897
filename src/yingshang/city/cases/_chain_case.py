"""One case against its facts: chain, personal data, files, stored standing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Any

from yingshang.adapters import rows
from yingshang.city.cases._flows import ItemFlow, item_flow_by_id
from yingshang.city.cases._fold import handed_on_at, holder_of, seats_of, unit_of
from yingshang.city.cases._work import digest_of
from yingshang.kernel import chain
from yingshang.kernel.flow import Event, Standing, replay

__all__ = ["CASE", "Read", "Wrong", "look_at", "read"]

Row = tuple[Any, ...]
Wrong = tuple[int, str]
"""(seq, what is wrong); seq 0 where it is not one fact."""

CASE = (
    "ref, region, edition_id, item, seq, last_hash, state, unit, outcome, holder, holder_since, "
    "handed_on_at, submitted_at, accepted_at, decided_at, closed_at, paused_at, corrections, "
    "visits, item_name, item_version, family, opened_by, about, due_fixed_at"
)
_NAME = re.compile(r"[a-z-]{1,24}")


@dataclass
class Read:
    """The rows of one page of cases, by case number."""

    facts: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    payloads: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    pauses: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    extensions: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    events: int = 0


ASK = {
    "facts": 'case_id, seq, name, "by", by_name, at, data, hash FROM cases_caseevent',
    "payloads": "case_id, seq, salt, body, erased_at FROM cases_eventpayload",
    "files": "case_id, seq, sha256 FROM cases_attachment",
    "steps": 'case_id, code, name, unit, position, status, result, "by", by_name, opinion, '
    "opened_at, done_at FROM cases_step",
    "seats": "case_id, unit, stage FROM cases_seat",
    "pauses": "case_id, position, kind, since, until, reason, basis FROM cases_pause",
    "extensions": "case_id, position, workdays, approver, reason, at FROM cases_extension",
}


def read(refs: Sequence[str]) -> Read:
    """Everything that is stored of these cases: one question a table."""
    found = Read()
    where = f"WHERE case_id IN ({', '.join(['%s'] * len(refs))})"
    for name, columns in ASK.items():
        order = " ORDER BY case_id, seq" if name in ("facts", "payloads") else ""
        by_case = getattr(found, name)
        for row in rows.ask(f"SELECT {columns} {where}{order}", refs):
            by_case[row[0]].append(row[1:])
    found.events = sum(map(len, found.facts.values()))
    return found


def look_at(case: Row, found: Read) -> list[Wrong]:
    """What is wrong with the case; the later checks only where the chain itself is whole."""
    ref, facts = case[0], found.facts[case[0]]
    events: list[Event] = []
    broken = _walk(ref, facts, (case[4], case[5]), events)
    if broken is not None:
        return [broken]
    wrong = [*_payloads(facts, events, found.payloads[ref]), *_files(events, found.files[ref])]
    try:
        return wrong + _standing(case, events, facts, found)
    except (LookupError, TypeError, ValueError):
        return [*wrong, (0, "事实无法按其事项的流程重演")]


def _walk(ref: str, facts: list[Row], end: tuple[int, str], events: list[Event]) -> Wrong | None:
    """The first break of the chain, or None; the events are collected on the way."""
    prev = chain.GENESIS
    for place, (seq, name, by, by_name, at, data, claimed) in enumerate(facts, start=1):
        if seq != place:
            return place, "事实缺失" if seq > place else "事实重复"
        moment = rows.moment(at)
        if (
            moment is None
            or event_digest(prev, ref, seq, name, by, by_name, moment, data) != claimed
        ):
            return seq, "事实被改动或调换"
        try:
            events.append(Event(name, by, moment, json.loads(data)))
        except ValueError:
            return seq, "事实被改动或调换"
        prev = claimed
    if not facts:
        return 1, "事实缺失"
    if end != (len(facts), prev):
        return len(facts) + 1, "末尾的事实缺失"
    return None


def event_digest(
    prev: str, ref: str, seq: int, name: str, by: str, by_name: str, at: datetime, data: str
) -> str:
    """The hash that the stored bytes give: chain.event_hash without parsing `data` again.

    A name that could reach into the neighbouring members gives none.
    """
    if not _NAME.fullmatch(name):
        return ""
    text = (
        f'{prev}\n{{"at":"{at.astimezone(UTC).isoformat()}","by":{_quoted(by)},'
        f'"by_name":{_quoted(by_name)},"case":{_quoted(ref)},"data":{data},'
        f'"name":"{name}","seq":{seq}}}'
    )
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _payloads(facts: list[Row], events: list[Event], payloads: list[Row]) -> list[Wrong]:
    """Personal data is what its fact says it was, or erased; none is missing, none is foreign."""
    wrong: list[Wrong] = []
    digests = {
        seq: event.data["digest"]
        for seq, event in enumerate(events, start=1)
        if "digest" in event.data
    }
    for seq, salt, body, erased_at in payloads:
        digest = digests.pop(seq, None)
        if digest is None:
            wrong.append((seq, "填报内容没有对应的事实"))
        elif erased_at is None and digest_of(salt, body) != digest:
            wrong.append((seq, "填报内容被改动"))
    return wrong + [(seq, "填报内容缺失") for seq in digests]


def _files(events: list[Event], files: list[Row]) -> list[Wrong]:
    """Every file that a fact names is registered under it, and no other."""
    said = sorted(
        (seq, digest)
        for seq, event in enumerate(events, start=1)
        for digest in event.data.get("files", ())
        if isinstance(digest, str)
    )
    stored = sorted((seq, digest) for seq, digest in files)
    if said == stored:
        return []
    seq = min({*said} ^ {*stored} or {(0, "")})[0]
    return [(seq, "附件登记与事实不符")]


STORED = (
    "state",
    "unit",
    "outcome",
    "holder",
    "holder_since",
    "handed_on_at",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "paused_at",
    "corrections",
    "visits",
)
HEADER = ("item_name", "item_version", "family", "opened_by", "about", "due_fixed_at")


def _standing(case: Row, events: list[Event], facts: list[Row], found: Read) -> list[Wrong]:
    """Stored columns, steps, seats and pauses against a replay of the facts."""
    ref, region, edition, item = case[:4]
    said = events[0].data
    if (said.get("edition"), said.get("item")) != (edition, item):
        return [(0, "办件的事项版本与提交时的事实不符")]
    flow = item_flow_by_id(edition)
    standing = replay(flow.flow, events)
    wrong: list[Wrong] = []
    names, values = STORED + HEADER, _columns(flow, standing, region) + _header(flow, events[0])
    for name, stored, replayed in zip(names, case[6:], values, strict=True):
        if _same(stored, replayed):
            continue
        wrong.append((0, f"存储的办件状态（{name}）与事实重演不符"))
    seats = seats_of(flow, standing, region).items()
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("环节", lambda: _steps_fit(flow, standing, region, events, facts, found.steps[ref])),
        ("席位", lambda: sorted(found.seats[ref]) == sorted(seats)),
        ("暂停", lambda: _pauses_fit(standing, found.pauses[ref])),
        ("延期", lambda: _extensions_fit(standing, found.extensions[ref])),
    )
    return wrong + [(0, f"存储的{what}与事实重演不符") for what, fits in checks if not fits()]


def _columns(flow: ItemFlow, s: Standing, region: str) -> tuple[Any, ...]:
    """Values of STORED as the facts give them."""
    holder, since = holder_of(flow, s, region)
    pause = s.open_pause
    return (
        s.state,
        s.unit,
        s.outcome,
        holder,
        since,
        handed_on_at(flow, s, region),
        s.submitted_at,
        s.accepted_at,
        s.decided_at,
        s.closed_at,
        pause.since if pause else None,
        s.corrections,
        s.visits,
    )


def _header(flow: ItemFlow, first: Event) -> tuple[Any, ...]:
    """Values of HEADER as the edition and the first fact give them."""
    due = first.data.get("due_at")
    return (
        flow.name,
        flow.version,
        flow.family,
        first.by,
        first.data.get("about", ""),
        datetime.fromisoformat(due) if due else None,
    )


def _same(stored: Any, replayed: Any) -> bool:
    return (rows.moment(stored) if isinstance(replayed, datetime) else stored) == replayed


def _steps_fit(
    flow: ItemFlow,
    s: Standing,
    region: str,
    events: list[Event],
    facts: list[Row],
    stored: list[Row],
) -> bool:
    words = {
        event.data["step"]: (row[3], event.data.get("opinion", ""))
        for event, row in zip(events, facts, strict=True)
        if event.name == "step-done"
    }
    wanted = {}
    places = {
        step.code: (step.name, unit_of(step, s.unit, region), n)
        for n, step in enumerate(flow.flow.steps)
    }
    for code, now in s.steps.items():
        name, opinion = words.get(code, ("", "")) if now.status == "done" else ("", "")
        what = (now.status, now.result, now.by, name, opinion, now.opened_at, now.done_at)
        wanted[code] = (*places[code], *what)
    found = {
        code: (*rest, rows.moment(opened), rows.moment(done))
        for code, *rest, opened, done in stored
    }
    return found == wanted


def _pauses_fit(s: Standing, stored: list[Row]) -> bool:
    found = {
        position: (kind, rows.moment(since), rows.moment(until), reason, basis)
        for position, kind, since, until, reason, basis in stored
    }
    return found == {
        n: (p.kind, p.since, p.until, p.reason, p.basis) for n, p in enumerate(s.pauses)
    }


def _extensions_fit(s: Standing, stored: list[Row]) -> bool:
    found = {n: (days, who, why, rows.moment(at)) for n, days, who, why, at in stored}
    return found == {
        n: (e.workdays, e.approver, e.reason, e.at) for n, e in enumerate(s.extensions)
    }
