"""Bring the database up to date, then serve: `.venv/bin/python scripts/run.py [--port 8000]`.

Each preparation is a command of `yingshang` that does nothing when nothing is to be done. A first
filling that was broken off is begun again, since half a year of cases looks like a whole one.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from _steps import ROOT, VENV

YINGSHANG = str(VENV / "bin" / "yingshang")
VAR = Path(os.environ.get("YINGSHANG_VAR", ROOT / "var"))
DATABASE = VAR / "yingshang.sqlite3"
FILLING = VAR / "filling"
PREPARATIONS = (
    ("Database", ("migrate", "--verbosity", "0")),
    ("Definitions from data/", ("data", "load")),
    ("Demo data (only into an empty database)", ("demo", "load", "--if-empty")),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if _in_use(port):
        sentence = f"Port {port} is in use: stop what runs there, or `make run PORT={port + 1}`."
        print(sentence, file=sys.stderr)
        return 2
    code = _prepare() if "YINGSHANG_DATABASE_URL" in os.environ else _fill_or_prepare()
    if code:
        return code
    os.execv(YINGSHANG, [YINGSHANG, "serve", "--port", str(port)])


def _fill_or_prepare() -> int:
    """Prepare the embedded database. A mark stands beside it until its first filling is done."""
    VAR.mkdir(parents=True, exist_ok=True)
    if DATABASE.exists() and not FILLING.exists():
        return _prepare()
    with FILLING.open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another `make run` is filling {DATABASE}: wait for it.", file=sys.stderr)
            return 2
        if DATABASE.exists():
            print("The first filling of the database was broken off; it begins again.", flush=True)
        for part in ("", "-wal", "-shm"):
            Path(f"{DATABASE}{part}").unlink(missing_ok=True)
        code = _prepare()
        if code == 0:
            FILLING.unlink()
    return code


def _prepare() -> int:
    """Run the preparations one after the other; the exit code of the first that fails, else 0."""
    for number, (title, words) in enumerate(PREPARATIONS, 1):
        head = f"[{number}/{len(PREPARATIONS)}]"
        started = time.monotonic()
        print(f"{head} {title} …", flush=True)
        code = subprocess.run([YINGSHANG, *words], stdin=subprocess.DEVNULL).returncode
        if code:
            print(f"`yingshang {' '.join(words)}` failed (exit {code}).", file=sys.stderr)
            return code
        print(f"{head} done in {time.monotonic() - started:.0f} s", flush=True)
    return 0


def _in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
