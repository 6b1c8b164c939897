"""Orders and papers of the ladder: one series of numbers, and one account of them in a bulletin."""

from datetime import date

import pytest
from loop_sample import day

from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.models import Order, PaperNumber
from yingshang.city.supervision.ordering import Ground, order_by_hand


@pytest.fixture
def ref(warned, shen):
    """An order to the natural resources bureau, due on Friday 13 March."""
    return supervision.order_from(
        warning=warned, unit="990100-land", by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )


def noticed(ref, shen, at):
    """The number of the ladder's order notice (督办通知), taken for this case at once."""
    taken = supervision.take(ref=ref, rung="order", by=shen, at=at, skipped="事项紧急")
    return Escalation.objects.get(pk=taken).number


def ordered(key, shen, at):
    """The number of an order by a leader's instruction."""
    other = order_by_hand(
        Ground("leader-instruction", "instruction", f"{key}|1", "另一件事", "交办"),
        region="990100", unit="990100-land", demand="办", due=date(2026, 4, 30), by=shen, at=at,
    )  # fmt: skip
    return Order.objects.get(ref=other).number


def test_an_order_and_a_paper_of_the_ladder_never_bear_one_number(ref, shen):
    assert Order.objects.get(ref=ref).number == "青营督〔2026〕1号"
    assert noticed(ref, shen, day(3, 16)) == "青营督〔2026〕2号"
    assert ordered("x", shen, day(3, 17)) == "青营督〔2026〕3号"
    assert PaperNumber.objects.get(series="青营督〔2026〕").last == 3


def test_it_goes_on_behind_the_numbers_that_were_given_before_there_was_a_counter(ref, shen):
    PaperNumber.objects.all().delete()
    Order.objects.filter(ref=ref).update(number="青营督〔2026〕12号")
    assert noticed(ref, shen, day(3, 16)) == "青营督〔2026〕13号"
    assert ordered("x", shen, day(3, 17)) == "青营督〔2026〕14号"
    assert Order.objects.get(ref=ref).number == "青营督〔2026〕12号", "what was given stays"


def test_each_year_and_each_kind_of_paper_begins_with_one(ref, shen):
    supervision.climb(at=day(3, 16, 20), by=shen)
    assert Escalation.objects.get(ref=ref).number == "青营催〔2026〕1号"
    assert ordered("y", shen, day(3, 17)) == "青营督〔2026〕2号"


def test_a_bulletin_tells_apart_what_is_ordered_and_what_the_ladder_sends(ref, shen, city):
    noticed(ref, shen, day(3, 16, 9))
    draft = supervision.draft_bulletin(kind="daily", region=city, by=shen, at=day(3, 16, 17))
    found = supervision.bulletin(shen, draft, at=day(3, 16, 17)).content.sections
    text = "".join(line for section in found for line in section.sentences)
    assert "当日没有新发督办单（新交办的事项），也没有销号。" in text
    assert (
        "当日对在办的督办单和方案任务采取督办措施1次，其中督办通知1次，措施不计入新发督办单。"
        in text
    )
