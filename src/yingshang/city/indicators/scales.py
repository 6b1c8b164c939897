"""A scale's ends are changed by a decision: one person proposes, another publishes; who, when,
why, on what paper, and what they were before stays with them. Earlier years keep their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import ProposalView
from yingshang.city.indicators._definition import definitions_of
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.frontier import frontier, rescaled
from yingshang.city.indicators.ranking import standing
from yingshang.kernel.flow import Refusal

__all__ = ["Effect", "ScaleView", "effect", "effects_then", "propose_scale", "rule_scale", "scales"]

KIND = "frontier"


@dataclass(frozen=True)
class ScaleView:
    """One indicator's scale in force, and every edition before it (newest first)."""

    code: str
    name: str
    topic: str
    unit: str
    best: Decimal
    worst: Decimal
    basis: str
    since: date
    decision: Mapping[str, Any]
    before: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Effect:
    """What other ends do to one city: its score of the indicator, its total, its places."""

    region: str
    name: str
    score: Decimal | None
    score_then: Decimal | None
    total: Decimal | None
    total_then: Decimal | None
    place: tuple[int | None, int | None]
    place_then: tuple[int | None, int | None]

    @property
    def moves(self) -> bool:
        return (self.score, self.total, self.place) != (
            self.score_then,
            self.total_then,
            self.place_then,
        )


def scales(actor: Actor, *, at: datetime) -> tuple[list[ScaleView], list[ProposalView]]:
    """(the scales of the actor's city by topic, proposals newest first). NotVisible for others
    than those who oversee the city."""
    if not actor.oversees:
        raise NotVisible("scales")
    day = as_day(at)
    found = {e.code: e for e in definitions.editions(KIND, region=actor.region, on=day)}
    rows = []
    for one in definitions_of(actor.region, day):
        if one.code not in found:
            continue
        edition = found[one.code]
        earlier = definitions.history(KIND, one.code, region=actor.region)
        rows.append(
            ScaleView(
                one.code,
                one.name,
                one.topic,
                one.unit,
                Decimal(edition.body["best"]),
                Decimal(edition.body["worst"]),
                edition.body["basis"],
                edition.valid_from,
                edition.body.get("decision", {}),
                tuple(e.body for e in reversed(earlier) if e.id != edition.id),
            )
        )
    return sorted(rows, key=lambda row: (row.topic, row.code)), definitions.proposals(actor, KIND)


def effect(
    *, code: str, best: str, worst: str, by: Actor, at: datetime
) -> tuple[dict[str, str], list[Effect]]:
    """(the ends as numbers, what they would do to the cities compared). Refusals: see
    :func:`propose_scale`."""
    day = as_day(at)
    body = _changed(code, best, worst, by.region, day)
    regions = [one for one, _name in accounts.regions() if accounts.is_fictional(one)]
    if by.region not in regions:
        regions.append(by.region)
    table = frontier(regions, as_of=day, method="frontier", scale_of=by.region)
    after = rescaled(table, code, Decimal(body["best"]), Decimal(body["worst"]))
    now, then = (standing(one, likely=False) for one in (table, after))
    own = next(row for row in table.rows if row.code == code)
    new = next(row for row in after.rows if row.code == code)
    rows = [
        Effect(
            region,
            accounts.region_name(region),
            own.cells[n].score,
            new.cells[n].score,
            table.totals[n].score,
            after.totals[n].score,
            _place(now.get(region)),
            _place(then.get(region)),
        )
        for n, region in enumerate(regions)
    ]
    return {"best": body["best"], "worst": body["worst"]}, rows


def _place(found: Any) -> tuple[int | None, int | None]:
    return (None, None) if found is None else (found.low, found.high)


