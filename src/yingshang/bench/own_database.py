"""A job of a worker process on a new database, which is gone afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.bench.worker import START

__all__ = ["in_its_own_database"]


def in_its_own_database(database: str, job: str, **more: str) -> dict[str, Any]:
    """What the worker answers; 'sqlite', or 'postgresql' that waits for the disk at each commit."""
    with tempfile.TemporaryDirectory(prefix="yingshang-bench-") as folder:
        command = [sys.executable, "-c", START, job]
        own = {"YINGSHANG_VAR": folder, "PYTHONPATH": str(settings.PACKAGE.parent), **more}
        env = {**os.environ, **own}
        env.pop("YINGSHANG_DATABASE_URL", None)
        if database == "postgresql":
            server = Path(settings.ROOT) / "scripts" / "with_postgres.py"
            command = [sys.executable, str(server), "--durable", *command]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"{job} on {database} failed with {done.returncode}, see above")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
