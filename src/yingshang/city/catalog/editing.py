"""What an editor's form says becomes the draft's body: the same cells as in the workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.catalog.access import draft_for
from yingshang.city.catalog.drafting import save_draft
from yingshang.city.catalog.exchange.rows import (
    COVERED,
    ItemRows,
    RowWrong,
    body_of,
    rows_of,
    units_of,
)
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

__all__ = ["write_draft"]

LONGEST = 200_000
Cells = Mapping[str, Any]


@transaction.atomic
def write_draft(
    *,
    draft: int,
    cells: Cells,
    materials: Sequence[Cells],
    steps: Sequence[Cells],
    rest: str,
    by: Actor,
    at: datetime,
    revision: int,
    note: str = "",
) -> tuple[RowWrong, ...]:
    """Keep what the form says; () where it was kept, else what is wrong in which cell and
    nothing is kept. `rest`: what no column holds, as YAML."""
    row = draft_for(by, draft)
    units = units_of(row.region)
    held = {
        key: text
        for key, text in rows_of(row.body, units).rest.items()
        if key.partition(".")[0] in COVERED
    }
    further = {key: json.dumps(v, ensure_ascii=False) for key, v in _mapping(rest).items()}
    written = ItemRows(
        {**cells, "事项代码": row.code},
        [dict(m) for m in materials if any(str(v).strip() for v in m.values())],
        [dict(s) for s in steps if any(str(v).strip() for v in s.values())],
        {**held, **further},
    )
    body, wrong = body_of(written, units, under={})
    if wrong:
        return tuple(wrong)
    save_draft(draft=draft, body=body, by=by, at=at, revision=revision, note=note)
    return ()


def _mapping(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise Refusal("draft-long", _("“其余设置”太长，没有保存。"))
    try:
        found = json.loads(json.dumps(yaml.safe_load(text) or {}, default=str))
    except (yaml.YAMLError, TypeError, ValueError, RecursionError):
        raise Refusal(
            "draft-rest", _("“其余设置”不是可读的 YAML。请检查缩进和冒号，其余内容都还在。")
        ) from None
    if not isinstance(found, dict):
        raise Refusal("draft-rest", _("“其余设置”应当一行一个“名称: 内容”。"))
    wrong = sorted(set(found) & COVERED)
    if wrong:
        raise Refusal(
            "draft-rest",
            _("“其余设置”里的 %s 在上面有自己的栏，请填在那里。") % definitions.listed(wrong),
        )
    return {str(key): value for key, value in found.items()}
