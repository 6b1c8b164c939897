"""From the facts of cases to clues: found once, read by few, settled by people with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from loop_sample import day

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import SYSTEM, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.feedback import service as feedback
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.suspicion._declared import check_body, kinds_of
from yingshang.kernel.suspicion import KINDS

FORM = {
    "mortgagor": "林晓",
    "bank": "青岚市商业银行",
    "property_no": "青（2026）不动产权第0001号",
    "amount": "100",
    "contract_on": "2025-12-01",
    "phone": "13800000001",
}
AT = day(4, 2)


def entered_later(zhou, deng, *, facts=None):
    """A mortgage said to be of 3 to 4 March and written down on the 18th."""
    late = day(3, 18, 10)
    acts = (
        cases.Act("accept", day(3, 3, 10), zhou, {}, late + timedelta(minutes=1)),
        cases.Act(
            "complete_step", day(3, 4, 9), deng, {"step": "review"}, late + timedelta(minutes=2)
        ),
        cases.Act(
            "complete_step", day(3, 4, 10), deng, {"step": "book"}, late + timedelta(minutes=3)
        ),
        cases.Act(
            "decide", day(3, 4, 11), deng, {"outcome": "granted"}, late + timedelta(minutes=4)
        ),
    )
    spec = cases.CaseSpec(
        item="property-mortgage",
        region="990100",
        form=FORM,
        by=zhou,
        at=day(3, 3, 9),
        channel="window",
        acts=acts,
        entered_at=late,
        facts=facts or {},
    )
    return cases.bulk([spec])[0]


@pytest.fixture
def clue(city, zhou, deng, shen):
    """One late entry, found in March."""
    ref = entered_later(zhou, deng)
    supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1))
    (found,) = supervision.clues(shen).rows
    assert found.case == ref
    return found


def test_every_kind_is_declared_with_words_that_can_be_filled(city):
    kinds = kinds_of(city)
    assert set(kinds) == set(KINDS)
    for kind in kinds.values():
        assert "需核实" in kind.lead
        assert kind.innocent


def test_a_kind_without_its_numbers_is_not_loaded(city):
    body = {"code": "back-dated", "name": "事后倒填", "params": {"lag_days": 1}}
    with pytest.raises(Refusal, match="缺少参数 lag_long"):
        check_body(body)


def test_a_late_entry_becomes_a_clue_that_explains_itself(clue):
    assert (clue.kind, clue.unit, clue.officer) == ("back-dated", "990100-land", "deng")
    assert clue.officer_name == "邓岩" or clue.officer_name
    assert "才录入" in clue.sentence
    assert {one.code for one in clue.reasons} >= {"entered-days-later", "no-paper"}
    assert clue.period == "2026-03"


def test_looking_again_changes_nothing(clue, shen):
    again = supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1))
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert len(supervision.clues(shen).rows) == 1


def test_as_of_a_day_before_the_entry_there_is_nothing(city, zhou, deng, shen):
    entered_later(zhou, deng)
    looked = supervision.detect_suspicion(at=day(3, 17), by=shen, since=day(3, 1))
    assert looked.new == 0


def test_numbered_paper_with_a_scan_and_a_second_signature_is_no_clue(city, zhou, deng, shen):
    paper = {"number": "ZZ-0017", "scan": "ab", "second_by": "he", "outage": "2026-03-03"}
    entered_later(zhou, deng, facts={"paper": paper})
    assert supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1)).new == 0


def test_the_usual_look_is_this_month_and_in_its_first_days_the_last(city, zhou, deng):
    entered_later(zhou, deng)
    assert supervision.detect_suspicion(at=AT, by=SYSTEM, regions=[city]).new == 1
    assert supervision.detect_suspicion(at=day(4, 20), by=SYSTEM, regions=[city]).new == 0


def test_what_later_facts_explain_goes_away_by_itself(clue, shen, monkeypatch):
    from yingshang.city.supervision.suspicion import detecting

    monkeypatch.setattr(detecting, "findings", lambda *a, **k: (1, []))
    assert supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1)).gone == 1
    assert supervision.clues(shen).total == 0


@pytest.mark.parametrize("name", ["lin", "zhou", "deng", "he"])
def test_nobody_but_supervisors_and_the_bureau_sees_clues(clue, name, request):
    actor: Actor = request.getfixturevalue(name)
    assert supervision.clues(actor).total == 0
    with pytest.raises(NotVisible):
        supervision.clue(actor, clue.id)
    with pytest.raises(NotVisible):
        supervision.settle_clue(clue=clue.id, result="explained", reason="说明", by=actor, at=AT)
    with pytest.raises(NotVisible):
        supervision.warn_of_clues(clues=[clue.id], by=actor, at=AT)


def test_a_supervisor_of_another_city_sees_none(clue, shen):
    other = replace(shen, id="other", region="990200")
    assert supervision.clues(other).total == 0
    with pytest.raises(NotVisible):
        supervision.clue(other, clue.id)


def test_explained_needs_a_reason_and_does_not_come_again(clue, shen):
    with pytest.raises(Refusal, match="核实到什么"):
        supervision.settle_clue(clue=clue.id, result="explained", reason=" ", by=shen, at=AT)
    supervision.settle_clue(
        clue=clue.id, result="explained", reason="下乡服务，回来补录", by=shen, at=AT
    )
    supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1))
    assert supervision.clues(shen, status="new").total == 0
    seen = supervision.clue(shen, clue.id)
    assert (seen.status, seen.settled_reason, seen.settled_by) == (
        "explained",
        "下乡服务，回来补录",
        shen.name,
    )
    (record,) = audit.records(obj=f"clue/{clue.id}")
    assert record.action == "supervision.clue.explained"
    with pytest.raises(Refusal, match="没有重复处理"):
        supervision.settle_clue(clue=clue.id, result="explained", reason="再", by=shen, at=AT)


def test_a_warning_names_cases_and_no_officer(clue, shen):
    raised = supervision.warn_of_clues(clues=[clue.id], by=shen, at=AT)
    warning = supervision.warning(shen, raised)
    assert (warning.kind, warning.unit, warning.severity) == ("suspicion", clue.unit, "notice")
    assert "需核实，尚无结论" in warning.sentence
    assert [ground.key for ground in warning.grounds] == [clue.case]
    everything = warning.title + warning.sentence + "".join(g.text for g in warning.grounds)
    assert clue.officer_name not in everything
    assert supervision.clue(shen, clue.id).warning == raised


def test_nothing_is_confirmed_before_the_unit_was_heard(clue, shen):
    with pytest.raises(Refusal, match="听取单位说明"):
        supervision.settle_clue(clue=clue.id, result="confirmed", reason="属实", by=shen, at=AT)


def test_an_order_of_clues_closes_when_each_was_looked_into(clue, shen):
    raised = supervision.warn_of_clues(clues=[clue.id], by=shen, at=AT)
    ref = supervision.order_from(warning=raised, by=shen, at=AT)
    assert not supervision.closing_check(shen, ref, at=AT).met
    supervision.settle_clue(
        clue=clue.id, result="confirmed", reason="单位承认体外办理", by=shen, at=day(4, 8)
    )
    assert supervision.closing_check(shen, ref, at=day(4, 8)).met


def test_clues_of_two_units_are_not_one_warning(clue, shen):
    from yingshang.city.supervision.models import Clue

    row = Clue.objects.get(pk=clue.id)
    row.pk, row.key, row.unit = None, "other", "990100-tax"
    row.save(force_insert=True)
    with pytest.raises(Refusal, match="几个单位"):
        supervision.warn_of_clues(clues=[clue.id, row.pk], by=shen, at=AT)


def test_the_watch_itself_never_raises_a_warning_of_clues(clue, shen):
    supervision.watch(at=AT, by=shen)
    assert [w for w in supervision.warnings(shen) if w.kind == "suspicion"] == []


def test_ratings_of_registered_terminals_are_read(city, zhou, deng, shen):
    from loop_sample import mortgages

    refs = mortgages(8, opened=day(3, 3, 9), finished=day(3, 5, 10), clerk=zhou, officer=deng)
    feedback.declare_terminals([feedback.TerminalSpec("d" * 32, city, "desk", "990100-land")])
    feedback.rate_many(
        [
            feedback.RatingSpec(
                ref,
                5,
                day(3, 5, 10) + timedelta(minutes=n),
                channel="web",
                by=f"party:{n}",
                device="d" * 32,
            )
            for n, ref in enumerate(refs)
        ]
    )
    supervision.detect_suspicion(at=AT, by=shen, since=day(3, 1))
    found = supervision.clues(shen, kind="staff-rating").rows
    assert {one.case for one in found} == set(refs)
