"""A draft of an item, tried on past cases: what would have changed, and nothing is written."""

import json
from datetime import timedelta

import pytest
import yaml
from case_items import FORM, PERMIT
from case_samples import later, walk_to_decision

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import CaseEvent
from yingshang.city.definitions.models import Edition
from yingshang.surfaces.cli.main import run

ONE_STEP = "extends: test-permit\nsteps: [{{code: a, name: 甲, unit: market, {}}}]\n"


@pytest.fixture
def ended(accepted, ma, wu, now):
    """Lin's permit, decided within its promise on the day of acceptance."""
    walk_to_decision(accepted.ref, ma, wu, now)
    return accepted.ref


def tried(fang, now, *, months=6, text=None, **changes):
    body = {**PERMIT, **changes}
    return cases.try_definition(
        text=text if text is not None else yaml.safe_dump(body, allow_unicode=True),
        region="990100",
        by=fang,
        at=now + timedelta(days=20),
        months=months,
    )


def kinds(report):
    return {change.kind: change.cases for change in report.changes}


def test_the_same_text_changes_nothing(ended, fang, now):
    report = tried(fang, now)

    assert (report.cases, report.decided, report.touched) == (1, 1, 0)
    assert report.changes == ()


def test_a_shorter_promise_says_which_cases_would_be_late(ended, fang, now):
    limits = {**PERMIT["limits"], "promised": {"value": 1, "unit": "hour"}}
    report = tried(fang, now, limits=limits)

    assert (report.late_before, report.late_after) == (0, 1)
    assert kinds(report) == {"late": 1}
    ref, why = report.changes[0].examples[0]
    assert ref == ended
    assert "2026-03-02 办结" in why


def test_a_longer_promise_says_which_would_no_longer_be_late(accepted, ma, wu, fang, now):
    walk_to_decision(accepted.ref, ma, wu, now + timedelta(days=14))
    limits = {**PERMIT["limits"], "promised": {"value": 20, "unit": "workday"}}

    report = tried(fang, now, limits=limits)

    assert (report.late_before, report.late_after) == (1, 0)
    assert kinds(report) == {"in-time": 1}


def test_steps_that_come_and_go_also_by_condition(ended, fang, now):
    steps = [
        *PERMIT["steps"][:2],
        {
            "code": "site",
            "name": "现场核查",
            "unit": "market",
            "after": ["review"],
            "when": "seats > 100",
        },
        {"code": "fire", "name": "消防检查", "unit": "fire", "after": ["review"]},
        {"code": "sign", "name": "签发", "unit": "market", "after": ["tax", "site", "fire"]},
    ]
    report = tried(fang, now, steps=steps)

    examples = {change.kind: change.examples[0][1] for change in report.changes}
    assert examples == {
        "steps-more": "多出环节：消防检查",
        "steps-less": "不再有环节：现场核查",
    }


def test_a_stricter_form_says_which_would_be_sent_back(ended, fang, now):
    fields = [{**f, "required": True} if f["name"] == "email" else f for f in PERMIT["fields"]]
    report = tried(fang, now, fields=fields)

    assert kinds(report) == {"form": 1}
    assert report.changes[0].examples[0][1] == "表单通不过：邮箱"


def test_a_field_that_is_no_longer_asked_is_no_mistake(ended, fang, now):
    fields = [f for f in PERMIT["fields"] if f["name"] != "seats"]

    assert kinds(tried(fang, now, fields=fields)) == {}


def test_materials_asked_in_addition_unless_the_case_has_them(items, lin, zhou, fang, now):
    pdf = b"%PDF-1.4\n%%EOF"
    for files in ([], [("布局.pdf", pdf, "layout")]):
        case = cases.open_case(
            item="test-permit",
            region=items,
            form=FORM,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
            files=files,
        )
        cases.refuse(ref=case.ref, reason="不属于本机关职权", by=zhou, at=later(now, 1))
    materials = [{"code": "layout", "name": "布局图", "required": True}]

    report = tried(fang, now, materials=materials)

    assert report.cases == 2
    assert kinds(report) == {"materials-more": 1}


def test_an_outcome_that_the_draft_lacks_is_named(ended, fang, now):
    assert kinds(tried(fang, now, outcomes=["approved", "refused"])) == {"outcome": 1}


def test_steps_are_counted_before_and_after(ended, fang, now):
    steps = [dict(s) for s in PERMIT["steps"]]
    steps[1]["limit"] = {"value": 1, "unit": "hour"}
    steps[0]["limit"] = {"value": 0, "unit": "hour"}

    found = {s.code: s for s in tried(fang, now, steps=steps).steps}

    assert found["tax"].cases == 1
    assert (found["review"].late_before, found["review"].late_after) == (0, 1)
    assert found["sign"].late_after == 0


def test_only_cases_that_ended_in_the_time_asked_for(ended, opened, fang, now):
    assert tried(fang, now, months=1).cases == 1
    assert (
        cases.try_definition(
            text=yaml.safe_dump(PERMIT, allow_unicode=True),
            region="990100",
            by=fang,
            at=now + timedelta(days=100),
            months=2,
        ).cases
        == 0
    )


def test_an_erased_form_is_not_judged_and_counted_as_unread(ended, fang, now):
    cases.erase_personal(ref=ended, by=SYSTEM, at=now + timedelta(days=2), basis="申请人要求删除")
    fields = [{**f, "required": True} for f in PERMIT["fields"]]

    report = tried(fang, now, fields=fields)

    assert report.unread == 1
    assert kinds(report) == {}


def test_a_draft_may_say_only_what_it_changes(ended, fang, now):
    text = "extends: test-permit\nlimits:\n  promised: {value: 1, unit: hour}\n"

    assert kinds(tried(fang, now, text=text)) == {"late": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("limits: [", "draft-unreadable"),
        ("- {code: a}\n- {code: b}\n", "draft-many"),
        ("extends: no-such-item\n", "draft-extends"),
        ("extends: test-permit\nlimits: {promised: {value: viele, unit: hour}}\n", "data-invalid"),
        (
            "extends: test-permit\nsteps: [{code: a, name: 甲, unit: market, after: [b]}]\n",
            "draft-steps",
        ),
        (
            "extends: test-permit\nsteps: [{code: a, name: 甲, unit: market, when: 'x >'}]\n",
            "data-rule",
        ),
    ],
)
def test_a_faulty_draft_is_refused_in_one_sentence(ended, fang, now, text, code):
    with pytest.raises(Refusal) as no:
        tried(fang, now, text=text)
    assert no.value.code == code


def test_only_the_bureau_tries(ended, shen, ma, now):
    for who in (shen, ma):
        with pytest.raises(Refusal) as no:
            tried(who, now)
        assert no.value.code == "not-yours"


def test_nothing_is_written(ended, fang, now):
    before = CaseEvent.objects.count(), Edition.objects.count()

    tried(fang, now, steps=PERMIT["steps"][:1])

    assert (CaseEvent.objects.count(), Edition.objects.count()) == before
    assert cases.verify_chain(ended).ok


def test_the_command_answers_json(ended, now, tmp_path, capsys):
    file = tmp_path / "draft.yaml"
    file.write_text("extends: test-permit\nlimits: {promised: {value: 1, unit: hour}}\n", "utf-8")
    at = (now + timedelta(days=20)).isoformat()

    asked = ["data", "try", str(file), "--region", "990100", "--months", "6", "--at", at, "--json"]

    assert run(asked) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["cases"] == 1
    assert answer["changes"][0]["kind"] == "late"
    assert answer["changes"][0]["examples"][0]["ref"] == ended
