"""A chart as plain data: drawn by kit.js in the browser, and a table for everybody else."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Chart", "Series", "chart"]

Number = int | float | None


@dataclass(frozen=True)
class Series:
    """One row of numbers; None is a missing value and is drawn as a gap, never as zero."""

    name: str
    data: tuple[Number, ...]
    kind: str = ""  # 'line' or 'bar'; empty: as the chart


@dataclass(frozen=True)
class Chart:
    """`target` is drawn as a dashed line with its label; `unit` stands on the axis."""

    title: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    target: float | None = None
    target_label: str = ""
    maximum: float | None = None
    horizontal: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> dict[str, Any]:
        """What goes into the page as JSON."""
        return asdict(self)

    @property
    def rows(self) -> list[tuple[str, list[Number]]]:
        """The table below the chart: a label and one number a series."""
        return [
            (label, [s.data[i] if i < len(s.data) else None for s in self.series])
            for i, label in enumerate(self.labels)
        ]


def chart(
    title: str,
    labels: Sequence[str],
    series: dict[str, Sequence[Any]],
    *,
    kind: str = "line",
    unit: str = "",
    target: Any = None,
    target_label: str = "",
    horizontal: bool = False,
    maximum: float | None = None,
) -> Chart:
    """Build a chart; kinds: line, bar, radar (labels are the axes; needs `maximum`)."""
    if kind not in {"line", "bar", "radar"}:
        raise ValueError(f"unknown kind of chart: {kind}")
    rows = tuple(
        Series(str(name), tuple(None if v is None else round(float(v), 4) for v in data))
        for name, data in series.items()
    )
    return Chart(
        title=str(title),
        kind=kind,
        labels=tuple(str(label) for label in labels),
        series=rows,
        unit=str(unit),
        target=None if target is None else float(target),
        target_label=str(target_label),
        horizontal=horizontal,
        maximum=maximum,
    )
