"""Surveys: the sample is in nobody's hand, the call on record, the result weighted and frozen."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from ledger_sample import day, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases.models import Case
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.surveys import planned, proving
from yingshang.city.feedback.surveys.tables import Survey, SurveyCall
from yingshang.city.notify import service as notify
from yingshang.surfaces.cli.main import run


@pytest.fixture
def prepared(city, fang, zhou, ma, now):
    """Over twelve mortgage registrations of last month."""
    officer = replace(ma, id="deng", unit="990100-land")
    refs = mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=officer)
    assert len(refs) == 12
    return feedback.prepare_survey(
        code="satisfaction",
        region=city,
        since=now.date() - timedelta(days=90),
        until=now.date(),
        surveyor="某调查公司",
        by=fang,
        at=now,
    )


@pytest.fixture
def drawn(prepared, fang, now):
    feedback.draw_survey(id=prepared, public="开奖号码 2026116", by=fang, at=now)
    return prepared


def first(survey):
    return SurveyCall.objects.filter(survey=survey, state="waiting").first()


def test_the_commitment_stands_before_the_draw_and_the_proof_verifies_from_files(
    prepared, fang, now, tmp_path
):
    before = feedback.survey(fang, prepared)
    assert before.commitment
    assert not before.public
    feedback.draw_survey(id=prepared, public="开奖号码 2026116", by=fang, at=now)
    after = feedback.survey(fang, prepared)
    assert (after.commitment, after.proved.faults) == (before.commitment, ())
    for form in ("proof", "population"):
        _name, content = feedback.survey_files(fang, prepared, form)
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / form).write_text(text, "utf-8")
    asked = ["draw", "verify", f"{tmp_path}/proof", "--population", f"{tmp_path}/population"]
    assert run([*asked, "--commitment", before.commitment]) == 0
    assert run([*asked, "--commitment", "0" * 64]) == 1


def test_a_sample_is_drawn_once_with_something_public(prepared, fang, now):
    with pytest.raises(Refusal, match="事先谁也不知道"):
        feedback.draw_survey(id=prepared, public=" ", by=fang, at=now)
    feedback.draw_survey(id=prepared, public="2026116", by=fang, at=now)
    with pytest.raises(Refusal, match="不能重抽"):
        feedback.draw_survey(id=prepared, public="2026117", by=fang, at=now)


def test_the_number_is_shown_for_the_call_only_and_the_look_is_recorded(
    drawn, qian, zhou, lin, now
):
    call = first(drawn)
    Case.objects.filter(ref=call.case).update(party_id=lin.party)
    shown = feedback.callee(id=call.pk, by=qian, at=now)
    assert (shown.name, shown.phone[:3]) == (accounts.party_view(lin.party).name, "138")
    assert audit.records(obj=call.case)[0].action
    with pytest.raises(NotVisible):
        feedback.callee(id=call.pk, by=zhou, at=now)
    feedback.record_call(id=call.pk, outcome="refused", answers={}, by=qian, at=now)
    with pytest.raises(Refusal, match="不在待回访"):
        feedback.callee(id=call.pk, by=qian, at=now)


def test_answers_that_do_not_fit_are_refused_and_nothing_is_kept(drawn, qian, now):
    call = first(drawn)
    for answers, word in (
        ({}, "还没有回答"),
        ({"overall": "9"}, "不在选项里"),
        ({"overall": "²"}, "选项"),
    ):
        with pytest.raises(Refusal, match=word):
            feedback.record_call(id=call.pk, outcome="answered", answers=answers, by=qian, at=now)
    assert first(drawn).tries == 0


def test_who_cannot_be_reached_three_times_makes_room_for_the_next_of_the_reserve(drawn, qian, now):
    row, stratum = Survey.objects.get(pk=drawn), first(drawn).stratum
    more = {f"more-{n}": stratum for n in range(400)}
    Survey.objects.filter(pk=drawn).update(population={**row.population, **more})
    call = first(drawn)
    states = [
        feedback.record_call(id=call.pk, outcome="unreachable", answers={}, by=qian, at=now)
        for _ in range(3)
    ]
    assert states == ["waiting", "waiting", "unreachable"]
    assert SurveyCall.objects.filter(survey=drawn).count() == 13  # twelve, and the next
    with pytest.raises(Refusal, match="已有人登记"):
        feedback.record_call(id=call.pk, outcome="refused", answers={}, by=qian, at=now)


def test_closed_it_is_frozen_with_its_digest(drawn, qian, fang, now):
    with pytest.raises(Refusal, match="还没有一份答卷"):
        feedback.close_survey(id=drawn, by=fang, at=now)
    answers = {"overall": "5", "clear": "1", "words": "少跑一趟"}
    feedback.record_call(id=first(drawn).pk, outcome="answered", answers=answers, by=qian, at=now)
    feedback.close_survey(id=drawn, by=fang, at=now)
    found = feedback.survey(fang, drawn)
    assert found.digest
    overall = found.results.questions[0]
    assert overall.share["value"] == 1.0
    assert dict(overall.counts)["非常满意"] == 1
    assert found.results.rate == 1.0
    with pytest.raises(Refusal, match="只有回访中"):
        feedback.close_survey(id=drawn, by=fang, at=now)


@pytest.mark.parametrize("name", ["lin", "zhou", "wu"])
def test_who_does_not_survey_sees_none(drawn, request, name):
    actor = request.getfixturevalue(name)
    assert feedback.surveys(actor) == []
    with pytest.raises(NotVisible):
        feedback.survey(actor, drawn)


@pytest.mark.parametrize(
    ("since", "until", "who", "word"),
    [
        (date(2026, 9, 1), date(2026, 8, 1), "某公司", "起止日期"),
        (date(2020, 1, 1), date(2020, 2, 1), "某公司", "没有办结"),
        (date(2026, 1, 1), date(2026, 2, 1), " ", "哪家机构"),
    ],
)
def test_a_span_or_a_name_that_cannot_be_is_refused(city, fang, now, since, until, who, word):
    with pytest.raises(Refusal, match=word):
        feedback.prepare_survey(
            code="satisfaction",
            region=city,
            since=since,
            until=until,
            surveyor=who,
            by=fang,
            at=now,
        )


def test_a_changed_record_is_verified_again_an_unchanged_one_is_not(drawn, fang, now, monkeypatch):
    asked = []
    real = proving.verify
    monkeypatch.setattr(proving, "verify", lambda *a: asked.append(1) or real(*a))
    first_look = feedback.survey(fang, drawn).proved
    assert (first_look.at, first_look.faults, first_look.changed) == (now, (), False)
    assert asked == []
    row = Survey.objects.get(pk=drawn)
    row.population = {**row.population, "smuggled-in": "990100-land"}
    row.save()
    look = feedback.survey(fang, drawn).proved
    assert look.changed
    assert look.at is None
    assert any("总体名单" in fault for fault in look.faults)
    later = now + timedelta(hours=1)
    assert feedback.verify_survey(id=drawn, by=fang, at=later) == look.faults
    asked.clear()
    kept = feedback.survey(fang, drawn).proved
    assert (kept.at, kept.faults, asked) == (later, look.faults, [])


def test_a_plan_freezes_the_list_once_and_a_person_draws(city, zhou, ma, fang, now):
    officer = replace(ma, id="deng", unit="990100-land")
    mortgages(3, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=officer)
    due = day(4, 5, 2)
    assert feedback.begin_surveys(at=day(4, 4, 2), by=SYSTEM).frozen == 0
    assert feedback.begin_surveys(at=due, by=SYSTEM).frozen == 1
    assert feedback.begin_surveys(at=due, by=SYSTEM) == feedback.Begun()
    made = feedback.surveys(fang)[0]
    assert (made.since, made.until, made.status, made.asked) == (
        date(2026, 1, 1), date(2026, 3, 31), "ready", 0,
    )  # fmt: skip
    assert feedback.begin_surveys(at=due + timedelta(days=6), by=SYSTEM).reminded == 0
    late = due + timedelta(days=7)
    assert feedback.begin_surveys(at=late, by=SYSTEM).reminded == 1
    titles = [one.title for one in notify.inbox([f"user:{fang.id}"])]
    assert any("等您用公开数抽样" in title for title in titles)
    assert any("还没有人抽样" in title for title in titles)
    with pytest.raises(Refusal, match="哪家机构"):
        feedback.draw_survey(id=made.id, public="2026116", by=fang, at=late)
    feedback.draw_survey(id=made.id, public="2026116", surveyor="某公司", by=fang, at=late)
    assert feedback.begin_surveys(at=late, by=SYSTEM).reminded == 0


def test_the_rule_of_a_plan_says_whose_cases_belong():
    rule = planned.parse_who("item == 'mortgage' and online")
    assert planned.belongs(rule, {"item": "mortgage", "online": True})
    assert not planned.belongs(rule, {"item": "mortgage", "online": None})
    with pytest.raises(Refusal, match="不能用"):
        planned.parse_who("phone == '1'")


@pytest.mark.parametrize(
    ("every", "on", "next_on"),
    [
        ("quarter", date(2026, 10, 5), date(2026, 10, 5)),
        ("quarter", date(2026, 10, 6), date(2027, 1, 5)),
        ("half", date(2026, 2, 1), date(2026, 7, 5)),
        ("year", date(2026, 11, 27), date(2027, 1, 5)),
        ("never", date(2026, 11, 27), None),
    ],
)
def test_when_the_next_list_is_frozen(every, on, next_on):
    plan = planned.SurveyPlan("a", "a", "s", every, 5, "", 10, 1, "", 7, "b")
    assert plan.next_on(on) == next_on
