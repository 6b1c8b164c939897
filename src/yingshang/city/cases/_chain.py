"""Check everything that stands written against the facts, and the facts against themselves.

Cases are read page by page, so memory does not grow with their number. Nothing is locked; a case
that looks wrong is looked at again under its lock, for somebody may just have been writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from yingshang.adapters import rows
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._chain_case import CASE, Row, Wrong, look_at, read
from yingshang.city.cases._chain_log import wrong_in_log
from yingshang.city.cases._load import head_of
from yingshang.city.definitions import service as definitions

__all__ = ["Break", "ChainReport", "verify_chain"]

PAGE = 500
MOST = 100
"""So many breaks are named; who finds more has to restore a backup anyway."""

Break = tuple[str, int, str]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`broken` is (case, seq, what is wrong) of the first break, or None; seq 0: not one fact.

    `breaks` are the first hundred, `checkpoints` how many checkpoints were checked as well.
    """

    cases: int
    events: int
    broken: Break | None
    breaks: tuple[Break, ...] = field(default=())
    checkpoints: int = 0

    @property
    def ok(self) -> bool:
        return self.broken is None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each break in words."""
        return tuple(
            f"{where} 第 {seq} 条事实：{what}" if seq else f"{where}：{what}"
            for where, seq, what in self.breaks
        )


def verify_chain(region: str | None = None, *, progress: Progress | None = None) -> ChainReport:
    """Walk every case: its chain, its personal data, its files and what is stored of its standing;
    then numbers, rows without a case, editions and the checkpoints (these only where no region is
    given).

    `progress(cases, events)` is called after every page.
    """
    found: list[Break] = []
    cases = events = 0
    for page in _pages(region):
        facts = read(refs := [row[0] for row in page])
        for row in page:
            if look_at(row, facts):
                found += [(row[0], *one) for one in _again(row[0])]
        cases, events = cases + len(refs), events + facts.events
        if progress is not None:
            progress(cases, events)
        if len(found) >= MOST:
            break
    checked = 0
    if region is None and len(found) < MOST:
        found += [*_numbers(), *_homeless(), *_editions()]
        checked, wrong_log = wrong_in_log()
        found += wrong_log
    named = tuple(found[:MOST])
    return ChainReport(cases, events, named[0] if named else None, named, checked)


def _pages(region: str | None) -> Iterator[list[Row]]:
    """The heads of the cases by number, PAGE at a time, each page from where the last ended."""
    where = "region = %s AND " if region else ""
    ask = f"SELECT {CASE} FROM cases_case WHERE {where}ref > %s ORDER BY ref LIMIT {PAGE}"
    last = ""
    while page := rows.ask(ask, (region, last) if region else (last,)):
        yield list(page)
        last = page[-1][0]


def _again(ref: str) -> list[Wrong]:
    """What is wrong with the case while nobody else can write it."""
    with transaction.atomic():
        try:
            head_of(ref, lock=True)
        except NotVisible:  # taken away meanwhile: its facts are found below
            return []
        (row,) = rows.ask(f"SELECT {CASE} FROM cases_case WHERE ref = %s", (ref,))
        return look_at(row, read([ref]))


def _editions() -> Iterator[Break]:
    """The flows that cases are replayed by must themselves be what was published."""
    for kind, code, version in definitions.changed_editions():
        yield f"{kind} {code}", 0, f"第 {version} 版的内容与发布时不符"


HOMELESS = (
    ("cases_caseevent", "事实不属于任何办件"),
    ("cases_eventpayload", "填报内容不属于任何办件"),
)


NUMBERS = """
SELECT n.region, n.year, n.last, COALESCE(c.found, 0) FROM cases_casenumber n
LEFT JOIN (
    SELECT RTRIM(ref, '0123456789') AS head, COUNT(*) AS found FROM cases_case GROUP BY 1
) c ON c.head = n.region || '-' || n.year || '-'
WHERE COALESCE(c.found, 0) < n.last ORDER BY n.region, n.year
"""


def _numbers() -> Iterator[Break]:
    """Numbers are given out without gaps: where one has no case, a whole case is gone."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS)
        for region, year, last, found in cursor.fetchall():
            yield f"{region}-{year}", 0, f"发出 {last} 个编号，只有 {found} 件办件"


def _homeless() -> Iterator[Break]:
    """Rows that name a case which is not there."""
    for table, what in HOMELESS:
        ask = (
            f"SELECT t.case_id, MIN(t.seq) FROM {table} t WHERE NOT EXISTS "
            "(SELECT 1 FROM cases_case c WHERE c.ref = t.case_id) "
            f"GROUP BY t.case_id ORDER BY t.case_id LIMIT {MOST}"
        )
        with connection.cursor() as cursor:
            cursor.execute(ask)
            for ref, seq in cursor.fetchall():
                yield ref, seq, what
