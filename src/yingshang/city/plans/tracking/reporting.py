"""进展: what the lead unit reports of a period, and how it corrects it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.tracking import numbers
from yingshang.city.plans.tracking.access import require_stage, unit_track
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import ClosingAsk, Report, Track
from yingshang.city.plans.tracking.owing import owed_by
from yingshang.city.plans.tracking.own import kept_as, lines_of, typed_in
from yingshang.city.plans.tracking.periods import NEVER, period_of
from yingshang.city.plans.tracking.resting import days_after
from yingshang.kernel.worktime import to_cst

__all__ = ["correct", "correctable", "report"]

Files = Sequence[cases.Upload]
RUNNING = (Stage.WORKING, Stage.ASKED, Stage.SUSPENDED)


@official
@transaction.atomic
def report(
    *,
    ref: str,
    percent: int,
    progress: str,
    by: Actor,
    at: datetime,
    problems: str = "",
    next_steps: str = "",
    period: str = "",
    own: Mapping[int, str] | None = None,
    files: Files = (),
) -> None:
    """进展: words by the unit; the numbers of bound indicators come from the indicators. `own`: by
    target, a number of the unit's own where none is bound; it stays marked as reported.

    `period`: the one owed ('' the running one). A period is reported on once.
    """
    track = unit_track(by, ref)
    require_stage(track, *RUNNING)
    found = _period(track, period, at)
    if track.reports.filter(period=found.key).exists():
        raise Refusal(
            "reported-already",
            _("%s的进展已经报送，没有保存。要改的，请用“更正进展”；有补充的，请写在下一期。")
            % definitions.period_words(found.key),
        )
    day = to_cst(at).date()
    Report.objects.create(
        track=track,
        period=found.key,
        due_on=found.due_on,
        **_said(percent, progress, problems, next_steps),
        numbers=_numbers(track, own or {}, at),
        by=by.id,
        by_name=by.name,
        at=at,
        late_days=days_after(track, found.due_on, day),
    )
    text = _("报送%(period)s进展（%(percent)d%%）：%(words)s") % {
        "period": found.label,
        "percent": percent,
        "words": progress.strip(),
    }
    cases.note(ref=ref, text=text, by=by, at=at, files=files)


def _said(percent: int, progress: str, problems: str, next_steps: str) -> dict[str, Any]:
    """What was written, once it may be kept."""
    if not 0 <= percent <= 100:
        raise Refusal("percent", _("进度只能是 0 到 100 的整数，没有保存。请修改进度。"))
    if not progress.strip():
        raise Refusal("progress-missing", _("请写明本期进展，没有保存。"))
    return {
        "percent": percent,
        "progress": progress.strip(),
        "problems": problems.strip(),
        "next_steps": next_steps.strip(),
    }


def _period(track: Track, key: str, at: datetime) -> Any:
    """The period that is meant: one owed, or the running one."""
    day = to_cst(at).date()
    calendar = definitions.calendar(track.region)
    every = "month" if track.every == NEVER else track.every
    running = period_of(every, day, calendar, track.due_workdays)
    if not key or key == running.key:
        return running
    for one in owed_by(track, day):
        if one.key == key:
            return one
    raise Refusal("period-unknown", _("“%s”不是应报送的期次，没有保存。请刷新页面后重选。") % key)


def _numbers(track: Track, typed: Mapping[int, str], at: datetime) -> list[dict[str, Any]]:
    kept = []
    for one in numbers.promises(track, at):
        text = str(typed.get(one.target.id, "")).strip()
        kept.append(_line(one, text))
    return kept


def _line(one: PromiseView, text: str) -> dict[str, Any]:
    """A promise as it is kept with a report, with the number that was typed of it."""
    (line,) = numbers.lines([one])
    if text and line.bound:
        raise Refusal(
            "number-measured",
            _("“%s”由系统指标计算，不能填写；如认为指标有误，请在“存在问题”里说明。") % line.metric,
        )
    return line.kept() | (kept_as(text, one.target) if text else {})


def _mended(
    track: Track, row: Report, typed: Mapping[int, str], at: datetime
) -> list[dict[str, Any]]:
    """The lines of a report that is corrected: what was measured stays as it was on its day, and
    so does a number of the unit's own unless another is typed, or nothing on purpose ('')."""
    kept = list(row.numbers)
    mine = lines_of(track.task_id, kept)
    for one in numbers.promises(track, at):
        if one.target.id not in typed:
            continue
        text, old = typed[one.target.id].strip(), mine.get(one.target.id)
        line = _line(one, text) if text else None
        if old is None:
            kept += [line] if line else []
        elif line is None:
            kept[kept.index(old)] = _cleared(old) if typed_in(old, one.target.unit) else old
        elif line["number"] != old.get("number"):
            kept[kept.index(old)] = line
    return kept


def _cleared(line: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: said for name, said in line.items() if name != "number"}
    return rest | {"value": "", "mark": "", "reason": "", "period": "", "lamp": "grey"}


@official
@transaction.atomic
def correct(
    *,
    ref: str,
    percent: int,
    progress: str,
    why: str,
    by: Actor,
    at: datetime,
    problems: str = "",
    next_steps: str = "",
    own: Mapping[int, str] | None = None,
    files: Files = (),
) -> None:
    """更正: the newest report is written anew; what it said before stays on record, and the day on
    which it first came in still counts. `own`: only the numbers that are to be others ('' none)."""
    track = unit_track(by, ref)
    require_stage(track, *RUNNING)
    row = correctable(track)
    if row is None:
        raise Refusal(
            "report-settled",
            _("没有可以更正的进展：还没有报送，或者审核已经依据它作出。有补充请写在下一期。"),
        )
    if not why.strip():
        raise Refusal("why-missing", _("请写明为什么更正，没有保存。"))
    said = _said(percent, progress, problems, next_steps)
    said["numbers"] = _mended(track, row, own or {}, at)
    row.earlier = [*row.earlier, row.said() | {"why": why.strip()}]
    for name, value in said.items():
        setattr(row, name, value)
    row.corrected_at, row.corrected_by = at, by.name
    row.save()
    text = _("更正%(period)s进展（%(percent)d%%）：%(words)s。更正原因：%(why)s") % {
        "period": definitions.period_words(row.period),
        "percent": percent,
        "words": row.progress.rstrip("。"),
        "why": why.strip(),
    }
    cases.note(ref=ref, text=text, by=by, at=at, files=files)


def correctable(track: Track) -> Report | None:
    """The newest report, until a verification that rests on it has passed, if only by one of two.
    A request that was returned leaves it to the unit again."""
    row = max(track.reports.all(), key=lambda one: one.at, default=None)
    if row is None or track.stage not in RUNNING:
        return None
    acted = (ClosingAsk.State.FIRST, ClosingAsk.State.PASSED)
    told = [one.verified_at for one in track.closings.all() if one.state in acted]
    return None if any(at is not None and at >= row.at for at in told) else row
