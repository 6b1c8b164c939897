"""The instructions that name a unit and have not been handed out to it yet."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Held, UnitView
from yingshang.city.supervision.instructions.tables import Instruction

__all__ = ["waiting_for"]


def waiting_for(unit: UnitView, at: datetime) -> Iterator[Held]:
    """By number only, the words are for their readers: the unit is asked first, or the instruction
    could be handed to nobody and replied to never. What was handed out is among its cases."""
    rows = Instruction.objects.filter(region=unit.region).exclude(status=Instruction.Status.REPLIED)
    rows = rows.exclude(tasks__unit=unit.code).order_by("received_on", "pk")
    # in Python: SQLite cannot ask what a list of codes contains
    numbers = [no for no, units in rows.values_list("number", "units") if unit.code in units]
    yield Held(_("点名它、还没有交办的批示"), tuple(numbers), len(numbers))
