"""Bundles: one application for several items; what an applicant or an officer sees of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Role
from yingshang.city.cases import _views as v
from yingshang.city.cases._bundle_run import MARK, blocked, open_parts
from yingshang.city.cases._files import FileRow, Upload, store, uploads
from yingshang.city.cases._flows import ItemFlow, item_flow, item_flow_by_id
from yingshang.city.cases._forms import validate
from yingshang.city.cases._lamps import case_lamp
from yingshang.city.cases._load import events_of, work_of
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._queue import rows_of
from yingshang.city.cases._reading import fetch, view_of
from yingshang.city.cases._trust import Own, keep_trust, lend, lent_fact
from yingshang.city.cases._work import Work
from yingshang.city.cases.access import may_open, visible_to
from yingshang.city.cases.actions._perform import locked, save
from yingshang.city.cases.actions.open_case import Again, new_work, refuse_twin
from yingshang.city.cases.drafts import hand_in_draft
from yingshang.city.cases.kinds import OPEN_STATES, Refusal, State, outcome_label
from yingshang.city.cases.models import Case
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Withdraw
from yingshang.kernel.worktime import CST

__all__ = [
    "BundleCase",
    "PartCase",
    "bundle_case",
    "bundle_of",
    "check_bundle",
    "my_bundles",
    "open_bundle",
    "withdraw_bundle",
]

KIND = "bundle-form"


@dataclass(frozen=True, slots=True)
class PartCase:
    """One item of an application. status: running, passed, failed, waiting, blocked.

    `ref` is empty while it waits; `open_to`: whether the reader may open that case; `waits_for`:
    names of what comes first; `charges`: (name, fen) booked on this item's case.
    """

    item: str
    name: str
    status: str
    unit_name: str
    ref: str = ""
    row: v.CaseRow | None = None
    open_to: bool = False
    waits_for: tuple[str, ...] = ()
    why: str = ""
    gives: Mapping[str, Any] | None = None
    charges: tuple[tuple[str, int], ...] = ()
    promised: Any = None


@dataclass(frozen=True, slots=True)
class BundleCase:
    """The whole of one application; `total_fen` is the sum of what is booked item by item."""

    ref: str
    code: str
    name: str
    region: str
    state: str
    state_label: str
    outcome: str
    outcome_label: str
    reason: str
    subject: str
    submitted_at: datetime
    decided_at: datetime | None
    due_at: datetime | None
    lamp: str
    parts: tuple[PartCase, ...]
    total_fen: int
    may_withdraw: bool = False

    @property
    def done(self) -> int:
        return sum(part.status in ("passed", "failed") for part in self.parts)


# -- applying --------------------------------------------------------------------------------------


def _body_of(bundle: str, region: str, items: Iterable[str] | None, at: datetime) -> dict[str, Any]:
    view = catalog.bundle(bundle, region=region, on=at.astimezone(CST).date())
    return catalog.compile_bundle(view, view.chosen(items))


def check_bundle(
    *,
    bundle: str,
    region: str,
    items: Iterable[str] | None,
    form: Mapping[str, Any],
    at: datetime,
) -> dict[str, str]:
    """The one form as `open_bundle` would take it; FormInvalid names every field that is wrong."""
    return validate(_body_of(bundle, region, items, at)["fields"], form, at=at)


def open_bundle(
    *,
    bundle: str,
    region: str,
    items: Iterable[str] | None = None,
    form: Mapping[str, Any],
    party: int | None,
    channel: str,
    by: Actor,
    at: datetime,
    district: str = "",
    key: str | None = None,
    files: Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]] = (),
    own: Own = MappingProxyType({}),
) -> v.CaseView:
    """One application: the bundle's case and, at once, a case for every item that waits for none.

    `items`: which optional ones are wanted. The same `key` again answers with the first. `own`:
    licences in place of materials (_trust).
    Raises FormInvalid, Refusal, NotVisible.
    """
    if not may_open(by, "bundle", party):
        raise Refusal("not-yours", _("您不能代为提交。请由申请人本人登录，或到窗口办理。"))
    body = _body_of(bundle, region, items, at)
    clean = validate(body["fields"], form, at=at)
    lent = lend(body, own, party, at)
    stored = store([*uploads(files), *lent.uploads])
    full_key = f"{by.id}:{key}" if key else None
    flow = _pinned(body, region, by, at)
    try:
        with transaction.atomic():
            (ref,) = allot(region, at)
            refuse_twin(full_key)
            work = new_work(
                ref=ref,
                item=flow,
                region=region,
                clean=clean,
                party=party,
                channel=channel,
                by=by,
                at=at,
                district=district,
                key=full_key,
                files=stored,
                facts=lent_fact(lent),
            )
            _save_all(work, by, at, stored)
            keep_trust(ref, stored, lent, by=by, at=at)
            hand_in_draft(item=f"bundle:{bundle}", region=region, by=by)
    except Again as again:
        ref = str(again)
    return view_of(by, Case.objects.get(ref=ref), at=at)


def _save_all(work: Work, by: Actor, at: datetime, files: Sequence[FileRow]) -> None:
    first = [f.event.data["step"] for f in work.facts if f.event.name == "step-opened"]
    opened, failed = open_parts(work, first, by=by, at=at, files=files, results={})
    if failed:
        raise Refusal("bundle-part", _("没有提交：%s") % "；".join(why for _code, why in failed))
    save(work)
    for one in opened:
        save(one)


def _pinned(body: dict[str, Any], region: str, by: Actor, at: datetime) -> ItemFlow:
    edition = definitions.pin(
        kind=KIND,
        code=body["code"],
        region=region,
        body=body,
        version=body["version"],
        by=by,
        at=at,
    )
    return item_flow(edition)


def withdraw_bundle(*, ref: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Take the whole back: open items are withdrawn, what waits is not started, what was granted
    stays. For the applicant, and for the window on the applicant's behalf."""
    case = fetch(by, ref)
    _refuse_stranger(by, case)
    with transaction.atomic():
        rows = Case.objects.filter(
            about=ref, state__in=OPEN_STATES, key__startswith=f"{MARK}:{ref}:"
        )
        works = [
            locked("withdraw", part, SYSTEM, None)[1]
            for part in rows.order_by("ref").values_list("ref", flat=True)
        ]
        _case, whole = locked("withdraw", ref, SYSTEM, None)
        whole.do(Withdraw(by=by.id, at=at, reason=reason), by)
        save(whole)
        for work in works:
            work.do(Withdraw(by=by.id, at=at, reason=reason), by)
            save(work)


