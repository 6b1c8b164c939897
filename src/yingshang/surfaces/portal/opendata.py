"""Open data as programs read it: CSVW beside each table, the table as JSON, its changes as Atom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as xml

from django.urls import reverse
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import (
    SAMPLE_WORD,
    OpenColumn,
    OpenRow,
    OpenSum,
    OpenTable,
    OpenTerms,
    Revision,
)

__all__ = [
    "Absolute",
    "address",
    "atom",
    "change_text",
    "changes",
    "city_title",
    "csvw",
    "described",
    "notes",
    "owner_of",
    "plain",
    "row_text",
]

Absolute = Callable[[str], str]
_ATOM = "http://www.w3.org/2005/Atom"
_DATATYPES: dict[str, Any] = {
    "boolean": {"base": "boolean", "format": "是|否"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
}


def address(table: OpenTable, form: str) -> str:
    """Where a table is found: form csv, csvw, json, xlsx, feed or dataset (its page)."""
    return reverse(f"portal:open_{form}", args=[table.region, table.code])


def owner_of(table: OpenTable) -> accounts.UnitView | None:
    """The unit that answers for it; None where the city has no such unit."""
    for code in (table.owner, f"{table.region}-{table.owner}"):
        try:
            return accounts.unit(code)
        except accounts.NotVisible:
            continue
    return None


def _publisher(table: OpenTable) -> str:
    owner = owner_of(table)
    return owner.name if owner else accounts.region_name(table.region)


def _sample(table: OpenTable) -> str:
    return SAMPLE_WORD if table.sample else ""


def city_title(region: str) -> str:
    """What a city opens, and that it is a sample where it is one."""
    title = f"{accounts.region_name(region)}营商环境开放数据"
    return f"{title}（{SAMPLE_WORD}）" if accounts.is_fictional(region) else title


def described(table: OpenTable) -> str:
    """The method; a sample says so before it."""
    about = f"{SAMPLE_WORD}：本市和这些数都是虚构的，不能当真。" if table.sample else ""
    return f"{about}{table.description}"


def csvw(table: OpenTable, made: OpenSum, terms: OpenTerms, url: str) -> dict[str, Any]:
    """The metadata of one table (CSVW, W3C 2015); ``url`` is where its CSV lies."""
    schema: dict[str, Any] = {"columns": [_column(one) for one in made.columns]}
    if made.key:
        schema["primaryKey"] = made.key[0] if len(made.key) == 1 else list(made.key)
    about: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": url,
        "dc:title": table.title,
        "dc:description": described(table),
        "dc:publisher": _publisher(table),
        "dc:rights": terms.licence,
        "dc:identifier": f"{table.region}/{table.code}",
        "dc:hasVersion": made.revision,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": schema,
        "notes": [{**table.facts, "sample": _sample(table), "sha256": made.digest}],
    }
    if table.modified:
        about["dc:modified"] = table.modified.isoformat()
    if terms.licence_url:
        about["dc:license"] = {"@id": terms.licence_url}
    return about


def _column(one: OpenColumn) -> dict[str, Any]:
    said = f"{one.label} / {one.english}" if one.english else one.label
    if one.unit:
        said = f"{said}（{one.unit}）"
    if one.masked:
        said = f"{said}（个人信息已打星号）"
    titles = [one.name] if one.label in ("", one.name) else [one.name, one.label]
    return {
        "name": one.name,
        "titles": titles,
        "dc:description": {"@value": said, "@language": "zh"},
        "datatype": _DATATYPES.get(one.kind, one.kind),
        "required": one.required,
    }


def plain(table: OpenTable, made: OpenSum, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    """One table for programs; the keys stay as they are within v1."""
    return {
        "id": f"{table.region}/{table.code}",
        "kind": str(table.kind),
        "title": table.title,
        "title_en": table.title_en,
        "unit": table.facts.get("unit", ""),
        "method": table.description,
        "owner": _publisher(table),
        "licence": terms.licence,
        "licence_url": terms.licence_url,
        "revision": made.revision,
        "edition": table.facts.get("edition", ""),
        "run": table.facts.get("run", ""),
        "modified": table.modified.isoformat() if table.modified else None,
        "sample": _sample(table),
        "csv": absolute(address(table, "csv")),
        "sha256": made.digest,
        "rows": list(indicators.open_rows(table, made)),
    }


def notes(
    table: OpenTable, made: OpenSum, terms: OpenTerms, absolute: Absolute
) -> list[tuple[str, str]]:
    """What goes with a table that has left the platform as a workbook."""
    found = [
        (_("数据集"), table.title),
        (_("编号"), f"{table.region}/{table.code}"),
        (_("是否真实"), described(table).removesuffix(table.description)),
        (_("方法"), table.description),
        (_("计量单位"), table.facts.get("unit", "")),
        (_("责任单位"), _publisher(table)),
        (_("使用许可"), f"{terms.licence} {terms.licence_url}".strip()),
        (_("不公开的"), terms.basis),
        (_("修订号"), made.revision),
        (_("最近更新"), table.modified.isoformat() if table.modified else ""),
        (_("网址"), absolute(address(table, "dataset"))),
    ]
    return [(name, text) for name, text in found if text]


# --- what changed ---------------------------------------------------------------------------------


def row_text(row: OpenRow | None) -> str:
    """A month in a few words."""
    if row is None:
        return _("没有")
    if row.status == "final":
        return row.value or ""
    if row.status == "range":
        return f"{row.low}–{row.high}"
    return _("不公开") if row.status == "withheld" else _("缺数据")


def change_text(revision: Revision) -> str:
    """Month by month: before and after, where both may be told."""
    lines = []
    for one in revision.changes:
        text = row_text(one.after)
        if one.before is not None:
            text = f"{row_text(one.before)} → {text}"
        if not one.told:
            text += "，" + _("已更正（前后相差的件数很少，不公开更正前的数）")
        lines.append(f"{one.period}：{text}")
    return "\n".join(lines)


def atom(table: OpenTable, found: Iterable[Revision], absolute: Absolute) -> bytes:
    """The revisions of a series as an Atom feed (RFC 4287), the newest first."""
    rows = list(found)
    page = absolute(address(table, "dataset"))
    updated = rows[0].at if rows else table.modified
    feed = _feed(page, table.title, updated, absolute(address(table, "feed")), _publisher(table))
    for one in rows:
        said = _("修订号 %(revision)s：%(n)d 个月有变化") % {
            "revision": one.revision,
            "n": len(one.changes),
        }
        id_ = f"{page}#{one.revision}-{one.at:%Y%m%dT%H%M%S}"
        _entry(feed, id_, said, one.at, page, change_text(one))
    return _written(feed)


def changes(region: str, found: Sequence[tuple[OpenTable, OpenSum]], absolute: Absolute) -> bytes:
    """The tables of a city as an Atom feed, those that changed last first."""
    name = accounts.region_name(region)
    title = _("%(city)s：最近的变化") % {"city": city_title(region)}
    updated = found[0][0].modified if found else None
    here = absolute(reverse("portal:open_changes", args=[region]))
    feed = _feed(here, title, updated, here, name)
    for table, made in found:
        page = absolute(address(table, "dataset"))
        said = _("修订号 %(revision)s") % {"revision": made.revision}
        _entry(feed, f"{page}#{made.revision}", table.title, table.modified, page, said)
    return _written(feed)


def _feed(id_: str, title: str, updated: datetime | None, here: str, author: str) -> xml.Element:
    xml.register_namespace("", _ATOM)
    feed = xml.Element(f"{{{_ATOM}}}feed")
    _put(feed, "id", id_)
    _put(feed, "title", title)
    # an empty feed has a moment too: the standard asks for one
    _put(feed, "updated", updated.isoformat() if updated else "1970-01-01T00:00:00Z")
    _put(feed, "link", rel="self", href=here)
    _put(feed, "link", rel="alternate", href=id_)
    _put(xml.SubElement(feed, f"{{{_ATOM}}}author"), "name", author)
    return feed


def _entry(
    feed: xml.Element, id_: str, title: str, at: datetime | None, page: str, text: str
) -> None:
    entry = xml.SubElement(feed, f"{{{_ATOM}}}entry")
    _put(entry, "id", id_)
    _put(entry, "title", title)
    _put(entry, "updated", at.isoformat() if at else "1970-01-01T00:00:00Z")
    _put(entry, "link", rel="alternate", href=page)
    _put(entry, "content", text, type="text")


def _written(feed: xml.Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(feed, encoding="utf-8")


def _put(parent: xml.Element, name: str, text: str = "", **attributes: str) -> None:
    made = xml.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
