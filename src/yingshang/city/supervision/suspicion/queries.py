"""Clues as supervisors read them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision.models import Clue
from yingshang.city.supervision.suspicion._declared import KindOfSuspicion, kinds_of
from yingshang.city.supervision.suspicion.access import visible_clues

__all__ = ["Circumstance", "CluePage", "ClueView", "clue", "clues"]

PAGE = 50
STRONG, CLEAR = 20, 12  # decibans over even odds: a hundred to one, sixteen to one


@dataclass(frozen=True)
class Circumstance:
    """What counted: its sentence, its weight in decibans, the events that show it."""

    code: str
    weight: int
    sentence: str
    seqs: tuple[int, ...]


@dataclass(frozen=True)
class ClueView:
    """A ground to look at a case; nothing is proved by it. `strength`: strong | clear | weak."""

    id: int
    kind: str
    kind_name: str
    lead: str
    region: str
    case: str
    item_name: str
    unit: str
    unit_name: str
    officer: str
    officer_name: str
    at: datetime
    period: str
    score: int
    strength: str
    sentence: str
    reasons: tuple[Circumstance, ...]
    against: tuple[Circumstance, ...]
    innocent: tuple[str, ...]
    ask: str
    source: str
    seqs: tuple[int, ...]
    drawn: Mapping[str, Any]
    status: str
    status_label: str
    found_at: datetime
    settled_at: datetime | None
    settled_by: str
    settled_reason: str
    warning: int | None
    events: tuple[cases.EventView, ...] = ()


@dataclass(frozen=True)
class CluePage:
    """A page of clues with the counts (code, name, number) that its filters need."""

    rows: tuple[ClueView, ...]
    total: int
    page: int
    pages: int
    by_status: Mapping[str, int]
    by_kind: tuple[tuple[str, str, int], ...]
    by_unit: tuple[tuple[str, str, int], ...]
    by_officer: tuple[tuple[str, str, int], ...]


def clues(
    actor: Actor,
    *,
    status: str = "",
    kind: str = "",
    unit: str = "",
    officer: str = "",
    page: int = 1,
) -> CluePage:
    """Clues that the actor sees, strongest first, with how many there are of each sort."""
    everything = visible_clues(actor).order_by()
    by_status = Counter(everything.values_list("status", flat=True))
    rows = everything.filter(status=status) if status else everything
    wanted = {"kind": kind, "unit": unit, "officer": officer}
    sorts = list(rows.values_list("kind", "unit", "officer", "officer_name"))
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = rows.order_by("-score", "-at", "-pk")[(page - 1) * PAGE : page * PAGE]
    kinds = kinds_of(actor.region)
    officers = {who: name for _k, _u, who, name in sorts}
    return CluePage(
        rows=tuple(_view(row, kinds) for row in shown),
        total=total,
        page=page,
        pages=pages,
        by_status=by_status,
        by_kind=_counted((s[0] for s in sorts), lambda k: kinds[k].name if k in kinds else k),
        by_unit=_counted((s[1] for s in sorts), accounts.unit_name),
        by_officer=_counted((s[2] for s in sorts), lambda who: officers.get(who) or who),
    )


def _counted(codes: Iterable[str], name: Callable[[str], str]) -> tuple[tuple[str, str, int], ...]:
    return tuple((code, name(code), n) for code, n in Counter(codes).most_common() if code)


def clue(actor: Actor, id: int) -> ClueView:
    """One clue with the events of its case; NotVisible where the actor sees none."""
    row = visible_clues(actor).filter(pk=id).first()
    if row is None:
        raise NotVisible(f"clue {id}")
    events = tuple(cases.timeline(actor, row.case))
    return replace(_view(row, kinds_of(row.region)), events=events)


def strength_of(score: int) -> str:
    """How strong the circumstances are taken together, without false precision."""
    if score >= STRONG:
        return "strong"
    return "clear" if score >= CLEAR else "weak"


def _view(row: Clue, kinds: Mapping[str, KindOfSuspicion]) -> ClueView:
    kind = kinds.get(row.kind)
    return ClueView(
        id=row.pk,
        kind=row.kind,
        kind_name=kind.name if kind else row.kind,
        lead=kind.lead if kind else "",
        region=row.region,
        case=row.case,
        item_name=row.item_name,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        officer=row.officer,
        officer_name=row.officer_name or row.officer,
        at=row.at,
        period=row.period,
        score=row.score,
        strength=strength_of(row.score),
        sentence=row.sentence,
        reasons=_circumstances(row.reasons),
        against=_circumstances(row.against),
        innocent=kind.innocent if kind else (),
        ask=kind.ask if kind else "",
        source=kind.source if kind else "",
        seqs=tuple(row.seqs),
        drawn=row.drawn,
        status=row.status,
        status_label=str(Clue.Status(row.status).label),
        found_at=row.found_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        settled_reason=row.settled_reason,
        warning=row.warning_id,
    )


def _circumstances(rows: list[dict[str, Any]]) -> tuple[Circumstance, ...]:
    return tuple(
        Circumstance(row["code"], row["weight"], row["sentence"], tuple(row["seqs"]))
        for row in rows
    )
