"""Facts for those who look at how work is done: in order, in two queries, without free words."""

from case_samples import later

from yingshang.city.cases import service as cases


def test_facts_come_in_order_without_words_or_names(accepted, zhou, now):
    cases.note(ref=accepted.ref, text="申请人林晓来电，已书面告知", by=zhou, at=later(now, 1))
    (one,) = cases.event_facts(
        region="990100",
        since=now,
        until=later(now, 5),
        marks={"notice": ("书面告知",), "meeting": ("会审",)},
    )
    assert [fact.seq for fact in one.events] == sorted(fact.seq for fact in one.events)
    noted = next(fact for fact in one.events if fact.name == "noted")
    assert noted.said.marks == {"notice"}
    assert noted.said.length == len("申请人林晓来电，已书面告知")
    assert "林" not in repr(one)


def test_what_was_not_yet_known_is_left_out(accepted, zhou, now):
    cases.note(ref=accepted.ref, text="后来的记录", by=zhou, at=later(now, 30))
    (one,) = cases.event_facts(region="990100", since=now, until=later(now, 5))
    assert "noted" not in {fact.name for fact in one.events}


def test_the_applicant_is_not_of_the_offices(accepted, now):
    (one,) = cases.event_facts(region="990100", since=now, until=later(now, 5))
    assert {fact.name: fact.staff for fact in one.events}["submitted"] is False


def test_a_year_takes_two_queries(accepted, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(cases.event_facts(region="990100", since=now, until=later(now, 5)))
