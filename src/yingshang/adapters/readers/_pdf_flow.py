"""Pages to one text: running heads and page numbers dropped, tables sewn together over pages."""

import re
from collections import Counter
from itertools import pairwise

from ._pdf_lines import Line

__all__ = ["flow"]

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:\d{1,4}|[ivxIVX]{1,6})[-—–－·•\s]*|第?\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|共\s*\d{1,4}\s*页.{0,3}第\s*\d{1,4}\s*页"
)
_SENTENCE = re.compile(r"[\d:：。；;，,、]")
_EDGE = 2  # lines at the top and at the bottom of a page that may be furniture
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,3}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]{1,4}[条章]|[^，。；,;]{2,8}[：:]"
)
_STOPS = tuple("。；;！!？?：:")


def flow(pages: list[list[Line]]) -> tuple[str, bool]:
    """The text of the document, and whether running heads or page numbers were dropped."""
    running = _running(pages)
    dropped = False
    out: list[Line] = []
    for page in pages:
        kept = _without(page, running)
        dropped = dropped or len(kept) < len(page)
        _append(out, kept)
    return _text(out), dropped


def _shape(text: str) -> str:
    """A running head as it is on every page: digits and spaces do not count."""
    return re.sub(r"\s+", "", re.sub(r"\d+", "#", text))


