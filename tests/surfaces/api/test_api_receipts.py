"""A bureau's system gets receipts of its cases, and is told in one sentence of a full disk."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.surfaces.api.routes import cases as routes


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


def test_a_receipt_is_the_file_that_anybody_can_verify(market, filed, now):
    where = f"/cases/{filed.ref}/events/1/receipt"
    before = market.get(where)
    assert before.status_code == 200
    assert cases.verify_receipt(before.content, trusted=cases.trusted_keys()).ok
    cases.make_checkpoint(at=now + timedelta(days=1), by=SYSTEM)
    report = cases.verify_receipt(market.get(where).content, trusted=cases.trusted_keys())
    assert (report.ok, report.inclusion) == (True, "proven")


def test_there_is_none_of_a_case_of_others_or_of_a_fact_that_is_not(grid, market, filed):
    others = grid.get(f"/cases/{filed.ref}/events/1/receipt")
    nowhere = grid.get("/cases/990100-2026-999999/events/1/receipt")
    assert (others.status_code, nowhere.status_code) == (404, 404)
    assert others.content == nowhere.content
    assert market.get(f"/cases/{filed.ref}/events/99/receipt").status_code == 404
    for wrong in ("0", "-1", "x", "1" * 30):
        assert market.get(f"/cases/{filed.ref}/events/{wrong}/receipt").status_code == 422


def test_a_full_disk_is_told_in_one_sentence(market, filed, monkeypatch):
    def full(**_more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(routes.cases, "note", full)
    answer = market.post(f"/cases/{filed.ref}/note", {"text": "x"})
    assert answer.status_code == 503
    assert answer.json()["code"] == "disk-full"
