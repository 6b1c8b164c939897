"""From announced weights and counted rows to points: the kernel reckons, this reads and writes."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yingshang.city.supervision.appraisal.counting import MEASURES
from yingshang.city.supervision.appraisal.kinds import ItemWeight
from yingshang.city.supervision.appraisal.tables import AppraisalExtra, AppraisalMark
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel import measures
from yingshang.kernel.measures import MarkItem, MarkScore, MarkTotal

__all__ = [
    "check_body",
    "latest",
    "number",
    "points_of",
    "show",
    "tally",
    "total_of",
    "weight_views",
    "weights",
]


def number(value: Any) -> Fraction:
    """What a file says, exactly: 12.5 is twelve and a half."""
    return Fraction(str(value))


def weights(body: Mapping[str, Any]) -> list[MarkItem]:
    return [
        MarkItem(
            one["code"],
            number(one["weight"]),
            one.get("way", "share"),
            number(one.get("each", 0)),
        )
        for one in body["items"]
    ]


def weight_views(body: Mapping[str, Any]) -> tuple[ItemWeight, ...]:
    return tuple(
        ItemWeight(
            code=one["code"],
            name=one["name"],
            weight=Decimal(str(one["weight"])),
            way=one.get("way", "share"),
            each=Decimal(str(one["each"])) if "each" in one else None,
            says=one.get("says", ""),
        )
        for one in body["items"]
    )


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal where the weights do not add up to 100, or something is not known or named twice."""
    name, items = body["name"], body["items"]
    whole = measures.weights_sum(weights(body))
    if whole != 100:
        raise Refusal("weights-sum", f"“{name}”的权重加起来是 {float(whole):g}，应当是 100。")
    extras = [*body.get("plus", ()), *body.get("minus", ())]
    codes = [one["code"] for one in [*items, *extras]]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Refusal("weights-twice", f"“{name}”里“{'、'.join(twice)}”出现了两次。")
    for one in items:
        if one["measure"] not in MEASURES:
            raise Refusal(
                "measure-unknown",
                f"“{name}”的“{one['name']}”用了没有的统计“{one['measure']}”；"
                f"可用的有：{'、'.join(MEASURES)}。",
            )
        if one.get("way") == "deduct" and "each" not in one:
            raise Refusal("each-missing", f"“{name}”的“{one['name']}”没有写每件扣几分（each）。")


def tally(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Good ones and all; what a ruling took out is neither."""
    held = [row for row in rows if not row.get("out")]
    return sum(bool(row["ok"]) for row in held), len(held)


def latest(marks: Iterable[AppraisalMark]) -> dict[str, AppraisalMark]:
    """By item, the version that holds."""
    found: dict[str, AppraisalMark] = {}
    for one in marks:
        if one.item not in found or found[one.item].version < one.version:
            found[one.item] = one
    return found


def points_of(body: Mapping[str, Any], item: str, good: int, of: int) -> MarkScore:
    found = next(one for one in weights(body) if one.code == item)
    return measures.mark(found, good, of, small=body.get("small", 0))


def total_of(
    body: Mapping[str, Any], marks: Iterable[AppraisalMark], extras: Iterable[AppraisalExtra]
) -> tuple[MarkTotal, dict[str, MarkScore]]:
    """The score of a sheet and of its items, from the versions that hold."""
    held = latest(marks)
    scores = {
        one.code: points_of(body, one.code, held[one.code].good, held[one.code].of)
        for one in weights(body)  # in the order that was announced
        if one.code in held
    }
    sums = {"plus": Fraction(0), "minus": Fraction(0)}
    for extra in extras:
        if extra.ended_at is None:
            sums[extra.kind] += Fraction(extra.points)
    plus = min(sums["plus"], number(body.get("plus_most", 0)))
    minus = min(sums["minus"], number(body.get("minus_most", 0)))
    return measures.total(weights(body), scores, plus=plus, minus=minus), scores


def show(value: Fraction | None, body: Mapping[str, Any]) -> Decimal | None:
    return None if value is None else measures.printed(value, body.get("decimals", 2))
