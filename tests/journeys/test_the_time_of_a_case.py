"""Where the time of a case went, drawn: the calendar of its clock and the bar of its holders."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from journeys.conftest import MONDAY
from journeys.walker import NARROW, WIDE, Walker

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.cases import service as cases

FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "kind": "餐饮服务经营者",
    "address": "东城区青年路8号",
    "area": "120",
    "manager": "林晓",
    "phone": "13800000001",
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _actor(name: str) -> Actor:
    user = user_of(name)
    assert user is not None
    return actor_of(user)


@pytest.fixture
def case(town: str) -> str:
    """Lin's food permit: corrected once, tested in a laboratory, extended, still open."""
    lin, zhou, ma = _actor("lin"), _actor("zhou"), _actor("ma")
    begun = MONDAY - timedelta(days=33)

    def after(**time: float):
        return begun + timedelta(**time)

    layout = cases.Upload("layout.pdf", PDF, "layout")
    ref = cases.open_case(
        item="food-permit",
        region=town,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=begun,
        files=[layout],
    ).ref
    cases.ask_correction(ref=ref, items=["补经营场所证明"], by=zhou, at=after(hours=5))
    cases.supply(ref=ref, form={"area": "125"}, files=[], by=lin, at=after(days=3))
    cases.accept(ref=ref, by=zhou, at=after(days=3, hours=2))
    cases.complete_step(ref=ref, step="review", result="pass", by=ma, at=after(days=4))
    cases.pause(
        ref=ref,
        kind="testing",
        reason="餐具抽样送检",
        basis="行政许可法第四十五条",
        expected="3个工作日",
        notice="青市监告〔2026〕31号",
        counterpart="市检验检测中心",
        by=ma,
        at=after(days=6),
    )
    cases.resume(ref=ref, by=ma, at=after(days=13))
    cases.extend(
        ref=ref, workdays=5, reason="现场情况复杂", approver="局长 李", by=ma, at=after(days=14)
    )
    return ref


def _shoot(walker: Walker, name: str) -> None:
    """Pictures for whoever asks for them: YINGSHANG_SHOTS names the folder."""
    folder = os.environ.get("YINGSHANG_SHOTS")
    if not folder:
        return
    for size, word in ((WIDE, "1280"), (NARROW, "320")):
        walker.page.set_viewport_size(size)
        walker.page.wait_for_timeout(300)
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{word}.png"), full_page=True)
        for part, where in (("clock", "details.clock[open]"), ("shares", ".shares")):
            walker.page.locator(where).first.screenshot(
                path=str(Path(folder) / f"{name}-{part}-{word}.png")
            )
    walker.page.set_viewport_size(walker.width)


def test_the_desk_and_the_applicant_see_why_and_who(case, walk):
    ma = walk("马骏")
    ma.page.goto(f"/desk/cases/{case}/")
    ma.look()
    ma.sees("时间去了哪里", "特别程序：检测", "合计")
    assert "已超过书面告知的" in ma.page.locator(".pause-over").inner_text()
    clock = ma.page.locator("details.clock", has_text="承诺").first
    assert clock.get_attribute("open") is not None
    assert clock.locator(".cal .cal-paused").count() >= 5
    assert clock.locator(".cal .cal-due").count() == 1
    _shoot(ma, "desk")
    lin = walk("林晓")
    lin.page.goto(f"/my/{case}/")
    lin.look()
    lin.sees("时间去了哪里", "申请人", "市市场监督管理局")
    _shoot(lin, "portal")
