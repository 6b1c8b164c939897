"""Where the annotated plans are."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "kernel" / "plantext" / "gold"
SAMPLES = sorted((ROOT / "src" / "yingshang" / "data" / "samples").glob("*-plan-*.*"))


def seeds() -> list[Path]:
    """The seed plans that are annotated, where the shared folder is present."""
    return _annotated("seeds")


def plans() -> list[Path]:
    """The real plans that are annotated, where the shared folder is present."""
    return _annotated("data/plans")


def _annotated(folder: str) -> list[Path]:
    shared = Path(os.environ.get("YINGSHANG_SHARED") or ROOT.parent / "shared")
    found = sorted((shared / folder).glob("*.txt"))
    return [path for path in found if (GOLD / f"{path.stem}.json").exists()]
