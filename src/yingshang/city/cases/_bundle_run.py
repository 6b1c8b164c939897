"""A bundle on its way: its items' cases are opened when what they wait for exists, and when one of
them ends the bundle takes note, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases._files import FileRow
from yingshang.city.cases._flows import ItemFlow, item_flow_by_id
from yingshang.city.cases._forms import validate
from yingshang.city.cases._load import events_of, form_of, take
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import save
from yingshang.city.cases.actions.open_case import new_work
from yingshang.city.cases.kinds import ENDED_STATES, FormInvalid, outcome_label
from yingshang.city.cases.models import Attachment, Case
from yingshang.city.cases.registries import followers
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.notify.service import Outgoing
from yingshang.kernel.flow import Close, CompleteStep, Decide, Note

__all__ = ["MARK", "open_parts", "part_key", "part_of"]

Results = Mapping[str, Mapping[str, Any]]  # what items' licences gave, by item
MARK = "#bundle"
GRANTED = ("decided", "closed")


def part_key(bundle: str, item: str) -> str:
    """The key of an item's case: one bundle opens it once."""
    return f"{MARK}:{bundle}:{item}"


def part_of(body: Mapping[str, Any], item: str) -> Mapping[str, Any]:
    """How an item's own form is filled, as the bundle's edition says."""
    return next(part for part in body["parts"] if part["item"] == item)


def open_parts(
    bundle: Work,
    items: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    files: Sequence[FileRow],
    results: Results,
    form: Mapping[str, str] | None = None,
) -> tuple[list[Work], list[tuple[str, str]]]:
    """(cases in hand, [(item, why it could not be opened)]) for steps that have just opened.

    `form`: the one form where it is no longer as it was handed in.
    """
    shared = bundle.form if form is None else form
    forms: list[tuple[Mapping[str, Any], ItemFlow, dict[str, str]]] = []
    failed: list[tuple[str, str]] = []
    for code in items:
        part = part_of(bundle.item.body, code)
        item = item_flow_by_id(part["edition"])
        try:
            forms.append((part, item, _form_of(shared, part, item, at, results)))
        except FormInvalid as wrong:
            failed.append((code, definitions.listed(wrong.errors.values(), "；")))
    refs = allot(bundle.header["region"], at, len(forms)) if forms else []
    opened = [
        _open(ref, bundle, part, item, clean, by, at, files, _given(bundle, part, results))
        for ref, (part, item, clean) in zip(refs, forms, strict=True)
    ]
    return opened, failed


def _form_of(
    given_once: Mapping[str, str],
    part: Mapping[str, Any],
    item: ItemFlow,
    at: datetime,
    results: Results,
) -> dict[str, str]:
    """The item's own form: from the one form, what is fixed, and others' results."""
    form = {own: given_once.get(shared, "") for own, shared in part["fields"].items()}
    form |= part["fixed"]
    for source in part["inputs"]:
        if "field" in source:
            given = results.get(source["of"], {}).get(source["take"], "")
            form[source["field"]] = str(given)
    return validate(item.body.get("fields", ()), form, at=at)


def _given(bundle: Work, part: Mapping[str, Any], results: Results) -> dict[str, Any]:
    """Data of the `submitted` event. A material that is another item's licence is not asked for:
    the licence's number stands for it."""
    facts: dict[str, Any] = {"bundle": bundle.ref}
    given = {i["material"]: i["of"] for i in part["inputs"] if "material" in i}
    if given:
        facts["given"] = {code: results.get(of, {}).get("number", "") for code, of in given.items()}
    return facts


def _open(
    ref: str,
    bundle: Work,
    part: Mapping[str, Any],
    item: ItemFlow,
    clean: dict[str, str],
    by: Actor,
    at: datetime,
    files: Sequence[FileRow],
    facts: Mapping[str, Any],
) -> Work:
    asked = {shared: own for own, shared in part["materials"].items()}
    own = [
        FileRow(asked[row.material], row.name, row.sha256, row.size, row.mime)
        for row in files
        if row.material in asked
    ]
    return new_work(
        ref=ref,
        item=item,
        region=bundle.header["region"],
        clean=clean,
        party=bundle.header["party_id"],
        channel=bundle.header["channel"],
        event_channel="system",
        by=by,
        at=at,
        district=bundle.header["district"],
        key=part_key(bundle.ref, item.code),
        files=own,
        about=bundle.ref,
        facts=facts,
    )


# -- what follows when an item's case ends ---------------------------------------------------------


@followers.register(MARK)
def part_ended(work: Work, facts: Sequence[Any]) -> None:
    """An item's case has ended: note it, open what waited for it, end the bundle with the last."""
    if work.standing.state not in ENDED_STATES or all(f.event.name == "noted" for f in facts):
        return
    _head, bundle = take(work.header["about"], lock=True)
    at = facts[-1].event.at
    now = max(at, bundle.standing.last_at or at)
    step = bundle.standing.steps.get(work.item.code)
    if bundle.standing.state != "accepted" or step is None or step.status != "open":
        _note_late(bundle, work, facts, now)
        return
    _take_result(bundle, work, facts, now)
    opened = _go_on(bundle, now)
    messages = _told(bundle, work.item.code, now)
    _end_if_done(bundle, now)
    save(bundle)
    for one in opened:
        save(one)
    notify.send_many(messages)


def _take_result(bundle: Work, work: Work, facts: Sequence[Any], at: datetime) -> None:
    standing = work.standing
    granted = standing.state in GRANTED and standing.outcome not in work.item.flow.negative
    data: dict[str, Any] = {"case": work.ref, "opinion": _why(work)}
    licence = next((f.event.data for f in facts if f.event.name == "licence-issued"), None)
    if granted and licence is not None:
        data["gives"] = {k: v for k, v in licence.items() if v is not None}
    bundle.do(
        CompleteStep(
            by=SYSTEM.id,
            at=at,
            step=work.item.code,
            result="pass" if granted else "fail",
            data=data,
        ),
        SYSTEM,
    )


