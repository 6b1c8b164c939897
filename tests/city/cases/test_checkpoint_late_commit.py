"""A transaction that commits late is not passed over: two connections, really interleaved."""

import threading
from datetime import datetime, timedelta

import pytest
from case_items import FORM, PERMIT
from django.db import connection, transaction

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent, Checkpoint, CheckpointSpan
from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import CST

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


@pytest.fixture
def place(city, now):
    definitions.publish(kind="item", code=PERMIT["code"], region="", body=PERMIT, by=SYSTEM, at=now)
    return city


def open_one(place: str, at: datetime) -> str:
    return cases.open_case(
        item="test-permit", region=place, form=FORM, party=None, channel="web", by=SYSTEM, at=at
    ).ref


class Slow(threading.Thread):
    """Opens a case in a transaction of its own and commits only when told to."""

    def __init__(self, place: str, at: datetime) -> None:
        super().__init__()
        self.place, self.at, self.ref = place, at, ""
        self.written, self.go_on = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.ref = open_one(self.place, self.at)
                self.written.set()
                self.go_on.wait(20)
        finally:
            connection.close()


def all_covered() -> set[tuple[str, int]]:
    return {
        (s.case_id, seq)
        for s in CheckpointSpan.objects.all()
        for seq in range(s.first_seq, s.last_seq + 1)
    }


def test_what_was_written_before_and_committed_after_a_checkpoint_is_in_the_next(place, now):
    open_one(place, now)
    slow = Slow("990200", now)  # a region of its own: on PostgreSQL it keeps no number locked
    slow.start()
    assert slow.written.wait(20)
    if connection.vendor == "postgresql":
        open_one(place, now)  # draws a later number and is committed first
    midnight = datetime(2026, 3, 3, 0, 1, tzinfo=CST)
    reading = threading.Thread(target=slow.go_on.set)
    if connection.vendor == "sqlite":  # its one writer holds the lock: the checkpoint waits for it
        reading = threading.Timer(0.3, slow.go_on.set)
    else:
        cases.make_checkpoint(at=midnight, by=SYSTEM)
    reading.start()
    if connection.vendor == "sqlite":
        cases.make_checkpoint(at=midnight, by=SYSTEM)
    slow.join(20)
    reading.join(20)
    first = Checkpoint.objects.get()
    assert slow.ref not in {ref for ref, _ in all_covered()}
    id_of_late = CaseEvent.objects.filter(case=slow.ref).latest("id").id
    if connection.vendor == "postgresql":
        assert first.settled_id < id_of_late < first.top_id
    cases.make_checkpoint(at=midnight + timedelta(days=1), by=SYSTEM)
    assert all_covered() == set(CaseEvent.objects.values_list("case_id", "seq"))


def test_two_processes_that_make_the_same_night_make_one(place, now):
    open_one(place, now)
    told: list[str] = []
    start = threading.Barrier(2)

    def make() -> None:
        start.wait(20)
        try:
            cases.make_checkpoint(at=now + timedelta(days=1), by=SYSTEM)
            told.append("made")
        except cases.Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    pair = [threading.Thread(target=make) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join(20)
    assert set(told) <= {"made", "overtaken"}
    assert "made" in told
    assert Checkpoint.objects.count() == 1
    assert len(all_covered()) == CheckpointSpan.objects.count() == 1
