"""The periodic round: compute indicators, look for what deserves a warning. Safe to repeat."""

from collections.abc import Callable
from datetime import datetime

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.supervision import service as supervision

__all__ = ["STEPS", "tick"]

STEPS: dict[str, Callable[[datetime], object]] = {
    "计算指标": lambda at: indicators.compute(at=at, by=SYSTEM),
    "检查预警": lambda at: supervision.watch(at=at, by=SYSTEM),
}


def tick(*, at: datetime) -> dict[str, object]:
    """Run every step once as of `at`; what each step reports, by name."""
    return {name: step(at) for name, step in STEPS.items()}
