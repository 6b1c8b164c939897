"""The declared calendar, read here because kernel tests know neither Django nor its services."""

from functools import cache
from pathlib import Path

import yaml

from yingshang.kernel.worktime import Calendar, from_tables

FOLDER = Path(__file__).parents[3] / "src" / "yingshang" / "data" / "base" / "calendars"


@cache
def tables() -> tuple[dict, ...]:
    return tuple(yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml")))


@cache
def national() -> Calendar:
    return from_tables(tables())
