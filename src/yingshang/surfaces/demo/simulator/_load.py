"""Runs the simulator for all sample cities and writes what happened, in batches, with progress."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import CaseSpec
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.demo.simulator._people import enterprise
from yingshang.surfaces.demo.simulator._ratings import rate
from yingshang.surfaces.demo.simulator._year import Year

__all__ = ["Progress", "Report", "simulate"]

Progress = Callable[[str, int, int], None]
BATCH = 1000
ENTERPRISES = 1200


@dataclass(frozen=True)
class Report:
    """What was written."""

    cases: int
    events: int
    ratings: int


def settings_of(path: Path | None = None) -> dict[str, Any]:
    file = path or Path(__file__).parents[1] / "simulation.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def simulate(
    *, until: datetime, scale: float = 1.0, days: int = 365, progress: Progress = lambda *_: None
) -> Report:
    """Write `days` up to `until` for every sample city; the same `until` and seed, the same year.

    `scale` shrinks the number of cases (tests). Only fictional cities are in the settings.
    """
    settings = settings_of()
    written = events = ratings = 0
    total = round(sum(c["cases"] for c in settings["cities"].values()) * scale * days / 365)
    for region, city in settings["cities"].items():
        assert accounts.is_fictional(region), region
        year = _year(region, {**settings, "cities": {region: _scaled(city, scale)}}, until)
        first = (until - timedelta(days=days)).date()
        for batch in _batches(year.specs(first)):
            refs = cases.bulk(batch)
            ratings += rate(batch, refs, settings, year.calendar, until)
            written += len(batch)
            events += sum(len(spec.acts) + 1 for spec in batch)
            progress(accounts.region_name(region), written, total)
    return Report(written, events, ratings)


def _scaled(city: Mapping[str, Any], scale: float) -> dict[str, Any]:
    return {**city, "cases": city["cases"] * scale}


def _year(region: str, settings: Mapping[str, Any], until: datetime) -> Year:
    items = {
        code: catalog.item(code, region=region, on=until.date()) for code in settings["weights"]
    }
    return Year(
        region=region,
        settings=settings,
        items=items,
        parties=_parties(region, settings, until),
        calendar=definitions.calendar(),
        until=until,
    )


def _parties(
    region: str, settings: Mapping[str, Any], at: datetime
) -> list[tuple[int, dict[str, Any]]]:
    rng = Random(f"{settings['seed']}-{region}-parties")
    districts = list(settings["cities"][region]["districts"])
    city = accounts.region_name(region)
    rows = [
        enterprise(rng, city, rng.choice(districts), int(region[2:4]) * 10_000 + serial)
        for serial in range(ENTERPRISES)
    ]
    ids = accounts.ensure_parties(rows, at=at)
    return [(ids[row["code"]], row["profile"]) for row in rows]


def _batches(specs: Iterator[CaseSpec]) -> Iterator[list[CaseSpec]]:
    while batch := list(islice(specs, BATCH)):
        yield batch
