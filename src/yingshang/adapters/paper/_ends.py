"""Where a paper begins and where it ends: red head, signature, attachments, last lines."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yingshang.adapters.paper import _blocks as b
from yingshang.adapters.paper._fonts import HEADING, SUBHEADING, TITLE
from yingshang.adapters.paper._page import LINE, RED, WIDTH_MM, write

__all__ = ["annex", "attachments", "colophon", "free_lines", "head", "signature", "width"]

CHARACTER = 16  # points of one 三号 character
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def free_lines(paragraph: Any, spacing: float = 1.0) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    paragraph.paragraph_format.line_spacing = spacing


def width(text: str, size: float = CHARACTER) -> float:
    """Points that a line of text takes: Latin letters and digits are half as wide."""
    return sum(size if ord(letter) > 0x2E7F else size / 2 for letter in text)


def head(document: Any, block: b.Head) -> None:
    """35 mm below the top of the text block; the number two lines below; the rule 4 mm on."""
    if block.red:
        issuer = write(document.add_paragraph(), block.issuer, face_name=TITLE, size=_mark(block))
        issuer.runs[0].font.color.rgb = RED
        issuer.alignment = _CENTER
        free_lines(issuer)
        issuer.paragraph_format.space_before = Mm(35)
    number = document.add_paragraph()
    number.paragraph_format.space_before = LINE * 2 if block.red else Pt(0)
    if block.signer:
        _between(number, block.number, "")
        write(number, "签发人：")
        write(number, block.signer, face_name=SUBHEADING)
    else:
        write(number, block.number)
        number.alignment = _CENTER
    last = number
    if block.left or block.right:
        last = document.add_paragraph()
        _between(last, block.left, block.right)
    if block.red:
        _rule(last)


def _mark(block: b.Head) -> float:
    """As large as the line holds, and no larger than is seemly."""
    return min(48.0, WIDTH_MM / 25.4 * 72 / max(len(block.issuer), 1))


def _between(paragraph: Any, left: str, right: str) -> None:
    """One text at the left and one at the right, each one character from the edge."""
    paragraph.paragraph_format.left_indent = Pt(CHARACTER)
    edge = Pt(round(WIDTH_MM / 25.4 * 72 - CHARACTER, 1))
    paragraph.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"{left}\t{right}")


def _rule(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    # 4 mm are eleven points
    for name, value in (("val", "single"), ("sz", "18"), ("space", "11"), ("color", "C8101E")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.left_indent or Pt(0)


def signature(document: Any, block: b.Signature) -> None:
    """The day four characters from the right, the name centred over it; never parted."""
    day_width = width(block.day)
    over = 4 * CHARACTER + (day_width - width(block.name)) / 2
    lines = ((block.name, max(over, CHARACTER)), (block.day, 4 * CHARACTER))
    for place, (text, indent) in enumerate(lines):
        paragraph = write(document.add_paragraph(), text)
        paragraph.alignment = _RIGHT
        paragraph.paragraph_format.right_indent = Pt(indent)
        paragraph.paragraph_format.keep_with_next = not place
        if not place:
            paragraph.paragraph_format.space_before = LINE * 2
    for text in block.extra:
        paragraph = write(document.add_paragraph(), text)
        paragraph.paragraph_format.first_line_indent = Pt(2 * CHARACTER)


def attachments(document: Any, block: b.Attachments) -> None:
    """附件：1. … below the body after a free line; further names stand under the first."""
    numbered = len(block.names) > 1
    for place, name in enumerate(block.names):
        number = f"{place + 1}. " if numbered else ""
        paragraph = write(document.add_paragraph(), "附件：" if not place else "")
        write(paragraph, f"{number}{name}")
        form = paragraph.paragraph_format
        hang = width(number)
        form.left_indent = Pt(5 * CHARACTER + hang)
        form.first_line_indent = Pt(-hang - (0 if place else 3 * CHARACTER))
        if not place:
            form.space_before = LINE


def annex(document: Any, block: b.Annex) -> None:
    label = write(document.add_paragraph(), block.label, face_name=HEADING)
    label.paragraph_format.page_break_before = True
    title = write(document.add_paragraph(), block.title, face_name=TITLE, size=22)
    title.alignment = _CENTER
    free_lines(title, 1.2)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(14)
    title.paragraph_format.keep_with_next = True


def colophon(document: Any, block: b.Colophon) -> None:
    """Between rules at the foot of the last page, 四号; copies above, printer and day below."""
    rows = [] if not block.copies else ["抄送：" + "，".join(block.copies) + "。"]
    table = document.add_table(rows=len(rows) + 1, cols=1)
    table.autofit = False
    edge = Pt(round(WIDTH_MM / 25.4 * 72 - 14, 1))
    for place, row in enumerate(table.rows):
        cell = row.cells[0]
        cell.width = Mm(WIDTH_MM)
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        if place < len(rows):
            form.left_indent, form.right_indent = Pt(14 + 3 * 14), Pt(14)
            form.first_line_indent = Pt(-3 * 14)
            write(paragraph, rows[place], size=14)
        else:
            form.left_indent = Pt(14)
            form.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
            write(paragraph, f"{block.printer}\t{block.day}印发", size=14)
    _rules_of(table, rows)
    anchor = document.add_paragraph()  # what floats hangs on the paragraph after it
    anchor.paragraph_format.line_spacing = Pt(1)


def _rules_of(table: Any, rows: Sequence[str]) -> None:
    """0.35 mm above and below, 0.25 mm between; the whole floats to the foot of the text block."""
    properties = table._tbl.tblPr
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("vertAnchor", "margin"),
        ("horzAnchor", "margin"),
        ("tblpXSpec", "center"),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{name}"), value)
    properties.insert(1 if properties.find(qn("w:tblStyle")) is not None else 0, place)
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)
