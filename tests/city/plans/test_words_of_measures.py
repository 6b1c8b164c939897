"""What the kernel says of promises and numbers, in the language of the screen."""

import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from yingshang.city.plans._wording import (
    held_sentence,
    mismatch_sentence,
    untold_sentence,
)
from yingshang.kernel.measures import Promise, Spec, Value, agrees, gap

HAN = re.compile("[\u4e00-\u9fff]")
SPECS = (
    (Spec(None, "天"), Spec("max", "天")),
    (Spec("each", "天"), Spec("mean", "天")),
    (Spec("mean", "天"), Spec("max", "天")),
    (Spec("mean", "天"), Spec("share", "天")),
    (Spec("max", "工作日"), Spec("max", "天")),
    (Spec("max", "件"), Spec("max", "天")),
    (Spec("max", "天", scope="A"), Spec("max", "天", scope="")),
    (Spec("max", "天"), Spec("max", "天", scope="B")),
    (Spec("max", "天", scope="A"), Spec("max", "天", scope="B")),
    (Spec("max", "天", start="A", end="B"), Spec("max", "天", start="C", end="D")),
)
RISE = Promise("increase", Decimal(5), "%")
MISSING = Value.missing("%", "没有可统计的办件")
UNTOLD = (
    (Promise("<=", Decimal(5), "%"), MISSING),
    (RISE, Value(Decimal(3), "件")),
    (Promise("<=", Decimal(5), "%"), Value(Decimal(3), "件")),
    (Promise("increase", Decimal(5), "%", baseline=Decimal(0)), Value(Decimal(3), "件")),
)


@pytest.mark.parametrize(("said", "has"), SPECS)
def test_a_mismatch_is_said_as_the_kernel_says_it_and_in_english(said, has):
    found = agrees(said, has)
    assert found
    for one in found:
        assert mismatch_sentence(one) == one.sentence
        with override("en"):
            assert not HAN.search(mismatch_sentence(one)), one.kind


@pytest.mark.parametrize(("promise", "value"), UNTOLD)
def test_what_nobody_can_tell_is_said_as_the_kernel_says_it_and_in_english(promise, value):
    found = gap(promise, value)
    assert found.met is None
    assert untold_sentence(found) == held_sentence(found, promise, value) == found.sentence
    with override("en"):
        assert not HAN.search(untold_sentence(found))


def test_a_promise_held_against_a_number_is_said_in_english():
    promise, value = Promise("<=", Decimal(2), "工作日"), Value(Decimal(3), "工作日")
    found = gap(promise, value)
    assert held_sentence(found, promise, value) == found.sentence
    with override("en"):
        assert not HAN.search(held_sentence(found, promise, value))
