"""Drafts from first word to publication: one writes, another reviews, then it is published and
takes effect on a day. What was published stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.catalog.access import draft_for, require_edit
from yingshang.city.catalog.judging import blocking, superior_touched
from yingshang.city.catalog.models import Draft
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "approve_draft",
    "base_of",
    "drop_draft",
    "open_draft",
    "publish_draft",
    "return_draft",
    "save_draft",
    "start_draft",
    "submit_draft",
]

OPEN = (Draft.State.DRAFT, Draft.State.REVIEW, Draft.State.APPROVED)
Body = Mapping[str, Any]


def open_draft(region: str, code: str) -> Draft | None:
    """The one open draft of an item."""
    return Draft.objects.filter(region=region, code=code, state__in=OPEN).first()


def base_of(region: str, code: str) -> EditionView | None:
    """The newest edition of an item for a city, in force or to come."""
    known = definitions.history("item", code, region=region)
    return known[-1] if known else None


@transaction.atomic
def start_draft(
    *,
    code: str,
    region: str,
    by: Actor,
    at: datetime,
    body: dict[str, Any] | None = None,
    origin: str = "edit",
    note: str = "",
) -> int:
    """A draft from the newest edition (or from a body); the id of the open one where there is
    one already and no body is given. Refusal "draft-not-yours", "draft-open", "item-unknown"."""
    base = base_of(region, code)
    if base is None and body is None:
        raise Refusal("item-unknown", _("目录里没有事项 %s。新事项请用导入。") % code)
    start = dict(body if body is not None else base.body if base else {})
    for lead in {str(start.get("lead", "")), *([str(base.body["lead"])] if base else [])}:
        require_edit(by, region=region, lead=lead)
    if body is not None and base is not None and origin != Draft.Origin.SUPERIOR:
        _refuse_touched(base.body, body)
    known = open_draft(region, code)
    if known is not None:
        if body is None:
            return known.pk
        raise Refusal(
            "draft-open",
            _("“%s”已有一份没有发布的草案。请先发布或作废它，再重新开始。") % known.name,
        )
    start.pop("valid_from", None)
    row = Draft(
        region=region,
        code=code,
        name=str(start.get("name", code))[:200],
        lead=str(start.get("lead", "")),
        base=base.id if base else None,
        body=start,
        origin=origin,
        note=note[:400],
        authors=[by.id],
        created_by=by.id,
        created_at=at,
        changed_by=by.id,
        changed_at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody began one in this very moment
        raise Refusal(
            "draft-open", _("“%s”刚刚有人开始修改。请刷新后接着那一份改。") % row.name
        ) from None
    _record(row, "draft-started", by=by, at=at, origin=origin)
    return row.pk


def _refuse_touched(held: Body, body: Body) -> None:
    touched = superior_touched(held, body)
    if touched:
        raise Refusal(
            "superior-owned",
            _("%s由上级目录管理，在这里只读，没有保存。上级有新版时会列出差异供采用。")
            % definitions.listed(touched),
        )


def _record(row: Draft, what: str, *, by: Actor, at: datetime, **detail: Any) -> None:
    audit.record(by=by, at=at, action=f"catalog.{what}", obj=f"item-draft:{row.pk}", detail=detail)


def _locked(by: Actor, draft: int, revision: int | None, *states: str) -> Draft:
    row = draft_for(by, draft, lock=True)
    if row.state not in states:
        raise Refusal(
            "draft-state",
            _("这份草案现在是“%s”，不能这样做。请刷新后看它到了哪一步。") % row.get_state_display(),
        )
    if revision is not None and row.revision != revision:
        raise Refusal(
            "draft-changed",
            _("有人在您打开以后改过这份草案，本次没有保存。请刷新，核对后再改。"),
        )
    return row


@transaction.atomic
def save_draft(
    *, draft: int, body: dict[str, Any], by: Actor, at: datetime, revision: int, note: str = ""
) -> None:
    """Keep what was written; a draft that is not yet right may be kept too. What the superior
    catalogue owns stays as it is: Refusal "superior-owned" names it."""
    row = _locked(by, draft, revision, Draft.State.DRAFT)
    if body.get("code") != row.code:
        raise Refusal("draft-code", _("事项代码不能改：办件和统计都靠它。要换代码请另建事项。"))
    require_edit(by, region=row.region, lead=str(body.get("lead", "")))
    # what was taken over from the superior stays as it was taken over
    _refuse_touched(row.body if row.origin == Draft.Origin.SUPERIOR else _base_body(row), body)
    body.pop("valid_from", None)
    row.body, row.name = body, str(body.get("name", ""))[:200]
    row.lead, row.note = str(body["lead"]), note[:400]
    row.authors = list(dict.fromkeys([*row.authors, by.id]))
    row.changed_by, row.changed_at = by.id, at
    row.revision += 1
    row.save()
    _record(row, "draft-saved", by=by, at=at)


def _base_body(row: Draft) -> Body:
    return definitions.edition_by_id(row.base).body if row.base else {}


@transaction.atomic
def submit_draft(*, draft: int, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Hand it to a second person. Refusal "draft-wrong" names every field that is not right."""
    row = _locked(by, draft, revision, Draft.State.DRAFT)
    _refuse_wrong(row)
    row.state, row.revision = Draft.State.REVIEW, row.revision + 1
    row.authors = list(dict.fromkeys([*row.authors, by.id]))
    row.changed_by, row.changed_at = by.id, at
    row.save()
    _record(row, "draft-submitted", by=by, at=at)


