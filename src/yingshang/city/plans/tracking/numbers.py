"""What the indicators say of a task's targets, and whether it may be closed on that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words
from yingshang.city.plans import promising
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.lineage.lamps import unread
from yingshang.city.plans.models import Status
from yingshang.city.plans.tracking._answered import answered, pledge_of
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.resting import days_after, held_on
from yingshang.kernel.worktime import to_cst

__all__ = [
    "MARKS",
    "NumberView",
    "TargetCheck",
    "check",
    "closes",
    "judge",
    "lines",
    "promises",
    "promises_of",
    "seen",
    "slipped",
    "task_facts",
]

MARKS = {"measured": "实测", "returned": "系统回传", "reported": "部门自报", "": ""}


@dataclass(frozen=True)
class NumberView:
    """One target on one day: what was promised, what the indicator says, or the unit's word."""

    target: int
    metric: str
    promised: str
    value: str
    mark: str  # measured | returned | reported | '' where there is none
    lamp: str
    reason: str
    period: str = ""
    indicator: str = ""
    bound: bool = False
    unit: str = ""
    number: str = ""  # in a report: what its unit typed
    short: bool = False  # misses the promise, by the indicator or by the unit's own word
    due: date | None = None  # the day that the target itself names, beside its task's
    held: date | None = None  # the day that counts: later where the task rested
    untold: bool = False  # nothing measures it, and its unit has reported no number of it
    late: bool = False  # its own day has passed, and it is missed or untold
    pledge: tuple[str, ...] = ()  # comparator, value, upper value, unit, whoever reads it

    @property
    def named(self) -> str:
        """What was promised by its day: 高频电子证照免提交 ≥ 20 类（2026年6月30日前）."""
        by = _("（%s前）") % day_words(self.due) if self.due else ""
        return f"{_inner(self.metric)} {self.promised}{by}"

    def kept(self) -> dict[str, Any]:
        """As it is frozen with a report."""
        return {
            "target": self.target,
            "metric": self.metric,
            "promised": self.promised,
            "value": self.value,
            "mark": self.mark,
            "lamp": self.lamp,
            "reason": self.reason,
            "period": self.period,
            "indicator": self.indicator,
            "bound": self.bound,
            "unit": self.unit,
            "short": self.short,
            "pledge": list(self.pledge),
        }


@dataclass(frozen=True)
class TargetCheck:
    """Whether the task may close on its numbers, and why (not)."""

    met: bool
    sentence: str
    indicator: str  # none | unbound | met | near | missed | nodata | reported
    says: str
    numbers: tuple[NumberView, ...] = ()
    evidence: bool = False  # some of it closes on papers alone: nothing measures it
    own: bool = False  # what falls short is only what the unit reported itself
    fitting: str = ""  # what the platform measures of it, and nobody has bound
    waits: bool = False  # a changed number has not been looked at
    missed_before: bool = False  # a number waits that replaces one which was not reached
    silent: bool = False  # the day of a number has passed of which nobody has ever told anything

    @property
    def quantified(self) -> bool:
        return self.indicator != "none"


def promises(track: Track, at: datetime) -> list[PromiseView]:
    """The task's promises beside their results, as of the day."""
    day = to_cst(at).date()
    return promising.promises(as_of=day, task=track.task_id)


def promises_of(plan: int, at: datetime) -> dict[int, list[PromiseView]]:
    """Those of a whole plan by task, read once however many tasks there are."""
    found: dict[int, list[PromiseView]] = {}
    for one in promising.promises(as_of=to_cst(at).date(), plan=plan):
        found.setdefault(one.task.id, []).append(one)
    return found


def lines(found: Iterable[PromiseView], track: Track | None = None) -> tuple[NumberView, ...]:
    """Promises as the lines of a report."""
    return tuple(_line(one, track) for one in found)


def _line(one: PromiseView, track: Track | None) -> NumberView:
    due = one.target.due_on
    held = held_on(track, due) if track and due else due
    short = one.lamp in ("red", "yellow") or (not one.indicator and one.own_short)
    untold = not (one.indicator or one.own or one.waits)
    return NumberView(
        target=one.target.id,
        metric=one.target.metric,
        promised=one.promised,
        value=one.actual_text,
        mark=one.mark or "",
        lamp=one.lamp,
        reason=one.reason,
        period=one.period_label,
        indicator=one.indicator_name if one.indicator else "",
        bound=bool(one.indicator),
        unit=one.target.unit,
        short=short,
        due=due,
        held=held,
        untold=untold,
        late=_over(track, held, one.as_of) and (short or untold),
        pledge=pledge_of(one.target),
    )


def _over(track: Track | None, day: date | None, as_of: date) -> bool:
    """Whether a day has passed; while its task rests, none does."""
    if day is None or day >= as_of:
        return False
    return track is None or days_after(track, day, as_of) > 0


def check(track: Track, at: datetime) -> TargetCheck:
    """Whether the task may close at `at`, with its numbers."""
    return judge(promises(track, at), track, unread=bool(unread([track.task_id])))


