"""Cases that a bureau handles in its own system and sends back: written as what they are, returned.

Every line is judged by itself with the same decide and fold as a verb; the good ones are written
in batches. A line is known by (system, external id): sent again it is left alone, sent again with
more history it is carried on, sent again with another past it is rejected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Scope
from yingshang.city.cases._load import events_of, work_of
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._work import Work
from yingshang.city.cases._writer import append
from yingshang.city.cases.actions.open_case import declared_item
from yingshang.city.cases.bulk import Act, CaseSpec, do_act, opened
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.kernel.worktime import CST

__all__ = ["ELSEWHERE", "ReturnedAnswer", "ReturnedCase", "take_back"]

ELSEWHERE = "elsewhere-returned"
CHUNK = 500
SKEW = timedelta(minutes=5)  # clocks of two systems
TRIES = 3
OLDEST = 1990  # the year of a first possible instant
# Which field of a line a verb comes from.
FIELDS: Mapping[str, str] = {
    "accept": "accepted_at",
    "refuse": "refused_at",
    "withdraw": "withdrawn_at",
    "complete_step": "steps",
    "pause": "pauses",
    "resume": "pauses",
    "decide": "decided_at",
    "close": "decided_at",
}


@dataclass(frozen=True)
class ReturnedCase:
    """One line. `party`: (kind, name, code); `steps`: (step, done_at, result, opinion);
    `pauses`: (kind, since, until or None, reason, basis)."""

    external_id: str
    item: str
    form: Mapping[str, Any]
    submitted_at: datetime
    party: tuple[str, str, str] | None = None
    district: str = ""
    channel: str = "system"
    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    withdrawn_at: datetime | None = None
    decided_at: datetime | None = None
    outcome: str = ""
    reason: str = ""
    steps: tuple[tuple[str, datetime, str, str], ...] = ()
    pauses: tuple[tuple[str, datetime, datetime | None, str, str], ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same line, whatever the order of its form."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_utc)
        return sha256(text.encode()).hexdigest()[:32]

    def instants(self) -> Iterator[tuple[str, datetime]]:
        for name in ("submitted_at", "accepted_at", "refused_at", "withdrawn_at", "decided_at"):
            value = getattr(self, name)
            if value is not None:
                yield name, value
        for n, step in enumerate(self.steps):
            yield f"steps.{n}.done_at", step[1]
        for n, pause in enumerate(self.pauses):
            yield f"pauses.{n}.since", pause[1]
            if pause[2] is not None:
                yield f"pauses.{n}.until", pause[2]


def _utc(value: object) -> str:
    assert isinstance(value, datetime)
    try:
        return value.astimezone(CST).isoformat()
    except OverflowError:  # at either end of time; no such line is written
        return value.isoformat()


@dataclass(frozen=True)
class ReturnedAnswer:
    """`status`: created, extended, unchanged or rejected (then `field` and `sentence`)."""

    status: str
    ref: str = ""
    code: str = ""
    field: str = ""
    sentence: str = ""


class _Wrong(Exception):
    def __init__(self, field: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.answer = ReturnedAnswer("rejected", "", code, field, sentence)


@dataclass
class _Known:
    """What the platform has of a line already."""

    ref: str
    digest: str


@dataclass
class _Batch:
    """What will be written of a chunk: line → its trial, or its case and the acts to come."""

    by: Actor
    at: datetime
    fresh: dict[int, ReturnedCase] = field(default_factory=dict)
    more: dict[int, tuple[ReturnedCase, _Known]] = field(default_factory=dict)


def take_back(lines: Sequence[ReturnedCase], *, by: Actor, at: datetime) -> list[ReturnedAnswer]:
    """An answer a line, in order. Only for items that the system's own unit leads elsewhere.

    Refusal 'not-yours' for who is no such system; whatever is wrong with a line stays with it.
    """
    if Scope.PUSH not in by.scopes:
        raise Refusal("not-yours", _("只有登记了回传权限的系统可以回传办件。请向营商局申请。"))
    answers: list[ReturnedAnswer] = []
    twins = _twins(lines)
    for start in range(0, len(lines), CHUNK):
        part = list(lines[start : start + CHUNK])
        answers += _chunk(part, {n - start for n in twins}, by, at)
    return answers


def _twins(lines: Sequence[ReturnedCase]) -> set[int]:
    """Lines whose external id stands in an earlier line of the same call."""
    seen: set[str] = set()
    found = set()
    for n, line in enumerate(lines):
        if line.external_id in seen:
            found.add(n)
        seen.add(line.external_id)
    return found


def _chunk(
    part: list[ReturnedCase], twins: set[int], by: Actor, at: datetime
) -> list[ReturnedAnswer]:
    """Another worker may write the same lines at the same moment: then look again."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _write(part, twins, by, at)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        except Refusal as refusal:
            if refusal.code != "stale" or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _write(
    part: list[ReturnedCase], twins: set[int], by: Actor, at: datetime
) -> list[ReturnedAnswer]:
    known = _known(part, by)
    answers: list[ReturnedAnswer | None] = [None] * len(part)
    batch = _Batch(by, at)
    for n, line in enumerate(part):
        have = known.get(line.external_id)
        try:
            if n in twins:
                raise _Wrong("external_id", "twin", _("同一批里这个编号出现了两次。请只送一行。"))
            if have is not None and have.digest == line.digest:
                answers[n] = ReturnedAnswer("unchanged", have.ref)
                continue
            _trial(line, by, at)
            if have is None:
                batch.fresh[n] = line
            else:
                batch.more[n] = (line, have)
        except _Wrong as wrong:
            answers[n] = wrong.answer
    works = _create(batch, answers) + _carry_on(batch, answers)
    if works:
        append(works)
    return [answer for answer in answers if answer is not None]


