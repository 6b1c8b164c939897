"""A clerk who lives in Excel: a wrong cell mended, a sheet brought in, a record found open."""

import os
from pathlib import Path

import openpyxl

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.registers import service as registers

HEAD = [
    "单位全称",
    "统一社会信用代码",
    "服务类型",
    "承诺服务时限",
    "资质有效期至",
    "联系人",
    "联系电话",
]
FIRM = [
    "青岚勘测有限公司",
    "91990100MA7G7H8J9Y",
    "工程测绘",
    6,
    "2026-12-10",
    "庞工",
    "0531-88880007",
]
SHOTS = os.environ.get("REGISTER_SHOTS", "")


def keep(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def sheet(folder: Path, *rows) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "名录.xlsx"
    book.save(path)
    return str(path)


def test_a_sheet_is_mended_brought_in_changed_and_read_by_everybody(town, walk, tmp_path, monday):
    registers.enter_samples(region=town, by=SYSTEM, at=monday())
    ma = walk("马骏")
    ma.go("/desk/registers/")
    ma.sees("行政审批中介服务机构名录", "演示数据")
    keep(ma.page, "index")
    ma.press("行政审批中介服务机构名录", role="link")
    keep(ma.page, "list")
    ma.press("从表格导入", role="link")
    ma.page.set_input_files("input[type=file]", sheet(tmp_path, HEAD, [*FIRM[:3], 900, *FIRM[4:]]))
    ma.press("核对并导入")
    ma.sees("A1“单位全称”")
    keep(ma.page, "columns")
    ma.page.select_option("select[name=column-A]", "name")
    ma.press("照这样导入 1 行")
    ma.sees("D2", "不能大于 365")
    keep(ma.page, "faults")
    ma.page.set_input_files("input[type=file]", sheet(tmp_path, HEAD, FIRM))
    ma.press("核对并导入")
    ma.sees("新增 1 条", "青岚勘测有限公司")
    ma.press("青岚勘测有限公司", role="link")
    ma.sees("即将到期", "庞*")
    ma.press("修改", role="link")
    keep(ma.page, "form")
    ma.page.get_by_label("收费标准").fill("每平方米 2 元")
    ma.press("保存")
    ma.sees("已保存", "每平方米 2 元")
    keep(ma.page, "record")
    visitor = walk()
    visitor.go("/registers/")
    keep(visitor.page, "open")
    visitor.press("行政审批中介服务机构名录", role="link")
    visitor.page.get_by_label("查找").fill("勘测")
    visitor.press("查询")
    visitor.sees("青岚勘测有限公司", "庞*")
    keep(visitor.page, "open-list")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.look()
    keep(visitor.page, "open-phone")
