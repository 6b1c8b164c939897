"""Trying a new version of an item on past cases before it goes live: what would have changed?

Cases that have ended are folded from their facts and measured under the draft. Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases._flows import ItemFlow, flow_of_body, item_flow_by_id
from yingshang.city.cases._trial_rules import Past, StepCount, differences, late, steps_late
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.kinds import ENDED_STATES, Refusal
from yingshang.city.cases.models import Attachment, CaseEvent, EventPayload
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Event, Standing, evolve
from yingshang.kernel.worktime import CST

__all__ = ["Change", "TrialReport", "try_definition"]

MOST_MONTHS = 36
EXAMPLES = 5
CHUNK = 500
LABELS = {
    "late": "会变成超期",
    "in-time": "不再超期",
    "form": "表单会被退回",
    "steps-more": "会多走环节",
    "steps-less": "会少走环节",
    "materials-more": "会多要材料",
    "materials-less": "会少要材料",
    "outcome": "结果在草案中不存在",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: how many cases, and up to five of them with a sentence each."""

    kind: str
    label: str
    cases: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TrialReport:
    """`decided` of `cases` came to a decision; of these were late under their own edition and
    would be under the draft. `unread`: forms whose personal data was erased, not judged."""

    item: str
    item_name: str
    region: str
    since: date
    until: date
    cases: int
    decided: int
    late_before: int
    late_after: int
    touched: int
    unread: int
    changes: tuple[Change, ...]
    steps: tuple[StepCount, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        found = asdict(self)
        found["since"], found["until"] = self.since.isoformat(), self.until.isoformat()
        for change in found["changes"]:
            change["examples"] = [{"ref": ref, "why": words} for ref, words in change["examples"]]
        return found


def try_definition(
    *, text: str, region: str, by: Actor, at: datetime, months: int = 6
) -> TrialReport:
    """Measure the ended cases of the last `months` under the item that `text` (YAML) drafts.

    For the business-environment bureau and the system. Refusal says what is wrong with the draft.
    """
    if by.role not in (Role.BUREAU, Role.SYSTEM) or (by.region and by.region != region):
        raise Refusal("not-yours", _("只有本市营商局可以试算新版本。请由营商局工作人员办理。"))
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal(
            "trial-months", _("试算的月数应在 1 到 %d 之间。请改正后重试。") % MOST_MONTHS
        )
    draft = _draft(text, region, at)
    since = _months_before(at, months)
    rows = visible_to(by).filter(region=region, item=draft.code, state__in=ENDED_STATES)
    rows = rows.filter(submitted_at__lt=at)
    ended = rows.filter(decided_at__gte=since) | rows.filter(decided_at=None, closed_at__gte=since)
    tally = _Tally(draft)
    for past in _past(ended.order_by("ref").values_list("ref", "edition_id").iterator()):
        tally.take(past)
    return tally.report(region, since, at)


def _draft(text: str, region: str, at: datetime) -> ItemFlow:
    today = at.astimezone(CST).date()
    body = definitions.draft(text, kind="item", region=region, on=today)
    try:
        draft = flow_of_body(body)
    except (ValueError, KeyError) as error:
        raise Refusal("draft-steps", _("草案的环节接不起来：%s。请改正。") % error) from None
    if definitions.edition("item", draft.code, region=region, on=today) is None:
        raise Refusal("draft-new", _("%s 是新事项，没有过去的办件可以试算。") % draft.code)
    return draft


def _months_before(at: datetime, months: int) -> datetime:
    local = at.astimezone(CST)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, 28)
    return local.replace(year=year, month=month + 1, day=day)


def _past(rows: Iterable[tuple[str, int]]) -> Iterator[Past]:
    """Cases folded from their facts, five hundred at a time: four queries a chunk."""
    chunk: dict[str, int] = {}
    for ref, edition in rows:
        chunk[ref] = edition
        if len(chunk) == CHUNK:
            yield from _folded(chunk)
            chunk = {}
    yield from _folded(chunk)


def _folded(chunk: Mapping[str, int]) -> Iterator[Past]:
    if not chunk:
        return
    items = {id: item_flow_by_id(id) for id in set(chunk.values())}
    forms, erased = _forms(chunk)
    files: dict[str, set[str]] = {}
    for ref, material in Attachment.objects.filter(case__in=chunk).values_list("case", "material"):
        files.setdefault(ref, set()).add(material)
    standings = dict.fromkeys(chunk, Standing())
    events = CaseEvent.objects.filter(case__in=chunk).order_by("case", "seq")
    for ref, name, by, when, data in events.values_list("case", "name", "by", "at", "data"):
        flow = items[chunk[ref]].flow
        standings[ref] = evolve(flow, standings[ref], Event(name, by, when, json.loads(data)))
    for ref, edition in chunk.items():
        form = None if ref in erased else forms.get(ref, {})
        yield Past(ref, items[edition], standings[ref], form, frozenset(files.get(ref, ())))


def _forms(chunk: Iterable[str]) -> tuple[dict[str, dict[str, str]], set[str]]:
    """(what was filled in, by case; cases whose personal data was erased)."""
    forms: dict[str, dict[str, str]] = {}
    erased: set[str] = set()
    rows = EventPayload.objects.filter(case__in=chunk).order_by("case", "seq")
    for ref, body, gone in rows.values_list("case", "body", "erased_at"):
        if gone is not None:
            erased.add(ref)
        else:
            forms.setdefault(ref, {}).update(json.loads(body))
    return forms, erased


class _Tally:
    def __init__(self, draft: ItemFlow) -> None:
        self.draft = draft
        self.calendar = definitions.calendar()
        self.cases = self.decided = self.before = self.after = self.touched = self.unread = 0
        self.found: dict[str, list[tuple[str, str]]] = {}
        self.numbers = dict.fromkeys(LABELS, 0)
        self.steps = {s.code: StepCount(s.code, s.name) for s in draft.flow.steps}

    def take(self, past: Past) -> None:
        self.cases += 1
        self.unread += past.form is None
        before = late(self.calendar, past.item, past.standing)
        after = late(self.calendar, self.draft, past.standing)
        self.decided += past.standing.decided_at is not None
        self.before += before[0]
        self.after += after[0]
        changes = list(differences(past, self.draft, before=before, after=after))
        self.touched += bool(changes)
        for kind, words in changes:
            self.numbers[kind] += 1
            examples = self.found.setdefault(kind, [])
            if len(examples) < EXAMPLES:
                examples.append((past.ref, words))
        steps_late(self.calendar, past, self.draft, self.steps)

    def report(self, region: str, since: datetime, at: datetime) -> TrialReport:
        return TrialReport(
            item=self.draft.code,
            item_name=self.draft.name,
            region=region,
            since=since.date(),
            until=at.astimezone(CST).date(),
            cases=self.cases,
            decided=self.decided,
            late_before=self.before,
            late_after=self.after,
            touched=self.touched,
            unread=self.unread,
            changes=tuple(
                Change(kind, label, self.numbers[kind], tuple(self.found.get(kind, ())))
                for kind, label in LABELS.items()
                if self.numbers[kind]
            ),
            steps=tuple(self.steps.values()),
        )
