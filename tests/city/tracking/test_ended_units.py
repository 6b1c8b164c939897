"""The tasks of a unit that went into another one: seen by its heir, and started anew with it."""

from dataclasses import replace
from datetime import date

import pytest
from ledger_sample import day, evidence

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import addresses

HEIR = "990100-data"
PLAN = (
    "青岚市2026年优化营商环境行动方案\n一、主要任务\n（一）压缩企业开办时间。"
    "优化流程。\n牵头单位：市河湖事务中心\n青岚市人民政府办公室\n2026年1月5日\n"
)


@pytest.fixture
def heir(deng):
    return replace(deng, id="heir", unit=HEIR)


@pytest.fixture
def closed(city, shen, deng, fang):
    """A task of a centre, closed; then the centre went into the data bureau."""
    said = {"region": city, "printed": "", "name": "市河湖事务中心", "kind": "institution"}
    unit = plans.register_unit(**said, by=shen, at=day(1, 5))
    who = replace(deng, unit=unit)
    plan = plans.import_plan(data=PLAN.encode(), name="a.txt", region=city, by=shen, at=day(1, 6))
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=who, at=day(1, 8))
    given = {"percent": 100, "progress": "已办结", "files": [evidence()]}
    plans.report_progress(ref=ref, **given, by=who, at=day(2, 9))
    plans.ask_close(ref=ref, words="已办结", by=who, at=day(2, 9))
    for at, by in ((10, shen), (11, fang)):
        plans.verify_closing(ref=ref, passed=True, opinion="已核", by=by, at=day(2, at))
        if Track.objects.get(ref=ref).stage == "verified":
            break
    plans.close_task(ref=ref, by=shen, at=day(2, 12))
    merged = {"unit": unit, "on": date(2026, 3, 1), "basis": "x", "successor": HEIR}
    accounts.end_unit(**merged, by=shen, at=day(3, 2))
    return ref


def test_the_heir_reads_what_the_unit_did_and_does_nothing_to_it(closed, heir, wu):
    assert cases.visible_refs(heir, [closed]) == {closed}
    assert cases.case_for(heir, closed).state == "closed"
    assert [one.ref for one in plans.my_tasks(heir, at=day(3, 3))] == [closed]
    assert cases.visible_refs(wu, [closed]) == set()
    assert f"unit:{accounts.answers_for(HEIR)[1]}" in addresses(heir)


def test_the_secret_address_of_its_calendar_ends_with_it(city, shen, deng):
    """Who knew it is not thereby among those of the heir, which has its own."""
    said = {"region": city, "printed": "", "name": "市河湖事务中心", "kind": "institution"}
    unit = plans.register_unit(**said, by=shen, at=day(1, 5))
    mine = supervision.make_feed(kind="unit", by=replace(deng, unit=unit), at=day(1, 6))
    merged = {"unit": unit, "on": date(2026, 3, 1), "basis": "x", "successor": HEIR}

    def ask(number):
        return supervision.calendar_feed(mine, at=day(3, number), link=lambda kind, ref: "")

    assert "市河湖事务中心" in ask(1).data.decode()
    accounts.end_unit(**merged, by=shen, at=day(3, 2))
    with pytest.raises(accounts.NotVisible):
        ask(2)
    accounts.restore_unit(unit=unit, why="登记错了", by=shen, at=day(3, 3))
    assert "市河湖事务中心" in ask(3).data.decode()


def test_who_went_into_a_unit_is_known_without_looking_through_the_register(closed):
    """It is asked for every case of a list."""
    assert accounts.answers_for(HEIR) == (HEIR, accounts.answers_for(HEIR)[1])
    assert accounts.answers_for("990100-land") == ("990100-land",)
    assert accounts.answers_for(None) == accounts.answers_for("") == ()


def test_the_look_back_stands_in_the_heirs_calendar_and_starts_the_task_anew_with_it(
    closed, heir, shen
):
    due = [one for one in plans.dated_work("990100", at=day(3, 3)) if one.kind == "look_back"]
    assert [one.unit for one in due] == [HEIR]
    assert due == [
        one
        for one in plans.dated_work("990100", at=day(3, 3), unit=HEIR)
        if one.kind == "look_back"
    ]
    at = day(due[0].due_on.month, due[0].due_on.day)
    plans.open_look_backs(at=at, by=shen)
    assert "回头看" in notify.inbox([f"unit:{HEIR}"])[0].title
    plans.look_back(ref=closed, kept=False, words="回升", due=date(2026, 12, 30), by=shen, at=at)
    track = Track.objects.get(ref=closed)
    assert (track.unit, track.stage, track.contact) == (HEIR, "unsigned", "")
    told = " ".join(str(one) for one in cases.timeline(shen, closed))
    assert "“市河湖事务中心”已并入“市数据局”，由其接办。" in told
    plans.sign_task(ref=closed, contact="马超", phone="0999-1234567", by=heir, at=at)
