"""Kill -9 at any moment: workers do verbs and are killed; nothing acknowledged may be lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

__all__ = ["Town", "faults", "killed"]

START = "import django; django.setup(); from yingshang.bench.fault_worker import main; main()"
KILLS, WORKERS = 200, 2


class Town:
    """A forking process with a database of its own (see fault_worker)."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self.folder = process, folder
        self.acks: list[str] = []

    def ask(self, **words: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks the workers has ended, see above")
        found: dict[str, Any] = json.loads(line)
        return found

    def worker(self, seed: int) -> int:
        """A new worker; its process number."""
        self.acks.append(str(self.folder / f"acks-{seed}"))
        return int(self.ask(do="work", seed=seed, acks=self.acks[-1])["pid"])

    def kill(self, pid: int) -> None:
        """SIGKILL, and make sure that this is what it died of."""
        os.kill(pid, signal.SIGKILL)
        status = self.ask(do="reap", pid=pid)["status"]
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"worker {pid} had ended by itself: status {status}")


@contextmanager
def town(url: str | None = None) -> Iterator[Town]:
    """A new database (SQLite in a folder of its own, or the one at `url`), gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yingshang-faults-") as folder:
        source = str(settings.PACKAGE.parent)
        address = url or f"sqlite://{folder}/faults.sqlite3"
        env = {**os.environ, "YINGSHANG_VAR": folder, "PYTHONPATH": source}
        env["YINGSHANG_DATABASE_URL"] = address
        env["DJANGO_SETTINGS_MODULE"] = "yingshang.config.settings"
        process = subprocess.Popen(
            [sys.executable, "-c", START],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        found = Town(process, Path(folder))
        try:
            found.hear()
            yield found
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)
            assert process.stdout is not None
            process.stdout.close()


def killed(
    kills: int, *, seed: int, url: str | None = None, longest: float = 0.25
) -> dict[str, Any]:
    """Kill so many workers at random moments, two always at work; what was found afterwards."""
    chance = random.Random(seed)
    with town(url) as place:
        begun = time.perf_counter()
        numbers = iter(range(10_000))
        at_work = [place.worker(next(numbers)) for _ in range(WORKERS)]
        for _ in range(kills):
            time.sleep(chance.uniform(0.01, longest))
            victim = at_work.pop(chance.randrange(WORKERS))
            place.kill(victim)
            at_work.append(place.worker(next(numbers)))
        for pid in at_work:
            place.kill(pid)
        took = time.perf_counter() - begun
        found = place.ask(do="check", acks=place.acks)
        race = raced(place, 30)
    return {"kills": kills + WORKERS, "seconds": round(took, 1), **found, **race}


def raced(place: Town, number: int) -> dict[str, Any]:
    """Two workers decide the same cases: how many were decided once, and what losers were told."""
    acks = [str(place.folder / f"race-{n}") for n in (1, 2)]
    answer = place.ask(do="race", number=number, acks=acks)
    told: dict[str, list[str]] = {ref: [] for ref in answer["refs"]}
    for path in acks:
        for line in Path(path).read_text().splitlines():
            ref, word = line.split(" ", 1)
            told[ref].append(word)
    losers = sorted({word for words in told.values() for word in words if word != "won"})
    return {
        "raced": number,
        "won_once": sum(words.count("won") == 1 and len(words) == 2 for words in told.values()),
        "losers_told": losers,
    }


def sound(found: dict[str, Any]) -> bool:
    """Nothing lost, nothing double, nothing half."""
    bad = ("lost", "breaks", "decided_twice", "licences_wrong", "files_broken")
    return not any(found[name] for name in bad) and found["won_once"] == found["raced"]


def faults() -> list[dict[str, Any]]:
    """200 kills on SQLite and on PostgreSQL: everything acknowledged is there, and whole."""
    rows = [{"database": "sqlite", **killed(KILLS, seed=1)}]
    script = (
        "import json, os; import django; django.setup();"
        "from yingshang.bench.faults import KILLS, killed;"
        "found = killed(KILLS, seed=2, url=os.environ['YINGSHANG_DATABASE_URL']);"
        "print(json.dumps(found))"
    )
    server = Path(settings.ROOT) / "scripts" / "with_postgres.py"
    env = {**os.environ, "PYTHONPATH": str(settings.PACKAGE.parent)}
    env["DJANGO_SETTINGS_MODULE"] = "yingshang.config.settings"
    command = [sys.executable, str(server), sys.executable, "-c", script]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    rows.append({"database": "postgresql", **json.loads(done.stdout.strip().splitlines()[-1])})
    return [{**row, "sound": sound(row)} for row in rows]
