"""What an earlier edition or last year's plan promised, said beside the lamp; a changed number
waits for a person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.lineage.models import Kind, TargetLink, TaskLink
from yingshang.city.plans.models import Status, Target

__all__ = ["Earlier", "before", "goes_on_as", "unread"]


@dataclass(frozen=True)
class Earlier:
    """The same promise one edition ago, or in last year's plan (`year`: of that plan)."""

    edition: int
    now: int
    promised: str
    changed: bool
    waits: bool
    successor: bool = False
    year: int | None = None
    origin: Target | None = None  # as it was promised

    @property
    def note(self) -> str:
        """第2版；第1版承诺 ≤ 3 工作日"""
        if self.successor:
            return self._of_last_year
        words = {"now": self.now, "was": self.edition, "said": self.promised}
        if self.changed:
            return _("第%(now)d版；第%(was)d版承诺为 %(said)s") % words
        return _("第%(now)d版；与第%(was)d版相同") % words

    @property
    def _of_last_year(self) -> str:
        words = {"year": self.year or "", "said": self.promised}
        if self.changed:
            return _("接续%(year)s年方案；原承诺为 %(said)s") % words
        return _("接续%(year)s年方案；承诺相同") % words

    @property
    def sentence(self) -> str:
        if self.successor:
            return _(
                "新一年方案把这个目标改了（原为 %(said)s），系统读出的新数字还没有人核对；"
                "核对前不判断是否兑现。"
            ) % {"said": self.promised}
        return _(
            "新一版改动了这个目标（第%(was)d版为 %(said)s），尚待人工复核；复核前不判断是否兑现。"
        ) % {"was": self.edition, "said": self.promised}


_SAID = ("comparator", "value", "unit", "value_max", "baseline")


def before(targets: Iterable[int]) -> dict[int, Earlier]:
    """Target → what it was before; one query, one more where an edition repeats what nobody has
    reviewed. Of several tasks that one of next year's takes over, the last is told, unless another
    still waits."""
    rows = (
        TargetLink.objects.filter(
            heir__in=list(targets), task__undone_at=None, task__link__undone_at=None
        )
        .select_related("origin__task__plan", "heir__task__plan", "task__link")
        .only(
            "same", "settled_at", "heir__status", "heir__task__plan__edition",
            "origin__task__plan__edition", "origin__task__plan__year", "origin__status",
            "task__link__kind", *(f"origin__{name}" for name in _SAID),
        )
        .order_by("pk")
    )  # fmt: skip
    found: dict[int, Earlier] = {}
    repeated: dict[int, int] = {}
    for row in rows:
        if row.same and row.heir.status == Status.SUGGESTED:
            repeated[row.heir_id] = row.origin_id
        told = _earlier(row)
        known = found.get(row.heir_id)
        if known is None or told.waits or not known.waits:
            found[row.heir_id] = told
    known_before = before(repeated.values()) if repeated else {}
    for heir, origin in repeated.items():
        told_before = known_before.get(origin)
        if told_before is not None and told_before.successor and told_before.waits:
            found[heir] = told_before  # said again by a new edition, and still unread
    return found


def _earlier(row: TargetLink) -> Earlier:
    origin = row.origin
    successor = row.task.link.kind == Kind.SUCCESSOR
    open_ = row.heir.status == Status.SUGGESTED if successor else row.settled_at is None
    return Earlier(
        edition=origin.task.plan.edition,
        now=row.heir.task.plan.edition,
        promised=promise_text(
            origin.comparator, origin.value, origin.unit, value_max=origin.value_max
        ),
        changed=not row.same,
        waits=not row.same and open_ and origin.status != Status.REJECTED,
        successor=successor,
        year=origin.task.plan.year,
        origin=origin,
    )


def goes_on_as(target: int, *, edition: bool) -> Target | None:
    """The promise that this one is in the newest edition (else: in the plan that goes on with
    it); None where it was left out there."""
    links = TargetLink.objects.filter(task__undone_at=None, task__link__undone_at=None)
    links = links.filter(heir__gone=False, heir__task__gone=False)
    links = links.exclude(Q(heir__status=Status.REJECTED) | Q(heir__task__status=Status.REJECTED))
    links = links.select_related("heir").order_by("-pk")
    if edition:
        links = links.filter(task__link__kind=Kind.EDITION)
    seen, found = {target}, None
    while row := links.filter(origin=found.pk if found else target).first():
        if row.heir_id in seen:
            break
        found = row.heir
        seen.add(found.pk)
    return found


def unread(tasks: Iterable[int]) -> set[int]:
    """Tasks of next year's plan in which a number of the task that they take over is not found,
    while nobody has reviewed how they were read: the reader may have missed it. Two queries, one
    more for each edition that next year's plan has had since."""
    live = TaskLink.objects.filter(undone_at=None, link__undone_at=None)
    stands_for = {task: {task} for task in tasks}  # a task in an earlier edition → those asked for
    fresh, taken = set(stands_for), defaultdict[int, set[int]](set)
    while fresh:
        rows = live.filter(
            heir__in=fresh,
            heir__status=Status.SUGGESTED,
            link__kind__in=(Kind.EDITION, Kind.SUCCESSOR),
        )
        fresh = set()
        for kind, origin, heir in rows.values_list("link__kind", "origin", "heir"):
            asked = stands_for[heir or 0]
            if kind == Kind.SUCCESSOR:
                taken[origin] |= asked
            elif not asked <= stands_for.setdefault(origin, set()):
                stands_for[origin] |= asked
                fresh.add(origin)
    if not taken:
        return set()
    gone_on = TargetLink.objects.filter(
        task__in=live.filter(link__kind=Kind.SUCCESSOR, origin__in=taken),
        heir__gone=False,
        heir__task__gone=False,
    ).exclude(Q(heir__status=Status.REJECTED) | Q(heir__task__status=Status.REJECTED))
    lost = Target.objects.filter(task__in=taken, gone=False).exclude(status=Status.REJECTED)
    lost = lost.exclude(pk__in=gone_on.values("origin"))
    return {one for task in lost.values_list("task", flat=True) for one in taken[task]}
