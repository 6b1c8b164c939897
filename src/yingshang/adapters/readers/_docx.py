"""Word and WPS documents: paragraphs and tables in order, as a reader of the printout sees them.

Automatic numbers are written out; inserted text stays and deleted text goes; comments, notes,
headers, hidden text and the table of contents stay out, and the notes say so.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from ._document import Document, Unreadable
from ._heads import Heads
from ._numbering import Numbering
from ._ooxml import Package, attribute, child, local

__all__ = ["read_docx"]

_OPEN = frozenset(
    re.findall(
        r"\w+",
        "hyperlink ins moveTo smartTag customXml sdtContent fldSimple dir bdo oMath oMathPara e sup"
        " sub num den rubyBase r f sSub sSup sSubSup d rad deg lim limLow limUpp nary func fName m"
        " mr acc box borderBox groupChr",
    )
)
_SPACES = re.compile(r"[ \t\u00a0\u200b\ufeff]+")
_PICTURES = frozenset(("drawing", "pict", "object"))
_OFF = ("0", "false", "off")
_NOTES = {
    "deleted": "文档带修订痕迹：删除的内容没有读入，插入的内容按正文读入。",
    "comments": "批注没有读入。",
    "footnotes": "脚注和尾注没有读入。",
    "headers": "页眉、页脚和页码没有读入。",
    "contents": "目录没有读入。",
    "hidden": "隐藏文字没有读入。",
    "pictures": "图片里的文字没有读入，请核对原文有没有以图片形式贴上的表格。",
    "foreign": "嵌入的其他文件没有读入。",
}


def read_docx(data: bytes, name: str) -> Document:
    """Answer the text of a Word file. Raises Unreadable."""
    package = Package(data, name)
    numbering, styles = package.part("numbering"), package.part("styles")
    reader = _Reader(Numbering(numbering), _styles(styles))
    for block in package.blocks():
        reader.block(block, reader.lines)
    reader.end()
    text = _joined(reader.lines)
    if not text.strip() and "pictures" in reader.notes:
        raise Unreadable(
            "scanned",
            f"文件「{name}」里只有图片，没有可读的文字（多半是扫描件）；"
            "请向发文单位要 Word 原文，或先做文字识别（OCR）再导入。",
        )
    notes = tuple(sentence for key, sentence in _NOTES.items() if key in reader.notes)
    return Document(text=text, media="docx", encoding="utf-8", notes=notes)


@dataclass(slots=True)
class _Style:
    """What a paragraph style says about numbers, and whether it is one of a table of contents."""

    num: str | None = None
    depth: int | None = None
    based_on: str = ""
    contents: bool = False


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for node in root if root is not None else ():
        if local(node) != "style" or attribute(node, "type") not in (None, "paragraph"):
            continue
        number = child(node, "pPr", "numPr")
        depth = attribute(child(number, "ilvl"))
        found[attribute(node, "styleId") or ""] = _Style(
            num=attribute(child(number, "numId")),
            depth=int(depth) if depth and depth.isdigit() else None,
            based_on=attribute(child(node, "basedOn")) or "",
            contents=bool(re.match(r"toc ?\d", attribute(child(node, "name")) or "", re.I)),
        )
    return found


@dataclass
class _Field:
    """A field between its begin and end: only the result is text."""

    code: str = ""
    result: bool = False

    @property
    def silent(self) -> bool:
        """Instructions are never text, and a table of contents repeats what comes later."""
        return not self.result or self.code.split()[:1] == ["TOC"]


@dataclass
class _Reader:
    """Goes through the blocks once; what a paragraph needs of the one before is kept here."""

    numbering: Numbering
    styles: dict[str, _Style]
    lines: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    fields: list[_Field] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    carried: str = ""  # a paragraph whose end was deleted goes on in the next

    def end(self) -> None:
        """The last paragraph, should its end have been deleted."""
        if self.carried:
            self.lines.append(self.carried)

    def block(self, node: etree._Element, out: list[str]) -> None:
        """A paragraph, a table, or a wrapper of such."""
        name = local(node)
        if name == "p":
            self._paragraph(node, out)
        elif name == "tbl":
            self._table(node, out)
        elif name == "sdt":
            kind = child(node, "sdtPr", "docPartObj", "docPartGallery")
            if attribute(kind) == "Table of Contents":
                self.notes.add("contents")
            else:
                self._blocks(child(node, "sdtContent"), out)
        elif name in ("customXml", "ins", "moveTo", "smartTag", "sdtContent", "txbxContent"):
            self._blocks(node, out)
        elif name == "AlternateContent":
            self._blocks(_branch(node), out)
        elif name in ("del", "moveFrom"):
            self.notes.add("deleted")
        elif name == "altChunk":
            self.notes.add("foreign")
        elif name == "sectPr":
            self._section(node)

    def _blocks(self, node: etree._Element | None, out: list[str]) -> None:
        for one in node if node is not None else ():
            self.block(one, out)

    def _section(self, node: etree._Element) -> None:
        if any(local(one) in ("headerReference", "footerReference") for one in node):
            self.notes.add("headers")

    # --- paragraphs ---------------------------------------------------------------------------

    def _paragraph(self, node: etree._Element, out: list[str]) -> None:
        properties = child(node, "pPr")
        style = self.styles.get(attribute(child(properties, "pStyle")) or "")
        waiting, self.boxes = self.boxes, []
        parts: list[str] = []
        self._inline(node, parts)
        boxes, self.boxes = self.boxes, waiting
        if properties is not None and (section := child(properties, "sectPr")) is not None:
            self._section(section)
        if style is not None and style.contents:
            self.notes.add("contents")
            return
        label = self._label(properties)
        text = "".join(parts).strip(" \t\u3000")
        if self.carried:
            text, self.carried = self.carried + text, ""
        elif text and label:
            text = label + _gap(label, text) + text
        if child(properties, "rPr", "del") is not None:
            self.notes.add("deleted")
            self.carried = text
        else:
            out.extend(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        for box in boxes:
            self._blocks(box, out)

    def _label(self, properties: etree._Element | None) -> str:
        """The automatic number of a paragraph: its own, or that of its style."""
        own = child(properties, "numPr")
        if child(own, "del") is not None:
            own = None
        num, depth = attribute(child(own, "numId")), attribute(child(own, "ilvl"))
        key = attribute(child(properties, "pStyle")) or ""
        level = int(depth) if depth and depth.isdigit() else None
        seen: set[str] = set()
        while key in self.styles and key not in seen:
            seen.add(key)
            style = self.styles[key]
            if num is None and style.num is not None:
                num = style.num
                level = self.numbering.level_of_style(num, key) if level is None else level
            if level is None:
                level = style.depth
            key = style.based_on
        return self.numbering.label(num, level or 0) if num and num != "0" else ""

    def _inline(self, node: etree._Element | None, parts: list[str]) -> None:
        for one in node if node is not None else ():
            name = local(one)
            if name == "t":
                self._say(one.text or "", parts)
            elif name == "r" and self._hidden(one):
                self.notes.add("hidden")
            elif name in _OPEN:
                self._inline(one, parts)
            elif name == "sdt":
                self._inline(child(one, "sdtContent"), parts)
            elif name == "AlternateContent":
                self._inline(_branch(one), parts)
            elif name == "ruby":
                self._inline(child(one, "rubyBase"), parts)
            else:
                self._other(name, one, parts)

    def _other(self, name: str, one: etree._Element, parts: list[str]) -> None:
        if name in ("br", "cr"):
            self._say("\n", parts)
        elif name in ("tab", "ptab"):
            self._say(" ", parts)
        elif name == "noBreakHyphen":
            self._say("-", parts)
        elif name == "sym":
            self._say(_symbol(one), parts)
        elif name == "fldChar":
            self._field(attribute(one, "fldCharType"))
        elif name == "instrText" and self.fields and not self.fields[-1].result:
            self.fields[-1].code += one.text or ""
        elif name in ("del", "moveFrom"):
            self.notes.add("deleted")
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.add("footnotes")
        elif name in ("commentReference", "commentRangeStart"):
            self.notes.add("comments")
        elif name in _PICTURES:
            self._picture(one)

    def _say(self, text: str, parts: list[str]) -> None:
        if not any(one.silent for one in self.fields):
            parts.append(text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
            if self.fields[-1].code.split()[:1] == ["TOC"]:
                self.notes.add("contents")
        elif kind == "end" and self.fields:
            self.fields.pop()

    @staticmethod
    def _hidden(run: etree._Element) -> bool:
        vanish = child(run, "rPr", "vanish")
        return vanish is not None and attribute(vanish) not in _OFF

    def _picture(self, node: etree._Element) -> None:
        """A drawing: its text boxes are read after the paragraph, pictures are told of."""
        stack = [node]
        while stack:
            one = stack.pop()
            name = local(one)
            if name == "txbxContent":
                self.boxes.append(one)
            elif name == "AlternateContent":
                stack.extend(reversed(_branch(one)))
            elif name in ("blip", "imagedata"):
                self.notes.add("pictures")
            else:
                stack.extend(reversed(one))

    # --- tables -------------------------------------------------------------------------------

    def _table(self, node: etree._Element, out: list[str]) -> None:
        """Rows as lines, cells parted by tabs; a table that only frames text is read as text."""
        rows = _reaching([cells for row in _rows(node) if (cells := self._row(row)) is not None])
        widest = max((len([cell for cell in cells if cell]) for cells in rows), default=0)
        for cells in rows:
            if widest <= 1:
                out.extend(line for cell in cells for line in cell)
            else:
                out.append("\t".join(_flat(cell) for cell in cells).rstrip("\t"))
        out.append("")

    def _row(self, row: etree._Element) -> list[list[str] | None] | None:
        """The cells' lines; None where a cell of the row above reaches down."""
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            self.notes.add("deleted")
            return None
        cells: list[list[str] | None] = [[] for _skipped in range(_count(properties, "gridBefore"))]
        for cell in _cells(row):
            own = child(cell, "tcPr")
            merge = child(own, "vMerge")
            lines: list[str] = []
            deleted = child(own, "cellDel") is not None
            reached = not deleted and merge is not None and attribute(merge) != "restart"
            if deleted:
                self.notes.add("deleted")
            elif not reached:
                self._blocks(cell, lines)
            cells.append(None if reached else [line for line in lines if line.strip()])
            cells.extend([] for _more in range(max(_count(own, "gridSpan"), 1) - 1))
        return cells