_WORST = ("missed", "near", "reported", "nodata", "met")


def judge(found: Iterable[PromiseView], track: Track, *, unread: bool = False) -> TargetCheck:
    """Every bound target met: it may close. None bound, or none at all: on evidence, and it says
    so; what is not bound beside what is, too. A unit's own word closes nothing that an indicator
    measures. `unread`: next year's plan may say a number that nobody has looked for yet."""
    found = list(found)
    fits = [
        _("“%(metric)s”：%(reason)s") % {"metric": _name(one), "reason": one.fits.rstrip("。. ")}
        for one in found
        if one.fits
    ]
    return replace(_judge(found, track, unread=unread), fitting=definitions.listed(fits, "；"))


def _name(one: PromiseView) -> str:
    return _inner(one.target.metric)


def _inner(text: str) -> str:
    """Quotes within quotes."""
    return text.replace("“", "‘").replace("”", "’")


def _judge(found: list[PromiseView], track: Track, *, unread: bool) -> TargetCheck:
    numbers = lines(found, track)
    loose = [one for one in found if not one.indicator]
    held = _waits(found, unread)
    if held is not None:
        says, sentence = held
        short_before = any(one.missed_before for one in found)
        papers = not found or bool(loose)
        return TargetCheck(
            False, sentence, "nodata", says, numbers, papers, waits=True, missed_before=short_before
        )
    if not found:
        sentence = _("本任务无量化指标，凭佐证材料审核销号。")
        return TargetCheck(True, sentence, "none", sentence, evidence=True)
    bound = [one for one in found if one.indicator]
    missed = [one for one in loose if one.own_short]
    silent = [one for one in loose if not one.own and _over(track, _until(one, track), one.as_of)]
    asked = [_untold(one, track) for one in silent]
    if not bound and not missed:
        if silent:
            return _asked_for(asked, numbers)
        sentence = _("本任务的指标目标没有绑定系统指标，数据由单位自报，凭佐证材料审核销号。")
        sentence = definitions.sentences(sentence, *(_own(one) for one in loose if one.own))
        return TargetCheck(True, sentence, "unbound", sentence, numbers, True)
    standing = {one.target.id: "met" if one.lamp == "green" else one.standing for one in bound}
    standing |= {one.target.id: "missed" for one in missed}
    worst = next(name for name in _WORST if name in standing.values())
    short = [one for one in bound if standing[one.target.id] != "met"]
    if missed and not short:
        return _own_missed(missed, asked, numbers)
    if silent and not short:
        return _asked_for(asked, numbers)
    if not short:
        sentence = _met(len(bound), len(loose))
        return TargetCheck(True, sentence, worst, sentence, numbers, bool(loose))
    told = [*map(_short, short), *map(_own, missed), *asked]
    says = definitions.listed(told, "；")
    sentence = (
        _("指标没有达到目标，不能销号：%s。确需销号的，由具名人员写明理由，理由会一直显示。") % says
    )
    return TargetCheck(False, sentence, worst, _("%s。") % says, numbers, bool(loose))


def _own(one: PromiseView) -> str:
    return _("“%(metric)s”：%(reason)s") % {"metric": _name(one), "reason": one.own}


def _until(one: PromiseView, track: Track) -> date | None:
    """The day by which a number is to be told: that to which its task is held, or its own."""
    return held_on(track, one.target.due_on) if one.target.due_on else track.owed_on


def _untold(one: PromiseView, track: Track) -> str:
    due = _until(one, track)
    said = {"metric": _name(one), "promised": one.promised, "day": day_words(due) if due else ""}
    return _("“%(metric)s”应于 %(day)s 前达到 %(promised)s，没有报过数") % said


def _asked_for(asked: Iterable[str], lines: tuple[NumberView, ...]) -> TargetCheck:
    """Papers alone do not tell whether a number was reached whose day has passed."""
    says = definitions.listed(asked, "；")
    sentence = _(
        "到期的目标没有报过数，不能只凭佐证材料销号：%s。请牵头单位在进展里报送这个数"
        "（已审核的，先退回整改）；确实没有数的，由具名人员写明理由销号，理由会一直显示。"
    )
    return TargetCheck(
        False, sentence % says, "nodata", _("%s。") % says, lines, True, own=True, silent=True
    )


def _own_missed(
    missed: Iterable[PromiseView], asked: Iterable[str], lines: tuple[NumberView, ...]
) -> TargetCheck:
    """The unit itself says that it did not do what was promised."""
    says = definitions.listed([*map(_own, missed), *asked], "；")
    sentence = _(
        "单位自报的数没有达到承诺，不能直接销号：%s。"
        "请退回整改，或由具名人员写明理由销号，理由会一直显示。"
    )
    return TargetCheck(False, sentence % says, "missed", _("%s。") % says, lines, True, own=True)


