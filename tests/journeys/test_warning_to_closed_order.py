"""Shen turns a warning into an order; it is returned, ruled, answered, and not closed too early."""

import re
from pathlib import Path

from docx import Document
from journeys.walker import Walker, expect


def _order(shen: Walker) -> str:
    shen.press("青岚市“企业开办最长用时”没有达到承诺", role="link")
    shen.sees("看见了什么", "转为督办单")
    shen.page.get_by_label("要求").fill("查明超时原因，一周内拿出压缩用时的办法。")
    shen.press("发出督办单")
    shen.sees("督办单已生成", "指标“企业开办最长用时”达到 ≤ 2 工作日，方可销号")
    found = re.search(r"/desk/orders/([\w-]+)/", shen.page.url)
    assert found, shen.page.url
    return found[1]


def _act(who: Walker, panel: str):
    who.open(panel)
    return who.page.locator("details.act", has=who.page.locator("summary", has_text=panel)).first


def _return(ma: Walker, ref: str) -> None:
    ma.go(f"/desk/orders/{ref}/")
    act = _act(ma, "依职责退回")
    act.get_by_label("退回的理由").fill("超时都在税务环节，登记环节未超时。")
    act.get_by_role("button", name="申请退回").click()
    expect(ma.page.locator(".act .field-error")).to_be_visible()  # the duties must be cited
    act = _act(ma, "依职责退回")
    expect(act.get_by_label("退回的理由")).to_have_value("超时都在税务环节，登记环节未超时。")
    act.get_by_label("本单位职责的原文").fill("“三定”规定第三条：负责经营主体登记注册。")
    act.get_by_role("button", name="申请退回").click()
    ma.sees("已申请退回，等待裁定")
    ma.look()


def _rule(shen: Walker, ref: str) -> None:
    shen.go(f"/desk/orders/{ref}/")
    shen.sees("负责经营主体登记注册")  # her words stay on the timeline
    act = _act(shen, "裁定退回")
    act.get_by_label("同意退回，另定单位").check()
    act.get_by_label("改由哪个单位承办").select_option(label="市税务局")
    act.get_by_label("裁定理由").fill("超时件均停留在税务环节。")
    act.get_by_role("button", name="作出裁定").click()
    shen.sees("已作出裁定")
    shen.look()


def _answer(wu: Walker, ref: str) -> None:
    wu.go(f"/desk/orders/{ref}/")
    act = _act(wu, "报送整改情况")
    expect(act.get_by_text("不通过")).to_have_count(0)
    act.get_by_label("做了什么、效果如何").fill("税种认定改为当场办结，两名干部轮值。")
    act.get_by_role("button", name="报送，请求核验销号").click()
    wu.sees("整改情况已报送")
    wu.look()


def _close(shen: Walker, ref: str) -> None:
    shen.go(f"/desk/orders/{ref}/")
    act = _act(shen, "销号")
    act.get_by_role("button", name="销号").click()
    shen.sees("没有办成，您写的内容都还在")
    shen.look()
    act = _act(shen, "销号")
    act.get_by_label("未达标仍要销号的理由").fill("承诺已由市政府调整，另行交办。")
    act.get_by_role("button", name="销号").click()
    expect(shen.page.locator(".notice-success")).to_be_visible()
    shen.sees("承诺已由市政府调整，另行交办。", "沈正")
    expect(shen.page.locator(".case-head")).to_contain_text("按期")
    expect(shen.page.locator(".holder")).to_have_count(0)
    shen.look()


def _words(path: Path) -> str:
    paper = Document(str(path))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_an_order_is_returned_once_and_closes_on_evidence_or_by_name(year, walk, tmp_path):
    shen = walk("沈正")
    ref = _order(shen)
    _return(walk("马骏"), ref)
    _rule(shen, ref)
    wu = walk("吴涛")
    _answer(wu, ref)
    wu.go(f"/desk/orders/{ref}/")
    expect(wu.page.locator("summary", has_text="依职责退回")).to_have_count(0)  # only once
    _close(shen, ref)

    with shen.saved(tmp_path) as files:
        shen.page.get_by_role("link", name="下载督办单（Word）").click()
    assert files[0].suffix == ".docx"
    assert "企业开办" in _words(files[0])
    shen.go("/desk/orders/?show=all")
    with shen.saved(tmp_path) as files:
        shen.page.get_by_role("link", name="下载本周督办专报").click()
    assert "青岚市" in _words(files[0])


def test_a_warning_that_is_no_reason_is_laid_aside_with_the_reason(year, walk):
    shen = walk("沈正")
    shen.press("青岚市“企业开办最长用时”没有达到承诺", role="link")
    shen.open("不予督办")
    shen.press("记录理由")
    expect(shen.page.locator("details.act[open] .field-error")).to_be_visible()
    shen.page.get_by_label("不予督办的理由").fill("仅一件超时，已另案处理。")
    shen.press("记录理由")
    shen.sees("已记录：不予督办")
    shen.go("/desk/warnings/?state=dismissed")
    shen.sees("青岚市“企业开办最长用时”没有达到承诺")
