"""Every fact lies under one nightly root, signed, and each root commits to all before it."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from case_samples import later, walk_to_decision
from django.conf import settings
from django.db import IntegrityError, transaction

from yingshang.adapters import signing
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import checkpoints as log
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import CaseEvent, Checkpoint, CheckpointSpan
from yingshang.kernel import chain
from yingshang.kernel.worktime import CST


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


def night(now: datetime, days: int = 1) -> datetime:
    """Five minutes past the midnight `days` days on."""
    return datetime(now.year, now.month, now.day, 0, 5, tzinfo=CST) + timedelta(days=days)


def covered() -> list[tuple[str, int]]:
    """Every (case, seq) under a checkpoint, as often as it is covered, in leaf order."""
    spans = CheckpointSpan.objects.order_by("checkpoint", "position")
    return [(s.case_id, seq) for s in spans for seq in range(s.first_seq, s.last_seq + 1)]


def test_all_facts_before_midnight_are_leaves_in_the_order_of_case_and_place(accepted, ma, wu, now):
    walk_to_decision(accepted.ref, ma, wu, now)
    made = cases.make_checkpoint(at=night(now, 9), by=SYSTEM)
    rows = CaseEvent.objects.order_by("case_id", "seq")
    assert made.size == made.total == len(rows)
    leaves = [f"{row.case_id}\n{row.seq}\n{row.hash}".encode() for row in rows]
    assert made.root == chain.merkle_root(leaves)
    assert covered() == [(row.case_id, row.seq) for row in rows]


def test_the_head_is_signed_and_names_the_one_before(opened, zhou, now):
    first = cases.make_checkpoint(at=night(now), by=SYSTEM)
    cases.accept(ref=opened.ref, by=zhou, at=later(now, 30))
    second = cases.make_checkpoint(at=night(now, 3), by=SYSTEM)
    key = signing.signer(settings.SIGNING).public
    for made in (first, second):
        text = chain.canonical(made.head)
        assert sha256(text).hexdigest() == made.hash
        assert signing.verify(key.hex, text, made.signature)
    assert (first.head["previous"], second.head["previous"]) == ("", first.hash)
    assert second.total == first.total + second.size
    assert second.head["cutoff"] == "2026-03-04T16:00:00+00:00"


def test_a_fact_of_the_new_day_waits_for_the_next_night(opened, zhou, now):
    cases.accept(ref=opened.ref, by=zhou, at=datetime(2026, 3, 3, 0, 0, tzinfo=CST))
    before = [e.seq for e in cases.timeline(zhou, opened.ref) if e.at < night(now) and e.seq == 1]
    cases.make_checkpoint(at=night(now), by=SYSTEM)
    assert covered() == [(opened.ref, seq) for seq in before]
    cases.make_checkpoint(at=night(now, 2), by=SYSTEM)
    facts = CaseEvent.objects.filter(case=opened.ref).order_by("seq")
    assert covered() == [(opened.ref, row.seq) for row in facts]


def test_the_same_night_twice_is_one_checkpoint(opened, now):
    first = cases.make_checkpoint(at=night(now), by=SYSTEM)
    again = cases.make_checkpoint(at=night(now) + timedelta(hours=9), by=SYSTEM)
    assert again == first
    assert Checkpoint.objects.count() == 1


def test_a_night_without_facts_has_a_checkpoint_too(opened, now):
    cases.make_checkpoint(at=night(now), by=SYSTEM)
    quiet = cases.make_checkpoint(at=night(now, 2), by=SYSTEM)
    assert (quiet.number, quiet.size, quiet.total) == (2, 0, 1)
    assert quiet.root == sha256(b"").hexdigest()


def test_no_checkpoint_is_made_before_one_that_stands(opened, now):
    cases.make_checkpoint(at=night(now, 5), by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        cases.make_checkpoint(at=night(now, 4), by=SYSTEM)
    assert refused.value.code == "overtaken"


def test_only_the_system_makes_checkpoints(opened, shen, now):
    with pytest.raises(Refusal) as refused:
        cases.make_checkpoint(at=night(now), by=shen)
    assert refused.value.code == "not-yours"


def test_an_entry_with_an_old_date_goes_into_the_next_checkpoint(opened, items, lin, now):
    """Handled on paper during an outage: its own moment lies before a night that is past."""
    cases.make_checkpoint(at=night(now, 3), by=SYSTEM)
    spec = cases.CaseSpec(
        item="test-permit", region=items, form=opened.form, by=lin, at=now, party=lin.party
    )
    (old,) = cases.bulk([spec])
    cases.make_checkpoint(at=night(now, 4), by=SYSTEM)
    assert covered() == [(opened.ref, 1), (old, 1)]


def test_a_hole_among_the_facts_stops_the_checkpoint(accepted, now):
    CaseEvent.objects.filter(case=accepted.ref, seq=1).delete()
    with pytest.raises(Refusal) as refused:
        cases.make_checkpoint(at=night(now), by=SYSTEM)
    assert refused.value.code == "facts-missing"
    assert accepted.ref in refused.value.sentence
    assert not Checkpoint.objects.exists()


def test_the_database_takes_no_fact_twice(opened, now):
    made = cases.make_checkpoint(at=night(now), by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckpointSpan.objects.create(
            checkpoint_id=made.number, case_id=opened.ref, first_seq=1, last_seq=1, position=7
        )


def test_the_published_log_holds_every_head_and_the_keys(opened, now):
    for days in (1, 2, 3):
        cases.make_checkpoint(at=night(now, days), by=SYSTEM)
    published = json.loads(json.dumps(cases.checkpoint_log()))
    assert [entry["head"]["number"] for entry in published["checkpoints"]] == [1, 2, 3]
    assert published["keys"] == cases.public_keys()
    assert [c.number for c in cases.checkpoints(limit=2)] == [3, 2]


def test_a_restored_database_that_counts_transactions_anew_is_settled(opened, now, monkeypatch):
    monkeypatch.setattr(log, "_transactions", lambda: (900, 905))
    cases.make_checkpoint(at=night(now), by=SYSTEM)
    first = Checkpoint.objects.get()
    assert first.settled_id == 0  # some of 900 to 905 may have drawn a number and not yet written
    monkeypatch.setattr(log, "_transactions", lambda: (40, 41))
    cases.make_checkpoint(at=night(now, 2), by=SYSTEM)
    assert Checkpoint.objects.get(number=2).settled_id == first.top_id > 0


def test_what_was_running_is_looked_for_until_it_has_ended(opened, now, monkeypatch):
    for days, (low, high) in enumerate([(900, 905), (903, 950), (905, 960), (960, 960)], start=1):
        monkeypatch.setattr(log, "_transactions", lambda pair=(low, high): pair)
        cases.make_checkpoint(at=night(now, days), by=SYSTEM)
    tops = Checkpoint.objects.order_by("number").values_list("top_id", "settled_id")
    top = tops[0][0]
    assert [settled for _, settled in tops] == [0, 0, top, top]
