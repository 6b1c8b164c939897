"""Shen sends a task out; Wu signs, reports and asks to close; two verify; it is closed."""

from journeys.walker import Walker, expect
from ledger_sample import PDF, reviewed_plan

from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.plans import service as plans


def _act(who: Walker, panel: str):
    who.open(panel)
    return who.page.locator("details.act", has=who.page.locator("summary", has_text=panel)).first


def _done(who: Walker, panel: str, words: str) -> None:
    act = _act(who, panel)
    act.locator("button.btn").last.click()
    who.sees(words)
    who.look()


def _send(shen: Walker, plan: int) -> None:
    shen.go(f"/desk/plans/{plan}/")
    shen.press("交办任务", role="link")
    shen.page.get_by_label("牵头单位：规范登记收费").select_option(label="市市场监督管理局")
    shen.press("交办勾选的任务")
    shen.sees("已交办 3 项任务")
    expect(shen.page.locator("tbody")).to_contain_text("市市场监督管理局")


def _sign_and_report(wu: Walker, ref: str) -> None:
    wu.go("/desk/tasks/mine/")
    wu.sees("签收任务，写明责任人和电话")
    wu.page.get_by_role("link", name="去办理").first.click()
    act = _act(wu, "签收")
    act.get_by_label("责任人", exact=True).fill("吴涛")
    act.get_by_role("button", name="签收").click()
    expect(wu.page.locator("details.act[open] .field-error")).to_be_visible()
    wu.look()
    act = _act(wu, "签收")
    expect(act.get_by_label("责任人", exact=True)).to_have_value("吴涛")
    act.get_by_label("责任人电话").fill("0999-7654321")
    _done(wu, "签收", "已签收")
    act = _act(wu, "报送进展")
    act.get_by_label("完成进度").fill("60")
    act.get_by_label("进展情况").fill("清单已梳理完成。")
    act.get_by_label("下步措施").fill("公布清单。")
    _done(wu, "报送进展", "进展已报送")
    wu.sees("清单已梳理完成。", "60%")
    expect(_act(wu, "报送进展").get_by_label("下步措施")).to_have_value("公布清单。")
    act = _act(wu, "申请办结")
    act.get_by_label("完成情况").fill("清单已公布。")
    act.get_by_role("button", name="申请办结").click()
    wu.sees("请至少上传一份佐证材料")
    act = _act(wu, "申请办结")
    file = {"name": "公示截图.pdf", "mimeType": "application/pdf", "buffer": PDF}
    act.locator("input[type=file]").set_input_files([file])
    _done(wu, "申请办结", "办结申请已提交审核")
    wu.sees("公示截图.pdf")


def _verify(who: Walker, ref: str, opinion: str) -> None:
    who.go(f"/desk/tasks/{ref}/")
    who.sees("本任务无量化指标，凭佐证材料审核销号")
    act = _act(who, "审核办结申请")
    act.get_by_label("佐证属实，通过").check()
    act.get_by_label("审核意见").fill(opinion)
    _done(who, "审核办结申请", "审核意见已记录")


def test_a_task_goes_from_the_plan_to_its_closing(town, walk, monday, tmp_path):
    plan = reviewed_plan(actor_of(user_of("shen")), at=monday())
    shen, wu = walk("沈正"), walk("吴涛")
    _send(shen, plan.id)
    (row,) = [
        one
        for one in plans.tracked(actor_of(user_of("shen")), at=monday())
        if one.title == "推行税费一窗通办"
    ]
    _sign_and_report(wu, row.ref)
    _verify(shen, row.ref, "清单已上网")
    _verify(walk("方宁"), row.ref, "属实")
    shen.go(f"/desk/tasks/{row.ref}/")
    _done(shen, "销号", "已销号")
    expect(shen.page.locator(".case-head")).to_contain_text("已销号")
    shen.go("/desk/tasks/?show=closed")
    with shen.saved(tmp_path) as files:
        shen.page.get_by_role("link", name="导出 Excel").click()
    assert files[0].suffix == ".xlsx"
    shen.go(f"/desk/plans/{plan.id}/targets/{plan.tasks[0].targets[0].id}/split/")
    shen.press("各地同一水平")
    shen.sees("还没有数的县区")
    leader = walk("贺青")
    leader.go(f"/desk/tasks/{row.ref}/")
    leader.sees("这项任务现在没有轮到您办")
