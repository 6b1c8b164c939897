"""The whole catalogue out as a workbook and in again: all or nothing, as drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.catalog.access import may_edit
from yingshang.city.catalog.checking import catalogue
from yingshang.city.catalog.drafting import base_of, open_draft, start_draft
from yingshang.city.catalog.exchange.book import (
    BookWrong,
    ReadItem,
    read_book,
    write_book,
)
from yingshang.city.catalog.exchange.rows import RowWrong, body_of, kept, units_of
from yingshang.city.catalog.judging import heading_of, superior_touched
from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import to_cst

__all__ = ["ImportReport", "export_catalogue", "import_catalogue"]

NEW = {"family": "application", "handled": "here"}  # a new item, where the file says no more
LISTS = {"materials": "material", "steps": "step"}
Body = Mapping[str, Any]


@dataclass(frozen=True)
class ImportReport:
    """`drafts`: ids of the drafts begun; nothing is begun where anything is `wrong`."""

    drafts: tuple[int, ...]
    unchanged: int
    wrong: tuple[BookWrong, ...]


def export_catalogue(region: str, *, on: date, lead: str = "") -> bytes:
    """What is in force in a city (or of one lead unit), as a workbook to be edited."""
    found = [i for i in catalogue(region, on) if not lead or i.lead == lead]
    return write_book((i.body for i in found), units_of(region))


@transaction.atomic
def import_catalogue(
    *, data: bytes, name: str, region: str, by: Actor, at: datetime
) -> ImportReport:
    """Read a workbook; what differs from what is in force becomes drafts. Refusal where the file
    is no such workbook; what is wrong in it is in the report, by cell."""
    book = read_book(data, name)
    units = units_of(region)
    wrong = list(book.wrong)
    changed: list[dict[str, Any]] = []
    unchanged = 0
    for item in book.items:
        held = definitions.edition("item", item.code, region=region, on=to_cst(at).date())
        before = _bare(held.body) if held else {}
        under = {} if item.rows.rest else kept(before, book.heads)
        body, found = body_of(item.rows, units, under=under)
        body = _bare(body if before else {**NEW, **body})
        if not found and body == before:
            unchanged += 1
            continue
        faults = [*found, *_faults(item, body, region, by)]
        wrong += [book.place(item, fault) for fault in faults]
        changed.append(body)
    if wrong:
        return ImportReport((), unchanged, tuple(wrong))
    begun = [
        start_draft(code=b["code"], region=region, by=by, at=at, body=b, origin="import")
        for b in changed
    ]
    return ImportReport(tuple(begun), unchanged, ())


def _bare(body: Body) -> dict[str, Any]:
    """A body without the day on which it takes effect: the publisher says that anew."""
    return {key: value for key, value in body.items() if key != "valid_from"}


def _faults(item: ReadItem, body: dict[str, Any], region: str, by: Actor) -> Iterator[RowWrong]:
    base = base_of(region, item.code)
    leads = {str(body.get("lead", "")), *([str(base.body["lead"])] if base else [])}
    if not all(may_edit(by, region=region, lead=lead) for lead in leads):
        yield RowWrong("item", 0, "实施主体", _("这个事项不由您的单位牵头，您不能改它。"))
        return
    if open_draft(region, item.code) is not None:
        yield RowWrong("item", 0, "事项代码", _("这个事项已有没发布的草案，先发布或作废它。"))
    if base is not None:
        for name in superior_touched(base.body, body):
            yield RowWrong("item", 0, name, _("“%s”由上级目录管理，不能改。") % name)
    for fault in definitions.faults_of("item", body):
        yield _placed(fault.path, body, item, fault.sentence)


def _placed(path: tuple[str | int, ...], body: Body, item: ReadItem, sentence: str) -> RowWrong:
    """The row and heading that a fault of the body came from."""
    heading = heading_of(path, body)
    if len(path) > 1 and str(path[0]) in LISTS and isinstance(path[1], int):
        sheet, number = LISTS[str(path[0])], path[1]
        if sheet == "step":
            steps = [n for n, r in enumerate(item.rows.steps) if r.get("类别", "环节") == "环节"]
            number = steps[number] if number < len(steps) else number
        return RowWrong(sheet, number, heading.rpartition(" ")[2], f"{heading}：{sentence}")
    return RowWrong("item", 0, heading, f"{heading}：{sentence}")
