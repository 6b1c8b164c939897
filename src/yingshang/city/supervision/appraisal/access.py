"""Who does what in an appraisal.

- announce, score, send, publish, add and take points: supervisors and the bureau of the city;
- read the weights and what was published: everybody on the city's staff;
- read all sheets: those who oversee the city; a unit reads its own once it was sent;
- agree and appeal: the unit; rule: one who oversees, has not scored and is not of the unit.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.appraisal.tables import Appeal, Appraisal, AppraisalSheet
from yingshang.city.supervision.kinds import Refusal

__all__ = ["keeps", "may_rule", "oversees", "sheet_of", "to_keep", "visible", "visible_sheets"]

_KEEP = frozenset({"supervisor", "bureau"})
_SEE = _KEEP | {"leader"}
_SENT = (Appraisal.Status.OPEN, Appraisal.Status.FINAL)


def keeps(actor: Actor) -> bool:
    return actor.role in _KEEP and bool(actor.region)


def oversees(actor: Actor) -> bool:
    return actor.role in _SEE and bool(actor.region)


def visible(actor: Actor) -> QuerySet[Appraisal]:
    """The appraisals whose weights the actor may read."""
    if not actor.is_staff or not actor.region:
        return Appraisal.objects.none()
    return Appraisal.objects.filter(region=actor.region)


def visible_sheets(actor: Actor) -> QuerySet[AppraisalSheet]:
    rows = AppraisalSheet.objects.filter(appraisal__in=visible(actor)).select_related("appraisal")
    if oversees(actor):
        return rows
    return rows.filter(unit__in=accounts.answers_for(actor.unit), appraisal__status__in=_SENT)


def to_keep(actor: Actor, appraisal: int, *statuses: str) -> Appraisal:
    """The appraisal, locked, at one of the statuses, for who keeps it."""
    row = visible(actor).select_for_update().filter(pk=appraisal).first()
    if row is None:
        raise NotVisible(f"appraisal {appraisal}")
    if not keeps(actor):
        raise Refusal("not-keeper", _("年度考核由本市督办人员或营商局办理，没有办成。"))
    if row.status not in statuses:
        raise Refusal(
            f"status-{row.status}",
            _("这次考核现在是“%s”，不能办理这一步；请刷新页面。") % row.get_status_display(),
        )
    return row


def sheet_of(actor: Actor, sheet: int, *, lock: bool = False) -> AppraisalSheet:
    rows = visible_sheets(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=sheet).first()
    if found is None:
        raise NotVisible(f"sheet {sheet}")
    return found


def may_rule(actor: Actor, appeal: Appeal, scorers: set[str]) -> bool:
    """Neither who counted nor who asks decides."""
    return oversees(actor) and actor.id not in scorers and actor.unit != appeal.sheet.unit
