"""The newest run of a region, and answers kept for as long as it is the newest.

Stored values change with a run and with nothing else, so that what was made of them holds until
the next one: a page asks for the run and takes the rest out of the process.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators.kinds import Series
from yingshang.city.indicators.models import Run

__all__ = ["MARGIN", "item_key", "kept_by_run", "looked_up", "newest_run", "one_look", "run_key"]

# Row numbers are drawn before a transaction commits: one that began before the run and committed
# after it may have a lower number. Looking so many rows further back costs little.
MARGIN = 500

_kept: Kept[Mapping[str, Series]] = Kept(48)
_look: ContextVar[dict[Hashable, Any] | None] = ContextVar("look", default=None)


def newest_run(region: str) -> Run | None:
    """None = never computed."""
    runs = Run.objects.filter(region=region).order_by("-pk")
    found: Run | None = looked_up(("run", region), runs.first)
    return found


@contextmanager
def one_look() -> Iterator[None]:
    """All that is read within is of one run and of one state of the reported figures: they are
    asked for once, and a page does not change its figures half-way."""
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


def looked_up(key: Hashable, reckon: Callable[[], Any]) -> Any:
    """What ``reckon`` gives, once within :func:`one_look`."""
    looked = _look.get()
    if looked is None:
        return reckon()
    if key not in looked:
        looked[key] = reckon()
    return looked[key]


def run_key(run: Run) -> tuple[Any, ...]:
    """What the values of a run hang on: its facts, its moment, and the editions in force."""
    digests = tuple(sorted((view, one.get("digest")) for view, one in run.facts.items()))
    return run.pk, run.as_of, run.computed_at, digests, definitions.generation()


def kept_by_run(
    run: Run | None, key: Hashable, reckon: Callable[[], Mapping[str, Series]]
) -> Mapping[str, Series]:
    """What ``reckon`` gave under the same run and ``key``; without a run always anew."""
    return reckon() if run is None else _kept.get((run_key(run), key), reckon)


def item_key(region: str, item: str, since: datetime, until: datetime) -> Hashable | None:
    """What is told of the cases of one item hangs on their facts: those before the newest run by
    its seal, those after it by their number and hash. None where nothing was ever computed."""
    run = newest_run(region)
    if run is None:
        return None
    revision = cases.item_revision(region, item, run.cursor - MARGIN)
    return region, item, since, until, run_key(run), revision
