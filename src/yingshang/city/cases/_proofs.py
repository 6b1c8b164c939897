"""From the stored log to the proof that a fact lies under a published root."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from yingshang.city.cases.checkpoints import leaf_of
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import CheckpointSpan
from yingshang.kernel import chain

__all__ = ["inclusion", "numbers_of"]

DIGEST = 32


@dataclass(frozen=True, slots=True)
class _Place:
    checkpoint: Any
    index: int


def inclusion(ref: str, seq: int) -> dict[str, Any] | None:
    """Proof, head and signature for the fact, as a receipt carries them; None before its night.

    Refusal 'facts-changed' where the facts of today no longer give the published root.
    """
    place = _place(ref, seq)
    if place is None:
        return None
    row, index = place.checkpoint, place.index
    first = index - index % chain.TILE
    tile = chain.Tree(_leaves(row.number, first))
    blob = bytes(row.tiles)
    nodes = [blob[at : at + DIGEST] for at in range(0, len(blob), DIGEST)]
    if tile.root != nodes[first // chain.TILE].hex():
        raise Refusal(
            "facts-changed",
            _(
                "库中的事实与已公布的第 %(number)s 号校验点对不上，不能出具证明。"
                "请联系运维人员核对。"
            )
            % {"number": row.number},
        )
    upper = chain.Tree.over(nodes)
    return {
        "index": index,
        "proof": [*tile.proof(index - first), *upper.proof(first // chain.TILE)],
        "head": json.loads(row.head),
        "signature": row.signature,
    }


def _place(ref: str, seq: int) -> _Place | None:
    spans = CheckpointSpan.objects.select_related("checkpoint")
    span = spans.filter(case=ref, first_seq__lte=seq, last_seq__gte=seq).first()
    if span is None:
        return None
    return _Place(span.checkpoint, span.position + seq - span.first_seq)


LEAVES = """
SELECT e.case_id, e.seq, e.hash, s.position + e.seq - s.first_seq
FROM cases_checkpointspan s
JOIN cases_caseevent e ON e.case_id = s.case_id AND e.seq BETWEEN s.first_seq AND s.last_seq
WHERE s.checkpoint_id = %s AND s.position < %s AND s.position >= (
    SELECT MAX(b.position) FROM cases_checkpointspan b
    WHERE b.checkpoint_id = %s AND b.position <= %s
)
ORDER BY s.position, e.seq
"""


def _leaves(number: int, first: int) -> list[bytes]:
    """The leaves of the tile that begins at `first`."""
    after = first + chain.TILE
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [number, after, number, first])
        rows = cursor.fetchall()
    return [leaf_of(ref, seq, hash_) for ref, seq, hash_, at in rows if first <= at < after]


def numbers_of(ref: str) -> list[tuple[int, int, int]]:
    """(first seq, last seq, number of the checkpoint) for what is covered of the case."""
    rows = CheckpointSpan.objects.filter(case=ref).order_by("first_seq")
    return list(rows.values_list("first_seq", "last_seq", "checkpoint_id"))
