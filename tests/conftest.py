"""The fixed cast and the places they live in; every test that needs a city asks for `city`."""

import gc
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that others share must not fail a property for being slow once.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingshang.config.settings")
SHARED = Path(os.environ.get("YINGSHANG_SHARED", Path(__file__).parents[2] / "shared"))
CST = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=CST)


def pytest_sessionstart(session: pytest.Session) -> None:
    """An interrupted run leaves SQLite's side files, and a new file beside them is unreadable."""
    if not hasattr(session.config, "workerinput"):
        var = Path(os.environ.get("YINGSHANG_VAR", Path(__file__).parents[1] / "var"))
        for left in var.glob("test*.sqlite3*"):
            left.unlink(missing_ok=True)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded now lives to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def shared() -> Path:
    """The folder of real documents and data; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(
            f"real documents are not here ({SHARED}); set YINGSHANG_SHARED to run this test"
        )
    return SHARED


@pytest.fixture
def now() -> datetime:
    """A plain working Monday: 2 March 2026, 10:00."""
    return NOW


@pytest.fixture(autouse=True)
def _fresh_caches(request, monkeypatch):
    """Names and editions are cached per process; the database is rolled back between tests.

    What was read of the sample cities stays true for the next test: reading some nine hundred
    editions anew each time would be most of the suite's work. A test that has published, or that
    has another database of its own, leaves nothing behind.
    """
    from django.apps import apps

    if not apps.ready:
        yield
        return
    from yingshang.city.accounts import service as accounts
    from yingshang.city.audit import _reads
    from yingshang.city.definitions import service as definitions
    from yingshang.city.indicators._kept import Kept
    from yingshang.city.plans import promising
    from yingshang.city.plans.learning import standing

    forgot = []
    clear = definitions.clear_cache
    monkeypatch.setattr(definitions, "clear_cache", lambda: (forgot.append(1), clear()))
    own = _has_own_database(request)
    if own:
        clear()
    yield
    _reads.reset()
    accounts._places.cache_clear()
    for kept in Kept.every:
        kept.clear()
    standing._boards.cache_clear()
    promising._of_region.cache_clear()
    listed = sys.modules.get("yingshang.surfaces.dashboard.views.indicators")
    if listed is not None:
        listed._listed.cache_clear()
    if own or forgot:
        clear()


def _has_own_database(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server", "bare"}
    return bool(fixtures & set(request.fixturenames)) or bool(
        marker and (marker.kwargs.get("transaction") or marker.args)
    )


@pytest.fixture(scope="session", autouse=True)
def _own_files():
    """Two workers beside each other keep what is handed in apart."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    settings.FILES = Path(settings.VAR) / f"files{worker}" if worker else settings.FILES


@pytest.fixture(scope="session", autouse=True)
def _static_files_once():
    """Each client of a test starts the handler anew; folders of static files are walked once."""
    from django.conf import settings
    from whitenoise.middleware import WhiteNoiseMiddleware

    plain = WhiteNoiseMiddleware.add_files_from_finders
    known: dict[tuple[object, ...], dict[str, object]] = {}

    def add(self: WhiteNoiseMiddleware) -> None:
        key = (type(self), self.static_prefix, settings.DEBUG, repr(settings.STATICFILES_DIRS))
        if key in known:
            self.files.update(known[key])
        else:
            plain(self)
            known[key] = dict(self.files)

    WhiteNoiseMiddleware.add_files_from_finders = add
    yield
    WhiteNoiseMiddleware.add_files_from_finders = plain


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A run that was killed leaves its file of looks behind; this one begins without. The sample
    cities stand in the database before the first test, which rolls back to them."""
    from django.conf import settings

    from yingshang.city.audit import _reads

    for left in Path(settings.VAR).glob(f"{_reads._stem()}-reads.*"):
        left.unlink()
    with django_db_blocker.unblock():
        load_city()


def load_city() -> None:
    """The sample cities with everything that is declared in data/, and the cast."""
    from django.conf import settings
    from sample_city import once

    from yingshang.city.definitions import service as definitions
    from yingshang.surfaces.demo.people import load_cast

    def load() -> None:
        definitions.load(settings.DATA_DIRS, at=NOW)
        load_cast(at=NOW)

    once((*settings.DATA_DIRS, NOW), load)


@pytest.fixture
def bare(db):
    """A database with its tables and nothing in them, until the test is over."""
    from sample_city import empty

    empty()


@pytest.fixture
def city(db):
    """The sample cities; a test that has emptied the tables leaves them to be written again."""
    from yingshang.city.definitions.models import Edition

    if not Edition.objects.exists():
        load_city()
    return "990100"


def _actor(username: str):
    from yingshang.city.accounts import service as accounts

    user = accounts.user_of(username)
    assert user is not None
    return accounts.actor_of(user)


@pytest.fixture
def lin(city):
    """Applicant."""
    return _actor("lin")


@pytest.fixture
def qin(city):
    """Another applicant, 75 years old."""
    return _actor("qin")


@pytest.fixture
def zhou(city):
    """Window clerk."""
    return _actor("zhou")


@pytest.fixture
def wu(city):
    """Reviewer of another bureau (tax)."""
    return _actor("wu")


@pytest.fixture
def ma(city):
    """Reviewer of the market regulator."""
    return _actor("ma")


@pytest.fixture
def shen(city):
    """Supervisor."""
    return _actor("shen")


@pytest.fixture
def qian(city):
    """Hotline operator."""
    return _actor("qian")


@pytest.fixture
def fang(city):
    """Officer of the business-environment bureau."""
    return _actor("fang")


@pytest.fixture
def he(city):
    """Leader."""
    return _actor("he")
