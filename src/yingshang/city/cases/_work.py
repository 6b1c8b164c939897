"""A case in hand: commands are decided, facts are folded and hashed, then the writer takes it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Any

from yingshang.adapters.rows import FAR
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import FileRow
from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases._vouchers import with_voucher
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.registries import (
    DecidedCase,
    Effect,
    commitment_outcomes,
    outcome_handlers,
)
from yingshang.city.definitions import service as definitions
from yingshang.kernel import chain
from yingshang.kernel.flow import Command, Event, IssueLicence, Standing, decide, evolve

__all__ = ["DRAFT", "Fact", "Payload", "Work", "event_body"]

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as it is written: `data` are the canonical bytes that were hashed."""

    seq: int
    event: Event
    by_name: str
    data: str
    hash: str


@dataclass(frozen=True, slots=True)
class Payload:
    """Personal data of one event, kept beside it and erasable."""

    seq: int
    salt: str
    body: str


def event_body(
    ref: str, seq: int, name: str, by: str, by_name: str, at: datetime, data: Mapping[str, Any]
) -> dict[str, Any]:
    """What an event's hash covers."""
    return {
        "case": ref,
        "seq": seq,
        "name": name,
        "by": by,
        "by_name": by_name,
        "at": at.astimezone(UTC).isoformat(),
        "data": dict(data),
    }


def _hash(prev: str, ref: str, seq: int, event: Event, by_name: str, data: str) -> str:
    """chain.event_hash of event_body, its canonical text put together from parts.

    Half of the bulk path's time was spent in sorting these seven keys; verify_chain and a test
    compare the result with the kernel's own.
    """
    at = event.at.astimezone(UTC).isoformat()
    text = (
        f'{prev}\n{{"at":"{at}","by":{_quoted(event.by)},"by_name":{_quoted(by_name)},'
        f'"case":{_quoted(ref)},"data":{data},"name":"{event.name}","seq":{seq}}}'
    )
    return sha256(text.encode()).hexdigest()


def seal(body: Mapping[str, Any]) -> tuple[str, str, str]:
    """(salt, canonical text, digest) of personal data."""
    salt = secrets.token_hex(16)
    text = chain.canonical(dict(body)).decode()
    return salt, text, digest_of(salt, text)


def digest_of(salt: str, text: str) -> str:
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


DRAFT = Standing()
WAITED = timedelta(seconds=20)
"""As long as a verb may wait for its turn (the lock timeout of the settings)."""


