"""All open tables of a city as a DCAT 3 catalogue in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.service import SAMPLE_WORD, OpenSum, OpenTable, OpenTerms
from yingshang.surfaces.portal.opendata import (
    Absolute,
    address,
    city_title,
    described,
    owner_of,
)

__all__ = ["catalogue"]

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EUROPE = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_YEAR_OR_MONTH = {4: "xsd:gYear", 7: "xsd:gYearMonth"}
Pair = tuple[OpenTable, OpenSum]


def catalogue(
    region: str, found: Sequence[Pair], terms: OpenTerms, absolute: Absolute
) -> dict[str, Any]:
    """The catalogue, its themes as concepts of its own, and every table as a data set."""
    here = absolute(reverse("portal:open_catalogue", args=[region]))
    name = accounts.region_name(region)
    about: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": [
            _said(city_title(region), "zh"),
            _said(f"Open data on the business environment{_sampled(region)}", "en"),
        ],
        "dct:description": _said(f"指标、公开名录和公开承诺。{terms.basis}", "zh"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": name},
        "dct:language": {"@id": f"{_EUROPE}/language/ZHO"},
        "dct:spatial": _place(region, here),
        "dcat:contactPoint": _contact(region, "bureau", absolute),
        "foaf:homepage": {"@id": absolute(reverse("portal:open"))},
        "dcat:themeTaxonomy": _themes(found, terms, here),
        "dcat:service": _service(absolute),
        "dcat:distribution": [_whole(region, terms, absolute)],
        "dcat:dataset": [_dataset(one, made, terms, here, absolute) for one, made in found],
        **_rights(terms),
    }
    moments = [one.modified for one, _made in found if one.modified]
    if moments:
        about["dct:modified"] = _moment(max(moments))
    return about


def _dataset(
    one: OpenTable, made: OpenSum, terms: OpenTerms, here: str, absolute: Absolute
) -> dict[str, Any]:
    page = absolute(address(one, "dataset"))
    titles = [_said(one.title, "zh")]
    if one.english:
        titles.append(_said(one.title_en, "en"))
    frequency = "MONTHLY" if one.monthly else "IRREG"
    about: dict[str, Any] = {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{one.region}/{one.code}",
        "dct:title": titles,
        "dct:description": _said(described(one), "zh"),
        "dcat:keyword": _keywords(one),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _owner(one)},
        "dct:language": {"@id": f"{_EUROPE}/language/ZHO"},
        "dct:spatial": _place(one.region, here),
        "dct:accrualPeriodicity": {"@id": f"{_EUROPE}/frequency/{frequency}"},
        "dcat:contactPoint": _contact(one.region, one.owner, absolute),
        "dcat:theme": [
            {"@id": _theme(one.topic, terms, here)},
            {"@id": f"{_EUROPE}/data-theme/GOVE"},
        ],
        "dcat:landingPage": {"@id": page},
        "dct:accessRights": {"@id": f"{_EUROPE}/access-right/PUBLIC"},
        "dcat:version": made.revision,
        "dcat:distribution": [
            _csv(one, made, terms, absolute),
            _other(one, "json", "application/json", terms, absolute),
        ],
        **_rights(terms),
    }
    if all(one.span):
        about["dct:temporal"] = _span(one.span)
    if one.modified:
        about["dct:modified"] = _moment(one.modified)
    if one.kind == "series":
        about["rdfs:seeAlso"] = {"@id": absolute(address(one, "feed"))}
    if one.of:
        of = reverse("portal:open_dataset", args=[one.region, one.of])
        about["dct:isPartOf"] = {"@id": absolute(of)}
    return about


def _csv(one: OpenTable, made: OpenSum, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    file = _other(one, "csv", "text/csv", terms, absolute)
    file["dct:conformsTo"] = {"@id": "http://www.w3.org/ns/csvw"}
    file["rdfs:seeAlso"] = {"@id": absolute(address(one, "csvw"))}
    file["dcat:byteSize"] = {"@value": str(made.size), "@type": "xsd:nonNegativeInteger"}
    file["spdx:checksum"] = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@value": made.digest, "@type": "xsd:hexBinary"},
    }
    return file


def _other(
    one: OpenTable, form: str, media: str, terms: OpenTerms, absolute: Absolute
) -> dict[str, Any]:
    where = absolute(address(one, form))
    return {
        "@id": f"{where}#file",
        "@type": "dcat:Distribution",
        "dct:title": _said(form.upper(), "en"),
        "dcat:accessURL": {"@id": absolute(address(one, "dataset"))},
        "dcat:downloadURL": {"@id": where},
        "dcat:mediaType": {"@id": f"{_MEDIA}{media}"},
        **_rights(terms),
    }


def _whole(region: str, terms: OpenTerms, absolute: Absolute) -> dict[str, Any]:
    where = absolute(reverse("portal:open_zip", args=[region]))
    return {
        "@id": f"{where}#file",
        "@type": "dcat:Distribution",
        "dct:title": _said("Everything in one archive, with a manifest of hashes", "en"),
        "dcat:accessURL": {"@id": absolute(reverse("portal:open"))},
        "dcat:downloadURL": {"@id": where},
        "dcat:mediaType": {"@id": f"{_MEDIA}application/zip"},
        **_rights(terms),
    }


def _service(absolute: Absolute) -> dict[str, Any]:
    root = absolute(reverse("api:page"))
    return {
        "@id": f"{root}open/datasets",
        "@type": "dcat:DataService",
        "dct:title": _said("Open data API, anonymous", "en"),
        "dcat:endpointURL": {"@id": f"{root}open/datasets"},
        "dcat:endpointDescription": {"@id": absolute(reverse("api:openapi"))},
    }


def _rights(terms: OpenTerms) -> dict[str, Any]:
    """The licence where the city has chosen one; its words stand in any case."""
    said: dict[str, Any] = {
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _said(terms.licence, "zh")}
    }
    if terms.licence_url:
        said["dct:license"] = {"@id": terms.licence_url}
    return said


def _themes(found: Iterable[Pair], terms: OpenTerms, here: str) -> dict[str, Any]:
    concepts = []
    for topic in dict.fromkeys(one.topic for one, _made in found):
        labels = [_said(topic, "zh")]
        english = terms.english.get("topics", {}).get(topic)
        if english:
            labels.append(_said(english, "en"))
        concepts.append(
            {
                "@id": _theme(topic, terms, here),
                "@type": "skos:Concept",
                "skos:prefLabel": labels,
                "skos:inScheme": {"@id": f"{here}#themes"},
            }
        )
    return {
        "@id": f"{here}#themes",
        "@type": "skos:ConceptScheme",
        "dct:title": _said("Topics", "en"),
        "skos:hasTopConcept": concepts,
    }


def _theme(topic: str, terms: OpenTerms, here: str) -> str:
    """An IRI of the catalogue's own, the same for a topic in whatever city's words."""
    english = terms.english.get("topics", {}).get(topic, "")
    return f"{here}#theme-{english.lower().replace(' ', '-') or quote(topic)}"


def _place(region: str, here: str) -> dict[str, Any]:
    return {
        "@id": f"{here}#place",
        "@type": "dct:Location",
        "skos:prefLabel": _said(accounts.region_name(region), "zh"),
        "skos:notation": region,
    }


def _contact(region: str, owner: str, absolute: Absolute) -> dict[str, Any]:
    units = {unit.role: unit for unit in accounts.units(region)}
    unit = units.get(owner) or units.get("bureau")
    found: dict[str, Any] = {
        "@type": "vcard:Organization",
        "vcard:fn": unit.name if unit else accounts.region_name(region),
        "vcard:hasURL": {"@id": absolute(reverse("portal:home"))},
    }
    if unit and unit.phone:
        found["vcard:hasTelephone"] = {"@id": f"tel:{unit.phone}"}
    return found


def _owner(one: OpenTable) -> str:
    unit = owner_of(one)
    return unit.name if unit else accounts.region_name(one.region)


def _keywords(one: OpenTable) -> list[dict[str, str]]:
    found = [_said(str(one.kind), "en"), _said(_in_chinese(one), "zh")]
    if one.sample:
        found += [_said(SAMPLE_WORD, "zh"), _said("sample data", "en")]
    return found


def _sampled(region: str) -> str:
    return " (sample data)" if accounts.is_fictional(region) else ""


def _in_chinese(one: OpenTable) -> str:
    """The kind as it was written: the catalogue is kept, and read in whatever language."""
    with override("zh-hans"):
        return one.kind_label


def _span(span: tuple[str, str]) -> dict[str, Any]:
    first, last = ({"@value": text, "@type": _YEAR_OR_MONTH[len(text)]} for text in span)
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}


def _said(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _moment(at: Any) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
