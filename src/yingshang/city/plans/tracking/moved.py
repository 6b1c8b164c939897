"""Why a task is held to another day than its plan prints, said beside the plan's promise."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from yingshang.city.definitions.service import day_words
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import ClosingAsk, ExtensionAsk, Track
from yingshang.city.plans.tracking.resting import rested_to
from yingshang.kernel.worktime import CST

__all__ = ["extended_to", "longer", "moved", "words"]


def moved(track: Track) -> str:
    """extended | back (sent back, with a new day) | rested | set (anew) | kept (the plan that took
    it over prints another one) | '' where the plan's own day counts."""
    day = track.owed_on
    if day == track.first_due_on or day is None:
        return ""
    if _sent_back(track):
        return "back"
    if day == track.again_on:
        return "rested"
    if track.extensions:
        return "extended"
    done = track.stage in (Stage.VERIFIED, Stage.CLOSED, Stage.ENDED)
    return "kept" if done and not track.reopened else "set"


def _sent_back(track: Track) -> bool:
    """Whether the day is that of work that was sent back: by the item's limit, or as was said when
    it was. What was started anew after its closing had passed is another thing."""
    if track.again_on is not None and track.owed_on == track.again_on:
        back = bool(track.returned or track.reopened)
        return back and not (track.pauses and track.again_on == rested_to(track))
    states = [one.state for one in track.closings.all()] if track.reopened else []
    passed, returned = ClosingAsk.State.PASSED, ClosingAsk.State.RETURNED
    return returned in states and passed not in states[:-1]


def words(why: str, was: date | None, day: date | None) -> str:
    """The plan's promise and the day that counts: 承诺 2026年5月31日，延期至 2026年6月30日."""
    if not why or day is None:
        return ""
    said = {"was": day_words(was) if was else "", "day": day_words(day)}
    if was is None:
        return "" if why == "kept" else _("方案没有写时限，后来定为 %(day)s") % said
    return {
        "extended": _("承诺 %(was)s，延期至 %(day)s"),
        "back": _("承诺 %(was)s，退回整改，限 %(day)s 前完成"),
        "rested": _("承诺 %(was)s，暂停后顺延至 %(day)s"),
        "set": _("承诺 %(was)s，重定为 %(day)s"),
        "kept": _("承接的方案写 %(was)s，本件仍为 %(day)s"),
    }[why] % said


def longer(task: str, as_of: date) -> Subquery:
    """In a question that reaches a task by `task`: the day to which it had been extended by the
    end of a day, the last where there are several."""
    asks = _granted(as_of).filter(track__task=OuterRef(task)).order_by("-ruled_at", "-pk")
    return Subquery(asks.values("until")[:1])


def extended_to(tasks: Iterable[int], as_of: date) -> dict[int, date]:
    """The same by task."""
    rows = _granted(as_of).filter(track__task__in=list(tasks)).order_by("ruled_at", "pk")
    return dict(rows.values_list("track__task", "until"))


def _granted(as_of: date) -> QuerySet[ExtensionAsk]:
    end = datetime.combine(as_of, time.max, CST)
    return ExtensionAsk.objects.filter(state=ExtensionAsk.State.GRANTED, ruled_at__lte=end)
