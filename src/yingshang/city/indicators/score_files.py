"""`frontier score`: raw values and bounds as CSV files in, scores out; needs no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import SheetError, read_table
from yingshang.city.accounts.kinds import Refusal
from yingshang.kernel.measures import FORMS, Bound, RawValue, score_table

__all__ = ["score_files"]

RAW = ("entity", "period", "topic", "component", "value")
BOUNDS = ("topic", "component", "worst", "best")
# what people write for a form
_FORMS = {
    "": "linear",
    "linear": "linear",
    "tax": "tax",
    "nonlinear": "tax",
    "non-linear": "tax",
    "power": "tax",
    "power 0.8": "tax",
    "power0.8": "tax",
    "0.8": "tax",
    "^0.8": "tax",
    "1": "linear",
    "min": "linear",
    "max": "linear",
}
_NOTHING = {"", "..", "-", "—", "n/a", "na", "nan", "null", "none", "no data", "无", "缺"}


def score_files(raw: Path, bounds: Path) -> list[dict[str, Any]]:
    """Scores as `[{entity, period, topic, component, score, rank?, reason?}]`, scores as floats;
    with a rank the places that are possible (`rank_low`, `rank_high`).

    Raises Refusal with the file, the row and what to do for anything that cannot be read.
    """
    ends = _bounds(bounds)
    values = [
        RawValue(cells["entity"], cells["period"], cells["topic"], cells["component"], *_raw(cells))
        for _line, cells in _rows(raw, RAW)
    ]
    try:
        scored = score_table(values, ends)
    except ValueError as problem:
        raise Refusal(
            "two-values", _("“%s”里%s，请留下正确的一个。") % (raw.name, problem)
        ) from None
    silent = Counter(row.period for row in scored if row.topic is None and row.score is None)
    return [
        {
            "entity": row.entity,
            "period": row.period,
            "topic": row.topic,
            "component": row.component,
            "score": None if row.score is None else float(row.score),
            **(_places(row.rank, silent[row.period]) if row.rank else {}),
            **({"reason": row.reason} if row.reason else {}),
        }
        for row in scored
    ]


def _places(rank: int, silent: int) -> dict[str, int]:
    """Never a bare rank: those without a score may stand anywhere."""
    return {"rank": rank, "rank_low": rank, "rank_high": rank + silent}


def _rows(path: Path, wanted: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by lower-case heading) of a CSV or xlsx; blank lines are left out."""
    try:
        grid = read_table(path.read_bytes(), path.name)
    except SheetError as problem:
        raise Refusal(problem.code, problem.sentence) from None
    heads = [str(cell).strip().lower() for cell in grid.rows[0]]
    if lacking := [name for name in wanted if name not in heads]:
        raise Refusal(
            "no-column",
            _("“%(file)s”的第一行缺少列 %(cols)s；应有 %(all)s。")
            % {"file": path.name, "cols": "、".join(lacking), "all": "、".join(wanted)},
        )
    rows = []
    for line, row in enumerate(grid.rows[1:], 2):
        cells = {head: str(cell).strip() for head, cell in zip(heads, row, strict=False)}
        if any(cells.values()):
            rows.append((line, dict.fromkeys(wanted, "") | cells))
    return rows


def _bounds(path: Path) -> list[Bound]:
    ends: dict[tuple[str, str], Bound] = {}
    for line, cells in _rows(path, BOUNDS):
        where = {"file": path.name, "line": line}
        form = _FORMS.get(cells.get("form", "").lower())
        if form is None:
            raise Refusal(
                "form",
                _("“%(file)s”第 %(line)s 行的 form 只能是 %(forms)s。")
                % {**where, "forms": "、".join(FORMS)},
            )
        worst, best = (_number(cells[name]) for name in ("worst", "best"))
        weight = _number(cells.get("weight") or "1")
        if worst is None or best is None or worst == best or weight is None or weight <= 0:
            raise Refusal(
                "bounds",
                _("“%(file)s”第 %(line)s 行：worst 和 best 应是不相等的数，weight 应大于 0。")
                % where,
            )
        key = cells["topic"], cells["component"]
        one = Bound(*key, worst, best, weight, form)
        if ends.setdefault(key, one) != one:
            raise Refusal(
                "two-bounds", _("“%(file)s”第 %(line)s 行：同一项写了两种最优值和最差值。") % where
            )
    if not ends:
        raise Refusal("no-bounds", _("“%s”里没有一项最优值和最差值。") % path.name)
    return list(ends.values())


def _raw(cells: dict[str, str]) -> tuple[Decimal | None, str]:
    """(value, "") or (None, why)."""
    text = cells["value"]
    if text.lower() in _NOTHING:
        return None, _("没有这一项的值")
    value = _number(text)
    return value, "" if value is not None else _("“%s”不是数") % text


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
