"""Open data as the standards write it: CSVW beside each table, DCAT for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.service import OpenSeries, OpenTerms

__all__ = ["HEAD", "catalogue", "csvw", "plain"]

HEAD = ("period", "value", "cases", "status", "reason")
_COLUMNS = (
    ("period", "月份", "month", "gYearMonth"),
    ("value", "值", "value", "decimal"),
    ("cases", "件数", "cases", "integer"),
    ("status", "状态", "status", "string"),
    ("reason", "为什么没有值", "why there is no value", "string"),
)
_MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
Absolute = Callable[[str], str]


def _title(one: OpenSeries) -> str:
    name = f"{accounts.region_name(one.region)}：{one.definition.name}"
    return f"{name}（演示数据）" if accounts.is_fictional(one.region) else name


def csvw(one: OpenSeries, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    """The metadata of one table (CSVW, W3C 2015)."""
    columns = [
        {
            "name": name,
            "titles": [name],
            "dc:description": {"@value": f"{zh} / {en}", "@language": "zh"},
            "datatype": kind,
            "required": name in ("period", "status"),
        }
        for name, zh, en, kind in _COLUMNS
    ]
    about: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": absolute(_file(one, "csv")),
        "dc:title": _title(one),
        "dc:description": one.definition.formula,
        "dc:publisher": _owner(one),
        "dc:rights": terms.licence,
        "dc:identifier": f"{one.region}/{one.definition.code}",
        "dc:hasVersion": one.revision,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "period"},
        "notes": [
            {"unit": one.definition.unit, "run": one.run, "sample": _sample(one)},
        ],
    }
    if one.modified:
        about["dc:modified"] = one.modified.isoformat()
    if terms.licence_url:
        about["dc:license"] = {"@id": terms.licence_url}
    return about


def plain(one: OpenSeries, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    """One series for programs; the keys stay as they are within v1."""
    return {
        "id": f"{one.region}/{one.definition.code}",
        "title": _title(one),
        "unit": one.definition.unit,
        "method": one.definition.formula,
        "owner": _owner(one),
        "licence": terms.licence,
        "licence_url": terms.licence_url,
        "revision": one.revision,
        "edition": one.definition.version_hash,
        "run": one.run,
        "modified": one.modified.isoformat() if one.modified else None,
        "sample": _sample(one),
        "csv": absolute(_file(one, "csv")),
        "rows": [vars(row) for row in one.rows],
    }


def catalogue(
    region: str, found: Sequence[OpenSeries], terms: OpenTerms, absolute: Absolute
) -> dict[str, Any]:
    """All of a city as a DCAT catalogue in JSON-LD."""
    name = accounts.region_name(region)
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": absolute(reverse("portal:open_catalogue", args=[region])),
        "@type": "dcat:Catalog",
        "dct:title": [
            {"@value": f"{name}营商环境开放数据", "@language": "zh"},
            {"@value": "Open data on the business environment", "@language": "en"},
        ],
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": name},
        "dct:rights": terms.licence,
        "dcat:dataset": [_dataset(one, terms, absolute) for one in found],
    }


def _dataset(one: OpenSeries, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    months = [row.period for row in one.rows]
    file = {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": absolute(_file(one, "csv"))},
        "dcat:mediaType": "text/csv",
        "dct:conformsTo": {"@id": "http://www.w3.org/ns/csvw"},
        "dct:rights": terms.licence,
    }
    if terms.licence_url:
        file["dct:license"] = {"@id": terms.licence_url}
    about: dict[str, Any] = {
        "@id": absolute(_file(one, "json")),
        "@type": "dcat:Dataset",
        "dct:identifier": f"{one.region}/{one.definition.code}",
        "dct:title": [
            {"@value": _title(one), "@language": "zh"},
            {"@value": one.definition.code.replace("-", " "), "@language": "en"},
        ],
        "dct:description": {"@value": one.definition.formula, "@language": "zh"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _owner(one)},
        "dcat:theme": one.definition.topic,
        "dct:accrualPeriodicity": {"@id": _MONTHLY},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": months[0], "@type": "xsd:gYearMonth"},
            "dcat:endDate": {"@value": months[-1], "@type": "xsd:gYearMonth"},
        },
        "dcat:version": one.revision,
        "dcat:distribution": [file],
    }
    if one.modified:
        about["dct:modified"] = {"@value": one.modified.isoformat(), "@type": "xsd:dateTime"}
    return about


def _owner(one: OpenSeries) -> str:
    owner = one.definition.owner
    return accounts.unit_name(owner) if owner else accounts.region_name(one.region)


def _sample(one: OpenSeries) -> str:
    return "演示数据" if accounts.is_fictional(one.region) else ""


def _file(one: OpenSeries, form: str) -> str:
    return reverse(f"portal:open_{form}", args=[one.region, one.definition.code])
