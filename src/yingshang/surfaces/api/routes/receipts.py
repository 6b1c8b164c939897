"""Receipts: what a bureau's system hands to the applicant, and the published log to keep a copy."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema

from yingshang.city.accounts.kinds import Scope
from yingshang.city.cases import service as cases
from yingshang.surfaces.api.keys import Key, actor

__all__ = ["router"]

router = Router(tags=["receipts"])
Seq = Annotated[int, Path(ge=1, le=2**31 - 1)]


class Receipt(Schema):
    """What is signed about one fact (docs/receipts.md)."""

    kind: Literal["yingshang-receipt"]
    version: int
    case: str
    seq: int
    event: str
    at: str
    hash: str
    digest: str
    key: str


class Head(Schema):
    """What is signed about one night."""

    kind: Literal["yingshang-checkpoint"]
    version: int
    number: int
    cutoff: str
    made: str
    size: int
    total: int
    root: str
    previous: str
    key: str


class Inclusion(Schema):
    """The way from the fact to the root of its night."""

    index: int
    proof: list[str]
    head: Head
    signature: str


class ReceiptFile(Schema):
    """The file as `yingshang receipt verify` takes it; `inclusion` is null before the night."""

    receipt: Receipt
    signature: str
    public_key: str
    inclusion: Inclusion | None


@router.get(
    "/cases/{ref}/events/{seq}/receipt",
    response=ReceiptFile,
    auth=Key(Scope.READ),
    summary="一条记录的签名回执",
)
def read_receipt(request: HttpRequest, ref: str, seq: Seq) -> dict[str, Any]:
    """Signed at once; after the night with its inclusion proof. Anybody can verify it offline."""
    return cases.receipt(actor(request), ref, seq)
