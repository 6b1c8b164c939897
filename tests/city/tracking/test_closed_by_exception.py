"""What was closed by a named person though a promise was missed is told apart wherever it is told;
a unit that says itself that it failed has failed."""

from datetime import timedelta

import pytest
from ledger_sample import day, evidence
from test_calendars import keep, read
from test_own_numbers import LOOSE, promise, report, seen
from test_own_numbers_held import working

from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.plans.learning.glance import group_of
from yingshang.city.supervision import service as supervision


@pytest.fixture
def verified(city, shen, deng):
    plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "5"}, at=day(6, 1), period="2026-05")
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(6, 2), files=[evidence()])
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(6, 3))
    return plan, ref, target


@pytest.fixture
def excepted(verified, shen):
    _plan, ref, _target = verified
    plans.close_task(ref=ref, override_reason="常务会议纪要3号同意", by=shen, at=day(6, 4))
    return ref


def test_the_mayor_is_told_how_many_of_the_closed_were_exceptions(excepted, shen, city):
    found = plans.learning.look_over(shen, region=city, as_of=day(6, 5).date())
    assert (found.closed, found.excepted) == (1, 1)


def test_the_bulletin_tells_exceptions_apart(excepted, shen, city):
    draft = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=day(6, 5))
    content = supervision.bulletin(shen, draft, at=day(6, 5)).content
    said = "".join(text for section in content.sections for text in section.sentences)
    assert "销号1项，其中例外销号1项。" in said
    figures = {one.key: one.value for one in content.figures}
    assert (figures["tasks.closed"], figures["tasks.excepted"]) == ("1", "1")


def test_the_calendar_tells_exceptions_apart(excepted, deng):
    keep(day(6, 5))
    token = supervision.make_feed(kind="unit", by=deng, at=day(6, 5))
    titles = read(token, day(6, 5) + timedelta(hours=1))[1]
    (mine,) = [one for one in titles if "到期：" in one]
    assert mine.endswith("（例外销号，没有达到指标）")


def test_the_history_says_neither_done_before_it_may_be_closed_nor_met(verified, shen):
    _plan, ref, _target = verified
    said = [one.text for one in cases.timeline(shen, ref) if one.name == "decided"]
    assert said == ["各环节已经办完，还没有办结：要核对条件，达到了才能销号"]
    plans.close_task(ref=ref, override_reason="常务会议纪要3号同意", by=shen, at=day(6, 4))
    (last,) = [one.text for one in cases.timeline(shen, ref) if one.name == "closed"]
    assert last == "例外销号：没有达到条件，由具名人员写明理由：常务会议纪要3号同意"


def test_a_failure_that_its_unit_reports_itself_is_one_once_the_day_is_past(verified, shen):
    _plan, ref, target = verified
    before, after = promise(target, day(5, 31)), promise(target, day(6, 3))
    assert (before.standing, group_of(before)) == ("nodata", "unknown")
    assert (after.standing, after.lamp, group_of(after)) == ("missed", "red", "late")
    assert (after.mark, after.due_on) == ("reported", day(5, 31).date())
    assert seen(shen, ref, day(6, 3)).row.check.own


def test_success_in_its_own_words_alone_keeps_no_promise(city, shen, deng):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "3"}, at=day(6, 1), period="2026-05")
    assert group_of(promise(target, day(6, 3))) == "reported"
    report_early = promise(target, day(5, 30))
    assert report_early.standing == "nodata"
