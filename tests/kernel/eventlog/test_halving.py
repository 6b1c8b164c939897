"""What would halve the time of a log, told from times that its own cases kept."""

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.eventlog import LogEvent, discover, halve

MINUTE = 60_000_000


def _log(*times: tuple[int, ...]) -> list[LogEvent]:
    """Cases of a, b, c, …, minutes between them."""
    return [
        LogEvent(str(case), "abcdef"[place], sum(spent[:place]) * MINUTE)
        for case, spent in enumerate(times)
        for place in range(len(spent) + 1)
    ]


def test_the_transition_that_some_are_quick_at_is_held_to_the_half() -> None:
    [one] = halve(discover(_log((10, 10), (10, 20), (10, 200), (10, 200), (10, 15))))
    assert (one.before, one.after, one.most) == ("b", "c", 20)
    assert one.share == 360 / 495


def test_where_the_half_is_not_enough_the_quarter_is() -> None:
    [one] = halve(discover(_log((10,), (90,), (100,), (110,), (100,))))
    assert (one.most, one.share) == (90, 40 / 410)


def test_what_always_takes_the_same_saves_nothing() -> None:
    assert halve(discover(_log((30, 30), (30, 30)))) == ()
    assert halve(discover([])) == ()


@given(st.lists(st.tuples(*[st.integers(0, 500)] * 3), min_size=1, max_size=20))
def test_the_shares_are_what_the_bounds_save(times: list[tuple[int, ...]]) -> None:
    found = discover(_log(*times))
    most = {(one.before, one.after): one.most for one in halve(found)}
    whole = sum(map(sum, times))
    kept = sum(
        min(one, -(-most.get(("abcd"[at], "abcd"[at + 1]), one) // 1))
        for spent in times
        for at, one in enumerate(spent)
    )
    shares = sum(one.share for one in halve(found))
    assert abs(shares - ((whole - kept) / whole if whole else 0)) < 1e-9
