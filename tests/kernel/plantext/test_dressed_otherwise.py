"""One plan in other dress: other brackets, broken lines, a site around it. It reads the same."""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from yingshang.kernel.plantext import Plan, parse

HERE = Path(__file__).parent
# prose of all layouts; the tables are dressed by tests of their own (test_random_layouts)
PLANS = sorted(
    path
    for folder in ("plans", "plans_held", "plans_odd")
    for path in (HERE / folder).glob("*.txt")
    if "|" not in (text := path.read_text("utf-8-sig")) and "\t" not in text
)
_PUNCTUATION = re.compile(r"[\s，,。.；;：:（）()\[\]【】〔〕{}｛｝‹›〈〉“”\"、丶]")


def brackets(opens: str, closes: str) -> Callable[[str], str]:
    return lambda text: text.replace("（", opens).replace("）", closes)


def half_width(text: str) -> str:
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def spaced_marks(text: str) -> str:
    return re.sub(r"(?m)^(\s*)(\d{1,3})[.．、](?=\S)", r"\1\2 . ", text)


def bold_headings(text: str) -> str:
    return re.sub(r"(?m)^(\s*)([一二三四五六七八九十]{1,3}、[^\n]{2,30})$", r"\1**\2**", text)


def parts_for_headings(text: str) -> str:
    return re.sub(r"(?m)^(\s*)([一二三四五六七八九十]{1,3})、", r"\1第\2部分 ", text)


def in_a_site(text: str) -> str:
    above = "无障碍浏览 | 繁体 | 登录\n首页 政务公开 互动交流\n您当前所在位置：首页 > 政策文件\n"
    above += "索引号：000014349-00021 主题分类：综合政务\n字体：[大 中 小] 打印本页\n"
    below = "\n分享到：微信 微博\n上一篇：关于开展检查的通知\n"
    below += "主办单位：市人民政府办公室 承办单位：市大数据局\n网站标识码：2101000012\n"
    return above + text + below


def misread(text: str) -> str:
    chance = random.Random(text)
    alike = {"：": "∶", "、": "丶", "已": "己"}
    return "".join(alike[c] if c in alike and chance.random() < 0.3 else c for c in text)


def labels_with_dashes(text: str) -> str:
    return text.replace("责任单位：", "责任单位—").replace("配合单位：", "配合单位—")


