"""How a printed unit name is compared with the register: written out in full, without its place.

Pure functions over what ``data/**/rosters`` declare. A key is not for reading: 市人社局,
青岚市人力资源和社会保障局 and 市人力资源社会保障局 all have the key 人力资源社会保障局.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

__all__ = [
    "Body",
    "Names",
    "Successor",
    "brackets",
    "everywhere",
    "fold",
    "names_of",
    "of_county",
    "of_state",
    "run_together",
]

_LEVEL = re.compile(r"^(?:驻市|本市|我市|全市|市直|市级|市(?!场)|[县区州盟旗])")
# Ministries by their full and short names; 财政部门 and 公安部队 are none.
_MINISTRY = (
    r"(?:外交|国防|教育|科学技术|科技|工业和?信息化|工信|公安|民政|司法|财政|人力资源和?社会保障|人社"
    r"|自然资源|国土资源|生态环境|环境保护|住房和?城乡建设|住建|交通运输|铁道|水利|农业农村|农业|商务"
    r"|文化和?旅游|文旅|文化|退役军人事务|退役军人|应急管理)部(?![门队])"
)
_STATE = re.compile(rf"国家(?!级)|国务院|中共中央|中央|中华人民共和国|{_MINISTRY}")
_ARMS = "金融监督|税务|电网|电力"  # 国家税务总局 in a city's plan is the arm that it has there
_ARM = re.compile(f"国家(?:{_ARMS})")
# what is only the level of a body of a city, of a province, of the state
LEVELS = {
    "city": _LEVEL,
    "province": re.compile(r"^(?:驻[省区]|[本我全]省|[本我全]区|省[直级]|区[直级]|自治区|省)"),
    "state": re.compile(rf"^(?:国家(?!{_ARMS})|国务院)"),
}
_ALL = re.compile(
    r"^(?:全市|本市|市)?各(?:县|区|市|州|盟|旗|[、和及()])+(?:(?:人民)?政府|党委政府)?"
    r"(?:、?开发区管委会)?$|^(?:全市|本市|市)?各(?:功能区|开发区|园区|新区)(?:管委会|管理委员会)$"
)
_COUNTY = re.compile(r"(?:区(?![域块])|县(?!域)|旗).+(?:局|委|办|部|院|中心|管委会|政府|公司)")
_MARKS = re.compile(r"[\s\"'“”‘’《》<>·.,。;:]+")
# how very many bodies end, and words that stand in the names of very many
_TAIL = re.compile(
    r"(?:领导小组|联席会议)?(?:(?:监督|行政|综合|服务)*管理(?:局|委员会|办公室|中心|处)|委员会|办公室"
    r"|(?:服务|管理)?中心|局|厅|部|院|处|集团|(?:有限|股份|责任)*公司)$"
)
_OF_MANY = re.compile(
    r"(?:城市|服务|发展|建设|管理|工作|综合|行政|监督|事务|保障|技术|公共|改革|委员会|办公室|中心|小组|公司)+[局委办]?"
)
ENOUGH = 0.45  # a likeness below this is no guess


def fold(name: str) -> str:
    """Half-width, without spaces and marks: what is compared and remembered."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).replace("〔", "(").replace("〕", ")")


def of_state(name: str) -> bool:
    """Whether somebody speaks for the whole state, by how the name (or a title) begins: the State
    Council, what bears the state's name, the Party's centre, a ministry."""
    return bool(_STATE.match(fold(name)))


def brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """市人社局(市社保中心) → 市人社局 and what stands in its bracket."""
    outer, _, rest = fold(name).partition("(")
    inner = rest.rpartition(")")[0] or rest
    tail = rest.rpartition(")")[2] if ")" in rest else ""
    return outer + tail, tuple(part for part in re.split("[、/]", inner) if part)


def run_together(name: str) -> list[str]:
    """市经信局市新经济委: two plates on one door, printed without anything between them."""
    return re.split(r"(?<=[局委办厅会])(?=[市省](?![局委办厅会]))", name)


def of_county(name: str) -> bool:
    """区水务局, 县财政局: a bureau of a county, by how its name begins."""
    return bool(_COUNTY.match(fold(name)))


def everywhere(name: str) -> bool:
    """各县（市、区）人民政府: every county and district of the city."""
    return bool(_ALL.match(fold(name)))


@dataclass(frozen=True)
class Body:
    """A usual body of a city, by the role that a unit of ours has."""

    role: str
    name: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Successor:
    """From a day on, another unit (or several) stands for a name."""

    name: str
    keys: frozenset[str]
    becomes: tuple[str, ...]
    valid_from: date
    basis: str


