"""Why a rung is taken where nobody says it in his own words."""

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.supervision._paper_parts import chinese_day, quoted
from yingshang.city.supervision.ladder.kinds import Held
from yingshang.kernel.worktime import to_cst

__all__ = ["usual_ground"]


def usual_ground(held: Held, at: datetime) -> str:
    """With the number, if it is one; true of the day, also where that had passed before the work
    was handed out."""
    due = held.pressing_on
    if due is None:
        return _("%s一事需要督促办理。") % quoted(held.subject) + held.short
    words = {"what": quoted(held.subject), "due": chinese_day(due), "target": held.target}
    if held.presses_target:
        if held.untold:
            return (
                _("%(what)s的分项目标“%(target)s”已于%(due)s到期，至今没有报送达到的数。") % words
            )
        return _("%(what)s的分项目标“%(target)s”已于%(due)s到期，没有达到。") % words
    if held.late_begun and held.begun_on is not None:
        words["begun"] = chinese_day(held.begun_on)
        said = _("%(what)s已于%(due)s到期，%(begun)s交办，至今没有办结。")
        return said % words + held.short
    if to_cst(at).date() <= due:
        return _("%(what)s应于%(due)s前办结，期限将到。") % words + held.short
    return _("%(what)s应于%(due)s前办结，至今没有办结。") % words + held.short
