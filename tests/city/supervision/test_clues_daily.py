"""The periodic look: once a day and region, however often the round runs."""

from datetime import timedelta

from loop_sample import day

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.audit import service as audit
from yingshang.city.supervision import service as supervision


def test_the_round_looks_once_a_day(city):
    for hours in (0, 1, 5):
        supervision.look_daily(at=day(3, 2) + timedelta(hours=hours), by=SYSTEM)
    assert len(audit.records(obj=f"suspicion:{city}")) == 1
    supervision.look_daily(at=day(3, 3), by=SYSTEM)
    assert len(audit.records(obj=f"suspicion:{city}")) == 2
