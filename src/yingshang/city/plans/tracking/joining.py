"""Beside the lead's own work: a changed clause is acknowledged, others have their say."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.plans.tracking.access import joins, seen, unit_track
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import Opinion, Passage

__all__ = ["acknowledge", "join_in"]


@official
@transaction.atomic
def acknowledge(*, ref: str, by: Actor, at: datetime, words: str = "") -> None:
    """签认变更: the lead unit has seen what the new edition changed, and says so by name."""
    track = unit_track(by, ref)
    open_ = Passage.objects.filter(track=track, ack_wanted=True, acked_at=None, undone_at=None)
    if not open_.exists():
        raise Refusal("no-change", _("没有待签认的变更。请刷新页面。"))
    open_.update(acked_at=at, acked_by=by.name, ack_words=words.strip())
    said = _("签认方案的改动") + (f"：{words.strip()}" if words.strip() else "")
    cases.note(ref=ref, text=said, by=by, at=at)


@official
@transaction.atomic
def join_in(
    *,
    ref: str,
    kind: str,
    words: str,
    by: Actor,
    at: datetime,
    files: Sequence[cases.Upload] = (),
) -> None:
    """配合单位: its own part, or an opinion. It closes nothing, moves no date; the lead is told."""
    track = seen(by, ref)
    if not joins(by, track):
        raise Refusal(
            "not-yours",
            _("只有方案写明的责任单位和配合单位可以填写，没有保存。请由牵头单位报送进展。"),
        )
    if track.stage in (Stage.CLOSED, Stage.ENDED):
        raise Refusal("stage-ended", _("任务已经结束，不再填写。如有情况请告知营商局。"))
    if kind not in Opinion.Kind.values:
        raise Refusal("kind-unknown", _("请选择是配合进展还是意见建议，没有保存。"))
    if not words.strip():
        raise Refusal("words-missing", _("请写明内容，没有保存。"))
    row = Opinion.objects.create(
        track=track, unit=by.unit or "", kind=kind, words=words.strip(), by_name=by.name, at=at
    )
    text = _("%(unit)s%(kind)s：%(words)s") % {
        "unit": accounts.unit_name(by.unit),
        "kind": row.get_kind_display(),
        "words": row.words,
    }
    cases.note(ref=ref, text=text, by=by, at=at, files=files)
    if track.unit:
        notify.send(
            to=f"unit:{track.unit}",
            topic="task-joined",
            title=_("配合单位填写：%s") % track.task.title[:80],
            key=f"joined-{row.pk}",
            at=at,
            body=text[:2000],
            link=ref,
        )
