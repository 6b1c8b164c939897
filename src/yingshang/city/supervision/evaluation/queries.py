"""The self-check: leaf by leaf what is known, what it scores, what is there of the evidence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.city.supervision._drafts import taken_back_of
from yingshang.city.supervision.evaluation.acting import RULE, rules_of
from yingshang.city.supervision.evaluation.kinds import (
    CheckRow,
    Dismissed,
    EvaluationRow,
    EvaluationView,
    PieceView,
)
from yingshang.city.supervision.evaluation.tables import Evaluation, EvidenceFile, EvidencePiece
from yingshang.city.supervision.models import Warning
from yingshang.kernel.rules import Term, Vocabulary, evaluate, parse
from yingshang.kernel.worktime import to_cst

__all__ = ["RISK_WORDS", "evaluation", "evaluations", "evidence_file"]

State = EvidencePiece.State
RISK_WORDS = Vocabulary(
    {
        "known": Term("有数的指标", "int", "个"),
        "of": Term("应有的指标", "int", "个"),
        "lacking": Term("未审定的材料", "int", "份"),
        "late": Term("逾期未交的材料", "int", "份"),
        "doubted": Term("数据存疑", "bool"),
        "gap": Term("与最好城市的差距", "number", "分"),
        "days_left": Term("离交齐还有几天", "int", "天"),
    }
)


def _visible(actor: Actor) -> QuerySet[Evaluation]:
    """Overseers see the city's; a unit those that ask it for something."""
    rows = Evaluation.objects.filter(region=actor.region)
    if actor.oversees:
        return rows
    return rows.filter(pieces__unit__in=accounts.answers_for(actor.unit)).distinct()


def evaluations(actor: Actor) -> list[EvaluationRow]:
    """The evaluations that the actor sees, the newest first, with how far they are."""
    mine = Q() if actor.oversees else Q(pieces__unit__in=accounts.answers_for(actor.unit))
    rows = _visible(actor).annotate(
        n=Count("pieces", filter=mine),
        done=Count("pieces", filter=mine & Q(pieces__state=State.ACCEPTED)),
        given=Count("pieces", filter=mine & Q(pieces__state=State.GIVEN)),
    )
    return [_row(row, row.n, row.done, row.given) for row in rows[:50]]


def _row(row: Evaluation, pieces: int, accepted: int, waiting: int) -> EvaluationRow:
    return EvaluationRow(
        row.pk, row.title, row.tree, row.due_on, pieces, accepted, waiting,
        row.closed_at is not None,
    )  # fmt: skip


def evaluation(actor: Actor, evaluation: int, *, at: datetime) -> EvaluationView:
    """One evaluation with its self-check; a unit sees the leaves it owes something for."""
    row = _visible(actor).filter(pk=evaluation).first()
    if row is None:
        raise NotVisible(f"evaluation {evaluation}")
    day = to_cst(at).date()
    rules = rules_of(row.region, day)
    pieces = _pieces(actor, row, day)
    checks = tuple(
        one for one in _checks(row, rules, pieces, at) if actor.oversees or one.leaf in pieces
    )
    every = [piece for rows in pieces.values() for piece in rows]
    counted = _row(
        row,
        len(every),
        sum(one.state == State.ACCEPTED for one in every),
        sum(one.state == State.GIVEN for one in every),
    )
    return EvaluationView(counted, rules["basis"], actor.oversees, checks)


def _pieces(actor: Actor, row: Evaluation, day: date) -> dict[str, list[PieceView]]:
    rows = row.pieces.prefetch_related(Prefetch("files", EvidenceFile.objects.order_by("at", "pk")))
    if not actor.oversees:
        rows = rows.filter(unit__in=accounts.answers_for(actor.unit))
    names = {one.code: one.name for one in accounts.units(row.region, ended=True)}
    found: dict[str, list[PieceView]] = {}
    for one in rows:
        open_still = one.state in (State.ASKED, State.RETURNED)
        files = list(one.files.all())
        newest = [f for f in files if f.at == files[-1].at] if files else []
        found.setdefault(one.leaf, []).append(
            PieceView(
                one.pk, one.name, one.unit, names.get(one.unit, one.unit), one.due_on, one.state,
                str(one.get_state_display()), one.reason, open_still and day > one.due_on,
                row.closed_at is None and one.state != State.ACCEPTED,
                tuple((f.pk, f.name, f.by_name, f.at) for f in newest),
            )
        )  # fmt: skip
    return found


