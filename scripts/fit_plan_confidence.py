"""Fit the weights of kernel/plantext/_confidence.py on annotated plans; print them and how they do.

Run: python scripts/fit_plan_confidence.py [--more=GOLD:TEXTS] [--write]. Seeds and the ten public
plans are read from the shared folder (YINGSHANG_SHARED or ../shared) where it is present; --more
adds annotated papers that are not ours to keep. Every figure with a verdict counts, refused ones
too (docs/decisions/plan-reader.md says why). The check leaves out one document at a time: what is
said of it comes from the others.
"""

import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from yingshang.adapters.readers import read_document
from yingshang.kernel import plantext
from yingshang.kernel.plantext import _confidence, _targets, _tasks
from yingshang.kernel.plantext.score._pairing import match_targets, match_tasks

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "kernel" / "plantext"
SHARED = Path(os.environ.get("YINGSHANG_SHARED") or ROOT.parent / "shared")
SETS = (
    SHARED / "seeds",
    SHARED / "data" / "plans",
    ROOT / "src" / "yingshang" / "data" / "samples",
    HERE / "plans",
)
RIDGE, ROUNDS = 0.5, 400
# Fitted on all figures, those refused by now included, every mark would be as unsure as if no
# refusal had been written; lifted by 0.4, marks of papers never seen held in 965 to 992 of 1,000
# (docs/decisions/plan-reader.md). Little lift leaves a quarter of the figures to a person's eye.
LIFT = 0.1


class Row(NamedTuple):
    """One figure with a verdict: where, what was seen of it, whether gold bears it out."""

    document: str
    seen: tuple[str, ...]
    right: bool


def documents() -> Iterator[tuple[Path, Path]]:
    """(gold, text) of every annotated plan that is present."""
    more = [word.removeprefix("--more=") for word in sys.argv if word.startswith("--more=")]
    pairs = [(HERE / "gold", folder) for folder in SETS]
    pairs += [(HERE / f"gold_{kind}", HERE / f"plans_{kind}") for kind in ("held", "odd")]
    pairs += [tuple(map(Path, word.split(":", 1))) for word in more]
    for golds, folder in pairs:
        for gold in sorted(golds.glob("*.json")):
            for text in sorted(folder.glob(f"{gold.stem}.*")):
                if text.suffix in {".txt", ".html", ".docx", ".pdf"}:
                    yield gold, text


def rows(*, refusals: bool) -> list[Row]:
    """Read all documents, with or without the refusals."""
    log_of: list[tuple[str, ...]] = []
    kept = _targets.refused, _targets.estimate, _tasks.capped
    _tasks.capped = lambda _doubts, targets: targets  # the bounds of tasks are not what is fitted
    if not refusals:
        _targets.refused = lambda *_: False  # type: ignore[assignment]
    _targets.estimate = lambda seen, **_: log_of.append(seen) or float(len(log_of))  # type: ignore[assignment,func-returns-value]
    try:
        return [row for gold, text in documents() for row in _rows(gold, text, log_of)]
    finally:
        _targets.refused, _targets.estimate, _tasks.capped = kept


def _rows(gold: Path, text: Path, log_of: list[tuple[str, ...]]) -> Iterator[Row]:
    wanted = json.loads(gold.read_text("utf-8"))
    plan = plantext.parse(read_document(text.read_bytes(), text.name).text)
    read = plantext.to_json(plan)
    for task, found in match_tasks(wanted["tasks"], read["tasks"]):
        pairs, _missed, invented = match_targets(task.get("targets", ()), found["targets"])
        for target, other in pairs:
            right = target["comparator"] == other["comparator"]
            yield Row(text.name, log_of[int(other["confidence"]) - 1], right)
        for other in invented:
            yield Row(text.name, log_of[int(other["confidence"]) - 1], False)


Fitted = tuple[float, dict[str, float]]


def fit(some: list[Row], start: Fitted = (0.0, {}), rounds: int = ROUNDS) -> Fitted:
    """Ridge logistic regression by Newton's diagonal steps; the base is not shrunk.

    Rows with the same features are one row with a weight; ``start`` is where to begin.
    """
    base, weights = start[0], defaultdict(float, start[1])
    times = Counter(row.seen for row in some)
    right = Counter(row.seen for row in some if row.right)
    for _ in range(rounds):
        slope: dict[str, float] = defaultdict(float)
        bend: dict[str, float] = defaultdict(float)
        lean, sag = 0.0, 1e-9
        for seen, number in times.items():
            chance = 1 / (1 + exp(-base - sum(weights[name] for name in seen)))
            missed = right[seen] - number * chance
            spread = number * chance * (1 - chance)
            lean += missed
            sag += spread
            for name in seen:
                slope[name] += missed
                bend[name] += spread
        base += 0.3 * lean / sag
        for name in slope:
            weights[name] += 0.3 * (slope[name] - RIDGE * weights[name]) / (bend[name] + RIDGE)
    return base, dict(weights)


def chance(base: float, weights: dict[str, float], seen: tuple[str, ...]) -> float:
    """As ``estimate`` will say it."""
    odds = base + sum(weights.get(name, 0.0) for name in seen)
    return min(0.99, max(0.05, 1 / (1 + exp(-odds))))


def without_each(raw: list[Row]) -> dict[str, Fitted]:
    """The fit without each document, begun from the fit of all."""
    whole = fit(raw)
    return {
        name: fit([row for row in raw if row.document != name], whole, ROUNDS // 8)
        for name in sorted({row.document for row in raw})
    }


def check(fits: dict[str, Fitted], read: list[Row], what: str) -> None:
    """Leave one document out; print bins of what was said against what was right."""
    bins: dict[float, Counter[bool]] = defaultdict(Counter)
    loss = 0.0
    for name in sorted({row.document for row in read} & fits.keys()):
        base, weights = fits[name]
        for row in read:
            if row.document == name:
                sure = chance(base, weights, row.seen)
                loss -= log(sure if row.right else 1 - sure)
                edge = next(edge for edge in (0.97, 0.95, 0.9, 0.8, 0.6, 0.0) if sure >= edge)
                bins[edge][row.right] += 1
    print(f"{what}, left out one by one: {len(read)} readings, log loss {loss / len(read):.4f}")
    for edge in sorted(bins, reverse=True):
        print(f"  from {edge:4}: {bins[edge].total():4} read, {bins[edge][True]:4} right")


def main() -> None:
    """Fit, check, print; write the table into the kernel with --write."""
    raw, read = rows(refusals=False), rows(refusals=True)
    print(f"{len(raw)} figures with a verdict, {sum(row.right for row in raw)} of them promises")
    fits = without_each(raw)
    check(fits, read, "as read")
    check(fits, raw, "refused ones included")
    base, weights = fit(raw)
    counts = Counter(name for row in raw for name in row.seen)
    table = {name: round(weights[name], 1) for name in sorted(weights)}
    for name, weight in table.items():
        print(f"  {name:16} {weight:+.1f}  ({counts[name]})")
    if "--write" in sys.argv:
        path = Path(_confidence.__file__)
        body = "".join(f'    "{name}": {weight},\n' for name, weight in table.items() if weight)
        opened = "WEIGHTS: dict[str, float] = {\n"
        text = re.sub(
            r"(?s)WEIGHTS: dict\[str, float\] = \{.*?\}", opened + body + "}", path.read_text()
        )
        path.write_text(re.sub(r"(?m)^BASE = .*$", f"BASE = {base + LIFT:.1f}", text))


if __name__ == "__main__":
    main()
