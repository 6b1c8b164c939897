"""Open data for everybody, without a key: the list, one data set, its rows, its revisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import ANONYMOUS
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import OpenColumn, OpenSum, OpenTable
from yingshang.surfaces.api import cursors
from yingshang.surfaces.api import open_shapes as s
from yingshang.surfaces.api.everybody import everybody
from yingshang.surfaces.api.problems import Fault

__all__ = ["router"]

router = Router(tags=["open"])
Region = Annotated[str, Path(pattern=r"^[0-9]{6}$")]
Code = Annotated[str, Path(max_length=90, pattern=r"^[\w-]+$")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Limit = Annotated[int, Field(ge=1, le=1000)]
Cursor = Annotated[str, Field(max_length=600)]


class Named(Schema):
    q: Annotated[str, Field(max_length=60)] = ""


class Wanted(Schema):
    region: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None
    kind: s.Kind | None = None
    q: Annotated[str, Field(max_length=60)] = ""
    limit: Limit = 100
    cursor: Cursor = ""


class Narrowed(Schema):
    since: Month | None = None
    until: Month | None = None
    status: Literal["final", "missing", "withheld", "range"] | None = None
    district: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None
    limit: Limit = 100
    cursor: Cursor = ""


@router.get("/open/cities", response=s.OpenCities, auth=everybody, summary="开放数据的城市")
def cities(request: HttpRequest, named: Query[Named]) -> HttpResponse:
    """Every city of the platform (or those whose name or code has the words), with its terms;
    where nothing is known there are no data sets."""
    today, found, q = timezone.localdate(), [], named.q.strip()
    for region, name in accounts.regions():
        if q not in f"{name} {region}":
            continue
        terms = indicators.open_terms(region, today)
        found.append(
            s.OpenCity(
                region=region,
                name=name,
                licence=terms.licence,
                licence_url=terms.licence_url,
                sample=accounts.is_fictional(region),
                catalogue=_at(request, "catalogue", region),
                archive=_at(request, "zip", region),
                changes=_at(request, "changes", region),
            )
        )
    return _told(request, s.OpenCities(cities=found))


def _at(request: HttpRequest, what: str, *names: str) -> str:
    return request.build_absolute_uri(reverse(f"portal:open_{what}", args=names))


@router.get("/open/datasets", response=s.DatasetList, auth=everybody, summary="开放数据集")
def datasets(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """All of a city, or of one kind, or those whose title, topic or code has the words. `region`
    may be left out where the platform has one city alone; else 422 names them."""
    today, region = timezone.localdate(), wanted.region or _only_city()
    if region not in dict(accounts.regions()):
        raise _no_city(region)
    q = wanted.q.strip().lower()
    every = [
        one
        for one in indicators.open_tables(region, today, wanted.kind or "")
        if q in f"{one.title} {one.topic} {one.english} {one.code}".lower()
    ]
    what = f"open:{region}:{wanted.kind}:{q}"
    of = str(len(every))
    start = _start(what, of, wanted.cursor)
    end = start + wanted.limit
    following = _sealed(what, of, end) if end < len(every) else None
    heads = [_head(one) for one in every[start:end]]
    body = s.DatasetList(datasets=heads, total=len(every), next=following)
    return _told(request, body)


@router.get(
    "/open/datasets/{region}/{code}",
    response=s.DatasetOut,
    auth=everybody,
    summary="一个开放数据集",
)
def dataset(request: HttpRequest, region: Region, code: Code) -> HttpResponse:
    """Its columns, terms, revision, and its file with hash and metadata (CSVW)."""
    table = _table(region, code)
    made, terms = indicators.open_sum(table), indicators.open_terms(region, timezone.localdate())
    units = {unit.role: unit.name for unit in accounts.units(region)}
    body = s.DatasetOut(
        **_head(table),
        method=table.description,
        owner=units.get(table.owner, accounts.region_name(region)),
        licence=terms.licence,
        licence_url=terms.licence_url,
        revision=made.revision,
        rows=made.rows,
        key=list(made.key),
        columns=[_column(one) for one in made.columns],
        csv=_at(request, "csv", region, code),
        csv_bytes=made.size,
        csv_sha256=made.digest,
        csvw=_at(request, "csvw", region, code),
    )
    return _told(request, body)


@router.get(
    "/open/datasets/{region}/{code}/observations",
    response=s.ObservationPage,
    auth=everybody,
    summary="一个开放数据集的行",
)
def observations(
    request: HttpRequest, region: Region, code: Code, narrowed: Query[Narrowed]
) -> HttpResponse:
    """Months from `since` to `until`, of one status or district; pages by `cursor`. A filter that
    the data set has no column for is refused (422), and so is a cursor of an older revision."""
    table = _table(region, code)
    made = indicators.open_sum(table)
    filters = [narrowed.since, narrowed.until, narrowed.status, narrowed.district]
    what = f"open:{region}:{code}:{filters}"
    start = _start(what, made.revision, narrowed.cursor)
    end = start + narrowed.limit
    if any(filters):
        rows = list(_rows(table, made, narrowed))
        total, page = len(rows), rows[start:end]
    else:  # a long register is read no further than it is asked for
        total, page = made.rows, list(indicators.open_rows(table, made, start, end))
    following = _sealed(what, made.revision, end) if end < total else None
    body = s.ObservationPage(revision=made.revision, rows=page, total=total, next=following)
    return _told(request, body)


@router.get(
    "/open/datasets/{region}/{code}/revisions",
    response=s.RevisionList,
    auth=everybody,
    summary="一个指标数据集的修订记录",
)
def revisions(request: HttpRequest, region: Region, code: Code) -> HttpResponse:
    """What changed, when, to which revision; 404 for data sets that are no series."""
    table = _table(region, code)
    if table.kind != "series":
        sentence = _("这个数据集没有修订记录，只有逐月的指标才有。请用 changes.atom 看它何时变过。")
        raise Fault(404, "not-found", sentence)
    found = indicators.revisions(region, code, timezone.localdate())
    rows = [
        s.RevisionOut(
            revision=one.revision,
            at=one.at,
            edition=one.edition,
            changes=[s.ChangeOut.model_validate(change) for change in one.changes],
        )
        for one in found
    ]
    return _told(request, s.RevisionList(revisions=rows))


# --- together -------------------------------------------------------------------------------------


NAMED = 20  # cities that a sentence may list


def _only_city() -> str:
    """The one city that there is; a Fault (422) that names them where there are several."""
    cities = accounts.regions()
    if len(cities) == 1:
        return cities[0][0]
    names = "、".join(f"{code} {name}" for code, name in cities[:NAMED])
    sentence = _(
        "没有说要哪个城市的数据，没有执行。请加上 region=六位区划代码：%(cities)s；"
        "也可以从 /api/v1/open/cities 里选。"
    ) % {"cities": names if len(cities) <= NAMED else f"{names}……"}
    raise Fault(422, "region-needed", sentence, errors=[{"field": "region", "detail": sentence}])


def _no_city(region: str) -> Fault:
    sentence = _(
        "平台上没有区划代码是 %(region)s 的城市，没有执行。请从 /api/v1/open/cities 里选。"
    )
    return Fault(404, "not-found", sentence % {"region": region})


def _table(region: str, code: str) -> OpenTable:
    found = indicators.open_table(region, code, timezone.localdate())
    if found is None:
        if region not in dict(accounts.regions()):
            raise _no_city(region)
        sentence = _(
            "这个城市没有这个编号的数据集，可能编号写错，或还没有可以公开的数。"
            "请从 /api/v1/open/datasets?region=%(region)s 里选。"
        )
        raise Fault(404, "not-found", sentence % {"region": region})
    return found


def _head(one: OpenTable) -> dict[str, Any]:
    return {
        "id": f"{one.region}/{one.code}",
        "region": one.region,
        "code": one.code,
        "kind": str(one.kind),
        "title": one.title,
        "title_en": one.title_en,
        "topic": one.topic,
        "unit": one.facts.get("unit", ""),
        "modified": one.modified,
        "sample": one.sample,
    }


def _column(one: OpenColumn) -> s.OpenColumnOut:
    return s.OpenColumnOut(
        name=one.name,
        label=one.label,
        type=one.kind,
        unit=one.unit,
        required=one.required,
        masked=one.masked,
    )


def _rows(table: OpenTable, made: OpenSum, narrowed: Narrowed) -> Iterator[dict[str, Any]]:
    """The rows that the filters leave."""
    names = [one.name for one in made.columns]
    asked: dict[str, tuple[str, Callable[[str], bool]]] = {
        "since": ("period", lambda cell: cell >= (narrowed.since or "")),
        "until": ("period", lambda cell: cell <= (narrowed.until or "")),
        "status": ("status", lambda cell: cell == narrowed.status),
        "district": ("district", lambda cell: cell == narrowed.district),
    }
    keep = {name: check for name, check in asked.items() if getattr(narrowed, name) is not None}
    for name, (column, _check) in keep.items():
        if column not in names or (column != "period" and "period" not in names):
            _refuse(name)
    for row in indicators.open_rows(table, made):
        if all(check(row[column]) for column, check in keep.values()):
            yield row


def _refuse(name: str) -> None:
    sentence = _("这个数据集没有可以这样筛选的栏目，没有执行。请去掉这个参数。")
    errors = [{"field": name, "detail": sentence}]
    raise Fault(422, "no-such-filter", sentence, errors=errors)


def _start(what: str, revision: str, cursor: str) -> int:
    """Where the cursor says to go on; 0 without one."""
    if not cursor:
        return 0
    of, _colon, place = cursors.read(ANONYMOUS, what, cursor).partition(":")
    if of != revision:
        sentence = _("数据在翻页期间已经更新，没有执行。请从第一页重新开始。")
        raise Fault(422, "data-changed", sentence)
    return int(place)


def _sealed(what: str, revision: str, end: int) -> str:
    return cursors.sealed(ANONYMOUS, what, f"{revision}:{end}")


def _told(request: HttpRequest, body: Schema) -> HttpResponse:
    """With a tag of what is said; anybody's page may read it."""
    text = body.model_dump_json()
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    made = HttpResponse(text, content_type="application/json")
    answer: HttpResponse = get_conditional_response(request, etag=tag, response=made) or made
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return answer
