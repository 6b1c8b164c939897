"""Hostile files, made here so that none lies about in the repository."""

import io
import struct
import zipfile

import openpyxl

TYPES = b'<?xml version="1.0"?><Types/>'


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """The smallest Word file, with further parts."""
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>", **more})


def book(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    file = openpyxl.Workbook()
    for row in rows:
        file.active.append(row)
    file.save(out)
    return out.getvalue()


PLAIN = book([["月份", "按时办结率"], ["2026年1月", 0.9], ["2026年2月", 0.95]])


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one part altered by hand."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    return packed(parts | {part: parts[part].replace(old, new, 1)})


SHEET = "xl/worksheets/sheet1.xml"


def bomb(*, lying: bool = False, megabytes: int = 220) -> bytes:
    """A few hundred kilobytes that unpack to hundreds of megabytes; lying: says it is a thousand
    bytes."""
    data = changed(SHEET, b"<sheetData>", b"<sheetData>" + b" " * (megabytes << 20))
    if not lying:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    return data.replace(struct.pack("<I", size), struct.pack("<I", 1000))


def far_cell() -> bytes:
    """One lonely number in the last cell that Excel knows."""
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return changed(SHEET, b"</sheetData>", cell)


def laughing() -> bytes:
    """Entities that multiply, and one that asks for a file of ours."""
    kinds = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    head = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + kinds
    head += b'<!ENTITY own SYSTEM "file:///etc/passwd">]>'
    data = changed(SHEET, b"<worksheet", head + b"<worksheet")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts[SHEET].replace(b"<v>0.9</v>", b"<v>&own;&e9;</v>")
    return packed(parts | {SHEET: body})
