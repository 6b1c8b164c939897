"""What goes on of a plan: in next year's, and in the plans below it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import promising
from yingshang.city.plans._metrics import Metric
from yingshang.city.plans.lineage.beside import figure_rows, rows_of_plans, side_of
from yingshang.city.plans.lineage.clauses import Sides, tasks_of
from yingshang.city.plans.lineage.finding import above
from yingshang.city.plans.lineage.kinds import Below, BelowCell, Side, Taken, Taking, TakingRow
from yingshang.city.plans.lineage.models import Kind, PlanLink, TaskLink
from yingshang.city.plans.lineage.weighing import WAYS, by_code, deadlines
from yingshang.kernel.plantext.align import likeness

__all__ = ["DONE", "below", "taking"]

FEW = 3  # proposals shown for a task
LIKELY = 0.3

DONE: list[Callable[[Collection[int]], Iterable[int]]] = []
"""Filled in ``apps.ready()`` by who tracks tasks: of these tasks, those that are closed."""

STANDINGS = {
    "closed": _lazy("已销号"),
    "met": _lazy("目标已达到"),
    "missed": _lazy("目标未达到"),
    "open": _lazy("未完成"),
}


def taking(link: int, *, on: date) -> Taking:
    """The origin's tasks with what goes on with them, what could, and what was let go."""
    row = PlanLink.objects.filter(pk=link, undone_at=None).exclude(kind=Kind.EDITION).first()
    if row is None:
        raise NotVisible(f"link {link}")
    origin, heir = rows_of_plans(row.origin_id, row.heir_id)
    sides = Sides(tasks_of(row.origin_id), tasks_of(row.heir_id))
    links = list(TaskLink.objects.filter(link=row, undone_at=None))
    standing = _standings(row, sides, on)
    metrics = by_code(on)
    rows = tuple(
        _row(place, sides, links, standing[task.pk], metrics)
        for place, task in enumerate(sides.old)
    )
    answered = {one.heir_id for one in links}
    counts = Counter(one.state for one in rows)
    counts["done"] = sum(one.done for one in rows)
    counts["open"] = counts["waiting"] = counts["open"] - counts["done"]
    counts["all"] = len(rows)
    return Taking(
        link=row.pk,
        kind=row.kind,
        origin=origin,
        heir=heir,
        rows=rows,
        heirs=tuple(map(side_of, sides.new)),
        fresh=tuple(side_of(one) for one in sides.new if one.pk not in answered),
        counts=counts,
    )


def _standings(link: PlanLink, sides: Sides, on: date) -> dict[int, str]:
    """Of a plan that ends: which tasks are closed or have reached all their targets."""
    found = {task.pk: "open" for task in sides.old}
    if link.kind != Kind.SUCCESSOR:
        return found
    last = date(link.origin.year, 12, 31) if link.origin.year else on
    by_task: dict[int, list[str]] = {}
    for one in promising.promises(plan=link.origin_id, as_of=min(on, last)):
        by_task.setdefault(one.task.id, []).append(one.standing)
    for task, said in by_task.items():
        if task in found and all(one == "met" for one in said):
            found[task] = "met"
        elif task in found and any(one in ("missed", "near") for one in said):
            found[task] = "missed"
    for known in DONE:
        found |= dict.fromkeys(set(known(list(found))) & set(found), "closed")
    return found


def _row(
    place: int,
    sides: Sides,
    links: list[TaskLink],
    standing: str,
    metrics: dict[str, Metric],
) -> TakingRow:
    task = sides.old[place]
    mine = [one for one in links if one.origin_id == task.pk]
    new = {row.pk: place for place, row in enumerate(sides.new)}
    taken = tuple(
        _taken(place, new[one.heir_id], sides, metrics, one) for one in mine if one.heir_id in new
    )
    letgo = next((one for one in mine if one.heir_id is None), None)
    proposals: tuple[Taken, ...] = ()
    if not mine:
        proposals = tuple(_proposals(place, sides, metrics))
    return TakingRow(
        side=side_of(task),
        standing=standing,
        standing_label=str(STANDINGS[standing]),
        state="taken" if taken else "letgo" if letgo else "open",
        taken=taken,
        proposals=proposals,
        letgo=letgo.grounds if letgo else "",
        letgo_pair=letgo.pk if letgo else None,
    )


def _proposals(place: int, sides: Sides, metrics: dict[str, Metric]) -> Iterable[Taken]:
    clause = sides.old_clauses[place]
    scored = [(likeness(clause, other), -j) for j, other in enumerate(sides.new_clauses)]
    for score, j in sorted(scored, reverse=True)[:FEW]:
        if score >= LIKELY:
            yield _taken(place, -j, sides, metrics, None, score)


def _taken(
    old: int,
    new: int,
    sides: Sides,
    metrics: dict[str, Metric],
    link: TaskLink | None,
    score: float = 0.0,
) -> Taken:
    way = deadlines(sides.old[old].deadline, sides.new[new].deadline)
    return Taken(
        pair=link.pk if link else None,
        side=side_of(sides.new[new]),
        likeness=link.likeness if link else round(score, 3),
        figures=tuple(figure_rows(sides.old_targets[old], sides.new_targets[new], metrics)),
        deadline_way=way,
        deadline_label=_deadline(way),
        grounds=link.grounds if link else "",
        by_name=link.by_name if link else "",
    )


def _deadline(way: str) -> str:
    return str(_("没有时限")) if way == "missing" else str(WAYS[way]) if way else ""


def below(plan: int, *, on: date) -> Below:
    """A plan and those that answer it from below, task by task; and who has not answered."""
    (row,) = rows_of_plans(plan)
    links = PlanLink.objects.filter(origin=plan, kind=Kind.SUPERIOR, undone_at=None)
    found = [taking(link.pk, on=on) for link in links.order_by("heir__region", "pk")]
    columns = tuple((one.link, one.heir) for one in found)
    tasks = [side_of(one) for one in tasks_of(plan)]
    by_task: list[Mapping[int, TakingRow]] = [
        {line.side.id: line for line in one.rows} for one in found
    ]
    rows = tuple((task, tuple(_cell(lines.get(task.id)) for lines in by_task)) for task in tasks)
    return Below(row, columns, rows, _silent(row.region, {one.heir.region for one in found}))


def _cell(line: TakingRow | None) -> BelowCell:
    if line is None or line.state == "open":
        return BelowCell("none", (), ())
    if line.state == "letgo":
        return BelowCell("letgo", (), (), line.letgo)
    ways = {way for one in line.taken for way in one.ways}
    order = [way for way in WAYS if way in ways and way not in ("same", "added", "other")]
    sides: tuple[Side, ...] = tuple(one.side for one in line.taken)
    return BelowCell("taken", tuple(order), sides)


def _silent(region: str, answered: set[str]) -> tuple[tuple[str, str], ...]:
    """Places next below without a plan that answers: those between count, not those beneath."""
    places = [one for one in accounts.regions(cities_only=False) if above(region, one[0])]
    next_below = [one for one in places if not any(above(other[0], one[0]) for other in places)]
    return tuple(one for one in next_below if one[0] not in answered)
