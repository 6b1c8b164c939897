"""Where the time of a case went, holder by holder; the parts add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import _views as v
from yingshang.city.cases._held import APPLICANT, SPECIAL, held_spans
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import PAUSE_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import Event
from yingshang.kernel.worktime import NOBODY

__all__ = ["shares_of"]


def shares_of(work: Work, events: Iterable[Event], *, at: datetime) -> tuple[v.ShareView, ...]:
    """From submission until the case ended, or `at`: who had how much of it."""
    s = work.standing
    if s.submitted_at is None:
        return ()
    end = s.decided_at or s.closed_at or max(at, s.last_at or at)
    region = work.header["region"]
    spans = held_spans(work.item, region, events)
    calendar = definitions.calendar(region)
    shares = worktime.attribute(calendar, s.submitted_at, end, spans)
    parts = _tenths([share.minutes for share in shares])
    views = []
    for share, part in zip(shares, parts, strict=True):
        kind, name = _holder(share.holder, work)
        views.append(
            v.ShareView(share.holder, kind, name, share.minutes, share.workdays, part / 10)
        )
    return tuple(views)


def _tenths(minutes: list[int]) -> list[int]:
    """Parts of the whole in thousandths that add up to a thousand: the largest remainders first."""
    whole = sum(minutes)
    if not whole:
        return [0] * len(minutes)
    parts = [1000 * each // whole for each in minutes]
    rest = sorted(range(len(minutes)), key=lambda n: -(1000 * minutes[n] % whole))
    for n in rest[: 1000 - sum(parts)]:
        parts[n] += 1
    return parts


def _holder(holder: str, work: Work) -> tuple[str, str]:
    """(kind, name): unit, applicant, special or nobody."""
    if holder == NOBODY:
        return "nobody", _("无人持有")
    if holder == APPLICANT:
        return "applicant", _("申请人")
    if holder.startswith(SPECIAL):
        kind = holder.removeprefix(SPECIAL)
        rule = work.item.flow.pause_rule(kind)
        return "special", str(PAUSE_LABELS.get(kind) or (rule and rule.name) or kind)
    return "unit", accounts.unit_name(holder)
