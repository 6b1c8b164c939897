"""Who sees and who moves a tracked task. Its case decides who sees it.

- to send out, agree, approve, verify, close, remind: supervisors and the bureau of the city;
- to sign for, report, propose, ask: the lead unit's staff;
- everybody else who sees the case, leaders among them, reads only.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.queries import plan_day
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.units import resolve_all, resolver

__all__ = [
    "bureau_track",
    "joins",
    "leads",
    "may_direct",
    "require_stage",
    "seen",
    "unit_track",
    "visible_refs",
]

_DIRECTORS = frozenset({"supervisor", "bureau"})


def may_direct(actor: Actor, region: str) -> bool:
    """Whether the actor sends out and verifies the tasks of this region."""
    if actor.role == "system":
        return True
    return actor.role in _DIRECTORS and actor.region == region


def leads(actor: Actor, track: Track) -> bool:
    """Whether the actor works for the lead unit. Directors and leaders direct or read."""
    mine = bool(actor.unit) and actor.unit == track.unit
    return mine and actor.role in ("clerk", "reviewer", "operator", "bureau", "supervisor")


def joins(actor: Actor, track: Track) -> bool:
    """Whether the actor works for a unit that the plan names beside the lead."""
    if not actor.unit or actor.unit == track.unit or actor.role == "leader":
        return False
    task = track.task
    ask = resolver(track.region, plan_day(task.plan))
    names = resolve_all([*task.lead, *task.responsible, *task.cooperating], track.region, ask)
    return actor.unit in {code for one in names for code in one.duty}


def visible_refs(actor: Actor, refs: Iterable[str]) -> set[str]:
    """Those of the cases that the actor sees."""
    return cases.visible_refs(actor, refs)


def seen(actor: Actor, ref: str, *, lock: bool = False) -> Track:
    """The track of a case that the actor sees; NotVisible else."""
    if not ref or ref not in visible_refs(actor, [ref]):
        raise NotVisible(ref)
    rows: QuerySet[Track] = Track.objects.select_related("task__plan").defer("task__plan__reading")
    if lock:
        rows = rows.select_for_update(of=("self",))
    track = rows.filter(ref=ref).first()
    if track is None:
        raise NotVisible(ref)
    return track


def unit_track(actor: Actor, ref: str) -> Track:
    """The track, locked, for a verb of the lead unit."""
    track = seen(actor, ref, lock=True)
    if actor.role != SYSTEM.role and not leads(actor, track):
        raise Refusal(
            "not-yours",
            _("只有本任务的牵头单位可以办理这一步，没有办成。如任务应由您单位牵头，请联系营商局。"),
        )
    return track


def bureau_track(actor: Actor, ref: str) -> Track:
    """The track, locked, for a verb of those who sent it out."""
    track = seen(actor, ref, lock=True)
    if not may_direct(actor, track.region):
        raise Refusal(
            "not-yours",
            _("这一步由交办任务的营商局或督查人员办理，没有办成。您可以查看进展和依据。"),
        )
    return track


def require_stage(track: Track, *stages: str) -> None:
    """Refuse with a sentence unless the task stands at one of the stages."""
    if track.stage not in stages:
        raise Refusal(
            f"stage-{track.stage}",
            _("任务现在是“%(now)s”，不能办理这一步；可办理的阶段是：%(may)s。请刷新页面。")
            % {
                "now": Stage(track.stage).label,
                "may": definitions.listed(str(Stage(one).label) for one in stages),
            },
        )
