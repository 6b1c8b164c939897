"""A unit's own spreadsheet becomes a plan: columns guessed and remembered, no row lost."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.city.plans import service as plans
from yingshang.city.plans.reading import read_paper, read_rows
from yingshang.kernel.flow import Refusal

HEAD = ["序号", "类别", "重点任务", "具体举措", "责任分工", None, "完成时限", "联系人", "进展情况"]
SUBHEAD = [None, None, None, None, "牵头单位", "配合单位", None, None, None]
START = "企业开办全流程2个工作日内办结，网办率达到95%以上。"


def book(*rows, merged=(), sheet="台账"):
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


LEDGER = book(
    ["青岚市2026年优化营商环境任务台账"],
    ["填报单位：市营商局"],
    HEAD,
    SUBHEAD,
    ["一、提升服务"],
    [1, "企业开办", "压缩企业开办时间", START, "市市场监管局", "市公安局\n市税务局",
     date(2026, 6, 30), "张三", "已办98%"],
    [None, None, None, "推行一窗受理。", "市营商局", None, "12月底", None, None],
    ["2", "获得电力", "低压报装", "压减至4个工作日以内", "国网供电公司", None, 46387, None, None],
    ["3", "获得电力", None, None, "市发展改革委", None, "尽快", None, None],
    [*HEAD[:4], "牵头单位", "配合单位", *HEAD[6:]],
    ["4", "纳税", "推行电子发票", "=1/0", "市税务局", "各区县政府", "长期坚持", None, None],
    ["合计", 4],
    merged=["A1:I1", "E3:F3", "A5:I5", *(f"{c}3:{c}4" for c in "ABCDGHI"),
            "A6:A7", "B6:B7", "C6:C7"],
)  # fmt: skip


def read(data, name="台账.xlsx", columns=None):
    return read_paper(data, name, columns)


def tasks(paper):
    return paper.reading["tasks"]


def test_merged_cells_two_heading_rows_and_dates_of_all_kinds_are_read():
    paper = read(LEDGER)
    first, second, third, fourth = tasks(paper)
    assert paper.reading["title"] == "青岚市2026年优化营商环境任务台账"
    assert (first["lead"], first["cooperating"]) == (["市市场监管局"], ["市公安局", "市税务局"])
    days = [task["deadline"] for task in tasks(paper)]
    assert days == ["2026-06-30", "2026-12-31", "2026-12-31", None]
    assert first["section"] == second["section"] == "企业开办 压缩企业开办时间"
    assert second["title"] == "推行一窗受理"
    assert third["no"] == "2"
    assert fourth["deadline_text"] == "长期坚持"


def test_every_offset_points_at_the_words_of_a_cell():
    paper = read(LEDGER)
    for task in tasks(paper):
        start, end = task["span"]
        assert paper.text[start:end] == task["text"]
        for target in task["targets"]:
            a, b = target["offsets"]
            assert paper.text[a:b] == target["span"]
    assert [t["span"] for t in tasks(paper)[0]["targets"]] == [
        "企业开办全流程2个工作日内",
        "网办率达到95%以上",
    ]


def test_what_makes_no_task_is_told_row_by_row_and_its_words_stay():
    paper = read(LEDGER)
    left = {row["row"]: row["sentence"] for row in paper.reading["sheet"]["left"]}
    assert set(left) == {9, 12}
    assert "没有写任务" in left[9]
    assert "市发展改革委　尽快" in paper.text
    assert any("第 10 行是重复的表头" in note for note in paper.notes)


def test_progress_is_no_promise_and_people_stay_out():
    paper = read(LEDGER)
    assert "进展情况：已办98%" in paper.text
    assert all("98" not in t["span"] for task in tasks(paper) for t in task["targets"])
    assert "张三" not in paper.text
    assert any("“联系人”可能有个人信息" in note for note in paper.notes)


def test_a_target_said_again_in_a_column_of_its_own_is_one_target():
    head, row = (
        ["任务", "主要举措", "目标值", "牵头单位"],
        ["降低用电成本", "低压办电时间压减至5个工作日以内", "≤5个工作日", "市住建局"],
    )
    paper = read(book(head, row))
    ((one,),) = [task["targets"] for task in tasks(paper)]
    assert "低压办电" in one["span"]


def test_a_formula_without_result_is_named_and_not_read():
    *_rest, last = tasks(read(LEDGER))
    assert any("没有算出结果的公式" in doubt for doubt in last["doubts"])
    assert last["confidence"] < 0.9


def test_a_sheet_without_headings_is_read_by_its_content():
    data = book(
        [1, "优化企业开办，2个工作日内办结", "市市场监管局", "2026年6月底"],
        [2, "优化不动产登记，3个工作日内办结", "市自然资源局", "2026年底"],
    )
    first, second = tasks(read(data))
    assert (first["responsible"], first["deadline"]) == (["市市场监管局"], "2026-06-30")
    assert second["targets"][0]["value"] == 3


def test_a_csv_of_chinese_excel_is_read():
    text = "2026年任务台账\n序号,任务,责任单位,完成时间\n1,压缩开办时间,市营商局,2026.6\n"
    (task,) = tasks(read(text.encode("gb18030"), "台账.csv"))
    assert (task["title"], task["deadline"]) == ("压缩开办时间", "2026-06-30")


def test_several_sheets_are_one_plan_and_others_are_named():
    made = openpyxl.Workbook()
    made.active.title = "说明"
    made.active.append(["本表由各单位填写"])
    for name in ("开办", "电力"):
        page = made.create_sheet(name)
        page.append(["序号", "任务", "责任单位"])
        page.append([1, f"优化{name}", "市营商局"])
    out = io.BytesIO()
    made.save(out)
    paper = read(out.getvalue())
    assert [(task["section"], task["title"]) for task in tasks(paper)] == [
        ("开办", "优化开办"),
        ("电力", "优化电力"),
    ]
    assert "工作表“说明”没有任务表头，没有读取。" in paper.notes


def test_what_is_no_ledger_is_refused_with_what_to_do():
    with pytest.raises(Refusal) as refused:
        read(book(["商品", "价格"], ["苹果", 3]))
    assert "下载空白模板" in refused.value.sentence
    with pytest.raises(Refusal) as refused:
        read(book(["序号", "任务", "责任单位"], ["合计", None, None]))
    assert refused.value.code == "sheet-without-tasks"


def test_the_blank_ledger_is_read_without_a_question():
    page = openpyxl.load_workbook(io.BytesIO(plans.blank_ledger()))
    page.active.append([1, "开办", "压缩时间", "2个工作日内办结", "市营商局", "", "", "2026年底"])
    out = io.BytesIO()
    page.save(out)
    paper = read(out.getvalue(), "2026年台账.xlsx")
    assert {row["how"] for row in paper.reading["sheet"]["columns"]} == {"heading"}
    assert tasks(paper)[0]["deadline"] == "2026-12-31"


def test_headings_in_words_of_their_own_are_told_by_what_stands_below():
    data = book(
        ["事由", "谁来办", "何时"],
        ["压缩开办时间", "市营商局", "2026年6月底"],
        ["减少申请材料", "市数据局", "2026年底"],
    )
    paper = read(data)
    assert [(t["title"], t["responsible"]) for t in tasks(paper)] == [
        ("压缩开办时间", ["市营商局"]),
        ("减少申请材料", ["市数据局"]),
    ]
    assert {row["how"] for row in paper.reading["sheet"]["columns"]} == {"content"}


def test_a_column_that_was_chosen_is_remembered_for_the_city(city, shen, now):
    data = book(["任务", "谁来办", "完成时限"], ["压缩开办时间", "小组甲", "2026年6月底"])
    key = plans.preview(data=data, name="台账.xlsx", region=city, by=shen, at=now)
    shown = plans.preview_view(key, by=shen, at=now)
    assert [c["role"] for c in shown.columns] == ["title", "note", "deadline"]
    plans.choose_columns(key, columns={"谁来办": "lead"}, by=shen, at=now)
    kept = plans.keep_preview(key, by=shen, at=now)
    assert [unit.name for unit in kept.tasks[0].lead] == ["小组甲"]
    assert [(e.kind, e.words) for e in plans.dictionary(city)] == [("column", "谁来办")]
    again = book(["任务", "谁来办", "完成时限"], ["减材料", "小组乙", "2026年底"])
    plan = plans.import_plan(data=again, name="b.xlsx", region=city, by=shen, at=now)
    assert [unit.name for unit in plan.tasks[0].lead] == ["小组乙"]


WORDS = st.sampled_from(
    ["", "一、提升服务", "压缩时间2个工作日内办结", "市营商局", "2026年6月底", "合计", "3", "#REF!",
     "推行一窗受理\n减少材料", "市公安局、市税务局", "注：略", "任务", "责任单位", "完成时限"]
)  # fmt: skip
HEADS = (
    ("序号", "任务", "具体举措", "责任单位", "完成时限"),
    ("类别", "重点任务", "做法", "谁", "期"),
)


@settings(max_examples=40)
@given(
    head=st.sampled_from(HEADS),
    rows=st.lists(st.tuples(*[WORDS] * 5), min_size=1, max_size=8),
)
def test_whatever_stands_in_the_rows_no_word_is_lost(head, rows):
    try:
        paper = read_rows([("表", [head, *rows])], "表.xlsx", "a" * 64, {})
    except Refusal:
        return
    named = {word for cell in head for word in cell.split("·")}
    for word in {line for row in rows for cell in row for line in cell.split("\n")} - named:
        assert word in paper.text or word in {task["no"] for task in tasks(paper)}
    for task in tasks(paper):
        start, end = task["span"]
        assert paper.text[start:end] == task["text"]
