"""Blocks to a Word file, laid out by GB/T 9704-2012.

The page is in ``_page``, head and end in ``_ends``. Body 三号仿宋 (16 pt); title 二号小标宋
(22 pt); headings 黑体, 楷体. A face that a machine lacks has its stand-in in the font table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from yingshang.adapters.paper import _blocks as b
from yingshang.adapters.paper import _ends as ends
from yingshang.adapters.paper._chart import chart_png
from yingshang.adapters.paper._ends import free_lines
from yingshang.adapters.paper._fonts import BODY, HEADING, SUBHEADING, TITLE, declare_fonts
from yingshang.adapters.paper._page import LINE, WIDTH_MM, footers, lay_out, printable, write

__all__ = ["Sheet", "render"]

_FACES = {1: HEADING, 2: SUBHEADING}


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
    lay_out(document)
    declare_fonts(document)
    properties = document.core_properties
    properties.title, properties.author = printable(sheet.title), printable(sheet.author)
    properties.comments, properties.last_modified_by = "", properties.author
    properties.created = properties.modified = sheet.at.replace(tzinfo=None)
    for block in b.typed(sheet.blocks):
        _PRINTERS[type(block)](document, block)
    footers(document, sheet.footer)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _title(document: Any, block: b.Title) -> None:
    """Two lines below the rule; the body begins one line on."""
    paragraph = write(document.add_paragraph(), block.text, face_name=TITLE, size=22)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    free_lines(paragraph, 1.2)
    paragraph.paragraph_format.space_before = LINE * 2
    paragraph.paragraph_format.space_after = LINE
    paragraph.paragraph_format.keep_with_next = True


def _heading(document: Any, block: b.Heading) -> None:
    paragraph = write(document.add_paragraph(), block.text, face_name=_FACES.get(block.level, BODY))
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.keep_with_next = True


def _paragraph(document: Any, block: b.Paragraph) -> None:
    paragraph = write(document.add_paragraph(), block.text, bold=block.bold)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _line(document: Any, block: b.Line) -> None:
    write(document.add_paragraph(), block.text)


def _note(document: Any, block: b.Note) -> None:
    paragraph = write(document.add_paragraph(), block.text, size=10.5)
    free_lines(paragraph, 1.1)
    paragraph.paragraph_format.space_after = Pt(6)


def _facts(document: Any, block: b.Facts) -> None:
    _table(document, block.rows, (0.24, 0.76), bold_column=0)


def _grid(document: Any, block: b.Grid) -> None:
    widths = block.widths or tuple(1 / len(block.header) for _ in block.header)
    table = _table(document, (block.header, *block.rows), widths, bold_row=0)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))  # the header again on every page


def _chart(document: Any, block: b.Chart) -> None:
    """A picture as wide as the text block, and the same numbers as its description."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    free_lines(paragraph, 1.0)
    picture = paragraph.add_run().add_picture(BytesIO(chart_png(block)), width=Mm(WIDTH_MM))
    told = "；".join(f"{name} {'无' if v is None else round(v, 2)}" for name, v in block.points)
    properties = picture._inline.docPr
    properties.set("descr", printable(f"{block.title}（{block.unit}）：{told}"))
    properties.set("title", printable(block.title))


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
    for y, (made, row) in enumerate(zip(table.rows, rows, strict=True)):
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for x, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
            cell.width = Mm(round(WIDTH_MM * widths[x], 1))
            bold = y == bold_row or x == bold_column
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # justified, a narrow cell gapes
            write(paragraph, text, size=12, face_name=HEADING if bold else BODY)
            free_lines(paragraph, 1.15)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)
    return table


_PRINTERS: dict[type, Callable[[Any, Any], None]] = {
    b.Head: ends.head,
    b.Title: _title,
    b.Heading: _heading,
    b.Paragraph: _paragraph,
    b.Line: _line,
    b.Note: _note,
    b.Facts: _facts,
    b.Grid: _grid,
    b.Chart: _chart,
    b.Signature: ends.signature,
    b.Attachments: ends.attachments,
    b.Annex: ends.annex,
    b.Colophon: ends.colophon,
}
