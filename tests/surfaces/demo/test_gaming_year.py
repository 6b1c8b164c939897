"""A seeded year in which the frauds are known: the same for a seed, lawful, and truly labelled."""

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.feedback import service as feedback
from yingshang.surfaces.demo.commands import demo
from yingshang.surfaces.demo.simulator.gaming import gaming_year, load_gaming_year, score

pytestmark = pytest.mark.walk

CST = timezone(timedelta(hours=8))
UNTIL = datetime(2026, 11, 22, 20, tzinfo=CST)
KINDS = {"pause-before-breach", "bulk-closing", "back-dated", "staff-rating"}


def year(seed, number=900):
    return gaming_year(seed=seed, cases=number, until=UNTIL)


def day(instant):
    return instant.astimezone(CST).date()


def of_kind(one, kind):
    return [spec for n, spec in enumerate(one.specs) if one.truth[n] == kind]


def alike(one, look):
    return [spec for n, spec in enumerate(one.specs) if one.look_alike.get(n) == look]


def first(spec, verb):
    return next(act for act in spec.acts if act.verb == verb)


def due_day(spec):
    limit = catalog.item(spec.item, region=spec.region, on=UNTIL.date()).promised
    accepted, calendar = day(first(spec, "accept").at), definitions.calendar()
    if limit.unit == "workday":
        return calendar.add_workdays(accepted, limit.value)
    last = accepted + timedelta(days=limit.value)
    return last if calendar.is_workday(last) else calendar.next_workday(last)


def near_the_reckoning(on):
    """Among the last two working days of the month, or up to the day on which a house counts."""
    ends = [(on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)]
    ends += [on.replace(day=number) for number in (20, 25) if number >= on.day]
    return any(definitions.calendar().count_workdays(on, end) <= 1 for end in ends)


def test_the_same_seed_gives_the_same_year(city):
    assert asdict(year(3)) == asdict(year(3))


def test_another_seed_gives_other_cases_officers_and_habits(city):
    one, two = year(3), year(4)
    assert [s.at for s in one.specs] != [s.at for s in two.specs]
    for kind in KINDS:
        culprits = [Counter(first(s, "decide").by.id for s in of_kind(y, kind)) for y in (one, two)]
        assert culprits[0] != culprits[1], kind


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_seed_has_all_frauds_and_more_that_only_looks_like_them(city, seed):
    one = year(seed)
    frauds = Counter(kind for kind in one.truth.values() if kind)
    assert len(one.specs) == len(one.truth) == 900
    assert set(frauds) == KINDS
    assert min(frauds.values()) >= 4
    assert 0.04 <= sum(frauds.values()) / 900 <= 0.08
    assert len(set(one.look_alike.values())) >= 6
    assert len(one.look_alike) >= sum(frauds.values())
    assert all(one.truth[n] is None for n in one.look_alike)


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_case_of_every_seed_is_lawful(city, seed):
    one = year(seed, 250)
    truth = load_gaming_year(one, at=UNTIL)
    assert list(truth.values()) == [one.truth[n] for n in range(250)]
    assert sum(1 for _row in feedback.facts(region=city)) == len(one.ratings)
    assert {t["kind"] for t in feedback.terminals(region=city)} == {"desk", "window", "kiosk"}


def test_papers_name_the_outage_as_it_stands_on_record(city, shen):
    one = year(1, 250)
    load_gaming_year(one, at=UNTIL)
    declared = {view.id: (view.since, view.until) for view in cases.outages(shen)}
    assert sorted(declared.values()) == sorted(one.outages)
    rows = CaseEvent.objects.filter(name="submitted", case__channel="window")
    told = [json.loads(e.data) for e in rows]
    papers = [data["paper"] for data in told if "paper" in data]
    assert len(papers) == len(alike(one, "outage")) > 0
    for paper in papers:
        since, until = declared[paper["outage"]]
        assert since <= datetime.fromisoformat(paper["received_at"]) < until


def test_a_year_that_runs_into_the_future_is_not_written(city):
    one = year(1, 250)
    with pytest.raises(ValueError, match="beyond"):
        load_gaming_year(one, at=UNTIL - timedelta(days=1))
    assert list(cases.facts(region=city)) == []


def test_the_demo_has_some_of_them_in_its_first_city(city):
    assert demo._more_cases(UNTIL, 0.01).startswith("160 件")
    rows = list(cases.facts(region="990100"))
    assert len(rows) >= 160
    assert {row["region"] for row in rows} == {"990100"}
    assert any(row["device"] for row in feedback.facts(region="990100"))


