"""What the platform itself adds to a returned case does not cut it off from its own system."""

from dataclasses import replace
from datetime import timedelta

import pytest
from test_returned import gas, line, push  # noqa: F401 — fixtures

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case


@pytest.fixture
def begun(gas, line, now):  # noqa: F811
    """The same line as it was before anybody answered."""
    start = replace(line, accepted_at=None, steps=(), decided_at=None, outcome="")
    (answer,) = push([start], gas, now)
    assert answer.status == "created"
    return answer.ref


def test_silence_decides_nothing_about_a_case_handled_elsewhere(begun, now):
    assert cases.accept_silent(at=now, by=SYSTEM) == []
    assert Case.objects.get(ref=begun).state == "submitted"


def test_a_noted_case_is_still_carried_on(begun, gas, line, shen, now):  # noqa: F811
    cases.note(ref=begun, text="已催", by=shen, at=now - timedelta(days=1))
    (answer,) = push([line], gas, now)
    assert (answer.status, answer.sentence) == ("extended", "")
