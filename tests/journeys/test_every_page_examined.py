"""Every page of every role: nothing serious for axe, no error in the console, nothing too wide."""

import pytest
from shots import PLACES


@pytest.mark.parametrize("person", PLACES)
def test_every_page_can_be_used_by_everybody(year, walk, person):
    who = walk(person)
    for address in PLACES[person]:
        found = address(who.page) if callable(address) else address
        who.go(found)


def test_the_day_by_day_account_and_the_order_page_too(year, walk):
    shen = walk("沈正")
    shen.press("青岚市“企业开办最长用时”没有达到承诺", role="link")
    shen.press("发出督办单")
    shen.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    shen.look()
