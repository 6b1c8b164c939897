"""Whatever a page, a report or a file would print of a rank, it prints with its interval."""

import re
from pathlib import Path

import pytest
from bare_ranks import bare_heads, bare_keys, bare_ranks
from django.conf import settings

# 第 {{ k }} 位, 第 %(place)d 名, 第 {place} 名 in templates and in sentences of the code
PRINTS = re.compile(
    r"第 ?(?:<b>)?(?:\{\{|%\(|%[ds]|\{)[^第]{0,30}?(?:\}\}|\)[ds]|%[ds]|\})"
    r"[^位名。，；]{0,5}[位名](?![置字额称单])"
)
SAYS = re.compile(r"确定|稳定|区间|–|可能|怎样都")
# no ranks: the place of something in a list
ELSE = ("第 {line} 名",)


def test_no_template_and_no_sentence_prints_a_rank_alone():
    wrong = {}
    for path in sorted(Path(settings.PACKAGE).rglob("*")):
        if path.suffix not in (".html", ".py") or "locale" in path.parts:
            continue
        text = path.read_text("utf-8")
        for hit in PRINTS.finditer(text):
            near = text[max(0, hit.start() - 60) : hit.end() + 200]
            if not SAYS.search(near) and hit[0] not in ELSE:
                wrong[f"{path.relative_to(settings.PACKAGE)}"] = hit[0]
    assert wrong == {}


@pytest.mark.parametrize(
    ("page", "bare"),
    [
        ("<td>第 3 位</td><td>青岚</td>", 1),
        ("<td>第 3 <b>位</b></td>", 1),
        ("第 2–3 位", 0),
        ("第 3 位<span>（确定）</span>", 0),
        ("第 2 名（区间 1–4）", 0),
        ("缺部分数据，可能第 1–3 名", 0),
        ("本市第 2 / 5", 1),
        ("本市第 2 / 5（区间 2–4）", 0),
        ("第 3 位置的材料", 0),
        ("本市排第 2 名，青岚第一", 1),
    ],
)
def test_what_counts_as_a_bare_rank(page, bare):
    assert len(bare_ranks(page)) == bare


def test_tables_and_plain_data_are_held_to_the_same():
    assert bare_heads(["名次", "单位"]) == ["名次"]
    assert bare_heads(["名次", "名次区间", "单位"]) == []
    assert bare_heads(["排名", "metric"]) == ["排名"]
    assert bare_keys({"a": [{"rank": 1}]}) == ["/a/0"]
    assert bare_keys({"rank": 1, "rank_low": 1, "rank_high": 2}) == []
