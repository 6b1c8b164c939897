"""A form of 95 fields with 60 conditions: what applies, what is checked, what is kept."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.cases._forms import validate
from yingshang.kernel.worktime import CST

__all__ = ["forms"]

ROUNDS, PLAIN, HANGING = 200, 35, 60
AT = datetime(2026, 11, 26, 10, tzinfo=CST)


def forms() -> list[dict[str, Any]]:
    """Milliseconds each, half of the conditions yes; pages and database are in the tests."""
    fields = [{"name": f"a{n}", "label": f"问{n}", "type": "text"} for n in range(PLAIN)]
    fields += [
        {"name": f"b{n}", "label": f"栏{n}", "type": "text", "when": f'a{n % PLAIN} == "是"'}
        for n in range(HANGING)
    ]
    typed = {f["name"]: "是" if number % 2 else "否" for number, f in enumerate(fields)}
    body = {"fields": fields}
    return [
        _row("what applies", lambda: cases.applicable(body, typed)),
        _row("what is checked", lambda: validate(fields, typed, at=AT)),
    ]


def _row(what: str, work: Callable[[], object]) -> dict[str, Any]:
    work()
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return {
        "what": what,
        "fields": PLAIN + HANGING,
        "conditions": HANGING,
        "p50_ms": round(statistics.median(took), 2),
        "p95_ms": round(sorted(took)[ROUNDS * 95 // 100], 2),
    }