# -- the labels are what the events show ---------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_clock_stopped_before_breach_would_have_run_out(city, seed):
    calendar = definitions.calendar()
    for spec in of_kind(year(seed), "pause-before-breach"):
        start, due = first(spec, "pause").at, due_day(spec)
        assert calendar.count_workdays(day(start), due) <= 2, spec
        assert start.astimezone(CST) <= datetime(due.year, due.month, due.day, 18, tzinfo=CST)
        assert day(first(spec, "decide").at) > due
        at_once = day(first(spec, "decide").at) - day(first(spec, "resume").at)
        assert at_once <= timedelta(days=5)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_real_late_reviews_say_who_is_waited_for(city, seed):
    reviews = alike(year(seed), "expert-review")
    for spec in reviews:
        assert first(spec, "pause").args["counterpart"]
    told = [spec for spec in reviews if first(spec, "pause").args.get("notice")]
    assert len(told) > len(reviews) / 2


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_bulk_closing_is_one_officer_in_one_sitting_at_the_end_of_a_month(city, seed):
    sittings = defaultdict(list)
    for spec in of_kind(year(seed), "bulk-closing"):
        decided = first(spec, "decide")
        assert near_the_reckoning(day(decided.at)), spec
        assert day(decided.at) - day(first(spec, "accept").at) >= timedelta(days=3)
        own = [a for a in spec.acts if a.verb == "complete_step" and a.by.id == decided.by.id]
        assert day(own[-1].at) == day(decided.at)
        sittings[decided.by.id, day(decided.at)].append(decided.at)
    for times in sittings.values():
        assert len(times) >= 4
        gaps = sorted((b - a).total_seconds() for a, b in pairwise(times))
        assert len(gaps) < 2 or gaps[0] < 1800


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_back_dated_decision_is_claimed_in_time_and_entered_too_late(city, seed):
    for spec in of_kind(year(seed), "back-dated"):
        decided, due = first(spec, "decide"), due_day(spec)
        assert day(decided.at) <= due < day(decided.entered_at), spec
        papers = [a.facts["paper"] for a in spec.acts if "paper" in a.facts]
        assert all(p.get("signed_by") in (None, p["entered_by"]) for p in papers)
        assert all("outage" not in p for p in papers)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_an_outage_leaves_receipts_in_a_row_with_scan_and_second_signature(city, seed):
    one = year(seed)
    spent = alike(one, "outage")
    for spec in spent:
        paper = spec.facts["paper"]
        since, until = one.outages[paper["outage"]]
        assert paper["scan"]
        assert paper["signed_by"] != paper["entered_by"] == spec.by.id
        assert since <= spec.at < until < spec.entered_at
    series, begin, size = one.book
    assert {s.facts["paper"]["book"] for s in spent} == {series}
    numbers = {s.facts["paper"]["number"] for s in spent}
    assert numbers == set(range(begin, begin + size))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_ratings_of_the_staff_come_from_few_devices_and_honest_ones_from_known_places(city, seed):
    one = year(seed, 2000)
    kiosks = {t.device for t in one.terminals if t.kind == "kiosk"}
    public = {t.device for t in one.terminals if t.kind != "desk"}
    desks = {t.device for t in one.terminals if t.kind == "desk"}
    used = Counter(rating.device for n, rating in one.ratings if one.truth[n] == "staff-rating")
    frauds = [n for n, kind in one.truth.items() if kind == "staff-rating"]
    assert sum(used.values()) == len(frauds)
    assert len(used) <= 9
    for n, rating in one.ratings:
        if one.truth[n] == "staff-rating":
            assert rating.level >= 4
            decided = first(one.specs[n], "decide").at
            assert decided <= rating.at <= decided + timedelta(hours=16)
        else:
            assert rating.device not in desks
        if one.look_alike.get(n) == "kiosk":
            assert rating.device in kiosks
        if one.look_alike.get(n) == "assisted-elderly":
            assert rating.device not in public


# -- the score -----------------------------------------------------------------------------------

TRUTH = {"a": "bulk-closing", "b": "bulk-closing", "c": "back-dated", "d": None, "e": None}


def test_the_score_counts_per_kind_and_overall():
    told = score({"a", "c", "d"}, TRUTH)
    assert (told["found"], told["missed"], told["false_alarms"]) == (["a", "c"], ["b"], ["d"])
    assert (told["recall"], told["false_alarm_rate"]) == (2 / 3, 0.5)
    assert told["kinds"]["bulk-closing"]["recall"] == 0.5
    assert told["kinds"]["back-dated"]["missed"] == []
    assert told["kinds"]["back-dated"]["false_alarms"] is None


def test_false_alarms_fall_to_the_kind_that_was_said():
    told = score({"a": "back-dated", "d": "bulk-closing", "z": "back-dated"}, TRUTH)
    assert told["kinds"]["bulk-closing"]["false_alarms"] == ["d"]
    assert told["kinds"]["back-dated"]["false_alarms"] == []
    assert told["kinds"]["bulk-closing"]["found"] == ["a"]
    assert told["false_alarms"] == ["d"]
