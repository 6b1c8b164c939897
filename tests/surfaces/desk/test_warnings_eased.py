"""The pages of warnings that are over: seen in the list, confirmed by a person."""

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.models import Warning

FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


@pytest.fixture
def eased(city, shen, fang):
    at = timezone.now()
    registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=at)
    (draft,) = supervision.warnings(shen)
    Warning.objects.update(eased_at=at, eased_sentence="现在是 2 工作日。")
    return draft.id


def text(response):
    return response.content.decode()


def test_the_list_is_marked_as_sample_and_says_what_is_over(at_desk, eased):
    shown = text(at_desk("shen").get(reverse("desk:warnings")))
    assert '<span class="mark mark-sample">演示数据</span>' in shown.split("<main", 1)[1]
    assert "情形已消除" in shown
    assert "现在是 2 工作日。" in shown


def test_a_person_confirms_once_and_a_leader_does_not(at_desk, eased, shen):
    page = reverse("desk:warning", args=[eased])
    clear = reverse("desk:clear_warning", args=[eased])
    assert "确认消除，不再处理" not in text(at_desk("he").get(page))
    assert at_desk("he").post(clear).status_code == 409
    desk = at_desk("shen")
    assert "确认消除，不再处理" in text(desk.get(page))
    desk.post(clear, {"words": "看过台账"})
    found = supervision.warning(shen, eased)
    assert (found.status, found.settled_reason) == ("cleared", "看过台账")
    assert "看过台账" in text(desk.get(page))
    assert desk.post(clear).status_code == 409
