"""Open data as it goes out to everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

__all__ = [
    "Dataset",
    "DatasetList",
    "DatasetOut",
    "ObservationPage",
    "OpenCities",
    "OpenCity",
    "RevisionList",
]

Kind = Literal["series", "districts", "register", "promises"]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Dataset(Schema):
    """A data set in the list. `title_en` is empty where it has no English name."""

    id: str
    region: str
    code: str
    kind: Kind
    title: str
    title_en: str
    topic: str
    unit: str
    modified: datetime | None
    sample: bool


class OpenCity(Schema):
    """A city, its catalogue (DCAT), everything in one archive, and the feed of what changed."""

    region: str
    name: str
    licence: str
    licence_url: str
    sample: bool
    catalogue: str
    archive: str
    changes: str


class OpenCities(Schema):
    cities: list[OpenCity]


class DatasetList(Schema):
    datasets: list[Dataset]
    total: int
    next: str | None


class OpenColumnOut(Schema):
    """`type` as CSVW names it."""

    name: str
    label: str
    type: Literal["string", "decimal", "integer", "date", "gYearMonth", "boolean"]
    unit: str
    required: bool
    masked: bool


class DatasetOut(Dataset):
    """One data set: its terms, its columns, the file of all its rows and that file's hash."""

    method: str
    owner: str
    licence: str
    licence_url: str
    revision: str
    rows: int
    key: list[str]
    columns: list[OpenColumnOut]
    csv: str
    csv_bytes: int
    csv_sha256: Digest
    csvw: str


class ObservationPage(Schema):
    """Rows in the order of the file; each has the columns that the data set names. `total` is
    how many the filters leave. Decimals are text, which is exact; null is an empty cell."""

    revision: str
    rows: list[dict[str, Any]]
    total: int
    next: str | None


class OpenRowOut(Schema):
    period: str
    value: str | None
    cases: int | None
    status: Literal["final", "missing", "withheld", "range"]
    reason: str
    low: str | None
    high: str | None


class ChangeOut(Schema):
    """A month before and after; null: it was not there. `told` false: one of the two is withheld,
    for so few cases lie between it and what stands elsewhere in the feed that both would tell."""

    period: str
    before: OpenRowOut | None
    after: OpenRowOut | None
    told: bool


class RevisionOut(Schema):
    revision: str
    at: datetime
    edition: str
    changes: list[ChangeOut]


class RevisionList(Schema):
    """The newest first."""

    revisions: list[RevisionOut]
