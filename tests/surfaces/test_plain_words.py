"""Pages, messages and papers say it as the head of an office would."""

from pathlib import Path

import pytest

import yingshang

# what statisticians and programmers say → what an office says
SAID_PLAINLY = {
    "冻结": "名单已定、报送后不变",  # of shares and accounts only, in data/
    "（层）": "每组（单位、事项或区县）",
    "各层": "各组",
    "每层": "每组",
    "偏离平常": "变化是平常起伏的几倍",
}
PLACE = Path(yingshang.__file__).parent
TEXTS = [
    one
    for part in ("kernel", "city", "surfaces")
    for one in (PLACE / part).rglob("*")
    if one.suffix in (".py", ".html") and "migrations" not in one.parts
]


@pytest.mark.parametrize("word", SAID_PLAINLY)
def test_no_page_says_it_as_a_statistician(word):
    assert len(TEXTS) > 900
    found = [str(one.relative_to(PLACE)) for one in TEXTS if word in one.read_text("utf-8")]
    assert not found, f"说“{SAID_PLAINLY[word]}”：{found}"