def _edges(page: list[Line]) -> list[Line]:
    """What may be a running head or foot: up to two lines at the edge, set off from the text."""
    plain = [line for line in page if line.cells is None]
    pitches = sorted(a.y - b.y for a, b in pairwise(plain) if a.y > b.y)
    pitch = pitches[len(pitches) // 2] if pitches else 0.0
    sizes = sorted(line.size for line in plain)
    size = sizes[len(sizes) // 2] if sizes else 0.0
    return [*_edge(page, pitch, size), *_edge(page[::-1], pitch, size)]


def _edge(page: list[Line], pitch: float, size: float) -> list[Line]:
    for count in range(min(_EDGE, len(page)), 0, -1):
        edge = page[:count]
        if any(line.cells is not None for line in edge):
            continue
        if count == len(page) or all(line.size < 0.93 * size for line in edge):
            return edge
        if abs(page[count - 1].y - page[count].y) > 1.15 * pitch:
            return edge
    head = page[:1]
    plain = all(line.cells is None and not _SENTENCE.search(line.text) for line in head)
    return head if plain else []  # a head set as close as a line of text: never what says something


def _running(pages: list[list[Line]]) -> set[str]:
    """What stands at the edge of many pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line.text) for line in _edges(page)})
    least = max(2 if len(pages) < 4 else 3, len(pages) * 2 // 5)
    return {shape for shape, times in seen.items() if times >= least and len(shape) < 60}


def _without(page: list[Line], running: set[str]) -> list[Line]:
    edges = {id(line) for line in _edges(page)}
    ends = {id(line) for line in (*page[:1], *page[-1:])}
    return [
        line
        for line in page
        if not (id(line) in edges and _shape(line.text) in running)
        and not (id(line) in ends and line.cells is None and _PAGE_NUMBER.fullmatch(line.text))
    ]


def _append(out: list[Line], page: list[Line]) -> None:
    """Put a page behind the others; a table that goes on is taken up where it was."""
    start = 0
    if out and page and out[-1].cells and page[0].cells and _alike(out[-1].edges, page[0].edges):
        head = _head(out)
        while start < min(len(head), len(page)) and page[start].text == head[start].text:
            start += 1
        if start < len(page) and page[start].cells and _broken(out[-1], page[start]):
            _sew(out[-1], page[start])
            start += 1
    out.extend(page[start:])


def _alike(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(abs(x - y) < 6 for x, y in zip(a, b, strict=True))


def _head(out: list[Line]) -> list[Line]:
    """The first rows of the table that stands last in the text: its headings take up to three."""
    for place in range(len(out) - 1, -1, -1):
        if not out[place].cells:
            return []
        if out[place].first:
            return out[place : place + 3]
    return []


def _broken(last: Line, new: Line) -> bool:
    """A row cut by the end of a page: without a number, and a cell ended in mid-sentence."""
    assert last.cells is not None
    assert new.cells is not None
    if new.cells[0]:
        return False
    return any(
        b and a and not a.endswith(_STOPS) for a, b in zip(last.cells, new.cells, strict=True)
    )


def _sew(last: Line, new: Line) -> None:
    assert last.cells is not None
    assert new.cells is not None
    last.cells = [a + b for a, b in zip(last.cells, new.cells, strict=True)]
    last.text = "\t".join(last.cells).rstrip("\t")


def _text(out: list[Line]) -> str:
    """Lines as printed. Where the paper tells by its margins, wrapped ones are put together and
    paragraphs set apart; a wide space and the edges of a table are an empty line."""
    margins = _margins(out)
    found: list[str] = []
    for place, line in enumerate(out):
        last = out[place - 1] if place else None
        if last is None:
            found.append(line.text)
        elif margins and _wrapped(last, line, margins):
            found[-1] += _seam(found[-1], line.text) + line.text
        else:
            table = (last.cells is None) != (line.cells is None)
            if (
                table
                or _wide(last, line)
                or (margins and _opens(last, line, margins) and _open(found[-1]))
            ):
                found.append("")
            found.append(line.text)
    return "\n".join(found)


Margins = dict[int, tuple[float, float]]


def _margins(out: list[Line]) -> Margins:
    """Left and right edge of the text per column; nothing where paragraphs are not indented."""
    found: Margins = {}
    for column in (0, 1, 2):
        lines = [one for one in out if one.cells is None and one.column == column]
        if len(lines) < 6:
            continue
        left = Counter(round(one.x0) for one in lines if len(one.text) > 12).most_common(2)
        right = sorted(one.x1 for one in lines)[len(lines) * 9 // 10]
        if not left:
            continue
        edge = float(min(x for x, _times in left))
        indented = sum(_indented(one, edge) for one in lines)
        flush = sum(abs(one.x0 - edge) < 0.6 * one.size for one in lines)
        if indented > 1 and indented * 30 > len(lines) and flush * 8 > len(lines):
            found[column] = (edge, right)
    return found


def _indented(line: Line, edge: float) -> bool:
    return 1.4 * line.size < line.x0 - edge < 2.7 * line.size


def _wrapped(last: Line, line: Line, margins: Margins) -> bool:
    """The line goes on from the one before: that was full, and this one is not indented."""
    if last.cells is not None or line.cells is not None or line.column not in margins:
        return False
    edge, right = margins[line.column]
    if last.column in margins:
        right = margins[last.column][1]
    if last.text.endswith(_STOPS) and _STARTS.match(line.text):
        return False
    alike = abs(last.size - line.size) < 0.15 * line.size
    full = right - last.x1 < 1.2 * last.size
    return alike and full and abs(line.x0 - edge) < 0.6 * line.size


def _opens(last: Line, line: Line, margins: Margins) -> bool:
    """An indented line opens a paragraph, also where the one before ended without a full stop."""
    if last.cells is not None or line.cells is not None or line.column not in margins:
        return False
    return _indented(line, margins[line.column][0])


def _open(text: str) -> bool:
    """A line long enough to be taken for a wrapped one, which it is not."""
    return text.endswith(("、", "，", ",")) or (len(text) > 16 and not text.endswith(_STOPS))


def _seam(before: str, after: str) -> str:
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if latin and before[-1:].isalpha() and after[:1].isalpha() else ""


def _wide(last: Line, line: Line) -> bool:
    if last.cells is not None or line.cells is not None:
        return False
    apart = last.y - line.y
    return apart > 2.9 * max(last.size, line.size)
