"""The process that reads one pdf: bytes on standard input, JSON on standard output.

It runs under limits of memory and time, so that a hostile file costs this process and no other.
"""

import contextlib
import ctypes
import json
import sys
from typing import Any

__all__ = ["main"]

MEMORY = 280 * 1024 * 1024
SECONDS = 40
MOST_PAGES = 500
MOST_CHARS = 1_000_000
_REFUSALS = {3: "broken", 4: "password", 5: "password"}


def main() -> None:
    """Read, answer, leave."""
    _limit()
    data = sys.stdin.buffer.read()
    answer = read(data)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock still holds
        return
    for kind, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def read(data: bytes) -> dict[str, Any]:
    """The lines of every page and what was found on the way, or the code of a refusal."""
    import pypdfium2.raw as c

    c.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    document = c.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        return {"refused": _REFUSALS.get(c.FPDF_GetLastError(), "broken")}
    try:
        return _pages(document, c.FPDF_GetPageCount(document))
    finally:
        c.FPDF_CloseDocument(document)


def _pages(document: Any, count: int) -> dict[str, Any]:
    from ._pdf_flow import flow
    from ._pdf_lines import Line, lines
    from ._pdf_page import marks

    if count > MOST_PAGES:
        return {"refused": "too-long", "pages": count}
    pages: list[list[Line]] = []
    chars = scans = empty = lost = 0
    for index in range(count):
        page = marks(document, index, MOST_CHARS)
        chars += len(page.chars)
        if chars > MOST_CHARS:
            return {"refused": "too-long", "pages": count}
        lost += sum(one.text == "\ufffd" or "\ue000" <= one.text <= "\uf8ff" for one in page.chars)
        covered = page.pictures > 0.5
        scans += covered and bool(page.chars)
        empty += covered and len(page.chars) < 10
        pages.append(lines(page))
    text, dropped = flow(pages)
    return {
        "text": text,
        "pages": count,
        "chars": chars,
        "scans": scans,
        "empty": empty,
        "lost": lost,
        "dropped": dropped,
    }


if __name__ == "__main__":
    main()
