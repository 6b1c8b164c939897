"""A table saved as comma-separated values: its commas and quotation marks as strokes and blanks."""

import re

from ._columns import header

__all__ = ["stroked"]

_LEAST = 3  # commas in the line of headings
_FIELD = re.compile(r'"(?:[^"\n]|"")*"|[^,"\n]*')
_HEADED = re.compile(r"(?m)^[^\n。;]{2,24}(?:,[^\n,。;]{1,14}){3,11}$")
# with what such a line ends: sought first, as few lines do
_ROW_END = re.compile(r"(?m),[^\n,。;]{1,14},[^\n,。;]{1,14},[^\n,。;]{1,14}$")


def stroked(folded: str) -> str:
    """The text, commas that part fields made strokes: one character for one."""
    for match in _HEADED.finditer(folded) if _ROW_END.search(folded) else ():
        names = [name.strip(' "') for name in match.group().split(",")]
        if len(names) > _LEAST and header(names):
            return _below(folded, match.start(), len(names))
    return folded


def _below(folded: str, start: int, count: int) -> str:
    """The headings and the lines below them that have as many fields."""
    done = [folded[:start]]
    lines = folded[start:].split("\n")
    seen = 0
    for place, line in enumerate(lines):
        fields = _fields(line)
        if len(fields) == count:
            lines[place] = "|".join(fields)
            seen += 1
        elif line.strip():
            break
    return "".join([*done, "\n".join(lines)]) if seen > _LEAST - 1 else folded


def _fields(line: str) -> list[str]:
    """The fields of a line, quotation marks blank."""
    found: list[str] = []
    here = 0
    while here <= len(line):
        match = _FIELD.match(line, here)
        end = match.end() if match else here
        if end < len(line) and line[end] != ",":
            return []
        field = line[here:end]
        quoted = field[:1] == '"'
        found.append(f" {field[1:-1]} ".replace('""', "  ") if quoted else field)
        here = end + 1
    return found
