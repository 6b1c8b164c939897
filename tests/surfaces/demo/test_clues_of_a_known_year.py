"""A year of which it is known what was gamed: found, and hardly anybody honest beside it.

Only seeds 1 to 8 may stand here: the weights were set with them in view. What counts is the
acceptance on seeds that nobody has looked at.
"""

from datetime import datetime, timedelta, timezone

import pytest

from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.simulator.gaming import gaming_year, load_gaming_year, score

pytestmark = pytest.mark.walk

UNTIL = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 7])
def test_nine_of_ten_are_found_at_two_false_alarms_in_a_hundred(city, seed):
    truth = load_gaming_year(gaming_year(seed=seed, cases=1500, until=UNTIL), at=UNTIL)
    _count, found = supervision.findings(city, since=UNTIL - timedelta(days=366), until=UNTIL)
    result = score({one.ref: one.kind for one in found}, truth)
    assert result["recall"] >= 0.9
    assert result["false_alarm_rate"] <= 0.02
