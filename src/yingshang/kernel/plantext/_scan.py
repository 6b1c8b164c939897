"""Find the numbers with units in a masked text, with the stretch of sentence each belongs to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ._mask import ASIDE, DATE, LABEL
from ._numerals import parse_number
from ._text import found
from ._units_of_measure import NUMBER, OPENS, kind_of

__all__ = ["Figure", "scan"]

# 。 lost to a point by a scanner still ends a sentence between two characters
_CLAUSE = re.compile(r"[,。;:!?\n.](?:(?<!\.)|(?<=[\u4e00-\u9fff]\.)(?=[\u4e00-\u9fff\d]))")
_RIGHT = re.compile(r"及?(?:以上|以内|之内|以下|之间|左右|上下|内(?!部|容|外|涵|设|置|资))")
# 「30余辆」, 「6千余户」
_OVER = re.compile(r"[\d十百千万]\s*[多余]")
_LINK = re.compile(r"^(?:及?以上|以内|之内|左右)?[、和及与]?$")


@dataclass(slots=True)
class Figure:
    """One number with its unit, and the words around it.

    ``left`` runs from the clause or the figure before; ``right`` to the clause end or next figure.
    ``chain`` counts figures of one list (「50天和15天」), the first has 0. ``tail`` is how far the
    words of the mark (以上, 以内) reach behind the number. ``over`` is 余 or 多: somewhat more than
    the number.
    """

    start: int
    end: int
    value: int | float
    upper: int | float | None
    unit: str
    kind: str
    chinese: bool
    seg: int
    stop: int
    clause: tuple[int, int]
    sentence: tuple[int, int]
    left: str = ""
    right: str = ""
    unit_at: tuple[int, int] = (0, 0)
    mark: str = ""
    tail: int = 0
    chain: int = 0
    over: bool = False


def scan(work: str, keep: Callable[[Figure], bool] | None = None) -> list[Figure]:
    """Answer the figures of a masked text in order; those not kept do not cut their neighbours."""
    figures = _figures(work)
    _connect(work, figures)
    if keep is None:
        return figures
    kept = [figure for figure in figures if keep(figure)]
    if len(kept) != len(figures):
        for figure in kept:
            figure.seg, figure.chain = figure.clause[0], 0
            figure.stop = min(figure.clause[1] - 1, figure.sentence[1] - 1)
        _connect(work, kept)
    return kept


def _figures(work: str) -> list[Figure]:
    hits = list(found(OPENS, NUMBER, work))
    if not hits:
        return []
    if len(hits) <= 2 and len(work) <= 400 and "." not in work:
        return _few(work, hits)
    clauses, sentences = _edges(work, hits[-1].start())
    figures: list[Figure] = []
    at_clause = at_sentence = 0
    for match in hits:
        at_clause = _seek(clauses, at_clause, match.start())
        at_sentence = _seek(sentences, at_sentence, match.start())
        figure = _figure(match, clauses[at_clause], sentences[at_sentence])
        if figure is not None and not _glued(work, match):
            figures.append(figure)
    return figures


def _few(work: str, hits: list[re.Match[str]]) -> list[Figure]:
    """One or two numbers of a short text: its clauses are looked for around them."""
    figures: list[Figure] = []
    for match in hits:
        sentence = _around(work, match.start(), "。;!?\n", 0, len(work) + 1)
        clause = _around(work, match.start(), ",:", *sentence)
        figure = _figure(match, clause, sentence)
        if figure is not None and not _glued(work, match):
            figures.append(figure)
    return figures


def _around(work: str, place: int, signs: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between two of the signs that holds a place, within another."""
    for sign in signs:
        if sign in work:
            start = max(start, work.rfind(sign, start, place) + 1)
            end = work.find(sign, place, end) + 1 or end
    return start, end


def _connect(work: str, figures: list[Figure]) -> None:
    for before, figure in pairwise(figures):
        if before.clause == figure.clause:
            before.stop = figure.start
    for index, figure in enumerate(figures):
        _surround(work, figure, figures[index - 1] if index else None)


