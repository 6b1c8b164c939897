"""Editions side by side, next year's plan and the plans below: pages, changes and files."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan

DRAFT = """青岚市2026年优化营商环境行动方案（征求意见稿）

为持续优化营商环境，制定本方案。

一、主要任务

（一）压缩企业开办时间。推行一窗受理、并行审批，企业开办全流程3个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前

（二）压缩低压用户报装时间。低压电力报装平均时间压减至4个工作日以内，网上可办率达到95%以上。
牵头单位：国网供电公司、市营商局
完成时限：2026年12月底前

（三）规范涉企检查。推行综合查一次，扫码入企，检查计划统一公示。
牵头单位：市司法局
完成时限：2026年6月底前

青岚市人民政府办公室
2026年1月5日
"""
FINAL = (
    DRAFT.replace("（征求意见稿）", "")
    .replace("3个工作日内办结", "2个工作日内办结")
    .replace(
        "规范涉企检查。推行综合查一次，扫码入企，检查计划统一公示。",
        "设立服务专员。重点企业一企一专员，诉求限时答复办理。",
    )
)
LAST_YEAR = FINAL.replace("2026", "2025")
DISTRICT = FINAL.replace("青岚市2026", "东城区2026").replace("2个工作日内", "3个工作日内")


def keep(text, region, by, at, name="plan.txt"):
    return plans.import_plan(data=text.encode(), name=name, region=region, by=by, at=at)


@pytest.fixture
def both(city, fang, now):
    return keep(DRAFT, city, fang, now), keep(FINAL, city, fang, now)


def post(client, name, *args, **data):
    return client.post(reverse(f"desk:{name}", args=args), data, follow=True).content.decode()


def page(client, name, *args, query=""):
    return client.get(reverse(f"desk:{name}", args=args) + query).content.decode()


def test_the_draft_is_suggested_looked_at_and_confirmed(both, at_desk):
    draft, final = both
    bureau = at_desk("fang")
    hub = page(bureau, "plan_links", final.id)
    assert "可能有关联的方案" in hub
    assert draft.title in hub
    before = page(bureau, "plan_beside", final.id, draft.id)
    assert "什么都没有改动" in before
    after = post(bureau, "plan_declare", final.id, kind="edition", other=draft.id)
    assert "已关联" in after
    assert "<del>3</del>" in after
    assert "<ins>2</ins>" in after
    assert "≤ 3 工作日" in after
    assert "更严" in after
    assert "新版没有这一条" in after
    assert "旧版没有这一条" in after
    assert "上一版" in page(bureau, "plan_links", final.id)


def test_the_filter_shows_what_was_asked_for(both, at_desk):
    draft, final = both
    bureau = at_desk("fang")
    kept = page(bureau, "plan_beside", final.id, draft.id, query="?show=kept")
    assert "压缩低压用户报装时间" in kept
    assert "设立服务专员" not in kept


def test_a_changed_number_is_settled_on_the_page(both, at_desk):
    draft, final = both
    bureau = at_desk("fang")
    link = plans.lineage.links(None, final.id)
    assert link == []
    after = post(bureau, "plan_declare", final.id, kind="edition", other=draft.id)
    assert "新目标无误，复核" in after
    (link,) = plans.lineage.links(None, final.id)
    view = plans.lineage.beside_of(None, draft.id, final.id, at=final.row.imported_at)
    pending = next(f.pending for row in view.rows for f in row.figures if f.pending)
    said = post(bureau, "plan_link_verb", link.id, "settle", pair=pending)
    assert "已复核" in said
    assert "新目标无误，复核" not in said


def test_the_comparison_leaves_as_a_workbook_and_as_a_paper(both, at_desk):
    draft, final = both
    bureau = at_desk("fang")
    book = bureau.get(reverse("desk:plan_beside_file", args=[final.id, draft.id, "xlsx"]))
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "情况"
    assert any("企业开办" in str(cell) and "更严" in str(cell) for row in rows for cell in row)
    paper = bureau.get(reverse("desk:plan_beside_file", args=[final.id, draft.id, "docx"]))
    document = Document(BytesIO(paper.content))
    assert "修改 1 条" in "".join(p.text for p in document.paragraphs)
    assert (
        bureau.get(reverse("desk:plan_beside_file", args=[final.id, draft.id, "exe"])).status_code
        == 404
    )


def test_next_years_plan_takes_over_what_is_open(city, fang, at_desk, now):
    old, new = keep(LAST_YEAR, city, fang, now), keep(FINAL, city, fang, now)
    bureau = at_desk("fang")
    for half in ({"kind": "successor", "other": ""}, {"kind": "", "other": old.id}):
        assert "没有关联；请选定后再提交" in post(bureau, "plan_declare", new.id, **half)
    after = post(bureau, "plan_declare", new.id, kind="successor", other=old.id)
    assert "上一年的任务，今年由谁接着做" in after
    assert "可能由它承接" in after
    (link,) = plans.lineage.links(None, new.id)
    first, second = old.tasks[0], old.tasks[1]
    select = f'id="h-{first.id}" name="heir" required><option value="">'
    assert select in page(bureau, "plan_taking", link.id), "nothing is chosen beforehand"
    said = post(bureau, "plan_link_verb", link.id, "take", origin=first.id, heir="")
    assert "还没有选定由哪一项承接" in said
    after = post(bureau, "plan_link_verb", link.id, "take", origin=first.id, heir=new.tasks[0].id)
    assert "已承接。" in after
    said = post(bureau, "plan_link_verb", link.id, "let-go", origin=second.id, reason="")
    assert "不再承接要写明理由" in said
    said = post(bureau, "plan_link_verb", link.id, "let-go", origin=second.id, reason="已全部完成")
    assert "已记为不再承接" in said
    shown = page(bureau, "plan_taking", link.id, query="?show=letgo")
    assert "已全部完成" in shown
    book = bureau.get(reverse("desk:plan_taking_file", args=[link.id, "xlsx"]))
    assert book.status_code == 200


def test_a_superior_plan_shows_who_took_it_up(city, fang, at_desk, now):
    upper, lower = keep(FINAL, city, fang, now), keep(DISTRICT, "990101", fang, now)
    bureau = at_desk("fang")
    post(bureau, "plan_declare", lower.id, kind="superior", other=upper.id)
    (link,) = plans.lineage.links(None, lower.id)
    post(bureau, "plan_link_verb", link.id, "take", origin=upper.tasks[0].id,
         heir=lower.tasks[0].id)  # fmt: skip
    shown = page(bureau, "plan_below", upper.id)
    assert "放宽" in shown
    assert "2 个下级地区还没有关联方案" in shown
    paper = bureau.get(reverse("desk:plan_below_file", args=[upper.id, "docx"]))
    assert paper.status_code == 200


def test_a_dropped_clause_is_offered_every_clause_of_the_new_edition(both, at_desk, fang, now):
    draft, final = both
    link = plans.lineage.declare(kind="edition", origin=draft.id, heir=final.id, by=fang, at=now)
    found = plans.lineage.beside_of(fang, draft.id, final.id, at=now)
    pair = next(row.pair for row in found.rows if row.state == "changed")
    plans.lineage.part(task_link=pair, reason="不是一回事", by=fang, at=now)
    bureau = at_desk("fang")
    page_ = page(bureau, "plan_beside", final.id, draft.id)
    assert "还没有对应的" in page_
    assert "已有对应的，并入它" in page_
    dropped = next(row for row in found.rows if row.pair == pair).old.id
    kept = next(row for row in found.rows if row.pair != pair).new.id
    bureau.post(
        reverse("desk:plan_link_verb", args=[link, "take"]), {"origin": dropped, "heir": kept}
    )
    assert ">并入<" in page(bureau, "plan_beside", final.id, draft.id)


def test_a_plan_that_was_replaced_says_so_and_sends_nothing(both, at_desk, fang, now):
    draft, final = both
    bureau = at_desk("fang")
    assert "已有新一版" not in page(bureau, "plan", draft.id)
    assert "交办任务" in page(bureau, "plan", draft.id)
    link = plans.lineage.declare(kind="edition", origin=draft.id, heir=final.id, by=fang, at=now)
    shown = page(bureau, "plan", draft.id)
    assert "这份方案已有新一版" in shown
    assert reverse("desk:plan", args=[final.id]) in shown
    assert reverse("desk:plan_send", args=[draft.id]) not in shown
    sending = page(bureau, "plan_send", draft.id)
    assert "这份方案已有新一版" in sending
    assert 'name="task"' not in sending
    assert "交办勾选的任务" not in sending
    assert "已有新一版" not in page(bureau, "plan", final.id)
    plans.lineage.undo(link=link, reason="弄错了", by=fang, at=now)
    assert "已有新一版" not in page(bureau, "plan", draft.id)


def test_a_plan_says_from_its_year_on_that_next_years_goes_on(both, at_desk, fang, now):
    draft, final = both
    plans.lineage.declare(kind="successor", origin=draft.id, heir=final.id, by=fang, at=now)
    Plan.objects.filter(pk=final.id).update(year=2099)
    assert "接续，目标按新一年" not in page(at_desk("fang"), "plan", draft.id)
    Plan.objects.filter(pk=final.id).update(year=2020)
    assert "接续，目标按新一年" in page(at_desk("fang"), "plan", draft.id)


def test_a_reader_sees_the_comparison_and_can_change_nothing(both, at_desk):
    draft, final = both
    clerk = at_desk("zhou")
    shown = page(clerk, "plan_beside", final.id, draft.id)
    assert "逐条对照" in shown
    assert "确认是新一版" not in shown
    answer = clerk.post(
        reverse("desk:plan_declare", args=[final.id]), {"kind": "edition", "other": draft.id}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("other", ["x", "９", "99999"])
def test_a_plan_that_is_not_there_is_not_found(both, at_desk, other):
    answer = at_desk("fang").post(
        reverse("desk:plan_declare", args=[both[1].id]), {"kind": "edition", "other": other}
    )
    assert answer.status_code == 404
