"""`yingshang serve` in a process of its own, asked as a browser asks: by HTTP, signed in."""

import http.client
import socket
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

__all__ = ["Served"]

PATIENCE = 60  # seconds until the server answers


class Served:
    """Stops its server at the end; one connection is kept open, as a browser does."""

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._server = subprocess.Popen(
            [sys.executable, "-m", "yingshang", "serve", "--no-jobs", "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._ask("/", "")
                return self
            except OSError:
                if time.monotonic() > until:
                    self._server.terminate()
                    raise
                time.sleep(0.3)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.terminate()
        self._server.wait()

    def took(self, path: str, session: str, rounds: int) -> list[float]:
        """Milliseconds of each round, from asking to the last byte; the first visit is not one."""
        connection = self._ask(path, session)
        found = []
        for _round in range(rounds):
            begun = time.perf_counter()
            self._ask(path, session, connection)
            found.append((time.perf_counter() - begun) * 1000)
        connection.close()
        return found

    def _ask(
        self, path: str, session: str, connection: http.client.HTTPConnection | None = None
    ) -> http.client.HTTPConnection:
        connection = connection or http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return connection