def propose_scale(
    *,
    code: str,
    best: str,
    worst: str,
    first_day: date,
    why: str,
    number: str = "",
    proof: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Other ends for the actor's city from ``first_day``; they hold when another has agreed.

    Refusals: frontier-unknown, frontier-ends, frontier-turned (the better end may not change
    sides), frontier-why, frontier-past (scores of earlier years stay), nothing-changes.
    """
    if not by.oversees:
        raise NotVisible(code)
    today = as_day(at)
    if first_day < date(today.year, 1, 1):
        raise Refusal(
            "frontier-past",
            f"{first_day.year} 年的得分已公布，不能改写；起算日最早是 {today.year} 年 1 月 1 日。",
        )
    since = _in_force(code, by.region, max(first_day, today)).valid_from
    if first_day < since:
        raise Refusal(
            "frontier-past", f"现行标尺自 {since} 起，新的起算日不能早于这一天，请另选日期。"
        )
    body = _changed(code, best, worst, by.region, max(first_day, today))
    if len(why.strip()) < 4:
        raise Refusal("frontier-why", "请写明为什么改，至少四个字；理由会公布在得分页上。")
    kept = cases.keep_files([cases.Upload(*proof)]) if proof else []
    _ends, rows = effect(code=code, best=best, worst=worst, by=by, at=at)
    body["valid_from"] = first_day.isoformat()
    body["decision"] = {
        "by": by.name,
        "day": first_day.isoformat(),
        "why": why.strip()[:300],
        "before": body["decision"]["before"],
        "number": number.strip()[:60],
        "paper": kept[0].name if kept else "",
        "sha256": kept[0].sha256 if kept else "",
    }
    detail = {"effects": [_plain(one) for one in rows], "as_of": today.isoformat()}
    return definitions.propose(
        kind=KIND, code=code, body=body, reason=why, detail=detail, by=by, at=at
    )


def effects_then(draft: ProposalView) -> list[Effect]:
    """What the proposer saw that the ends would do; empty for drafts that were not kept so."""
    found = []
    for one in draft.detail.get("effects", ()):
        numbers = {
            name: None if one[name] is None else Decimal(one[name])
            for name in ("score", "score_then", "total", "total_then")
        }
        place, then = (tuple(one[name]) for name in ("place", "place_then"))
        found.append(Effect(one["region"], one["name"], **numbers, place=place, place_then=then))
    return found


def _plain(one: Effect) -> dict[str, Any]:
    """As it is kept beside the draft: numbers as text."""
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in vars(one).items()
    }


def rule_scale(*, proposal: int, agreed: bool, words: str = "", by: Actor, at: datetime) -> None:
    """Another overseer of the city publishes the ends, or refuses them with a reason."""
    if not by.oversees:
        raise NotVisible(f"proposal {proposal}")
    definitions.rule_proposal(
        proposal=proposal, kind=KIND, agreed=agreed, words=words, by=by, at=at, link="/desk/scales/"
    )


def _in_force(code: str, region: str, day: date) -> definitions.EditionView:
    found = definitions.edition(KIND, code, region=region, on=day)
    if found is None:
        raise Refusal("frontier-unknown", f"指标“{code}”还没有最优值和最差值，请先在数据中声明。")
    return found


def _changed(code: str, best: str, worst: str, region: str, day: date) -> dict[str, Any]:
    """The body in force with other ends, checked; its decision says what they were before."""
    old = _in_force(code, region, day)
    new_best, new_worst = _number(best), _number(worst)
    was_best, was_worst = Decimal(old.body["best"]), Decimal(old.body["worst"])
    if new_best == new_worst:
        raise Refusal("frontier-ends", "最优值和最差值不能相同，请改成两个不同的数。")
    if (new_best < new_worst) != (was_best < was_worst):
        raise Refusal("frontier-turned", "最优值和最差值的方向反了，请核对哪一个更好。")
    if (new_best, new_worst) == (was_best, was_worst):
        raise Refusal("nothing-changes", "和现行的最优值、最差值一样，没有提交。")
    before = f"最优 {old.body['best']}，最差 {old.body['worst']}"
    ends = {"best": f"{new_best:f}", "worst": f"{new_worst:f}"}
    return {**old.body, **ends, "decision": {"before": before}}


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or not 0 <= number <= 10**9:
        raise Refusal("frontier-ends", f"“{text[:20]}”不是可用的数，请填不小于 0 的数字。")
    return number
