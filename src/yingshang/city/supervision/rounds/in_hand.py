"""The materials that a unit still owes."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Held, UnitView
from yingshang.city.supervision.evaluation.tables import EvidencePiece
from yingshang.city.supervision.rounds.tables import RoundShare

__all__ = ["materials_of"]


def materials_of(unit: UnitView, at: datetime) -> Iterator[Held]:
    """Of every round and evaluation that waits for it."""
    owed = [RoundShare.Status.WAITING, RoundShare.Status.RETURNED]
    rows = RoundShare.objects.filter(unit=unit.code, status__in=owed)
    titles = tuple(rows.order_by("due_on").values_list("round__title", flat=True))
    asked = EvidencePiece.objects.filter(unit=unit.code, evaluation__closed_at=None)
    asked = asked.filter(state__in=[EvidencePiece.State.ASKED, EvidencePiece.State.RETURNED])
    names = tuple(asked.order_by("due_on", "pk").values_list("name", flat=True))
    yield Held(_("没有报送的材料"), (*titles, *names), len(titles) + len(names))
