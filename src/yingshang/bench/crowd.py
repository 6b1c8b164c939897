"""Sixteen officers at work: real requests to a real server, with two seconds of thought between."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

__all__ = ["Officer", "crowd"]

THINK = 2.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Officer:
    """One signed-in person. `work` are open cases whose step he may complete."""

    host: str
    port: int
    username: str
    work: list[str]
    seed: int
    took: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(self.host, self.port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._dice = random.Random(self.seed)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, page) of one request, cookies kept."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        page = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return answer.status, page

    def sign_in(self) -> None:
        """As a member of the cast."""
        _status, page = self.ask("GET", "/demo/")
        self._token = TOKEN.findall(page)[0]
        form = {"csrfmiddlewaretoken": self._token, "username": self.username}
        status, _page = self.ask("POST", "/demo/as/", form)
        if status != 302:
            raise RuntimeError(f"signing in as {self.username} answered {status}")

    def day(self, seconds: float, item: str) -> None:
        """Filtered queue, one case, sometimes a step done; thought between them."""
        until = time.monotonic() + seconds
        time.sleep(self._dice.random() * THINK)
        for kind in self._habits():
            if time.monotonic() > until:
                return
            getattr(self, f"_{kind}")(item)
            time.sleep(self._dice.expovariate(1 / THINK))

    def _habits(self) -> Iterator[str]:
        while True:
            yield from ("queue", "case", "queue", "case", "verb")

    def _timed(
        self, kind: str, wanted: int, method: str, path: str, form: dict[str, str] | None
    ) -> str:
        begun = time.perf_counter()
        status, page = self.ask(method, path, form)
        self.took.setdefault(kind, []).append(time.perf_counter() - begun)
        if status != wanted:
            self.failed.append(f"{method} {path}: {status}")
        return page

    def _queue(self, item: str) -> None:
        lamp = self._dice.choice(("", "red", "yellow", "green"))
        page = self._timed("queue", 200, "GET", f"/desk/?item={quote(item)}&lamp={lamp}", None)
        further = re.search(r'rel="next" href="([^"]+)"', page)
        if further and self._dice.random() < 0.3:
            path = "/desk/" + further[1].replace("&amp;", "&")
            self._timed("queue", 200, "GET", path, None)

    def _case(self, item: str) -> None:
        ref = self._dice.choice(self.work)
        page = self._timed("case", 200, "GET", f"/desk/cases/{ref}/", None)
        self._token = (TOKEN.findall(page) or [self._token])[0]

    def _verb(self, item: str) -> None:
        ref = self.work.pop()
        form = {
            "csrfmiddlewaretoken": self._token,
            "step": "tax",
            "result": "pass",
            "opinion": "材料齐全，同意。",
        }
        path = f"/desk/cases/{ref}/do/complete_step/"
        self._timed("verb", 302, "POST", path, form)


def crowd(officers: list[Officer], *, seconds: float, item: str) -> dict[str, list[float]]:
    """Seconds that each kind of request took, over all officers."""
    for officer in officers:
        officer.sign_in()
    threads = [threading.Thread(target=o.day, args=(seconds, item)) for o in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failed = [line for officer in officers for line in officer.failed]
    if failed:
        raise RuntimeError(f"{len(failed)} requests failed, the first: {failed[0]}")
    merged: dict[str, list[float]] = {}
    for officer in officers:
        for kind, took in officer.took.items():
            merged.setdefault(kind, []).extend(took)
    return merged