def _known(part: list[ReturnedCase], by: Actor) -> dict[str, _Known]:
    """Cases of these lines that are there already, with the digest of the line last taken."""
    keys = {_key(by, line): line.external_id for line in part}
    rows = dict(Case.objects.filter(key__in=list(keys)).values_list("ref", "key"))
    last = CaseEvent.objects.filter(case__in=list(rows), data__contains='"returned":true')
    digests = {
        ref: json.loads(data)["line"]
        for ref, data in last.order_by("seq").values_list("case", "data")
    }
    return {keys[key or ""]: _Known(ref, digests.get(ref, "")) for ref, key in rows.items()}


def _key(by: Actor, line: ReturnedCase) -> str:
    return f"{by.id}:returned:{line.external_id}"


def _trial(line: ReturnedCase, by: Actor, at: datetime) -> tuple[Work, list[int]]:
    """The line carried out in memory, and the length of its history after each act. _Wrong says
    which field stands in the way."""
    _plausible(line, at)
    spec = _spec(line, by, at, party=None)
    try:
        item = declared_item(line.item, by.region, line.submitted_at, handled=ELSEWHERE)
    except NotVisible:
        raise _Wrong("item", "no-such-item", _("目录里没有这个事项。请核对事项代码。")) from None
    except Refusal as refusal:
        raise _Wrong("item", refusal.code, refusal.sentence) from None
    if item.lead_unit(by.region) != by.unit:
        raise _Wrong("item", "not-yours", _("这个事项不由本单位牵头。请由牵头单位的系统回传。"))
    verb = "open_case"
    try:
        work = opened(spec, "trial")
        lengths = [work.standing.seq]
        for act in spec.acts:
            verb = act.verb
            do_act(work, act)
            lengths.append(work.standing.seq)
    except FormInvalid as error:
        name, sentence = next(iter(error.errors.items()))
        raise _Wrong(f"form.{name}", "form-invalid", sentence) from None
    except Refusal as refusal:
        raise _Wrong(FIELDS.get(verb, "form"), refusal.code, refusal.sentence) from None
    except ValueError as error:
        raise _Wrong(FIELDS.get(verb, "form"), "invalid", str(error)) from None
    return work, lengths


def _plausible(line: ReturnedCase, at: datetime) -> None:
    """Nothing in the future, nothing before it was submitted, a party's number that can be."""
    for name, value in line.instants():
        if value.year < OLDEST:  # the empty time of some language, and beyond what calendars know
            raise _Wrong(name, "too-early", _("这个时间早得不可能。请核对系统时钟。"))
        if value > at + SKEW:
            raise _Wrong(name, "future", _("这个时间还没有到。请核对系统时钟。"))
        if value < line.submitted_at:
            raise _Wrong(name, "too-early", _("这个时间早于提交时间。请核对。"))
    for n, pause in enumerate(line.pauses):
        if pause[2] is not None and pause[2] < pause[1]:
            raise _Wrong(f"pauses.{n}.until", "too-early", _("结束早于开始。请核对。"))
    if line.decided_at is not None and not line.outcome:
        raise _Wrong("outcome", "missing", _("有办结时间而没有结果。请写明结果。"))
    if line.party is not None:
        kind, _name, code = line.party
        try:
            (uscc if kind == "enterprise" else ric).validate(code)
        except ValidationError:
            sentence = _("不是有效的统一社会信用代码或身份证号。请核对。")
            raise _Wrong("party.code", "invalid", sentence) from None


