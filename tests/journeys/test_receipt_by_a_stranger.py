"""Lin keeps her receipt; a stranger finds out whether it is true, before and after the night."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from journeys.walker import Walker, expect

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases

FORM = {
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


@pytest.fixture
def filed(town, walk, monday, settings, tmp_path) -> tuple[Walker, str]:
    """Lin's application, and her browser."""
    settings.SIGNING = tmp_path / "keys"
    lin = accounts.actor_of(accounts.user_of("lin"))
    case = cases.open_case(
        item="company-start",
        region=town,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=monday(),
    )
    return walk("林晓"), case.ref


def keep(walker: Walker, name: str) -> None:
    """A picture at both widths, where YINGSHANG_SHOTS says so."""
    if folder := os.environ.get("YINGSHANG_SHOTS"):
        for size in ({"width": 320, "height": 720}, walker.width):
            walker.page.set_viewport_size(size)
            path = Path(folder) / f"{name}-{size['width']}.png"
            walker.page.screenshot(path=path, full_page=True)


def hand_in(stranger: Walker, file: Path) -> None:
    stranger.go("/verify/receipt/")
    stranger.page.get_by_label("回执文件").set_input_files(file)
    stranger.press("核验")


def test_a_receipt_convinces_a_stranger_and_a_changed_one_does_not(filed, walk, monday, tmp_path):
    lin, ref = filed
    lin.go(f"/my/{ref}/")
    lin.press("回执", role="link")
    lin.sees("谁都能验真假")
    keep(lin, "receipt")
    with lin.saved(tmp_path) as files:
        lin.page.get_by_role("link", name="下载回执文件").click()
    stranger = walk()
    hand_in(stranger, files[0])
    stranger.sees("回执是真的", ref, "还没有列入夜间校验点")
    keep(stranger, "verdict")

    zhou = accounts.actor_of(accounts.user_of("zhou"))
    cases.accept(ref=ref, by=zhou, at=monday())
    cases.make_checkpoint(at=monday() + timedelta(days=1), by=SYSTEM)
    lin.go(f"/receipt/{ref}/")
    lin.sees("已列入公开的第 1 号校验点")
    lin.open("条记录的回执")
    lin.sees("受理", "第 1 号")
    lin.look()
    keep(lin, "receipt-all")
    hand_in(stranger, files[0])
    stranger.sees("已列入公布的第 1 号校验点")
    stranger.go("/checkpoints/")
    stranger.sees("第 1 号", cases.checkpoints()[0].root)
    keep(stranger, "checkpoints")

    file = json.loads(files[0].read_text("utf-8"))
    file["receipt"]["at"] = "2026-11-01T02:00:00+00:00"
    stranger.go("/verify/receipt/")
    keep(stranger, "verify-form")
    stranger.page.get_by_label("或者粘贴文件内容").fill(json.dumps(file))
    stranger.press("核验")
    stranger.sees("这份回执不能当真")
    expect(stranger.page.get_by_text("回执是真的")).to_have_count(0)
    keep(stranger, "verdict-false")
    stranger.go("/verify/receipt/")
    stranger.press("核验")
    stranger.sees("还没有选择文件")


def test_the_receipt_can_be_read_by_a_75_year_old_and_printed(filed, walk):
    lin, ref = filed
    lin.page.goto("/")
    lin.page.get_by_role("button", name="长辈版").click()
    lin.go(f"/receipt/{ref}/")
    lin.sees("谁都能验真假", "扫码验真假")
    expect(lin.page.get_by_role("link", name="下载回执文件")).to_be_visible()
    keep(lin, "receipt-elder")
    lin.page.emulate_media(media="print")
    expect(lin.page.locator(".receipt-proof .qr svg")).to_be_visible()
    expect(lin.page.get_by_role("link", name="下载回执文件")).to_be_hidden()
    keep(lin, "receipt-print")
