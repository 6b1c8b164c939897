"""The published checkpoints against the facts of today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection

from yingshang.adapters import signing
from yingshang.city.cases.checkpoints import CHUNK, leaf_of
from yingshang.city.cases.models import Checkpoint
from yingshang.kernel import chain

__all__ = ["wrong_in_log"]

DIGEST = 32
Break = tuple[str, int, str]


def wrong_in_log() -> tuple[int, list[Break]]:
    """(checkpoints checked, breaks): heads linked and signed, roots given by the facts, every fact
    in its one place."""
    found: list[Break] = []
    keys = {key.id: key.hex for key in signing.known_keys(settings.SIGNING)}
    previous, total, number = chain.GENESIS, 0, 0
    for row in Checkpoint.objects.order_by("number").iterator(chunk_size=20):
        number += 1
        where = f"第 {number} 号校验点"
        head, text = json.loads(row.head), row.head.encode()
        total += row.size
        if (row.number, head["number"]) != (number, number):
            found.append((where, 0, "校验点缺失"))
            break
        if not _is_linked(row, head, text, previous, total):
            found.append((where, 0, "校验点与前一个对不上，或被改动"))
        elif not signing.verify(keys.get(head["key"], ""), text, row.signature):
            found.append((where, 0, "校验点的签名不对"))
        elif wrong := _wrong_root(row):
            found.append((where, 0, wrong))
        previous = row.hash
    return number, [*found, *_misplaced()]


def _is_linked(
    row: Checkpoint, head: dict[str, Any], text: bytes, previous: str, total: int
) -> bool:
    return (
        sha256(text).hexdigest() == row.hash
        and chain.canonical(head) == text
        and head["previous"] == previous
        and (head["size"], head["total"], head["root"]) == (row.size, row.total, row.root)
        and row.total == total
    )


LEAVES = """
SELECT e.case_id, e.seq, e.hash FROM cases_checkpointspan s
JOIN cases_caseevent e ON e.case_id = s.case_id AND e.seq BETWEEN s.first_seq AND s.last_seq
WHERE s.checkpoint_id = %s ORDER BY s.position, e.seq
"""


def _wrong_root(row: Checkpoint) -> str:
    """'' when the facts still give the root, else where they first do not."""
    nodes = list(chain.tiles(_leaves(row.number)))
    if chain.Tree.over(nodes).root == row.root:
        return ""
    blob = bytes(row.tiles)
    kept = [blob[at : at + DIGEST] for at in range(0, len(blob), DIGEST)]
    place = next(
        (n for n, pair in enumerate(zip(nodes, kept, strict=False)) if pair[0] != pair[1]),
        min(len(nodes), len(kept)),
    )
    first = place * chain.TILE + 1
    return f"事实与公布的根对不上（第 {first} 至 {first + chain.TILE - 1} 个叶子之间）"


def _leaves(number: int) -> Iterator[bytes]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEAVES, [number])
        while rows := cursor.fetchmany(CHUNK):
            for ref, seq, hash_ in rows:
                yield leaf_of(ref, seq, hash_)


HOLES = """
SELECT case_id, first_seq FROM (
    SELECT case_id, first_seq,
        COALESCE(LAG(last_seq) OVER (PARTITION BY case_id ORDER BY first_seq), 0) + 1 AS wanted
    FROM cases_checkpointspan
) s WHERE first_seq <> wanted ORDER BY case_id LIMIT 20
"""
PASSED_OVER = """
SELECT e.case_id, e.seq FROM cases_caseevent e WHERE e.id <= %s AND NOT EXISTS (
    SELECT 1 FROM cases_checkpointspan s
    WHERE s.case_id = e.case_id AND s.first_seq <= e.seq AND s.last_seq >= e.seq
) LIMIT 20
"""


def _misplaced() -> Iterator[Break]:
    """Facts under two checkpoints or out of turn, or under none though they should be."""
    settled = Checkpoint.objects.order_by("-number").values_list("settled_id", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(HOLES)
        for ref, seq in cursor.fetchall():
            yield ref, seq, "校验点的登记不连续"
        cursor.execute(PASSED_OVER, [settled or 0])
        for ref, seq in cursor.fetchall():
            yield ref, seq, "没有列入任何校验点"
