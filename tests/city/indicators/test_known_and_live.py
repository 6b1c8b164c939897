"""A printed number can be had again; the number of this moment equals a full recompute."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_sample import day, mortgages

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases.models import Case
from yingshang.city.feedback.models import Rating
from yingshang.city.indicators import _series, process, queries
from yingshang.city.indicators import live as live_module
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.city.indicators.past_models import PastValue

MEAN = "property-mortgage-mean"


@pytest.fixture
def officer(ma):
    return replace(ma, id="deng", unit="990100-land")


def cases_of(count, opened, finished, zhou, officer):
    return mortgages(count, opened=opened, finished=finished, clerk=zhou, officer=officer)


def march(city, known=None):
    found = indicators.as_known(MEAN, city, known=known)
    return {one.period: (one.value, one.denominator) for one in found}


def test_what_was_printed_can_be_had_again_after_a_later_run_knew_better(city, shen, zhou, officer):
    cases_of(4, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    printed = march(city, day(3, 3))
    assert printed["2026-02"] == (2, 4)
    cases_of(4, day(2, 5, 9), day(2, 11, 9), zhou, officer)  # entered late
    indicators.compute(at=day(3, 20), by=shen, regions=[city])
    assert march(city, day(3, 3)) == printed
    assert march(city, day(3, 21))["2026-02"] == (3, 8)
    assert march(city, day(3, 1)) == {}
    assert PastValue.objects.filter(code=MEAN, period="2026-02").exists()


def test_the_same_run_again_keeps_no_past(city, shen, zhou, officer):
    cases_of(4, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    indicators.compute(at=day(3, 2, 11), by=shen, regions=[city])
    assert not PastValue.objects.filter(period="2026-02", code=MEAN).exists()


def test_an_event_shows_at_once(city, shen, zhou, officer):
    cases_of(4, day(3, 2, 9), day(3, 3, 9), zhou, officer)
    indicators.compute(at=day(3, 4), by=shen, regions=[city])
    assert indicators.live(MEAN, city, at=day(3, 4, 11)).month.denominator == 4
    cases_of(3, day(3, 4, 9), day(3, 4, 12), zhou, officer)
    now = indicators.live(MEAN, city, at=day(3, 4, 13))
    assert (now.month.denominator, now.moved >= 3) == (7, True)
    assert Value.objects.get(code=MEAN, kind="month", unit="", district="", period="2026-03")


def test_looked_at_again_it_is_not_reckoned_again_until_an_event_comes(
    city, shen, zhou, officer, monkeypatch
):
    cases_of(4, day(3, 2, 9), day(3, 3, 9), zhou, officer)
    indicators.compute(at=day(3, 4), by=shen, regions=[city])
    first = indicators.live(MEAN, city, at=day(3, 4, 13))
    with monkeypatch.context() as shut:
        shut.setattr(live_module, "Lake", None)
        assert indicators.live(MEAN, city, at=day(3, 4, 13)) == first
    cases_of(1, day(3, 4, 9), day(3, 4, 12), zhou, officer)
    assert indicators.live(MEAN, city, at=day(3, 4, 13)).month.denominator == 5


def test_what_was_read_holds_until_the_next_run(city, shen, zhou, officer, monkeypatch):
    cases_of(4, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    indicators.compute(at=day(3, 4), by=shen, regions=[city])

    def board():
        return indicators.board(city, as_of=day(3, 5).date())

    first = board()
    with monkeypatch.context() as shut:
        shut.setattr(_series, "view_of", None)
        shut.setattr(queries, "view_of", None)
        assert board() == first
    cases_of(3, day(2, 5, 9), day(2, 6, 9), zhou, officer)
    indicators.compute(at=day(3, 4, 12), by=shen, regions=[city])
    assert board()["case-count"].latest.value == first["case-count"].latest.value + 3


def test_a_case_falls_due_without_any_event(city, shen, zhou, officer):
    (ref,) = cases_of(1, day(3, 2, 9), None, zhou, officer)
    indicators.compute(at=day(3, 2, 10), by=shen, regions=[city])
    due = Case.objects.get(ref=ref).due_at

    def overdue(at):
        return indicators.live("overdue-open-count", city, at=at).month.value

    assert [overdue(due - timedelta(minutes=n)) for n in (2, 1)] == [0, 0]
    assert overdue(due + timedelta(minutes=1)) == 1


def test_where_the_time_goes_is_told_again_when_an_event_of_the_item_comes(
    city, shen, zhou, officer, monkeypatch
):
    cases_of(4, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    indicators.compute(at=day(3, 4), by=shen, regions=[city])

    def told():
        asked = {"item": "property-mortgage", "since": day(2, 1, 0), "until": day(3, 6, 0)}
        return indicators.process(city, **asked), indicators.history(city, **asked)

    flow, past = told()
    with monkeypatch.context() as shut:
        shut.setattr(process.cases, "log_rows", None)
        assert told() == (flow, past)
    cases_of(2, day(3, 2, 9), day(3, 3, 9), zhou, officer)
    flow, past = told()
    assert (flow.map.cases, len(past.pasts)) == (6, 6)


CODES = (
    "property-mortgage-max",
    MEAN,
    "property-mortgage-median",
    "property-mortgage-on-time",
    "overdue-open-count",
    "step-on-time-rate",
    "case-count",
)
spans = st.tuples(st.integers(2, 20), st.one_of(st.none(), st.integers(0, 12)))


@given(before=st.lists(spans, max_size=3), after=st.lists(spans, min_size=1, max_size=3))
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_this_moment_equals_a_full_recompute(city, shen, zhou, officer, before, after):
    def happen(found):
        for start, length in found:
            opened = day(3, start, 9)
            end = opened + timedelta(days=length) if length is not None else None
            cases_of(1, opened, end and end.replace(hour=15), zhou, officer)

    happen(before)
    indicators.compute(at=day(4, 10), by=shen, regions=[city])
    happen(after)
    moment = day(4, 14)
    told = {code: indicators.live(code, city, at=moment) for code in CODES}
    indicators.compute(at=moment, by=shen, regions=[city])
    for code, live in told.items():
        for one in (live.month, live.year) if live else ():
            row = Value.objects.filter(
                code=code, region=city, unit="", district="", kind=one.kind, period=one.period
            ).first()
            assert (one.value, one.numerator, one.denominator) == (
                (row.value, row.numerator, row.denominator) if row else (None, None, None)
            ), (code, one)


def test_a_number_is_cut_by_item_and_channel_over_a_day_or_a_quarter(city, shen, zhou, officer):
    cases_of(4, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    cases_of(2, day(3, 2, 9), day(3, 3, 9), zhou, officer)
    indicators.compute(at=day(3, 3, 18), by=shen, regions=[city])
    last = day(3, 3).date()
    quarter = indicators.sliced("case-count", city, by="item", span="quarter", day=last)
    assert [(row.key, row.value) for row in quarter.rows] == [("", 6), ("property-mortgage", 6)]
    today = indicators.sliced("property-mortgage-max", city, by="channel", span="day", day=last)
    assert [(row.key, row.denominator, row.few) for row in today.rows] == [
        ("", 2, True),
        ("window", 2, True),
    ]
    year = indicators.sliced(MEAN, city, by="unit", span="year", day=last)
    row = Value.objects.get(
        code=MEAN, region=city, unit="990100-land", district="", kind="year", period="2026-03"
    )
    assert (year.rows[1].value, year.rows[1].denominator) == (row.value, row.denominator)
    assert indicators.sliced("once-only-rate", city, by="unit", span="year", day=last) is None
    with pytest.raises(Refusal, match="没有这种切法"):
        indicators.sliced(MEAN, city, by="ref", span="year", day=last)


def test_an_old_rating_stays_when_its_case_moves_again(city, shen, zhou, officer, lin):
    refs = cases_of(6, day(2, 2, 9), day(2, 4, 9), zhou, officer)
    Rating.objects.bulk_create(
        Rating(
            case_id=ref,
            region=city,
            item="property-mortgage",
            unit="990100-land",
            level=5,
            channel="web",
            by="x",
            rated_at=day(2, 5),
        )
        for ref in refs
    )
    indicators.compute(at=day(2, 20), by=shen, regions=[city])
    assert indicators.live("rating-count", city, at=day(2, 20, 11)).year.value == 6
