"""The ladder where the work is: on the page of a task, in the unit's own list, at the leader's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from ledger_sample import PDF, reviewed_plan

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision


@pytest.fixture
def task(city, shen):
    """A task of the tax bureau that is long past its date."""
    plan = reviewed_plan(shen, at=timezone.now() - timedelta(days=41))
    return plans.send_tasks(plan=plan.id, by=shen, at=timezone.now() - timedelta(days=40))[1]


def body(response):
    return response.content.decode()


def person(username):
    return accounts.actor_of(accounts.user_of(username))


def page_of(client, task):
    return body(client.get(reverse("desk:tracked_task", args=[task])))


def act(client, rung, verb, said=None, **more):
    return client.post(reverse("desk:rung_verb", args=[rung, verb]), said or {}, **more)


def urged(task):
    supervision.climb(at=timezone.now(), by=SYSTEM, regions=["990100"])
    return next(o for o in supervision.escalations(SYSTEM, at=timezone.now()) if o.ref == task)


def summoned(task, shen, **more):
    """A meeting with the unit is proposed."""
    said = {"skipped": "多次催办未果", "place": "市政府三楼"} | more
    when = timezone.now() + timedelta(days=1)
    return supervision.take(
        ref=task, rung="interview", by=shen, at=timezone.now(), meet_at=when, **said
    )


def test_a_unit_finds_what_it_was_urged_to_and_answers_it_with_a_paper(at_desk, task):
    one = urged(task)
    wu = at_desk("wu")
    listed = body(wu.get(reverse("desk:my_tasks")))
    assert "等本单位答复" in listed
    assert one.number in listed
    page = page_of(wu, task)
    assert 'id="ladder"' in page
    assert "答复“催办”" in page

    said = {"words": "月底前办结", "files": SimpleUploadedFile("清单.pdf", PDF)}
    assert act(wu, one.id, "answer", said).status_code == 302
    page = page_of(wu, task)
    assert "月底前办结" in page
    assert "清单.pdf" in page.split('id="ladder"')[1].split("</section>")[0]
    assert "等本单位答复" not in body(wu.get(reverse("desk:my_tasks")))
    assert wu.get(reverse("desk:rung_word", args=[one.id])).content[:2] == b"PK"


def test_who_urged_a_unit_is_not_offered_to_answer_for_it(at_desk, task):
    one = urged(task)
    shen = at_desk("shen")
    page = page_of(shen, task)
    assert "采取过 1 次措施" in page
    assert "答复“催办”" not in page
    refused = act(shen, one.id, "answer", {"words": "已经办好"})
    assert refused.status_code == 409
    assert "不能由他人代答" in body(refused)


def test_what_waits_for_consent_is_not_counted_as_taken(at_desk, task, shen):
    urged(task)
    summoned(task, shen)
    page = page_of(at_desk("shen"), task)
    assert "待批准" in page
    assert "采取过 1 次措施" in page


def test_the_office_lifts_a_rung_on_the_page_of_the_task(at_desk, task):
    one = urged(task)
    shen = at_desk("shen")
    assert "解除这项措施" in page_of(shen, task)
    act(shen, one.id, "lift", {"reason": "已另行报告"})
    assert "已另行报告" in page_of(shen, task)


def test_a_leader_is_told_what_waits_and_approves_it_on_the_page_of_the_task(at_desk, task, shen):
    one = summoned(task, shen)
    he = at_desk("he")
    assert "待您批准：约谈" in body(he.get(reverse("desk:inbox")))
    for page in (reverse("desk:queue"), reverse("dashboard:leader")):
        assert "项督办措施待您批准" in body(he.get(page))
    assert "批准并发出" in page_of(he, task)
    act(he, one, "approve")
    assert supervision.escalation(person("wu"), one, at=timezone.now()).standing
    for page in (reverse("desk:queue"), reverse("dashboard:leader")):
        assert "项督办措施待您批准" not in body(he.get(page))


def test_who_cannot_approve_is_not_told_that_something_waits(at_desk, task, shen):
    summoned(task, shen)
    for name in ("shen", "wu"):
        client = at_desk(name)
        assert "待您批准" not in body(client.get(reverse("desk:queue")))
        assert "待您批准" not in body(client.get(reverse("desk:inbox")))


def test_a_form_that_was_not_accepted_keeps_its_words(at_desk, task):
    shen = at_desk("shen")
    take = reverse("desk:rung_take", args=[task])
    said = {"rung": "interview", "ground": "三次催办没有回音", "skipped": "紧急", "demand": "到场"}
    missing = shen.post(take, said)
    assert missing.status_code == 422
    assert "三次催办没有回音" in body(missing)
    assert "约谈地点" in body(missing)

    past = shen.post(take, said | {"meet_at": "2020-01-02T09:00", "place": "三楼"})
    assert past.status_code == 409
    assert "三次催办没有回音" in body(past)
    assert "没有办成" in body(past)


def test_the_time_and_place_of_a_meeting_are_not_marked_as_optional(at_desk, task):
    page = page_of(at_desk("shen"), task)
    field = page.split("约谈地点")[1].split("</div>")[0]
    assert "选填" not in field


def test_words_for_a_rung_that_has_moved_on_are_shown_again(at_desk, task):
    one = urged(task)
    wu = at_desk("wu")
    act(wu, one.id, "answer", {"words": "第一次答复"})
    late = act(wu, one.id, "answer", {"words": "第二次写的长长的话"})
    assert late.status_code == 409
    assert "第二次写的长长的话" in body(late)


def test_an_empty_answer_is_pointed_at_where_it_was_written(at_desk, task):
    empty = act(at_desk("wu"), urged(task).id, "answer", {"words": " "})
    assert empty.status_code == 422
    assert "办理情况、原因和办结日期" in body(empty)


def test_a_file_that_is_not_what_it_says_is_refused_and_the_rung_still_waits(at_desk, task):
    one = urged(task)
    said = {"words": "附清单", "files": SimpleUploadedFile("清单.pdf", b"MZ not a pdf")}
    answer = act(at_desk("wu"), one.id, "answer", said)
    assert answer.status_code == 409
    assert "附清单" in body(answer)
    assert supervision.escalation(SYSTEM, one.id, at=timezone.now()).standing


def test_a_task_with_many_rungs_asks_no_more_than_one_with_few(
    at_desk, task, shen, django_assert_max_num_queries
):
    urged(task)
    he = at_desk("he")
    page_of(he, task)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        page_of(he, task)
    supervision.approve(escalation=summoned(task, shen), by=person("he"), at=timezone.now())
    supervision.take(ref=task, rung="accountability", by=shen, at=timezone.now(), ground="拒不整改")
    with django_assert_max_num_queries(len(few)):
        page_of(he, task)


def test_the_page_says_what_counts_as_the_answer(at_desk, task, shen, he):
    urged(task)
    assert "即为答复，也可以先在下面答复" in page_of(at_desk("wu"), task)
    supervision.approve(escalation=summoned(task, shen), by=he, at=timezone.now())
    page = page_of(at_desk("wu"), task)
    assert "约谈另行答复" in page
    assert "即为答复，也可以先在下面答复" not in page  # passed into the meeting
