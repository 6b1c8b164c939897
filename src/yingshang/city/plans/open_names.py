"""Names that no unit of the city answers to: one list for a person, over all its plans."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yingshang.city.plans.kinds import UnitGuess
from yingshang.city.plans.models import Plan, Status, Task
from yingshang.city.plans.queries import resolvers
from yingshang.city.plans.units import resolver

__all__ = ["OpenName", "PlanName", "open_names"]


@dataclass(frozen=True)
class PlanName:
    """A plan by id and title."""

    id: int
    title: str


@dataclass(frozen=True)
class OpenName:
    """A printed name that awaits a person's word."""

    name: str
    times: int
    plans: tuple[PlanName, ...]
    guesses: tuple[UnitGuess, ...]
    note: str  # what is known all the same: the usual body that the register lacks


def open_names(region: str) -> list[OpenName]:
    """Unresolved names of a city's plans, the most frequent first."""
    plans = {
        plan.pk: plan
        for plan in Plan.objects.filter(region=region, withdrawn_at=None).defer("reading")
    }
    rows = Task.objects.filter(plan__in=plans, gone=False).exclude(status=Status.REJECTED)
    base = resolver(region)
    asks = resolvers(plans.values())
    seen: dict[str, list[int]] = {}
    for pk, *lists in rows.values_list("plan_id", "lead", "responsible", "cooperating"):
        for name in _each(lists):
            if not asks[pk](name).known:
                seen.setdefault(name, []).append(pk)
    found = [
        OpenName(
            name,
            len(where),
            tuple(PlanName(pk, plans[pk].title) for pk in dict.fromkeys(where)),
            base.guesses(name),
            _note(base.usual_name(name)),
        )
        for name, where in seen.items()
    ]
    return sorted(found, key=lambda one: (-one.times, one.name))


def _each(lists: Iterable[list[str]]) -> Iterable[str]:
    return (name for names in lists for name in names)


def _note(usual: str) -> str:
    if not usual:
        return ""
    return _("通行名称是“%s”，但单位表里没有这个单位；确有此单位的，请营商局登记为新单位。") % usual
