"""The clocks of a case as pages show them: side by side, day by day, and where the time went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import _views as v
from yingshang.city.cases._clock import counting, extensions_of, pauses_of
from yingshang.city.cases._held import APPLICANT
from yingshang.city.cases._lines import Line, lines_of
from yingshang.city.cases._shares import shares_of
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import PAUSE_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import moment_words
from yingshang.kernel import worktime
from yingshang.kernel.flow import CORRECTION, SPECIAL_PROCEDURES, Event, PauseSpan
from yingshang.kernel.worktime import CST, Extension, Limit, Pause

__all__ = ["clock_view"]


def clock_view(
    work: Work, events: Iterable[Event], *, at: datetime, fixed: datetime | None = None
) -> v.ClockView:
    """Every clock of the case with its explanation, its pauses, who had the time, one sentence."""
    s = work.standing
    pauses, extensions = pauses_of(s), extensions_of(s, work.item.flow)
    lines = tuple(_line(line, pauses, extensions, at) for line in lines_of(work, fixed))
    shares = shares_of(work, events, at=at)
    return v.ClockView(
        work.ref,
        lines,
        tuple(_pause(span, work, at) for span in s.pauses),
        _sentence(lines, s.open_pause),
        shares,
        sum(share.minutes for share in shares),
        sum(share.workdays for share in shares),
    )


def _sentence(lines: Sequence[v.ClockLine], pause: PauseSpan | None) -> str:
    """The clock that matters most, in words."""
    if pause is not None and pause.kind == CORRECTION:
        return _("正在等申请人补正，受理期限自补齐之日重新计算。")
    by_kind = {line.kind: line for line in reversed(lines)}
    main = by_kind.get("promised") or by_kind.get("statutory") or (lines[0] if lines else None)
    return main.sentence if main else _("本件没有规定时限。")


def _line(
    line: Line, pauses: Sequence[Pause], extensions: Sequence[Extension], at: datetime
) -> v.ClockLine:
    if line.limit is None:
        return _fixed_line(line, at)
    calendar, limit = line.calendar, line.limit
    spans = pauses if line.pauses else ()
    more = extensions if line.extensions else ()
    due = worktime.due(calendar, line.start, limit, pauses=spans, extensions=more)
    end = max(line.finished or at, line.start)
    unit = limit.unit if limit.unit in ("workday", "day", "hour") else "day"
    return v.ClockLine(
        kind=line.kind,
        name=line.name,
        start=line.start,
        due=due.at,
        provisional=due.provisional,
        lamp=worktime.lamp(at, due.at, calendar=calendar, limit=limit, finished_at=line.finished),
        used=worktime.used(calendar, line.start, end, unit=unit, pauses=spans, **counting(limit)),
        limit=str(limit),
        basis=limit.basis,
        finished_at=line.finished,
        sentence=worktime.sentence(calendar, line.start, limit, pauses=spans, extensions=more),
        days=worktime.explain(
            calendar,
            line.start,
            limit,
            pauses=spans,
            extensions=more,
            until=max(end, due.at) if due.at else end,
        ),
        group=line.group,
        owner=line.owner,
        owner_name=_owner_name(line),
        if_silent=line.if_silent,
    )


def _fixed_line(line: Line, at: datetime) -> v.ClockLine:
    """A clock whose end is a date that was set, not a limit that is counted."""
    calendar, due = line.calendar, line.fixed
    end = max(line.finished or at, line.start)
    words = _("没有规定完成时间。")
    if due:
        words = _("应在 %s 前完成。") % moment_words(due)
    return v.ClockLine(
        kind=line.kind,
        name=line.name,
        start=line.start,
        due=due,
        provisional=due is not None and not calendar.is_known(due.astimezone(CST).date()),
        lamp=worktime.lamp(at, due, calendar=calendar, finished_at=line.finished),
        used=worktime.used(calendar, line.start, end),
        limit="",
        basis="",
        finished_at=line.finished,
        sentence=words,
        days=(),
        group=line.group,
        owner=line.owner,
        owner_name=_owner_name(line),
        if_silent=line.if_silent,
    )


def _owner_name(line: Line) -> str:
    if line.owner == APPLICANT:
        return _("申请人")
    return line.owner if line.group == "special" else accounts.unit_name(line.owner)


def _pause(span: PauseSpan, work: Work, at: datetime) -> v.PauseView:
    rule = work.item.flow.pause_rule(span.kind)
    label = str(PAUSE_LABELS.get(span.kind) or (rule and rule.name) or span.kind)
    return v.PauseView(
        span.kind,
        label,
        span.since,
        span.until,
        span.reason,
        span.basis,
        span.expected,
        span.cap,
        span.notice,
        span.counterpart,
        _over(span, work.header["region"], at),
    )


def _over(span: PauseSpan, region: str, at: datetime) -> str:
    """What is wrong with a pause: longer than allowed or told, or never told in writing."""
    calendar = definitions.calendar(region)
    cap, expected = (Limit.parse(text) if text else None for text in (span.cap, span.expected))
    pause = Pause(span.since, span.until, span.kind, cap=cap, expected=expected)
    if worktime.over_cap(calendar, [pause], at=at):
        return _("已超过上限 %s") % span.cap
    if worktime.over_expected(calendar, [pause], at=at):
        return _("已超过书面告知的 %s") % span.expected
    if span.kind in SPECIAL_PROCEDURES and not span.expected:
        return _("没有书面告知申请人所需时间（行政许可法第四十五条）")
    return ""
