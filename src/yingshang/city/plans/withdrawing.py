"""A plan that was imported wrongly is withdrawn as a whole: it stays on record, and counts nowhere.

Whoever imported it, or a supervisor, says why; once a task was handed out it is too late, since
somebody works by it. The same file, imported again, brings the plan back as it was.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.access import editable_plan, may_edit
from yingshang.city.plans.lineage.declaring import undo_all
from yingshang.city.plans.models import Plan
from yingshang.city.plans.recognising import next_edition
from yingshang.city.plans.tracking.models import Passage, Share, Track
from yingshang.kernel.flow import Refusal

__all__ = ["may_withdraw", "restore", "withdraw"]


def may_withdraw(actor: Actor, plan: int) -> bool:
    """Whether this actor could withdraw the plan now."""
    row = Plan.objects.defer("reading").filter(pk=plan, withdrawn_at=None).first()
    if row is None or not _keeps(actor, row):
        return False
    came = Passage.objects.filter(heir__plan=row, undone_at=None)  # it goes back with its link
    return not _handed_out(row, Track.objects.exclude(passages__in=came))


def _keeps(actor: Actor, row: Plan) -> bool:
    mine = actor.id == row.imported_by or actor.role in ("supervisor", "system")
    return mine and may_edit(actor, row.region)


def _handed_out(row: Plan, tracks: QuerySet[Track]) -> bool:
    split = Share.objects.filter(target__task__plan=row)
    return tracks.filter(task__plan=row).exists() or split.exists()


@transaction.atomic
def withdraw(*, plan: int, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw the whole plan; its ledger is kept and counts nowhere. Its links with other plans
    are undone, so that the one it replaced is in force again."""
    row = editable_plan(by, plan)
    if not _keeps(by, row):
        raise Refusal("not-importer", _("只有导入人和督办人员可以撤回这份方案；请联系他们办理。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明撤回的原因；原因会留在修改记录里。"))
    undo_all(row, _("方案整份撤回：%s") % reason.strip(), by=by, at=at)
    if _handed_out(row, Track.objects.all()):
        raise Refusal(
            "handed-out",
            _(
                "已有任务从这份方案交办出去，或已有目标分解到县区，不能整份撤回；误读的任务请逐条剔除。"
            ),
        )
    row.withdrawn_at, row.withdrawn_by = at, by.name
    row.withdrawn_why = reason.strip()[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    write(row, events.WITHDRAWN, by=by, at=at, reason=row.withdrawn_why)


@transaction.atomic
def restore(plan: int, *, by: Actor, at: datetime) -> bool:
    """Bring a withdrawn plan back as it was; answers whether there was anything to bring back."""
    row = Plan.objects.select_for_update().get(pk=plan)
    if row.withdrawn_at is None:
        return False
    others = Plan.objects.filter(region=row.region, title=row.title, withdrawn_at=None)
    if others.filter(edition=row.edition).exists():  # its place was taken
        row.edition = next_edition(row.title, row.region)
    why, row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = row.withdrawn_why, None, "", ""
    row.save(update_fields=["edition", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    write(row, events.RESTORED, by=by, at=at, old=why)
    return True
