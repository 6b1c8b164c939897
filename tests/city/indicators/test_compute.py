"""Values come from the cases, are equal when computed again, and show what is missing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from indicator_facts import CITY, case, instant, rating

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Run, Value
from yingshang.kernel.flow import Refusal

EXAMPLES = yaml.load(  # timestamps stay texts: the tests read them as the city's own time
    (Path(__file__).parent / "examples/company-start.yaml").read_text("utf-8"), yaml.BaseLoader
)
MARCH = instant("2026-03-31 23:00")


def rows_of(example):
    for number, said in enumerate(example["cases"]):
        yield case(number, **(said | ({"used": int(said["used"])} if "used" in said else {})))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_worked_examples(example, lay):
    lay(rows_of(example))
    at = instant(example["as_of"])
    indicators.compute(at=at, by=SYSTEM)
    for wanted in example["expect"]:
        found = {
            one.period: one
            for one in indicators.values(
                wanted["code"],
                CITY,
                as_of=at,
                district=wanted.get("district"),
                period=wanted.get("kind", "month"),
            )
        }[wanted["period"]]
        if wanted["value"] == "null":
            assert found.value is None
            assert wanted["reason"] in found.missing_reason
        else:
            assert found.value == Decimal(wanted["value"]), wanted
        for name in ("numerator", "denominator", "skipped"):
            if name in wanted:
                assert getattr(found, name) == int(wanted[name]), wanted


def kept():
    return list(Value.objects.order_by("id").values())


def test_a_second_run_over_the_same_facts_changes_nothing(lay):
    lay(rows_of(EXAMPLES[0]))
    first = indicators.compute(at=MARCH, by=SYSTEM)
    before = kept()
    again = indicators.compute(at=MARCH, by=SYSTEM)
    assert first.added > 0
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert kept() == before


def test_a_full_recompute_from_nothing_is_equal(lay):
    lay(rows_of(EXAMPLES[3]))
    indicators.compute(at=MARCH, by=SYSTEM)
    hidden = {"id", "computed_at"}
    before = [{k: v for k, v in row.items() if k not in hidden} for row in kept()]
    Value.objects.all().delete()
    indicators.compute(at=MARCH, by=SYSTEM)
    assert [{k: v for k, v in row.items() if k not in hidden} for row in kept()] == before


def test_a_corrected_case_changes_its_values_and_keeps_their_ids(lay):
    rows = list(rows_of(EXAMPLES[0]))
    lay(rows)
    indicators.compute(at=MARCH, by=SYSTEM)
    before = indicators.latest("company-start-max", CITY, as_of=MARCH, window="month")
    rows[1] |= {"used_workdays": 7}
    lay(rows)
    report = indicators.compute(at=MARCH, by=SYSTEM)
    after = indicators.latest("company-start-max", CITY, as_of=MARCH, window="month")
    assert report.changed > 0
    assert (after.id, after.value) == (before.id, 7)


def test_a_value_that_no_longer_has_cases_is_removed(lay):
    lay(rows_of(EXAMPLES[1]))
    indicators.compute(at=MARCH, by=SYSTEM)
    lay([row for row in rows_of(EXAMPLES[1]) if row["district"] == "990101"])
    assert indicators.compute(at=MARCH, by=SYSTEM).removed > 0
    assert not Value.objects.filter(district="990102").exists()


def test_a_city_without_cases_has_no_values_and_says_so(lay):
    lay(rows_of(EXAMPLES[0]))
    report = indicators.compute(at=MARCH, by=SYSTEM)
    assert "210800" in report.without_data
    assert not Value.objects.filter(region="210800").exists()
    assert not Run.objects.filter(region="210800").exists()
    found = indicators.latest("company-start-mean", "210800", as_of=MARCH)
    assert (found.value, found.missing_reason) == (None, "暂无数据")


def test_an_unknown_city_is_refused(lay):
    lay()
    with pytest.raises(Refusal, match="999999"):
        indicators.compute(at=MARCH, by=SYSTEM, regions=["999999"])


def test_an_unknown_indicator_is_refused(city):
    with pytest.raises(Refusal, match="no-such"):
        indicators.latest("no-such", CITY, as_of=MARCH)


def test_values_are_kept_by_unit_as_well(lay):
    rows = [case(1, decided="2026-03-04 10:00", due="2026-03-04 17:00", used=1)]
    rows.append(case(2, unit="land", item="property-general", decided="2026-03-09 10:00", used=5))
    lay(rows)
    indicators.compute(at=MARCH, by=SYSTEM)
    land = indicators.latest("case-count", CITY, as_of=MARCH, unit=f"{CITY}-land")
    assert (land.value, land.unit_code) == (1, f"{CITY}-land")


def test_good_and_bad_ratings_are_counted_and_no_rating_is_no_praise(lay):
    levels = [5, 4, 3, 2, 1, 5]
    rated = [rating(n, level, rectified=level == 1) for n, level in enumerate(levels)]
    lay([case(n, decided="2026-03-04 10:00", used=1) for n in range(20)], rated)
    indicators.compute(at=MARCH, by=SYSTEM)
    good = indicators.latest("good-rating-rate", CITY, as_of=MARCH)
    mended = indicators.latest("bad-rating-rectified-rate", CITY, as_of=MARCH)
    assert (good.numerator, good.denominator) == (4, 6)
    assert mended.value == 50


def test_the_promised_limits_are_compared_with_the_law_from_the_catalogue(lay):
    lay([case(1, decided="2026-03-04 10:00", used=1)])
    indicators.compute(at=MARCH, by=SYSTEM)
    found = indicators.latest("limit-reduction-rate", CITY, as_of=MARCH)
    assert 0 < found.value < 100
    assert found.denominator > found.numerator > 0


def test_the_trend_knows_which_way_is_better(lay):
    days = {"2026-01-08": 4, "2026-02-05": 3, "2026-03-05": 2}
    rows = [
        case(n, submitted=f"{day[:7]}-01 09:00", decided=f"{day} 10:00", used=used)
        for n, (day, used) in enumerate(day_used for day_used in days.items() for _ in range(3))
    ]
    lay(rows)
    indicators.compute(at=MARCH, by=SYSTEM)
    found = indicators.series(CITY, codes=["company-start-mean"], as_of=MARCH)
    series = found["company-start-mean"]
    assert [one.value for one in series.values[-3:]] == [4, 3, 2]
    assert (series.trend, series.change) == ("better", -1)
    earlier = indicators.latest("company-start-mean", CITY, as_of=date(2026, 2, 28), window="month")
    assert earlier.value == 3


@pytest.mark.parametrize(("running", "word"), [(2, "better"), (4, "better"), (5, None)])
def test_nothing_gets_better_while_the_running_month_is_worse_than_both_before(lay, running, word):
    days = {"2026-01-08": 4, "2026-02-05": 3, "2026-03-05": running}
    lay(
        case(n, submitted=f"{day[:7]}-01 09:00", decided=f"{day} 10:00", used=used)
        for n, (day, used) in enumerate(one for one in days.items() for _ in range(3))
    )
    at = instant("2026-03-10 12:00")
    indicators.compute(at=at, by=SYSTEM)
    found = indicators.series(CITY, codes=["company-start-mean"], as_of=at)["company-start-mean"]
    assert (found.values[-1].partial, found.trend) == (True, word)


def test_a_month_is_measured_by_the_edition_in_force_in_it(lay):
    days = {"2026-01-08": 4, "2026-02-05": 3, "2026-03-05": 2}
    lay(
        case(n, submitted=f"{day[:7]}-01 09:00", decided=f"{day} 10:00", used=used)
        for n, (day, used) in enumerate(one for one in days.items() for _ in range(3))
    )
    body = dict(definitions.edition("indicator", "company-start-mean", on=MARCH.date()).body)
    doubled = body | {"value": "used_workdays + used_workdays", "valid_from": "2026-03-01"}
    definitions.publish(
        kind="indicator", code=body["code"], region=CITY, body=doubled, by=SYSTEM, at=MARCH
    )
    indicators.compute(at=MARCH, by=SYSTEM)
    series = indicators.series(CITY, codes=[body["code"]], as_of=MARCH)[body["code"]]
    assert [one.value for one in series.values[-3:]] == [4, 3, 4]
    assert (series.breaks, series.trend) == (("2026-03",), None)  # one month has no trend
    year = indicators.series(CITY, codes=[body["code"]], as_of=MARCH, period="year")[body["code"]]
    assert year.latest.value == 6  # the mean of all, all by what is in force now
    again = indicators.compute(at=MARCH, by=SYSTEM)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_a_month_still_running_is_marked_and_not_the_latest(lay):
    rows = [
        case(n, submitted="2026-02-02 09:00", decided="2026-02-05 10:00", used=2) for n in range(3)
    ]
    rows = [row | {"ref": f"x{n}"} for n, row in enumerate(rows)]
    rows.append(case(9, decided="2026-03-05 10:00", used=5))
    lay(rows)
    at = instant("2026-03-10 12:00")
    indicators.compute(at=at, by=SYSTEM)
    values = indicators.values("company-start-max", CITY, as_of=at)
    assert (values[-1].period, values[-1].partial, values[-1].value) == ("2026-03", True, 5)
    assert indicators.latest("company-start-max", CITY, as_of=at, window="month").value == 2
    assert indicators.latest("company-start-max", CITY, as_of=at).value == 5


def test_the_board_of_a_city_takes_few_queries(lay, django_assert_max_num_queries):
    lay(rows_of(EXAMPLES[0]))
    indicators.compute(at=MARCH, by=SYSTEM)
    indicators.board(CITY, as_of=MARCH)
    with django_assert_max_num_queries(3):
        board = indicators.board(CITY, as_of=MARCH)
    assert len(board) >= 40


def test_a_running_month_without_cases_does_not_hide_the_whole_one(lay):
    lay([case(n, decided="2026-03-04 10:00", used=2) for n in range(3)])
    at = instant("2026-04-02 09:00")
    indicators.compute(at=at, by=SYSTEM)
    found = indicators.values("company-start-mean", CITY, as_of=at)[-1]
    assert (found.period, found.value, found.partial) == ("2026-04", None, True)
    assert indicators.latest("company-start-mean", CITY, as_of=at, window="month").value == 2


def test_a_look_back_is_compared_and_replaces_nothing(lay):
    lay(rows_of(EXAMPLES[4]))
    indicators.compute(at=instant(EXAMPLES[4]["as_of"]), by=SYSTEM)
    before = kept()
    report = indicators.compute(at=MARCH, by=SYSTEM)
    assert CITY in report.not_stored
    assert report.removed > 0, "April and May are not known in March"
    assert report.changed == 0, "what was known in March has not changed since"
    assert kept() == before


def test_one_month_is_spread_over_districts_and_units(lay):
    lay(rows_of(EXAMPLES[1]))
    indicators.compute(at=MARCH, by=SYSTEM)
    found = indicators.spread("company-start-max", CITY, period="2026-03")
    places = {(one.district, one.unit_code): one.value for one in found}
    assert places == {("990101", ""): 2, ("990102", ""): 2, ("", f"{CITY}-market"): 2}
