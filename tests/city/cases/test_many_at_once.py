"""One verb for many cases: each its own transaction and its own answer; nothing is lost."""

import pytest
from case_items import FORM
from case_samples import later
from django.db import OperationalError

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.actions import many
from yingshang.city.definitions import service as definitions

PDF = ("布局图.pdf", b"%PDF-1.4\n%%EOF", "layout")


@pytest.fixture
def with_material(items, now):
    """The test permit, asking for one required material."""
    from case_items import PERMIT

    body = PERMIT | {"materials": [{"code": "layout", "name": "布局图", "required": True}]}
    definitions.publish(
        kind="item", code="test-permit", region="", body=body, by=SYSTEM, at=later(now, -1)
    )
    return items


def file_one(city, by, at, *, item="test-permit", files=(PDF,), channel="web", **form):
    return cases.open_case(
        item=item,
        region=city,
        form={**FORM, **form} if item == "test-permit" else form,
        party=by.party,
        channel=channel,
        by=by,
        at=at,
        files=list(files),
    ).ref


def said(answers):
    return {answer.ref: answer.code or "done" for answer in answers}


def accept(refs, by, at):
    return cases.accept_many(refs=dict.fromkeys(refs), by=by, at=at)


def test_like_cases_are_accepted_each_with_its_answer(with_material, lin, zhou, now):
    city = with_material
    whole = [file_one(city, lin, now, company=f"第{n}号公司") for n in range(3)]
    bare = file_one(city, lin, now, files=())
    gone = file_one(city, lin, now)
    cases.withdraw(ref=gone, by=lin, at=now)
    answers = accept([*whole, bare, gone, "990100-2026-999999"], zhou, later(now, 1))
    assert said(answers) == {
        **dict.fromkeys(whole, "done"),
        bare: "incomplete",
        gone: "state-withdrawn",
        "990100-2026-999999": "not-visible",
    }
    assert all(a.sentence.endswith("。") for a in answers if not a.done)
    assert "布局图" in answers[3].sentence
    assert answers[0].subject == "第0号公司"
    assert {cases.case_for(zhou, ref).state for ref in whole} == {"accepted"}
    assert cases.case_for(zhou, bare).state == "submitted"


def test_a_fault_in_the_midst_stops_nothing_and_leaves_no_half_case(
    with_material, lin, zhou, now, monkeypatch, caplog
):
    refs = [file_one(with_material, lin, now) for _ in range(3)]
    real = many.accept

    def fails_once(*, ref, **more):
        if ref == refs[1]:
            raise OperationalError("disk I/O error")
        return real(ref=ref, **more)

    monkeypatch.setattr(many, "accept", fails_once)
    answers = accept(refs, zhou, later(now, 1))
    assert [a.code for a in answers] == ["", "busy", ""]
    assert refs[1] in caplog.text
    assert cases.case_for(zhou, refs[1]).state == "submitted"
    assert cases.verify_chain().ok


def test_what_comes_over_the_counter_needs_no_scan(with_material, lin, zhou, now):
    ref = file_one(with_material, zhou, now, files=(), channel="window")
    assert said(accept([ref], zhou, later(now, 1))) == {ref: "done"}


def test_a_stale_page_is_told_so(with_material, lin, zhou, now):
    ref = file_one(with_material, lin, now)
    cases.note(ref=ref, text="电话联系", by=zhou, at=later(now, 1))
    answers = cases.accept_many(refs={ref: 1}, by=zhou, at=later(now, 2))
    assert said(answers) == {ref: "stale"}


def test_different_items_are_not_accepted_together(items, lin, zhou, now):
    permit = file_one(items, lin, now, files=())
    start = cases.open_case(
        item="company-start",
        region=items,
        form={
            "company": "青岚市明禾餐饮有限公司",
            "company_type": "有限责任公司",
            "capital": "100",
            "scope": "餐饮服务",
            "address": "青岚市东城区学府路12号",
            "legal_person": "林晓",
            "legal_person_id": "110105199005120022",
            "legal_person_birth": "1990-05-12",
            "phone": "13800000001",
            "seals": "电子印章",
        },
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    ).ref
    with pytest.raises(Refusal) as refusal:
        accept([permit, start], zhou, later(now, 1))
    assert refusal.value.code == "mixed-items"
    assert cases.case_for(zhou, permit).state == "submitted"


def test_nothing_chosen_and_too_many_are_refused_whole(items, zhou, now):
    for refs, code in (([], "none-chosen"), ([f"x{n}" for n in range(101)], "too-many")):
        with pytest.raises(Refusal) as refusal:
            accept(refs, zhou, now)
        assert refusal.value.code == code


def test_claiming_and_moving_many(items, lin, zhou, ma, shen, now):
    unit = {"role": "reviewer", "region_id": "990100", "unit_id": "990100-market"}
    accounts.ensure_people([{"username": "sun", "label": "孙莉", **unit}], at=now)
    sun = accounts.actor_of(accounts.user_of("sun"))
    refs = [file_one(items, lin, now, files=()) for _ in range(3)]
    accept(refs, zhou, later(now, 1))
    cases.claim(ref=refs[0], by=sun, at=later(now, 2))
    answers = cases.claim_many(refs=[*refs, refs[1]], by=ma, at=later(now, 2))
    assert said(answers) == {refs[0]: "claimed-already", refs[1]: "done", refs[2]: "done"}
    moved = cases.move_many(
        refs=refs, unit="990100-market", to="sun", reason="均衡", by=shen, at=later(now, 3)
    )
    assert said(moved) == {refs[0]: "same-hands", refs[1]: "done", refs[2]: "done"}
    handed = cases.hand_over_many(refs=refs, to="ma", note="出差", by=sun, at=later(now, 4))
    assert set(said(handed).values()) == {"done"}
    assert set(said(cases.release_many(refs=refs, by=ma, at=later(now, 5))).values()) == {"done"}
