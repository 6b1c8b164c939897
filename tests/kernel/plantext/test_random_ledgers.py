"""Random ledgers, rendered in several layouts, are read back; any text is read without raising."""

import re
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.kernel.plantext import Plan, parse, to_json

UNITS = (
    "市审批局",
    "市市场监管局",
    "市人社局(市社保中心)",
    "国网海岬供电公司",
    "市中级人民法院",
    "人民银行海岬市分行",
    "各县区人民政府",
)
TITLES = (
    "压缩开办时间",
    "优化电力服务",
    "提速财产登记",
    "推进网上办理",
    "健全诉求机制",
    "规范涉企检查",
)
PROMISES = {
    "企业开办{}个工作日内办结": ("<=", "工作日"),
    "平均接电时间压缩至{}天以内": ("<=", "天"),
    "网上办理率达到{}%以上": (">=", "%"),
    "建成示范园区{}个": ("=", "个"),
    "服务企业超过{}家": (">", "家"),
    "普惠贷款余额增长{}%": ("increase", "%"),
}
STYLES = ("fields", "bracket", "one-line", "heading", "square")
MARKS = {
    "dot": "{}.",
    "stroke": "{}、",
    "full": "（{}）",
    "article": "第{}条 ",
}
HANZI = "零一二三四五六七八九"


@dataclass(frozen=True)
class Entry:
    title: str
    promise: str
    number: int
    lead: str
    others: tuple[str, ...]
    month: int


entries = st.builds(
    Entry,
    title=st.sampled_from(TITLES),
    promise=st.sampled_from(sorted(PROMISES)),
    number=st.integers(1, 99),
    lead=st.sampled_from(UNITS),
    others=st.lists(st.sampled_from(UNITS), max_size=3, unique=True).map(tuple),
    month=st.integers(1, 12),
)
ledgers = st.lists(entries, min_size=2, max_size=9)


def render(ledger: list[Entry], style: str, mark: str, wide: bool) -> str:
    parts = [
        "海岬市2026年优化营商环境行动方案",
        "海岬市人民政府办公室",
        "2026年1月8日",
        "一、重点任务",
    ]
    for index, entry in enumerate(ledger, 1):
        number = HANZI[index] if mark in ("full", "article") else str(index)
        parts.append(MARKS[mark].format(number) + body(entry, style))
    parts.append("二、组织保障")
    parts.append("（一）加强领导。建立工作专班，按月调度进展，确保任务落到实处。")
    text = "\n".join(parts)
    return text.translate(str.maketrans(",;:()", "，；：（）")) if wide else text


def body(entry: Entry, style: str) -> str:
    promise = entry.promise.format(entry.number)
    others = "、".join(name for name in entry.others if name != entry.lead)
    words = f"{entry.title}。全面梳理办理流程,{promise}。"
    due = f"2026年{entry.month}月底"
    if style == "fields":
        tail = f"\n责任单位:{others}" if others else ""
        return f"{words}\n牵头单位:{entry.lead}{tail}\n完成时限:{due}"
    if style == "bracket":
        tail = f",{others}配合" if others else ""
        return f"{words}{due}前完成。({entry.lead}牵头{tail})"
    if style == "heading":
        words = f"具体举措:全面梳理办理流程,{promise}。{due}前完成。"
        return f"{entry.title}(牵头部门:{entry.lead})\n{words}"
    tail = f";责任单位:{others}" if others else ""
    if style == "square":
        return f"{words}【牵头单位:{entry.lead}{tail};完成时限:{due}】"
    return f"{words}\n牵头单位:{entry.lead}{tail};完成时限:{due}"


def plain(names: tuple[str, ...]) -> set[str]:
    return {name.translate(str.maketrans("（）", "()")) for name in names}


def offsets_are_exact(text: str, plan: Plan) -> None:
    for task in plan.tasks:
        assert text[slice(*task.span)] == task.text
        for target in task.targets:
            assert text[slice(*target.offsets)] == target.span
            assert task.span[0] <= target.offsets[0] < target.offsets[1] <= task.span[1]
            assert 0 < target.confidence <= 1
    for duty in plan.duties:
        assert text[slice(*duty.span)] == duty.text
    for fact in plan.achievements:
        assert text[slice(*fact.offsets)] == fact.span


@settings(max_examples=120, deadline=None)
@given(ledgers, st.sampled_from(STYLES), st.sampled_from(sorted(MARKS)), st.booleans())
def test_a_ledger_is_read_back_from_every_layout(
    ledger: list[Entry], style: str, mark: str, wide: bool
) -> None:
    text = render(ledger, style, mark, wide)
    plan = parse(text)

    assert [task.title for task in plan.tasks] == [entry.title for entry in ledger]
    for task, entry in zip(plan.tasks, ledger, strict=True):
        comparator, unit = PROMISES[entry.promise]
        assert [(t.comparator, t.value, t.unit) for t in task.targets] == [
            (comparator, entry.number, unit)
        ]
        assert plain(task.lead) == {entry.lead}
        named = set(entry.others) - {entry.lead} if style != "heading" else set()
        assert plain(task.responsible) | plain(task.cooperating) == named
        assert task.deadline is not None
        assert (task.deadline.year, task.deadline.month) == (2026, entry.month)
    offsets_are_exact(text, plan)


WORDS = (
    "一、 （一） 1. 第一条 ① ( ) （ 【 】 《 “ 。 , 、 牵头单位: 责任单位： 完成时限: (市局负责)"
    " 2020年6月底前 13月 2月30日 由45天压减为20天 10个工作日内 百分之九十九 翻一番 2—3名"
    " 99.950% 以上 等16项 一是 二是 下一步工作 对提案的答复 推进改革 给予 最高50万元"
    " 组织保障 总体要求 🙂 abc"
)
PIECES = st.sampled_from([*re.findall(r"\S+", WORDS), "\n", "\r\n", "　　", "\x00", "1" * 40])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join))
def test_any_text_is_read_without_raising_and_with_exact_offsets(text: str) -> None:
    plan = parse(text)

    offsets_are_exact(text, plan)
    assert set(to_json(plan)) >= {"title", "tasks", "duties", "achievements", "kind"}


def test_a_page_without_a_single_stop_is_read_in_linear_time() -> None:
    from time import process_time

    def seconds(times: int) -> float:
        text = "一、任务\n1.推进改革" + "10个工作日" * times
        start = process_time()
        parse(text)
        return process_time() - start

    seconds(500)
    assert seconds(16_000) < 40 * max(seconds(1_000), 0.01)


def test_the_answer_is_plain_data() -> None:
    plan = parse(
        "海岬市2026年方案\n2026年1月8日\n一、任务\n1.推进改革。年内网办率达到90%(市局负责)。"
    )
    answer = to_json(plan)

    assert answer["issue_date"] == date(2026, 1, 8).isoformat()
    assert answer["tasks"][0]["deadline"] == "2026-12-31"
    assert answer["tasks"][0]["targets"][0]["comparator"] == ">="
    assert "baseline" not in answer["tasks"][0]["targets"][0]
