"""The register of terminals that the city itself set up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yingshang.city.feedback.kinds import TERMINALS, Refusal
from yingshang.city.feedback.models import Terminal

__all__ = ["TerminalSpec", "declare_terminals", "terminals"]


@dataclass(frozen=True, slots=True)
class TerminalSpec:
    """One terminal: `device` is the digest that its ratings and desk sessions carry.

    `kind`: a key of TERMINALS; `unit`, `holder` (an officer's id), `place`: '' where not fixed.
    """

    device: str
    region: str
    kind: str
    unit: str = ""
    holder: str = ""
    place: str = ""


def declare_terminals(specs: Sequence[TerminalSpec]) -> int:
    """Enter or replace terminals; how many. Raises Refusal 'terminal-kind'."""
    wrong = [spec.kind for spec in specs if spec.kind not in TERMINALS]
    if wrong:
        raise Refusal(
            "terminal-kind",
            f"终端类别“{wrong[0]}”不在选项之内，没有保存。请从工作人员终端、窗口终端、自助终端中选。",
        )
    rows = [
        Terminal(
            device=spec.device,
            region=spec.region,
            kind=spec.kind,
            unit=spec.unit,
            holder=spec.holder,
            place=spec.place,
        )
        for spec in specs
    ]
    Terminal.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["device"],
        update_fields=["region", "kind", "unit", "holder", "place"],
    )
    return len(rows)


def terminals(*, region: str) -> Iterator[dict[str, Any]]:
    """Rows of the register: device, region, kind (desk | window | kiosk), unit, holder, place."""
    names = ("device", "region", "kind", "unit", "holder", "place")
    yield from Terminal.objects.filter(region=region).order_by("device").values(*names)
