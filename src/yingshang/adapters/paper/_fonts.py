"""The faces of official papers, and what stands in for each where a machine lacks it."""

from typing import Any

from lxml import etree

__all__ = ["BODY", "HEADING", "PAGE_NUMBER", "SUBHEADING", "TITLE", "declare_fonts"]

TITLE = "方正小标宋简体"
BODY = "仿宋_GB2312"
HEADING = "黑体"
SUBHEADING = "楷体_GB2312"
PAGE_NUMBER = "宋体"

_STAND_INS = {
    TITLE: "华文中宋",
    BODY: "仿宋",
    HEADING: "Noto Sans CJK SC",
    SUBHEADING: "楷体",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def declare_fonts(document: Any) -> None:
    """Write the faces with their stand-ins (w:altName) into the document's font table."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            root = etree.fromstring(part.blob)
            for face, stand_in in _STAND_INS.items():
                font = etree.SubElement(root, f"{{{_W}}}font", {f"{{{_W}}}name": face})
                etree.SubElement(font, f"{{{_W}}}altName", {f"{{{_W}}}val": stand_in})
                etree.SubElement(font, f"{{{_W}}}charset", {f"{{{_W}}}val": "86"})
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