def _refuse_wrong(row: Draft) -> None:
    base = _base_body(row)
    if row.base and {k: v for k, v in base.items() if k != "valid_from"} == row.body:
        raise Refusal("draft-same", _("草案和现行版本一样，没有要发布的。请先改动，或作废它。"))
    wrong = blocking(row.body, base, row.region)
    if wrong:
        said = " ".join(f"{w.heading}：{w.sentence}" for w in wrong[:10])
        raise Refusal(
            "draft-wrong", _("草案还有 %(n)d 处不对。%(said)s") % {"n": len(wrong), "said": said}
        )


@transaction.atomic
def approve_draft(*, draft: int, by: Actor, at: datetime, revision: int | None = None) -> None:
    """The second person agrees. Refusal "draft-own": whoever wrote in it does not review it."""
    row = _locked(by, draft, revision, Draft.State.REVIEW)
    _second(row, by)
    _refuse_wrong(row)
    row.state, row.approved_by, row.revision = Draft.State.APPROVED, by.id, row.revision + 1
    row.save()
    _record(row, "draft-approved", by=by, at=at)


def _second(row: Draft, by: Actor) -> None:
    if by.id in row.authors:
        raise Refusal(
            "draft-own",
            _("您参与了起草，审核要由另一个人来做。请交给本单位同事或营商局审核。"),
        )


@transaction.atomic
def return_draft(
    *, draft: int, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> None:
    """Back to be written again, with the reason."""
    row = _locked(by, draft, revision, Draft.State.REVIEW, Draft.State.APPROVED)
    if not reason.strip():
        raise Refusal("draft-reason", _("请写明退回的原因，起草人才知道改什么。"))
    row.state, row.approved_by, row.revision = Draft.State.DRAFT, "", row.revision + 1
    row.note = reason.strip()[:400]
    row.save()
    _record(row, "draft-returned", by=by, at=at, reason=row.note)


@transaction.atomic
def drop_draft(
    *, draft: int, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> None:
    """It will not be published; the record stays."""
    row = _locked(by, draft, revision, *OPEN)
    row.state, row.revision = Draft.State.DROPPED, row.revision + 1
    row.save()
    _record(row, "draft-dropped", by=by, at=at, reason=reason.strip()[:400])


@transaction.atomic
def publish_draft(
    *, draft: int, effective_on: date, by: Actor, at: datetime, revision: int | None = None
) -> int:
    """A new edition from a day on, today or later; cases opened before keep theirs. Refusal
    "draft-date", "draft-stale": somebody has published the item since the draft was begun."""
    row = _locked(by, draft, revision, Draft.State.APPROVED)
    if effective_on < to_cst(at).date():
        raise Refusal(
            "draft-date", _("生效日期不能早于今天：已经受理的办件按当时的版本办。请改日期。")
        )
    newest = base_of(row.region, row.code)
    if newest is not None and newest.id != row.base:
        raise Refusal(
            "draft-stale",
            _("起草以后，这个事项又发布了第 %d 版。请作废这份草案，从新版本重新改。")
            % newest.version,
        )
    if newest is not None and newest.valid_from > effective_on:
        raise Refusal(
            "draft-date",
            _("还有一版定在 %s 生效，这一版不能排在它前面。请改日期。")
            % newest.valid_from.isoformat(),
        )
    _refuse_wrong(row)
    body = {**row.body, "valid_from": effective_on.isoformat()}
    definitions.publish(kind="item", code=row.code, region=row.region, body=body, by=by, at=at)
    published = base_of(row.region, row.code)
    assert published is not None
    row.state, row.edition, row.effective_on = Draft.State.PUBLISHED, published.id, effective_on
    row.changed_by, row.changed_at, row.revision = by.id, at, row.revision + 1
    row.save()
    _record(row, "draft-published", by=by, at=at, effective_on=effective_on.isoformat())
    return published.id
