"""Two editions beside each other, clause by clause, as people read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words
from yingshang.city.plans._fields import LABELS
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans._wording import on_one_line
from yingshang.city.plans.lineage.clauses import Sides, figure_of, tasks_of
from yingshang.city.plans.lineage.kinds import Beside, BesideRow, FigureRow, Side
from yingshang.city.plans.lineage.models import Kind, PlanLink, TargetLink, TaskLink
from yingshang.city.plans.lineage.weighing import WAYS, by_code, deadlines, promised, weigh
from yingshang.city.plans.models import Status, Target, Task
from yingshang.city.plans.queries import counted_plans, row_of
from yingshang.kernel.plantext.align import Match, figures, marks, together

__all__ = ["beside", "figure_rows", "rows_of_plans", "side_of"]

_UNITS = ("lead", "responsible", "cooperating")
_CHANGED = {"text": _("文字"), "figure": _("目标")}


def rows_of_plans(*plans: int) -> list:
    """Plans as rows of a list, in the order asked; NotVisible where one is not there."""
    if any(one >= 2**63 for one in plans):  # a number that no database holds
        raise NotVisible(f"plan {plans}")
    found = {one.pk: row_of(one) for one in counted_plans().filter(pk__in=plans)}
    if missing := set(plans) - set(found):
        raise NotVisible(f"plan {missing}")
    return [found[one] for one in plans]


def side_of(row: Task) -> Side:
    return Side(
        id=row.pk,
        plan=row.plan_id,
        no=row.no,
        title=row.title,
        section=row.section,
        text=on_one_line(row.text),
        lead=tuple(row.lead),
        responsible=tuple(row.responsible),
        cooperating=tuple(row.cooperating),
        deadline=row.deadline,
        deadline_text=row.deadline_text,
        status=row.status,
        status_label=str(Status(row.status).label),
    )


def beside(origin: int, heir: int, *, on: date) -> Beside:
    """The two plans clause by clause: as linked, or, before anybody has said so, as they look."""
    first, second = rows_of_plans(origin, heir)
    link = PlanLink.objects.filter(
        origin=origin, heir=heir, kind=Kind.EDITION, undone_at=None
    ).first()
    sides = Sides(tasks_of(origin), tasks_of(heir))
    pairs = _pairs(link, sides)
    first_of = _first_of(pairs)
    couples = None if link is None else [(i, j, pairs[i, j].likeness) for j, i in first_of.items()]
    waiting = _waiting(pairs.values())
    metrics = by_code(on)
    matches = [_into(match, sides, pairs) for match in sides.matches(couples)]
    rows = tuple(_row(match, sides, pairs, waiting, metrics, first_of) for match in matches)
    counts = Counter(row.state for row in rows)
    counts["moved"] = sum(row.shifted for row in rows)
    counts["pending"] = sum(row.pending for row in rows)
    counts["all"] = len(rows)
    return Beside(link.pk if link else None, Kind.EDITION, first, second, rows, counts)


def _pairs(link: PlanLink | None, sides: Sides) -> dict[tuple[int, int], TaskLink]:
    """Places of both tasks → their link; pairs of which one side was rejected are left out."""
    if link is None:
        return {}
    old = {row.pk: place for place, row in enumerate(sides.old)}
    new = {row.pk: place for place, row in enumerate(sides.new)}
    rows = TaskLink.objects.filter(link=link, undone_at=None).exclude(heir=None)
    return {
        (old[row.origin_id], new[row.heir_id]): row
        for row in rows
        if row.origin_id in old and row.heir_id in new
    }


def _first_of(pairs: Mapping[tuple[int, int], TaskLink]) -> dict[int, int]:
    """Places of the new clauses → the most alike of the old ones that went into each."""
    ordered = sorted(pairs, key=lambda both: (-pairs[both].likeness, both))
    return {j: i for i, j in reversed(ordered)}


def _into(match: Match, sides: Sides, pairs: Mapping[tuple[int, int], TaskLink]) -> Match:
    """A clause that went into one with another counterpart is laid beside it all the same."""
    if match.state != "dropped":
        return match
    for (i, j), row in pairs.items():
        if i == match.old:
            seen = together(sides.old_clauses[i], sides.new_clauses[j])
            return replace(seen, old=i, new=j, state="changed", likeness=row.likeness)
    return match


def _waiting(pairs: Iterable[TaskLink]) -> dict[int, int]:
    """Targets of the heir whose number changed and that nobody has settled → their link."""
    rows = TargetLink.objects.filter(
        task__in=[row.pk for row in pairs], same=False, settled_at=None
    ).exclude(heir__status=Status.REJECTED)
    return dict(rows.exclude(origin__status=Status.REJECTED).values_list("heir_id", "pk"))


def _row(
    match: Match,
    sides: Sides,
    pairs: Mapping[tuple[int, int], TaskLink],
    waiting: Mapping[int, int],
    metrics: dict[str, Metric],
    first_of: Mapping[int, int],
) -> BesideRow:
    old = None if match.old is None else sides.old[match.old]
    new = None if match.new is None else sides.new[match.new]
    kin = None
    if match.kin is not None:
        kin = side_of((sides.old if match.old is None else sides.new)[match.kin])
    changed = {one.what for one in match.changes}
    linked = pairs.get((match.old, match.new)) if old and new else None  # type: ignore[arg-type]
    before = [] if match.old is None else sides.old_targets[match.old]
    after = [] if match.new is None else sides.new_targets[match.new]
    return BesideRow(
        state=match.state,
        old=side_of(old) if old else None,
        new=side_of(new) if new else None,
        moved=match.moved,
        renumbered=match.renumbered,
        likeness=match.likeness,
        changes=tuple(str(_CHANGED.get(one) or LABELS[one]) for one in _ordered(changed)),
        title=tuple(marks(old.title, new.title)) if old and new and "title" in changed else (),
        text=tuple(marks(_words(old), _words(new))) if old and new and "text" in changed else (),
        fields=_fields(old, new, changed) if old and new else (),
        figures=tuple(_told(figure_rows(before, after, metrics, waiting), dropped=new is None)),
        kin=kin,
        pair=linked.pk if linked else None,
        joined=linked is not None and first_of.get(match.new or 0) != match.old,
    )


def _told(rows: Iterable[FigureRow], *, dropped: bool) -> Iterator[FigureRow]:
    """Of two editions: a number that the new one lacks fell with its task, or was left out."""
    label = str(_("随任务删去") if dropped else _("新版没有写这个数"))
    for one in rows:
        yield replace(one, label=label) if one.way == "missing" else one


def _words(row: Task) -> str:
    """The text without the number in front, which is told apart."""
    if row.no and row.text.startswith(row.no):
        return on_one_line(row.text[len(row.no) :].lstrip(".、)．）"))
    return on_one_line(row.text)


def _ordered(changed: set[str]) -> list[str]:
    order = ("figure", "deadline", *_UNITS, "title", "text")
    return [one for one in order if one in changed]


def _fields(old: Task, new: Task, changed: set[str]) -> tuple[tuple[str, str, str], ...]:
    found = [
        (
            str(LABELS[name]),
            definitions.listed(getattr(old, name)),
            definitions.listed(getattr(new, name)),
        )
        for name in _UNITS
        if name in changed
    ]
    if "deadline" in changed:
        found.append((str(LABELS["deadline"]), _day(old), _day(new)))
    return tuple(found)


def _day(row: Task) -> str:
    return day_words(row.deadline) if row.deadline else row.deadline_text


def figure_rows(
    before: list[Target],
    after: list[Target],
    metrics: dict[str, Metric],
    waiting: Mapping[int, int] | None = None,
) -> Iterable[FigureRow]:
    """Every promise of the two tasks once: those on both sides first, then what only one has."""
    couples = figures([figure_of(one) for one in before], [figure_of(one) for one in after])
    for i, j in couples:
        seen = weigh(before[i], after[j], metrics)
        way = seen.way
        if way == "same":
            way = deadlines(before[i].due_on, after[j].due_on) or way
            way = "later" if way == "missing" else way
        yield FigureRow(
            seen.metric,
            seen.first,
            seen.second,
            way,
            str(WAYS[way]),
            after[j].pk,
            (waiting or {}).get(after[j].pk),
        )
    left = {i for i, _j in couples}
    right = {j for _i, j in couples}
    for i, one in enumerate(before):
        if i not in left:
            yield FigureRow(one.metric, promised(one), "", "missing", str(WAYS["missing"]))
    for j, one in enumerate(after):
        if j not in right:
            yield FigureRow(one.metric, "", promised(one), "added", str(WAYS["added"]), one.pk)
