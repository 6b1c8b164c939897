"""Facts written by hand stand in for cases: measuring is tried on what the views promise."""

from collections.abc import Iterable

import pytest
from indicator_facts import CITY

from yingshang.city.indicators import _sources


@pytest.fixture
def lay(city, monkeypatch, tmp_path, settings):
    """lay(cases, ratings, steps): what the doors of cases and feedback answer for the city."""
    settings.LAKE = tmp_path / "lake"

    def lay(cases: Iterable = (), ratings: Iterable = (), steps: Iterable = ()):
        held = {"case_rows": list(cases), "rating_rows": list(ratings), "step_rows": list(steps)}

        def door(rows):
            def told(region, opened_since=None):
                mine = rows if region == CITY else []
                return (
                    one for one in mine if not opened_since or one["submitted_at"] >= opened_since
                )

            return told

        for name, rows in held.items():
            monkeypatch.setattr(_sources, name, door(rows))

    return lay
