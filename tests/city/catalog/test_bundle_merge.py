"""One form for several items: what is asked once, what is kept apart, what is never asked.

The requirements are those of GovStack's registration block: overlapping requirements are merged,
a result of one registration that is the input of another is not asked, fees are summed.
"""

from datetime import date

import pytest

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases.kinds import Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions

pytestmark = pytest.mark.walk

ON = date(2026, 3, 2)


def item(code, fields, **more):
    return {
        "code": code,
        "name": code.upper(),
        "family": "application",
        "handled": "here",
        "lead": "market",
        "fields": fields,
        **more,
    }


def text(name, label, **more):
    return {"name": name, "label": label, "type": "text", **more}


@pytest.fixture
def declare(city, now):
    """Publish two items and a bundle of them; the one application that comes of it."""

    def publish(first, second, **link):
        for body in (first, second):
            definitions.publish(
                kind="item", code=body["code"], region="", body=body, by=SYSTEM, at=now
            )
        body = {
            "code": "two",
            "name": "两件",
            "lead": "market",
            "items": [{"item": first["code"]}, {"item": second["code"], **link}],
        }
        definitions.publish(kind="bundle", code="two", region="", body=body, by=SYSTEM, at=now)
        view = catalog.bundle("two", region=city, on=ON)
        return catalog.compile_bundle(view, view.chosen(None))

    return publish


def names(body):
    return [f["name"] for f in body["fields"]]


def test_the_same_field_of_two_items_is_asked_once_and_the_stricter_rule_holds(declare):
    body = declare(
        item("a", [{"name": "area", "label": "面积", "type": "number", "min": 1, "max": 500}]),
        item(
            "b", [{"name": "area", "label": "面积", "type": "number", "min": 10, "required": True}]
        ),
    )

    assert body["fields"] == [
        {
            "name": "area",
            "label": "面积",
            "type": "number",
            "min": 10,
            "max": 500,
            "required": True,
        }
    ]
    assert [part["fields"] for part in body["parts"]] == [{"area": "area"}, {"area": "area"}]


def test_the_same_name_for_another_thing_is_kept_apart(declare):
    body = declare(
        item("a", [text("area", "建筑面积")]),
        item("b", [text("area", "经营面积")]),
    )

    assert names(body) == ["area", "b_area"]
    assert body["fields"][1]["label"] == "经营面积（B）"
    assert body["parts"][1]["fields"] == {"area": "b_area"}


def test_differently_named_fields_are_one_where_the_bundle_says_so(declare):
    body = declare(
        item("a", [text("company", "企业名称")]),
        item("b", [text("customer", "户名")]),
        map={"customer": "company"},
    )

    assert names(body) == ["company"]
    assert body["parts"][1]["fields"] == {"customer": "company"}


def test_fields_of_different_types_cannot_be_made_one(declare):
    with pytest.raises(Refusal) as no:
        declare(
            item("a", [text("company", "企业名称")]),
            item("b", [{"name": "number", "label": "编号", "type": "number"}]),
            map={"number": "company"},
        )
    assert no.value.code == "bundle-map"


def test_a_result_that_is_an_input_is_never_asked_and_the_taker_waits(declare):
    body = declare(
        item("a", [text("name", "名称")], licence={"type": "l", "name": "证", "prefix": "L"}),
        item(
            "b",
            [text("permit_no", "证号", required=True)],
            materials=[{"code": "permit", "name": "许可证", "required": True}],
        ),
        inputs=[
            {"of": "a", "take": "number", "field": "permit_no"},
            {"of": "a", "take": "licence", "material": "permit"},
        ],
    )

    assert names(body) == ["name"]
    assert body["materials"] == []
    assert body["steps"][1]["after"] == ["a"]


def test_an_input_that_no_result_gives_is_refused(declare):
    with pytest.raises(Refusal) as no:
        declare(
            item("a", [text("name", "名称")]),
            item("b", [text("permit_no", "证号")]),
            inputs=[{"of": "a", "take": "number", "field": "permit_no"}],
        )
    assert no.value.code == "bundle-input"


def test_a_declared_field_that_the_item_lacks_is_refused(declare):
    with pytest.raises(Refusal) as no:
        declare(item("a", [text("x", "甲")]), item("b", [text("y", "乙")]), map={"z": "x"})
    assert no.value.code == "bundle-unknown"