def seen(track: Track, check: TargetCheck) -> TargetCheck:
    """As it is told of a task on a page: one that is closed stays closed, by the numbers that it
    was closed on; that they have changed since is the look-back's."""
    kept = track.closed_on
    if track.closed_at is None or not kept:
        return check
    said = _("%(day)s 按《%(plan)s》销号，当时：%(said)s") % {
        "day": day_words(track.closed_at),
        "plan": kept["plan"],
        "said": definitions.listed(map(_then, kept["numbers"]), "；") or kept["says"],
    }
    return replace(check, sentence=definitions.sentences(said, _since(track, check)))


def _since(track: Track, check: TargetCheck) -> str:
    """What has become of a closed task's numbers."""
    if slipped(track, check):
        return _("现在没有达到承诺，请营商局决定是否重新启动：%s") % check.says
    if left := track.closed_on.get("left"):
        return str(left["says"])
    return "" if check.met or check.own else _("销号以后的变化由回头看核查，现在：%s") % check.says


def slipped(track: Track, check: TargetCheck) -> bool:
    """A closed task misses what it did not miss when somebody last answered for it: at the
    closing, at a look-back, or when it was left closed."""
    closed = track.closed_at if track.stage == "closed" else None
    if closed is None or check.met or check.indicator not in ("missed", "near"):
        return False
    backs = track.look_backs.all()
    looked = [one.numbers for one in backs if one.done_at is not None and one.done_at > closed]
    known = [track.closed_on.get("numbers", ()), *looked]
    known.append(track.closed_on.get("left", {}).get("numbers", ()))
    frozen = [line for lines in known for line in lines]
    return any(one.short and not answered(one, frozen) for one in check.numbers)


def _then(line: Mapping[str, Any]) -> str:
    how = _("以系统指标为准") if line["bound"] else _("没有绑定，凭佐证材料")
    if line["mark"] == "reported":
        how = _("单位自报，没有绑定")
    return _("“%(metric)s”应为 %(promised)s，为 %(value)s（%(how)s）") % {
        "metric": _inner(line["metric"]),
        "promised": line["promised"],
        "value": line["value"] or "—",
        "how": how,
    }


def closes(found: Iterable[NumberView]) -> str:
    """What closes a task with these targets, in words."""
    return definitions.listed(map(_closes, found), "；") or _("无量化指标，凭佐证材料审核销号")


def _closes(one: NumberView) -> str:
    how = _("以系统指标为准") if one.bound else _("单位自报，凭佐证材料")
    return _("%(what)s（%(how)s）") % {"what": f"{one.metric} {one.promised}", "how": how}


def _waits(found: Iterable[PromiseView], unread: bool) -> tuple[str, str] | None:
    """(what is so, what it holds up) where a changed number has not been looked at yet."""
    waiting = [one for one in found if one.waits]
    names = definitions.listed(map(_name, waiting))
    if unread or any(one.taken_over for one in waiting):
        if not names:
            sentence = _(
                "新一年方案由系统自动读出，还没有人核对；请营商局打开这份方案，核对本任务，之后才能销号。"
            )
            return sentence, sentence
        names = definitions.listed(_as_it_was(one) for one in waiting)
        says = _("新一年方案改动了%s的数字，系统读出的新数字还没有人核对。") % names
        return says, _(
            "新一年方案改动了%s的数字，系统读出的新数字还没有人核对；"
            "请营商局打开这份方案，核对本任务，之后才能销号。"
        ) % names
    if not waiting:
        return None
    says = _("新一版改动了“%s”的数字，还没有人复核。") % names
    return says, _("新一版改动了“%s”的数字，复核前不能销号；请营商局在逐条对照里复核。") % names


def _as_it_was(one: PromiseView) -> str:
    """What the number was before, and what is measured: a change takes neither out of sight."""
    told = definitions.listed(filter(None, (one.edition_note, one.actual_text and _now(one))), "；")
    return f"“{_name(one)}”" + (_("（%s）") % told if told else "")


def _now(one: PromiseView) -> str:
    return _("实际为 %s") % one.actual_text


def _met(bound: int, loose: int) -> str:
    if not loose:
        return _("绑定的 %d 个指标均已达到目标，可以销号。") % bound
    return _("绑定的%(bound)d个指标均已达到；另%(loose)d个没有绑定，凭佐证材料审核。") % {
        "bound": bound,
        "loose": loose,
    }


def _short(one: PromiseView) -> str:
    said = {"metric": _name(one), "promised": one.promised}
    said["reason"] = one.reason.rstrip("。. ")
    if one.gap_text:  # the reason says what was promised, beside what is so
        return _("“%(metric)s”：%(reason)s") % said
    return _("“%(metric)s”应为 %(promised)s，%(reason)s") % said


def task_facts(track: Track) -> Mapping[str, Any]:
    """The facts that rules of tracking ask for."""
    task = track.task
    targets = list(task.targets.exclude(status=Status.REJECTED).prefetch_related("bindings"))
    bound = sum(any(one.undone_at is None for one in t.bindings.all()) for t in targets)
    due = track.first_due_on
    return {
        "days_total": (due - to_cst(track.sent_at).date()).days if due else None,
        "quantified": bool(targets),
        "bound": bound,
        "units": len({*task.lead, *task.responsible, *task.cooperating}),
    }
