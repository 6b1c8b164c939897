"""The portal for the eyes, hands and tongues that people have."""

import pytest
from journeys.walker import NARROW, Walker, expect
from shots import PLACES

from yingshang.surfaces.kit.preferences import COOKIES

PAGES = ["/", "/items/", "/items/company-start/", "/promises/", "/demo/"]


def _focused(walker: Walker) -> str:
    """The text of what has the focus; for a field its name."""
    return walker.page.evaluate(
        "() => { const e = document.activeElement; return e.name || e.textContent.trim(); }"
    )


def _tab_to(walker: Walker, wanted: str, *, within: int) -> None:
    for _ in range(within):
        walker.page.keyboard.press("Tab")
        if wanted in _focused(walker):
            return
    raise AssertionError(f"{wanted!r} is not reached by {within} presses of Tab")


def _focus_is_visible(walker: Walker) -> bool:
    return walker.page.evaluate(
        """() => { const s = getComputedStyle(document.activeElement);
        return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0)
          || s.boxShadow !== "none"; }"""
    )


def test_without_a_mouse_from_the_first_page_to_the_form(town, walk):
    lin = walk("林晓")
    lin.go("/")
    lin.page.keyboard.press("Tab")
    assert _focused(lin) == "跳到正文"
    lin.page.keyboard.press("Enter")
    _tab_to(lin, "q", within=3)
    lin.page.keyboard.type("jiedia")  # pinyin, not finished
    lin.page.keyboard.press("Enter")
    lin.page.wait_for_url("**/items/?q=jiedia")
    expect(lin.page.locator(".result").first).to_contain_text("电")
    lin.look()
    lin.page.keyboard.press("Tab")
    lin.page.keyboard.press("Enter")  # over the masthead
    found = lin.page.locator(".result h2 a").first.inner_text()
    _tab_to(lin, found, within=60)  # filters stand before what was found
    assert _focus_is_visible(lin)
    lin.page.keyboard.press("Enter")
    lin.page.wait_for_url("**/items/*/")
    _tab_to(lin, "在线办理", within=30)
    lin.page.keyboard.press("Enter")
    lin.page.wait_for_url("**/apply/**")
    lin.look()


@pytest.mark.parametrize("size", ["大", "更大", "最大"])
def test_the_elder_edition_is_big_to_read_and_to_touch(town, walk, size):
    qin = walk("秦玉兰", width=NARROW)
    qin.page.get_by_role("button", name="长辈版").click()
    qin.page.get_by_role("button", name=size, exact=True).click()
    for address in ["/", "/items/", "/items/property-general/", "/my/", "/apply/property-general/"]:
        qin.go(address)
        body = qin.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
        assert body >= 18 * 4 / 3  # 18 pt, the smallest of the elder edition (JR/T, GB/T 37668)
        small = qin.page.evaluate(
            """() => [...document.querySelectorAll("main button, main a.btn, main a.tile")]
              .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 60)
              .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert not small, f"{address}: {small}"


def test_in_english_the_pages_speak_english(town, walk):
    guest = walk(width=NARROW)
    guest.page.goto("/")
    guest.page.get_by_role("button", name="English").click()
    expect(guest.page.locator("html")).to_have_attribute("lang", "en")
    for address in PAGES:
        guest.go(address)
        # what is ours to say; names of items, cities and people stay as they are registered
        said = guest.page.locator(".mainnav a, main .btn, main label").all_inner_texts()
        chinese = [s for s in said if any("\u4e00" <= c <= "\u9fff" for c in s)]
        assert said
        assert not chinese, f"{address}: {chinese}"
        assert not guest.page.get_by_text("首页", exact=True).count()


def test_a_form_survives_being_left(town, walk):
    lin = walk("林晓")
    lin.go("/apply/company-start/")
    page = lin.page
    page.get_by_label("企业名称").fill("青岚市明禾餐饮有限公司")
    with page.expect_response("**/apply/company-start/draft/"):
        page.get_by_label("企业名称").blur()
    lin.sees("已自动保存")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.post_data else None)
    page.get_by_label("企业名称").focus()
    page.get_by_label("企业名称").blur()
    assert not sent  # nothing new was typed: nothing is saved anew
    # The last field is still in the hands of the page when it is left. Its tab is not shut by force
    # on top of that: then the browser may end the page before the page was told.
    lin.page = lin.tab()
    page.get_by_label("住所").fill("东城区青年路8号")
    page.goto("about:blank")

    lin.go("/my/")
    lin.sees("没填完的")
    lin.press("企业开办", role="link")
    lin.sees("接着上次填的内容")
    expect(lin.page.get_by_label("企业名称")).to_have_value("青岚市明禾餐饮有限公司")
    for _ in range(20):  # it left with the page, a moment before this one was asked for
        if lin.page.get_by_label("住所").input_value():
            break
        lin.page.wait_for_timeout(250)
        lin.page.reload()
    expect(lin.page.get_by_label("住所")).to_have_value("东城区青年路8号")


def _in_the_largest_letters(he, language="zh-hans"):
    chosen = {COOKIES["elder"]: "1", COOKIES["size"]: "30", COOKIES["language"]: language}
    he.context.add_cookies([{"name": n, "value": v, "url": he.base} for n, v in chosen.items()])
    return he


def _stays_within(he, address):
    he.page.goto(address)
    assert he.page.locator("html.elder-30").count()
    he.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    across = he.page.evaluate("() => document.documentElement.scrollWidth")
    assert across <= NARROW["width"], f"{address} is {across} px wide"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_in_the_largest_letters_no_page_of_the_cockpit_moves_sideways_on_a_phone(
    year, walk, language
):
    he = _in_the_largest_letters(walk("贺青", width=NARROW), language)
    found = [address(he.page) if callable(address) else address for address in PLACES["贺青"]]
    for address in ["/promises/property-registration-time/", *found]:
        _stays_within(he, address)


def test_in_the_largest_letters_the_review_of_a_plan_stays_on_the_phone(year, walk):
    fang = _in_the_largest_letters(walk("方宁", width=NARROW))
    fang.page.goto("/desk/plans/")
    own = fang.page.locator("section:has(#plans-own) tbody a").first.get_attribute("href")
    for address in [own, f"{own}review/", "/desk/plans/deadlines/", "/desk/plans/names/"]:
        _stays_within(fang, address)


@pytest.mark.parametrize("width", [320, 1280, 3840])
def test_public_pages_fit_every_screen(town, walk, width):
    guest = walk(width={"width": width, "height": 900})
    for address in PAGES:
        guest.go(address)
        across = guest.page.evaluate("() => document.documentElement.scrollWidth")
        assert across <= width, f"{address} is {across} px wide on a screen of {width}"


def test_a_licence_that_is_not_ours_is_said_to_be_unknown(town, walk):
    guest = walk()
    answer = guest.page.goto("/verify/not-a-licence-of-ours/")
    assert answer is not None
    assert answer.status == 404
    guest.problems.clear()  # Chromium notes the 404 of the page itself
    guest.look()
    guest.sees("查不到这张证照")
