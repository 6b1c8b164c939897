"""The lamp that lists draw once says what the row's lamp says."""

import pytest

from yingshang.surfaces.kit.templatetags.kit import lamp


@pytest.mark.parametrize(
    ("value", "word"),
    [("red", "超期"), ("yellow", "临期"), ("green", "正常"), ("grey", "不计时")],
)
def test_each_lamp_is_drawn_as_itself(value, word):
    drawn = lamp(value)
    assert f"lamp-{value}" in drawn
    assert f"<span>{word}</span>" in drawn
