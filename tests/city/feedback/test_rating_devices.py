"""A rating keeps what it came from; the city knows the terminals that it set up itself."""

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback

SPEC = feedback.TerminalSpec


@pytest.fixture
def complaint(city, lin, qian, now):
    """A complaint of Lin, decided."""
    form = {
        "title": "多次退回",
        "detail": "窗口两次退回",
        "about": "审批服务",
        "contact": "林晓",
        "phone": "13800000001",
    }
    steps = [
        cases.Act("complete_step", now, qian, {"step": s})
        for s in ("contact", "handle", "callback")
    ]
    acts = (
        cases.Act("accept", now, qian),
        *steps,
        cases.Act("decide", now, qian, {"outcome": "resolved"}),
    )
    (ref,) = cases.bulk(
        [cases.CaseSpec("complaint", city, form, lin, now, party=lin.party, acts=acts)]
    )
    return ref


def test_a_rating_keeps_its_device(complaint, lin, now, city):
    feedback.rate(ref=complaint, level=5, by=lin, at=now, device="d1")
    (row,) = feedback.facts(region=city)
    assert (row["device"], row["by"], row["channel"]) == ("d1", lin.id, "web")


def test_a_history_of_ratings_keeps_devices_too(complaint, now, city):
    feedback.rate_many([feedback.RatingSpec(complaint, 5, now, device="d2", by="party:9")])
    assert [row["device"] for row in feedback.facts(region=city)] == ["d2"]


def test_a_terminal_is_entered_once_and_replaced(city):
    feedback.declare_terminals([SPEC("d1", city, "desk", f"{city}-market", "ma")])
    feedback.declare_terminals(
        [SPEC("d1", city, "kiosk", place="一楼"), SPEC("d2", "990200", "desk")]
    )
    assert [(t["device"], t["kind"], t["holder"]) for t in feedback.terminals(region=city)] == [
        ("d1", "kiosk", "")
    ]


def test_an_unknown_kind_of_terminal_is_refused(city):
    with pytest.raises(Refusal) as refusal:
        feedback.declare_terminals([SPEC("d1", city, "phone")])
    assert refusal.value.code == "terminal-kind"
    assert list(feedback.terminals(region=city)) == []
