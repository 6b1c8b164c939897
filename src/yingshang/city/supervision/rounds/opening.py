"""Open a round, the next of a series, and stop a series; the notice goes out at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._words import paper_number, year_begins
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.rounds.access import fetch, may_keep
from yingshang.city.supervision.rounds.recurring import Turn, turn_of
from yingshang.city.supervision.rounds.tables import Round, RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = ["next_nominal", "open_next", "open_round", "stop_series", "working_day"]


def working_day(region: str, nominal: date, *, plan: bool = False) -> date:
    """A day of rest moves the end of a period to the next working day; a plan's own day to the
    one before it, as its calendar of deadlines does: what is due before a day is not late."""
    calendar = definitions.calendar(region)
    if not plan:
        return calendar.next_workday(nominal)
    while not calendar.is_workday(nominal):
        nominal -= timedelta(days=1)
    return nominal


@dataclass(frozen=True)
class _Wish:
    every: str
    until: date | None
    sealed: bool
    remind_before: int
    remind_after: int
    plan: int | None
    basis: str


@official  # what is written stays Chinese, whatever language the screen speaks
def open_round(
    *,
    title: str,
    demand: str,
    units: Sequence[str],
    due_on: date,
    by: Actor,
    at: datetime,
    every: str = "",
    until: date | None = None,
    sealed: bool = True,
    remind_before: int = 2,
    remind_after: int = 1,
    plan: int | None = None,
    basis: str = "",
) -> int:
    """Ask the units for papers until a day, once or ``every`` period; answers the round's id.

    A ``due_on`` on a day of rest counts until the next working day, a plan's own day until the
    working day before it, and the notice says so.
    """
    require_order(by, by.region)
    _check(title, demand, units, by.region)
    today = to_cst(at).date()
    if due_on < today:
        raise Refusal("due-past", _("报送期限已经过去；请另选今天或以后的日期。"))
    if (falls := working_day(by.region, due_on, plan=plan is not None)) < today:
        raise Refusal(
            "due-past",
            _("方案的期限遇休息日提前到%s，已经过去；请另选今天或以后的工作日。")
            % day_words(falls),
        )
    if every and every not in Round.Every.values:
        raise Refusal("every-unknown", _("“%s”不是可选的报送周期；请从清单里选择。") % every)
    if until and until < due_on:
        raise Refusal("until-early", _("周期报送的截止日早于第一次报送的期限；请核对。"))
    wish = _Wish(every, until, sealed, remind_before, remind_after, plan, basis.strip())
    for _again in range(2):
        try:
            return _write(title.strip()[:300], demand.strip(), units, due_on, wish, by, at)
        except IntegrityError:  # another round of the city took the same number: count again
            continue
    raise Refusal("number-taken", _("编号刚被占用，通知没有发出；请再提交一次。"))


def _check(title: str, demand: str, units: Sequence[str], region: str) -> None:
    given = ((_("报送名称"), title), (_("报送要求"), demand))
    if missing := [label for label, value in given if not value.strip()]:
        raise Refusal("round-incomplete", _("还没有填写：%s。请补齐后发出。") % "、".join(missing))
    if not units:
        raise Refusal("units-missing", _("请选择要报送的单位，至少一个。"))
    known = {one.code for one in accounts.units(region)}
    if strangers := [one for one in units if one not in known]:
        raise Refusal(
            "unit-unknown",
            _("“%s”不是本市的单位；请从单位清单里选择。") % "、".join(strangers),
        )


@transaction.atomic
def _write(
    title: str, demand: str, units: Sequence[str], due: date, wish: _Wish, by: Actor, at: datetime
) -> int:
    turn = turn_of(wish.every, due) if wish.every else Turn("", 1, 1)
    row = Round(
        region=by.region, title=title, demand=demand, basis=wish.basis, plan_id=wish.plan,
        every=wish.every, month=turn.month, day=turn.day, nominal=due, until=wish.until,
        sealed=wish.sealed, remind_before=wish.remind_before, remind_after=wish.remind_after,
    )  # fmt: skip
    return _send_out(row, units, by, at)


def _send_out(row: Round, units: Sequence[str], by: Actor, at: datetime) -> int:
    """Number it, save it, tell the units."""
    taken = Round.objects.filter(region=row.region, opened_at__gte=year_begins(at)).count()
    row.number = paper_number(row.region, "营材", taken, at)
    row.due_on = working_day(row.region, row.nominal, plan=row.plan_id is not None)
    row.opened_by, row.opened_name, row.opened_at = by.id, by.name, at
    row.save(force_insert=True)
    asked = list(dict.fromkeys(units))
    RoundShare.objects.bulk_create(
        RoundShare(round=row, unit=unit, due_on=row.due_on) for unit in asked
    )
    title = _("请在 %(due)s 前报送：%(title)s") % {
        "due": day_words(row.due_on),
        "title": row.title,
    }
    notify.send_many(
        notify.Outgoing(
            to=f"unit:{unit}", topic="round", title=title[:300], key=f"round-{row.pk}", at=at,
            body=row.demand[:300], link=f"/desk/rounds/{row.pk}/",
        )
        for unit in asked
    )  # fmt: skip
    detail = {"number": row.number, "due": row.due_on.isoformat(), "units": "、".join(asked)}
    audit.record(by=by, at=at, action="round.open", obj=f"round/{row.pk}", detail=detail)
    return row.pk


def next_nominal(row: Round) -> date | None:
    """The day of the next round of the series; None where it has ended or never recurs."""
    if not row.every or row.stopped_at:
        return None
    found = Turn(row.every, row.month, row.day).next(row.nominal)
    return None if row.until and found > row.until else found


@transaction.atomic
def open_next(root: Round, last: Round, *, by: Actor, at: datetime) -> int | None:
    """The next round of a series once the last one's day has passed; None where none is due.

    Periods that nobody was asked for stay unasked: no unit is late with what it was never told.
    """
    day = to_cst(at).date()
    if root.stopped_at or last.due_on >= day:
        return None
    turn, nominal = Turn(root.every, root.month, root.day), last.nominal
    while working_day(root.region, nominal, plan=root.plan_id is not None) <= day:
        nominal = turn.next(nominal)
    if root.until and nominal > root.until:
        return None
    row = Round(
        region=root.region, title=root.title, demand=root.demand, basis=root.basis,
        plan_id=root.plan_id, series=root, every=root.every, month=root.month, day=root.day,
        nominal=nominal, until=root.until, sealed=root.sealed,
        remind_before=root.remind_before, remind_after=root.remind_after,
    )  # fmt: skip
    return _send_out(row, [one.unit for one in last.shares.all()], by, at)


@official
@transaction.atomic
def stop_series(*, round: int, reason: str, by: Actor, at: datetime) -> None:
    """No further round of the series; those that are open stay open."""
    row = fetch(by, round)
    root = Round.objects.select_for_update().get(pk=row.series_id or row.pk)
    if not may_keep(by, root.region):
        raise Refusal("not-keeper", _("只有本市督办人员或营商局可以停止周期报送。"))
    if not root.every:
        raise Refusal("never-recurs", _("这次报送只报一次，没有后续周期可停。"))
    if root.stopped_at:
        raise Refusal("stopped-already", _("%s已经停止了后续报送。") % root.stopped_by)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明停止后续报送的理由。"))
    root.stopped_at, root.stopped_by, root.stopped_reason = at, by.name, reason.strip()
    root.save(update_fields=["stopped_at", "stopped_by", "stopped_reason"])
    detail = {"reason": root.stopped_reason}
    audit.record(by=by, at=at, action="round.stop", obj=f"round/{root.pk}", detail=detail)
