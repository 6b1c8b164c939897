"""Motions and proposals: three or six months, sole, split or joint, classes, opinions, redo."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop_sample import day

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Motion
from yingshang.city.supervision.motions.acting import MONTHS, MONTHS_HARD, _end


def hand(shen, **changed):
    given = {
        "number": "青提〔2026〕012",
        "title": "关于压缩抵押登记时间的提案",
        "kind": "cppcc",
        "members": ["白杨", "江月"],
        "body": "抵押登记排队久，建议银行网点一站办理。",
        "leads": ["990100-land"],
        "handed_on": date(2026, 3, 2),
        "at": day(3, 2),
    }
    return supervision.hand_over_motion(**(given | changed), by=shen)


def walk(shen, deng, share, when=None):
    """The lead contacts and drafts, the office checks."""
    for step, by in (("contact", deng), ("draft", deng), ("review", shen)):
        cases.complete_step(
            ref=share.ref, step=step, opinion="已在六个银行网点设点。", by=by, at=when or day(4, 1)
        )


def one_share(shen, number, at=None):
    return supervision.motion(shen, number, at=at or day(3, 2)).leads[0]


def test_a_plain_one_is_due_in_three_months_and_a_hard_one_in_six(city, shen):
    plain = supervision.motion(shen, hand(shen), at=day(3, 2))
    hard = supervision.motion(shen, hand(shen, number="二", hard=True), at=day(3, 2))

    assert (plain.mode, plain.reply_by) == ("sole", date(2026, 6, 2))
    assert hard.reply_by == date(2026, 9, 2)
    assert plain.leads[0].due_on == date(2026, 6, 2)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(handed=st.dates(date(2024, 1, 2), date(2026, 6, 1)))
def test_six_months_never_end_before_three(city, handed):
    assert handed < _end(handed, MONTHS) < _end(handed, MONTHS_HARD)


def test_joint_handlers_give_their_opinion_to_the_lead_within_thirty_days(city, shen, gao):
    number = hand(shen, co=["990100-housing"])
    lead, other = supervision.motion(shen, number, at=day(3, 2)).shares
    assert (lead.leads, other.leads, other.due_on) == (True, False, date(2026, 4, 1))

    cases.complete_step(ref=other.ref, step="opine", opinion="网签数据可共享", by=gao, at=day(3, 9))
    cases.decide(ref=other.ref, outcome="answered", by=gao, at=day(3, 9))
    assert supervision.motion(shen, number, at=day(3, 9)).shares[1].replied_on == date(2026, 3, 9)
    paper = supervision.motion_docx(gao, number, other.id, at=day(3, 9))
    words = "\n".join(p.text for p in Document(BytesIO(paper)).paragraphs)
    assert "会办意见" in words
    assert "网签数据可共享" in words


def test_a_lead_does_not_close_before_its_co_handlers_have_answered(city, shen, deng):
    number = hand(shen, co=["990100-housing"])
    lead = one_share(shen, number)
    cases.complete_step(ref=lead.ref, step="joint", by=deng, at=day(3, 20))
    walk(shen, deng, lead)
    supervision.take_opinion(
        share=lead.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    cases.decide(ref=lead.ref, outcome="answered-a", by=deng, at=day(4, 3))
    with pytest.raises(Refusal, match="还有 1 个会办单位"):
        cases.close(ref=lead.ref, by=shen, at=day(4, 3))


def test_split_handlers_reply_each_for_itself(city, shen):
    found = supervision.motion(
        shen, hand(shen, leads=["990100-land", "990100-housing"]), at=day(3, 2)
    )
    assert (found.mode, len(found.leads)) == ("split", 2)
    with pytest.raises(Refusal, match="分办件"):
        hand(shen, number="三", leads=["990100-land", "990100-tax"], co=["990100-housing"])


def test_who_is_not_satisfied_gets_it_redone(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    said = {"share": share.id, "said_on": date(2026, 4, 2), "by": shen}
    with pytest.raises(Refusal, match="具体意见"):
        supervision.take_opinion(**said, work="good", result="bad", at=day(4, 2))
    supervision.take_opinion(**said, work="good", result="bad", words="没有时间表", at=day(4, 2))
    again = one_share(shen, number, day(4, 2))
    assert (again.redone, again.awaits_opinion) == (1, False)

    for step, by in (("draft", deng), ("review", shen)):
        cases.complete_step(ref=share.ref, step=step, opinion="六月底前", by=by, at=day(4, 9))
    supervision.take_opinion(
        share=share.id,
        work="good",
        result="fair",
        said_on=date(2026, 4, 10),
        by=shen,
        at=day(4, 10),
    )
    cases.decide(ref=share.ref, outcome="answered-b", by=deng, at=day(4, 10))
    done = supervision.motion(shen, number, at=day(4, 10))
    assert done.leads[0].grade == "B"
    totals = supervision.motion_totals([done])
    assert (totals.grades, totals.result) == ({"B": 1}, {"基本满意": 1})


def test_the_reply_carries_its_class_on_top_and_what_was_written(city, shen, deng):
    number = hand(shen)
    share = one_share(shen, number)
    walk(shen, deng, share)
    supervision.take_opinion(
        share=share.id, work="good", result="good", said_on=date(2026, 4, 2), by=shen, at=day(4, 2)
    )
    cases.decide(ref=share.ref, outcome="answered-a", by=deng, at=day(4, 3))
    paper = Document(BytesIO(supervision.motion_docx(deng, number, share.id, at=day(4, 3))))
    words = [p.text for p in paper.paragraphs if p.text.strip()]
    assert "A" in words[0]
    assert any("已在六个银行网点设点" in text for text in words)


def test_a_motion_past_its_day_is_listed_as_late(city, shen):
    number = hand(shen)
    assert not supervision.motion(shen, number, at=day(6, 2)).late
    assert [one.id for one in supervision.motions(shen, at=day(6, 3), show="late")] == [number]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"members": []}, "提出人"),
        ({"leads": []}, "主办单位"),
        ({"leads": ["990200-land"]}, "不是本市"),
        ({"co": ["990100-land"]}, "既主办又会办"),
        ({"handed_on": date(2026, 5, 1)}, "今天之后"),
        ({"handed_on": date(2025, 3, 1)}, "已过"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_over(city, shen, changed, sentence):
    with pytest.raises(Refusal, match=sentence):
        hand(shen, **changed)
    assert not Motion.objects.exists()


def test_the_same_number_is_handed_over_once(city, shen):
    hand(shen)
    with pytest.raises(Refusal, match="已经交办过"):
        hand(shen)


def test_units_see_what_they_handle_and_strangers_nothing(city, shen, deng, wu, lin):
    number = hand(shen)
    assert supervision.motion(deng, number, at=day(3, 2)).title
    for actor in (wu, lin):
        assert supervision.motions(actor, at=day(3, 2)) == []
        with pytest.raises(NotVisible):
            supervision.motion(actor, number, at=day(3, 2))
    with pytest.raises(Refusal):
        hand(deng, number="四")