def _spec(line: ReturnedCase, by: Actor, at: datetime, *, party: int | None) -> CaseSpec:
    facts = {"returned": True, "source": by.id.removeprefix("system:"), "line": line.digest}
    return CaseSpec(
        item=line.item,
        region=by.region,
        form=line.form,
        by=by,
        at=line.submitted_at,
        party=party,
        channel=line.channel,
        district=line.district,
        key=f"returned:{line.external_id}",
        handled=ELSEWHERE,
        facts={**facts, "external": line.external_id, "received_at": at.isoformat()},
        acts=tuple(_acts(line, by, facts)),
    )


def _acts(line: ReturnedCase, by: Actor, facts: Mapping[str, Any]) -> list[Act]:
    """The history in order of time; at the same moment in the order in which things are done."""
    found: list[Act] = []

    def add(verb: str, at: datetime | None, **args: Any) -> None:
        if at is not None:
            found.append(Act(verb, at, by, args, facts=facts))

    add("refuse", line.refused_at, reason=line.reason)
    add("accept", line.accepted_at)
    for kind, since, until, reason, basis in line.pauses:
        add("pause", since, kind=kind, reason=reason, basis=basis)
        add("resume", until)
    for step, done_at, result, opinion in line.steps:
        add("complete_step", done_at, step=step, result=result, opinion=opinion)
    add("withdraw", line.withdrawn_at, reason=line.reason)
    add("decide", line.decided_at, outcome=line.outcome, reason=line.reason)
    add("close", line.decided_at)
    return sorted(found, key=lambda act: act.at)


def _create(batch: _Batch, answers: list[ReturnedAnswer | None]) -> list[Work]:
    lines = batch.fresh
    parties = accounts.ensure_parties(
        [
            {"kind": p[0], "name": p[1], "code": p[2], "region": batch.by.region}
            for line in lines.values()
            if (p := line.party)
        ],
        at=batch.at,
    )
    works = []
    for n, ref in _numbers(batch).items():
        line = lines[n]
        party = parties[line.party[2]] if line.party else None
        spec = _spec(line, batch.by, batch.at, party=party)
        work = opened(spec, ref)
        for act in spec.acts:
            do_act(work, act)
        works.append(work)
        answers[n] = ReturnedAnswer("created", ref)
    return works


def _numbers(batch: _Batch) -> dict[int, str]:
    """A block of numbers for every year, given out in the order of the lines."""
    years: dict[int, list[int]] = {}
    for n, line in batch.fresh.items():
        years.setdefault(line.submitted_at.astimezone(CST).year, []).append(n)
    found: dict[int, str] = {}
    for _year, places in sorted(years.items()):
        block = allot(batch.by.region, batch.fresh[places[0]].submitted_at, len(places))
        found |= dict(zip(places, block, strict=True))
    return dict(sorted(found.items()))


def _carry_on(batch: _Batch, answers: list[ReturnedAnswer | None]) -> list[Work]:
    refs = [have.ref for _line, have in batch.more.values()]
    # in one order, or two workers with the same lines would wait for each other
    locked = Case.objects.select_for_update().filter(ref__in=refs).order_by("ref")
    rows = {case.ref: case for case in locked}
    works = []
    for n, (line, have) in batch.more.items():
        try:
            work = _continued(rows[have.ref], line, batch)
            answers[n] = ReturnedAnswer("extended" if work else "unchanged", have.ref)
            works += [work] if work else []
        except _Wrong as wrong:
            answers[n] = wrong.answer
    return works


def _continued(case: Case, line: ReturnedCase, batch: _Batch) -> Work | None:
    """The case with what is new in the line; its past must be the past of the case. None where
    another worker took the very same line while we waited for the lock."""
    trial, lengths = _trial(line, batch.by, batch.at)
    work = work_of(case)
    # what the platform noted itself is no part of the system's history
    own = [event for event, _by_name in events_of(case.ref) if event.data.get("returned")]
    if own and own[-1].data.get("line") == line.digest:
        return None
    have = [(event.name, event.at) for event in own]
    told = [(fact.event.name, fact.event.at) for fact in trial.facts]
    if work.item.code != line.item or work.form != trial.form:
        raise _Wrong("form", "other-past", _("事项或表单与已回传的不同，没有写入。请核对。"))
    if len(have) not in lengths or told[: len(have)] != have:
        sentence = _("经过与已回传的不同，没有写入。已写入的经过不能改，请核对后只补新的经过。")
        raise _Wrong("external_id", "other-past", sentence)
    if len(have) == len(told):
        raise _Wrong("external_id", "other-past", _("没有新的经过，内容却与已回传的不同。请核对。"))
    spec = _spec(line, batch.by, batch.at, party=None)
    if own:  # its history goes on from where it stood, not from our notes on it
        work.standing = work.standing.having(last_at=own[-1].at)
    try:
        for act in spec.acts[lengths.index(len(have)) :]:
            do_act(work, act)
    except Refusal as refusal:
        raise _Wrong("external_id", refusal.code, refusal.sentence) from None
    return work
