"""A process of the benchmarks with a database of its own: `python -c START JOB`.

It is told where its data lies by YINGSHANG_VAR and YINGSHANG_DATABASE_URL, and answers one JSON.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, NUMBER = 3, 200


def prepared() -> Any:
    """The database with all tables and what is declared; the moment of the run."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from yingshang.bench.life import publish_item
    from yingshang.city.definitions import service as definitions

    at = timezone.now()
    call_command("migrate", verbosity=0)
    definitions.load(settings.DATA_DIRS, at=at)
    publish_item(at)
    return at


def race() -> dict[str, Any]:
    """Ours, SpiffWorkflow and a bare driver in turns, so that all meet the same machine."""
    from django.db import connection

    from yingshang.bench.life import Lives

    lives = Lives(prepared())
    lives.many(50)
    rates: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        for name, run in _racers(lives, number).items():
            rates.setdefault(name, []).append(run())
    answer: dict[str, Any] = {name: statistics.median(found) for name, found in rates.items()}
    answer["two_workers"] = _two_workers()
    return {"database": connection.vendor, "lives": NUMBER, **answer}


def _racers(lives: Any, number: int) -> dict[str, Callable[[], float]]:
    return {
        "ours": lambda: _rate(lives.many(NUMBER)),
        "ours_cold": lambda: _cold(lives),
        "spiff": lambda: _spiff(f"spiff_{number}", reload=False),
        "spiff_reloading": lambda: _spiff(f"spiff_again_{number}", reload=True),
        "bare": lambda: _bare(lives),
    }


def _rate(run: dict[str, Any]) -> float:
    return float(run["cases"]) / float(run["seconds"])


def _cold(lives: Any) -> float:
    """As where each verb meets a process that has never seen the case: its facts are replayed."""
    from yingshang.city.cases import _load, _writer

    keep, _writer.remember = _writer.remember, lambda *_: None  # type: ignore[assignment]
    _load._kept.clear()
    try:
        return _rate(lives.many(NUMBER // 2))
    finally:
        _writer.remember = keep


def _spiff(table: str, *, reload: bool) -> float:
    from yingshang.bench.peers.spiff import instances_per_second

    driver, lite = _driver()
    try:

        def run(sql: str, params: tuple[Any, ...]) -> Any:
            sql = sql.replace("spiff", table)
            cursor = driver.cursor()
            if lite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(sql, params)
            rows = cursor.fetchall() if cursor.description else []
            driver.commit()
            return rows

        return instances_per_second(run, "?" if lite else "%s", NUMBER // 4, reload=reload)
    finally:
        driver.close()


def _driver(name: str = "") -> tuple[Any, bool]:
    """A connection of the bare driver to the database of the settings, or to another."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        driver = sqlite3.connect(name or settings["NAME"], isolation_level=None)
        for pragma in settings["OPTIONS"]["init_command"].split(";"):  # the very same
            driver.execute(pragma)
        return driver, True
    import psycopg

    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    known = {key: settings[name_] for key, name_ in keys.items() if settings[name_]}
    return psycopg.connect(dbname=name or settings["NAME"], **known), False


def _bare(lives: Any) -> float:
    """The rows of NUMBER lives once more, into a copy of the database from before them."""
    from django.db import connection

    from yingshang.bench.peers.bare import caught, play

    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(Path(folder))
        with caught() as errands:
            lives.many(NUMBER)
        connection.close()
        driver, lite = _driver(copy)
        took = play(errands, driver, lite=lite)
        driver.close()
        if not lite:
            _on_template(f"DROP DATABASE {copy}")
    return NUMBER / took


def _copied(folder: Path) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        target = str(folder / "bare.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [target])
        return target
    source = connection.settings_dict["NAME"]
    connection.close()
    name = f"bare_{time.monotonic_ns()}"
    _on_template(f"CREATE DATABASE {name} TEMPLATE {source}")
    return name


def _on_template(sql: str) -> None:
    driver, _lite = _driver("template1")
    driver.autocommit = True
    driver.execute(sql)
    driver.close()


def _two_workers() -> float:
    """Cases a second of two processes on one database."""
    command = [sys.executable, "-c", START, "lives"]
    begun = []
    for _ in range(2):
        begun.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    for one in begun:  # both are ready before either starts
        assert one.stdout is not None
        one.stdout.readline()
    for one in begun:
        assert one.stdin is not None
        one.stdin.write(b"go\n")
        one.stdin.flush()
    told = [json.loads(one.communicate()[0]) for one in begun]
    return 2 * NUMBER / float(max(run["seconds"] for run in told))


def lives() -> dict[str, Any]:
    """One of several workers on a database that is there already."""
    from django.utils import timezone

    from yingshang.bench.life import Lives

    walker = Lives(timezone.now())
    walker.many(3)
    print("ready", flush=True)
    sys.stdin.readline()
    return walker.many(NUMBER)


START = (
    "import os, django; "
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'yingshang.config.settings'); "
    "django.setup(); from yingshang.bench import worker; worker.main()"
)
"""Given to `python -c`: the package can only be imported once the settings are read."""


def main() -> None:
    """Do the job that is named on the command line."""
    from yingshang.bench.million import built_and_used
    from yingshang.bench.registers import register_job
    from yingshang.bench.uploads import crowd_of_files

    jobs = {
        "race": race,
        "lives": lives,
        "million": built_and_used,
        "registers": register_job,
        "uploads": crowd_of_files,
    }
    print(json.dumps(jobs[sys.argv[1]]()))
