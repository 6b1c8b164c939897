"""One thing at the counter: received once, opened item by item."""

import uuid

from django.utils import timezone

from yingshang.city.cases import service as cases

LIN = {
    "who-kind": "person",
    "who-code": "110105199005120022",
    "who-name": "林晓",
    "who-phone": "13800000001",
}
PAGE = "/desk/new-bundle/open-restaurant/"


def text(answer):
    return answer.content.decode()


def test_the_counter_offers_bundles_by_everyday_words(at_desk):
    page = text(at_desk("zhou").get("/desk/new/?q=开饭店"))

    assert PAGE in page
    assert "3 件一次收" in page


def test_the_form_follows_the_choice(at_desk):
    browser = at_desk("zhou")

    assert 'name="capacity"' not in text(browser.get(PAGE))
    assert 'name="capacity"' in text(browser.get(PAGE + "?with=power-low"))


def test_fitting_the_form_to_what_was_ticked_keeps_what_was_typed(at_desk, company, lin):
    asked = {**company, **LIN, "with": "power-low", "shape": "1"}

    answer = at_desk("zhou").post(PAGE, asked)
    page = text(answer)

    assert answer.status_code == 200
    assert 'name="capacity"' in page
    assert "学府路12号" in page
    assert LIN["who-code"] in page
    assert "field-error" not in page
    assert not cases.my_bundles(lin, at=timezone.now())


def test_received_once_it_is_one_visit_and_its_first_item_runs(at_desk, company, zhou, lin):
    asked = {**company, **LIN, "area": "120", "form_key": str(uuid.uuid4())}

    page = text(at_desk("zhou").post(PAGE, asked, follow=True))

    (ref,) = cases.my_bundles(lin, at=timezone.now())
    assert "已一次收件" in page
    assert ref in page
    assert "等“企业开办”办成后自动开始" in page
    assert cases.case_for(zhou, ref).visits == 1


def test_a_mistake_keeps_what_was_typed(at_desk, company):
    asked = {**company, **LIN, "area": "很大", "form_key": str(uuid.uuid4())}

    answer = at_desk("zhou").post(PAGE, asked)

    assert answer.status_code == 422
    assert "“经营面积（平方米）”应是数字" in text(answer)
    assert "学府路12号" in text(answer)


def test_what_is_left_empty_is_named_field_by_field(at_desk):
    page = text(at_desk("zhou").post(PAGE, {**LIN, "form_key": str(uuid.uuid4())}))

    assert "请填写“企业名称”。" in page
    assert "这个字段是必填项" not in page


def test_only_clerks_receive(at_desk):
    assert at_desk("ma").get(PAGE).status_code == 404
