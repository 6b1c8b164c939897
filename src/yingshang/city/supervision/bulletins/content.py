"""A bulletin's content worked out from the data as it stands; and the same figures today."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from yingshang.city.definitions.service import official
from yingshang.city.supervision._subjects import watcher
from yingshang.city.supervision.bulletins._asked import Asked
from yingshang.city.supervision.bulletins._declared import PERIOD_WORDS, BulletinKind, Window
from yingshang.city.supervision.bulletins._heard import (
    contradictions_section,
    hotline_section,
    ratings_section,
)
from yingshang.city.supervision.bulletins._measured import alerts_section, measures_section
from yingshang.city.supervision.bulletins._promised import promises_section, tasks_section
from yingshang.city.supervision.bulletins._words import plain
from yingshang.city.supervision.bulletins._worked import (
    orders_section,
    overdue_section,
    rungs_section,
)
from yingshang.city.supervision.bulletins.kinds import Change, Content, Figure, Section
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["compared", "gather", "gather_of_period", "today"]

SECTIONS: Mapping[str, Callable[[Asked], Section]] = {
    "promises": promises_section,
    "tasks": tasks_section,
    "orders": orders_section,
    "rungs": rungs_section,
    "overdue": overdue_section,
    "ratings": ratings_section,
    "hotline": hotline_section,
    "contradictions": contradictions_section,
    "measures": measures_section,
    "alerts": alerts_section,
}


@official  # an official paper is Chinese, whatever language the screen speaks
def gather(
    kind: BulletinKind, region: str, over: Window, *, at: datetime, past: bool = False
) -> Content:
    """What the paper says: the same for whoever drafts it. ``past``: ``at`` lies behind."""
    asked = Asked(
        watcher(region), region, over.since, over.until, at, PERIOD_WORDS[kind.every], kind.charts,
        past,
    )  # fmt: skip
    return Content(
        kind=kind.code,
        region=region,
        period=over.period,
        since=over.since.isoformat(),
        until=over.until.isoformat(),
        as_of=asked.moment,
        sections=tuple(SECTIONS[code](asked) for code in kind.sections),
    )


def gather_of_period(kind: BulletinKind, region: str, over: Window, *, at: datetime) -> Content:
    """As things stood at the period's end, however late it is asked; a running one as it stands."""
    end = over.until
    if end == datetime.combine(to_cst(end).date(), time(), CST):
        end -= timedelta(minutes=1)  # a whole period ends with its last day, not with the next one
    return gather(kind, region, over, at=min(at, end), past=end < at)


def today(kind: BulletinKind, sent: Content, *, at: datetime) -> dict[str, Figure]:
    """The same figures as they are now: how things stand today, and what is known today of the
    same span of time."""
    over = Window(
        sent.period, datetime.fromisoformat(sent.since), datetime.fromisoformat(sent.until)
    )
    wanted = {section.code for section in sent.sections}
    asked = replace(kind, sections=tuple(code for code in SECTIONS if code in wanted))
    return {one.key: one for one in gather(asked, sent.region, over, at=at).figures}


def compared(now: Content, before: Content, issue: str) -> Content:
    """The content with what changed against an earlier issue."""
    old = {one.key: one for one in before.figures}
    changes = []
    for one in now.figures:
        was = old.get(one.key)
        if was is None or was.value is None or one.value is None or was.value == one.value:
            continue
        difference = Decimal(one.value) - Decimal(was.value)
        told = f"{'+' if difference > 0 else '−'}{plain(abs(difference))}"
        changes.append(Change(one.label, one.unit, was.value, one.value, told))
    return replace(now, before=issue, changes=tuple(changes))
