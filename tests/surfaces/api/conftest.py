"""Systems of three bureaus with keys, and work that lies between them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from api_samples import COMPANY
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Scope
from yingshang.city.cases import service as cases
from yingshang.surfaces.api import gate
from yingshang.surfaces.api.everybody import open_buckets
from yingshang.surfaces.api.keys import buckets


class Caller:
    """A system that speaks to the API with its key."""

    def __init__(self, key: str) -> None:
        self.key, self.client = key, Client(raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.key}")
        kwargs: dict[str, Any] = {"headers": named}
        if method in ("post", "put", "patch"):
            kwargs |= {"content_type": "application/json", "data": json.dumps(body)}
            if body is None:
                kwargs["data"] = b""
        return getattr(self.client, method)(f"/api/v1{path}", **kwargs)

    def get(self, path: str, **headers: str) -> Any:
        return self("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("post", path, body, **headers)

    def push(self, lines: Any, **headers: str) -> Any:
        text = lines if isinstance(lines, bytes) else "".join(json.dumps(x) + "\n" for x in lines)
        return self.client.post(
            "/api/v1/returned-cases",
            data=text,
            content_type="application/x-ndjson",
            headers={"Authorization": f"Bearer {self.key}", **headers},
        )


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    """Keys are rolled back after a test, and their numbers given out again."""
    buckets._kept.clear()
    open_buckets._kept.clear()
    gate._used.clear()


@pytest.fixture
def system(city, fang, now, monkeypatch):
    """Make a system with a key; the clock of the API stands a day after `now`."""
    from datetime import timedelta

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=1))

    def make(unit: str, *scopes: str, code: str = "") -> Caller:
        code = code or f"{unit.split('-')[1]}-core"
        accounts.register_system(
            code=code, name=code, unit=unit, scopes=scopes or list(Scope), by=fang, at=now
        )
        return Caller(accounts.issue_key(system=code, by=fang, at=now).secret)

    return make


@pytest.fixture
def market(system):
    """The market regulator's: leads the start of companies."""
    return system("990100-market")


@pytest.fixture
def tax(system):
    """The tax office's: has a step in it."""
    return system("990100-tax")


@pytest.fixture
def grid(system):
    """The grid's: has nothing to do with it."""
    return system("990100-grid")


@pytest.fixture
def filed(city, lin, now):
    """Lin's application to start a company."""
    return cases.open_case(
        item="company-start",
        region=city,
        form=COMPANY,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
