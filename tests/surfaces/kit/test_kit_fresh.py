"""A worker notices within seconds what another one has published, and asks no oftener."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yingshang.city.definitions import service as definitions
from yingshang.surfaces.kit.middleware import FreshDefinitions


@pytest.fixture
def asked(monkeypatch):
    calls = []
    monkeypatch.setattr(definitions, "refresh", lambda: calls.append(1))
    return calls


def test_it_asks_once_the_time_is_up_and_then_waits_again(asked):
    middleware = FreshDefinitions(lambda request: HttpResponse())
    page = RequestFactory().get("/my/")
    middleware(page)
    assert asked == []
    middleware.asked -= FreshDefinitions.EVERY
    middleware(page)
    middleware(page)
    assert asked == [1]


def test_a_picture_does_not_ask(asked):
    middleware = FreshDefinitions(lambda request: HttpResponse())
    middleware.asked -= FreshDefinitions.EVERY
    middleware(RequestFactory().get("/static/kit/parts.css"))
    assert asked == []
