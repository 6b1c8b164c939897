"""The ways that cases take, and where their time goes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.eventlog import LogEvent, discover, strays

MINUTE = 60_000_000


def _log(*paths: str, step: int = 10) -> list[LogEvent]:
    """A letter an activity; events of a case `step` minutes apart."""
    return [
        LogEvent(str(case), letter, number * step * MINUTE)
        for case, path in enumerate(paths)
        for number, letter in enumerate(path)
    ]


def test_the_map_counts_transitions_and_their_time():
    found = discover(_log("abd", "abd", "acd"))
    edges = {(e.before, e.after): e for e in found.edges}
    assert (edges["a", "b"].count, edges["a", "b"].total, edges["a", "b"].middle) == (2, 20, 10)
    assert found.variants[0].path == ("a", "b", "d")
    assert (found.middle, found.total) == (20, 60)
    assert [node.place for node in found.nodes if node.activity == "d"] == [1.0]


def test_rework_is_counted_by_case():
    found = discover(_log("abab", "ab", "abbb"))
    repeated = {node.activity: node.repeated for node in found.nodes}
    assert repeated == {"a": 1, "b": 2}


def test_the_most_frequent_ways_cover_a_share():
    found = discover(_log(*["ab"] * 8, "ac", "ad"))
    assert [found.covering(share) for share in (0.5, 0.8, 0.81, 1.0)] == [1, 1, 2, 3]


def test_time_is_measured_as_the_caller_measures_it():
    found = discover(_log("ab"), lambda _start, _end: 7)
    assert (found.edges[0].total, found.middle) == (7, 7)


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=12))
def test_nothing_is_lost_between_the_events(paths):
    found = discover(_log(*paths))
    assert sum(e.count for e in found.edges) == sum(len(path) - 1 for path in paths)
    assert sum(e.total for e in found.edges) == found.total
    assert sum(v.cases for v in found.variants) == found.cases == len(paths)
    for edge in found.edges:
        holders = [path for path in paths if (edge.before, edge.after) in pairwise(path)]
        assert edge.cases == len(holders)


def test_a_path_is_held_against_the_declared_flow():
    must = {"a": [], "b": ["a"], "c": ["a", "b"]}
    assert not strays("abc", must, ended=True, needed="abc")
    told = {(d.kind, d.activity, d.other) for d in strays("bax", must, ended=True, needed="abc")}
    assert told == {("early", "b", "a"), ("foreign", "x", ""), ("missing", "c", "")}
    assert [d.kind for d in strays("aab", must, ended=False, needed="abc")] == ["twice"]


def test_what_did_not_happen_holds_nothing_up():
    assert not strays("ac", {"a": [], "c": ["a", "b"]}, ended=True)
