"""A time that a plan counts from another moment than the indicator does is not bound."""

from django.conf import settings

from yingshang.city.plans import service as plans


def test_a_time_from_the_end_of_a_notice_is_no_time_from_acceptance(city, fang, now):
    path = settings.PACKAGE / "data" / "samples" / "990100-plan-2026.txt"
    plan = plans.import_plan(data=path.read_bytes(), name=path.name, region=city, by=fang, at=now)
    target = next(t for task in plan.tasks for t in task.targets if "公告期满" in t.span)
    found = {s.indicator: s for s in plans.suggest_bindings(target=target.id, at=now)}
    differs = found["simple-deregistration-max"].mismatches
    assert [m.field for m in differs] == ["start"]
    assert "公告期满" in differs[0].sentence
