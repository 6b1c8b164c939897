"""A unit's own spreadsheet is dropped on the page, looked at, put right, kept and reviewed."""

import io

import openpyxl
from journeys.walker import expect

ROWS = (
    ["青岚市2026年优化营商环境任务台账"],
    ["序号", "任务", "具体举措", "谁来办", "完成时限", "联系人"],
    [1, "压缩企业开办时间", "企业开办全流程2个工作日内办结", "开办专班", "2026年6月底", "张三"],
    [2, "压缩低压用户报装时间", "平均时间压减至4个工作日以内", "电力专班", "2026年底", "李四"],
    [3, None, None, "电力专班", "尽快", None],
)
_DROP = """([name, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(bytes)], name));
  document.querySelector("[data-dropzone]").dispatchEvent(
    new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
}"""


def _book():
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_dropped_spreadsheet_is_looked_at_put_right_kept_and_reviewed(town, walk):
    fang = walk("方宁")
    fang.go("/desk/plans/import/")
    page = fang.page
    page.evaluate(_DROP, ["台账.xlsx", list(_book())])
    expect(page.locator("[data-chosen]")).to_contain_text("台账.xlsx")
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_role("heading", name="每一列是什么")).to_be_visible()
    expect(page.get_by_text("第 5 行没有写任务")).to_have_count(2)  # in the notes and by its row
    fang.look()

    page.get_by_label("D 谁来办").select_option(label="牵头单位")
    page.get_by_role("button", name="按改选的列重新读取").click()
    expect(page.get_by_role("cell", name="开办专班").first).to_be_visible()
    page.get_by_role("button", name="建立台账").click()
    page.get_by_role("link", name="逐条核对").click()
    expect(page.locator(".review-row")).to_have_count(2)
    expect(page.get_by_text("读取时的")).to_be_visible()
