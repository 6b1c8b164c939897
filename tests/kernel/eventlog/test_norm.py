"""A path beside a norm, and working beside waiting."""

from yingshang.kernel.eventlog import Fault, faults, replay, worked


def test_a_path_that_is_the_norm_has_no_fault():
    assert faults("abc", "abc") == ()


def test_every_kind_of_straying_has_its_name():
    assert faults("ac", "abc") == (Fault("skipped", "b"),)
    assert faults("abxc", "abc") == (Fault("extra", "x"),)
    assert faults("abbc", "abc") == (Fault("again", "b"),)
    assert faults("bca", "abc") == (Fault("order", "a"),)
    assert faults("", "a") == (Fault("skipped", "a"),)


def test_cases_are_counted_and_the_most_frequent_fault_stands_first():
    found = replay({("a", "b"): 6, ("b",): 3, ("b", "a"): 1}, "ab")
    assert (found.cases, found.fitting) == (10, 6)
    assert found.faults[0] == (Fault("skipped", "a"), 3)
    assert [fault.kind for fault, _n in found.faults] == ["skipped", "order"]


def test_work_runs_from_start_to_complete_and_waiting_since_the_last_complete():
    log = [("1", "a", 0, "start"), ("1", "a", 4, "complete"), ("1", "b", 9, "start"),
           ("1", "b", 10, "complete"), ("2", "b", 3, "complete")]  # fmt: skip
    b, a = sorted(worked(log, lambda start, end: end - start), key=lambda one: one.activity)[::-1]
    assert (a.working, a.waiting, a.unpaired) == (4, 0, 0)
    assert (b.working, b.waiting, b.count, b.unpaired) == (1, 5, 1, 1)


def test_without_starts_it_cannot_be_told():
    assert worked([("1", "a", 0, "complete")], lambda start, end: end - start) == ()
