"""A draft is tried with the time to decide as it really ran: after the lower level's review."""

from later_life import applied, day, officer

from yingshang.city.cases import service as cases
from yingshang.city.cases._load import take
from yingshang.city.cases._trial_rules import late
from yingshang.city.definitions import service as definitions

FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "school": "明禾培训",
    "address": "东城区一号",
    "head": "林晓",
    "phone": "13800000001",
}


def test_the_weeks_of_the_lower_level_are_not_the_deciders(city, lin, zhou, now):
    case = applied("school-permit", lin, now, form=FORM)
    cases.accept(ref=case.ref, by=zhou, at=now)
    cases.complete_step(ref=case.ref, step="first", by=officer("approval"), at=day(now, 25))
    edu = officer("edu")
    cases.complete_step(ref=case.ref, step="review", by=edu, at=day(now, 30))
    cases.decide(ref=case.ref, outcome="granted", by=edu, at=day(now, 30))
    _head, work = take(case.ref)
    over, due = late(definitions.calendar(), work.item, work.standing)
    assert not over
    assert due > day(now, 30)
