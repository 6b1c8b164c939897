"""The result of a year as one value: weights, scores, places, and every row behind them."""

from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.supervision.appraisal import scoring
from yingshang.city.supervision.appraisal.tables import Appraisal, AppraisalSheet
from yingshang.kernel import chain
from yingshang.kernel.measures import printed, rank_ranges, ranks
from yingshang.kernel.worktime import to_cst

__all__ = ["digest", "enough", "intervals", "places", "result_of"]


def digest(value: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785), as anybody can reckon it again."""
    return sha256(chain.canonical(value)).hexdigest()


def result_of(row: Appraisal, at: datetime) -> dict[str, Any]:
    """Amounts as text, days as ISO: the same bytes everywhere."""
    sheets = list(row.sheets.prefetch_related("marks", "extras"))
    found = [_sheet(row, one) for one in sheets]
    order = places([one["score"] if enough(row.body, one["weighed"]) else None for one in found])
    for one, place in zip(found, order, strict=True):
        one["rank"] = place
    found.sort(key=lambda one: (one["rank"] is None, one["rank"] or 0, one["unit"]))
    return {
        "region": row.region,
        "year": row.year,
        "version": row.version,
        "title": row.title,
        "weights": row.body,
        "weights_sha256": row.body_sha,
        "announced_on": to_cst(row.announced_at).date().isoformat(),
        "published_on": to_cst(at).date().isoformat(),
        "units": found,
    }


def enough(body: dict[str, Any], weighed: str) -> bool:
    """Whether so much could be counted that the unit takes a place among the others."""
    return Decimal(weighed) >= Decimal(str(body.get("rank_from", 0)))


def places(scores: list[str | None]) -> list[int | None]:
    """Places by the printed scores."""
    return ranks([None if one is None else Decimal(one) for one in scores])


def intervals(units: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Unit → its possible places: the weight that could not be counted may earn nothing or all."""
    spans: dict[str, dict[str, tuple[float, float] | None]] = {}
    for one in units:
        if one["rank"] is None or one["base"] is None:
            continue
        weighed = Decimal(one["weighed"])
        earned = Decimal(one["base"]) * weighed / 100
        rest = Decimal(one["plus"]) - Decimal(one["minus"])
        low, high = (max(Decimal(0), earned + more + rest) for more in (0, 100 - weighed))
        spans[one["unit"]] = {"": (float(low), float(high))}
    found = rank_ranges(spans, {"": 1.0}) if spans else {}
    return {
        u: (r.low, r.high) for u, r in found.items() if r.low is not None and r.high is not None
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _sheet(row: Appraisal, sheet: AppraisalSheet) -> dict[str, Any]:
    marks, extras = list(sheet.marks.all()), list(sheet.extras.all())
    total, scores = scoring.total_of(row.body, marks, extras)
    held = scoring.latest(marks)
    body = row.body
    return {
        "unit": sheet.unit,
        "unit_name": accounts.unit_name(sheet.unit),
        "score": _text(scoring.show(total.score, body)),
        "base": _text(scoring.show(total.base, body)),
        "weighed": str(printed(total.weighed)),
        "plus": str(printed(total.plus)),
        "minus": str(printed(total.minus)),
        "items": [
            {
                "code": code,
                "points": _text(scoring.show(one.points, body)),
                "good": one.good,
                "of": one.of,
                "small": one.small,
                "version": held[code].version,
                "rows": held[code].rows,
            }
            for code, one in scores.items()
        ],
        "extras": [
            {"kind": one.kind, "code": one.code, "points": str(one.points), "ground": one.ground}
            for one in extras
            if one.ended_at is None
        ],
    }
