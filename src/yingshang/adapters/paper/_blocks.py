"""What a paper is made of, in the order in which it is printed. Text only, no layout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

__all__ = [
    "Annex",
    "Attachments",
    "Block",
    "Chart",
    "Colophon",
    "Facts",
    "Grid",
    "Head",
    "Heading",
    "Line",
    "Note",
    "Paragraph",
    "Signature",
    "Title",
    "even_lines",
    "typed",
]


TITLE_LINE = 20  # characters of a title's size (22 pt) on a line of 156 mm


def even_lines(text: str) -> str:
    """Lines end alike, whatever the browser sends: a form's CR LF is one end, not two."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Head:
    """The red head: who issues, the number below it, a red rule.

    ``red`` False: for paper that has its head printed already, or a draft; the place stays free
    and only the number is printed. ``signer`` (签发人) stands right of the number, which then
    moves left, as on what goes to a superior. ``left`` and ``right``: a bulletin's own line
    under its number (who edits it, the day), above the rule.
    """

    issuer: str
    number: str
    signer: str = ""
    left: str = ""
    right: str = ""
    red: bool = True


@dataclass(frozen=True)
class Title:
    """The title, centred."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 (一、) 黑体, 2 (（一）) 楷体, 3 (1.) and 4 (（1）) as the body."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph, its first line indented by two characters."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A line without indent (the one addressed: “市水务集团：”)."""

    text: str


@dataclass(frozen=True)
class Note:
    """A small remark: source marks, as-of dates, 演示数据."""

    text: str


@dataclass(frozen=True)
class Facts:
    """A two-column table of name and value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with a header row; ``widths`` are shares of the text block's width."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture of numbers: ``kind`` line or bar; ``points`` (label, value), None = missing;
    ``level`` a dashed line (what was promised)."""

    title: str
    points: tuple[tuple[str, float | None], ...]
    unit: str = ""
    level: float | None = None
    kind: str = "line"


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day: four characters from the right, the name centred over it, with
    room for the seal. ``extra``: remarks in brackets below (附注), two characters from the left."""

    name: str
    day: str
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attachments:
    """What is attached, named below the body (附件说明)."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """Where an attachment begins: on a page of its own, its number top left, its title centred."""

    label: str
    title: str


@dataclass(frozen=True)
class Colophon:
    """The last lines of the last page (版记): copies to whom, printed by whom and when."""

    copies: tuple[str, ...]
    printer: str
    day: str


Block = (
    Head
    | Title
    | Heading
    | Paragraph
    | Line
    | Note
    | Facts
    | Grid
    | Chart
    | Signature
    | Attachments
    | Annex
    | Colophon
)


def _parted(title: str) -> str:
    """A title longer than a line breaks before the bracket at its end, not within it."""
    head, sign, tail = title.rpartition("（")
    if not (head and tail.endswith("）")) or _width(title) <= TITLE_LINE:
        return title
    return f"{head}\n{sign}{tail}"


def _width(text: str) -> float:
    """In Chinese characters; a letter or a figure of ASCII is half as wide."""
    return sum(0.5 if one.isascii() else 1 for one in text)


def typed(blocks: Iterable[Block]) -> Iterator[Block]:
    """A line that somebody typed is a paragraph of its own, indented as the first is."""
    for block in blocks:
        if isinstance(block, Paragraph | Line):
            for text in even_lines(block.text).strip("\n").split("\n"):
                yield replace(block, text=text)
        elif isinstance(block, Title):
            yield replace(block, text=_parted(block.text))
        else:
            yield block
