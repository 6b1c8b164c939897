"""Qin, 75, at the counter: received, accepted and a receipt in her hand in under two minutes."""

from journeys.walker import Walker, expect

# A practised clerk: keystrokes at 4 a second, 1.5 s to aim and click, 6 s of talk for each field.
KEY, CLICK, TALK = 0.25, 1.5, 6.0
QIN = "110105195103080046"


class Counted:
    """The clerk's hands: every key and every click is counted."""

    def __init__(self, walker: Walker) -> None:
        self.page, self.keys, self.clicks, self.fields = walker.page, 0, 0, 0

    def type(self, label: str, text: str) -> None:
        """Click into the field and type; a card reader would type the number itself."""
        self.page.get_by_label(label, exact=False).first.click()
        self.page.keyboard.type(text)
        self.clicks, self.keys, self.fields = (
            self.clicks + 1,
            self.keys + len(text),
            self.fields + 1,
        )

    def click(self, target) -> None:
        target.click()
        self.clicks += 1

    def choose(self, label: str, value: str) -> None:
        """Opening a list and picking from it are two clicks."""
        self.page.get_by_label(label).select_option(value)
        self.clicks, self.fields = self.clicks + 2, self.fields + 1

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.clicks * CLICK + self.fields * TALK


def test_an_old_lady_is_served_at_the_window_within_two_minutes(town, walk):
    zhou = walk("周敏")
    hands, page = Counted(zhou), zhou.page

    hands.click(page.get_by_role("link", name="窗口收件").first)
    zhou.look()
    page.keyboard.type("fangben")  # the search box has the focus already
    hands.keys += len("fangben")
    expect(page.locator("#pick-list [data-row]").first).to_contain_text("不动产一般登记")
    zhou.look()
    hands.click(page.locator("#pick-list [data-row]").first)
    zhou.look()

    hands.type("身份证号或统一社会信用代码", QIN)
    hands.click(page.get_by_role("button", name="查已有信息"))
    expect(page.get_by_label("姓名或名称").first).to_have_value("秦玉兰")
    zhou.look()
    expect(page.get_by_label("权利人身份证号")).to_have_value(QIN)  # not typed a second time
    hands.type("不动产单元号或原证号", "990101003004")
    hands.type("坐落", "东城区槐树街12号")
    hands.choose("登记类型", "转移登记（买卖）")
    hands.type("建筑面积", "68.5")
    hands.type("合同签订日期", "")
    page.get_by_label("合同签订日期").fill("2026-11-20")
    hands.keys += 8
    hands.click(page.get_by_label("原件已核验").first)
    hands.click(page.get_by_role("button", name="材料齐全，当场受理"))
    zhou.sees("已当场受理", "受理通知书", "秦玉兰", "最晚")
    zhou.look()

    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    hands.click(page.locator("[data-print]"))
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    print(f"{hands.keys} keys, {hands.clicks} clicks: about {hands.seconds:.0f} s with the talk")
    assert hands.clicks <= 20
    assert hands.seconds < 120

    ref = page.locator(".receipt .ref").inner_text()
    qin = walk("秦玉兰")
    qin.press("长辈版")
    qin.go("/my/")
    qin.sees("不动产一般登记")
    qin.go(f"/my/{ref}/")
    qin.sees("市自然资源局")


def test_a_missing_original_is_told_and_nothing_typed_is_lost(town, walk):
    zhou = walk("周敏")
    zhou.go("/desk/new/property-general/")
    page = zhou.page
    page.get_by_label("身份证号或统一社会信用代码").fill("110105195103080047")
    page.get_by_label("姓名或名称").first.fill("秦玉兰")
    page.get_by_label("坐落").fill("东城区槐树街12号")
    zhou.press("材料齐全，当场受理")
    zhou.sees("还没有核验", "这个身份证号不对")
    expect(page.get_by_label("坐落")).to_have_value("东城区槐树街12号")
