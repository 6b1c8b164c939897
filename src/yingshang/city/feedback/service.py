"""The door of feedback: rate a case once; a bad rating opens its rectification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.feedback._mend import RECTIFICATION, Heard, form_of, open_rectification
from yingshang.city.feedback._rules import RatingRule, rule
from yingshang.city.feedback._said import RatingSpec, RatingView
from yingshang.city.feedback.again import add_word, remind
from yingshang.city.feedback.contact import ContactView, contact, to_contact
from yingshang.city.feedback.indices import Index, indices, level_labels, reasons_given
from yingshang.city.feedback.kinds import BAD_LEVELS, CHANNELS, LEVELS, REASONS, Refusal
from yingshang.city.feedback.links import (
    Rateable,
    Visit,
    case_link,
    rate_visit,
    rateable,
    visit_link,
)
from yingshang.city.feedback.models import Rating, VisitRating
from yingshang.city.feedback.surveys import planning as survey_planning
from yingshang.city.feedback.surveys.acting import (
    close_survey,
    draw_survey,
    prepare_survey,
    record_call,
    verify_survey,
)
from yingshang.city.feedback.surveys.beginning import Begun, begin_surveys
from yingshang.city.feedback.surveys.checking import draw_from_file, verify_files
from yingshang.city.feedback.surveys.declared import questionnaires
from yingshang.city.feedback.surveys.planned import SurveyPlan, survey_plans
from yingshang.city.feedback.surveys.queries import (
    CallView,
    SurveyRow,
    SurveyView,
    call_sheet,
    call_view,
    callee,
    survey,
    survey_files,
    survey_strata,
    surveys,
)
from yingshang.city.feedback.terminals import TerminalSpec, declare_terminals, terminals

__all__ = [
    "BAD_LEVELS",
    "CHANNELS",
    "LEVELS",
    "REASONS",
    "Begun",
    "CallView",
    "ContactView",
    "Index",
    "Rateable",
    "RatingRule",
    "RatingSpec",
    "RatingView",
    "SurveyPlan",
    "SurveyRow",
    "SurveyView",
    "TerminalSpec",
    "Visit",
    "add_word",
    "begin_surveys",
    "call_sheet",
    "call_view",
    "callee",
    "case_link",
    "close_survey",
    "contact",
    "declare_terminals",
    "draw_from_file",
    "draw_survey",
    "facts",
    "indices",
    "level_labels",
    "may_rate",
    "prepare_survey",
    "questionnaires",
    "rate",
    "rate_by_link",
    "rate_many",
    "rate_visit",
    "rateable",
    "rating_of",
    "reasons_given",
    "record_call",
    "remind",
    "revision_since",
    "rule",
    "survey",
    "survey_files",
    "survey_planning",
    "survey_plans",
    "survey_strata",
    "surveys",
    "terminals",
    "to_contact",
    "verify_files",
    "verify_survey",
    "visit_link",
]

# Who may enter what the applicant says: himself, or the hotline that calls him back.
RATERS = frozenset({Role.APPLICANT, Role.OPERATOR, Role.SYSTEM})


def may_rate(actor: Actor, ref: str) -> bool:
    """Whether the actor sees the case, may rate it, and nobody has rated it yet."""
    try:
        case = cases.case_for(actor, ref)
    except accounts.NotVisible:
        return False
    allowed = actor.role in RATERS and case.can_rate
    return allowed and not Rating.objects.filter(case=ref).exists()


def rate(
    *,
    ref: str,
    level: int | None,
    by: Actor,
    at: datetime,
    reasons: Sequence[str] = (),
    comment: str = "",
    channel: str = "web",
    device: str = "",
    named: bool = False,
) -> RatingView:
    """Rate a decided case, once and for all; nothing is chosen beforehand.

    Levels 1 and 2 open a rectification at the unit that led the case, in the same transaction
    (国办发〔2019〕51号: 谁办理谁负责); it does not say which case it was, so that the unit does not
    see who rated. `named`: the rater may be contacted, by the hotline. Raises Refusal, NotVisible.
    """
    case = cases.case_for(by, ref)
    _refuse_unfit(case, level, by, channel, reasons, at)
    assert level is not None
    try:
        with transaction.atomic():
            row = Rating.objects.create(
                case_id=ref,
                region=case.region,
                item=case.item,
                unit=case.unit,
                level=level,
                reasons=list(reasons),
                comment=comment.strip()[:1000],
                channel=channel,
                device=device,
                by=by.id,
                named=named,
                rated_at=at,
            )
            if level in BAD_LEVELS:
                heard = Heard(case.item_name, level, tuple(reasons), comment, named, at)
                row.rectification_id = open_rectification(
                    heard, region=case.region, district=case.district, unit=case.unit, at=at
                )
                Rating.objects.filter(pk=ref).update(rectification=row.rectification_id)
            audit.record(by=by, at=at, action="feedback.rate", obj=ref, detail={"level": level})
    except IntegrityError:
        raise _rated_already() from None
    return _view(row)


def rate_by_link(
    token: str,
    *,
    level: int | None,
    at: datetime,
    reasons: Sequence[str] = (),
    comment: str = "",
    channel: str = "qr",
    device: str = "",
    phone: str = "",
) -> None:
    """Rate what the link is for. `phone`: who wants to be contacted about a bad rating leaves it.
    Raises Refusal; NotVisible where the link is none of ours."""
    found = rateable(token, at=at)
    if found.closed:
        raise Refusal("rating-closed", found.closed)
    said: dict[str, Any] = {"level": level, "at": at, "reasons": reasons, "comment": comment}
    said |= {"channel": channel, "device": device}
    if found.visit is not None:
        rate_visit(visit=found.visit, phone=phone, **said)
    else:
        rate(ref=found.key, by=SYSTEM, named=bool(phone.strip()), **said)


def _rated_already() -> Refusal:
    return Refusal("rated-already", "本件已经评价过，一件只评一次，没有再次保存。请查看已有评价。")


def _refuse_unfit(
    case: cases.CaseView,
    level: int | None,
    by: Actor,
    channel: str,
    reasons: Sequence[str],
    at: datetime,
) -> None:
    if level is None or level not in LEVELS:
        raise Refusal("level-missing", "还没有选择满意程度，没有保存。请在五个等级中选一个。")
    if channel not in CHANNELS or any(reason not in REASONS for reason in reasons):
        raise Refusal("rating-form", "评价的渠道或原因不在选项之内，没有保存。请刷新页面后重选。")
    if by.role not in RATERS:
        raise Refusal("not-yours", "评价只能由申请人本人作出，没有保存。请不要代为评价。")
    if Rating.objects.filter(case=case.ref).exists():
        raise _rated_already()
    if not case.can_rate:
        raise Refusal("not-rateable", "本件还没有作出决定，或不属于评价范围。请在办结后再评价。")
    days = rule(case.region, at).window_days
    if case.decided_at is not None and at > case.decided_at + timedelta(days=days):
        raise Refusal(
            "rating-late",
            f"本件办结超过 {days} 天，评价已截止。有意见请打 12345 或到“办不成事”窗口。",
        )


def rate_many(specs: Sequence[RatingSpec]) -> int:
    """Write a history of ratings and of their rectifications (bulk path); number written.

    The cases must be decided and not yet rated; raises IntegrityError else and writes nothing.
    """
    with transaction.atomic():
        of = {row["ref"]: row for row in _case_rows([spec.ref for spec in specs])}
        bad = [spec for spec in specs if spec.level in BAD_LEVELS]
        names = _item_names(of.values())
        opened = cases.bulk(
            [_rectification_spec(s, of[s.ref], names[of[s.ref]["item"]]) for s in bad]
        )
        numbers = {spec.ref: number for spec, number in zip(bad, opened, strict=True)}
        rows = [
            Rating(
                case_id=spec.ref,
                region=of[spec.ref]["region"],
                item=of[spec.ref]["item"],
                unit=of[spec.ref]["unit"],
                level=spec.level,
                reasons=list(spec.reasons),
                comment=spec.comment,
                channel=spec.channel,
                device=spec.device,
                by=spec.by,
                named=spec.named,
                rated_at=spec.at,
                rectification_id=numbers.get(spec.ref),
            )
            for spec in specs
        ]
        Rating.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _item_names(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Names of the items of some cases, as they are declared now."""
    names = {}
    for row in rows:
        if row["item"] not in names:
            found = definitions.edition("item", row["item"], region=row["region"], on=date.max)
            names[row["item"]] = found.body["name"] if found else row["item"]
    return names


