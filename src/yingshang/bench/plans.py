"""How long a plan takes to read: the whole process, and inside it."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.city.plans import service


def plans() -> list[dict[str, Any]]:
    """The largest of the real plans where they are present, else our own largest."""
    folder = settings.SHARED / "seeds"
    if not folder.is_dir():
        folder = settings.PACKAGE / "data" / "samples"
    largest = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    return [_whole(largest), _inside(largest)]


def _whole(path: Path) -> dict[str, Any]:
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "yingshang", "plan", "parse", str(path), "--json"]
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - begun)
    return {
        "what": "plan parse, whole process",
        "bytes": path.stat().st_size,
        "median_s": round(sorted(took)[2], 3),
        "max_s": round(max(took), 3),
    }


def _inside(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    service.parse_file(data, path.name)
    begun = time.perf_counter()
    rounds = 20
    for _ in range(rounds):
        service.parse_file(data, path.name)
    each = (time.perf_counter() - begun) / rounds
    return {
        "what": "plan parse, inside the process",
        "ms": round(each * 1000, 1),
        "MB_per_s": round(len(data) / each / 1e6, 2),
    }
