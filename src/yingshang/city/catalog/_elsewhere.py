"""Items that other systems handle: where the applicant is handed over, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Handover", "handover"]

SAFE = ("https://", "http://")


@dataclass(frozen=True)
class Handover:
    """`url` is '' where none is known, or where it is no web address."""

    system: str
    url: str
    returns_cases: bool
    how: str


def handover(body: Mapping[str, Any], lead_name: str) -> Handover | None:
    """None for what is handled here; the lead unit's own system where none is named."""
    if body["handled"] == "here":
        return None
    said = body.get("elsewhere", {})
    url = str(said.get("url", ""))
    return Handover(
        said.get("system") or lead_name,
        url if url.startswith(SAFE) else "",
        body["handled"] == "elsewhere-returned",
        said.get("how", ""),
    )