def _why(work: Work) -> str:
    """In words, how an item's case ended."""
    standing = work.standing
    if standing.state == "refused":
        words = _("不予受理")
    elif standing.state == "withdrawn":
        words = _("申请人撤回")
    else:
        words = outcome_label(standing.outcome)
    return f"{words}：{standing.reason}" if standing.reason else words


def _go_on(bundle: Work, at: datetime) -> list[Work]:
    """Open the cases of the steps that have just opened; one that cannot be opened has failed."""
    fresh = [f.event.data["step"] for f in bundle.facts if f.event.name == "step-opened"]
    if not fresh:
        return []
    rows = Attachment.objects.filter(case=bundle.ref).order_by("pk")
    files = [FileRow(r.material, r.name, r.sha256, r.size, r.mime) for r in rows]
    opened, failed = open_parts(
        bundle,
        fresh,
        by=SYSTEM,
        at=at,
        files=files,
        results=_gives(bundle),
        form=_as_corrected(bundle),
    )
    for code, why in failed:
        words = _("没有自动启动：%(why)s请到窗口补办。") % {"why": why}
        data = {"opinion": words}
        bundle.do(CompleteStep(by=SYSTEM.id, at=at, step=code, result="fail", data=data), SYSTEM)
    return opened


def _as_corrected(bundle: Work) -> dict[str, str]:
    """The one form with what was put right in an item's case: nobody is asked to correct the same
    thing twice."""
    form = dict(bundle.form)
    rows = Case.objects.filter(about=bundle.ref, corrections__gt=0).order_by("ref")
    for ref, key in rows.values_list("ref", "key"):
        if key and key.startswith(f"{MARK}:{bundle.ref}:"):
            own = form_of(ref)
            part = part_of(bundle.item.body, key.rpartition(":")[2])
            form |= {shared: own[name] for name, shared in part["fields"].items() if name in own}
    return form


def _gives(bundle: Work) -> Results:
    """Results so far, from the bundle's own facts: those written and those in hand."""
    written = [event for event, _name in events_of(bundle.ref)]
    events = [*written, *(fact.event for fact in bundle.facts)]
    return {
        e.data["step"]: e.data["gives"]
        for e in events
        if e.name == "step-done" and "gives" in e.data
    }


def blocked(bundle: Work) -> list[str]:
    """Names of the items that will not start: what they wait for has failed."""
    steps = bundle.standing.steps
    lost = {code for code, now in steps.items() if now.status == "done" and now.result == "fail"}
    names = []
    for step in bundle.item.flow.steps:
        if steps[step.code].status == "waiting" and lost.intersection(step.after):
            lost.add(step.code)
            names.append(step.name)
    return names


@official  # what is kept stays Chinese, whatever the screen speaks
def _told(bundle: Work, item: str, at: datetime) -> Iterable[Outgoing]:
    """The applicant is told what will not start, and why, as soon as it is certain."""
    lost = blocked(bundle)
    party = bundle.header["party_id"]
    if not lost or party is None:
        return []
    step = bundle.item.flow.step(item)
    body = _("“%(first)s”没有办成，“%(lost)s”要用它的结果，因此不启动；其余事项照常办理。") % {
        "first": step.name if step else item,
        "lost": "”“".join(lost),
    }
    return [
        Outgoing(
            to=f"party:{party}",
            topic="bundle-blocked",
            title=f"{bundle.item.name} {bundle.ref}：" + _("有事项没有启动"),
            key=f"{bundle.ref}#blocked-{item}",
            at=at,
            body=body,
            link=bundle.ref,
        )
    ]


def _end_if_done(bundle: Work, at: datetime) -> None:
    """Decided by itself when nothing runs any more: all, some or none of its items granted."""
    standing = bundle.standing
    if standing.open_steps:
        return
    passed = [s for s in standing.steps.values() if s.status == "done" and s.result == "pass"]
    outcome = "granted" if standing.all_passed else "partly" if passed else "refused"
    bundle.do(Decide(by=SYSTEM.id, at=at, outcome=outcome, reason=_summary(bundle)), SYSTEM)
    bundle.do(Close(by=SYSTEM.id, at=at), SYSTEM)


@official
def _summary(bundle: Work) -> str:
    """What was granted, what was not and why, what was not started."""
    bundle.recall_words()
    names: dict[str, list[str]] = {"pass": [], "fail": []}
    for step in bundle.item.flow.steps:
        now = bundle.standing.steps[step.code]
        if now.status == "done":
            why = bundle.opinions.get(step.code, "")
            names[now.result].append(step.name if now.result == "pass" else f"{step.name}（{why}）")
    parts = [
        _("已办成：%s") % definitions.listed(names["pass"]) if names["pass"] else "",
        _("没有办成：%s") % definitions.listed(names["fail"]) if names["fail"] else "",
        _("因此没有启动：%s") % definitions.listed(blocked(bundle)) if blocked(bundle) else "",
    ]
    return definitions.listed((part for part in parts if part), "；")


@official
def _note_late(bundle: Work, work: Work, facts: Sequence[Any], at: datetime) -> None:
    """An item that was reopened and ended again: the bundle keeps its result and takes note."""
    if bundle.standing.state == "withdrawn" or not any(
        f.event.name in ("decided", "refused") for f in facts
    ):
        return
    text = _("“%(name)s”重新办理后：%(why)s") % {"name": work.item.name, "why": _why(work)}
    bundle.do(Note(by=SYSTEM.id, at=at, data={"text": text, "case": work.ref}), SYSTEM)
    save(bundle)
