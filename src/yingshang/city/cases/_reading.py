"""One case, as an actor may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import _views as v
from yingshang.city.cases._clock import lamp_of
from yingshang.city.cases._forms import personal_fields
from yingshang.city.cases._hands_shown import hands_of
from yingshang.city.cases._lamps import lamps_of
from yingshang.city.cases._life import life_of
from yingshang.city.cases._load import work_of
from yingshang.city.cases._returning import return_until
from yingshang.city.cases._work import Work
from yingshang.city.cases.access import may, may_see_personal, visible_to
from yingshang.city.cases.kinds import (
    Channel,
    Refusal,
    State,
    StepStatus,
    outcome_label,
)
from yingshang.city.cases.models import Attachment, Case, Step
from yingshang.city.cases.registries import step_guards, step_held
from yingshang.city.definitions import service as definitions
from yingshang.city.licences import service as licences
from yingshang.kernel.flow import CORRECTION, allowed

__all__ = ["allowed_verbs", "fetch", "find_ref", "not_yours", "view_of"]


def fetch(actor: Actor, ref: str, *, lock: bool = False) -> Case:
    """The case if the actor sees it; NotVisible else, whether it exists or not."""
    rows = visible_to(actor)
    if lock:
        # "of self": an OR over subqueries must not lock other tables' rows
        rows = rows.select_for_update(of=("self",))
    case = rows.filter(ref=ref).first()
    if case is None:
        raise accounts.NotVisible(ref)
    return case


def find_ref(actor: Actor, text: str) -> str | None:
    """The number of the one visible case that a person means by its whole number."""
    found = visible_to(actor).filter(ref=text.strip()).values_list("ref", flat=True).first()
    return found


def not_yours(verb_label: object) -> Refusal:
    return Refusal(
        "not-yours",
        _("“%s”不在您的职责范围内，没有办理。请由本环节的承办单位或受理窗口办理。")
        % definitions.said(str(verb_label)),
    )


def holder_name(code: str) -> str:
    return "申请人" if code == "applicant" else accounts.unit_name(code)


def allowed_verbs(actor: Actor, case: Case, work: Work) -> frozenset[str]:
    """What the state, the flow and the actor's rights together leave open."""
    flow, standing = work.item.flow, work.standing
    open_to = {verb for verb in allowed(flow, standing) if may(actor, verb, case, flow, standing)}
    if "complete_step" in open_to and case.item in step_guards:
        mine = (one for one in standing.open_steps
                if may(actor, "complete_step", case, flow, standing, one))  # fmt: skip
        if all(step_held(case.item, case.ref, one) is not None for one in mine):
            open_to.discard("complete_step")
    return frozenset(open_to)


# Columns that a view takes over as they are.
SAME = (
    "ref",
    "item",
    "item_name",
    "item_version",
    "family",
    "region",
    "district",
    "unit",
    "state",
    "subject",
    "channel",
    "about",
    "opened_by",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "outcome",
    "statutory_due_at",
    "acceptance_due_at",
    "again_due_at",
    "paused_at",
    "seq",
    "corrections",
    "visits",
    "used_workdays",
    "promised_workdays",
    "statutory_workdays",
)


def view_of(actor: Actor, case: Case, *, at: datetime | None = None) -> v.CaseView:
    """The whole case; `at` lights its lamps (without it running clocks are grey)."""
    work = work_of(case)
    rows = list(Step.objects.filter(case=case).order_by("position"))
    open_to = may_see_personal(actor, case, {case.unit, *(row.unit for row in rows)})
    fields = _fields(work, masked=not open_to)
    item, s = work.item, work.standing
    party_name, named = _party_name(case, masked=not open_to)
    return v.CaseView(
        **{name: getattr(case, name) for name in SAME},
        region_name=accounts.region_name(case.region),
        unit_name=accounts.unit_name(case.unit),
        state_label=str(State(case.state).label),
        party=case.party_id,
        party_name=party_name,
        named=named,
        hands=hands_of(case.claims),
        form={field.name: field.value for field in fields},
        fields=fields,
        files=_files(case),
        channel_label=str(Channel(case.channel).label),
        outcome_label=outcome_label(case.outcome),
        reason=s.reason,
        outcomes=tuple((code, outcome_label(code)) for code in item.flow.outcomes),
        due_at=case.next_due_at or case.due_at,
        promised_due_at=case.due_at,
        lamp=lamps_of([case], at)[case.ref],
        hash=case.last_hash,
        steps=tuple(_step(row, work, at) for row in rows),
        holder_unit=v.HolderView(case.holder, holder_name(case.holder), case.holder_since),
        correction_items=_correction_items(work),
        return_pending=s.return_pending,
        returns=s.returns,
        extensions=len(s.running_extensions),
        assigned=item.flow.assigned,
        can_rate=bool(item.body.get("rating")) and case.state in ("decided", "closed"),
        licence=licences.for_case(case.ref),
        body=dict(item.body),
        life=life_of(item, s, case.region),
        return_until=return_until(work),
    )


def _files(case: Case) -> tuple[v.FileView, ...]:
    rows = Attachment.objects.filter(case=case).order_by("pk")
    return tuple(v.FileView(f.pk, f.name, f.material, f.mime, f.size, f.at, f.by) for f in rows)


def _correction_items(work: Work) -> tuple[str, ...]:
    """The last list of what was to be supplied."""
    asked = [pause for pause in work.standing.pauses if pause.kind == CORRECTION]
    return tuple(asked[-1].reason.split("；")) if asked else ()


def _party_name(case: Case, *, masked: bool) -> tuple[str, bool]:
    """The applicant's name as it may be shown, and whether it is a person's name in full."""
    if case.party_id is None:
        return "", False
    party = accounts.party_view(case.party_id)
    if party.kind != "person":
        return party.name, False
    return (accounts.mask(party.name), False) if masked else (party.name, True)


def _fields(work: Work, *, masked: bool) -> tuple[v.FieldView, ...]:
    declared: list[dict[str, Any]] = list(work.item.body.get("fields", ()))
    personal = personal_fields(declared)
    views = []
    for field in declared:
        name = field["name"]
        if name not in work.form:
            continue
        hide = masked and name in personal
        value = accounts.mask(work.form[name]) if hide else work.form[name]
        views.append(
            v.FieldView(name, field["label"], field["type"], value, name in personal, hide)
        )
    return tuple(views)


def _step(row: Step, work: Work, at: datetime | None) -> v.StepView:
    declared = work.item.flow.step(row.code)
    now = work.standing.steps.get(row.code)
    return v.StepView(
        code=row.code,
        name=row.name,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        state=row.status,
        state_label=str(StepStatus(row.status).label),
        opened_at=row.opened_at,
        done_at=row.done_at,
        due_at=row.due_at,
        lamp=_step_lamp(row, at),
        result=row.result,
        opinion=row.opinion,
        by_name=row.by_name,
        after=declared.after if declared else (),
        two_person=bool(declared and declared.two_person),
        checked_by=now.checked_by if now else "",
        answers=bool(declared and declared.answers),
    )


def _step_lamp(row: Step, at: datetime | None) -> str:
    if row.done_at is not None and row.due_at is not None:
        return "red" if row.done_at > row.due_at else "green"
    if row.status != "open" or at is None:
        return "grey"
    return lamp_of(row.due_at, row.warn_at, at)