def _checks(
    row: Evaluation, rules: Mapping[str, Any], pieces: Mapping[str, list[PieceView]], at: datetime
) -> Iterable[CheckRow]:
    day = to_cst(at).date()
    tree = indicators.tree(row.tree, row.region, as_of=day)
    regions = [code for code, _name in accounts.regions() if accounts.is_fictional(code)]
    if row.region not in regions:
        regions.append(row.region)
    league = indicators.league(row.tree, regions, as_of=day, scale_of=row.region, second=True)
    seats = {one.code: (one, seat) for one, seat in league.seats_of(row.region)}
    doubted = indicators.doubted([row.region], as_of=day).get(row.region, {})
    orders = _orders(row, at)
    units = {one.code: one.name for one in accounts.units(row.region, ended=True)}
    risks = [(one["level"], parse(one["when"], RISK_WORDS), one["say"]) for one in rules["risks"]]
    for node in tree.nodes:
        for child in node.children:
            leaf = f"{node.code}/{child.code}"
            subject, seat = seats[leaf]
            held = pieces.get(leaf, [])
            best = subject.best
            gap = float(best - seat.low) if best is not None and seat.low is not None else None
            facts = {
                "known": child.known,
                "of": len(child.leaves),
                "lacking": sum(one.state != State.ACCEPTED for one in held),
                "late": sum(one.late for one in held),
                "doubted": any(one.definition.code in doubted for one in child.leaves),
                "gap": gap,
                "days_left": (row.due_on - day).days,
            }
            level, why = next(
                ((lv, say) for lv, when, say in risks if evaluate(when, facts).value is True),
                ("yellow", ""),
            )
            owner = f"{row.region}-{child.leaves[0].definition.owner}" if child.leaves else ""
            unit = held[0].unit if held else owner
            yield CheckRow(
                leaf, node.name, child.name, unit, units.get(unit, unit),
                tuple(_value(one) for one in child.leaves), child.known, len(child.leaves),
                seat.low, seat.high, best, bool(facts["doubted"]), level, why, tuple(held),
                *orders.get(leaf, ("", None, None)),
            )  # fmt: skip


def _value(leaf: indicators.Leaf) -> tuple[str, str, str]:
    value = leaf.value
    if value.value is None:
        return leaf.definition.code, leaf.definition.name, value.missing_reason
    said = f"{value.value.normalize():f} {value.unit}{indicators.few_mark(value.few)}"
    return leaf.definition.code, leaf.definition.name, said


def _orders(row: Evaluation, at: datetime) -> dict[str, tuple[str, int | None, Dismissed | None]]:
    """Leaf → what became of its newest draft: (the order's case, the draft, the dismissed)."""
    head = f"{RULE}|{row.pk}-"
    drafts = Warning.objects.filter(region=row.region, rule=RULE, key__startswith=head)
    rows = list(drafts.select_related("order").order_by("pk"))
    back = taken_back_of(rows, at=at)
    found: dict[str, tuple[str, int | None, Dismissed | None]] = {}
    for one in rows:
        leaf = one.key.removeprefix(head).partition("#")[0]
        if one.pk in back:
            why = _("督办单 %s 已经撤回") % one.order.number
            found[leaf] = ("", None, Dismissed(one.pk, one.settled_by, why, True))
        elif one.status == Warning.Status.ORDERED:
            found[leaf] = (one.order.ref, None, None)
        elif one.status == Warning.Status.DISMISSED:
            found[leaf] = ("", None, Dismissed(one.pk, one.settled_by, one.settled_reason))
        else:
            found[leaf] = ("", one.pk, None)
    return found


def evidence_file(actor: Actor, file: int) -> EvidenceFile:
    """A file that the actor's unit owes or that belongs to the city they oversee."""
    rows = EvidenceFile.objects.filter(pk=file, piece__evaluation__region=actor.region)
    if not actor.oversees:
        rows = rows.filter(piece__unit=actor.unit or "-")
    row = rows.first()
    if row is None:
        raise NotVisible(f"evidence file {file}")
    return row
