"""A later date, on the page of the order and of the motion."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision


@pytest.fixture
def share(city, shen):
    """A motion that the market regulator answers."""
    motion = supervision.hand_over_motion(
        number="青提〔2026〕012",
        title="关于开办企业的提案",
        kind="cppcc",
        members=["白杨"],
        body="建议一次办成。",
        leads=["990100-market"],
        handed_on=timezone.localdate(),
        by=shen,
        at=timezone.now(),
    )
    return supervision.motion(shen, motion, at=timezone.now()).leads[0]


def page_of(client, ref):
    return client.get(reverse("desk:case", args=[ref])).content.decode()


def send(client, ref, verb, **said):
    return client.post(reverse("desk:delay_verb", args=[ref, verb]), said)


def test_the_unit_asks_and_the_office_decides_on_the_page(at_desk, share):
    ma, shen = at_desk("ma"), at_desk("shen")
    page = page_of(ma, share.ref)
    assert "申请延期" in page
    assert "延长期限" not in page
    assert "特别程序" not in page
    until = share.due_on + timedelta(days=7)
    assert (
        send(ma, share.ref, "ask", until=until.isoformat(), reason="会办单位未回").status_code
        == 302
    )
    assert "审批延期" not in page_of(ma, share.ref)

    page = page_of(shen, share.ref)
    assert "会办单位未回" in page
    assert "审批延期" in page
    send(shen, share.ref, "rule", result="yes")
    assert "已同意延期" in page_of(ma, share.ref)
    who = accounts.actor_of(accounts.user_of("ma"))
    assert timezone.localdate(cases.case_for(who, share.ref).promised_due_at) == until


def test_a_form_that_was_not_accepted_keeps_its_words(at_desk, share):
    ma, shen = at_desk("ma"), at_desk("shen")
    early = send(ma, share.ref, "ask", until="2020-01-01", reason="写了很长的理由")
    assert early.status_code == 409
    assert "写了很长的理由" in early.content.decode()
    empty = send(ma, share.ref, "ask", until="", reason="写了很长的理由")
    assert empty.status_code == 422
    assert "写了很长的理由" in empty.content.decode()
    assert send(shen, share.ref, "rule", result="no", words="").status_code == 409
    assert send(ma, share.ref, "other").status_code == 404
    assert send(at_desk("wu"), share.ref, "ask").status_code == 404
