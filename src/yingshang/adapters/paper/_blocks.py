"""What a paper is made of, in the order in which it is printed. Text only, no layout."""

from dataclasses import dataclass

__all__ = [
    "Block",
    "Facts",
    "Grid",
    "Head",
    "Heading",
    "Line",
    "Note",
    "Paragraph",
    "Signature",
    "Title",
]


@dataclass(frozen=True)
class Head:
    """The red head: who issues, the number below it, a red rule."""

    issuer: str
    number: str


@dataclass(frozen=True)
class Title:
    """The title, centred."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of the first (一、) or second (（一）) level."""

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
class Signature:
    """Who signs and the day, set to the right."""

    name: str
    day: str
    extra: tuple[str, ...] = ()


Block = Head | Title | Heading | Paragraph | Line | Note | Facts | Grid | Signature
