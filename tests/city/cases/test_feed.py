"""The feed of events: everything that one may see, once, in an order that nothing can slip into."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from case_items import FORM, PERMIT
from case_samples import later, walk_to_decision
from django.db import connection, transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Scope
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify


def all_of(actor, limit=100):
    """Every event that the feed tells, page after page, and the last cursor."""
    cursor, found = "", []
    while True:
        page = cases.feed(actor, cursor=cursor, limit=limit)
        found += page.events
        cursor = page.cursor
        if not page.more:
            return found, cursor


# On PostgreSQL a test's own transaction is open, and its events are not told: hence real commits.
@pytest.mark.django_db(transaction=True)
@pytest.mark.alone
class TestCommitted:
    @pytest.fixture
    def place(self, city, now):
        definitions.publish(
            kind="item", code=PERMIT["code"], region="", body=PERMIT, by=SYSTEM, at=now
        )
        return city

    @pytest.fixture
    def walked(self, place, lin, zhou, ma, wu, now):
        ref = self.open(place, now, lin).ref
        cases.accept(ref=ref, by=zhou, at=later(now, 1))
        walk_to_decision(ref, ma, wu, now)
        return ref

    def open(self, place, now, by):
        return cases.open_case(
            item="test-permit",
            region=place,
            form=FORM,
            party=by.party,
            channel="web",
            by=by,
            at=now,
        )

    @pytest.mark.parametrize("limit", [1, 3, 500])
    def test_every_event_is_told_once_in_order(self, walked, ma, limit):
        found, cursor = all_of(ma, limit)
        assert [e.seq for e in found] == list(range(1, len(found) + 1))
        assert len(found) == CaseEvent.objects.count()
        assert {e.ref for e in found} == {walked}
        assert cases.feed(ma, cursor=cursor).events == ()

    def test_who_may_not_see_the_case_hears_nothing_of_it(self, walked, wu, qin, lin, now):
        assert len(all_of(wu)[0]) == len(all_of(lin)[0]) > 5
        grid = replace(wu, id="hu", unit="990100-grid")
        elsewhere = replace(wu, region="990200", unit="990200-tax")
        for stranger in (qin, grid, elsewhere):
            assert all_of(stranger)[0] == []

    def test_the_feed_holds_no_personal_data(self, walked, ma):
        text = str(all_of(ma)[0])
        for secret in ("林晓", "110105199005120022", "13800000001", "1990-05-12", "'lin'"):
            assert secret not in text

    def test_the_end_is_behind_everything_told(self, walked, place, ma, lin, now):
        end = cases.feed_end()
        assert cases.feed(ma, cursor=end).events == ()
        ref = self.open(place, now, lin).ref
        assert [e.ref for e in cases.feed(ma, cursor=end).events] == [ref]

    def test_a_transaction_that_commits_late_is_not_passed_over(self, walked, place, ma, lin, now):
        """It draws its rows first and commits last, while the reader reads twice."""
        written, go_on, late = threading.Event(), threading.Event(), []

        def slow():
            try:
                with transaction.atomic():
                    late.append(cases.note(ref=walked, by=ma, at=later(now, 20), text="慢").ref)
                    written.set()
                    go_on.wait(20)
            finally:
                connection.close()

        start = cases.feed_end()
        thread = threading.Thread(target=slow)
        thread.start()
        assert written.wait(20)
        told = []
        if connection.vendor == "postgresql":  # SQLite lets nobody else write meanwhile
            fast = self.open(place, now, lin).ref
        page = cases.feed(ma, cursor=start)
        told += page.events
        go_on.set()
        thread.join(20)
        if connection.vendor == "sqlite":
            fast = self.open(place, now, lin).ref
        page = cases.feed(ma, cursor=page.cursor)
        told += page.events
        assert [(e.ref, e.name) for e in told if e.name == "noted"] == [(walked, "noted")]
        assert sum(e.ref == fast for e in told) == 1
        rows = dict(CaseEvent.objects.filter(seq__gt=0).values_list("hash", "id"))
        ids = [rows[e.hash] for e in told]
        assert ids == sorted(ids)  # here the late one began first

    def test_an_older_transaction_with_a_later_row_comes_in_its_place(self, walked, ma, now, place):
        """Begun first, row drawn last: by row number alone one of the two would be skipped."""
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        begun, draw, drawn, go_on = (threading.Event() for _ in range(4))

        def old():
            try:
                with transaction.atomic():
                    with connection.cursor() as db:
                        db.execute("SELECT pg_current_xact_id()")
                    begun.set()
                    draw.wait(20)
                    cases.note(ref=walked, by=ma, at=later(now, 20), text="先开始")
                    drawn.set()
            finally:
                connection.close()

        def young():
            try:
                with transaction.atomic():
                    cases.open_case(
                        item="test-permit",
                        region="990200",
                        form=FORM,
                        party=None,
                        channel="web",
                        by=SYSTEM,
                        at=now,
                    )
                    draw.set()
                    go_on.wait(20)
            finally:
                connection.close()

        start = cases.feed_end()
        first, second = threading.Thread(target=old), threading.Thread(target=young)
        first.start()
        assert begun.wait(20)
        second.start()
        assert drawn.wait(20)
        first.join(20)
        page = cases.feed(SYSTEM, cursor=start)
        told = list(page.events)
        assert [e.name for e in told] == ["noted"]
        go_on.set()
        second.join(20)
        told += cases.feed(SYSTEM, cursor=page.cursor).events
        assert [e.name for e in told] == ["noted", "submitted"]

    def test_reading_the_feed_costs_as_many_queries_for_many_events(
        self, walked, ma, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(3):
            assert len(cases.feed(ma, limit=500).events) > 5

    @pytest.mark.parametrize(
        "cursor", ["x", "1", "1.x", "-1.2", "1.2.3", "²." + "1", "1." + "9" * 30]
    )
    def test_a_cursor_that_is_none_is_refused(self, db, cursor, ma):
        with pytest.raises(ValueError, match=r".*"):
            cases.feed(ma, cursor=cursor)

    # --- receivers are told of it

    @pytest.fixture
    def tax(self, place, fang, now):
        accounts.register_system(
            code="tax-core",
            name="税务核心系统",
            unit="990100-tax",
            scopes=[Scope.EVENTS, Scope.WEBHOOKS],
            by=fang,
            at=now,
        )
        receiver, _secret = notify.add_receiver(
            owner="system:tax-core",
            url="https://93.184.215.14/",
            topics=["case.decided", "case.step-opened"],
            at=now,
        )
        return receiver

    def test_what_happened_waits_for_those_who_want_it_and_may_know(self, tax, walked, fang, now):
        grid = accounts.register_system(
            code="grid-core",
            name="电力系统",
            unit="990100-grid",
            scopes=[Scope.WEBHOOKS],
            by=fang,
            at=now,
        )
        notify.add_receiver(owner=grid.owner, url="https://93.184.215.14/", at=now)
        assert cases.fan_out(at=now) > 1
        assert cases.fan_out(at=now) == 0
        made = notify.deliveries()
        assert {d.owner for d in made} == {"system:tax-core"}
        assert {d.topic for d in made} == {"case.decided", "case.step-opened"}

    def test_what_is_sent_is_thin(self, tax, walked, now):
        from yingshang.city.notify.models import Delivery

        cases.fan_out(at=now)
        body = json.loads(Delivery.objects.get(topic="case.decided").body)
        assert body["type"] == "case.decided"
        assert set(body["data"]) == {"ref", "seq", "item", "unit", "hash"}

    def test_a_stopped_system_is_told_nothing(self, tax, walked, fang, now):
        accounts.set_system_active(code="tax-core", active=False, by=fang, at=now)
        assert cases.fan_out(at=now) == 0

    def test_the_cursor_of_a_receiver_moves_past_what_it_may_not_know(self, tax, walked, now):
        cases.fan_out(at=now)
        receiver = notify.receivers(owner="system:tax-core")[0]
        assert receiver.cursor
        later_on = now + timedelta(days=1)
        assert cases.fan_out(at=later_on) == 0
