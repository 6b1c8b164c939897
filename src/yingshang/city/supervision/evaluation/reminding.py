"""The nightly job reminds units of evidence that is due soon or overdue: once a day named."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.evaluation.acting import rules_of
from yingshang.city.supervision.evaluation.tables import Evaluation, EvidencePiece
from yingshang.kernel.worktime import to_cst

__all__ = ["remind_of_evidence"]

_OPEN = (EvidencePiece.State.ASKED, EvidencePiece.State.RETURNED)


@official
def remind_of_evidence(*, at: datetime) -> int:
    """How many notes were sent: some days before (data), on the day, and on the day after."""
    today, sent = to_cst(at).date(), 0
    for row in Evaluation.objects.filter(closed_at=None, due_on__gte=today - timedelta(days=1)):
        ahead = rules_of(row.region, today).get("remind_before", 5)
        left = (row.due_on - today).days
        if left not in (ahead, 0, -1):
            continue
        for unit, number in sorted(_owing(row).items()):
            words = _("%(title)s：还有 %(n)d 份材料没有交，%(due)s 到期")
            if left < 0:
                words = _("%(title)s：%(n)d 份材料已超过 %(due)s 的期限")
            said = {"title": row.title, "n": number, "due": day_words(row.due_on)}
            notify.send(
                to=f"unit:{unit}", topic="evaluation", title=(words % said)[:300], at=at,
                key=f"evaluation-{row.pk}-{left}", link=f"/desk/evaluations/{row.pk}/",
            )  # fmt: skip
            sent += 1
    return sent


def _owing(row: Evaluation) -> Counter[str]:
    units: Iterable[str] = row.pieces.filter(state__in=_OPEN).values_list("unit", flat=True)
    return Counter(units)