def _refuse_stranger(by: Actor, case: Case) -> None:
    own = by.role == Role.APPLICANT and case.party_id == by.party
    if case.family != "bundle" or not (own or by.role in (Role.CLERK, Role.SYSTEM)):
        raise Refusal("not-yours", _("只有申请人（或窗口代申请人）可以撤回。请由申请人本人办理。"))


# -- reading ---------------------------------------------------------------------------------------


def bundle_case(actor: Actor, ref: str, *, at: datetime) -> BundleCase:
    """The whole of an application that the actor sees, with every item's standing."""
    case = fetch(actor, ref)
    if case.family != "bundle":
        raise accounts.NotVisible(ref)
    return _bundle(actor, case, at)


def bundle_of(actor: Actor, ref: str, *, at: datetime) -> BundleCase | None:
    """The application that a visible case is part of: how its other items stand, without their
    content. None for a case that was applied for by itself."""
    case = fetch(actor, ref)
    if not (case.key or "").startswith(f"{MARK}:"):
        return None
    whole = Case.objects.filter(ref=case.about).first()
    return _bundle(actor, whole, at) if whole else None


def my_bundles(actor: Actor, *, at: datetime) -> dict[str, tuple[str, ...]]:
    """The actor's applications, newest first, each with the numbers of its items' cases."""
    if actor.party is None:
        return {}
    own = Case.objects.filter(party=actor.party)
    refs = (
        own.filter(family="bundle").order_by("-submitted_at", "-ref").values_list("ref", flat=True)
    )
    found: dict[str, list[str]] = {ref: [] for ref in refs}
    if found:
        parts = own.filter(about__in=found, key__startswith=f"{MARK}:").order_by("ref")
        for ref, about in parts.values_list("ref", "about"):
            found[about].append(ref)
    return {ref: tuple(parts) for ref, parts in found.items()}


def _bundle(actor: Actor, case: Case, at: datetime) -> BundleCase:
    work = work_of(case)
    work.recall_words()
    rows = list(Case.objects.filter(about=case.ref, key__startswith=f"{MARK}:").order_by("ref"))
    shown = {row.item: row for row in rows_of(rows, at)}
    cases = {row.item: row for row in rows}
    seen = set(
        visible_to(actor).filter(ref__in=[r.ref for r in rows]).values_list("ref", flat=True)
    )
    gives = _results(case.ref)
    lost = set(blocked(work))
    parts = tuple(
        _part(work, step.code, shown.get(step.code), cases.get(step.code), seen, gives, lost)
        for step in work.item.flow.steps
    )
    return BundleCase(
        ref=case.ref,
        code=case.item,
        name=case.item_name,
        region=case.region,
        state=case.state,
        state_label=str(State(case.state).label),
        outcome=case.outcome,
        outcome_label=outcome_label(case.outcome),
        reason=work.standing.reason,
        subject=case.subject,
        submitted_at=case.submitted_at,
        decided_at=case.decided_at,
        due_at=case.due_at,
        lamp=case_lamp(case, at),
        parts=parts,
        total_fen=sum(fen for part in parts for _name, fen in part.charges),
        may_withdraw=case.state in OPEN_STATES and case.party_id == actor.party,
    )


def _results(ref: str) -> dict[str, Mapping[str, Any]]:
    return {
        e.data["step"]: e.data["gives"]
        for e, _name in events_of(ref)
        if e.name == "step-done" and "gives" in e.data
    }


def _part(
    work: Work,
    code: str,
    row: v.CaseRow | None,
    case: Case | None,
    seen: set[str],
    gives: Mapping[str, Mapping[str, Any]],
    lost: set[str],
) -> PartCase:
    step = work.item.flow.step(code)
    assert step is not None
    now = work.standing.steps[code]
    declared = next(p for p in work.item.body["parts"] if p["item"] == code)
    item = item_flow_by_id(case.edition_id if case else declared["edition"])
    status = "running" if now.status == "open" else "waiting"
    if now.status == "done":
        status = "passed" if now.result == "pass" else "failed"
    elif step.name in lost:
        status = "blocked"
    names = {s.code: s.name for s in work.item.flow.steps}
    region = work.header["region"]
    return PartCase(
        item=code,
        name=step.name,
        status=status,
        unit_name=accounts.unit_name(row.unit if row else item.lead_unit(region)),
        ref=row.ref if row else "",
        row=row,
        open_to=row is not None and row.ref in seen,
        waits_for=tuple(names[a] for a in step.after),
        why=work.opinions.get(code, ""),
        gives=gives.get(code),
        charges=tuple((c["name"], c["fen"]) for c in item.body.get("charges", ())),
        promised=item.flow.promised or item.flow.statutory,
    )
