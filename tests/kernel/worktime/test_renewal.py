"""A renewal is decided before the licence expires, or silence has granted it (art. 50)."""

from datetime import date, datetime

import pytest
from worktime_calendar import national

from yingshang.kernel.worktime import CST, renewal


@pytest.mark.parametrize(
    ("expires_on", "apply_by", "decide_by", "granted_at"),
    [
        # an ordinary Tuesday
        ("2026-06-30", "2026-05-31", "2026-06-30T17:00", "2026-07-01T00:00"),
        # a Sunday: nothing moves to Monday, for then the licence has expired
        ("2026-03-15", "2026-02-13", "2026-03-13T17:00", "2026-03-16T00:00"),
        # inside the Spring Festival: the last working day is the make-up Saturday before it
        ("2026-02-20", "2026-01-21", "2026-02-14T17:00", "2026-02-21T00:00"),
    ],
)
def test_its_three_days(expires_on, apply_by, decide_by, granted_at):
    answer = renewal(national(), date.fromisoformat(expires_on))
    assert answer.apply_by == date.fromisoformat(apply_by)
    assert answer.decide_by == datetime.fromisoformat(decide_by).replace(tzinfo=CST)
    assert answer.granted_at == datetime.fromisoformat(granted_at).replace(tzinfo=CST)
    assert not answer.provisional


def test_beyond_the_announced_years_it_is_provisional():
    assert renewal(national(), date(2027, 1, 1)).provisional


def test_another_statute_may_ask_for_another_number_of_days():
    assert renewal(national(), date(2026, 6, 30), apply_days=60).apply_by == date(2026, 5, 1)
    with pytest.raises(ValueError, match="不能小于零"):
        renewal(national(), date(2026, 6, 30), apply_days=-1)
