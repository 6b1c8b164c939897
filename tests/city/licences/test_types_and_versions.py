"""Types by data, an identifier on every certificate, and what a change leaves behind."""

from datetime import timedelta

from django.conf import settings

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions._files import collect
from yingshang.city.licences import service as licences
from yingshang.city.licences.models import Licence

HOLDER = "青岚市明禾餐饮有限公司"
DECLARED = {"type": "food-permit", "name": "食品经营许可证", "prefix": "JY"}


def change(permit, at, **what):
    licences.write_acts(
        [licences.ActRow(permit.number, "change", "990100-2026-000099", at, **what)]
    )


def test_every_item_that_brings_a_licence_names_a_type_that_can_be_shown():
    """An undeclared type is no error: it is called what its item calls it."""
    declared = collect(settings.DATA_DIRS)
    types = {d.code for d in declared if d.kind == "licencetype"}
    brought = {
        d.body["licence"]["type"]: d.body["licence"]["name"]
        for d in declared
        if d.kind == "item" and d.body.get("licence")
    }
    assert {"business-licence", "food-permit"} <= types & set(brought)
    for row in declared:
        if row.kind == "licencetype" and row.code in brought:
            assert row.body["name"] == brought[row.code]


def test_a_type_that_nobody_declared_is_named_by_its_item(city, lin, now):
    view = licences.issue(
        declared={"type": "new-thing", "name": "新证", "prefix": "XZ"},
        case_ref="990100-2026-000008",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="明禾",
        at=now,
    )
    assert view.name == "新证"
    assert licences.parse(view.identifier).version == 1
    assert view.valid_until is None
    assert licences.lines_of(view)[0].label == "持有人"


def test_the_identifier_is_unique_and_stands_beside_the_number(permit):
    found = licences.parse(permit.identifier)
    assert permit.number == "JY99010020260302000007"
    assert found.serial == "2026000007"
    assert found.type == f"{found.issuer}002"


def test_the_lines_of_the_type_come_from_the_form(permit):
    assert {f.code: f.value for f in permit.facts} == {
        "uscc": "91990101MA0000001Y",
        "kind": "餐饮服务经营者",
        "address": "东城区一号",
        "manager": "林晓",
    }
    assert permit.valid_until.isoformat() == "2031-03-01"  # five years, as the type says


def test_a_stranger_with_the_code_sees_only_the_lines_that_the_type_opens(permit):
    shown = {f.code for f in licences.verify(permit.token).facts}
    assert shown == {"uscc", "kind"}


def test_a_change_makes_a_second_version_and_keeps_the_first(permit, now):
    change(
        permit, now + timedelta(days=9), holder="青岚市明禾食品有限公司", facts={"kind": "食品销售"}
    )
    fresh = licences.verify(permit.token)
    (old,) = licences.versions_of(permit.number)
    assert (fresh.version, fresh.holder) == (2, "青岚市明禾食品有限公司")
    assert licences.parse(fresh.identifier).version == 2
    assert (old.identifier, old.holder) == (permit.identifier, HOLDER)
    assert fresh.number == permit.number


def test_a_change_that_changes_nothing_makes_no_version(permit, now):
    change(permit, now, holder=HOLDER)
    assert licences.versions_of(permit.number) == []


def test_a_change_taken_back_reads_as_before_in_a_version_of_its_own(permit, now):
    change(permit, now, holder="改错了的名字有限公司")
    row = licences.UndoRow(permit.number, "990100-2026-000099", now, "复议撤销")
    licences.write_undone([row])
    fresh = licences.verify(permit.token)
    assert (fresh.version, fresh.holder) == (3, HOLDER)
    assert [v.holder for v in licences.versions_of(permit.number)] == [
        "改错了的名字有限公司",
        HOLDER,
    ]


def test_a_certificate_from_before_identifiers_has_the_one_it_would_have_had(permit):
    Licence.objects.filter(number=permit.number).update(identifier="")
    assert licences.verify(permit.token).identifier == permit.identifier


def test_a_city_says_what_code_its_issuer_has(city, lin, now):
    body = {
        **definitions.edition("licencetype", "food-permit", region=city, on=now.date()).body,
        "issuer_code": "11430000006122244L",
        "gbt": "11100000000013338W011",
    }
    definitions.publish(
        kind="licencetype", code="food-permit", region=city, body=body, by=SYSTEM, at=now
    )
    row = licences.prepare(
        declared=DECLARED,
        case_ref="990100-2026-000010",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="明禾",
        at=now,
    )
    found = licences.parse(row.identifier)
    assert (found.type, found.issuer) == ("11100000000013338W011", "11430000006122244L")


def test_no_two_types_of_an_issuer_have_one_number_and_no_type_one_line_twice():
    bodies = [d.body for d in collect(settings.DATA_DIRS) if d.kind == "licencetype"]
    numbers = [(body["issuer"], body["seq"]) for body in bodies]
    assert len(numbers) == len(set(numbers))
    for body in bodies:
        codes = [row["code"] for row in body.get("attributes", ())]
        assert len(codes) == len(set(codes)), body["code"]