def test_materials_of_all_items_are_asked_once(declare):
    lease = {"code": "lease", "name": "租赁合同"}
    body = declare(
        item("a", [text("x", "甲")], materials=[lease]),
        item("b", [text("x", "甲")], materials=[{**lease, "required": True}]),
    )

    assert body["materials"] == [{"code": "lease", "name": "租赁合同", "required": True}]


def test_what_the_bundle_fixes_is_not_asked(declare):
    body = declare(
        item("a", [text("x", "甲")]),
        item("b", [text("x", "甲"), text("kind", "业态")]),
        fixed={"kind": "餐饮"},
    )

    assert names(body) == ["x"]
    assert body["parts"][1]["fixed"] == {"kind": "餐饮"}


def test_every_bundle_of_the_product_becomes_one_application(city):
    found = catalog.bundles(region=city, on=ON)

    assert len(found) >= 4
    for view in found:
        everything = [part.item for part in view.parts]
        for chosen in (view.always, view.chosen(everything)):
            body = catalog.compile_bundle(view, chosen)
            assert [s["code"] for s in body["steps"]] == list(chosen)
            labels = [f["label"] for f in body["fields"]]
            assert len(labels) == len(set(labels)), (view.code, labels)


def test_a_restaurant_is_asked_each_thing_once_and_never_for_the_code_it_has_not_got(city):
    view = catalog.bundle("open-restaurant", region=city, on=ON)
    body = catalog.compile_bundle(view, view.chosen(["power-low"]))
    labels = [f["label"] for f in body["fields"]]

    assert "统一社会信用代码" not in labels
    assert sum("名称" in label for label in labels) == 1
    assert sum("手机" in label for label in labels) == 1
    assert sum("地址" in label or label in ("住所", "经营场所") for label in labels) == 1
    asked = sum(len(view.items[p.item]["fields"]) for p in view.parts)
    assert len(labels) < asked * 3 / 4


def test_without_the_item_whose_result_is_taken_the_field_is_asked_after_all(city, now):
    body = {
        "code": "maybe",
        "name": "可选",
        "lead": "market",
        "items": [
            {"item": "company-start", "optional": True},
            {
                "item": "food-permit",
                "inputs": [{"of": "company-start", "take": "uscc", "field": "uscc"}],
            },
        ],
    }
    definitions.publish(kind="bundle", code="maybe", region="", body=body, by=SYSTEM, at=now)
    view = catalog.bundle("maybe", region=city, on=ON)

    alone = catalog.compile_bundle(view, view.chosen([]))
    both = catalog.compile_bundle(view, view.chosen(["company-start"]))

    assert "uscc" in names(alone)
    assert "uscc" not in names(both)


@pytest.mark.parametrize("word", ["开饭店", "kaifandian", "买房一件事", "联合报装"])
def test_a_bundle_is_found_in_everyday_words(city, word):
    found = catalog.search_bundles(word, region=city, on=ON)

    assert found
    assert found[0].code in ("open-restaurant", "buy-and-mortgage", "build-and-connect")


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("[{item: company-start}, {item: no-such-item}]", "bundle-item"),
        (
            "[{item: food-permit, after: [company-start]}, {item: company-start}]",
            "bundle-order",
        ),
        (
            "[{item: water}, {item: gas, inputs: [{of: water, take: number, field: permit_no}]}]",
            "bundle-input",
        ),
        ("[{item: company-start}, {item: water, map: {nothing: company}}]", "bundle-unknown"),
        ("[{item: company-start}]", "data-invalid"),
    ],
)
def test_a_bundle_that_does_not_fit_is_refused_when_its_file_is_loaded(tmp_path, items, code):
    from django.conf import settings

    folder = tmp_path / "base" / "bundles"
    folder.mkdir(parents=True)
    text = f"code: x\nname: 试\nlead: market\nitems: {items}\n"
    (folder / "x.yaml").write_text(text, "utf-8")

    with pytest.raises(Refusal) as no:
        definitions.check_files([*settings.DATA_DIRS, tmp_path])
    assert no.value.code == code


def test_a_city_that_words_an_item_otherwise_is_checked_too(tmp_path):
    from django.conf import settings

    folder = tmp_path / "regions" / "990100" / "items"
    folder.mkdir(parents=True)
    changed = "extends: company-start\nlicence: {assigns: ''}\n"
    (folder / "x.yaml").write_text(changed, "utf-8")

    with pytest.raises(Refusal) as no:
        definitions.check_files([*settings.DATA_DIRS, tmp_path])
    assert no.value.code == "bundle-input"  # the restaurant takes the code from that licence
