"""Search over 20,000 generated items, by six kinds of questions, beside SQLite FTS5 and difflib.

The peer is what a city would build in a day: rjieba's words, the whole pinyin and the initials in
an FTS5 table, asked by words and by prefixes. Found means: the item asked for, or one of the very
same name, stands among the first ten.
"""

from __future__ import annotations

import difflib
import itertools
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import rjieba

from yingshang.city.catalog._finding import Book, Entry
from yingshang.city.catalog._pinyin import first_letters, syllables

__all__ = ["search"]

ITEMS, QUESTIONS, FIRST = 20_000, 200, 10
FAR = 95  # ms: what the 95th percentile means here
TRADES = """
餐饮服务 食品生产 食品销售 药品零售 医疗器械 危险化学品 烟草专卖 公共场所卫生
特种设备 建筑施工 房地产开发 劳务派遣 人力资源 职业培训 民办学校 幼儿园 托育机构
养老机构 医疗机构 诊所 动物诊疗 兽药 农药 种子 肥料 饲料 生猪屠宰 水产苗种
林木采伐 木材运输 取水 排污 辐射安全 道路货运 道路客运 出租汽车 网约车 机动车维修
驾驶培训 港口经营 船舶检验 航道 快递业务 印刷 出版物零售 电影放映 演出场所
互联网上网服务 歌舞娱乐 旅行社 文物拍卖 体育场馆 游泳馆 保安服务 典当 公章刻制
旅馆业 爆破作业 剧毒化学品 户外广告 临时占道 城市道路挖掘 夜间施工 渣土处置 餐厨垃圾
燃气经营 供热 供水 建设用地规划 建设工程规划 人防工程 消防设计 竣工验收 商品房预售
不动产 土地使用权 矿产开采 测绘资质 计量器具 检验检测 认证机构 广告发布 拍卖企业
直销 对外贸易 原产地证书 外商投资 技术进出口 高新技术企业 知识产权质押 专利 商标
科技成果 会计师事务所 律师事务所 公证机构 司法鉴定
"""
OBJECTS = """
经营许可 生产许可 备案 资质 执业登记 从业资格 场所登记 设施安装 项目审批 产品注册
人员信息 安全评价 收费标准 补助资金 年度报告
"""
ACTS = """
核发 变更 延续 注销 补办 暂停 恢复 换领 查询 撤回 复核 转让 信息公示 异议处理
"""
ODD = "液晓岗坤淼蔓丙戍翟肴煜瑁"


def search() -> list[dict[str, Any]]:
    """A row a kind of question and engine, then what building costs."""
    dice = random.Random(4)
    entries = list(_entries())
    begun = time.perf_counter()
    book = Book(entries)
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    peer = _Peer(entries)
    peer_built = time.perf_counter() - begun
    names = [e.name for e in entries]
    sounds = ["".join(syllables(name)) for name in names]
    rows = []
    for kind, change in KINDS.items():
        asked = [(change(dice, one.name), one.name) for one in dice.sample(entries, QUESTIONS)]
        rows.append(_row(kind, "ours", asked, lambda text: _ours(book, text)))
        rows.append(_row(kind, "FTS5 + rjieba", asked, peer.find))
        where = sounds if asked[0][0].isascii() else names
        near = _difflib(where, names)
        rows.append(_row(kind, "difflib", asked[:5], near))
    built_row = {"what": "building", "items": len(entries), "ours_s": round(built, 2)}
    return [*rows, {**built_row, "FTS5_s": round(peer_built, 2)}]


def _entries() -> Iterator[Entry]:
    made = itertools.product(*(words.split() for words in (TRADES, OBJECTS, ACTS)))
    for number, (trade, thing, act) in enumerate(itertools.islice(made, ITEMS)):
        aliases = (f"{act}{trade}{thing}", f"办{trade}{thing}证")
        summary = f"在本市从事{trade}的，{thing}{act}由主管部门办理。"
        yield Entry("item", f"item-{number:05d}", f"{trade}{thing}{act}", summary, aliases)


def _ours(book: Book, text: str) -> list[str]:
    return [found.entry.name for found in book.suggest(text, FIRST)]


def _difflib(where: list[str], names: list[str]) -> Callable[[str], list[str]]:
    def find(text: str) -> list[str]:
        close = difflib.get_close_matches(text, where, n=FIRST, cutoff=0.5)
        return [names[where.index(one)] for one in close]

    return find


class _Peer:
    """SQLite's full-text search over words, pinyin and initials."""

    def __init__(self, entries: list[Entry]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE found USING fts5(name UNINDEXED, said, heard)")
        rows = ((e.name, *_said((e.name, *e.aliases))) for e in entries)
        self._base.executemany("INSERT INTO found VALUES (?, ?, ?)", rows)
        self._base.commit()

    def find(self, text: str) -> list[str]:
        words = [text] if text.isascii() else [w for w in rjieba.cut(text) if w.strip()]
        match = " OR ".join(f'"{word}"*' for word in words)
        sql = "SELECT name FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"
        return [name for (name,) in self._base.execute(sql, (match, FIRST))]


def _said(words: tuple[str, ...]) -> tuple[str, str]:
    heard = [f"{''.join(syllables(w))} {''.join(first_letters(w))}" for w in words]
    return " ".join(" ".join(rjieba.cut(w)) for w in words), " ".join(heard)


def _row(
    kind: str, engine: str, asked: list[tuple[str, str]], find: Callable[[str], list[str]]
) -> dict[str, Any]:
    find(asked[0][0])
    took, found = [], 0
    for text, meant in asked:
        begun = time.perf_counter()
        names = find(text)
        took.append((time.perf_counter() - begun) * 1000)
        found += meant in names
    return {
        "question": kind,
        "engine": engine,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(sorted(took)[max(0, len(took) * FAR // 100 - 1)], 1),
        "found_in_ten": f"{found / len(asked):.0%}",
        "asked": len(asked),
    }


def _replaced(text: str, place: int, sign: str) -> str:
    return text[:place] + sign + text[place + 1 :]


def _wrong_character(dice: random.Random, name: str) -> str:
    return _replaced(name, dice.randrange(len(name)), dice.choice(ODD))


def _homophone(dice: random.Random, name: str) -> str:
    """One character becomes another one that sounds the same."""
    place = dice.randrange(len(name))
    alike = [c for c in _alike(syllables(name[place])[0]) if c != name[place]]
    return _replaced(name, place, dice.choice(alike)) if alike else name


def _alike(sound: str) -> list[str]:
    if not _SOUNDS:
        for character in map(chr, range(0x4E00, 0x9FA6)):
            _SOUNDS.setdefault(syllables(character)[0], []).append(character)
    return _SOUNDS.get(sound, [])


_SOUNDS: dict[str, list[str]] = {}


def _wrong_letter(dice: random.Random, name: str) -> str:
    """The pinyin with a letter missing, doubled, or changed places with its neighbour."""
    typed = "".join(syllables(name))
    place = dice.randrange(1, len(typed) - 1)
    return (
        typed[:place] + typed[place + 1 :],
        typed[:place] + typed[place] + typed[place:],
        typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :],
    )[dice.randrange(3)]


KINDS: dict[str, Callable[[random.Random, str], str]] = {
    "Chinese": lambda _dice, name: name,
    "pinyin": lambda _dice, name: "".join(syllables(name)),
    "initials": lambda _dice, name: "".join(first_letters(name)),
    "wrong character": _wrong_character,
    "homophone": _homophone,
    "wrong letter": _wrong_letter,
}
