"""The leader's page: kept, late, open and untold add up; nothing unknown is hidden."""

from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.plans import service as plans
from yingshang.surfaces.dashboard.views.leader import _twins


def test_the_page_counts_everything_once_and_leads_down(measured, as_reader, shen, today):
    he = as_reader("he")
    page = he.get("/cockpit/leader/").content.decode()
    found = plans.learning.look_over(shen, region=measured, as_of=today)
    assert sum(found.counts.values()) == found.total > 0
    assert found.known + found.untold == found.total
    assert found.untold
    assert "说不清" in page
    assert found.answer == ("late" if found.counts["late"] else "partly")
    assert found.worst
    assert all(one.group in ("late", "behind") for one in found.worst)
    assert all(one.group == "kept" for one in found.best)
    for one in (*found.worst, *found.best):
        assert f"/cockpit/promises/{one.promise.target.id}/" in page
    for show, number in (("late", found.counts["late"]), ("untold", found.untold)):
        below = he.get(f"/cockpit/?show={show}&more=1").content.decode()
        assert f"{number} 项承诺" in below


def test_the_page_asks_a_fixed_number_of_questions(measured, as_reader):
    he = as_reader("he")
    he.get("/cockpit/leader/")
    with CaptureQueriesContext(connection) as asked:
        answer = he.get("/cockpit/leader/")
    assert answer.status_code == 200
    assert len(asked) <= 45


def test_two_promises_of_one_task_say_which_each_is():
    def row(task, target):
        return SimpleNamespace(
            promise=SimpleNamespace(
                task=SimpleNamespace(id=task), target=SimpleNamespace(id=target)
            )
        )

    assert _twins([row(1, 10), row(1, 11), row(2, 20), row(2, 20)]) == {1}
