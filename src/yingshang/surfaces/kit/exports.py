"""Tables that leave the platform as CSV, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

__all__ = ["DOCX", "XLSX", "csv_response", "csv_stream", "harmless", "xlsx_response"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# the wide forms too: a Chinese Excel takes ＝ for =, and passes over blanks in front
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HIDDEN = ("\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers pass."""
    if not isinstance(value, str):
        return value
    if not value.startswith(_HIDDEN) and not value.lstrip().startswith(_FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return "'" + value
    return value


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """UTF-8 with a byte order mark, which Excel needs to see Chinese."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow([harmless(cell) for cell in header])
    for row in rows:
        writer.writerow(["" if cell is None else harmless(cell) for cell in row])
    return response


class _Line:
    """A file that gives back what is written to it, a line at a time."""

    def write(self, text: str) -> str:
        return text


def csv_stream(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """The same as :func:`csv_response`, sent row by row as the rows are made."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow([harmless(cell) for cell in header])
        for row in rows:
            yield writer.writerow(["" if cell is None else harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_response(name: str, data: bytes) -> HttpResponse:
    """A workbook as a download; its name is plain ASCII or is quoted."""
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
