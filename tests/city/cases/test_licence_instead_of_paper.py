"""A licence in place of an upload, and how far each material is trusted (国办函〔2016〕108号)."""

import json

import pytest
from item_walks import situations
from later_life import FORMS

from yingshang.city.accounts.kinds import SYSTEM, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.licences import service as licences

URL = "https://city.example/verify/{token}/"
PDF = b"%PDF-1.4\na copy\n%%EOF"
MATERIALS = [
    {"code": "permit", "name": "食品经营许可证", "required": True, "licence": "food-permit"},
    {"code": "plan", "name": "平面图", "required": False},
]


@pytest.fixture
def item(city, now):
    """The signboard's item, that asks for a food permit."""
    body = definitions.edition("item", "signboard", region=city, on=now.date()).body
    body = {**body, "code": "test-signboard", "materials": MATERIALS}
    body.pop("codes", None)
    definitions.publish(kind="item", code="test-signboard", region="", body=body, by=SYSTEM, at=now)
    return "test-signboard"


@pytest.fixture
def permit(city, lin, now):
    return licences.issue(
        declared={"type": "food-permit", "name": "食品经营许可证", "prefix": "JY"},
        case_ref="990100-2026-000777",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="青岚市明禾餐饮有限公司",
        at=now,
    )


def open_it(item, by, now, party=None, **more):
    return cases.open_case(
        item=item,
        region="990100",
        form=FORMS["signboard"],
        party=party or by.party,
        channel="window" if by.is_staff else "web",
        by=by,
        at=now,
        **more,
    )


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


def test_a_licence_stands_in_and_is_attached_as_its_file(item, permit, lin, zhou, now):
    case = open_it(item, lin, now, own={"permit": (permit.number, URL)})
    (file,) = cases.case_for(zhou, case.ref).files
    held = cases.trust(zhou, case.ref)[file.id]
    _view, path = cases.attachment(zhou, case.ref, file.id)
    assert (file.material, file.mime) == ("permit", "application/pdf")
    assert (held.grade, held.licence) == ("A", permit.number)
    assert cases.check_voucher_file(path.read_bytes(), at=now).intact


def test_the_submission_records_which_licence_was_used(item, permit, lin, now):
    case = open_it(item, lin, now, own={"permit": (permit.number, URL)})
    data = json.loads(CaseEvent.objects.get(case=case.ref, seq=1).data)
    assert data["licences"] == {"permit": permit.number}


def test_the_applicant_is_offered_what_stands_in(item, permit, lin, qin, now):
    wanted = {"permit": "food-permit"}
    offered = licences.usable(lin.party, wanted, on=now.date())
    assert [view.number for view in offered["permit"]] == [permit.number]
    assert licences.usable(qin.party, wanted, on=now.date()) == {}
    assert licences.usable(None, wanted, on=now.date()) == {}


def test_an_upload_is_of_grade_c_until_somebody_compares_it_with_its_original(item, lin, zhou, now):
    case = open_it(item, lin, now, files=[("证.pdf", PDF, "permit")])
    (file,) = cases.case_for(zhou, case.ref).files
    assert cases.trust(zhou, case.ref)[file.id].grade == "C"
    found = cases.check_original(ref=case.ref, file=file.id, by=zhou, at=now)
    assert (found.grade, found.by_name) == ("B", zhou.name)
    again = lambda: cases.check_original(ref=case.ref, file=file.id, by=zhou, at=now)  # noqa: E731
    assert code_of(again) == "trust-not-c"


def test_a_copy_of_which_the_counter_saw_the_original_is_of_grade_b(item, lin, zhou, now):
    files = [("证.pdf", PDF, "permit"), ("图.pdf", PDF, "plan")]
    case = open_it(item, zhou, now, party=lin.party, files=files, seen=["permit"])
    grades = {
        f.material: cases.trust(zhou, case.ref)[f.id].grade
        for f in cases.case_for(zhou, case.ref).files
    }
    assert grades == {"permit": "B", "plan": "C"}


def test_an_applicant_cannot_say_that_the_original_was_seen(item, lin, now):
    case = open_it(item, lin, now, files=[("证.pdf", PDF, "permit")], seen=["permit"])
    assert [held.grade for held in cases.trust(lin, case.ref).values()] == ["C"]
    own = lambda: cases.check_original(  # noqa: E731
        ref=case.ref, file=case.files[0].id, by=lin, at=now
    )
    assert code_of(own) == "not-yours"


def test_another_partys_licence_does_not_stand_in(item, permit, qin, now):
    asked = {"permit": (permit.number, URL)}
    assert code_of(lambda: open_it(item, qin, now, own=asked)) == "licence-unknown"


def test_a_licence_of_another_type_or_that_has_ended_does_not_stand_in(item, permit, lin, ma, now):
    asked = {"plan": (permit.number, URL)}
    assert code_of(lambda: open_it(item, lin, now, own=asked)) == "licence-not-taken"
    licences.revoke(number=permit.number, by=ma, at=now, reason="骗取")
    asked = {"permit": (permit.number, URL)}
    assert code_of(lambda: open_it(item, lin, now, own=asked)) == "licence-status"
    assert licences.usable(lin.party, {"permit": "food-permit"}, on=now.date()) == {}


def test_a_stranger_sees_no_grades(item, permit, lin, qin, wu, now):
    case = open_it(item, lin, now, own={"permit": (permit.number, URL)})
    for other in (qin, wu):
        with pytest.raises(NotVisible):
            cases.trust(other, case.ref)
        with pytest.raises(NotVisible):
            cases.check_original(ref=case.ref, file=1, by=other, at=now)


def test_a_correction_is_answered_with_a_licence(item, permit, lin, zhou, now):
    case = open_it(item, lin, now)
    if case.state == "submitted":
        cases.ask_correction(ref=case.ref, items=["食品经营许可证"], by=zhou, at=now)
    cases.supply(ref=case.ref, own={"permit": (permit.number, URL)}, by=lin, at=now)
    held = cases.trust(zhou, case.ref)
    assert [(view.grade, view.licence) for view in held.values()] == [("A", permit.number)]
    last = json.loads(CaseEvent.objects.filter(case=case.ref, name="supplied").get().data)
    assert last["licences"] == {"permit": permit.number}


def test_a_bundle_takes_a_licence_once_for_all_its_items(city, lin, zhou, now):
    held = licences.issue(
        declared={"type": "business-licence", "name": "营业执照", "prefix": "YYZZ"},
        case_ref="990100-2026-000778",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="青岚市明禾餐饮有限公司",
        at=now,
    )
    view = catalog.bundle("change-company", region=city, on=now.date())
    body = catalog.compile_bundle(view, view.chosen(None))
    code = next(m["code"] for m in body["materials"] if m.get("licence"))
    form = next(iter(situations(body)))
    form |= {name: held.number for name in form if "licence_no" in name}
    whole = cases.open_bundle(
        bundle="change-company",
        region=city,
        form=form,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
        own={code: (held.number, URL)},
    )
    grades = cases.trust(zhou, whole.ref)
    assert [(view.grade, view.licence) for view in grades.values()] == [("A", held.number)]
    for ref in cases.my_bundles(lin, at=now)[whole.ref]:
        assert {view.grade for view in cases.trust(zhou, ref).values()} <= {"A"}
