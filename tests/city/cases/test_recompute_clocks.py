"""A new calendar moves open clocks, says so on each case, and moves nothing twice."""

from dataclasses import replace
from datetime import date

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions

NOTICE = "国务院办公厅通知（测试）"


@pytest.fixture
def storm_day(monkeypatch):
    """Thursday 5 March 2026 becomes a day off."""
    known = definitions.calendar()
    changed = replace(known, exceptions={**known.exceptions, date(2026, 3, 5): False})
    monkeypatch.setattr(definitions, "calendar", lambda: changed)


def test_an_open_case_moves_with_the_calendar(accepted, lin, request, now):
    assert accepted.promised_due_at.date() == date(2026, 3, 9)
    request.getfixturevalue("storm_day")
    at = later(now, 5)
    assert cases.recompute_clocks(at=at, by=SYSTEM, reason=NOTICE) == [accepted.ref]
    assert cases.case_for(lin, accepted.ref).promised_due_at.date() == date(2026, 3, 10)
    text = cases.timeline(lin, accepted.ref)[-1].text
    assert "2026-03-09" in text
    assert "2026-03-10" in text
    assert NOTICE in text
    assert cases.recompute_clocks(at=at, by=SYSTEM, reason=NOTICE) == []
    assert cases.verify_chain().ok


def test_the_same_calendar_moves_nothing(accepted, now):
    assert cases.recompute_clocks(at=later(now, 5), by=SYSTEM, reason=NOTICE) == []
