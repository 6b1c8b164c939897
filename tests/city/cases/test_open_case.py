"""Opening a case: the form is checked in sentences, a form posted twice opens one case."""

import threading

import pytest
from case_items import FORM
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify


def open_permit(lin, now, **change):
    values = {
        "item": "test-permit",
        "region": "990100",
        "form": FORM,
        "party": lin.party,
        "channel": "web",
        "by": lin,
        "at": now,
    }
    return cases.open_case(**{**values, **change})


def test_it_gets_a_number_of_its_region_and_year(items, lin, now):
    first, second = open_permit(lin, now), open_permit(lin, now)
    assert first.ref == "990100-2026-000001"
    assert second.ref == "990100-2026-000002"
    assert first.state == "submitted"
    assert first.holder_unit.unit == "990100-hall"
    assert first.subject == "青岚市明禾餐饮有限公司"


def test_the_same_form_posted_twice_is_one_case(items, lin, now):
    first = open_permit(lin, now, key="tab-7")
    again = open_permit(lin, later(now, 1), key="tab-7")
    assert again.ref == first.ref
    assert cases.queue(lin, at=now).total == 1
    assert open_permit(lin, now, key="tab-8").ref == "990100-2026-000002"


def test_another_person_with_the_same_key_gets_a_case_of_her_own(items, lin, qin, now):
    first = open_permit(lin, now, key="tab-7")
    other = open_permit(qin, now, key="tab-7", party=qin.party)
    assert other.ref != first.ref


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_twice_at_once_is_one_case(items, lin, now):
    opened, gate = [], threading.Barrier(2)

    def post():
        from django.db import connection

        gate.wait()
        try:
            opened.append(open_permit(lin, now, key="tab-7").ref)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 2
    assert len(set(opened)) == 1
    assert cases.queue(lin, at=now).total == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth", "2031-01-01", "晚于今天"),
        ("birth", "2026-02-30", "不是有效日期"),
        ("uscc", "91990101MA0000001X", "校验位不对"),
        ("uscc", "9135021", "18 位"),
        ("idno", "110105199005120023", "校验位不对"),
        ("idno", "1101051990", "18 位"),
        ("phone", "12345678", "不是有效的电话号码"),
        ("seats", "四十", "应是数字"),
        ("seats", "-1", "不能小于"),
        ("kind", "建筑", "请从列出的选项中选择"),
        ("email", "lin@", "不是有效的邮箱"),
        ("company", "", "请填写"),
        ("company", "青" * 301, "最多"),
        ("hacker", "1", "没有“hacker”这一栏"),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence_and_nothing_is_lost(
    items, lin, now, field, value, words
):
    form = {**FORM, field: value}
    with pytest.raises(cases.FormInvalid) as invalid:
        open_permit(lin, now, form=form)
    assert list(invalid.value.errors) == [field]
    assert words in invalid.value.errors[field]
    assert invalid.value.errors[field].endswith("。")
    assert invalid.value.form == form
    assert cases.queue(lin, at=now).total == 0


def test_wide_digits_and_chinese_dates_are_understood(items, lin, now):
    case = open_permit(
        lin, now, form={**FORM, "birth": "1990年5月12日", "phone": "１３８００００００01"}
    )
    assert case.form["birth"] == "1990-05-12"
    assert case.form["phone"] == "13800000001"


def test_nobody_applies_for_another_party(items, lin, qin, now):
    with pytest.raises(Refusal) as refusal:
        open_permit(lin, now, party=qin.party)
    assert refusal.value.code == "not-yours"


def test_a_clerk_applies_for_who_stands_at_the_window(items, lin, zhou, now):
    case = open_permit(lin, now, by=zhou, channel="window")
    assert cases.case_for(lin, case.ref).visits == 1


def test_an_item_that_no_city_has_is_not_visible(items, lin, now):
    with pytest.raises(NotVisible):
        open_permit(lin, now, item="no-such-item")


def test_the_hall_and_the_applicant_are_told_in_the_same_transaction(items, lin, now):
    case = open_permit(lin, now)
    for address in (f"party:{lin.party}", "unit:990100-hall"):
        (message,) = notify.inbox([address])
        assert message.link == case.ref


def test_a_draft_survives_a_closed_tab_and_goes_when_the_case_is_opened(items, lin, now):
    cases.save_draft(item="test-permit", region=items, form={"company": "半张表"}, by=lin, at=now)
    assert cases.my_draft(lin, "test-permit").form == {"company": "半张表"}
    open_permit(lin, now)
    assert cases.my_draft(lin, "test-permit") is None


def test_a_save_overtaken_on_its_way_writes_nothing_over_what_was_typed_later(items, lin, now):
    def save(company: str, **of: object) -> str:
        cases.save_draft(
            item="test-permit", region=items, form={"company": company}, by=lin, at=now, **of
        )
        return cases.my_draft(lin, "test-permit").form["company"]

    assert save("明禾餐饮", page="a", typed=9) == "明禾餐饮"  # it left with the closing tab
    assert save("明禾", page="a", typed=4) == "明禾餐饮"  # sent before, arrived after
    assert save("明禾餐饮店", page="a", typed=9) == "明禾餐饮店"  # the same again
    assert save("禾", page="b", typed=1) == "禾"  # another page, opened later
    assert save("没有脚本") == "没有脚本"  # a page that counts nothing


def test_a_save_that_arrives_after_the_case_was_opened_makes_no_draft_anew(items, lin, now):
    def save(company: str, **of: object) -> object:
        cases.save_draft(
            item="test-permit", region=items, form={"company": company}, by=lin, at=now, **of
        )
        return cases.my_draft(lin, "test-permit")

    save("明禾餐饮", page="a", typed=9)
    open_permit(lin, now)
    assert save("明禾餐饮", page="a", typed=9) is None  # it was on its way when Lin submitted
    assert cases.my_drafts(lin) == []
    again = save("第二家", page="a", typed=12)  # she went back and typed on: another application
    assert again.form == {"company": "第二家"}
    open_permit(lin, now, key="second")
    assert save("第三家", page="b", typed=1) is not None


def test_the_case_pins_the_edition_it_was_opened_under(items, lin, now):
    from datetime import timedelta

    from case_items import PERMIT

    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.definitions import service as definitions

    case = open_permit(lin, now)
    shorter = {**PERMIT, "limits": {"promised": {"value": 1, "unit": "workday"}}}
    definitions.publish(kind="item", code="test-permit", region="", body=shorter, by=SYSTEM, at=now)
    later_case = open_permit(lin, now + timedelta(days=1))
    assert later_case.item_version == 2
    assert cases.case_for(lin, case.ref).item_version == 1
    assert cases.case_for(lin, case.ref).promised_workdays == 5
