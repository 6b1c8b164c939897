"""What the platform itself adds to a returned case does not cut it off from its own system."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from test_returned import gas, line, push  # noqa: F401 — fixtures

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import returned
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


def test_a_line_that_another_worker_took_meanwhile_is_unchanged(
    begun,
    gas,  # noqa: F811
    line,  # noqa: F811
    now,
    monkeypatch,
):
    """The sender's time ran out and it sent again, while the first call was still at work."""
    before = returned._known([line], gas)
    assert push([line], gas, now)[0].status == "extended"
    monkeypatch.setattr(returned, "_known", lambda part, by: before)
    (answer,) = push([line], gas, now)
    assert (answer.status, answer.ref, answer.sentence) == ("unchanged", begun, "")


def test_cases_are_locked_in_one_order_whatever_the_order_of_the_lines(
    gas,  # noqa: F811
    line,  # noqa: F811
    now,
):
    lines = [replace(line, external_id=name) for name in ("B", "A")]
    push([replace(one, decided_at=None, outcome="", steps=()) for one in lines], gas, now)
    with CaptureQueriesContext(connection) as seen:
        push(lines[::-1], gas, now)
    (locks,) = [q["sql"] for q in seen if '"key"' in q["sql"] and '"ref" IN' in q["sql"]]
    assert 'ORDER BY "cases_case"."ref" ASC' in locks
