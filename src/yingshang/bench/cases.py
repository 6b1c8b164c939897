"""Applications a second, verb by verb, beside SpiffWorkflow and a bare driver in the same run."""

from __future__ import annotations

from typing import Any

from yingshang.bench.own_database import in_its_own_database

__all__ = ["cases"]

FLOORS = {
    "sqlite": {"spiff": 3.0, "bare": 0.25, "two_workers": 1.0},
    "postgresql": {"spiff": 1.5, "bare": 0.4, "two_workers": 1.5},
}
"""What issue 3 asks: ours over SpiffWorkflow and over the bare driver, two workers over one."""


def cases() -> list[dict[str, Any]]:
    """A row for SQLite and one for PostgreSQL: cases a second, and the ratios with their floors."""
    return [_ratios(in_its_own_database(name, "race")) for name in ("sqlite", "postgresql")]


def _ratios(run: dict[str, Any]) -> dict[str, Any]:
    floors = FLOORS[run["database"]]
    ours = run["ours"]
    ratios = {
        "x_spiff": (ours / run["spiff"], floors["spiff"]),
        "x_spiff_reloading": (run["ours_cold"] / run["spiff_reloading"], floors["spiff"]),
        "x_bare": (ours / run["bare"], floors["bare"]),
        "x_two_workers": (run["two_workers"] / ours, floors["two_workers"]),
    }
    rates = {k: round(v, 1) if isinstance(v, float) else v for k, v in run.items()}
    shown = {name: f"{ratio:.2f} (floor {floor})" for name, (ratio, floor) in ratios.items()}
    return {**rates, **shown}