def _case_rows(refs: list[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(refs), 500):
        yield from cases.facts(refs=refs[start : start + 500])


def _rectification_spec(spec: RatingSpec, case: dict[str, Any], name: str) -> cases.CaseSpec:
    heard = Heard(name, spec.level, tuple(spec.reasons), spec.comment, spec.named, spec.at)
    return cases.CaseSpec(
        item=RECTIFICATION,
        region=case["region"],
        form=form_of(heard),
        by=SYSTEM,
        at=spec.at,
        channel="system",
        district=case["district"],
        subject=heard.subject,
        unit=case["unit"],
        acts=spec.acts,
    )


def _view(row: Rating) -> RatingView:
    return RatingView(
        ref=row.case_id,
        level=row.level,
        level_label=str(LEVELS[row.level]),
        bad=row.level in BAD_LEVELS,
        reasons=tuple(str(REASONS.get(reason, reason)) for reason in row.reasons),
        comment=row.comment,
        channel=row.channel,
        rated_at=row.rated_at,
        rectification=row.rectification_id,
        again_label=str(LEVELS[row.again_level]) if row.again_level else "",
        again_comment=row.again_comment,
    )


def rating_of(ref: str) -> RatingView | None:
    """The rating of a case; None while nobody has rated it."""
    row = Rating.objects.filter(case=ref).first()
    return _view(row) if row else None


FACT_FIELDS = (
    "case_id",
    "region",
    "item",
    "unit",
    "level",
    "rated_at",
    "channel",
    "device",
    "by",
    "comment",
    "case__district",
    "rectification_id",
    "rectification__outcome",
    "rectification__decided_at",
    "rectification__due_at",
)


VISIT_FIELDS = {"case_id": "visit", "by": "hall", "case__district": "window"}


def facts(*, region: str | None = None, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """View `ratings`: ref, region, district, item, unit, level, rated_at, channel, bad, rectified,
    device (digest, '' where unknown), by (opaque id of who rated), comment.

    A visit's rating (一次一评) has `ref` visit:<number> and no district.
    `rectified` is None for a rating that is not bad; True once its rectification is decided, in
    whatever way (整改 or 查明不属实). `rectified_on_time` compares with the promised due date.
    """
    rows = Rating.objects.all()
    if region:
        rows = rows.filter(region=region)
    if since:
        rows = rows.filter(Q(rated_at__gte=since) | Q(rectification__decided_at__gte=since))
    yield from map(_fact, rows.order_by("case_id").values_list(*FACT_FIELDS).iterator(2000))
    visits = VisitRating.objects.all()
    if region:
        visits = visits.filter(region=region)
    if since:
        visits = visits.filter(Q(rated_at__gte=since) | Q(rectification__decided_at__gte=since))
    fields = [VISIT_FIELDS.get(name, name) for name in FACT_FIELDS]
    for values in visits.order_by("visit").values_list(*fields).iterator(2000):
        yield {**_fact(values), "ref": f"visit:{values[0]}", "district": "", "by": "visitor"}


def revision_since(region: str, since: datetime) -> tuple[int, int]:
    """How many cases and visits have been rated since: it grows with each rating that comes."""
    of = {"region": region, "rated_at__gte": since}
    return Rating.objects.filter(**of).count(), VisitRating.objects.filter(**of).count()


def _fact(values: tuple[Any, ...]) -> dict[str, Any]:
    ref, place, item, unit, level, at, channel, device, by, comment, *rest = values
    district, case, outcome, done, due = rest
    bad = level in BAD_LEVELS
    return {
        "ref": ref,
        "region": place,
        "district": district,
        "item": item,
        "unit": unit,
        "level": level,
        "rated_at": at,
        "channel": channel,
        "device": device,
        "by": by,
        "comment": comment,
        "bad": bad,
        "rectification": case,
        "rectified": bool(outcome) if bad else None,
        "rectified_on_time": done <= due if done and due else None,
    }
