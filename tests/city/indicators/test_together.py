"""All indicators of a view in one statement give what SQL written by hand gives."""

from pathlib import Path

from yingshang.adapters.lake import Lake
from yingshang.bench.indicator_town import Town
from yingshang.bench.indicators import definitions, items, ours_of
from yingshang.bench.peers.by_hand import answers
from yingshang.city.indicators._together import read, statements


def test_one_pass_equals_sql_by_hand(tmp_path: Path) -> None:
    wanted = definitions()
    town = Town(tmp_path, 2_000, items(wanted))
    town.make_events()
    town.make_facts()
    town.open()
    plan = statements(wanted)
    found = ours_of(plan, town.run)
    assert len(wanted) == 120
    assert len(plan) == 3  # single items, the other cases, steps
    assert found == answers(town.run, {one.code for one in wanted})
    assert len(found) > 10_000


def test_merged_again_facts_stay(tmp_path: Path) -> None:
    town = Town(tmp_path, 500, items(definitions()))
    town.make_events()
    town.make_facts()
    facts = f"SELECT * FROM read_parquet('{town.path('facts', 0)}') ORDER BY ref"
    before = town.run(facts)
    town.merge(0, f"({town.events_of(400, 500)})")
    assert town.run(facts) == before


def test_a_count_is_zero_where_only_other_rows_are() -> None:
    [one] = [one for one in definitions() if one.code == "application-count"]
    with Lake() as lake:
        lake.run(
            "CREATE TABLE cases_in AS SELECT '9901' AS region, '2026-01' AS period, "
            "'decided' AS basis, 'application' AS family"
        )
        [plan] = statements([one])
        [found] = read(plan, [("region", "period")], lake.run)
    assert (found.place, found.above or 0, found.found) == (("9901", "2026-01"), 0, 0)
