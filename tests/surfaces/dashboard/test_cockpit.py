"""The cockpit answers in one look: how many promises are kept, and where the gaps are."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from time import perf_counter
from types import SimpleNamespace

from django.urls import reverse
from django.utils import timezone as clock
from ledger_sample import mortgages

from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans import service as plans
from yingshang.surfaces.dashboard.places import Place, with_rest
from yingshang.surfaces.dashboard.standing import ranked
from yingshang.surfaces.dashboard.templatetags.dashboard import taken


def counts(answer):
    return {one.key: one.count for one in answer.context["tallies"]}


def test_every_promise_is_counted_once(measured, as_reader, shen, today):
    answer = as_reader("he").get("/cockpit/")
    found = plans.promises(shen, region=measured, as_of=today)
    every = [one for one in found if one.checked]
    assert answer.context["unread"] == len(found) - len(every)
    assert sum(counts(answer).values()) == len(every)
    assert counts(answer)["missed"] == sum(one.lamp == "red" for one in every)
    assert counts(answer)["met"] > 0


def test_what_nobody_has_confirmed_and_next_years_plan_leave_the_headline_as_it_is(
    measured, as_reader, fang, today
):
    he = as_reader("he")
    before = he.get("/cockpit/").context
    headline = he.get("/cockpit/leader/").context["g"]
    for year in (2026, 2027):
        text = (
            f"青岚市{year}年消费环境行动方案\n一、主要任务\n（一）办得快。投诉3个工作日内办结。\n"
            "牵头单位：市市场监管局\n"
        )
        plans.import_plan(
            data=text.encode(), name="p.txt", region=measured, by=fang, at=clock.now()
        )
    after = he.get("/cockpit/")
    assert counts(after) == {one.key: one.count for one in before["tallies"]}
    assert after.context["unread"] == before["unread"] + 1, "next year's is of next year"
    assert f"另有 {after.context['unread']} 项机器读出、还没有人核对" in after.content.decode()
    leader = he.get("/cockpit/leader/").context["g"]
    assert (leader.total, leader.unread) == (headline.total, headline.unread + 1)
    new = next(row for row in plans.plans(fang, region=measured) if "2026年消费" in row.title)
    plans.confirm_whole(
        task=plans.plan(fang, new.id, at=clock.now()).tasks[0].id, by=fang, at=clock.now()
    )
    assert he.get("/cockpit/leader/").context["g"].total == headline.total + 1


def test_the_widest_gap_stands_first(planned, shen, today):
    one, other, third = plans.promises(shen, region=planned, as_of=today)[:3]
    level = abs(one.target.value)
    wide = replace(one, standing="missed", gap=level * 4)
    narrow = replace(other, standing="missed", gap=abs(other.target.value) / 2)
    near = replace(third, standing="near", gap=abs(third.target.value) * 9)
    assert ranked([near, narrow, wide]) == [wide, narrow, near]


def test_the_list_opens_with_what_is_behind(measured, as_reader):
    rows = as_reader("he").get("/cockpit/").context["rows"]
    assert rows
    assert {one.standing for one in rows} <= {"missed", "near"}


def test_a_count_leads_to_its_promises(measured, as_reader):
    he = as_reader("he")
    met = counts(he.get("/cockpit/"))["met"]
    rows = he.get("/cockpit/?show=met").context["rows"]
    assert len(rows) == met
    assert {one.standing for one in rows} == {"met"}


def test_a_unit_leads_to_its_promises(measured, as_reader):
    rows = as_reader("he").get(f"/cockpit/?unit={measured}-market").context["rows"]
    assert rows
    assert all(f"{measured}-market" in {unit.code for unit in one.units} for one in rows)


def test_the_day_can_be_moved_and_the_values_move_with_it(measured, as_reader):
    he = as_reader("he")
    now = {p.target.id: p.actual for p in he.get("/cockpit/?show=all").context["rows"]}
    answer = he.get("/cockpit/?show=all&as_of=2026-06-30")
    then = {p.target.id: p.actual for p in answer.context["rows"]}
    assert answer.context["look"].as_of == date(2026, 6, 30)
    assert then.keys() == now.keys()
    assert then != now
    assert "as_of=2026-06-30" in answer.content.decode()


def test_before_its_year_began_no_plan_counted(measured, as_reader):
    answer = as_reader("he").get("/cockpit/?show=all&as_of=2025-01-31")
    assert answer.status_code == 200
    assert answer.context["rows"] == []
    assert (sum(counts(answer).values()), answer.context["unread"]) == (0, 0)


def test_a_day_that_cannot_be_read_or_has_not_come_is_answered_with_a_sentence(
    planned, as_reader, today
):
    he = as_reader("he")
    for typed in ("gestern", (today + timedelta(days=1)).isoformat()):
        answer = he.get("/cockpit/", {"as_of": typed})
        assert answer.status_code == 200
        assert answer.context["look"].as_of == today
        assert "仍按默认日期" in answer.content.decode()


def test_overdue_cases_by_district_lead_to_the_same_number_of_cases(measured, as_reader):
    shen = as_reader("shen")
    overdue = shen.get("/cockpit/").context["overdue"]
    codes = [code for code, _name, _one in overdue["rows"]]
    assert codes[:3] == ["990101", "990102", "990103"]
    assert codes[3:] in ([], ["-"])
    assert sum(one.value for *_place, one in overdue["rows"] if one) == overdue["value"].value
    for code, _name, one in overdue["rows"]:
        if one is None:
            continue
        page = f"/cockpit/cases/?code={overdue['code']}&period={one.period}&district={code}"
        assert shen.get(page).context["found"].total == one.value


def test_a_city_without_cases_shows_its_promises_and_says_that_it_knows_nothing(
    confirm_plans, as_reader
):
    confirm_plans("990200")
    answer = as_reader("he").get("/cockpit/?city=990200&show=all")
    assert answer.context["rows"]
    assert counts(answer)["nodata"] == len(answer.context["rows"])
    assert "没有接入办件数据" in answer.content.decode()


def test_cities_without_values_have_no_score(measured, as_reader):
    sides = as_reader("he").get("/cockpit/").context["cities"]
    for topic in (*sides.topics, sides.total):
        scores = {dot.region: (dot.score, dot.left) for dot in topic.dots}
        assert scores["990200"] == scores["990300"] == (None, None)
    assert any(dot.score is not None for topic in sides.topics for dot in topic.dots)


def test_the_number_of_this_moment_stands_beside_the_month(measured, as_reader):
    page = as_reader("shen").get("/cockpit/")
    assert page.context["overdue"]["live"].month.value is not None
    assert "此刻" in page.content.decode()
    before = as_reader("shen").get("/cockpit/?as_of=2026-10-31")
    assert "此刻" not in before.content.decode()


def figure(client, code):
    page = client.get("/cockpit/").content.decode()
    return int(re.search(rf'data-figure="{code}">([\d,]+)', page)[1].replace(",", ""))


def test_a_new_event_shows_in_the_figures_of_this_moment_within_five_seconds(
    measured, as_reader, today, zhou, ma
):
    he = as_reader("he")
    decided, overdue = figure(he, "case-count"), figure(he, "overdue-open-count")
    officer = replace(ma, id="deng", unit=f"{measured}-land")
    opened = clock.now() - timedelta(days=3)
    mortgages(3, opened=opened, finished=clock.now() - timedelta(hours=1), clerk=zhou,
              officer=officer)  # fmt: skip
    mortgages(2, opened=opened - timedelta(days=60), finished=None, clerk=zhou, officer=officer)
    begun = perf_counter()  # the events are there
    assert figure(he, "case-count") == decided + 3
    assert perf_counter() - begun < 5
    assert figure(he, "overdue-open-count") == overdue + 2
    page = he.get("/cockpit/indicators/case-count/")
    assert page.context["live"].year.value == decided + 3


def test_what_is_counted_of_no_district_has_a_row_of_its_own(measured, as_reader, today):
    value = ValueView("x", measured, "2026-11", "month", Decimal(11), "件")
    places = [Place("990101", "东", replace(value, value=Decimal(8))), Place("990102", "西", None)]
    rest = with_rest(places, value)[-1]
    assert (rest.name, rest.value.value) == ("未分区县", 3)
    assert with_rest(places, replace(value, value=Decimal(8))) == places
    page = f"/cockpit/cases/?code=case-count&period=2026-11&kind=year&city={measured}"
    shen = as_reader("shen")
    parts = [shen.get(f"{page}&district={code}").context for code in ("", "990101", "990102",
             "990103", "-")]  # fmt: skip
    whole, *rows = [one["found"].total for one in parts]
    assert sum(rows) == whole
    if rows[-1]:
        assert parts[-1]["value"].value == rows[-1]


def test_the_one_screen_leads_to_the_lists_that_it_leaves_out(measured, as_reader):
    he = as_reader("he")
    found, answer = links(he, "/cockpit/")
    assert len(answer.context["rows"]) <= 6
    assert {"/cockpit/?show=all#list", "/cockpit/indicators/", "/cockpit/leader/"} <= set(found)
    whole = he.get("/cockpit/?show=all")
    assert len(whole.context["rows"]) == len(whole.context["promises"])
    assert "各单位的承诺" in whole.content.decode()
    assert "figures" not in whole.context


def links(client, page):
    answer = client.get(page)
    assert answer.status_code == 200, page
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', answer.content.decode())], answer


def follow(client, page, start):
    """The first link of the page that goes there."""
    found, _answer = links(client, page)
    return next(one for one in found if one.startswith(start))


def test_a_subject_leads_to_the_event_of_a_case(measured, as_reader):
    shen = as_reader("shen")
    league = follow(shen, "/cockpit/", reverse("dashboard:league"))
    tree = follow(shen, league, reverse("dashboard:tree", args=["national"]) + "#n-")
    page, subject = tree.split("#")
    found, answer = links(shen, page)
    assert f'id="{subject}"' in answer.content.decode()
    measures = [one for one in found if one.startswith(reverse("dashboard:indicators"))]
    measure = next(one for one in measures if "on-time-rate" in one)
    cases = follow(shen, measure, reverse("dashboard:cases"))
    case = follow(shen, cases, "/desk/cases/")
    _found, told = links(shen, case)
    assert told.context["case"].ref in case


def test_a_measure_leads_to_the_sentence_that_binds_it(measured, as_reader):
    shen = as_reader("shen")
    measure = reverse("dashboard:indicator", args=["on-time-rate"])
    promise = follow(shen, measure, "/cockpit/promises/")
    found, _answer = links(shen, promise)
    sentence = next(one for one in found if "#said-" in one)
    page, said = sentence.split("#")
    _found, answer = links(shen, page)
    assert f'id="{said}"' in answer.content.decode()


def test_the_cockpit_and_the_ten_seconds_tell_one_number_of_what_is_late(measured, as_reader):
    he = as_reader("he")
    late = he.get("/cockpit/leader/").context["g"].counts["late"]
    page = he.get("/cockpit/")
    assert page.context["late"] == late
    assert (f"<b>{late}</b> 项到期没做到" in page.content.decode()) == bool(late)


def test_a_time_says_whether_it_is_the_longest_or_the_mean():
    said = [
        taken(SimpleNamespace(unit=unit, statistic=statistic))
        for unit, statistic in (("工作日", "each"), ("天", "mean"), ("%", "share"), ("天", None))
    ]
    assert said == ["最长", "平均", "", ""]
