"""Rows that say an item, and back: nothing is lost, and what is wrong is named by its cell."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.exchange.rows import (
    ItemRows,
    Units,
    body_of,
    kept,
    rows_of,
    units_of,
)

pytestmark = pytest.mark.walk

ON = date(2026, 3, 2)
UNITS = Units({"market": "市场监管局"}, lambda text: {"市场监管局": "market"}.get(text))

words = st.text(max_size=12)
jsons = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
materials = st.lists(
    st.fixed_dictionaries(
        {"code": st.text("abc-", min_size=1, max_size=5), "name": words},
        optional={
            "required": st.booleans(),
            "note": words,
            "originals": st.integers(0, 99),
            "form": st.sampled_from(["电子", "纸质", "别的"]),
        },
    ),
    max_size=3,
)
bodies = st.fixed_dictionaries(
    {"code": st.text("abcdef-", min_size=1, max_size=8), "name": words, "lead": words},
    optional={
        "basis": st.lists(words, max_size=3),
        "visits": st.integers(-3, 10**12),
        "materials": materials,
        "steps": materials,
        "guide": st.dictionaries(st.sampled_from(["kind", "mail", "result", "type"]), jsons),
        "limits": st.dictionaries(st.sampled_from(["statutory", "acceptance"]), jsons),
        "charges": st.lists(st.dictionaries(st.sampled_from(["name", "fen", "basis"]), jsons)),
        "faq": st.lists(st.fixed_dictionaries({"q": words, "a": words}), max_size=2),
        "fields": jsons,
        "handled": st.sampled_from(["here", "elsewhere-reported", "nowhere"]),
    },
)


@given(bodies)
def test_whatever_a_body_says_the_rows_say_and_give_back(body):
    found, wrong = body_of(rows_of(body, UNITS), UNITS, under={})
    assert wrong == []
    assert found == body


def test_every_item_of_the_city_comes_back_as_it_went(city):
    units = units_of(city)
    for item in catalog.items(region=city, on=ON, portal_only=False):
        rows = rows_of(item.body, units)
        assert body_of(rows, units, under={}) == (dict(item.body), [])
        if item.family == "application":
            empty = {k for k in ("materials", "steps") if not item.body.get(k)}
            assert not {"name", "lead", "handled", "materials", "steps"} & set(rows.rest) - empty


def test_a_blank_cell_takes_away_and_a_filled_one_sets(city):
    body = {"code": "x", "name": "某事", "lead": "market", "depth": "全程网办", "visits": 0}
    rows = rows_of(body, UNITS)
    del rows.cells["网办深度"]
    rows.cells["到现场次数"] = 1.0
    found, wrong = body_of(rows, UNITS, under={})
    assert wrong == []
    assert "depth" not in found
    assert found["visits"] == 1


def test_what_a_file_does_not_speak_of_stays_as_it_is_in_force():
    under = {
        "code": "x",
        "name": "旧",
        "summary": "概要",
        "fields": [{"name": "a"}],
        "materials": [{"code": "m", "name": "表"}],
        "limits": {"statutory": {"value": 5, "unit": "workday", "note": "说明"}},
    }
    heads = {"item": ["事项代码", "事项名称", "法定办结时限"]}
    rows = ItemRows({"事项代码": "x", "事项名称": "新"})
    found, _wrong = body_of(rows, UNITS, under=kept(under, heads))
    limit = {"unit": "workday", "note": "说明"}
    assert found == {**under, "name": "新", "limits": {"statutory": limit}}


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("到现场次数", "一趟", "整数"),
        ("到现场次数", -1, "整数"),
        ("到现场次数", 1.5, "整数"),
        ("实施主体", "没有的局", "没有名叫"),
        ("服务对象", "所有人", "企业和个人"),
        ("是否支持预约办理", "也许", "可以填：是、否"),
        ("收费项目和标准", "工本费 十元", "项目|金额"),
        ("常见问题", "要跑几趟", "问："),
        ("法定办结时限单位", "天", "工作日"),
    ],
)
def test_a_wrong_cell_is_named_and_told_what_fits(heading, cell, said):
    rows = ItemRows({"事项代码": "x", heading: cell})
    _body, wrong = body_of(rows, UNITS, under={})
    assert [(w.sheet, w.heading) for w in wrong] == [("item", heading)]
    assert said in wrong[0].sentence


def test_a_wrong_cell_of_a_material_or_step_is_named_by_its_row():
    rows = ItemRows(
        {"事项代码": "x"},
        materials=[{"材料代码": "a"}, {"材料代码": "b", "原件份数": "两份"}],
        steps=[{"类别": "环节", "代码": "s", "办理单位": "没有的局"}, {"类别": "时限"}],
    )
    _body, wrong = body_of(rows, UNITS, under={})
    assert [(w.sheet, w.row, w.heading) for w in wrong] == [
        ("material", 1, "原件份数"),
        ("step", 0, "办理单位"),
        ("step", 1, "代码"),
    ]


# --- the workbook -----------------------------------------------------------------------------


def test_export_and_import_again_begin_no_draft(city, fang, now):
    data = catalog.export_catalogue(city, on=ON)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=fang, at=now)
    assert report.wrong == ()
    assert report.drafts == ()
    assert report.unchanged == len(catalog.catalogue(city, ON))


def edited(data, change):
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet, code, heading):
    """The cell of an item under a heading."""
    heads = [c.value for c in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == code)
    return row[heads.index(heading)]


def test_what_was_edited_becomes_a_draft_and_nothing_else(city, fang, now):
    def change(book):
        cell(book["事项清单"], "food-permit", "概要").value = "改过的概要"
        cell(book["材料"], "food-permit", "材料说明").value = "改过的说明"
        cell(book["环节与时限"], "food-permit", "时限").value = 2

    data = edited(catalog.export_catalogue(city, on=ON), change)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=fang, at=now)
    assert report.wrong == ()
    assert len(report.drafts) == 1
    view = catalog.draft_view(fang, report.drafts[0])
    assert view.body["summary"] == "改过的概要"
    assert view.body["materials"][0]["note"] == "改过的说明"
    assert view.body["steps"][0]["limit"]["value"] == 2
    assert view.body["fields"] == catalog.item("food-permit", region=city, on=ON).body["fields"]
    assert view.row.origin_label == "批量导入"


def test_what_is_wrong_is_told_by_cell_and_nothing_is_taken_in(city, fang, now):
    def change(book):
        cell(book["事项清单"], "food-permit", "概要").value = "改过的概要"
        cell(book["事项清单"], "company-start", "到现场次数").value = "一趟"
        cell(book["材料"], "food-permit", "是否必备").value = "也许"
        book["事项清单"].cell(1, book["事项清单"].max_column + 1).value = "自己加的列"

    data = edited(catalog.export_catalogue(city, on=ON), change)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=fang, at=now)
    assert report.drafts == ()
    assert catalog.drafts(fang) == []
    assert {w.sheet for w in report.wrong} == {"事项清单", "材料"}
    said = " ".join(w.sentence for w in report.wrong)
    assert all(word in said for word in ("整数", "是、否", "自己加的列"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    by_sheet = {w.cell: w for w in report.wrong if w.sheet == "材料"}
    assert book["材料"][next(iter(by_sheet))].value == "也许"


def test_a_schema_fault_is_told_by_cell_too(city, fang, now):
    def change(book):
        cell(book["事项清单"], "food-permit", "办理形式").value = "窗口、飞鸽"

    data = edited(catalog.export_catalogue(city, on=ON), change)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=fang, at=now)
    assert len(report.wrong) == 1
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["事项清单"][report.wrong[0].cell].value == "窗口、飞鸽"
    assert "飞鸽" in report.wrong[0].sentence


def test_a_unit_that_nobody_knows_is_not_taken_for_one(city, fang, now):
    def change(book):
        cell(book["事项清单"], "food-permit", "实施主体").value = "nobody"

    data = edited(catalog.export_catalogue(city, on=ON), change)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=fang, at=now)
    assert "没有名叫“nobody”" in report.wrong[0].sentence


def test_a_bureau_imports_only_what_it_leads(city, ma, now):
    def change(book):
        cell(book["事项清单"], "power-low", "概要").value = "别人的事项"

    data = edited(catalog.export_catalogue(city, on=ON), change)
    report = catalog.import_catalogue(data=data, name="目录.xlsx", region=city, by=ma, at=now)
    assert "不由您的单位牵头" in report.wrong[0].sentence
    own = catalog.export_catalogue(city, on=ON, lead="market")
    report = catalog.import_catalogue(data=own, name="目录.xlsx", region=city, by=ma, at=now)
    assert (report.wrong, report.drafts) == ((), ())


def test_a_new_item_may_come_from_a_plain_list_of_a_bureau(city, fang, now):
    book = openpyxl.Workbook()
    book.active.title = "事项清单"
    book.active.append(["事项代码", "事项名称", "实施主体", "到现场次数", "是否收费"])
    book.active.append(["new-thing", "新事项", "市市场监管局", 1, "不收费"])
    out = io.BytesIO()
    book.save(out)
    report = catalog.import_catalogue(
        data=out.getvalue(), name="新.xlsx", region=city, by=fang, at=now
    )
    assert report.wrong == ()
    assert catalog.draft_view(fang, report.drafts[0]).body == {
        "code": "new-thing",
        "name": "新事项",
        "lead": "market",
        "visits": 1,
        "fee": "不收费",
        "family": "application",
        "handled": "here",
    }


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused_in_words(city, fang, now, data):
    with pytest.raises(Refusal) as told:
        catalog.import_catalogue(data=data, name="x.xlsx", region=city, by=fang, at=now)
    assert told.value.sentence
