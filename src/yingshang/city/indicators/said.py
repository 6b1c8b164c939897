"""Office time and changes of a flow in the words of people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from yingshang.kernel.eventlog import Change

__all__ = ["change_words", "span_words"]


def span_words(minutes: float, day: int) -> str:
    """Office time as people say it."""
    if minutes < 60:
        return _("%d 分钟") % round(minutes)
    if minutes < 2 * day:
        return _("%s 小时") % f"{minutes / 60:.1f}"
    return _("%s 工作日") % f"{minutes / day:.1f}"


def change_words(change: Change, day: int, names: Mapping[str, str]) -> str:
    """A change as one says it; ``names`` of the stages by their codes."""
    parts = [
        (_("“%(name)s”加 %(n)d 人") if more > 0 else _("“%(name)s”减 %(n)d 人"))
        % {"name": names[code], "n": abs(more)}
        for code, more in change.staff
    ]
    parts += [
        _("“%(name)s”每件不超过 %(span)s") % {"name": names[code], "span": span_words(most, day)}
        for code, most in change.limits
    ]
    parts += [_("“%s”受理后就同时开始") % names[code] for code in sorted(change.parallel)]
    if change.whole:
        parts.append(_("材料一次收齐，没有补正"))
    if change.load != 1:
        parts.append(_("件数变为现在的 %.0f%%") % (100 * change.load))
    return _("；").join(parts)
