"""The door of feedback: rate a case once; a bad rating opens its rectification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.feedback.kinds import BAD_LEVELS, CHANNELS, LEVELS, REASONS, Refusal
from yingshang.city.feedback.models import Rating
from yingshang.city.feedback.terminals import TerminalSpec, declare_terminals, terminals

__all__ = [
    "BAD_LEVELS",
    "LEVELS",
    "REASONS",
    "RatingSpec",
    "RatingView",
    "TerminalSpec",
    "declare_terminals",
    "facts",
    "may_rate",
    "rate",
    "rate_many",
    "rating_of",
    "terminals",
]

RECTIFICATION = "rating-rectification"
# Who may enter what the applicant says: himself, or the hotline that calls him back.
RATERS = frozenset({Role.APPLICANT, Role.OPERATOR, Role.SYSTEM})


@dataclass(frozen=True)
class RatingView:
    ref: str
    level: int
    level_label: str
    bad: bool
    reasons: tuple[str, ...]
    comment: str
    channel: str
    rated_at: datetime
    rectification: str | None


@dataclass(frozen=True)
class RatingSpec:
    """One rating of a history; `acts` are what was done about a bad one, in order of time."""

    ref: str
    level: int
    at: datetime
    reasons: tuple[str, ...] = ()
    comment: str = ""
    channel: str = "web"
    by: str = "system"
    acts: tuple[cases.Act, ...] = ()
    device: str = ""


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
) -> RatingView:
    """Rate a decided case, once and for all; nothing is chosen beforehand.

    Levels 1 and 2 open a rectification at the unit that led the case, in the same transaction
    (国办发〔2019〕51号: 谁办理谁负责). Raises Refusal or NotVisible.
    """
    case = cases.case_for(by, ref)
    _refuse_unfit(case, level, by, channel, reasons)
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
                rated_at=at,
            )
            if level in BAD_LEVELS:
                row.rectification_id = _open_rectification(row, case, at)
                Rating.objects.filter(pk=ref).update(rectification=row.rectification_id)
            audit.record(by=by, at=at, action="feedback.rate", obj=ref, detail={"level": level})
    except IntegrityError:
        raise _rated_already() from None
    return _view(row)


def _rated_already() -> Refusal:
    return Refusal("rated-already", "本件已经评价过，一件只评一次，没有再次保存。请查看已有评价。")


def _refuse_unfit(
    case: cases.CaseView, level: int | None, by: Actor, channel: str, reasons: Sequence[str]
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


def _open_rectification(row: Rating, case: cases.CaseView, at: datetime) -> str:
    opened = cases.open_case(
        item=RECTIFICATION,
        region=row.region,
        form=_rectification_form(row.case_id, row.level, row.reasons, row.comment),
        party=None,
        channel="system",
        by=SYSTEM,
        at=at,
        district=case.district,
        subject=f"{case.item_name} {case.ref}",
        unit=case.unit,
        about=case.ref,
    )
    return opened.ref


def _rectification_form(
    ref: str, level: int, reasons: Sequence[str], comment: str
) -> dict[str, str]:
    words = "、".join(str(REASONS[reason]) for reason in reasons)
    return {
        "case": ref,
        "level": str(LEVELS[level]),
        "reasons": "；".join(part for part in (words, comment.strip()[:1000]) if part),
    }


def rate_many(specs: Sequence[RatingSpec]) -> int:
    """Write a history of ratings and of their rectifications (bulk path); number written.

    The cases must be decided and not yet rated; raises IntegrityError else and writes nothing.
    """
    with transaction.atomic():
        of = {row["ref"]: row for row in _case_rows([spec.ref for spec in specs])}
        bad = [spec for spec in specs if spec.level in BAD_LEVELS]
        opened = cases.bulk([_rectification_spec(spec, of[spec.ref]) for spec in bad])
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
                rated_at=spec.at,
                rectification_id=numbers.get(spec.ref),
            )
            for spec in specs
        ]
        Rating.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _case_rows(refs: list[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(refs), 500):
        yield from cases.facts(refs=refs[start : start + 500])


def _rectification_spec(spec: RatingSpec, case: dict[str, Any]) -> cases.CaseSpec:
    return cases.CaseSpec(
        item=RECTIFICATION,
        region=case["region"],
        form=_rectification_form(spec.ref, spec.level, spec.reasons, spec.comment),
        by=SYSTEM,
        at=spec.at,
        channel="system",
        district=case["district"],
        subject=spec.ref,
        unit=case["unit"],
        about=spec.ref,
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


def facts(*, region: str | None = None, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """View `ratings`: ref, region, district, item, unit, level, rated_at, channel, bad, rectified,
    device (digest, '' where unknown), by (opaque id of who rated), comment.

    `rectified` is None for a rating that is not bad; True once its rectification is decided, in
    whatever way (整改 or 查明不属实). `rectified_on_time` compares with the promised due date.
    """
    rows = Rating.objects.all()
    if region:
        rows = rows.filter(region=region)
    if since:
        rows = rows.filter(Q(rated_at__gte=since) | Q(rectification__decided_at__gte=since))
    for values in rows.order_by("case_id").values_list(*FACT_FIELDS).iterator(chunk_size=2000):
        ref, place, item, unit, level, at, channel, device, by, comment, *rest = values
        district, case, outcome, done, due = rest
        bad = level in BAD_LEVELS
        yield {
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
