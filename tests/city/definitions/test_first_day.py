"""What is published in the small hours holds from that day on, not from the day before in UTC."""

from datetime import UTC, date, datetime

import pytest

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.definitions import service as definitions


@pytest.mark.django_db
def test_a_version_begins_on_the_day_in_china():
    body = {"name": "试", "unit": "件"}
    night = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)  # half past one on the second in China
    definitions.publish(
        kind="metric", code="of-the-night", region="", body=body, by=SYSTEM, at=night
    )
    assert definitions.edition("metric", "of-the-night", region="", on=date(2026, 3, 1)) is None
    found = definitions.edition("metric", "of-the-night", region="", on=date(2026, 3, 2))
    assert found is not None
