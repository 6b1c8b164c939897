"""The history of an open series: what is withheld of it is withheld in every entry and every hash.

A month that changed by a few cases is not told twice: neither side by side in one entry nor in two
entries that lie apart, nor by a hash of it that can be found by trying all small numbers.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from json import dumps

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.indicators.few import FEW_WORDS
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.open_data import revision_of, row_of
from yingshang.city.indicators.open_revisions import _changes, _shown_together, _stood, _Version

SMALL = 5
T0 = datetime(2026, 4, 1, tzinfo=UTC)
PAIR = st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def stood(*pairs, statistic="share"):
    """One month as (cases, part) after one another, a day each."""
    found = []
    for day, (cases, part) in enumerate(pairs):
        share = Decimal(100 * part) / cases if cases else None
        reason = "" if cases else "本期没有可统计的办件"
        one = ValueView("x", "990100", "2026-03", "month", share, "%", part, cases)
        one = replace(one, missing_reason=reason)
        until = T0 + timedelta(days=day + 1) if day + 1 < len(pairs) else None
        row = row_of(one, SMALL, statistic)
        found.append(_Version(T0 + timedelta(days=day), until, one, row))
    return found


def entries(versions, statistic="share"):
    """Every change as the feed has it, the oldest first."""
    may = _shown_together(versions, statistic, SMALL)
    before, found = {}, []
    for one in versions:
        now = {v.value.period: v for v in versions if _stood(v, one.since)}
        found += _changes(before, now, {"2026-03"}, may)
        before = now
    return found


def told_cases(changes):
    rows = [row for one in changes for row in (one.before, one.after) if row is not None]
    return {row.cases for row in rows if row.cases is not None}


def test_a_number_that_was_corrected_by_few_stands_in_no_older_entry():
    """20 cases, then 22: the entry by which the month first came says 20 no more."""
    first, second = entries(stood((20, 10), (22, 10)))
    assert (first.after.status, first.after.value, first.after.cases) == ("withheld", None, None)
    assert (second.before.status, second.told) == ("withheld", False)
    assert (second.after.cases, second.after.status) == (22, "final")
    assert first.told is False


def test_versions_that_do_not_follow_each_other_are_compared_too():
    """20, 40, then 22: 40 is far from both, and 20 and 22 tell of two cases."""
    changes = entries(stood((20, 10), (40, 20), (22, 11)))
    assert told_cases(changes) == {40, 22}


@given(st.lists(PAIR, min_size=1, max_size=5))
def test_no_two_numbers_of_a_month_in_the_feed_are_few_apart(pairs):
    versions = stood(*pairs)
    may = _shown_together(versions, "share", SMALL)
    said = [v.value for v in versions if id(v) in may]
    for one in said:
        for other in said:
            for then, now in (
                (one.denominator, other.denominator),
                (one.numerator, other.numerator),
                (one.denominator - one.numerator, other.denominator - other.numerator),
            ):
                assert not 0 < abs(then - now) < SMALL
    assert versions[-1].value in said  # the table says it anyhow


@given(st.lists(PAIR, min_size=1, max_size=5))
def test_two_series_of_the_same_cases_keep_back_the_same_numbers_of_cases(pairs):
    """What one series says of the cases of a month the other does not withhold for it to tell."""
    shares, means = stood(*pairs), stood(*pairs, statistic="mean")
    both = told_cases(entries(shares)) | told_cases(entries(means, "mean"))
    assert not any(0 < abs(one - other) < SMALL for one in both for other in both)


ONE = type("One", (), {"code": "x", "name": "甲", "owner": "bureau"})()
TERMS = type("Terms", (), {"licence": "某", "licence_url": ""})()


def test_a_revision_is_no_digest_that_can_be_tried_out(settings):
    """Who knows all but a small number must not find it by hashing every one of them."""
    row = stood((20, 10))[0].row
    made = revision_of("edition", ONE, "990100", TERMS, [row])
    said = ["990100", "x", "甲", "bureau", "某", ""]
    tried = dumps(["edition", said, [list(vars(row).values())]]).encode()
    assert made != sha256(tried).hexdigest()[:16]
    assert made == revision_of("edition", ONE, "990100", TERMS, [row])
    settings.SECRET_KEY = "another platform, another secret"
    assert made != revision_of("edition", ONE, "990100", TERMS, [row])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_month_says_the_same_in_whatever_language_it_is_first_read(language):
    few = ValueView("x", "990100", "2026-03", "month", Decimal(2), "天", None, 12, few=True)
    with translation.override(language):
        row = row_of(few, SMALL, "mean")
        words = str(FEW_WORDS)
    assert row.reason.startswith("小样本")
    assert (words == row.reason) is (language == "zh-hans")
