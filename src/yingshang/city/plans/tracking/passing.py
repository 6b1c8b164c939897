"""A case goes on when its clause is replaced: by a new edition, or by next year's plan.

What was kept goes on as it stood. What changed goes on with the change: another deadline moves the
clock, another lead takes the case over and signs for it, and the unit is asked to acknowledge it.
Every passage says who decided it, stands in the case's own history, and is taken back only by a
named person with a reason.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.plans.lineage.carrying import Follow
from yingshang.city.plans.models import Status, Task
from yingshang.city.plans.queries import plan_day, resolvers
from yingshang.city.plans.tracking._changed import changes_of, lines_of
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import ExtensionAsk, Passage, Track
from yingshang.city.plans.tracking.resting import put_back
from yingshang.city.plans.tracking.working import end_of
from yingshang.city.plans.units import resolve_all, resolver
from yingshang.kernel.worktime import to_cst

__all__ = ["closed_of", "follow", "go_back", "last_of", "reopen_dropped"]

ENDED = (Stage.CLOSED, Stage.ENDED)
DECIDED = (*ENDED, Stage.VERIFIED)  # its case takes no other date or unit any more


def closed_of(tasks: Collection[int]) -> Iterable[int]:
    """Of these tasks, those whose cases are closed."""
    rows = Track.objects.filter(task__in=tasks, stage=Stage.CLOSED)
    return list(rows.values_list("task_id", flat=True))


def last_of(track: Track) -> Passage | None:
    """The newest passage that stands."""
    return track.passages.filter(undone_at=None).last()


def _track(task: int) -> Track | None:
    rows = Track.objects.select_related("task__plan").defer("task__plan__reading")
    return rows.filter(task=task).exclude(ref="").first()


@official
def follow(found: Follow, by: Actor, at: datetime) -> None:
    """Let the cases of these tasks go on with those that replace them."""
    tracks = {track.task_id: track for old in found.tasks if (track := _track(old))}
    rows = Task.objects.select_related("plan").defer("plan__reading")
    heirs = rows.in_bulk([found.tasks[old] for old in tracks])
    for old, track in tracks.items():
        heir = heirs[found.tasks[old]]
        if heir.status != Status.REJECTED:
            _go_on(track, heir, found, by, at)


def _go_on(track: Track, heir: Task, found: Follow, by: Actor, at: datetime) -> None:
    if Track.objects.filter(task=heir).exclude(ref="").exists():
        said = _("%s已经另行交办，两件各自继续；请营商局确定保留哪一件。") % _named(heir)
        cases.note(ref=track.ref, text=said, by=by, at=at)
        return
    last = last_of(track)
    if last is not None and last.kind == Passage.Kind.DROPPED:
        reopen_dropped(track, last, _("人工认定本条由%s承接") % _named(heir), by=by, at=at)
        track.refresh_from_db()
    if found.kind == Passage.Kind.SUCCESSOR and track.stage in ENDED:
        return  # what was done need not be done again
    old = track.task
    changes = changes_of(old, heir, on=to_cst(at).date())
    live = track.stage not in DECIDED
    moved = live and heir.deadline != old.deadline
    moved = moved and heir.deadline != track.due_on  # the date it has by an extension is kept
    unit = _new_lead(track, old, heir) if live else ""
    passage = Passage.objects.create(
        track=track,
        kind=found.kind,
        link_id=found.link,
        origin=old,
        heir=heir,
        changes=changes,
        before=_standing(track),
        by_name=by.name,
        at=at,
        ack_wanted=bool(changes) and live and bool(unit or track.unit),
    )
    Track.objects.filter(pk=track.pk).update(task=heir, first_due_on=heir.deadline)
    words = _words(track, passage)
    if moved and heir.deadline is None:
        _answer_asks(track, at)
    _say(track.ref, words, unit, (heir.deadline,) if moved else (), by, at)
    _seat(track, heir)
    if changes:
        _tell(track, unit, words, at, office=not passage.ack_wanted)


def _standing(track: Track) -> dict[str, str]:
    def iso(day: date | None) -> str:
        return day.isoformat() if day else ""

    return {
        "unit": track.unit,
        "due": iso(track.owed_on),
        "first_due": iso(track.first_due_on),
        "contact": track.contact,
        "phone": track.phone,
    }


def _new_lead(track: Track, old: Task, heir: Task) -> str:
    """Who leads now, where the plan names another one; '' where it does not, or names several."""
    asks = resolvers((old.plan, heir.plan))
    before, after = (
        resolve_all(task.lead or task.responsible, track.region, asks[task.plan_id])
        for task in (old, heir)
    )
    if {one.now or one.name for one in before} == {one.now or one.name for one in after}:
        return ""
    codes = {one.now for one in after}
    unit = codes.pop() if len(codes) == 1 else ""
    known = unit in {one.code for one in accounts.units(track.region)}
    return unit if known and track.unit and unit != track.unit else ""


def _named(task: Task) -> str:
    return _("《%(plan)s》（第%(n)d版）%(no)s“%(title)s”") % {
        "plan": task.plan.title,
        "n": task.plan.edition,
        "no": task.no,
        "title": task.title[:60],
    }


def _words(track: Track, passage: Passage) -> str:
    heir = passage.heir
    named = _named(heir) if heir else ""
    if not passage.changes:
        return _("本任务由%s承接，原文一致，进展、佐证、节点、报送和时限照旧。") % named
    said = "；".join(lines_of(passage.changes))
    if not passage.ack_wanted and not track.unit and track.stage not in DECIDED:
        return _(
            "本任务由%(heir)s承接，有改动：%(said)s。"
            "还没有牵头单位，请营商局指定；指定后由该单位按新条文签收。"
        ) % {"heir": named, "said": said}
    if not passage.ack_wanted:
        return _(
            "本任务由%(heir)s承接，有改动：%(said)s。本件已审核，时限和单位不变；"
            "新要求没有达到的，由营商局决定是否重新启动。"
        ) % {
            "heir": named,
            "said": said,
        }
    return _("本任务由%(heir)s承接，有改动：%(said)s。请牵头单位签认。") % {
        "heir": named,
        "said": said,
    }


def _answer_asks(track: Track, at: datetime) -> None:
    """Where no date is left, nothing is left to extend."""
    track.asks.filter(state=ExtensionAsk.State.ASKED).update(
        state=ExtensionAsk.State.REFUSED,
        words=_("新一版取消了完成时限，不再需要延期。"),
        ruled_at=at,
    )


def _say(
    ref: str, words: str, unit: str, due: tuple[date | None, ...], by: Actor, at: datetime
) -> None:
    """In the case's own history: a change of what is asked, or a line that nothing is. `due`:
    the new date, which may be none at all; empty where it stays."""
    if unit or due:
        day = due[0] if due else None
        until = end_of(day) if day else None
        undated = bool(due) and day is None
        cases.amend(
            ref=ref, unit=unit, until=until, undated=undated, reason=words[:1900], by=by, at=at
        )
    else:
        cases.note(ref=ref, text=words, by=by, at=at)


def _seat(track: Track, task: Task) -> None:
    ask = resolver(track.region, plan_day(task.plan))
    names = resolve_all([*task.lead, *task.responsible, *task.cooperating], track.region, ask)
    cases.seat_onlookers(track.ref, {one.now for one in names if one.now} - {track.unit})


def _tell(track: Track, unit: str, words: str, at: datetime, *, office: bool) -> None:
    """`office`: what is verified already is for those who sent it out to decide."""
    known = (track.unit, unit, f"{track.region}-bureau" if office else "")
    for to in dict.fromkeys(one for one in known if one):
        notify.send(
            to=f"unit:{to}",
            topic="task-changed",
            title=_("任务有改动：%s") % track.task.title[:80],
            key=f"changed-{track.ref}-{at:%Y%m%d%H%M}-{to}",
            at=at,
            body=words,
            link=track.ref,
        )


@official
def go_back(found: Follow, reason: str, by: Actor, at: datetime) -> None:
    """The clauses are not one after all: their cases stand with the old ones again, and what they
    went on to from there is taken back too."""
    came = Passage.objects.filter(undone_at=None).select_related("track")
    if found.whole:
        came = came.filter(link=found.link)
    else:
        came = came.filter(origin__in=list(found.tasks), heir__in=list(found.tasks.values()))
    for one in came.order_by("pk"):
        if found.whole or found.tasks[one.origin_id] == one.heir_id:
            _unwind(one, reason, by, at)


def _unwind(came: Passage, reason: str, by: Actor, at: datetime) -> None:
    """Take back what a case went through, the last first, and this passage at the end."""
    track = came.track
    since = track.passages.filter(pk__gte=came.pk, undone_at=None).select_related("origin")
    for one in since.order_by("-pk"):
        if one.kind == Passage.Kind.DROPPED:
            reopen_dropped(track, one, reason, by=by, at=at)
        else:
            _return(track, one, reason, by, at)
        track.refresh_from_db()


def _return(track: Track, passage: Passage, reason: str, by: Actor, at: datetime) -> None:
    before = passage.before
    was = _due_then(passage, at)
    first = date.fromisoformat(before["first_due"]) if before["first_due"] else None
    live = track.stage not in DECIDED
    unit = before["unit"] if live and before["unit"] != track.unit else ""
    due = (was,) if live and was != track.owed_on else ()
    Track.objects.filter(pk=track.pk).update(task=passage.origin_id, first_due_on=first)
    _undo(passage, reason, by, at)
    words = _("撤销承接，恢复到原条文“%(title)s”：%(why)s") % {
        "title": passage.origin.title[:80],
        "why": reason,
    }
    _say(track.ref, words, unit, due, by, at)
    if unit:
        Track.objects.filter(pk=track.pk).update(contact=before["contact"], phone=before["phone"])


def _due_then(passage: Passage, at: datetime) -> date | None:
    """The day that counted before a passage, later by what its task rested since."""
    if not passage.before["due"]:
        return None
    day, since = date.fromisoformat(passage.before["due"]), to_cst(passage.at).date()
    return put_back(passage.track, day, since, to_cst(at).date())


def _undo(passage: Passage, reason: str, by: Actor, at: datetime) -> None:
    passage.undone_at, passage.undone_by = at, by.name
    passage.undone_because = reason.strip()[:400]
    passage.save(update_fields=["undone_at", "undone_by", "undone_because"])


def reopen_dropped(track: Track, passage: Passage, reason: str, *, by: Actor, at: datetime) -> None:
    """A case that ended because its clause was dropped goes on again, with the date it had."""
    due = _due_then(passage, at)
    _undo(passage, reason, by, at)
    until = end_of(due) if due else None
    cases.reopen(ref=track.ref, ground=reason.strip(), until=until, by=by, at=at)
