"""Many cases at once: the same facts as verb by verb, and no half-written chunk."""

import json

import pytest
from case_items import FORM
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.city.notify import service as notify


def history(lin, zhou, ma, wu, now):
    return (
        cases.Act("ask_correction", later(now, 1), zhou, {"items": ["场所证明"]}),
        cases.Act("supply", later(now, 2), lin, {"form": {"seats": "50"}}),
        cases.Act("accept", later(now, 3), zhou),
        cases.Act("complete_step", later(now, 4), ma, {"step": "review"}),
        cases.Act("complete_step", later(now, 5), wu, {"step": "tax"}),
        cases.Act("complete_step", later(now, 6), ma, {"step": "site", "opinion": "合格"}),
        cases.Act("complete_step", later(now, 7), ma, {"step": "sign"}),
        cases.Act("decide", later(now, 8), ma, {"outcome": "granted"}),
        cases.Act("close", later(now, 9), zhou, {"channel": "window"}),
    )


def spec(lin, now, **change):
    values = {
        "item": "test-permit",
        "region": "990100",
        "form": FORM,
        "by": lin,
        "at": now,
        "party": lin.party,
    }
    return cases.CaseSpec(**{**values, **change})


def test_a_history_stands_as_if_done_verb_by_verb(items, lin, zhou, ma, wu, now):
    acts = history(lin, zhou, ma, wu, now)
    (ref,) = cases.bulk([spec(lin, now, acts=acts)])
    single = cases.open_case(
        item="test-permit", region=items, form=FORM, party=lin.party, channel="web", by=lin, at=now
    )
    for act in acts:
        getattr(cases, act.verb)(ref=single.ref, by=act.by, at=act.at, **act.args)
    left, right = Case.objects.get(ref=ref), Case.objects.get(ref=single.ref)
    differing = {"ref", "last_hash"}
    names = [f.attname for f in Case._meta.concrete_fields if f.attname not in differing]
    assert [getattr(left, n) for n in names] == [getattr(right, n) for n in names]
    told = [
        [(e.name, e.text.replace(case[-6:], "n"), e.at) for e in cases.timeline(lin, case)]
        for case in (ref, single.ref)
    ]
    assert told[0] == told[1]
    assert cases.verify_chain().cases == 2


def test_no_messages_are_sent_for_history(items, lin, zhou, ma, wu, now):
    cases.bulk([spec(lin, now, acts=history(lin, zhou, ma, wu, now))])
    assert notify.inbox([f"party:{lin.party}", "unit:990100-hall"]) == []


def test_numbers_run_on_in_the_order_given(items, lin, now):
    cases.bulk([spec(lin, now)])
    assert cases.bulk([spec(lin, now), spec(lin, later(now, 1))]) == [
        "990100-2026-000002",
        "990100-2026-000003",
    ]


def test_a_refused_act_names_its_case_and_nothing_of_the_chunk_is_written(items, lin, ma, now):
    wrong = cases.Act("decide", later(now, 1), ma, {"outcome": "granted"})
    with pytest.raises(Refusal) as refusal:
        cases.bulk([spec(lin, now), spec(lin, now, acts=(wrong,))])
    assert "case 1" in refusal.value.__notes__[0]
    assert Case.objects.count() == 0


def test_a_page_of_the_queue_costs_the_same_for_any_number_of_rows(
    items, lin, zhou, now, django_assert_max_num_queries
):
    cases.bulk([spec(lin, later(now, n / 10)) for n in range(60)])
    with django_assert_max_num_queries(8):
        page = cases.queue(zhou, at=later(now, 24 * 30), size=30)
    assert page.total == 60
    assert page.counts["red"] == 60
    assert page.previous == ""
    second = cases.queue(zhou, at=later(now, 24 * 30), size=30, after=page.next)
    assert second.next == ""
    rows = [*page.rows, *second.rows]
    assert len({row.ref for row in rows}) == 60
    dues = [row.due_at for row in rows]
    assert dues == sorted(dues)
    back = cases.queue(zhou, at=later(now, 24 * 30), size=30, before=second.previous)
    assert back.rows == page.rows


def test_a_broken_place_in_a_list_is_its_beginning(items, lin, zhou, now):
    cases.bulk([spec(lin, later(now, n)) for n in range(5)])
    first = cases.queue(zhou, at=now, size=2)
    for broken in ("x", "%%%", "é", "bm90aGluZw", first.next[:-9]):
        assert cases.queue(zhou, at=now, size=2, after=broken).rows == first.rows, broken


def test_the_lamp_of_a_row_is_the_lamp_the_database_counts(items, lin, zhou, now):
    cases.bulk([spec(lin, later(now, 24 * n)) for n in range(9)])
    page = cases.queue(zhou, at=later(now, 24 * 9))
    shown = [row.lamp for row in page.rows]
    assert {lamp: shown.count(lamp) for lamp in page.counts} == page.counts
    assert len([n for n in page.counts.values() if n]) == 3
    red = cases.queue(zhou, at=later(now, 24 * 9), lamp="red")
    assert red.total == page.counts["red"]
    assert all(row.lamp == "red" for row in red.rows)


def test_what_was_entered_later_says_so_in_its_events(items, lin, zhou, now):
    paper = {"no": "ZZ-000017"}
    accept = cases.Act("accept", later(now, 1), zhou, entered_at=later(now, 30))
    one = spec(lin, now, acts=(accept,), entered_at=later(now, 29), facts={"paper": paper})
    (ref,) = cases.bulk([one])
    events = list(CaseEvent.objects.filter(case=ref).order_by("seq").values_list("name", "data"))
    told = {name: json.loads(data) if isinstance(data, str) else data for name, data in events}
    assert told["submitted"]["paper"] == paper
    assert told["submitted"]["entered_at"] == later(now, 29).isoformat()
    assert told["accepted"]["entered_at"] == later(now, 30).isoformat()
    assert cases.verify_chain().cases == 1


def test_nothing_is_entered_before_it_was_done(items, lin, zhou, now):
    accept = cases.Act("accept", later(now, 1), zhou, entered_at=now)
    with pytest.raises(ValueError, match="before it was done"):
        cases.bulk([spec(lin, now, acts=(accept,))])
