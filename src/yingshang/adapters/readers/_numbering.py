"""Word's automatic numbering, written out as it is displayed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from ._ooxml import attribute, child, local

__all__ = ["Numbering", "numeral"]

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SILENT = ("bullet", "none")


def _counting(n: int, digits: str = _DIGITS, ten: str = "十百千") -> str:
    """二十一, 一百零五: as spoken; 十 without 一 before it below twenty."""
    if n <= 0 or n > 9999:
        return str(n)
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit == 0:
            zero = bool(out)
            continue
        out += ("零" if zero else "") + digits[digit] + (ten[power - 1] if power else "")
        zero = False
    return out[1:] if digits is _DIGITS and 10 <= n < 20 else out


def _roman(n: int) -> str:
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        out += letters * (n // value)
        n %= value
    return out


def _letters(n: int) -> str:
    return chr(65 + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _run(first: int, last: int, code: int) -> Callable[[int], str]:
    """One character each for the numbers from first to last, beginning at a code point."""
    return lambda n: chr(code + n - first) if first <= n <= last else str(n)


def _circled(n: int) -> str:
    if 21 <= n <= 35:
        return chr(0x3251 + n - 21)
    return chr(0x32B1 + n - 36) if 36 <= n <= 50 else _run(1, 20, 0x2460)(n)


def _digital(n: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(n))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "numberInDash": lambda n: f"-{n}-",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _run(1, 20, 0x2474),
    "decimalEnclosedFullstop": _run(1, 20, 0x2488),
    "ideographEnclosedCircle": _run(1, 10, 0x3280),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda n: _counting(n, _FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda n: _counting(n, _FORMAL, "拾佰仟"),
    "japaneseLegal": lambda n: _counting(n, _FORMAL, "拾佰仟"),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
}


def numeral(n: int, form: str) -> str:
    """A number in one of Word's formats; decimal where the format is not known."""
    return _FORMATS.get(form, str)(n) if 0 < n < 10000 else str(n)


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass
class _List:
    """An abstract numbering with its running counters."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class _Use:
    """A numbering as paragraphs name it: the list, and levels of its own."""

    list: _List
    levels: dict[int, _Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """What ``numbering.xml`` declares, and how far each list has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._uses: dict[str, _Use] = {}
        if root is None:
            return
        lists: dict[str, _List] = {}
        styles: dict[str, str] = {}
        links: dict[str, str] = {}
        for node in root:
            if local(node) == "abstractNum":
                key = attribute(node, "abstractNumId") or ""
                lists[key] = _List(dict(map(_level, _named(node, "lvl"))))
                if link := attribute(child(node, "styleLink")):
                    styles[link] = key
                if link := attribute(child(node, "numStyleLink")):
                    links[key] = link
        for key, link in links.items():
            if link in styles:
                lists[key] = lists[styles[link]]
        for node in root:
            if local(node) == "num":
                found = lists.get(attribute(child(node, "abstractNumId")) or "")
                if found is not None:
                    self._uses[attribute(node, "numId") or ""] = _use(node, found)

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level of a list that belongs to a paragraph style."""
        use = self._uses.get(num)
        if use is None:
            return None
        return next((k for k, one in use.list.levels.items() if style and one.style == style), None)

    def label(self, num: str, depth: int) -> str:
        """Count one paragraph on, and answer what stands before it ("" for bullets)."""
        use = self._uses.get(num)
        if use is None:
            return ""
        levels = use.list.levels | use.levels
        level = levels.get(depth)
        if level is None:
            return ""
        counts = use.list.counts
        if depth in use.starts and depth not in use.begun:
            counts[depth] = use.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        use.begun.add(depth)
        for deeper in [k for k in counts if k > depth]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after > 0 and depth < after):
                del counts[deeper]
        if level.form in _SILENT:
            return ""
        return _fill(level, levels, counts)


def _fill(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    text = level.text
    for depth, one in levels.items():
        mark = f"%{depth + 1}"
        if mark in text:
            form = "decimal" if level.legal else one.form
            text = text.replace(mark, numeral(counts.get(depth, one.start), form))
    return text.strip() + (" " if level.suffix == "space" and text[-1:].isalnum() else "")


def _named(node: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in node if local(one) == name]


def _int(value: str | None, default: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default


def _level(node: etree._Element) -> tuple[int, _Level]:
    form = child(node, "numFmt")
    restart = attribute(child(node, "lvlRestart"))
    legal = child(node, "isLgl")
    return _int(attribute(node, "ilvl"), 0), _Level(
        form=attribute(form) or "decimal",
        text=attribute(child(node, "lvlText")) or "",
        start=_int(attribute(child(node, "start")), 1),
        restart=None if restart is None else _int(restart, 0),
        legal=legal is not None and attribute(legal) not in ("0", "false", "off"),
        suffix=attribute(child(node, "suff")) or "tab",
        style=attribute(child(node, "pStyle")) or "",
    )


def _use(node: etree._Element, found: _List) -> _Use:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for one in _named(node, "lvlOverride"):
        depth = _int(attribute(one, "ilvl"), 0)
        own = child(one, "lvl")
        if own is not None:
            levels[depth] = _level(own)[1]
        start = attribute(child(one, "startOverride"))
        if start is not None:
            starts[depth] = _int(start, 1)
    return _Use(found, levels, starts)
