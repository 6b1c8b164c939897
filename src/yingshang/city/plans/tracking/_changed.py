"""What differs between a clause and the one that replaces it, in the words of the unit."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from yingshang.city.definitions.service import day_words
from yingshang.city.plans.lineage.beside import figure_rows
from yingshang.city.plans.lineage.clauses import clause_of
from yingshang.city.plans.lineage.weighing import by_code
from yingshang.city.plans.models import Status, Target, Task
from yingshang.kernel.plantext.align import together

__all__ = ["Change", "changes_of", "lines_of"]

Change = list[str]  # what, before, after
_UNITS = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}


def changes_of(old: Task, new: Task, *, on: date) -> list[Change]:
    """Numbers first, then the date, the units, the words."""
    before, after = _live(old), _live(new)
    seen = {one.what for one in together(clause_of(old, before), clause_of(new, after)).changes}
    rows = figure_rows(before, after, by_code(on))
    found: list[Change] = [
        [_("目标：%s") % row.metric, row.first, row.second] for row in rows if row.way != "same"
    ]
    if old.deadline != new.deadline:
        found.append([_("完成时限"), _day(old), _day(new)])
    found += [
        [_(label), "、".join(getattr(old, name)), "、".join(getattr(new, name))]
        for name, label in _UNITS.items()
        if name in seen
    ]
    if "title" in seen and old.title != new.title:
        found.append([_("任务表述"), old.title, new.title])
    elif seen & {"text", "title"}:
        found.append([_("任务表述有改动，见任务原文"), "", ""])
    return found


def _live(task: Task) -> list[Target]:
    return list(task.targets.exclude(status=Status.REJECTED))


def _day(task: Task) -> str:
    if task.deadline:
        return day_words(task.deadline)
    return _("无期限（%s）") % task.deadline_text if task.deadline_text else _("无期限")


def lines_of(changes: Iterable[Change]) -> list[str]:
    """Each change as one line."""
    return [
        f"{what} {before or _('（无）')} → {after or _('（无）')}" if before or after else what
        for what, before, after in changes
    ]
