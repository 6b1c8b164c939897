"""Where the annotated plans are."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "kernel" / "plantext" / "gold"
SAMPLES = sorted((ROOT / "src" / "yingshang" / "data" / "samples").glob("*-plan-*.*"))


def seeds() -> list[Path]:
    """The seed plans that are annotated, where the shared folder is present."""
    shared = Path(os.environ.get("YINGSHANG_SHARED") or ROOT.parent / "shared")
    found = sorted((shared / "seeds").glob("*.txt"))
    return [path for path in found if (GOLD / f"{path.stem}.json").exists()]
