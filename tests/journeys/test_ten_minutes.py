"""Ten minutes of a deputy director: from the cockpit down to one clock, and a flattering sheet."""

import re

from journeys.walker import Walker, expect

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}


def _to_the_sentence(he: Walker) -> None:
    he.sees("说到的，做到没有", "演示数据")
    he.page.locator("#list").get_by_role("link", name="实现企业开办2个工作日内").click()
    he.look()
    expect(he.page.locator(".quote mark")).to_have_text("实现企业开办2个工作日内")
    expect(he.page.locator(".verdict")).to_contain_text("差距")


def _to_the_late_cases(he: Walker) -> str:
    """The slowest district, then the cases that were late there; the number of the first."""
    rows = he.page.locator("section", has=he.page.locator("#places-d")).locator("tbody tr").all()
    days = {
        float(row.locator("td b").inner_text()): row for row in rows if row.locator("b").count()
    }
    assert len(days) > 1, "the districts differ"
    slowest = days[max(days)]
    name = slowest.locator("th").inner_text()
    slowest.locator("a").last.click()
    he.look()
    he.sees("这个数是由哪些办件来的", name)
    first = he.page.locator(".case-table tbody tr").first
    expect(first.locator(".lamp-red")).to_be_visible()
    expect(first).to_contain_text(name)
    return first.locator("th a").inner_text()


def _to_the_clock(he: Walker, ref: str) -> None:
    """Every day that counted has its number, and every day that did not its reason."""
    he.page.get_by_role("link", name=ref).click()
    he.look()
    clock = he.page.locator("details.clock", has_text="承诺").first
    if clock.get_attribute("open") is None:
        clock.locator("summary").click()
    days = clock.locator(".days li")
    expect(days.first).to_be_visible()
    for day in days.all():
        told = day.locator(".day-no").inner_text()
        assert re.match(r"第 \d+ 日|不计", told), told
        assert day.locator(".day-why").inner_text().strip()
    assert days.filter(has_text="第 1 日").count() == 1
    he.look()


def test_from_the_city_to_one_day_of_one_clock(year, walk):
    he = walk("贺青")
    _to_the_sentence(he)
    ref = _to_the_late_cases(he)
    _to_the_clock(he, ref)
    for address in ["/cockpit/indicators/", "/cockpit/frontier/", "/desk/orders/", "/promises/"]:
        he.go(address)


def test_a_messy_sheet_is_read_and_its_flattery_shown(year, walk, tmp_path):
    ma = walk("马骏")
    ma.page.goto("/demo/")
    with ma.saved(tmp_path) as files:
        ma.page.get_by_role("link", name="市场监管局月报").click()
    ma.go("/desk/reported/")
    ma.page.get_by_label("报表文件").set_input_files(files[0])
    ma.press("读一遍，先不导入")
    ma.sees("哪一列是哪个指标", "原表")
    ma.press("这样读，导入")
    ma.sees("标记为“部门自报”", "部门自报")

    he = walk("贺青")
    he.press("处对不上", role="link")
    rows = he.page.locator("tbody tr")
    expect(rows.first).to_contain_text("按时办结率")
    expect(rows.first).to_contain_text("98")
    expect(rows.first.locator(".mark-reported")).to_be_visible()
    expect(rows.first.locator(".mark-measured")).to_be_visible()
    expect(rows.first.locator("code")).to_have_text(re.compile(r"[A-Z]\d+"))
    rows.first.locator("td.num a").first.click()
    he.look()
    he.sees("这个数是由哪些办件来的")


def test_the_owner_sees_on_her_phone_who_holds_her_case_and_since_when(year, walk, monday):
    lin = walk("林晓", width={"width": 390, "height": 844})
    with_wu = _at_the_tax_office(monday())
    lin.go("/my/")
    lin.page.get_by_role("link", name="企业开办").first.click()
    lin.look()
    step = lin.page.locator(".step, li", has_text="市税务局").first
    expect(step).to_contain_text("2026年11月23日")
    assert with_wu in lin.page.url


def _at_the_tax_office(at) -> str:
    """Lin's company, registered this morning, now with the tax bureau and four others."""
    ma = accounts.actor_of(accounts.user_of("ma"))
    zhou = accounts.actor_of(accounts.user_of("zhou"))
    lin = accounts.actor_of(accounts.user_of("lin"))
    who = {"by": lin, "at": at, "party": lin.party, "channel": "mobile"}
    case = cases.open_case(item="company-start", region="990100", form=COMPANY, **who)
    cases.accept(ref=case.ref, by=zhou, at=at)
    cases.complete_step(ref=case.ref, step="register", result="pass", opinion="齐", by=ma, at=at)
    return case.ref
