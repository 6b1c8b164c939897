"""Before something falls due, who works on it is told: one message a person and day, not one a
thing. How many working days before stands in data/**/reminders/*.yaml, per city."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.calendars.kinds import KINDS, Reminded
from yingshang.city.supervision.calendars.tables import CalendarItem
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import Calendar, to_cst

__all__ = ["check_body", "remind_of_days"]

CODE = "deadline-reminders"
WORKERS = frozenset({"clerk", "reviewer", "operator", "bureau", "supervisor"})
MOST = 20  # lines of one message
LINK = "/desk/calendars/"


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal where a kind is not known."""
    if strange := sorted(set(body.get("kinds", ())) - set(KINDS)):
        raise Refusal(
            "reminder-kind",
            f"“{body['name']}”里没有“{'、'.join(strange)}”这种事项；可用的有：{'、'.join(KINDS)}。",
        )


@official
def remind_of_days(*, at: datetime, regions: Sequence[str] | None = None) -> Reminded:
    """Tell everybody what comes near; once a day and region, on working days only. What is done,
    waits for others or is cancelled is not mentioned."""
    wanted = regions or [code for code, _name in accounts.regions()]
    done = [_remind(region, at) for region in wanted]
    return Reminded(sum(one.messages for one in done), sum(one.things for one in done))


@transaction.atomic
def _remind(region: str, at: datetime) -> Reminded:
    day = to_cst(at).date()
    rule = definitions.edition("reminder", CODE, region=region, on=day)
    calendar = definitions.calendar(region)
    if rule is None or not calendar.is_workday(day):
        return Reminded()
    rows = CalendarItem.objects.filter(region=region)
    if rows.filter(reminded_on=day).exists():
        return Reminded()
    steps = sorted(rule.body["workdays_before"])
    last = calendar.add_workdays(day, steps[-1]) if steps[-1] else day
    near = rows.filter(
        state="open", day__gte=day, day__lte=last, kind__in=rule.body.get("kinds", list(KINDS))
    )
    due = [row for row in near if _is_due(row, steps, calendar, day)]
    messages = list(_messages(region, due, calendar, day, at))
    notify.send_many(messages)
    CalendarItem.objects.bulk_update(due, ["reminded", "reminded_on"], batch_size=200)
    return Reminded(len(messages), len(due))


def _is_due(row: CalendarItem, steps: list[int], calendar: Calendar, day: date) -> bool:
    """Whether a step was reached that this thing was not yet announced at; marks it then."""
    left = calendar.count_workdays(day, row.day)
    reached = next((step for step in steps if left <= step), None)
    if reached is None or (row.reminded is not None and row.reminded <= reached):
        return False
    row.reminded, row.reminded_on = reached, day
    return True


def _messages(
    region: str, due: list[CalendarItem], calendar: Calendar, day: date, at: datetime
) -> Iterable[notify.Outgoing]:
    people = accounts.actors(region=region) if due else []
    for person in people:
        own = [row for row in due if _concerns(row, person)]
        if own:
            yield notify.Outgoing(
                to=f"user:{person.id}",
                topic="days-due",
                title=_("近期到期 %(n)d 项，最早的是 %(day)s")
                % {"n": len(own), "day": f"{own[0].day.month}月{own[0].day.day}日"},
                key=f"days-due-{day.isoformat()}",
                at=at,
                body=_body(own, calendar, day),
                link=LINK,
            )


def _concerns(row: CalendarItem, person: Actor) -> bool:
    if row.reader:
        return row.reader == person.id
    return bool(row.unit) and row.unit == person.unit and person.role in WORKERS


def _body(rows: list[CalendarItem], calendar: Calendar, day: date) -> str:
    lines = [f"{row.day:%m-%d}（{_left(calendar, day, row.day)}）{row.title}" for row in rows]
    if len(lines) > MOST:
        lines = [*lines[:MOST], _("另有 %d 项，见我的日历。") % (len(lines) - MOST)]
    return "\n".join(lines)


def _left(calendar: Calendar, day: date, due: date) -> str:
    if due == day:
        return _("今天")
    left = calendar.count_workdays(day, due)
    return _("还有 %d 个工作日") % left if left else _("休息日到期，今天办")
