"""The nightly climb: rungs that the rules take by themselves, and proposals for the others."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.kinds import ENDED
from yingshang.city.supervision.ladder._declared import Ladder, ladder_of
from yingshang.city.supervision.ladder._grounds import usual_ground
from yingshang.city.supervision.ladder._standing import TAKEN, called_for, of_unit, open_work
from yingshang.city.supervision.ladder.acting import put_up
from yingshang.city.supervision.ladder.following import WAITING, ended, leave_other_units
from yingshang.city.supervision.ladder.kinds import Climbed, Held
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.ladder.telling import tell_approvers
from yingshang.city.supervision.outstanding import look_at_numbers
from yingshang.kernel.worktime import to_cst

__all__ = ["climb"]


@official  # what is written stays Chinese, whatever language the screen speaks
def climb(*, at: datetime, by: Actor, regions: Sequence[str] | None = None) -> Climbed:
    """Look at every open order and plan task of the regions. Again on the same day: nothing new.

    A rung that is marked `auto` is sent; any other that is called for is proposed to the
    supervisors, once. A refused proposal is not made again for the same case.
    """
    wanted = regions or ([by.region] if by.region else [code for code, _n in accounts.regions()])
    taken = proposed = 0
    for region in wanted:
        require_order(by, region)
        ladder = ladder_of(region, to_cst(at).date())
        if ladder is None:
            continue
        look_at_numbers(region, at)
        with transaction.atomic():
            _leave_ended(region, by, at)
            stood = list(_stood(region, ladder, at))
            done = [row for one in stood if (row := _step(ladder, one, by, at)) is not None]
            waiting = [row for row in done if row.status == Escalation.Status.PROPOSED]
            tell_approvers(waiting, at)
        proposed += len(waiting)
        taken += len(done) - len(waiting)
    return Climbed(taken, proposed)


def _stood(region: str, ladder: Ladder, at: datetime) -> Sequence[tuple[Held, list[Escalation]]]:
    held = list(open_work(region, ladder.families, at))
    rows: dict[str, list[Escalation]] = {}
    for row in Escalation.objects.filter(region=region, ref__in=[one.ref for one in held]):
        rows.setdefault(row.ref, []).append(row)
    return [(one, of_unit(rows.get(one.ref, ()), one.unit)) for one in held]


def _step(
    ladder: Ladder, stood: tuple[Held, list[Escalation]], by: Actor, at: datetime
) -> Escalation | None:
    held, rows = stood
    taken = [one for one in rows if one.status in TAKEN]
    day = to_cst(at).date()
    highest = max((one.level for one in taken), default=0)
    settled = {one.rung for one in rows}
    for rung in ladder.rungs:
        if rung.code in settled or not called_for(held, rung, taken, day):
            continue
        ground = usual_ground(held, at)
        auto = rung.auto and not rung.approval
        demand = rung.demand_of(held, highest)
        return put_up(held, rung, by=by, at=at, ground=ground, demand=demand, propose=not auto)
    return None


def _leave_ended(region: str, by: Actor, at: datetime) -> None:
    """What stands for a case that has ended, or that another unit has now, has lost its object."""
    rows = list(Escalation.objects.filter(region=region, status__in=WAITING))
    seen = {row.ref: row for row in cases.by_refs(by, [one.ref for one in rows], at=at)}
    for row in rows:
        case = seen.get(row.ref)
        if case is not None and case.state in ENDED:
            ended(row, Escalation.Status.LIFTED, _("事项已经办结"), by.name, at)
        elif case is not None and case.unit:
            leave_other_units([row], case.unit, by.name, at)
