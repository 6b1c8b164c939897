"""Random ledgers, the plain plan document that holds one, and what is to be read of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass

UNITS = (
    "市行政审批局",
    "市市场监管局",
    "市人力资源社会保障局（市社会保险中心）",
    "市发展改革委",
    "国网海岬供电公司",
    "市中级人民法院",
    "人民银行海岬市分行",
    "海岬海关",
    "市委编办",
    "市税务局",
    "市工商联",
    "各县（区）人民政府",
)
TITLES = (
    "压缩企业开办时间",
    "优化电力接入服务",
    "提速不动产登记",
    "推进政务服务网上办理",
    "健全企业诉求办理机制",
    "规范涉企行政检查",
    "完善公平竞争审查",
    "强化知识产权保护",
    "降低企业融资成本",
    "便利跨境贸易",
)
PROMISES = {
    "企业开办{}个工作日内办结": ("<=", "工作日"),
    "低压用户平均接电时间压缩至{}天以内": ("<=", "天"),
    "网上可办率达到{}%以上": (">=", "%"),
    "建成示范园区{}个": ("=", "个"),
    "服务企业超过{}家": (">", "家"),
    "普惠贷款余额增长{}%": ("increase", "%"),
    "商事案件审理时间由120天压缩至{}天": ("<=", "天"),
    "行政检查频次下降{}%以上": ("decrease", "%"),
    "专项培训不少于{}场次": (">=", "场次"),
}
HEAD = (
    "海岬市人民政府办公室关于印发海岬市2026年优化营商环境行动方案的通知",
    "海政办发〔2026〕5号",
    "各县（区）人民政府，市政府各部门、各直属单位：",
    "《海岬市2026年优化营商环境行动方案》已经市政府同意，现印发给你们，请认真组织实施。",
    "海岬市人民政府办公室",
    "2026年1月8日",
    "海岬市2026年优化营商环境行动方案",
    "为进一步优化全市营商环境，制定本方案。",
)
TAIL = (
    "加强组织领导。建立工作专班，按月调度进展，确保任务落到实处。",
    "强化督导考核。将落实情况纳入年度考核。",
)
HANZI = "零一二三四五六七八九十"
BRACKETS = ("（）", "()", "【】", "[]", "［］", "〔〕", "﹝﹞", "〖〗")


@dataclass(frozen=True)
class Entry:
    """One task of the ledger, as drawn."""

    title: str
    promise: str
    number: int
    lead: str
    others: tuple[str, ...]
    month: int

    @property
    def words(self) -> str:
        return f"全面梳理办理流程，{self.promise.format(self.number)}。"

    @property
    def due(self) -> str:
        return f"2026年{self.month}月底"


@dataclass(frozen=True)
class Wanted:
    """What is read of one task."""

    title: str
    comparator: str
    value: int
    unit: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    month: int | None = None


Rendered = tuple[str, list[Wanted]]
Layout = Callable[[list[Entry], random.Random], Rendered]


def wanted(entry: Entry, **roles: tuple[str, ...]) -> Wanted:
    comparator, unit = PROMISES[entry.promise]
    return Wanted(entry.title, comparator, entry.number, unit, month=entry.month, **roles)


def document(tasks: list[str], *, note: str = "", closing: str = "") -> str:
    body = [*HEAD, *([note] if note else []), "一、重点任务", *tasks]
    end = [f"（{HANZI[i]}）{line}" for i, line in enumerate(TAIL, 1)]
    return "\n".join([*body, *([closing] if closing else []), "二、组织保障", *end])


def numbered(ledger: list[Entry], tails: list[str]) -> list[str]:
    return [
        f"{index}．{entry.title}。{entry.words}{tail}"
        for index, (entry, tail) in enumerate(zip(ledger, tails, strict=True), 1)
    ]


def wrap(line: str, width: int) -> list[str]:
    """Break a line as typesetters do: no mark at its head, no number torn."""
    lines = []
    while len(line) > width:
        cut = width
        while cut < len(line) and line[cut] in "，。；：、）】%":
            cut += 1
        while cut > 1 and cut < len(line) and line[cut - 1].isdigit() and line[cut].isdigit():
            cut -= 1
        lines.append(line[:cut])
        line = line[cut:]
    return [*lines, line]


def bracketed(ledger: list[Entry], rng: random.Random) -> Rendered:
    """The plain layout that the broken pages start from."""
    tails = []
    for one in ledger:
        others = f"，{'、'.join(one.others)}配合" if one.others else ""
        tails.append(f"{one.due}前完成。（{one.lead}牵头{others}）")
    answers = [wanted(one, lead=(one.lead,), cooperating=one.others) for one in ledger]
    return document(numbered(ledger, tails)), answers
