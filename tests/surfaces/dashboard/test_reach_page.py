"""If we reached this: the page says score and rank before and after, and never a bare rank."""

import re
from dataclasses import replace
from decimal import Decimal

from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import FrontierRow, FrontierTable, ScoreCell

CITIES = ("a", "b", "c", "d")


def table(**columns: list[str | None]) -> FrontierTable:
    parts = [
        FrontierRow(
            code,
            code,
            code,
            "天",
            Decimal(1),
            Decimal(11),
            tuple(
                ScoreCell(city, None, None if v is None else Decimal(v))
                for city, v in zip(CITIES, values, strict=False)
            ),
        )
        for code, values in columns.items()
    ]
    bare = FrontierTable(CITIES, tuple(parts), detail={"rule": {"concentration": "5"}})
    for at, city in enumerate(CITIES):
        own = {c: Decimal(v[at]) for c, v in columns.items() if v[at] is not None}
        bare = indicators.reached(bare, city, own)
    return bare


def test_the_nearest_step_is_exact_and_reaching_it_wins_the_place():
    found = table(start=["3", "4", "5", None], power=["6", "6", "6", None])
    first = indicators.steps_up(found, "b")[0]
    assert (first.code, first.to, first.before, first.rank) == ("power", Decimal(5), 2, 1)
    after = indicators.reached(found, "b", {first.code: first.to})
    assert indicators.standing(after)["b"].rank == 1
    assert indicators.steps_up(found, "a") == []
    assert indicators.steps_up(found, "d") == []


def test_reaching_the_best_peer_is_tried_for_each_and_the_largest_gain_stands_first():
    found = table(start=["3", "9", "5", None], power=["6", "7", "2", None])
    peers = indicators.best_peers(found, "b")
    assert peers == {"start": Decimal(3), "power": Decimal(2)}
    first, second = indicators.moves(found, "b", peers)
    assert first.total_then - first.total == Decimal("30.0")
    assert second.total_then - second.total == Decimal("25.0")
    # 60 after 65 and 75; second only where much weight lies on the one indicator
    assert (first.place_then.rank, first.place_then.low, first.place_then.high) == (3, 2, 3)
    assert list(indicators.best_peers(found, "c")) == ["start"]
    assert indicators.best_peers(found, "d") == {}


def test_a_city_without_data_has_no_place_and_one_with_gaps_an_interval():
    found = indicators.standing(table(start=["3", "4", "5", None], power=["6", "6", None, None]))
    assert found["d"].low is None
    assert found["c"].rank is None
    assert (found["c"].low, found["c"].high) == (3, 3)
    assert found["a"].rank == 1


def test_the_tax_form_bends_the_score():
    row = replace(table(start=["3", "4", "5", "6"]).rows[0], form="tax")
    bent = indicators.reached(
        FrontierTable(CITIES, (row,), detail={"rule": {}}), "a", {"start": Decimal(6)}
    )
    assert bent.rows[0].cells[0].score == Decimal("57.4")  # 0.5 ** 0.8


def test_the_page_tries_a_value_and_refuses_what_is_no_number(measured, as_reader):
    client = as_reader("he")
    page = client.get("/cockpit/frontier/what-if/?to-company-start-mean=0.9").content.decode()
    assert "做到以后" in page
    assert 'value="0.9"' in page
    assert "逐项做到同行最好" not in page or "总分增加最多的排在前面" in page
    assert not re.search(r"第 \d+ 名 → 第", page)
    wrong = client.get("/cockpit/frontier/what-if/?to-company-start-mean=abc").content.decode()
    assert "不是可用的数" in wrong
    peers = client.get("/cockpit/frontier/?method=peers").content.decode()
    assert "最差的得 60 分" in peers
