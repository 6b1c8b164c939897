"""Take a unit's share of a case into one's own hands, and give it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._hands import give, share_of, taken
from yingshang.city.cases._whole import whole
from yingshang.city.cases.kinds import Refusal

__all__ = ["claim", "release"]


def claim(*, ref: str, by: Actor, at: datetime) -> None:
    """From now on I answer for my unit's share. Twice is once; of two at once the first has it."""
    unit = _unit_of(by)
    with whole():
        head, _work, holder = share_of(ref, by, unit)
        if holder == by.id:
            return
        if holder:
            raise taken(accounts.person_names([holder])[holder])
        give(head, unit, by.id, by=by, at=at)


def release(*, ref: str, by: Actor, at: datetime) -> None:
    """Back to the unit: anybody may claim it. By the holder, or the deputy while he is away."""
    unit = _unit_of(by)
    with whole():
        head, _work, holder = share_of(ref, by, unit)
        if not holder:
            return
        if holder != by.id and holder not in accounts.stands_in_for(by.id, at=at):
            name = accounts.person_names([holder])[holder]
            raise Refusal(
                "not-yours",
                _("本件由%(name)s认领，不能由您放回。请由%(name)s放回，或请督办人员调整。")
                % {"name": name},
            )
        give(head, unit, "", by=by, at=at)


def _unit_of(by: Actor) -> str:
    if not by.unit or not by.is_staff:
        raise Refusal("not-yours", _("只有承办单位的工作人员可以认领。请由承办单位办理。"))
    return by.unit
