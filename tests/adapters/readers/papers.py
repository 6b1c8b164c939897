"""Texts as papers: the same words as a Word file with automatic numbers, and as a pdf."""

import re
from io import BytesIO

import typst
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from pylopdf_fonts_zh_cn import serif_path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# how a line begins, and the list level that writes the same
MARKS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 0),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), 1),
    (re.compile(r"\d{1,3}\.(?!\d)"), 2),
)
LEVELS = (("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def numbering_xml() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
    return f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="90">{levels}</w:abstractNum>'


class Lists:
    """Word lists that continue where the printed numbers do and restart where they do."""

    def __init__(self, document) -> None:
        self.root = document.part.numbering_part.element
        self.root.insert(0, parse_xml(numbering_xml()))
        self.next, self.num, self.counts = 900, None, [0, 0, 0]
        self._new({})

    def _new(self, starts: dict[int, int]) -> None:
        self.next += 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{k}"><w:startOverride w:val="{v}"/></w:lvlOverride>'
            for k, v in starts.items()
        )
        self.root.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{self.next}">'
                f'<w:abstractNumId w:val="90"/>{overrides}</w:num>'
            )
        )

    def number(self, paragraph, depth: int, value: int) -> None:
        """Give a paragraph the number: counted on where it is the next one, else restarted."""
        expected = self.counts[depth] + 1
        if value != expected:
            self._new({depth: value})
        self.counts[depth] = value
        for deeper in range(depth + 1, 3):
            self.counts[deeper] = 0
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, one in (("w:ilvl", depth), ("w:numId", self.next)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(one))
            number.append(child)
        properties.append(number)


def value_of(mark: str) -> int:
    digits = re.sub(r"\D", "", mark)
    if digits:
        return int(digits)
    tens, ten, ones = re.sub(r"[（）、]", "", mark).partition("十")
    hanzi = "一二三四五六七八九"
    if not ten:
        return hanzi.index(tens) + 1
    return (hanzi.index(tens) + 1 if tens else 1) * 10 + (hanzi.index(ones) + 1 if ones else 0)


def as_docx(text: str, *, automatic: bool = True) -> bytes:
    """The text as a Word file; numbers are Word's own where they can be."""
    document = Document()
    lists = Lists(document)
    for line in text.split("\n"):
        paragraph = document.add_paragraph()
        for pattern, depth in MARKS if automatic else ():
            match = pattern.match(line)
            rest = line[match.end() :] if match else ""
            if match and rest and not rest[0].isdigit() and not rest[0].isspace():
                lists.number(paragraph, depth, value_of(match[0]))
                line = rest
                break
        paragraph.add_run(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _quoted(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@=\[\]~/+-])", r"\\\1", text)


def typeset(body: str, settings: str = "") -> bytes:
    """Typst markup as pdf, in a face that every machine with the product has."""
    head = (
        "#set smartquote(enabled: false)\n"
        '#set text(font: "Noto Serif SC", size: 14pt, lang: "zh")\n'
    ) + settings
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(serif_path().parent)])
    return typst.compile((head + body).encode(), font_paths=fonts)


def as_pdf(text: str) -> bytes:
    """The text on numbered pages with a running head, each line a paragraph, wrapped."""
    settings = (
        "#set page(header: [营商环境文件汇编],"
        " footer: context align(center)[— #counter(page).display() —])\n"
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em)\n"
    )
    return typeset("\n\n".join(_quoted(line.strip()) for line in text.split("\n")), settings)
