"""Open and submit a case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._cross import crossing, seat_receiver
from yingshang.city.cases._files import FileRow, Upload, store, uploads
from yingshang.city.cases._flows import ItemFlow, item_flow, unit_code
from yingshang.city.cases._forms import subject_of, validate
from yingshang.city.cases._licence_acts import opening_facts
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._reading import view_of
from yingshang.city.cases._skips import skipped_steps
from yingshang.city.cases._trust import Lent, Own, keep_trust, lend, lent_fact
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases._work import Work, seal
from yingshang.city.cases.access import may_open
from yingshang.city.cases.actions._perform import save, seen_after
from yingshang.city.cases.actions._terms import barred
from yingshang.city.cases.drafts import hand_in_draft
from yingshang.city.cases.kinds import Channel, Refusal
from yingshang.city.cases.models import Case
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Submit
from yingshang.kernel.worktime import CST

__all__ = ["Again", "after_opening", "check_form", "new_work", "open_case", "refuse_twin"]


# What may follow at once on its own, in transactions of its own: filled in apps.ready().
after_opening: list[Callable[..., bool]] = []


class Again(Exception):
    """The same form was posted before; carries the number of the case that it opened."""


def open_case(
    *,
    item: str,
    region: str,
    form: Mapping[str, Any],
    party: int | None,
    channel: str,
    by: Actor,
    at: datetime,
    district: str = "",
    key: str | None = None,
    files: Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]] = (),
    subject: str = "",
    unit: str | None = None,
    due_at: datetime | None = None,
    about: str = "",
    commitment: bool = False,
    lacking: Sequence[str] = (),
    own: Own = MappingProxyType({}),
    seen: Collection[str] = (),
    follows: str = "",
) -> CaseView:
    """Check the form, open the case, submit it; the same `key` again answers with the first case.

    `commitment`, `lacking`: see flow.Submit; `own`, `seen`: see _trust; `unit`, `due_at`: set by
    hand; `about`: what it follows from; `follows`: see registries.follow, in place of a key. Raises
    FormInvalid, Refusal, NotVisible (no such item).
    """
    declared = declared_item(item, region, at)
    cross = _opener(by, declared, party, region)
    clean = validate(declared.body.get("fields", ()), form, at=at)
    lent = lend(declared.body, own, party, at, seen=seen, promised=commitment)
    stored = store([*uploads(files), *lent.uploads])
    full_key = follows or (f"{by.id}:{key}" if key else None)
    hand = {"district": district, "subject": subject, "unit": unit, "about": about}
    try:
        with whole():
            (ref,) = allot(region, at)
            refuse_twin(full_key)
            work = new_work(
                ref=ref,
                item=declared,
                region=region,
                clean=clean,
                party=party,
                channel=channel,
                by=by,
                at=at,
                key=full_key,
                files=stored,
                due_at=due_at,
                facts={**cross, **lent_fact(lent)},
                commitment=commitment,
                lacking=lacking,
                **hand,  # type: ignore[arg-type]
            )
            _save(work, by, at, stored, lent, cross)
    except Again as again:
        return view_of(by, Case.objects.get(ref=str(again)), at=at)
    return _followed(work, declared, clean, by, at)


def _followed(
    work: Work, declared: ItemFlow, clean: Mapping[str, str], by: Actor, at: datetime
) -> CaseView:
    """What may follow on its own follows; the case as it then stands."""
    head = {"region": work.header["region"], "party": work.header["party_id"], "form": clean}
    done = 0
    for follow in after_opening:
        done += follow(ref=work.ref, item=declared, at=at, **head)
    return view_of(by, Case.objects.get(ref=work.ref), at=at) if done else seen_after(by, work, at)


def _save(
    work: Work,
    by: Actor,
    at: datetime,
    stored: Sequence[FileRow],
    lent: Lent,
    cross: Any,
) -> None:
    """The case, the trust in its files, who received it for another city; the draft is done."""
    save(work)
    keep_trust(work.ref, stored, lent, by=by, at=at)
    seat_receiver(work.ref, cross.get("cross", {}))
    hand_in_draft(item=work.item.code, region=work.header["region"], by=by)


def _opener(by: Actor, declared: ItemFlow, party: int | None, region: str) -> Mapping[str, Any]:
    """Refusal 'not-yours' for who may not open such a case; else what is recorded where it is
    received for another city."""
    within = not by.items or declared.body["code"] in by.items
    if not within or not may_open(by, declared.family, party, units=declared.units(region)):
        raise Refusal(
            "not-yours", _("您不能代为提交这类办件。请由申请人本人登录，或到窗口、拨打热线办理。")
        )
    return crossing(declared, by, region)


def check_form(*, item: str, region: str, form: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """What `open_case` would make of the form: clean values, or FormInvalid; writes nothing."""
    declared = declared_item(item, region, at)
    return validate(declared.body.get("fields", ()), form, at=at)


def declared_item(item: str, region: str, at: datetime, *, handled: str = "here") -> ItemFlow:
    """The item in force; Refusal where it is handled elsewhere (or, for what comes back from
    elsewhere, here)."""
    edition = definitions.edition("item", item, region=region, on=at.astimezone(CST).date())
    if edition is None:
        raise accounts.NotVisible(item)
    if edition.body["handled"] != handled:
        name = {"name": edition.body["name"]}
        if handled != "here":
            raise Refusal(
                "not-returned", _("“%(name)s”不是回传事项，请在本平台办理或报数。") % name
            )
        raise Refusal(
            "handled-elsewhere",
            _("“%(name)s”不在本平台办理。请按办事指南到承办系统提交。") % name,
        )
    return item_flow(edition)


def refuse_twin(key: str | None) -> None:
    """The region's counter is locked by now, so a twin's commit is visible or still to come."""
    if key is None:
        return
    first = Case.objects.filter(key=key).values_list("ref", flat=True).first()
    if first is not None:
        raise Again(first)


def new_work(
    *,
    ref: str,
    item: ItemFlow,
    region: str,
    clean: Mapping[str, str],
    party: int | None,
    channel: str,
    by: Actor,
    at: datetime,
    district: str = "",
    key: str | None = None,
    files: Sequence[FileRow] = (),
    subject: str = "",
    unit: str | None = None,
    due_at: datetime | None = None,
    about: str = "",
    beside: Mapping[str, Any] = MappingProxyType({}),
    event_channel: str = "",
    facts: Mapping[str, Any] = MappingProxyType({}),
    commitment: bool = False,
    lacking: Sequence[str] = (),
) -> Work:
    """A case in hand, submitted but not yet written.

    `event_channel`: where it was handed in, if not by `channel` (a part of a bundle is no further
    visit); `facts`: more data of the `submitted` event.
    """
    sealed = seal(clean)
    header = {
        "region": region,
        "district": district,
        "party_id": party,
        "opened_by": by.id,
        "channel": Channel(channel).value,
        "subject": (subject or subject_of(item.body, clean))[:200],
        "about": about,
        "key": key,
        "due_fixed_at": due_at,
    }
    work = Work(ref=ref, item=item, header=header, _form=dict(clean))
    if commitment or lacking:
        barred(work, "commitment" if commitment else "tolerance", at)
    data = _said(item, sealed[2], files, about, due_at)
    data |= opening_facts(item, region, clean, party, at)
    data |= facts
    command = Submit(
        by=by.id,
        at=at,
        unit=unit_code(unit, region) if unit else item.lead_unit(region),
        channel=event_channel or channel,
        skipped=skipped_steps(item, clean),
        commitment=commitment,
        lacking=tuple(lacking),
        data=data,
    )
    work.do(command, by, sealed, files, beside)
    return work


def _said(
    item: ItemFlow, digest: str, files: Sequence[FileRow], about: str, due_at: datetime | None
) -> dict[str, Any]:
    """What the fact of the submission says of itself."""
    data: dict[str, Any] = {"item": item.code, "edition": item.edition, "digest": digest}
    if files:
        data["files"] = [row.sha256 for row in files]
    if about:
        data["about"] = about
    if due_at is not None:
        data["due_at"] = due_at.isoformat()
    if item.body.get("charges"):
        data["charges"] = [{"name": c["name"], "fen": c["fen"]} for c in item.body["charges"]]
    return data
