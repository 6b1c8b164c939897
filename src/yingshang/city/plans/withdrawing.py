"""A plan that was imported wrongly is withdrawn as a whole: it stays on record, and counts nowhere.

Whoever imported it, or a supervisor, says why; once a task was handed out it is too late, since
somebody works by it, and so it is while a newer edition stands on it. The same file, imported
again, brings the plan back as it was, its links too.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.access import editable_plan, may_edit
from yingshang.city.plans.lineage.declaring import lock_linked, relink, undo_all
from yingshang.city.plans.lineage.models import Kind, PlanLink, TargetLink
from yingshang.city.plans.lineage.returning import WENT
from yingshang.city.plans.models import Plan
from yingshang.city.plans.recognising import next_edition
from yingshang.city.plans.tracking.models import Passage, Share, Track
from yingshang.kernel.flow import Refusal

__all__ = ["may_withdraw", "restore", "why_kept", "withdraw"]


def may_withdraw(actor: Actor, plan: int) -> bool:
    """Whether this actor could withdraw the plan now."""
    row = _keepers(actor, plan)
    return row is not None and _hindrance(row) is None


def why_kept(actor: Actor, plan: int) -> str:
    """What hinders an actor who may withdraw plans from withdrawing this one; '' for nothing."""
    row = _keepers(actor, plan)
    hindrance = _hindrance(row) if row else None
    return hindrance.sentence if hindrance else ""


def _keepers(actor: Actor, plan: int) -> Plan | None:
    row = Plan.objects.defer("reading").filter(pk=plan, withdrawn_at=None).first()
    return row if row is not None and _keeps(actor, row) else None


def _keeps(actor: Actor, row: Plan) -> bool:
    mine = actor.id == row.imported_by or actor.role in ("supervisor", "system")
    return mine and may_edit(actor, row.region)


def _hindrance(row: Plan) -> Refusal | None:
    later = PlanLink.objects.filter(origin=row, kind=Kind.EDITION, undone_at=None)
    newer = later.values("heir__title", "heir__edition").first()
    if newer is not None:
        return Refusal(
            "newer-edition",
            _(
                "这份方案已有新一版《%(title)s》（第%(n)d版），不能整份撤回；"
                "确要撤回，请先撤销与新一版的关联。"
            )
            % {"title": newer["heir__title"], "n": newer["heir__edition"]},
        )
    live = Passage.objects.filter(undone_at=None, link__undone_at=None)
    came = live.filter(heir__plan=row)  # it goes back with its link
    went = live.filter(origin__plan=row)  # it comes back likewise
    theirs = Q(task__plan=row) | Q(pk__in=went.values("track"))
    mine = Track.objects.filter(theirs).exclude(pk__in=came.values("track"))
    shares = Share.objects.filter(target__task__plan=row).exclude(
        target__in=_came(row).values("heir")
    )
    return _handed_out(tracks=mine, shares=shares)


def _came(row: Plan) -> QuerySet[TargetLink]:
    """The counties' parts of their heirs go home with the link to the edition before."""
    live = TargetLink.objects.filter(WENT, task__undone_at=None, task__link__undone_at=None)
    return live.filter(task__link__kind=Kind.EDITION, heir__task__plan=row)


def _handed_out(*, tracks: QuerySet[Track], shares: QuerySet[Share]) -> Refusal | None:
    if tracks.exists():
        return Refusal(
            "handed-out",
            _("已有任务从这份方案交办出去，不能整份撤回；误读的任务请逐条剔除。"),
        )
    if shares.exists():
        return Refusal(
            "split-to-counties",
            _("这份方案已有目标分解到县区，不能整份撤回；误读的任务请逐条剔除。"),
        )
    return None


@transaction.atomic
def withdraw(*, plan: int, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw the whole plan; its ledger is kept and counts nowhere. Its links with other plans
    are undone, so that the one it replaced is in force again."""
    if not Plan.objects.filter(pk=plan).exists():  # nor any number that no database holds
        raise NotVisible(f"plan {plan}")
    lock_linked(plan, undone_at=None)
    row = editable_plan(by, plan)
    if not _keeps(by, row):
        raise Refusal("not-importer", _("只有导入人和督办人员可以撤回这份方案；请联系他们办理。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明撤回的原因；原因会留在修改记录里。"))
    if hindrance := _hindrance(row):
        raise hindrance
    with override("zh-hans"):
        why = _("方案整份撤回：%s") % reason.strip()
    undo_all(row, why, by=by, at=at)
    left = Share.objects.filter(target__task__plan=row)
    if still := _handed_out(tracks=Track.objects.filter(task__plan=row), shares=left):
        raise still
    row.withdrawn_at, row.withdrawn_by = at, by.name
    row.withdrawn_why = reason.strip()[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    write(row, events.WITHDRAWN, by=by, at=at, reason=row.withdrawn_why)


@transaction.atomic
def restore(plan: int, *, by: Actor, at: datetime) -> bool:
    """Bring a withdrawn plan back as it was, with the links that went with it; answers whether
    there was anything to bring back."""
    since = Plan.objects.filter(pk=plan).values_list("withdrawn_at", flat=True).get()
    if since is not None:
        lock_linked(plan, undone_at=since)
    row = Plan.objects.select_for_update().get(pk=plan)
    since = row.withdrawn_at
    if since is None:
        return False
    others = Plan.objects.filter(region=row.region, title=row.title, withdrawn_at=None)
    if others.filter(edition=row.edition).exists():  # its place was taken
        row.edition = next_edition(row.title, row.region)
    why, row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = row.withdrawn_why, None, "", ""
    row.save(update_fields=["edition", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    write(row, events.RESTORED, by=by, at=at, old=why)
    relink(row, since, by=by, at=at)
    return True
