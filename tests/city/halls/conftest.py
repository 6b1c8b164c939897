"""A Monday morning in the hall of the sample city."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from yingshang.city.halls import service as halls


@pytest.fixture
def center(city, now):
    return halls.hall("center", region=city, on=now.date())


@pytest.fixture
def number(center) -> Callable[..., halls.VisitView]:
    """A number from the guide desk: no name, no phone."""

    def give(by, at: datetime, **more):
        said = {"code": "center", "region": "990100", "counter": "general", "how": "clerk"}
        return halls.take(**{**said, **more}, by=by, at=at)

    return give


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each act in a connection of its own, all at the same moment; results or refusals."""
    said, gate = [], threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            said.append(act())
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.fixture(name="at_once")
def _at_once():
    return at_once
