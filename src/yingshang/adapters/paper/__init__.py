"""Paper: Word documents laid out as Chinese official papers are (GB/T 9704-2012)."""

from yingshang.adapters.paper._blocks import (
    Block,
    Facts,
    Grid,
    Head,
    Heading,
    Line,
    Note,
    Paragraph,
    Signature,
    Title,
)
from yingshang.adapters.paper._word import Sheet, render

__all__ = [
    "Block",
    "Facts",
    "Grid",
    "Head",
    "Heading",
    "Line",
    "Note",
    "Paragraph",
    "Sheet",
    "Signature",
    "Title",
    "render",
]