@dataclass(slots=True)
class Work:
    """One case between two writes. `base` is what the database has, DRAFT for a new case."""

    ref: str
    item: ItemFlow
    header: dict[str, Any]  # region, district, party, opened_by, channel, subject, about, key …
    standing: Standing = DRAFT
    base: Standing = DRAFT
    last_hash: str = chain.GENESIS
    queue_at: datetime = FAR  # as the database has it
    stored: tuple[Any, ...] | None = None  # the columns as the database has them, where known
    seats: dict[str, int] | None = None  # unit -> stage as the database has them, where known
    read_form: Callable[[str], dict[str, str]] | None = None  # asked only where the form is needed
    read_words: Callable[[str], dict[str, tuple[str, str]]] | None = None  # step -> who, opinion
    numbered: bool = False  # whether its papers get numbers: not in a history that is copied in
    _form: dict[str, str] | None = None
    facts: list[Fact] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    files: list[tuple[int, FileRow, str, datetime]] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # step code -> who did it
    opinions: dict[str, str] = field(default_factory=dict)
    afresh: bool = False  # the calendar has changed: the dates of every step are written anew

    @property
    def base_seq(self) -> int:
        return self.base.seq

    @property
    def form(self) -> dict[str, str]:
        """What the applicant handed in, read when it is first asked for."""
        if self._form is None:
            self._form = self.read_form(self.ref) if self.read_form else {}
        return self._form

    def recall_words(self) -> None:
        """Fetch who did the earlier steps and what he wrote, where their rows are written anew."""
        for code, (name, opinion) in (self.read_words(self.ref) if self.read_words else {}).items():
            self.names.setdefault(code, name)
            self.opinions.setdefault(code, opinion)

    def do(
        self,
        command: Command,
        by: Actor,
        sealed: tuple[str, str, str] | None = None,
        files: Sequence[FileRow] = (),
        beside: Mapping[str, Any] = _NOTHING,
    ) -> tuple[Event, ...]:
        """Decide and fold; raises the kernel's Refusal and leaves the work untouched then.

        `sealed` personal data and `files` hang on the first event that follows; `beside` is added
        to the data of every one.
        """
        command = self._in_turn(command)
        decided = decide(self.item.flow, self.standing, command)
        if isinstance(decided, Refusal):
            raise definitions.told(decided)
        seq = self.standing.seq + 1
        if sealed is not None:
            self.payloads.append(Payload(seq, sealed[0], sealed[1]))
        self.files += [(seq, row, by.id, command.at) for row in files]
        if by.stands_for:
            beside = {**beside, "for": by.stands_for}
        if by.mandate:
            beside = {**beside, "mandate": by.mandate}
        if beside:
            decided = tuple(replace(event, data={**event.data, **beside}) for event in decided)
        for event in decided:
            if self.numbered:
                region = self.header["region"]
                event = with_voucher(self.item, self.ref, region, self.standing, event)
            self._take(event, by)
            if event.name == "decided":
                self._take_effects(self._effects_of(event.data["outcome"]), event, command, by)
            elif event.name == "reopened":
                self._take_effects(self.item.flow.effects.get("reopened", ()), event, command, by)
            elif event.name == "commitment-checked":
                self._take_verified(event, command, by)
        return decided

    def _in_turn(self, command: Command) -> Command:
        """Who had to wait while another wrote acts when his turn has come, not before it."""
        last = self.standing.last_at
        if last is not None and last - WAITED <= command.at < last:
            return replace(command, at=last)
        return command

    def _take(self, event: Event, by: Actor) -> None:
        self.standing = evolve(self.item.flow, self.standing, event)
        seq, shown = self.standing.seq, _shown_name(by)
        data = chain.canonical(event.data).decode()
        self.last_hash = _hash(self.last_hash, self.ref, seq, event, shown, data)
        self.facts.append(Fact(seq, event, shown, data, self.last_hash))
        if event.name == "step-done":
            self.names[event.data["step"]] = shown
            self.opinions[event.data["step"]] = event.data.get("opinion", "")

    def _take_verified(self, event: Event, command: Command, by: Actor) -> None:
        """A revoked commitment undoes what it brought; each result is told to who registered."""
        if event.data["result"] == "revoked":
            names = self.item.flow.effects.get("revoked", ())
            self._take_effects(names, event, command, by)
        for hook in commitment_outcomes.every():
            effect = hook(self._decided(event), event, event.at)
            if effect is not None:
                self.effects.append(effect)

    def _take_effects(
        self, names: Sequence[str], event: Event, command: Command, by: Actor
    ) -> None:
        """Effects of an outcome, in the deciding transaction: item → handler names → rows."""
        for name in names:
            handler = outcome_handlers.get(name)
            if handler is None:
                raise LookupError(f"outcome handler {name!r} of item {self.item.code!r} is missing")
            effect = handler(self._decided(event), event, event.at)
            if effect is None:
                continue
            self.effects.append(effect)
            if effect.licence is not None:
                self.do(IssueLicence(by=command.by, at=command.at, data=effect.licence), by)

    def _effects_of(self, outcome: str) -> Sequence[str]:
        """Handlers of an outcome. Refused after a review: the certificate that the annulled
        decision brought is no longer valid."""
        flow = self.item.flow
        if self.standing.reopened and outcome in flow.negative:
            brought = any("licence.issue" in names for names in flow.effects.values())
            return ("licence.revoke",) if brought else ()
        return flow.effects.get(outcome, ())

    def _decided(self, event: Event) -> DecidedCase:
        return DecidedCase(
            ref=self.ref,
            region=self.header["region"],
            district=self.header["district"],
            unit=self.standing.unit,
            item=self.item.code,
            item_name=self.item.name,
            family=self.item.family,
            party=self.header["party_id"],
            subject=self.header["subject"],
            outcome=self.standing.outcome,
            reopened=self.standing.reopened,
            expires_on=self.standing.expires_on,
            form=self.form,
            body=self.item.body,
        )

    def written(self) -> None:
        """What was in hand now stands in the database."""
        self.base = self.standing
        self.facts, self.payloads, self.files, self.effects = [], [], [], []


def _shown_name(by: Actor) -> str:
    """Officers act under their name; an applicant's name is personal data, and his agent's too."""
    if by.mandate:
        return "申请人的代办人"
    return by.name if by.is_staff else "申请人"
