"""Web pages to lines: scripts and site furniture left out, the main block kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ._heads import Heads

__all__ = ["html_text"]

_DROP = "script, style, noscript, template, iframe, svg, select, button, form, nav, object"
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|foot|breadcrumb|crumb|share|sidebar|toolbar|search|pager|copyright)"
    r"(?:$|[\s_-])",
    re.I,
)
_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        "p div section article header footer main li ul ol dl dt dd h1 h2 h3 h4 h5 h6 br hr tr"
        " table blockquote pre figure caption tbody thead",
    )
)
_MAIN = (
    "article", "main", "#zoom", "#UCAP-CONTENT", "#Zoom", ".TRS_Editor", ".article", ".content",
    "#content", ".article-content", ".TRS_UEDITOR", ".pages_content", ".conTxt", ".zwnr",
)  # fmt: skip
# how a site marks the title of a page where it prints it outside the box of the text; the surest
# mark first. The name of the site itself is no title
_HEADINGS = ("h1", "h2", "[class*=title i], [id*=title i]")
_OF_SITE = re.compile(r"(?:政府|网|网站|平台|门户|[局厅]|委员会|办公室)$")
_LONGEST_HEADING = 120
_LONGEST_BESIDE = 300  # what stands beside a heading is a number, a date, a source: no text
# a page of a hundred thousand nested boxes is measured no further: each look costs its whole text
_DEEPEST = 60
_MOST_BLOCKS = 5000
_CELL = "\x1f"  # between the cells of a row, an empty one too
_LONGEST_ROW = 4000
_MOST_SPAN = 200
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\x1f]+")


def html_text(markup: str) -> str:
    """Answer the text of a page, one block a line; cells of a table row parted by a tab."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(_DROP):
        node.decompose()
    body = tree.body
    if body is None:
        return ""
    for node in body.css("div, ul, td, section, footer, header")[:_MOST_BLOCKS]:
        label = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _FURNITURE.search(label) and len(node.text()) < 2000:
            node.decompose()
    main = _main(body)
    lines: list[str] = []
    for node in (*_heading(body, main), main):
        lines.append("\n")
        _walk(node, lines)
    text = "\n".join(_tidy("".join(lines)))
    return text if text.strip() else ""


def _main(body: LexborNode) -> LexborNode:
    """The block that holds most of the text: a known name first, else the densest one."""
    whole = len(body.text())
    for name in _MAIN:
        for node in body.css(name):
            if len(node.text()) * 10 >= whole * 6:
                return node
    here = body
    for _depth in range(_DEEPEST):
        inner = [node for node in here.iter() if node.tag in ("div", "table", "tbody", "tr", "td")]
        size = len(here.text())  # once: a table of a whole page has every row to compare with it
        big = next((node for node in inner if len(node.text()) * 10 >= size * 9), None)
        if big is None:
            return here
        here = big
    return here


def _heading(body: LexborNode, main: LexborNode) -> list[LexborNode]:
    """The title that stands above the main block, and what is printed between the two."""
    if main.css_first("h1") is not None:
        return []
    above = list(islice(_above(body, main), _MOST_BLOCKS))
    for names in _HEADINGS:
        found: list[LexborNode] = []
        for node in above:
            heads = [head for head in node.css(names) if _is_title(head)]
            whole = len(node.text()) <= _LONGEST_BESIDE
            if whole or heads:
                found.append(node if whole else heads[-1])
            if heads:
                few = sum(len(one.text()) for one in found) <= 2 * _LONGEST_BESIDE
                return found[::-1] if few else heads[-1:]
    return []


def _above(body: LexborNode, main: LexborNode) -> Iterator[LexborNode]:
    """What stands before a block on its page, the nearest first; no box that is around it."""
    around: LexborNode | None = main
    while around is not None and around.mem_id != body.mem_id:
        node = around.prev
        while node is not None:
            yield node
            node = node.prev
        around = around.parent


def _is_title(head: LexborNode) -> bool:
    text = "".join(head.text().split())
    return 6 <= len(text) <= _LONGEST_HEADING and not _OF_SITE.search(text)


@dataclass(slots=True)
class _Spans:
    """Cells of a table that reach down into the next rows: column → rows left."""

    table: int = 0
    left: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    heads: Heads = field(default_factory=Heads)


def _row(row: LexborNode, spans: _Spans) -> str:
    """A row of a table of data as one line, its cells parted by marks; '' where the table only
    lays the page out. A merged cell has its text once, but where `Heads.again` holds."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    if row.css_first("table") is not None or len(row.text()) > _LONGEST_ROW:
        return ""
    table = row.parent
    while table is not None and table.tag != "table":
        table = table.parent
    if table is None or _name(table) != spans.table:
        spans.table, spans.left, spans.texts, spans.heads = _name(table), {}, {}, Heads()
    if len(cells) < 2 and not any(spans.left.values()):
        return ""
    texts: list[str | None] = []  # None where a cell of a row above reaches down
    for cell in cells:
        _reached(texts, spans)
        down, across = _span(cell, "rowspan"), _span(cell, "colspan")
        found: list[str] = []
        _walk(cell, found)
        text = " ".join("".join(found).split())
        if down > 1:
            spans.left |= dict.fromkeys(range(len(texts), len(texts) + across), down - 1)
            spans.texts[len(texts)] = text
        texts += [text, *[""] * (across - 1)]
    _reached(texts, spans)
    spans.heads.take([text or "" for text in texts], [text is None for text in texts])
    said = [_again(spans, n) if text is None else text for n, text in enumerate(texts)]
    return _CELL.join(said).rstrip(_CELL) if any(said) else ""


def _reached(texts: list[str | None], spans: _Spans) -> None:
    """The columns that cells of the rows above reach down to."""
    while spans.left.get(column := len(texts), 0) > 0:
        spans.left[column] -= 1
        texts.append(None)


def _again(spans: _Spans, column: int) -> str:
    """What a merged cell says in the rows it reaches: who and by when."""
    text = spans.texts.get(column, "")
    return text if spans.heads.again(column, text) else ""


def _name(table: LexborNode | None) -> int:
    return int(table.mem_id) if table is not None else 0


def _span(cell: LexborNode, name: str) -> int:
    said = (cell.attributes.get(name) or "").strip()
    return min(int(said), _MOST_SPAN) if said.isascii() and said.isdigit() and int(said) else 1


def _walk(root: LexborNode, out: list[str]) -> None:
    """Text in order, with a newline at both edges of a block; an explicit stack, so no depth."""
    spans = _Spans()
    stack: list[tuple[LexborNode | None, str]] = [(root, "")]
    while stack:
        node, tail = stack.pop()
        if node is None:
            out.append(tail)
            continue
        tag = node.tag
        if tag == "-text":
            out.append(_SPACES.sub(" ", node.text_content or ""))
            continue
        if tag == "tr" and (line := _row(node, spans)):
            out.append(f"\n{line}\n")
            continue
        edge = "\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else ""
        if edge:
            out.append(edge)
            stack.append((None, edge))
        stack.extend((child, "") for child in reversed(list(node.iter(include_text=True))))


def _tidy(text: str) -> list[str]:
    found: list[str] = []
    for line in text.split("\n"):
        line = re.sub(r"\t+", "\t", line.strip(" \t"))
        if line:
            found.append(line.replace(_CELL, "\t"))
    return found
