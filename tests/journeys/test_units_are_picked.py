"""Long lists of units are narrowed by typing, and ticked all or none at once."""

from journeys.walker import Walker, expect
from ledger_sample import reviewed_plan

from yingshang.city.accounts.service import actor_of, user_of


def _narrowed(who: Walker) -> None:
    who.go("/desk/motions/new/")
    lead = who.page.locator("#field-leads")
    find = lead.get_by_role("searchbox")
    find.fill("税务")
    find.press("Enter")  # narrows, and sends nothing
    expect(lead.locator("label:visible")).to_have_count(1)
    lead.get_by_role("button", name="全选").click()
    find.fill("")
    expect(lead.locator("input:checked")).to_have_count(1)
    expect(lead.get_by_role("status")).to_have_text("已选 1 项")
    who.look()
    lead.get_by_role("button", name="全不选").click()
    expect(lead.locator("input:checked")).to_have_count(0)


def test_units_and_tasks_are_found_by_typing(town, walk, monday):
    plan = reviewed_plan(actor_of(user_of("shen")), at=monday())
    shen = walk("沈正")
    _narrowed(shen)
    shen.go(f"/desk/plans/{plan.id}/send/")
    page = shen.page
    page.get_by_role("button", name="全不选").click()
    expect(page.locator("tbody input:checked")).to_have_count(0)
    page.get_by_role("searchbox").first.fill("税费一窗")  # each row has one for its units
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    page.get_by_role("button", name="全选").first.click()
    expect(page.get_by_role("status")).to_have_text("已选 1 项")
    shen.press("交办勾选的任务")
    shen.sees("已交办 1 项任务")
