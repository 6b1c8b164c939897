"""Bring the database up to date, then serve: `.venv/bin/python scripts/run.py [--port 8000]`.

Each preparation is a command of `yingshang` that does nothing when nothing is to be done.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time

from _steps import VENV

YINGSHANG = str(VENV / "bin" / "yingshang")
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
    for number, (title, words) in enumerate(PREPARATIONS, 1):
        started = time.monotonic()
        print(f"[{number}/{len(PREPARATIONS)}] {title} …", flush=True)
        code = subprocess.run([YINGSHANG, *words], stdin=subprocess.DEVNULL).returncode
        if code:
            print(f"`yingshang {' '.join(words)}` failed (exit {code}).", file=sys.stderr)
            return code
        print(
            f"[{number}/{len(PREPARATIONS)}] done in {time.monotonic() - started:.0f} s", flush=True
        )
    print(f"Serving at http://127.0.0.1:{port}/ (Ctrl+C stops it)", flush=True)
    os.execv(YINGSHANG, [YINGSHANG, "serve", "--port", str(port)])


def _in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
