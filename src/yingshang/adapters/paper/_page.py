"""The page of GB/T 9704-2012: text block, grid of lines and characters, page numbers.

A4; 37 mm above, 28 mm left; a text block of 156 by 225 mm that 22 lines of 28 characters fill:
hence lines of 28.95 pt and characters of 15.79 pt, which Word keeps as its document grid. The
page number stands 7 mm below the block in 四号宋体, outside: right on odd pages, left on even.
"""

import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yingshang.adapters.paper._blocks import even_lines
from yingshang.adapters.paper._fonts import BODY, PAGE_NUMBER

__all__ = ["LINE", "RED", "WIDTH_MM", "face", "footers", "lay_out", "printable", "write"]

WIDTH_MM, HEIGHT_MM = 156, 225
LINES, CHARACTERS = 22, 28
BODY_SIZE = 16  # 三号
LINE = Pt(28.95)
RED = RGBColor(0xC8, 0x10, 0x1E)
_PITCH = 579  # twentieths of a point
_CHARACTER = round((WIDTH_MM / 25.4 * 72 / CHARACTERS - BODY_SIZE) * 4096)

# what XML 1.0 has no place for; a stray one in somebody's words must not cost the whole paper
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", even_lines(text))


def face(properties: Any, name: str) -> None:
    """Name the same face for Latin and Chinese: Word keeps one for each script."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def write(
    paragraph: Any,
    text: str,
    *,
    face_name: str = BODY,
    size: float = BODY_SIZE,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> Any:
    run = paragraph.add_run(printable(text))
    run.bold = bold
    run.font.size = Pt(size)
    face(run._element.get_or_add_rPr(), face_name)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def lay_out(document: Any) -> None:
    """Page, margins, grid, and the body's face and line."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(297 - 37 - HEIGHT_MM)
    section.left_margin, section.right_margin = Mm(28), Mm(210 - 28 - WIDTH_MM)
    section.footer_distance = Mm(23)  # the rule beside the number is 7 mm below the text block
    _grid(section)
    style = document.styles["Normal"]
    style.font.size = Pt(BODY_SIZE)
    face(style.element.get_or_add_rPr(), BODY)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = LINE


def _grid(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(_PITCH))
    grid.set(qn("w:charSpace"), str(_CHARACTER))
    properties.append(grid)


def footers(document: Any, mark: str) -> None:
    """— 1 — outside, one character from the edge; ``mark`` (演示数据) inside of it."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    odd.alignment, even.alignment = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    odd.paragraph_format.right_indent = even.paragraph_format.left_indent = Pt(14)
    for paragraph in (odd, even):
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if mark:
        write(odd, f"{mark}  ", size=10.5, face_name=PAGE_NUMBER)
    _number(odd)
    _number(even)
    if mark:
        write(even, f"  {mark}", size=10.5, face_name=PAGE_NUMBER)


def _number(paragraph: Any) -> None:
    write(paragraph, "— ", size=14, face_name=PAGE_NUMBER)
    for kind, content in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        face(run._element.get_or_add_rPr(), PAGE_NUMBER)
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = content
        run._r.append(element)
    write(paragraph, " —", size=14, face_name=PAGE_NUMBER)