def _glued(work: str, match: re.Match[str]) -> bool:
    before = work[match.start() - 1] if match.start() else ""
    if before == "." and not work[max(0, match.start() - 2)].isascii():
        before = "。"
    after = work[match.end() : match.end() + 1]
    if match["value"] and match["value"][0].isascii() and before and before in "0123456789.+×*/〔":
        return True
    if before.isascii() and before.isalpha():
        return True
    if match["elided"] and before and before in ".+×*/〔第":
        return True
    unit = (match["unit"] or "").strip()
    if after == "级" and unit[-1:] in tuple("吨伏瓦亿元万人"):
        return True  # 「3000吨级泊位」 names a size
    if unit == "次" and match["value"] == "一" and after in tuple("通办合成性解验告"):
        return True  # 「一次通过率」, 「一次办结」
    return (unit.endswith("人") and after in tuple("工民力才员口均")) or (
        unit == "家" and after in tuple("庭长")
    )


def _edges(work: str, upto: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The clauses and the sentences of a text, up to the end of the one that holds a place."""
    cuts: list[int] = []
    ends: list[int] = []
    for match in _CLAUSE.finditer(work):
        cut = match.end()
        cuts.append(cut)
        if work[cut - 1] not in ",:":
            ends.append(cut)
            if cut > upto:
                break
    last = len(work) + 1
    return list(pairwise([0, *cuts, last])), list(pairwise([0, *ends, last]))


def _seek(edges: list[tuple[int, int]], index: int, position: int) -> int:
    while edges[index][1] <= position:
        index += 1
    return index


def _figure(
    match: re.Match[str], clause: tuple[int, int], sentence: tuple[int, int]
) -> Figure | None:
    upper: int | float | None = None
    chinese = True
    value: int | float | None
    if match["unit"]:
        value, unit = parse_number(match["value"]), match["unit"].strip()
        chinese = not match["value"][0].isascii()
        upper = parse_number(match["upper"]) if match["upper"] else None
        if unit.startswith("个") and len(unit) > 1 and kind_of(unit[1:]) == "time":
            unit = unit[1:]
    elif match["big"]:
        value, unit, chinese = parse_number(match["big"]), match["scale"], False
    elif match["elided"]:
        value, unit, chinese = parse_number(match["elided"]), match["shared"], False
        unit = "月" if unit == "个月" else unit
    elif match["percent"]:
        value, unit = parse_number(match["pvalue"]), "%"
    elif match["part"]:  # 「压缩三分之一」
        parts, whole = parse_number(match["parts"]), parse_number(match["whole"])
        value, unit = round(100 * (parts or 0) / (whole or 1), 2), "%"
    elif match["rank"]:  # 「位居全省前三」
        value, unit = parse_number(match["rank"]), "名"
    elif match["double"]:
        value, unit = parse_number(match["dvalue"] or "一"), "番"
    else:  # half of it
        value, unit = 50, "%"
    if value is None:
        return None
    end = min(clause[1] - 1, sentence[1] - 1)
    kind = "double" if unit == "番" else kind_of(unit)
    figure = Figure(
        match.start(), match.end(), value, upper, unit, kind, chinese,
        clause[0], end, clause, sentence,
    )  # fmt: skip
    figure.unit_at = _unit_at(match, unit)
    said = match.group()
    if match["unit"] is not None and ("余" in said or "多" in said):
        figure.over = _OVER.search(said) is not None
    return figure


def _unit_at(match: re.Match[str], unit: str) -> tuple[int, int]:
    """Where the unit is printed; (0, 0) where it is not printed as read (百分之…)."""
    for group in ("unit", "shared", "scale"):
        printed = match[group]
        if printed and printed.endswith(unit):
            return match.end(group) - len(unit), match.end(group)
    return 0, 0


def _surround(work: str, figure: Figure, before: Figure | None) -> None:
    if before is not None and before.clause == figure.clause:
        between = work[before.end : figure.start].replace(ASIDE, "")
        figure.seg = before.end + before.tail
        if (
            before.chain < 11
            and before.kind == figure.kind
            and len(between) < 40
            and _LINK.match(between.strip())
        ):
            figure.chain = before.chain + 1
        figure.seg = max(figure.seg, work.rfind("、", figure.seg, figure.start) + 1)
    raw = work[figure.seg : figure.start]
    lead = len(raw) - len(raw.lstrip(f"、和及与 {ASIDE}{DATE}"))
    figure.seg += lead
    figure.left = _bare(raw[lead:]).removesuffix("人民币")
    rest = work[figure.end : figure.stop]
    mark = _RIGHT.match(rest, len(rest) - len(rest.lstrip(f"{ASIDE} ")))  # 「1000家(次)以上」
    figure.mark = mark.group().lstrip("及") if mark else ""
    figure.tail = mark.end() if mark else 0
    figure.right = _bare(rest)


def _bare(text: str) -> str:
    return text.replace(ASIDE, "").replace(LABEL, "").replace(" ", "")
