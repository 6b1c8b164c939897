"""What the self-check found becomes an order to the unit, at once or as a draft that waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions.service import official
from yingshang.city.supervision._drafts import newest, taken_back
from yingshang.city.supervision.evaluation.acting import RULE, ground_of, require_keeper
from yingshang.city.supervision.evaluation.kinds import CheckRow
from yingshang.city.supervision.evaluation.queries import evaluation as view_of
from yingshang.city.supervision.evaluation.tables import Evaluation
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning
from yingshang.city.supervision.ordering import draft_by_hand, order_by_hand

__all__ = ["draft_leaves", "order_leaf"]


def _locked(evaluation: int, by: Actor) -> Evaluation:
    """The evaluation, locked: drafts and orders of its leaves are made one after the other."""
    row = Evaluation.objects.select_for_update().filter(pk=evaluation, region=by.region).first()
    if row is None or not by.oversees:
        raise NotVisible(f"evaluation {evaluation}")
    require_keeper(by, row.region)
    if row.closed_at is not None:
        raise Refusal("closed", _("这次评价已经办结，不再起草和发出督办单。"))
    return row


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def order_leaf(*, evaluation: int, check: CheckRow, due: date, by: Actor, at: datetime) -> str:
    """An order to the unit of a weak leaf; a leaf of an evaluation is ordered once."""
    row = _locked(evaluation, by)
    ground = ground_of(row, check)
    last = newest(f"{RULE}|{ground.key}", row.region)
    if last is not None and last.status == Warning.Status.ORDERED and not taken_back(last):
        raise Refusal("ordered-already", _("这一项已经发过督办单，请到督办单里继续办理。"))
    return order_by_hand(
        ground, region=row.region, unit=check.unit, demand="", due=due, by=by, at=at
    )


@official
@transaction.atomic
def draft_leaves(*, evaluation: int, leaves: Sequence[str], by: Actor, at: datetime) -> int:
    """An order for each leaf that a person chose, to its unit, where there is neither an order nor
    a draft; how many are new. They wait among the warnings until somebody sends them out or says
    why not."""
    row = _locked(evaluation, by)
    chosen = set(leaves)
    wanted = [one for one in view_of(by, evaluation, at=at).checks if one.leaf in chosen]
    if not wanted:
        raise Refusal("none-chosen", _("请至少选一项，再起草督办单。"))
    wanted = [one for one in wanted if one.open]
    if not wanted:  # a second click, or somebody else was faster
        raise Refusal(
            "none-open",
            _("选中的项都已有督办单或草稿，或没有责任单位，没有再起草；已有草稿请到预警里签发。"),
        )
    for one in wanted:
        draft_by_hand(ground_of(row, one), region=row.region, unit=one.unit, by=by, at=at)
    audit.record(
        by=by, at=at, action="evaluation.draft", obj=f"evaluation/{row.pk}",
        detail={"leaves": [one.leaf for one in wanted]},
    )  # fmt: skip
    return len(wanted)
