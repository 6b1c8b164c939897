"""`simulate` answers a newcomer's mistakes in one sentence, and tells changes in words."""

import pytest

from yingshang.city.indicators import service as indicators
from yingshang.kernel.eventlog import Change
from yingshang.surfaces.cli.main import run


@pytest.mark.parametrize(
    ("item", "region", "words"), [("no-item", "990100", "没有“no-item”"), ("x", "1", "代码为“1”")]
)
def test_an_unknown_item_or_city_is_said_in_one_sentence(city, capsys, item, region, words):
    assert run(["simulate", item, "--region", region]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""


def test_a_change_is_told_in_words():
    change = Change(
        staff=(("a", 1),), limits=(("b", 240),), parallel=frozenset("b"), whole=True, load=1.2
    )
    assert indicators.change_words(change, 480, {"a": "受理", "b": "审查"}) == (
        "“受理”加 1 人；“审查”每件不超过 4.0 小时；“审查”受理后就同时开始；"
        "材料一次收齐，没有补正；件数变为现在的 120%"
    )
