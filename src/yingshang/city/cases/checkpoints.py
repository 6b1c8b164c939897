"""The nightly checkpoint: one signed Merkle root over every fact since the checkpoint before.

Leaf order, cut-off and why no late commit is passed over: docs/decisions/checkpoints.md.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from yingshang.adapters import signing
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Checkpoint
from yingshang.kernel import chain
from yingshang.kernel.worktime import CST

__all__ = [
    "CheckpointView",
    "checkpoint_log",
    "checkpoints",
    "cutoff_of",
    "leaf_of",
    "make_checkpoint",
    "public_keys",
]

KIND = "yingshang-checkpoint"
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """`head` is what was signed, `hash` its SHA-256; `size` facts of it, `total` so far."""

    number: int
    cutoff_at: datetime
    made_at: datetime
    size: int
    total: int
    root: str
    hash: str
    signature: str
    head: dict[str, Any]


def leaf_of(case: str, seq: int, hash: str) -> bytes:
    """The bytes of a leaf: case number, place in the case and event hash, a line feed between."""
    return f"{case}\n{seq}\n{hash}".encode()


def cutoff_of(at: datetime) -> datetime:
    """The last midnight of Chinese time, at or before the moment."""
    return datetime.combine(at.astimezone(CST).date(), time(), tzinfo=CST)


def public_keys() -> list[dict[str, str]]:
    """Every key that receipts and checkpoints were ever signed with, the one in use first."""
    current = signing.signer(settings.SIGNING).public
    known = signing.known_keys(settings.SIGNING)
    ordered = [current, *(key for key in known if key != current)]
    return [{"id": key.id, "algorithm": "Ed25519", "public": key.hex} for key in ordered]


def make_checkpoint(*, at: datetime, by: Actor) -> CheckpointView:
    """The checkpoint of the last midnight before `at`: made now, or the one that was made.

    Every committed fact that is in no checkpoint yet goes in, case by case, up to the first fact
    of the case whose own moment is the midnight or later. Refusal 'not-yours', or 'overtaken'
    where a later one stands or another process was quicker.
    """
    if by.role != Role.SYSTEM:
        raise Refusal("not-yours", _("校验点由系统每晚自动生成，不能手工生成。请联系运维人员。"))
    cutoff = cutoff_of(at)
    last = Checkpoint.objects.defer("tiles").order_by("number").last()
    if last is not None and last.cutoff_at == cutoff:
        return _view(last)
    if last is not None and last.cutoff_at > cutoff:
        raise _overtaken()
    with tempfile.TemporaryFile("w+", encoding="ascii") as spans:
        seen = _Seen(last.settled_id if last else 0, cutoff, spans)
        nodes = list(chain.tiles(seen.leaves()))
        row = _row(last, cutoff, at, seen, nodes)
        spans.seek(0)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                _write_spans(row.number, spans)
                detail = {"root": row.root, "size": row.size}
                audit.record(
                    by=by, at=at, action="cases.checkpoint", obj=str(row.number), detail=detail
                )
        except IntegrityError as error:
            raise _overtaken() from error
    return _view(row)


def _overtaken() -> Refusal:
    return Refusal(
        "overtaken",
        _("已有同一时刻或更晚的校验点，这次没有生成。请用 yingshang checkpoint list 查看。"),
    )


class _Seen:
    """One pass over the facts that are in no checkpoint: leaves out, spans into a file.

    A single statement reads them, so that a single snapshot decides what is in.
    """

    def __init__(self, settled: int, cutoff: datetime, spans: IO[str]) -> None:
        self.size = 0
        self.max_id = settled
        self.first_left: int | None = None
        self._settled, self._cutoff, self._spans = settled, cutoff, spans
        # The running transactions before are asked before reading, those to come after reading:
        # both err on the side of looking again.
        self.ended_before = _transactions()[0]
        self.seen_before = 0

    @property
    def top_id(self) -> int:
        """No visible fact up to this id is outside all checkpoints."""
        return self.max_id if self.first_left is None else self.first_left - 1

    def leaves(self) -> Iterator[bytes]:
        case, first, last, late = "", 0, 0, False
        for ref, seq, hash_, id_, after, upto in self._rows():
            if ref != case:
                self._span(case, first, last)
                case, first, last, late = ref, upto + 1, upto, False
            self.max_id = max(self.max_id, id_)
            late = late or bool(after)
            if late:
                self.first_left = min(self.first_left or id_, id_)
                continue
            if seq != last + 1:
                raise Refusal(
                    "facts-missing",
                    _("办件 %(ref)s 第 %(seq)s 条事实缺失，没有生成校验点。请先核对事实链。")
                    % {"ref": ref, "seq": last + 1},
                )
            last = seq
            yield leaf_of(ref, seq, hash_)
            self.size += 1
        self._span(case, first, last)
        self.seen_before = _transactions()[1]

    def _span(self, case: str, first: int, last: int) -> None:
        if last >= first and case:
            self._spans.write(f"{case}\t{first}\t{last}\t{self.size - (last - first + 1)}\n")

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        lite = connection.vendor == "sqlite"
        cutoff = self._cutoff.astimezone(UTC)
        moment = cutoff.replace(tzinfo=None).isoformat(" ") if lite else cutoff
        with connection.chunked_cursor() as cursor:
            cursor.execute(READ.format("" if lite else 'COLLATE "C"'), [self._settled, moment])
            while rows := cursor.fetchmany(CHUNK):
                yield from rows


# Which cases have news is asked by id, what is new of them by place: a fact that was passed over
# would be noticed as a hole.
READ = """
WITH fresh AS (SELECT DISTINCT case_id FROM cases_caseevent WHERE id > %s),
covered AS (
    SELECT s.case_id, MAX(s.last_seq) AS upto FROM cases_checkpointspan s
    JOIN fresh f ON f.case_id = s.case_id GROUP BY s.case_id
)
SELECT e.case_id, e.seq, e.hash, e.id, e.at >= %s, COALESCE(c.upto, 0)
FROM fresh f
LEFT JOIN covered c ON c.case_id = f.case_id
JOIN cases_caseevent e ON e.case_id = f.case_id AND e.seq > COALESCE(c.upto, 0)
ORDER BY e.case_id {}, e.seq
"""


def _transactions() -> tuple[int, int]:
    """(all transactions below this have ended, none at or above this has begun).

    SQLite has one writer at a time, whose ids follow those of the writer before: (0, 0).
    """
    if connection.vendor == "sqlite":
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
            "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        )
        low, high = cursor.fetchone()
    return int(low), int(high)


def _row(
    last: Checkpoint | None, cutoff: datetime, at: datetime, seen: _Seen, nodes: list[bytes]
) -> Checkpoint:
    key = signing.signer(settings.SIGNING)
    total = seen.size + (last.total if last else 0)
    head: dict[str, Any] = {
        "kind": KIND,
        "version": 1,
        "number": last.number + 1 if last else 1,
        "cutoff": cutoff.astimezone(UTC).isoformat(),
        "made": at.astimezone(UTC).isoformat(),
        "size": seen.size,
        "total": total,
        "root": chain.Tree.over(nodes).root,
        "previous": last.hash if last else chain.GENESIS,
        "key": key.public.id,
    }
    text = chain.canonical(head)
    return Checkpoint(
        number=head["number"],
        cutoff_at=cutoff,
        made_at=at,
        size=seen.size,
        total=total,
        root=head["root"],
        hash=sha256(text).hexdigest(),
        head=text.decode(),
        signature=key.sign(text),
        tiles=b"".join(nodes),
        top_id=seen.top_id,
        seen_before=seen.seen_before,
        settled_id=_settled(seen),
    )


def _settled(seen: _Seen) -> int:
    """The highest id up to which nothing can appear any more that is in no checkpoint.

    A number drawn before a checkpoint may be committed after it; it is settled once every
    transaction that had begun by then had ended before we read. Numbers of transactions that lie
    ahead of the database's own come from before a restore.
    """
    marks = [(seen.top_id, seen.seen_before)]
    marks += Checkpoint.objects.order_by("-number").values_list("top_id", "seen_before")[:100]
    floor = Checkpoint.objects.order_by("-number").values_list("settled_id", flat=True).first()
    settled = [
        top for top, before in marks if before <= seen.ended_before or before > seen.seen_before
    ]
    return max([floor or 0, *settled])


def _write_spans(number: int, spans: IO[str]) -> None:
    sql = (
        "INSERT INTO cases_checkpointspan (checkpoint_id, case_id, first_seq, last_seq, position) "
        "VALUES (%s, %s, %s, %s, %s)"
    )
    with connection.cursor() as cursor:
        while lines := list(islice(spans, CHUNK)):
            split = (line.rstrip("\n").split("\t") for line in lines)
            cursor.executemany(sql, [(number, ref, *map(int, rest)) for ref, *rest in split])


def _view(row: Checkpoint) -> CheckpointView:
    return CheckpointView(
        number=row.number,
        cutoff_at=row.cutoff_at,
        made_at=row.made_at,
        size=row.size,
        total=row.total,
        root=row.root,
        hash=row.hash,
        signature=row.signature,
        head=json.loads(row.head),
    )


def checkpoints(*, limit: int = 100) -> list[CheckpointView]:
    """The latest checkpoints, newest first. For everybody."""
    rows = Checkpoint.objects.defer("tiles").order_by("-number")[:limit]
    return [_view(row) for row in rows]


def checkpoint_log() -> dict[str, Any]:
    """The whole log as it is published: keys, and every signed head, oldest first."""
    rows = Checkpoint.objects.order_by("number").values_list("head", "signature")
    entries = [{"head": json.loads(head), "signature": signature} for head, signature in rows]
    return {"kind": "yingshang-log", "version": 1, "keys": public_keys(), "checkpoints": entries}