def _reaching(rows: list[list[list[str] | None]]) -> list[list[list[str]]]:
    """A merged cell has its text once; below a heading of bodies or dates it is said again."""
    heads = Heads()
    above: list[list[str]] = []
    found: list[list[list[str]]] = []
    for row in rows:
        heads.take([_flat(cell or []) for cell in row], [cell is None for cell in row])
        above = [
            cell if cell is not None else _said_again(heads, column, above)
            for column, cell in enumerate(row)
        ]
        found.append(above)
    return found


def _said_again(heads: Heads, column: int, above: list[list[str]]) -> list[str]:
    """The text of the cell above, where it holds for the row too."""
    said = above[column] if column < len(above) else []
    return said if heads.again(column, _flat(said)) else []


def _rows(table: etree._Element) -> list[etree._Element]:
    return _of(table, "tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return _of(row, "tc")


def _of(node: etree._Element, name: str) -> list[etree._Element]:
    """Children of that name, also those inside content controls and insertions."""
    found: list[etree._Element] = []
    for one in node:
        if local(one) == name:
            found.append(one)
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins"):
            found.extend(_of(one, name))
    return found


def _count(properties: etree._Element | None, name: str) -> int:
    value = attribute(child(properties, name))
    return min(int(value), 63) if value and value.isdigit() else 0


def _flat(lines: list[str]) -> str:
    """The paragraphs of a cell on one line."""
    return " ".join(line.replace("\t", " ") for line in lines)


def _branch(node: etree._Element) -> etree._Element:
    """One branch of alternate content: the first choice that holds anything, else the fallback."""
    for one in node:
        if local(one) == "Choice" and len(one):
            return one
    return next((one for one in node if local(one) == "Fallback"), node)


def _symbol(node: etree._Element) -> str:
    """A character of a symbol font; ticks and boxes say nothing here."""
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _gap(label: str, text: str) -> str:
    """Between number and text: "1." before "2022年" must not become "1.2022"."""
    if label[-1].isascii() and label[-1].isalnum():
        return " "
    return " " if label[-1] in ".．" and text[0].isdigit() else ""


def _joined(lines: list[str]) -> str:
    """The lines, with no more than one empty one in a row."""
    found: list[str] = []
    for line in lines:
        line = line.rstrip()
        if line or (found and found[-1]):
            found.append(line)
    return "\n".join(found).strip("\n")
