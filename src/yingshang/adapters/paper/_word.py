"""Blocks to a Word file: A4, a text block of 156 by 225 mm, 22 lines of 三号仿宋 on a page.

Sizes are those of GB/T 9704-2012: margins 37 mm above, 28 mm left; body 仿宋 16 pt on fixed
28 pt lines; title 小标宋 22 pt; headings 黑体 and 楷体. Fonts that a machine lacks are named with a
stand-in in the font table.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yingshang.adapters.paper import _blocks as b
from yingshang.adapters.paper._fonts import BODY, HEADING, SUBHEADING, TITLE, declare_fonts

__all__ = ["Sheet", "render"]

# what XML 1.0 has no place for; a stray one in somebody's words must not cost the whole paper
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
RED = RGBColor(0xC8, 0x10, 0x1E)
WIDTH_MM = 156
_CENTER = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Sheet:
    """A whole paper: its blocks, and what the file says about itself."""

    title: str
    author: str
    at: datetime
    blocks: tuple[b.Block, ...]
    footer: str = ""


def render(sheet: Sheet) -> bytes:
    """The paper as the bytes of a .docx file."""
    document = Document()
    _page(document)
    declare_fonts(document)
    properties = document.core_properties
    properties.title, properties.author = _printable(sheet.title), _printable(sheet.author)
    properties.comments, properties.last_modified_by = "", properties.author
    properties.created = properties.modified = sheet.at.replace(tzinfo=None)
    for block in sheet.blocks:
        _PRINTERS[type(block)](document, block)
    _footer(document, sheet.footer)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    _face(style.element.get_or_add_rPr(), BODY)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = Pt(28)


def _face(properties: Any, face: str) -> None:
    """Name the same face for Latin and Chinese: Word keeps one for each script."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)


def _write(
    paragraph: Any,
    text: str,
    *,
    face: str = BODY,
    size: float = 16,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> Any:
    run = paragraph.add_run(_printable(text))
    run.bold = bold
    run.font.size = Pt(size)
    _face(run._element.get_or_add_rPr(), face)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _free_lines(paragraph: Any, spacing: float = 1.0) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    paragraph.paragraph_format.line_spacing = spacing


def _head(document: Any, block: b.Head) -> None:
    issuer = _write(document.add_paragraph(), block.issuer, face=TITLE, size=32, colour=RED)
    issuer.alignment = _CENTER
    _free_lines(issuer)
    number = _write(document.add_paragraph(), block.number)
    number.alignment = _CENTER
    number.paragraph_format.space_before = Pt(16)
    _red_rule(number)


def _red_rule(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "C8101E")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _title(document: Any, block: b.Title) -> None:
    paragraph = _write(document.add_paragraph(), block.text, face=TITLE, size=22)
    paragraph.alignment = _CENTER
    _free_lines(paragraph, 1.2)
    paragraph.paragraph_format.space_before = Pt(20)
    paragraph.paragraph_format.space_after = Pt(16)
    paragraph.paragraph_format.keep_with_next = True


def _heading(document: Any, block: b.Heading) -> None:
    face = HEADING if block.level == 1 else SUBHEADING
    paragraph = _write(document.add_paragraph(), block.text, face=face)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.keep_with_next = True


def _paragraph(document: Any, block: b.Paragraph) -> None:
    paragraph = _write(document.add_paragraph(), block.text, bold=block.bold)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _line(document: Any, block: b.Line) -> None:
    _write(document.add_paragraph(), block.text)


def _note(document: Any, block: b.Note) -> None:
    paragraph = _write(document.add_paragraph(), block.text, size=10.5)
    _free_lines(paragraph, 1.1)
    paragraph.paragraph_format.space_after = Pt(6)


def _facts(document: Any, block: b.Facts) -> None:
    _table(document, block.rows, (0.24, 0.76), bold_column=0)


def _grid(document: Any, block: b.Grid) -> None:
    widths = block.widths or tuple(1 / len(block.header) for _ in block.header)
    table = _table(document, (block.header, *block.rows), widths, bold_row=0)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))  # the header again on every page


def _table(
    document: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    bold_row: int | None = None,
    bold_column: int | None = None,
) -> Any:
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for y, row in enumerate(rows):
        table.rows[y]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for x, text in enumerate(row):
            cell = table.cell(y, x)
            cell.width = Mm(round(WIDTH_MM * widths[x], 1))
            bold = y == bold_row or x == bold_column
            paragraph = cell.paragraphs[0]
            _write(paragraph, text, size=12, face=HEADING if bold else BODY)
            _free_lines(paragraph, 1.15)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)
    return table


def _signature(document: Any, block: b.Signature) -> None:
    first = True
    for text in (block.name, block.day, *block.extra):
        paragraph = _write(document.add_paragraph(), text)
        paragraph.alignment = _RIGHT
        paragraph.paragraph_format.right_indent = Pt(64)
        if first:
            paragraph.paragraph_format.space_before = Pt(56)
        first = False


def _footer(document: Any, text: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = _CENTER
    _write(paragraph, f"{text}  — " if text else "— ", size=10.5)
    for kind, content in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(10.5)
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = content
        run._r.append(element)
    _write(paragraph, " —", size=10.5)


_PRINTERS: dict[type, Callable[[Any, Any], None]] = {
    b.Head: _head,
    b.Title: _title,
    b.Heading: _heading,
    b.Paragraph: _paragraph,
    b.Line: _line,
    b.Note: _note,
    b.Facts: _facts,
    b.Grid: _grid,
    b.Signature: _signature,
}