def running_heads(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    found: list[str] = []
    for count, line in enumerate(lines, 1):
        found.append(line)
        if count % 20 == 0:
            found += ["某某市人民政府公报", f"2023年第{count // 20}期", str(count // 20)]
    return "\n".join(found)


DRESSES: dict[str, Callable[[str], str]] = {
    "square brackets": brackets("[", "]"),
    "black brackets": brackets("【", "】"),
    "shell brackets": brackets("〔", "〕"),
    "curly brackets": brackets("｛", "｝"),
    "doubled brackets": brackets("（（", "））"),
    "pointed brackets": brackets("‹", "›"),
    "angled brackets": brackets("〈", "〉"),
    "headings in bold": bold_headings,
    "parts for headings": parts_for_headings,
    "half width": half_width,
    "blanks around the marks": spaced_marks,
    "a site around it": in_a_site,
    "signs that look alike": misread,
    "dashes behind labels": labels_with_dashes,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "running heads": running_heads,
}
# what a dress takes away that the text cannot give back
SPARED = {
    ("square brackets", "w24-by-unit"),  # 「[会同市财政局]」 alone names whom?
    ("black brackets", "w24-by-unit"),
    ("square brackets", "w7-annual-goals"),
    ("doubled brackets", "w7-annual-goals"),
    ("blanks around the marks", "o09-nantang-stars"),  # 「2.1」 is no mark of one number
    ("a site around it", "w42-numbers-lost"),  # its first heading stands alone above the text
    ("dashes behind labels", "o06-shuoan-pdf-lines"),
    ("running heads", "o03-lanhu-flat-table"),
    ("running heads", "h04-danfu-broken-table"),
    ("running heads", "w1-cells-merged"),
    ("running heads", "w24-by-unit"),
    ("square brackets", "w84-arrows"),  # 「[牵头]」 behind a name, or the label of the next?
    ("black brackets", "w84-arrows"),
    ("parts for headings", "w83-merged-cells-lines"),  # 「一、」 stands alone in its cell
    ("running heads", "w62-cells-lines-pages"),  # a page's number among cells one a line
    ("running heads", "w42-numbers-lost"),  # blank lines were all that parted its items
}


def facts(plan: Plan) -> Counter[tuple[object, ...]]:
    """What a clerk would take from it, without the dress."""
    found: Counter[tuple[object, ...]] = Counter()
    for task in plan.tasks:
        title = _PUNCTUATION.sub("", task.title).replace("己", "已")[:14]
        found[title,] += 1
        for role in ("lead", "responsible", "cooperating"):
            for unit in getattr(task, role):
                found[title, role, _PUNCTUATION.sub("", unit)] += 1
        found[title, str(task.deadline)] += 1
        for target in task.targets:
            found[title, target.comparator, str(target.value), target.unit] += 1
    return found


@pytest.mark.parametrize("dress", DRESSES)
def test_a_plan_in_other_dress_reads_the_same(dress: str) -> None:
    for path in PLANS:
        if (dress, path.stem) in SPARED:
            continue
        text = path.read_text("utf-8-sig")
        plain, dressed = facts(parse(text)), facts(parse(DRESSES[dress](text)))
        lost, new = plain - dressed, dressed - plain
        allowed = 0.02 * sum(plain.values()) if dress == "signs that look alike" else 0
        assert sum(lost.values()) <= allowed, (path.stem, lost, new)


def test_rows_between_strokes_whose_cells_were_broken_are_rows_again() -> None:
    rows = [
        "| 序号 | 重点任务 | 牵头单位 | 配合单位 | 完成时限 |",
        "| 1 | 企业开办时间压缩至0.5个工作日以内 | 市市场监管局 | 市公安局、市税务局 | 6月底前 |",
        "| 2 | 不动产登记1个工作日内办结 | 市自然资源局 | 市住建局、市税务局 | 9月底前 |",
        "| 3 | 新建公共停车泊位3000个 | 市城管局 | 各县（市、区）政府 | 12月底前 |",
    ]
    title = "云岭市2024年优化营商环境重点任务分解表\n\n"
    whole = parse(title + "\n".join(rows))
    assert [task.no for task in whole.tasks] == ["1", "2", "3"]

    for width in (17, 23, 31):
        broken = "\n".join(row[at : at + width] for row in rows for at in range(0, len(row), width))
        assert facts(parse(title + broken)) == facts(whole), width


def test_a_text_without_paragraphs_broken_at_one_width_is_read() -> None:
    text = (
        "临江市优化营商环境若干措施　　为激发经营主体活力，制定如下措施。　　"
        "一、提升政务服务　　（一）压缩开办时间。企业开办时间压缩至0.5个工作日以内，"
        "6月底前完成。（市市场监管局牵头，市税务局配合）　　（二）推行容缺受理。容缺受理事项"
        "不少于120项，年内实现。（市政务服务局负责）　　（三）优化用电报装。低压用户"
        "办电不超过3个工作日。（国网临江供电公司负责）"
    )
    whole = parse(text)
    assert [task.no for task in whole.tasks] == ["一", "二", "三"]

    for width in (24, 33, 40):
        broken = "\n".join(text[at : at + width] for at in range(0, len(text), width))
        assert facts(parse(broken)) == facts(whole), width


def test_blanks_that_fell_into_words_part_nothing() -> None:
    plan = parse(
        "安澜市2024年优化营商环境工 作方案\n一、重点任务\n"
        "1.压缩企 业开办时间。企业开 办时间压缩至1个工 作日以内。（市市场 监管局牵头，市税 务局"
        "配合）\n"
        "2.推 进一网通办。网上可办率达 到98%以上。（市政务服 务局、市大数 据局负责）\n"
    )

    assert plan.tasks[0].lead == ("市市场监管局",)
    assert plan.tasks[0].cooperating == ("市税务局",)
    assert plan.tasks[1].responsible == ("市政务服务局", "市大数据局")
    assert [target.value for task in plan.tasks for target in task.targets] == [1, 98]


def test_a_list_may_go_on_beyond_a_thousand_items() -> None:
    items = (f"{n}.推进第{n}号事项落地。（市政务服务局牵头）\n" for n in range(1, 1041))

    plan = parse("云岭市2024年重点任务清单\n一、任务\n" + "".join(items))

    assert [task.no for task in plan.tasks] == [str(n) for n in range(1, 1041)]


def test_an_attachment_with_items_and_units_of_its_own_is_read() -> None:
    text = (
        "云岭市进一步优化营商环境实施意见\n一、主要任务\n"
        "（一）压缩开办时间。企业开办1个工作日内办结。（市市场监管局牵头，市税务局配合）\n"
        "（二）提升获得用电。低压办电不超过3个工作日。（市发展改革委牵头，云岭供电公司配合）\n"
        "附件：云岭市优化营商环境配套文件清单\n云岭市人民政府\n2020年9月18日\n附件\n"
        "云岭市优化营商环境配套文件清单\n"
        "1.出台小型项目审批改革细则。牵头单位：市住建局；完成时限：2020年10月底前。\n"
        "2.出台融资担保降费奖补办法。牵头单位：市财政局；完成时限：2020年12月底前。\n"
        "3.修订12345热线管理办法。牵头单位：市政务服务局；完成时限：2021年1月底前。\n"
    )

    plan = parse(text)

    assert [task.no for task in plan.tasks] == ["一", "二", "1", "2", "3"]
    assert plan.tasks[-1].lead == ("市政务服务局",)


HOSTILE = {
    "a rule of dashes that ends in a letter": "1 |市发改委|b|c|\n"
    + "-" * 8000
    + "x\n2 |市发改委\n|b|c|\n",
    "heads over as many numbers": "".join(f"第{n}公报\n" for n in range(3000)) + "5\n" * 3000,
    "blanks before a stroke": " " * 40_000 + "x|\n完成",
    "blanks within a form": "牵头单位:|a" + " " * 40_000 + "|b\n",
    "a line of blanks": " " * 100_000 + "\n完成",
    "blanks beside a head": "市政府公报\n" + " " * 40_000 + "x\n5\n",
    "cards that end in none": "任务名称:甲乙丙丁\n牵头单位:市发改委\n" * 6000 + "任务名称:甲\n无\n",
    "brackets in brackets": "((a" * 20_000 + "\n" + "【【" * 20_000 + "\n",
    "short sentences": "推进改革工作。" * 20_000 + "\n",
    "headings of commas": "序号,任务,单位,时限\n" + '1,"' + "a," * 30_000 + "\n",
    "letters set apart": "牵头单位:市局\n" + "　1" * 60_000 + "\n",
    "times as headings": "3月\n1.甲乙丙丁\n" * 8000,
    "rows far apart": "1 |市发改委|b|c|\n" + "甲\n" * 20_000 + "2 |市发改委\n|b|c|\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_text_is_read_in_its_length(what: str) -> None:
    began = process_time()

    parse("云岭市优化营商环境行动方案\n一、优化政务服务\n" + HOSTILE[what])

    assert process_time() - began < 4
