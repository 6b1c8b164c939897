"""What the self-check found is confirmed: orders are drafted for it, each once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.supervision.evaluation.acting import ground_of, require_keeper
from yingshang.city.supervision.evaluation.queries import evaluation as view_of
from yingshang.city.supervision.evaluation.tables import Evaluation
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ordering import draft_by_hand

__all__ = ["draft_leaves"]


@override("zh-hans")  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def draft_leaves(*, evaluation: int, by: Actor, at: datetime) -> int:
    """An order for each red leaf to its unit, where there is neither an order nor a draft; how
    many are new. They wait among the warnings until somebody sends them out or says why not."""
    row = Evaluation.objects.select_for_update().filter(pk=evaluation, region=by.region).first()
    if row is None:
        raise NotVisible(f"evaluation {evaluation}")
    require_keeper(by, row.region)
    if row.closed_at is not None:
        raise Refusal("closed", _("这次评价已经办结，不再起草督办单。"))
    wanted = view_of(by, evaluation, at=at).undrafted
    for one in wanted:
        draft_by_hand(ground_of(row, one), region=row.region, unit=one.unit, by=by, at=at)
    audit.record(
        by=by, at=at, action="evaluation.draft", obj=f"evaluation/{row.pk}",
        detail={"leaves": [one.leaf for one in wanted]},
    )  # fmt: skip
    return len(wanted)
