"""The cast of the demo: who can be signed in as, with whom they work."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from yingshang.city.accounts import service as accounts

__all__ = ["load_cast"]


def load_cast(*, at: datetime) -> None:
    """Create or refresh the cast; places must have been loaded."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "cast.yaml").read_text("utf-8")
    )
    people = []
    for row in rows:
        region, role = row.pop("region"), row.pop("unit", None)
        people.append(
            {
                **row,
                "region_id": region,
                "unit_id": f"{region}-{role}" if role else None,
                "is_cast": True,
            }
        )
    accounts.ensure_people(people, at=at)
