"""Close a decided case; the guards of its item must agree or be overridden by name."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases._hands import passing
from yingshang.city.cases._reading import view_of
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases.actions._perform import locked, save, seen_after
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Case
from yingshang.city.cases.registries import close_guards
from yingshang.kernel.flow import Close

__all__ = ["close"]


def close(
    *,
    ref: str,
    by: Actor,
    at: datetime,
    override_reason: str | None = None,
    channel: str = "",
    seq: int | None = None,
) -> CaseView:
    """Delivered and filed. `channel` 'window' counts as a visit (fetched at the hall)."""
    with whole():
        head, work = locked("close", ref, by, seq)
        if head.claims:
            by = passing(head, work, "close", None, by, at)
        blocked = _blocked(ref, work.item.flow.guards, at)
        command = Close(
            by=by.id,
            at=at,
            blocked=blocked,
            override_reason=override_reason or "",
            channel=channel,
        )
        work.do(command, by)
        save(work)
    return seen_after(by, work, at)


def _blocked(ref: str, guards: tuple[str, ...], at: datetime) -> tuple[Refusal, ...]:
    """What the item's guards object to; a guard that nobody registered blocks, in words."""
    if not guards:
        return ()
    view = view_of(SYSTEM, Case.objects.get(ref=ref), at=at)
    answers = []
    for name in guards:
        guard = close_guards.get(name)
        if guard is None:
            answers.append(
                Refusal(
                    "guard-missing", _("办结条件“%s”没有安装，无法核对。请联系系统管理员。") % name
                )
            )
            continue
        answer = guard(view, at)
        if answer is not None:
            answers.append(answer)
    return tuple(answers)
