"""Whoever mistypes is understood; what is found is ranked, grouped, or helped along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.catalog import service as catalog
from yingshang.city.catalog._edits import Typed
from yingshang.city.catalog._pinyin import syllables
from yingshang.city.catalog._search import Index
from yingshang.city.definitions import service as definitions


def _edits(typed: str, text: str) -> int:
    """The plain table: fewest edits between `typed` and any piece of `text`, swaps counting one."""
    rows = [[0] * (len(text) + 1)]
    for i, a in enumerate(typed, 1):
        row = [i]
        for j, b in enumerate(text, 1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and typed[i - 2] == b and a == text[j - 2]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return min(rows[-1])


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", max_size=14))
def test_counting_by_bits_equals_counting_by_a_table(typed, text):
    assert Typed(typed).edits(text) == _edits(typed, text)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("银行", "yin hang"),
        ("长春", "chang chun"),
        ("律师", "lv shi"),
        ("开公司abc", "kai gong si abc"),
    ],
)
def test_characters_are_read_as_their_phrase_says(text, heard):
    assert " ".join(syllables(text)) == heard


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kiagongsi", "company-start"),  # two letters changed places
        ("kagongsi", "company-start"),  # one is missing
        ("kaiggongsi", "company-start"),  # one too many
        ("开工司", "company-start"),  # sounds the same
        ("kaigs", "company-start"),  # one syllable whole, the rest by their first letters
        ("kai公司", "company-start"),
        ("开 公 司", "company-start"),
        ("ＫＡＩＧＯＮＧＳＩ", "company-start"),
        ("我想开一家饭店", "food-permit"),
        ("怎么办施工许可证", "construction-permit"),
        ("施工许可正", "construction-permit"),
        ("shigongxukezheng", "construction-permit"),
        ("sgxkz", "construction-permit"),
    ],
)
def test_a_mistake_is_forgiven(city, now, typed, code):
    found = catalog.search(typed, region=city, on=now.date())
    assert found
    assert found[0].code == code


def test_what_is_typed_exactly_comes_first():
    index = Index(
        [("a", "许可变更登记", (), ""), ("b", "许可变更", (), ""), ("c", "变更许可", (), "")]
    )
    assert index.find("许可变更", 3)[0] == "b"


def test_one_box_finds_items_and_bundles(city, now):
    answer = catalog.find("开饭店", region=city, on=now.date())
    assert {row.entry.kind for row in answer.rows} == {"item", "bundle"}
    assert [row.score for row in answer.rows] == sorted(
        (r.score for r in answer.rows), reverse=True
    )


def test_nothing_found_offers_the_nearest_words(city, now):
    answer = catalog.find("宇宙飞船登月许可", region=city, on=now.date())
    assert answer.rows or answer.near
    assert catalog.find("zzzzqqqq", region=city, on=now.date()).rows == ()


def test_a_new_edition_is_found_at_once(city, now, fang):
    assert not [i for i in catalog.search("糖画摊", region=city, on=now.date()) if "糖画" in i.name]
    known = definitions.edition("item", "food-permit", region=city, on=now.date())
    body = {**known.body, "code": "sugar", "name": "糖画摊登记", "aliases": []}
    definitions.publish(kind="item", code="sugar", region=city, body=body, by=fang, at=now)
    assert catalog.search("糖画摊", region=city, on=now.date())[0].code == "sugar"


def test_another_app_offers_things_to_the_same_box(city, now, monkeypatch):
    extra = catalog.Entry("register", "outages", "停电停水公告", "今天哪里停电", ("停电",))
    monkeypatch.setattr(catalog, "SOURCES", [lambda region, on: [extra]])
    rows = catalog.find("tingdian", region=city, on=now.date()).rows
    assert rows[0].entry.code == "outages"
