"""A small measured city: its plan bound, a few simulated months of cases, computed and watched."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone as clock

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.models import Edition
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo import story
from yingshang.surfaces.demo.people import load_cast
from yingshang.surfaces.demo.simulator import simulate

HERE = Path(__file__).parent
CST = timezone(timedelta(hours=8))
DECLARED = datetime(2026, 3, 2, 10, tzinfo=CST)
UNTIL = datetime(2026, 11, 22, 20, tzinfo=CST)


@pytest.fixture
def today(monkeypatch):
    """The morning after the last simulated day."""
    now = UNTIL + timedelta(hours=14)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now.date()


@pytest.fixture
def as_reader(db) -> Callable[[str], Client]:
    """A browser in which this member of the cast is signed in."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(accounts.user_of(username))
        return client

    return sign_in


def _plan() -> None:
    story.import_plans([project.PACKAGE / "data" / "samples"], by=SYSTEM, at=UNTIL)


@pytest.fixture
def planned(city, today):
    """The sample plans are read and what is certain is confirmed; nothing is measured yet."""
    _plan()
    confirm(city)
    return city


def confirm(city: str) -> None:
    """Somebody confirms all that is read with certainty."""
    for row in plans.plans(SYSTEM, region=city):
        sure = plans.progress(row.id, SYSTEM).certain
        plans.confirm_certain(plan=row.id, expected=sure, by=SYSTEM, at=UNTIL)


@pytest.fixture
def confirm_plans(measured):
    """Confirm what is certain in another city's plans."""
    return confirm


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the measured city stand together, the last of this folder: it is built once."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    ours = [items[place] for place in places]
    ours.sort(key=lambda item: "_year" in getattr(item, "fixturenames", ()))
    for place, item in zip(places, ours, strict=True):
        items[place] = item


@pytest.fixture(scope="package")
def _year(django_db_setup, django_db_blocker, tmp_path_factory):
    """The measured city, built once for this folder; at the end all of it is rolled back."""

    class Undo(Exception):
        pass

    lake = tmp_path_factory.mktemp("lake")
    with django_db_blocker.unblock():
        try:
            with transaction.atomic(), override_settings(LAKE=lake):
                _city()
                _plan()
                _measure("990100")
                yield lake
                raise Undo
        except Undo:
            pass


def _city() -> None:
    """The sample cities, where a test with a database of its own has emptied the tables before."""
    if not Edition.objects.exists():
        definitions.load(project.DATA_DIRS, at=DECLARED)
        load_cast(at=DECLARED)


def _measure(city: str) -> None:
    simulate(until=UNTIL, scale=0.02, days=330)
    indicators.compute(at=UNTIL, by=SYSTEM, regions=[city])
    story.bind_sample_plans(city, by=SYSTEM, at=UNTIL)
    _promise_too_much(city)
    supervision.watch(at=UNTIL, by=SYSTEM, regions=[city])


@pytest.fixture
def measured(_year, db, today, settings, tmp_path):
    """Cases, values, bindings and warnings of the first sample city; two promises are missed."""
    settings.LAKE = shutil.copytree(_year, tmp_path / "lake")
    return "990100"


def _promise_too_much(city: str) -> None:
    """One day for water and for high voltage: nobody is that fast, whatever was simulated."""
    for one in plans.promises(SYSTEM, region=city, as_of=UNTIL.date()):
        if one.indicator in ("water-max", "power-high-mean"):
            plans.correct_target(target=one.target.id, changes={"value": 1}, by=SYSTEM, at=UNTIL)
