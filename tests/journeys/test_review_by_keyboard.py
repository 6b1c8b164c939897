"""75 tasks are reviewed by somebody practised with fewer than 200 key presses."""

import time

import pytest
from journeys.review_plan import TASKS, plan_text
from journeys.walker import expect

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans

FLOOR = 200  # key presses; at three seconds each that is ten minutes


def who(name):
    return accounts.actor_of(accounts.user_of(name))


@pytest.fixture
def plan(town, monday):
    return plans.import_plan(
        data=plan_text().encode(), name="重点任务.txt", region=town, by=who("fang"), at=monday()
    )


class Hands:
    """Every key is counted; after each the page has answered before the next."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.pressed += 1
            self.page.keyboard.press(key)
            self.page.wait_for_load_state("load")
            self.page.wait_for_function("() => !document.querySelector('#review[aria-busy=true]')")

    def type(self, text):
        self.pressed += 2 * len(text)  # an input method: two keys a character, about
        self.page.keyboard.type(text)

    @property
    def here(self):
        return self.page.locator(".review-row.here")


@pytest.mark.parametrize("at_once", [True, False], ids=["the certain at once", "row by row"])
def test_a_plan_of_75_tasks_is_reviewed_by_keys_alone(plan, walk, monday, at_once):
    assert len(plan.tasks) == TASKS
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    page, hands, began = fang.page, Hands(fang.page), time.monotonic()
    expect(hands.here).to_have_count(1)

    if at_once:
        _confirm_the_certain(page, hands)
    hands.press("g", "1", "e")  # the first target of the first task: its value
    expect(page.locator("#review-value")).to_be_focused()
    hands.type("2")
    hands.press("Enter")
    expect(page.locator("[data-status-line]")).to_contain_text("已更正")

    hands.press("g", "j", "1", "x", "5")  # rejected with the fifth reason
    expect(page.locator("[data-status-line]")).to_contain_text("已剔除")

    hands.press("G", "k", "m", "Enter")  # two that are one, then told apart again
    expect(page.locator("[data-status-line]")).to_contain_text("并入")
    hands.press("s", "1")
    expect(page.locator("[data-status-line]")).to_contain_text("拆成两项")
    hands.press("Enter", "Enter")  # each part waits, and the keys stand on the first

    hands.press("g")
    for _step in range(TASKS):
        progress = plans.progress(plan.id, who("fang"))
        if not progress.left:
            break
        hands.press("Enter")
        expect(page.locator("#review-progress")).not_to_contain_text(
            f"还有 {progress.left} 条", timeout=3000
        )
    took = time.monotonic() - began
    print(f"keys {hands.pressed}, seconds {took:.1f}")
    assert plans.review(plan.id, who("fang")).progress.left == 0
    assert hands.pressed <= FLOOR
    assert took < 600
    fang.look()


def _confirm_the_certain(page, hands):
    """All that is certain in one act; taken back whole, and done again."""
    line = page.locator("[data-status-line]")
    for key, words in (("Shift+A", "已一次确认"), ("u", "已撤销"), ("Shift+A", "已一次确认")):
        hands.press(key)
        expect(line).to_contain_text(words)


def test_typed_words_stay_when_a_colleague_was_first(plan, walk, monday):
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    page, hands = fang.page, Hands(fang.page)
    hands.press("1", "e")
    expect(page.locator("#review-value")).to_be_focused()
    target = plan.tasks[0].targets[0]
    plans.correct_target(target=target.id, changes={"value": "9"}, by=who("shen"), at=monday())
    hands.type("3")
    hands.press("Enter")
    expect(page.locator(".opened [role=alert]")).to_contain_text("沈正")
    expect(page.locator("#review-value")).to_have_value("3")
    expect(page.locator(".now-held")).to_contain_text("9")
    fang.look()
    hands.press("Enter")  # now knowingly
    expect(page.locator("[data-status-line]")).to_contain_text("已更正")


def test_enter_among_own_words_is_the_own_reason(plan, walk):
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    page, hands = fang.page, Hands(fang.page)
    hands.press("x")
    page.locator("#reject-reason").focus()
    hands.press("Enter")
    expect(page.locator(".opened [role=alert]")).to_contain_text("请写明理由")
    page.locator("#reject-reason").focus()
    hands.type("并到别处")
    hands.press("Enter")
    expect(page.locator("[data-status-line]")).to_contain_text("已剔除")
    assert plans.history(plan.id)[-1].reason == "并到别处"


MARK = """(words) => {
  for (const p of document.querySelectorAll("#document p")) {
    const node = [...p.childNodes].find((one) => one.textContent.includes(words));
    if (!node) continue;
    const text = node.nodeType === 3 ? node : node.firstChild, range = document.createRange();
    const at = text.textContent.indexOf(words);
    range.setStart(text, at); range.setEnd(text, at + words.length);
    getSelection().removeAllRanges(); getSelection().addRange(range); return true;
  }
  return false;
}"""


def test_words_marked_elsewhere_are_added_there_with_enter(plan, walk):
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    page, hands = fang.page, Hands(fang.page)
    there = plan.tasks[5]
    assert page.evaluate(MARK, "建立信用修复协同机制")
    hands.press("a")
    expect(page.locator(".opened")).to_contain_text(there.title)
    for name, value in (("metric", "信用修复"), ("value", "1"), ("unit", "项")):
        page.locator(f"#review-{name}").fill(value)
    page.locator("#review-words").focus()
    hands.press("Enter")
    expect(page.locator("[data-status-line]")).to_contain_text(there.title)
    expect(page.locator(".opened")).to_have_count(0)
    found = plans.review_rows(plan.id, [there.id])[0]
    assert [target.span for target, _said in found.targets] == ["建立信用修复协同机制"]


def test_the_end_of_a_page_is_said_once(plan, walk, monday):
    for row in plan.tasks:
        plans.confirm_whole(task=row.id, by=who("fang"), at=monday())
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    hands = Hands(fang.page)
    hands.press("Enter", "Enter", "Enter")
    assert fang.page.locator("[data-status-line]").inner_text().count("核对完了") == 1


def test_on_a_phone_the_text_opens_at_the_words_of_the_task(plan, walk):
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all#r-{plan.tasks[60].id}")
    fang.page.set_viewport_size({"width": 390, "height": 800})
    fang.page.locator("[data-pane=document]").click()
    expect(fang.page.locator("#document p.here").first).to_be_in_viewport()


def test_single_keys_can_be_switched_off(plan, walk):
    fang = walk("方宁")
    fang.go(f"/desk/plans/{plan.id}/review/?order=text&show=all")
    page, hands = fang.page, Hands(fang.page)
    hands.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.locator("[data-keys-close]").click()
    before = plans.review(plan.id, who("fang")).progress.done
    hands.press("c", "c")
    page.wait_for_timeout(300)
    assert plans.review(plan.id, who("fang")).progress.done == before


def test_the_other_pages_can_be_used_by_everybody(plan, walk):
    fang = walk("方宁")
    task = plan.tasks[0].id
    for address in (
        f"/desk/plans/{plan.id}/review/add/?task={task}",
        f"/desk/plans/{plan.id}/review/edit/?task={task}",
        f"/desk/plans/{plan.id}/review/split/?task={task}",
        f"/desk/plans/{plan.id}/review/reject/?task={task}",
        "/desk/plans/names/",
        "/desk/plans/dictionary/",
        "/desk/plans/deadlines/?month=2026-05",
        "/desk/plans/deadlines/?view=list",
    ):
        fang.go(address)
