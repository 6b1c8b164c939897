"""What would shorten an item: the page answers from the item's own past, or says why not."""

from datetime import datetime, timedelta

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators
from yingshang.kernel.worktime import CST

UNTIL = datetime(2026, 11, 23, tzinfo=CST)


@pytest.fixture
def past(measured):
    return indicators.history(
        measured, item="company-start", since=UNTIL - timedelta(days=365), until=UNTIL
    )


def test_the_past_holds_what_the_map_holds(past, measured):
    found = indicators.process(
        measured, item="company-start", since=UNTIL - timedelta(days=365), until=UNTIL
    )
    decided = [one for one in past.pasts if one.decided]
    assert 0 < len(past.pasts) <= found.map.cases
    assert past.figures.cases == len(decided)
    assert next(stage.name for stage in past.stages) == "受理"
    assert past.promised == 2 * past.day


def test_a_tighter_limit_shortens_and_more_cases_do_not(past, monkeypatch):
    monkeypatch.setattr("yingshang.city.indicators.simulate.LEAST", 1)
    limit = indicators.change_of(past, staff={}, days={"register": 0})
    crowd = indicators.change_of(past, staff={}, days={}, load=2)
    quicker, crowded = indicators.tried(past, [limit, crowd])
    assert quicker.effect < 0
    assert crowded.effect >= -0.001
    told = indicators.ideas(past)
    assert [one.effect for one in told.single] == sorted(one.effect for one in told.single)
    assert told.together.effect <= told.single[0].effect + 0.01


def test_few_cases_foretell_nothing(past, as_reader):
    if len(past.pasts) < 60:
        assert indicators.check(past) is None
        assert (
            indicators.tried(past, [indicators.change_of(past, staff={}, days={"seal": 1})]) == []
        )
    page = as_reader("he").get("/cockpit/process/what-if/?item=water&days=180").content.decode()
    assert "办结的件太少" in page or "没有在平台内办理" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"staff": {"nobody": 1}, "days": {}}, "没有环节"),
        ({"staff": {}, "days": {"seal": float("nan")}}, "0 到 1000"),
        ({"staff": {"seal": float("inf")}, "days": {}}, "100 人以内"),
        ({"staff": {}, "days": {}, "load": 99}, "0.1 到 10"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(past, given, words):
    with pytest.raises(Refusal, match=words):
        indicators.tried(past, [indicators.change_of(past, **given)])


def test_an_indicator_shows_this_moment_and_what_was_known_on_a_day(measured, as_reader):
    he = as_reader("he")
    page = he.get("/cockpit/indicators/on-time-rate/?known=2026-11-23").content.decode()
    assert "此刻" in page
    assert "时所知" in page
    for known, word in (("2026-02-31", "看不懂日期"), ("9999-12-31", "还没有到")):
        wrong = he.get(f"/cockpit/indicators/on-time-rate/?known={known}&by=channel&span=quarter")
        assert word in wrong.content.decode()
        assert "数据覆盖" in wrong.content.decode()
