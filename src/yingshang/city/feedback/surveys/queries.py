"""Surveys as people see them; whom to call next, with the number on record."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.feedback.surveys.declared import Questionnaire, questionnaire_of
from yingshang.city.feedback.surveys.proving import Proved, proved
from yingshang.city.feedback.surveys.results import (
    Results,
    results_of,
    strata_of,
    stratum_names,
)
from yingshang.city.feedback.surveys.tables import Survey, SurveyCall
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Estimate

__all__ = [
    "CallView",
    "SurveyRow",
    "SurveyView",
    "call_sheet",
    "call_view",
    "callee",
    "survey",
    "survey_files",
    "survey_strata",
    "surveys",
]

READS = frozenset({Role.BUREAU, Role.SUPERVISOR, Role.LEADER, Role.OPERATOR, Role.SYSTEM})
State = SurveyCall.State


@dataclass(frozen=True)
class SurveyRow:
    id: int
    title: str
    surveyor: str
    status: str
    status_label: str
    since: date
    until: date
    asked: int
    answered: int
    waiting: int


@dataclass(frozen=True)
class SurveyView:
    """One survey whole. ``proved``: what its own proof is worth; None before the draw.
    ``planned``: a declared plan began it; ``sample``: how many are to be drawn."""

    row: SurveyRow
    region: str
    questionnaire: Questionnaire
    population: int
    population_digest: str
    commitment: str
    prepared_at: datetime
    prepared_by: str
    drawn_at: datetime | None
    drawn_by: str
    public: str
    closed_at: datetime | None
    digest: str
    results: Results | None
    proved: Proved | None
    planned: bool
    sample: int
    who: str
    leads: bool
    calls: bool


@dataclass(frozen=True)
class CallView:
    """One case to be asked about; the applicant's name and number only by `callee`."""

    id: int
    case: str
    stratum: str
    state: str
    state_label: str
    tries: int
    item: str
    decided_at: datetime | None


def _visible(actor: Actor) -> QuerySet[Survey]:
    if actor.role not in READS:
        return Survey.objects.none()
    every = Survey.objects.all()
    return every if actor.role == Role.SYSTEM else every.filter(region=actor.region)


def surveys(actor: Actor) -> list[SurveyRow]:
    """The surveys that the actor sees, newest first."""
    counted = _visible(actor).annotate(
        asked=Count("calls"),
        answered=Count("calls", filter=Q(calls__state=State.ANSWERED)),
        waiting=Count("calls", filter=Q(calls__state=State.WAITING)),
    )
    return [_row(one) for one in counted.defer("population", "proof", "results")[:100]]


def _row(one: Any) -> SurveyRow:
    return SurveyRow(
        one.pk,
        one.title,
        one.surveyor,
        one.status,
        str(one.get_status_display()),
        one.since,
        one.until,
        one.asked,
        one.answered,
        one.waiting,
    )


def survey(actor: Actor, id: int) -> SurveyView:
    """One survey; NotVisible unless the actor sees it. Results stand once somebody answered."""
    row = _found(actor, id)
    states = dict(row.calls.values_list("state").annotate(n=Count("pk")))
    shown = SurveyRow(
        row.pk,
        row.title,
        row.surveyor,
        row.status,
        str(row.get_status_display()),
        row.since,
        row.until,
        sum(states.values()),
        states.get(State.ANSWERED, 0),
        states.get(State.WAITING, 0),
    )
    asked = questionnaire_of(row.edition_id)
    return SurveyView(
        row=shown,
        region=row.region,
        questionnaire=asked,
        population=len(row.population),
        population_digest=row.population_digest,
        commitment=row.commitment,
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        drawn_at=row.drawn_at,
        drawn_by=row.drawn_by,
        public=row.proof.get("public", ""),
        closed_at=row.closed_at,
        digest=row.digest,
        results=results_of(row) if shown.answered else None,
        proved=proved(row),
        planned=bool(row.plan),
        sample=asked.sample if row.sample is None else row.sample,
        who=row.who,
        leads=actor.role in (Role.BUREAU, Role.SYSTEM),
        calls=actor.role in (Role.OPERATOR, Role.SYSTEM),
    )


def _found(actor: Actor, id: int) -> Survey:
    row = _visible(actor).filter(pk=id).first()
    if row is None:
        raise NotVisible(f"survey {id}")
    return row


def survey_strata(actor: Actor, id: int) -> list[tuple[str, Estimate]]:
    """Of a closed survey: (stratum, share of good answers with its interval); else empty."""
    row = _found(actor, id)
    return strata_of(row) if row.status == Survey.Status.CLOSED else []


def survey_files(actor: Actor, id: int, form: str) -> tuple[str, dict[str, Any] | str]:
    """(name, content): ``proof`` as plain data once drawn, ``population`` as CSV text."""
    row = _found(actor, id)
    if form == "proof" and row.proof:
        return f"survey-{id}-proof.json", dict(row.proof)
    if form == "population":
        out = io.StringIO()
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(("id", "stratum"))
        sheet.writerows(sorted(row.population.items()))
        return f"survey-{id}-population.csv", out.getvalue()
    raise NotVisible(f"survey {id} {form}")


def call_sheet(actor: Actor, id: int) -> list[CallView]:
    """The cases of a survey that still wait for a call, in the order of the draw."""
    row = _found(actor, id)
    names = stratum_names(row, questionnaire_of(row.edition_id).stratify)
    return _views(
        row.calls.filter(state=State.WAITING).order_by("tries", "stratum", "place"), names
    )


def _views(calls: QuerySet[SurveyCall], names: Mapping[str, str]) -> list[CallView]:
    found = list(calls)
    told = {row["ref"]: row for row in cases.facts(refs=[one.case for one in found])}
    return [
        CallView(
            one.pk,
            one.case,
            names.get(one.stratum, one.stratum),
            one.state,
            str(one.get_state_display()),
            one.tries,
            told.get(one.case, {}).get("item", ""),
            told.get(one.case, {}).get("decided_at"),
        )
        for one in found
    ]


def call_view(actor: Actor, id: int) -> tuple[SurveyView, CallView]:
    """One call with its survey; NotVisible unless the actor calls in this region."""
    call = SurveyCall.objects.filter(pk=id).first()
    if call is None or actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotVisible(f"survey call {id}")
    found = survey(actor, call.survey_id)
    row = _found(actor, call.survey_id)
    names = stratum_names(row, found.questionnaire.stratify)
    return found, _views(SurveyCall.objects.filter(pk=id), names)[0]


@dataclass(frozen=True)
class Callee:
    """Whom to call about one case."""

    name: str
    phone: str
    item: str


def callee(*, id: int, by: Actor, at: datetime) -> Callee:
    """Name and number for one call of the sample; the look is recorded beside the case."""
    found, call = call_view(by, id)
    if found.row.status != Survey.Status.CALLING or call.state != State.WAITING:
        raise Refusal("not-to-call", _("这一件不在待回访之列，不能查看联系方式。"))
    case = cases.case_for(accounts.SYSTEM, call.case)
    if case.party is None:
        return Callee("", "", case.item_name)
    party = accounts.party_view(case.party, masked=False)
    audit.record_reveal(
        by=by,
        at=at,
        obj=call.case,
        fields=["name", "phone"],
        labels=["姓名", "联系手机"],
        unit=by.unit or "",
        why=f"满意度测评回访：{found.row.title}",
    )
    return Callee(party.name, party.phone or "", case.item_name)
