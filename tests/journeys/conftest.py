"""A live server, Chromium, and two towns: one with its declared data, one with a simulated year."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from datetime import timezone as tz
from pathlib import Path

import pytest
from _frontend import AXE, MODULES
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone
from journeys.walker import LAUNCH, Walker
from sample_city import empty

HERE = Path(__file__).parent
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=tz(timedelta(hours=8)))
CHROMIUM = os.environ.get("YINGSHANG_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here walks through a browser, and only on the embedded database."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium():
    """The one browser of this worker; every test has contexts of its own."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: `make test` names the apt command")
    # Playwright runs an event loop in this thread, and Django would refuse to query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, as text."""
    for path in (AXE, MODULES / "axe-core" / "axe.min.js"):
        if path.is_file():
            return path.read_text("utf-8")
    pytest.skip("axe-core is not here: run `make test`, which fetches it")


@pytest.fixture
def monday(monkeypatch) -> Callable[[], datetime]:
    """The surfaces' clock: it starts on Monday 23 November 2026 at 10:00 and runs on."""
    ahead = MONDAY - timezone.now()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    return timezone.now


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What stood before is copied back: to empty every table of a year takes longer than a walk."""
    if connection.vendor != "sqlite":
        pytest.skip("journeys run on the embedded database; the services are tested on both")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        before = sqlite3.connect(":memory:")
        connection.connection.backup(before)
        yield
        connection.ensure_connection()
        before.backup(connection.connection)
        before.close()


@pytest.fixture(scope="session")
def _kept(tmp_path_factory) -> Path:
    """Where the databases of the towns are kept once they are built."""
    return tmp_path_factory.mktemp("towns")


@pytest.fixture
def _place(transactional_db, settings, tmp_path, monday, _kept) -> Callable[..., str]:
    """Bring a town into the test's database: built the first time, copied afterwards."""
    settings.FILES, settings.LAKE = tmp_path / "files", _kept / "lake"
    settings.LAKE.mkdir(exist_ok=True)

    def bring(name: str, build: Callable[[], None]) -> str:
        file = _kept / f"{name}.sqlite3"
        connection.ensure_connection()
        if file.exists():
            with sqlite3.connect(file) as kept:
                kept.backup(connection.connection)
        else:
            with transaction.atomic():
                empty()
            build()
            with sqlite3.connect(file) as kept:
                connection.connection.backup(kept)
        return "990100"

    return bring


def _declare() -> None:
    from yingshang.city.definitions import service as definitions
    from yingshang.surfaces.demo.people import load_cast

    at = MONDAY - timedelta(days=400)
    definitions.load(django_settings.DATA_DIRS, at=at)
    load_cast(at=at)


def _live_a_year() -> None:
    """What `yingshang demo load` does, with one case in thirty."""
    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.indicators import service as indicators
    from yingshang.city.supervision import service as supervision
    from yingshang.surfaces.demo import story
    from yingshang.surfaces.demo.simulator import simulate

    _declare()
    evening = MONDAY - timedelta(hours=14)
    samples = [django_settings.PACKAGE / "data" / "samples"]
    number, problems = story.import_plans(samples, by=SYSTEM, at=evening)
    assert number == 3, problems
    simulate(until=evening, scale=0.03)
    indicators.compute(at=evening, by=SYSTEM)
    story.hand_in_reports(at=evening)
    for region in ("990100", "990200", "990300"):
        story.bind_sample_plans(region, by=SYSTEM, at=evening)
    assert supervision.watch(at=evening, by=SYSTEM)


@pytest.fixture
def town(_place) -> str:
    """The declared data and the cast; no cases, no plans."""
    return _place("town", _declare)


@pytest.fixture
def year(_place) -> str:
    """Sample plans, a small simulated year, indicators, bindings and warnings."""
    return _place("year", _live_a_year)


@pytest.fixture
def walk(chromium, axe, live_server, request) -> Iterator[Callable[..., Walker]]:
    """`walk("林晓")` opens a browser of her own and signs her in; `walk()` is a visitor."""
    opened: list[Walker] = []

    def start(name: str = "", **options: object) -> Walker:
        walker = Walker(chromium, live_server.url, axe, **options)
        opened.append(walker)
        if name:
            walker.sign_in(name)
        return walker

    yield start
    for walker in opened:
        walker.context.close()
    looks = sum(w.looks for w in opened)
    print(f"{request.node.name}: {looks} pages examined")
    assert not [p for w in opened for p in w.problems]
