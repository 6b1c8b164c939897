"""Zhou receives a walk-in by keyboard alone: every key is counted, the mouse is not touched."""

from journeys.walker import Walker, expect

# A practised clerk: 4 keys a second and 6 s of talk for each thing that must be asked.
KEY, TALK = 0.25, 6.0
QIN, ALL_DAY = "110105195103080046", 120


class Keys:
    """The clerk's hands on the keyboard."""

    def __init__(self, walker: Walker) -> None:
        self.keyboard, self.count, self.asked = walker.page.keyboard, 0, 0

    def type(self, text: str, then: str = "Enter", asked: bool = True) -> None:
        self.keyboard.type(text)
        self.count, self.asked = self.count + len(text), self.asked + asked
        self.press(then)

    def press(self, *names: str) -> None:
        for name in names:
            self.keyboard.press(name)
            self.count += 1 + name.count("+")

    @property
    def seconds(self) -> float:
        return self.count * KEY + self.asked * TALK


def test_zhou_receives_a_walk_in_without_touching_the_mouse(town, walk):
    zhou = walk("周敏")
    zhou.go("/desk/reception/")
    page, keys = zhou.page, Keys(zhou)

    keys.type(QIN)  # a card reader types the same
    expect(page.locator(".person-name")).to_contain_text("秦**")
    zhou.look()
    keys.type("fangben")
    expect(page.get_by_label("姓名或名称").first).to_have_value("秦玉兰")
    expect(page.get_by_label("权利人身份证号")).to_have_value(QIN)  # not typed a second time
    zhou.look()
    expect(page.get_by_label("不动产单元号或原证号")).to_be_focused()
    keys.type("990101003004")
    keys.type("东城区槐树街12号")
    keys.press("ArrowDown", "Enter")
    expect(page.get_by_label("登记类型")).to_have_value("转移登记（买卖）")
    keys.type("68.5")
    page.get_by_label("合同签订日期").fill(
        "2026-11-20"
    )  # eight digits, in the order of the machine
    keys.count, keys.asked = keys.count + 8, keys.asked + 1
    keys.press("Enter", "Enter")  # the telephone is filled in already
    expect(page.get_by_label("原件已核验").first).to_be_focused()
    keys.press("Space", "Control+Enter")
    zhou.sees("已当场受理", "受理通知书", "秦玉兰", "最晚")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    expect(page.locator("[data-print]")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    zhou.look()
    told = f"{keys.count} keys, no clicks: about {keys.seconds:.0f} s with the talk"
    print(told)
    assert keys.count <= 80, told
    assert keys.seconds < ALL_DAY, told


def test_a_number_is_taken_called_and_served_and_the_screen_shows_it(town, walk):
    zhou, visitor = walk("周敏"), walk()
    zhou.go("/desk/calling/")
    zhou.press("综合受理 1")
    zhou.press("取号")
    zhou.press("叫下一位")
    zhou.sees("A001")
    visitor.go("/halls/center/screen/")
    visitor.sees("A001", "请到 1 号窗口")
    zhou.press("开始办理")
    zhou.press("办完，叫下一位")
    zhou.sees("现在没有人等候")


def test_a_picture_is_pasted_onto_its_material(town, walk):
    """A screenshot or a scanner's clipboard: no folder is watched, nothing is installed."""
    zhou = walk("周敏")
    zhou.go("/desk/new/property-general/")
    page = zhou.page
    page.evaluate(
        """() => {
          const held = new DataTransfer();
          const picture = new File([new Uint8Array([137, 80])], "合同.png", {type: "image/png"});
          held.items.add(picture);
          const pasted = new ClipboardEvent("paste", {clipboardData: held, bubbles: true});
          document.body.dispatchEvent(pasted);
        }"""
    )
    expect(page.locator(".given")).to_have_text("合同.png")
    zhou.look()