@dataclass(frozen=True)
class Names:
    """What is declared about names, for one city."""

    city: str
    words: Mapping[str, str]
    endings: Mapping[str, str]
    rewrites: tuple[tuple[str, str], ...]
    level: str = "city"
    bodies: tuple[Body, ...] = ()
    successors: tuple[Successor, ...] = ()
    _kept: dict[str, str] = field(default_factory=dict, compare=False)

    def key(self, name: str) -> str:
        """What two ways of printing one unit's name have in common."""
        if name not in self._kept:
            self._kept[name] = self._key(fold(name))
        return self._kept[name]

    def _key(self, name: str) -> str:
        name = self._placed(name)
        for pattern, instead in self.rewrites:
            name = re.sub(pattern, instead, name)
        name = LEVELS[self.level].sub("", self._placed(name)).replace("的", "")
        if self.words:
            name = _either(tuple(self.words)).sub(lambda m: self.words[m[0]], _joined(name))
        ends = sorted(self.endings, key=len, reverse=True)
        short = next((one for one in ends if name.endswith(one)), "")
        if short and not name.endswith(self.endings[short]):
            name = name[: -len(short)] + self.endings[short]
        return name

    def _placed(self, name: str) -> str:
        """青岚市X and 国网青岚X: the city's own name is only its level."""
        if self.level == "province":
            return re.sub("|".join(map(re.escape, self._own)), "省", name, count=1)
        for own in self._own:
            if own in name:
                return name.replace(own, "市", 1).replace("市市中", "市中")
        return name

    @property
    def _own(self) -> tuple[str, ...]:
        """The place's own name, and as it is cut short in front of a body's."""
        if self.level == "province":
            short = re.sub(r"(?:壮族|回族|维吾尔)?自治区$|省$", "", self.city)
            return (self.city, short)
        if self.level == "state":
            return ()
        return tuple(one for one in (self.city, self.city[:-1]) if len(one) > 1)

    def upward(self, name: str) -> bool:
        """A body above this place: 省发展改革委 above a city, 国家发展改革委 above a province."""
        if self.level == "state":
            return False
        printed = fold(name)
        if self.level == "city" and printed.startswith(("省", "自治区")):
            return True
        return of_state(printed) and not _ARM.match(printed)

    def body(self, name: str) -> Body | None:
        """The usual body that a name stands for."""
        key = self.key(name)
        return next((body for body in self.bodies if key in body.keys), None)

    def succeeded(self, name: str) -> Successor | None:
        """What became of a unit of this name; the nearest declaration comes first."""
        key = self.key(name)
        return next((one for one in self.successors if key in one.keys), None)

    def likeness(self, one: str, other: str) -> tuple[float, str]:
        """0..1: how much two names have in common, written out in full, and their longest stretch
        in common. What half the bodies of a city are called (管理局, 委员会) is nothing in common.
        """
        a, b = self.key(one), self.key(other)
        mine, theirs = _TAIL.sub("", a), _TAIL.sub("", b)
        pairs = [(mine, theirs), (mine, b), (a, theirs)]
        shared = max((_common(*pair) for pair in pairs), key=len)
        if not shared or _OF_MANY.fullmatch(shared):
            return 0.0, ""
        ratios = [SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in pairs]
        return max(ratios), shared


@lru_cache(maxsize=64)
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _joined(name: str) -> str:
    """发展和改革 is 发展改革; 和平, 和田 and 共和 keep theirs."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?<!共)[和与及](?![平田])(?=[\u4e00-\u9fff])", "", name)


def _common(one: str, other: str) -> str:
    """The longest stretch that two names share: the reason of a guess."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size] if match.size > 1 else ""


def names_of(city: str, rosters: Iterable[Mapping[str, Any]], level: str = "city") -> Names:
    """Read declarations, the nearest first (its successors stand before the nation's). What is
    declared of another level lends its abbreviations only."""
    every = list(rosters)
    rosters = [one for one in every if one.get("level", "city") == level]
    shared = rosters + [one for one in every if one.get("level", "city") == "city"]
    city = re.sub(r"（.*）$", "", city)
    words = _shorts(shared, "words")
    plain = Names(
        city=city,
        words=words,
        endings=_shorts(shared, "endings"),
        rewrites=tuple((a, b) for one in rosters for a, b in one.get("rewrites", ())),
        level=level,
    )
    bodies = tuple(
        Body(b["role"], b["name"], frozenset(map(plain.key, (b["name"], *b.get("also", ())))))
        for one in rosters
        for b in one.get("bodies", ())
    )
    successors = tuple(
        Successor(
            s["name"],
            frozenset(map(plain.key, (s["name"], *s.get("short", ())))),
            tuple(s["becomes"]),
            date.fromisoformat(s["valid_from"]),
            s["basis"],
        )
        for one in rosters
        for s in one.get("successors", ())
    )
    return Names(city, words, plain.endings, plain.rewrites, level, bodies, successors)


def _shorts(rosters: Iterable[Mapping[str, Any]], field: str) -> dict[str, str]:
    """Each short form, and each full one, to what it is written out as."""
    found: dict[str, str] = {}
    for roster in rosters:
        for row in roster.get(field, ()):
            for form in (row["full"], *row["short"]):
                found.setdefault(form, row["full"])
    return found
