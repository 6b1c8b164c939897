"""What a log says of itself."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.eventlog import LogEvent, summarise

HOUR = 3_600_000_000


def test_events_are_ordered_by_time_and_ties_as_they_came():
    events = [
        LogEvent("1", "办结", 5), LogEvent("1", "受理", 1), LogEvent("2", "受理", 3),
        LogEvent("1", "审查", 5), LogEvent("2", "受理", 2),
    ]  # fmt: skip
    found = summarise(events)
    assert found.variants == {("受理", "办结", "审查"): 1, ("受理", "受理"): 1}
    assert (found.cases, found.events, found.first, found.last) == (2, 5, 1, 5)
    assert found.follows["受理", "办结"] == 1


def test_a_single_event_spans_nothing():
    found = summarise([LogEvent("1", "a", 0), LogEvent("2", "a", 0), LogEvent("2", "b", 3 * HOUR)])
    assert (found.median_throughput_hours, found.median_all_hours, found.single) == (3.0, 1.5, 1)
    assert summarise([]).median_throughput_hours is None


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("abc"), st.integers(-9, 9))))
def test_counts_agree_with_a_second_way_of_counting(rows):
    found = summarise(LogEvent(*row) for row in rows)
    traces = {
        case: [r for r in sorted(rows, key=lambda r: r[2]) if r[0] == case] for case, _a, _t in rows
    }
    paths = [tuple(a for _c, a, _t in trace) for trace in traces.values()]
    assert found.cases == len(traces)
    assert found.events == len(rows)
    assert found.activities == Counter(a for _c, a, _t in rows)
    assert found.variants == Counter(paths)
    assert found.starts == Counter(path[0] for path in paths)
    assert found.ends == Counter(path[-1] for path in paths)
    assert found.follows == Counter(pair for path in paths for pair in pairwise(path))
    assert sorted(found.durations) == sorted(
        t[-1][2] - t[0][2] for t in traces.values() if len(t) > 1
    )


def test_what_is_equally_frequent_stands_in_one_order_whatever_the_order_of_the_file():
    rows = [LogEvent(str(n), one, n) for n, one in enumerate("cabbca")]
    for events in (rows, rows[::-1]):
        found = summarise(events)
        assert [path for path, _n in found.variants.most_common()] == [("a",), ("b",), ("c",)]
        assert [name for name, _n in found.activities.most_common()] == ["a", "b", "c"]
