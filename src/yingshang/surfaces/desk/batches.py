"""A long ledger in parts, so that a plan of a thousand tasks opens as fast as one of a hundred."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict

from yingshang.surfaces.kit.forms import whole

__all__ = ["STEP", "Batch", "batch"]

Row = TypeVar("Row")
STEP = 150  # rows of a page; the plans that cities print seldom have more


@dataclass(frozen=True)
class Batch(Generic[Row]):
    """The rows of one page of the `total`, and which of the `pages` it is."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int


def batch(
    rows: Sequence[Row], given: QueryDict, anchors: Callable[[Row], Collection[str]]
) -> Batch[Row]:
    """The page that `given` asks for: by `page`, else the one that holds the anchor named by `at`.

    A number past the end is the last page, anything that is no page the first.
    """
    pages = max(1, -(-len(rows) // STEP))
    page = min(max(whole(given.get("page", "")) or 0, 0), pages)
    if not page:
        at = given.get("at", "")
        held = (i for i, row in enumerate(rows) if at in anchors(row)) if at else iter(())
        page = next(held, 0) // STEP + 1
    return Batch(rows[(page - 1) * STEP : page * STEP], page, pages, len(rows))
