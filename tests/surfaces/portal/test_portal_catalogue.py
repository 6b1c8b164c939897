"""The catalogue for everybody: guides in full, hand-over, four do's, five cuts."""

import io
from datetime import datetime, timedelta, timezone

import openpyxl
import pytest
from django.test import Client

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.definitions import service as definitions

AT = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=8)))


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def changed(code: str, **changes):
    found = definitions.edition("item", code, region="990100", on=AT.date())
    body = {**found.body, **changes}
    definitions.publish(kind="item", code=code, region="990100", body=body, by=SYSTEM, at=AT)


def test_the_guide_shows_all_elements_and_says_what_is_not_filled_in(city):
    page = read("/items/food-permit/")
    assert "全部指南要素" in page
    assert "是否必备材料" in page
    assert "尚未填写" in page
    assert "系统由其他要素得出" in page


def test_the_guide_on_paper_hides_nothing(city):
    page = read("/items/food-permit/print/")
    assert "<details" not in page.split('<main id="main"')[1].split("</main>")[0]
    assert "设备布局和操作流程图" in page
    assert "GB/T 39046" in page


def test_details_of_a_material_are_told(city):
    material = {
        "code": "proof",
        "name": "住所使用证明",
        "issuer": "不动产登记中心",
        "copies": 1,
        "commit": True,
    }
    changed("food-permit", materials=[material])
    page = read("/items/food-permit/")
    assert "由不动产登记中心出具" in page
    assert "复印件 1 份" in page
    assert "可用书面承诺代替" in page


def test_what_is_handled_elsewhere_is_handed_over_by_name(city):
    said = {"system": "电子税务局", "returns": "cases", "how": "用电子营业执照登录"}
    changed("tax-deregistration", elsewhere={**said, "url": "https://etax.example.cn/"})
    page = read("/items/tax-deregistration/")
    assert "去“电子税务局”办理" in page
    assert 'href="https://etax.example.cn/"' in page
    assert "我的办件" in page
    assert "用电子营业执照登录" in page
    changed("tax-deregistration", elsewhere={**said, "url": "javascript:alert(1)"})
    page = read("/items/tax-deregistration/")
    assert 'href="javascript' not in page
    assert "去“电子税务局”办理" not in page


def test_figures_only_is_said_to_the_applicant(city):
    changed(
        "tax-deregistration",
        handled="elsewhere-reported",
        elsewhere={"system": "法院系统", "returns": "figures"},
    )
    assert "请在对方系统里查" in read("/items/tax-deregistration/")
    listed = read("/catalogue/?handled=elsewhere-reported")
    assert "清税证明开具" in listed


def test_the_list_keeps_the_three_kinds_apart(city):
    page = read("/catalogue/?handled=elsewhere-returned")
    assert "清税证明开具" in page
    assert "食品经营许可" not in page
    assert "共 " in page


def test_the_list_filters_by_what_the_facts_bear_out(city):
    changed("food-permit", near=["东城街道便民中心"], visits=2)
    page = read("/catalogue/?do=nearby")
    assert "东城街道便民中心" in page
    link = 'href="/items/food-permit/"'
    assert link in page
    assert link not in read("/catalogue/?do=one-visit")
    assert read("/catalogue/?do=none-such&handled=x")


def test_the_five_cuts_show_before_now_and_why_not(city):
    assert "没有可以比的" in read("/catalogue/cuts/?since=2026-01-01")
    changed("food-permit", before={"steps": 6, "workdays": 20, "source": "2019年办事指南"})
    page = read("/catalogue/cuts/")
    assert "2019年办事指南" in page
    assert "前一状态没有这一项" in page
    assert read("/catalogue/cuts/?since=2026-01-01")
    assert read("/catalogue/cuts/?since=gestern")


@pytest.mark.parametrize("address", ["/catalogue/list.xlsx", "/catalogue/cuts.xlsx"])
def test_the_same_as_a_workbook(city, address):
    changed("food-permit", before={"steps": 6, "workdays": 20, "source": "=1+1"})
    answer = Client().get(address)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert all(sheet.max_row > 1 for sheet in book)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not any(c.data_type == "f" for c in cells)
